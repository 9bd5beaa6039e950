"""Drawings of cells and networks, made by code so that their symbols are the formulas'."""
