"""Feedback pages that are safe to open and need no network.

page          a student's page, and the steps that make it
view          the same in the formgrader
markdown      text of a student's as HTML
listings      code as HTML
formulas, mathml  formulas as MathML
"""
