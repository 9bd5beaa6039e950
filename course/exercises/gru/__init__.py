"""Exercises of lecture 04: gated recurrent units."""
