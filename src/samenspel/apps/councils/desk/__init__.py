"""The council's desk: its screens, by subject."""
