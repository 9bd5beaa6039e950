"""Figures for the lectures: each function returns a Picture and draws one message."""
