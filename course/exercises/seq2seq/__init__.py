"""Exercises of lecture 07: from sequence to sequence."""
