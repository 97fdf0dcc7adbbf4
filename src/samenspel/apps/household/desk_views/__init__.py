"""The controller's desk: every act on the book as a screen. Views do HTTP only."""
