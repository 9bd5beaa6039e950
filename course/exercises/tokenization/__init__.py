"""The exercises of lecture 06, from text to numbers."""
