"""A submitted folder, from what lies on the disk to what can be graded.

folder        what of it is let in
notebook      a notebook read, whatever state it is in
released      what the lecture's notebook was when it was released
repair        a submission mended to fit that
materials     a lecture's keys and files
preparation   all of these together: from a folder to jobs
"""
