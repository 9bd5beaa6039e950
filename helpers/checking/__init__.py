"""Observe an answer on cases and compare what was seen with the answer key.

    probes    run the answer on the key's cases; nothing is judged there
    values    results as plain data, so that they can be stored and compared
    key       the answer key: cases, what is expected, misconceptions
    compare   is one result what was expected, and if not, how do they differ
    verdict   all observations of one exercise against its key
    report    a verdict as text and as an HTML card
    check     the one call that stands under each exercise of a notebook
    progress  what is done and what is left in a lecture

None of these modules imports torch, and `verdict` and what it stands on never
touch the answer itself.
"""

from helpers.checking.check import check, passed
from helpers.checking.progress import progress

__all__ = ["check", "passed", "progress"]
