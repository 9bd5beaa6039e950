"""Exercises of lecture 03: long short-term memory."""
