"""What the notebooks of Unrolled import.

`from helpers import check, passed, progress` needs neither torch nor matplotlib; the other
rooms (plots, widgets, machine) are imported by name when a cell wants them.
"""

from helpers.checking import check, passed, progress

__all__ = ["check", "passed", "progress"]
