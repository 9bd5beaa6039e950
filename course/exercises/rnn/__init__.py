"""Exercises of lecture 01: recurrent networks."""
