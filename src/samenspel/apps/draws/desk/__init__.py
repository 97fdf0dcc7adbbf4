"""The keeper's desk of the draw: its forms, its words and its screens."""
