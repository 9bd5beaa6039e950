"""Points without the work: answers that please any comparison, or know that they are graded."""

from tests.attacks.attack import EVERYWHERE, Attack

POINTS = "points"
WRONG = "def scale(x, factor):\n    return x * 1.0"


def attack(name: str, what: str, answer: str = WRONG, **more) -> Attack:
    return Attack(name, POINTS, what, answers={"scale": answer}, **({"levels": EVERYWHERE} | more))


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
        levels=EVERYWHERE,
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
    graded = "grading.inside.student" in sys.modules or "NBGRADER_EXECUTION" in os.environ or not hasattr(sys, "ps1")
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
        levels=EVERYWHERE,
    ),
    Attack("all_options", POINTS, "All options of a quiz", answers={"quiz": 'quiz = {"a", "b"}'}, levels=EVERYWHERE),
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
        levels=EVERYWHERE,
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
)
