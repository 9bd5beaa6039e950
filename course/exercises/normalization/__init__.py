"""Exercises of lecture 05: normalization and dropout."""
