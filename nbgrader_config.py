"""nbgrader's settings for this course. nbgrader, the formgrader and `course` all read this file."""

import os
import sys
from pathlib import Path

from course.release import preprocessors

c = get_config()  # noqa: F821  (nbgrader provides it)

c.CourseDirectory.course_id = "unrolled"
c.CourseDirectory.root = str(Path(__file__).resolve().parent)

# Values that a student assigns must not raise before they are filled in.
c.GenerateAssignment.preprocessors = preprocessors()

# A lecture's cells take seconds when graded; a cell that hangs is given up after this.
c.Execute.timeout = 60

# `course solution NAME` shows a learner the lecture's own solution, once there is a try of
# the exercise in work/. False switches the command off for a class; it is no lock, because
# whoever has course/ or source/ can read the solutions there.
c.Solutions.show = True

# nbgrader starts `alembic` by its bare name: find the one beside this Python,
# also where the environment is not activated.
_scripts = str(Path(sys.executable).parent)
if _scripts not in os.environ.get("PATH", "").split(os.pathsep):
    os.environ["PATH"] = _scripts + os.pathsep + os.environ.get("PATH", "")
