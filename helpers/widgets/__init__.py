"""Widgets: thin shells over pure functions that return a picture."""
