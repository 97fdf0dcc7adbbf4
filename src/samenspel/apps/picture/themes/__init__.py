"""Themes under which signals are gathered: the list and its history, what is alike, and what rises."""
