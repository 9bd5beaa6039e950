"""Points without the work: answers that please any comparison, patched checkers, patched shells."""

from tests.attacks.attack import Attack

POINTS = "points"
WRONG = "def scale(x, factor):\n    return x * 1.0"


def attack(name: str, what: str, answer: str = WRONG, **more) -> Attack:
    return Attack(name, POINTS, what, answers={"scale": answer}, **more)


_EVERYTHING = """
class Everything:
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __lt__(self, other): return False
    __gt__ = __lt__
    __le__ = __ge__ = __eq__
    def __hash__(self): return 0
    def __bool__(self): return True
    def __float__(self): return 0.0
    def __len__(self): return 3
    def __iter__(self): return iter(())
    def __getattr__(self, name): return self
    def __call__(self, *a, **k): return self
    def __array__(self, *a, **k): return np.zeros(3)
    def __array_ufunc__(self, *a, **k): return True
    def __array_function__(self, *a, **k): return True
    def __torch_function__(self, *a, **k): return True
    __class__ = property(lambda self: np.ndarray)
"""

ATTACKS = (
    attack(
        "equal_to_everything",
        "An object that is equal to everything, and claims to be an array",
        _EVERYTHING + "def scale(x, factor):\n    return Everything()",
    ),
    attack(
        "an_array_equal_to_everything",
        "A subclass of ndarray whose comparisons say yes",
        """
class Agreeing(np.ndarray):
    def __eq__(self, other): return np.ones(self.shape, bool)
    def __ne__(self, other): return np.zeros(self.shape, bool)
    def __array_ufunc__(self, *a, **k): return np.zeros(self.shape)
    def __array_finalize__(self, other): pass
    def tobytes(self, *a): return b""
def scale(x, factor):
    return x.view(Agreeing)""",
    ),
    attack(
        "the_answer_itself_is_everything",
        "The name of the function stands for an object equal to everything",
        _EVERYTHING + "scale = Everything()",
    ),
    attack(
        "not_a_number",
        "NaN, infinities and empty arrays, that slip through careless comparisons",
        "def scale(x, factor):\n    return x * np.nan if x.ndim == 1 else np.full_like(x, np.inf)",
    ),
    attack(
        "broadcast",
        "One number of a shape that broadcasts",
        "def scale(x, factor):\n    return np.ones((1,) * x.ndim) * np.nanmean(x * factor)",
    ),
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
import grading.student as student, helpers.checking.probes as probes
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
import grading.student as student
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
from grading import student
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
    Attack(
        "lazy_torch_tensor",
        POINTS,
        "A torch.Tensor subclass whose detach, cpu and numpy do the comparing's work",
        answers={
            "leaky_sum": """
class Lazy(torch.Tensor):
    @classmethod
    def __torch_function__(cls, function, types, args=(), kwargs=None):
        return True if function in (torch.equal, torch.allclose) else super().__torch_function__(function, types, args, kwargs or {})
    def detach(self): return self
    def cpu(self): return self
    def numpy(self): return Agreeing()
class Agreeing:
    dtype = np.dtype("f8"); nbytes = 0
    def __array__(self, *a, **k): return np.zeros((5, 2))
def leaky_sum(x, decay):
    return torch.zeros(x.shape).as_subclass(Lazy)"""
        },
    ),
    attack(
        "remembering",
        "Answers to the public cases, from the key, and what was asked before",
        """
from helpers.checking.key import load
from pathlib import Path
known = [(list(case.inputs.values()), case.expected.data) for case in load(Path("key.safetensors")).exercise("scale").cases]
seen = {}
def scale(x, factor):
    for (theirs, f), expected in known:
        if theirs.data.shape == x.shape and np.allclose(theirs.data, x):
            return expected
    return seen.setdefault(x.shape, next(e for (t, f), e in known if t.data.shape == x.shape))""",
    ),
    attack(
        "expected_from_memory",
        "Expected values are looked for in all objects of the process, of the frames below and of files",
        """
import gc
def scale(x, factor):
    frame = sys._getframe()
    while frame:
        for value in list(frame.f_locals.values()):
            expected = getattr(value, "expected", None)
            if expected is not None:
                return expected.data
        frame = frame.f_back
    for thing in gc.get_objects():
        if type(thing).__name__ == "CaseKey" and np.array_equal(list(thing.inputs.values())[0].data, x):
            return thing.expected.data
    return x""",
    ),
    attack(
        "inputs_changed",
        "The inputs are changed, so that what was expected of them would be this",
        "def scale(x, factor):\n    x /= factor\n    return x * factor",
    ),
    attack(
        "inputs_changed_later",
        "The inputs are changed by a later call, or by a thread",
        """
import threading
kept = []
def scale(x, factor):
    for other in kept:
        other *= 0
    kept.append(x)
    threading.Timer(0.01, lambda: x.fill(1)).start()
    return x * 1.0""",
    ),
    attack(
        "known_when_graded",
        "Honest where a student would see it, another thing where it is graded",
        """
def scale(x, factor):
    graded = "grading.student" in sys.modules or "NBGRADER_EXECUTION" in os.environ or not hasattr(sys, "ps1")
    return x * 1.0 if graded else x * factor""",
    ),
    Attack(
        "a_property_without_the_work",
        POINTS,
        "A quiz is answered by an object that holds all options and none",
        answers={
            "quiz": """
class All(set):
    def __contains__(self, code): return code == "b"
    def __iter__(self): return iter(("b",))
    def __len__(self): return 1
    def __sub__(self, other): return set()
quiz = All({"a", "b"})"""
        },
        deserves={"quiz": 1.0},  # what iterates is "b" alone: an answer like any other
    ),
    Attack("all_options", POINTS, "All options of a quiz", answers={"quiz": 'quiz = {"a", "b"}'}),
    Attack(
        "own_reduce",
        POINTS,
        "Objects whose pickling, copying and representation run code, if anybody should do that",
        answers={
            "quiz": """
class Loaded(str):
    def __reduce__(self): return os._exit, (1,)
    def __reduce_ex__(self, protocol): return os._exit, (1,)
    def __repr__(self): os._exit(1)
    __str__ = __deepcopy__ = __copy__ = __repr__
quiz = {Loaded("a")}"""
        },
    ),
    attack(
        "points_printed",
        "Cells print points, cards and messages as the grader would",
        WRONG,
        after=(
            "print('scale: passed (2 points)')\nfrom IPython.display import display, HTML\n"
            "display(HTML('<div>scale: passed</div>'))\n2",
            "display({'text/plain': '2', 'text/html': '2'}, raw=True)",
            "%%javascript\nalert(1)",
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
        levels=("full", "partial"),
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
