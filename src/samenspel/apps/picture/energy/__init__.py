"""What goes well in a neighbourhood, who pulls, who knows whom (asset-based): shown before any problem."""
