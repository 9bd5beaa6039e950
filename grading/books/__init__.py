"""nbgrader's gradebook, in short transactions.

database      transactions, and what can go wrong with them
gradebook     one submission: its places, its marks
marks         a lecture: who has which marks, from what
export        marks for a spreadsheet
"""
