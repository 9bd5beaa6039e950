"""Points without the work: checkers, shells, libraries and modules that are the student's own."""

from tests.attacks.attack import WALLED
from tests.attacks.kinds.points import WRONG, attack

ATTACKS = (
    attack(
        "patched_comparisons",
        "torch.allclose, numpy.testing and their like say yes",
        WRONG,
        before=(
            """
import numpy.testing, math, builtins
for place, names in ((torch, ("allclose", "equal", "isclose")), (np, ("allclose", "array_equal", "isclose", "all")),
                     (numpy.testing, ("assert_allclose", "assert_array_equal")), (math, ("isclose",))):
    for name in names:
        setattr(place, name, lambda *a, **k: True)
torch.testing.assert_close = lambda *a, **k: None
""",
        ),
    ),
    attack(
        "patched_checker",
        "helpers.checking: verdicts, comparisons and reports say passed",
        WRONG,
        before=(
            """
import helpers, helpers.checking.check as checking
import helpers.checking.verdict as verdict, helpers.checking.compare as compare, helpers.checking.report as report
compare.compare = verdict.compare = lambda *a, **k: compare.Comparison()
passed = lambda key, sighting: verdict.Verdict(key.name, verdict.State.PASSED, points=key.points, max_points=key.points)
verdict.judge = checking.judge = passed
compare._Close.compare = lambda *a, **k: compare.Comparison()
report.text = report.html = lambda verdict: "scale: passed (2 points)"
helpers.check = check = lambda name: 2
""",
        ),
        after=("check('scale')",),
    ),
    attack(
        "patched_score",
        "grading.score and grading.session, in the student's process, give full marks",
        WRONG,
        before=(
            """
import grading.score, grading.session, grading.examination
full = lambda public, *a, **k: grading.score.Score(1e9, 1e9, None)
grading.score.score = grading.examination.score = full
grading.session.Session._score = lambda self, index, name: full(None)
""",
        ),
    ),
    attack(
        "patched_find",
        "The probe is made to find another answer",
        WRONG,
        before=(
            """
import grading.inside.student as student, helpers.checking.probes as probes
other = lambda name, *a: (lambda x, factor: x)
student.find = probes.find = other
""",
        ),
        spoils=("shift", "leaky_sum", "quiz"),
    ),
    attack(
        "patched_observe",
        "The probe is made to say that nothing is missing and nothing was wrong",
        WRONG,
        before=(
            """
import grading.inside.student as student
from helpers.checking.probes import Sighting, Observation, Returned
student.observe = lambda probe, answer, cases, by_hand=(): Sighting(tuple(Observation(Returned(None)) for c in cases))
""",
        ),
        spoils=("shift", "leaky_sum", "quiz"),
    ),
    attack(
        "patched_builtins",
        "isinstance, len, all, abs and float lie",
        WRONG,
        before=(
            """
import builtins
true = builtins.isinstance
builtins.isinstance = lambda a, b: True if type(a).__name__ == "Everything" else true(a, b)
builtins.all = lambda *a: True
builtins.any = lambda *a: False
builtins.abs = lambda a: 0 * a
""",
        ),
        spoils=("shift", "leaky_sum", "quiz"),
    ),
    attack(
        "display_hook",
        "sys.displayhook shows points for everything",
        WRONG,
        before=(
            """
def shown(value):
    get_ipython().display_pub.publish({"text/plain": "2", "text/html": "<b>scale: passed</b>"})
sys.displayhook = shown
get_ipython().displayhook.__class__.__call__ = lambda self, value=None: shown(value)
""",
        ),
        after=("2", "check('scale')"),
    ),
    attack(
        "input_transformers",
        "IPython rewrites each cell's text and tree before it runs",
        WRONG,
        before=(
            """
import ast
shell = get_ipython()
shell.input_transformers_cleanup.append(lambda lines: [line.replace("check(", "print(2 or ") for line in lines])
shell.input_transformers_post.append(lambda lines: lines + ["_points = 2\\n"])
class Rewrite(ast.NodeTransformer):
    def visit_Return(self, node):
        return ast.copy_location(ast.Return(ast.Name("Everything", ast.Load())), node) if False else node
shell.ast_transformers.append(Rewrite())
""",
        ),
    ),
    attack(
        "shell_patched",
        "run_cell, do_execute, events and hooks of IPython are the student's own",
        WRONG,
        before=(
            """
shell = get_ipython()
old = type(shell).run_cell
def run_cell(self, source, *a, **k):
    return old(self, source + "\\n2", *a, **k)
type(shell).run_cell = run_cell
type(shell).do_execute = lambda self, *a, **k: {"status": "ok"}
for event in ("pre_execute", "post_execute", "pre_run_cell", "post_run_cell"):
    shell.events.register(event, lambda *a: None)
shell.set_custom_exc((BaseException,), lambda *a, **k: None)
""",
        ),
    ),
    attack(
        "process_patched",
        "The loop that serves the grader is the student's own, and says that all is well",
        WRONG,
        before=(
            """
import gc
from grading.inside import student
for thing in gc.get_objects():
    if type(thing) is student._Process:
        old = thing._answer
        def answer(content, arrays, old=old):
            content.setdefault("points", 2)
            content.setdefault("score", {"scale": 2})
            old(content, arrays)
        thing._answer = answer
""",
        ),
    ),
    attack(
        "shadow_modules",
        "torch.py, numpy.py, helpers/ and start-up modules beside the notebook",
        WRONG,
        files={
            "torch.py": b"raise SystemExit",
            "numpy.py": b"raise SystemExit",
            "helpers/__init__.py": b"check = lambda name: 99",
            "helpers/checking/__init__.py": b"check = lambda name: 99",
            "grading/__init__.py": b"raise SystemExit",
            "sitecustomize.py": b"import os; os._exit(0)",
            "usercustomize.py": b"import os; os._exit(0)",
            "json.py": b"raise SystemExit",
            "resource.py": b"raise SystemExit",
            "landlockpy.py": b"raise SystemExit",
            "conftest.py": b"raise SystemExit",
            ".ipython/profile_default/startup/00.py": b"raise SystemExit",
            "pyvenv.cfg": b"home = /tmp",
        },
    ),
    attack(
        "libraries_edited",
        "Files of the installed libraries and of this project are written to",
        WRONG,
        before=(
            """
import helpers, grading, site
for path in (torch.__file__, np.__file__, helpers.__file__, grading.__file__, helpers.__path__[0] + "/new.py",
             site.getsitepackages()[0] + "/sitecustomize.py", site.getsitepackages()[0] + "/x.pth", sys.executable):
    attempt(path, lambda: open(path, "ab").write(b"\\n"))
    attempt("removing " + path, lambda: os.remove(path))
    attempt("renaming " + path, lambda: os.rename(path, path + "2"))
""",
        ),
        says="refused: ",
        levels=WALLED,
    ),
    attack(
        "libraries_in_memory",
        "Functions of NumPy and torch that any comparison rests on are patched",
        WRONG,
        before=(
            """
np.abs = lambda a: np.zeros(np.shape(a)); np.where = lambda *a: np.zeros(3); np.ndarray.__module__
torch.Tensor.numpy = lambda self: np.zeros(3)
json = __import__("json"); old = json.dumps
json.dumps = lambda *a, **k: old(*a, **k).replace("not", "")
""",
        ),
        spoils=("leaky_sum",),
    ),
)
