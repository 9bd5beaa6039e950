"""nbgrader's settings for this course. nbgrader, the formgrader and `course` all read this file."""

import os
import sys
from pathlib import Path

from course.release import preprocessors
from grading.feedback import page
from helpers.checking.check import STOCK_GRADING

c = get_config()  # noqa: F821  (nbgrader provides it)

c.CourseDirectory.course_id = "unrolled"
c.CourseDirectory.root = str(Path(__file__).resolve().parent)

# Values that a student assigns must not raise before they are filled in.
c.GenerateAssignment.preprocessors = preprocessors()

# Feedback, and a submission in the formgrader: no student's script runs there, and no network is needed.
page.configure(c)

# Submissions are graded in a sandbox (grading/nbgrader_plugin.py), on the command line, behind
# the formgrader's button and by `course grade` alike. Intake and repair come before these steps.
# With UNROLLED_STOCK_GRADING=yes in the environment nbgrader grades alone instead: students'
# code then runs with your rights, and can give itself marks.
if os.environ.get(STOCK_GRADING) != "yes":
    c.Autograde.exporter_class = "grading.nbgrader_plugin.Exporter"
    c.Autograde.sanitize_preprocessors = []
    c.Autograde.autograde_preprocessors = [
        "grading.nbgrader_plugin.Observe",
        "nbgrader.preprocessors.IgnorePattern",
        "nbconvert.preprocessors.ClearMetadataPreprocessor",
        "nbgrader.preprocessors.LimitOutput",
        "grading.nbgrader_plugin.SaveAutoGrades",
        "grading.nbgrader_plugin.AssignLatePenalties",
    ]

# A cell that hangs is stopped after this, when grading and in `nbgrader validate`.
c.Execute.timeout = 60

# All that a submission may use stands in grading/limits.py, and can be set here; so can the
# least isolation that is accepted:
# c.Observe.memory_mb = 4096
# c.Observe.isolation = "full"

# Names and ids in exported marks are never formulas.
c.ExportApp.plugin_class = "grading.books.export.CsvExport"

# `course solution NAME` shows a learner the lecture's own solution, once there is a try of
# the exercise in work/. False switches the command off for a class; it is no lock, because
# whoever has course/ or source/ can read the solutions there.
c.Solutions.show = True

# nbgrader starts `alembic` by its bare name: find the one beside this Python,
# also where the environment is not activated.
_scripts = str(Path(sys.executable).parent)
if _scripts not in os.environ.get("PATH", "").split(os.pathsep):
    os.environ["PATH"] = _scripts + os.pathsep + os.environ.get("PATH", "")
