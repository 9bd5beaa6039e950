"""Exercises of lecture 02: gradients that vanish and explode."""
