"""Samenspel: a neighbourhood and its municipality decide together, in one chain anyone can check."""

__version__ = "0.1.0"
