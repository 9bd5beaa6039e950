"""Data for the lectures. One module per kind; nothing is downloaded."""
