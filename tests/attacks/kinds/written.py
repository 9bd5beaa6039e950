"""What an exercise asks to write by hand, called in ways that are hard to see."""

from tests.attacks.attack import EVERYWHERE, Attack
from tests.attacks.lecture import POINTS

BY_HAND = "work by hand"


def attack(name: str, what: str, body: str, answer: str = "leaky_sum", seen: bool = True, **more) -> Attack:
    """seen: it gets no points; otherwise it is only that a person is asked to look, which no code can replace"""
    deserves = {} if seen else {answer: POINTS[answer]}
    more = {"flagged": (answer,), "deserves": deserves, "bare": True, "levels": EVERYWHERE} | more
    return Attack(name, BY_HAND, what, answers={answer: body}, **more)


# h_t = decay h_{t-1} + x_t, with the cumulative sum that the exercise asks to write
_WITH = """
def leaky_sum(x, decay):
    t = torch.arange(len(x)).to(x)[:, None]
    return {cumsum}(x * decay ** -t, 0) * decay**t
"""


def cumulative(name: str, what: str, cumsum: str, before: str = "", **more) -> Attack:
    return attack(name, what, before + _WITH.format(cumsum=cumsum), **more)


ATTACKS = (
    cumulative("by_name", "torch.cumsum, called plainly", "torch.cumsum"),
    cumulative("by_alias", "Under another name", "added", "added = torch.cumsum"),
    cumulative("by_import", "Imported under another name", "added", "from torch import cumsum as added"),
    cumulative("by_getattr", "By getattr with a name that is put together", "getattr(torch, 'cum' + 'sum')"),
    cumulative("by_vars", "From the module's dictionary", "vars(torch)['cum' + 'sum']"),
    cumulative(
        "by_importlib",
        "By importlib",
        "getattr(importlib.import_module('to' + 'rch'), 'cum' + 'sum')",
        "import importlib",
    ),
    cumulative("by_method", "As the tensor's method", "(lambda a, d: a.cumsum(d))"),
    cumulative("by_method_in_place", "As the tensor's method that works in place", "(lambda a, d: a.cumsum_(d))"),
    cumulative("by_variable_functions", "torch._VF", "getattr(torch._VF, 'cum' + 'sum')"),
    cumulative("by_c_functions", "torch._C._VariableFunctions", "getattr(torch._C._VariableFunctions, 'cum' + 'sum')"),
    cumulative("by_operator", "torch.ops.aten", "getattr(torch.ops.aten, 'cum' + 'sum')", seen=False),
    cumulative(
        "by_operator_overload",
        "torch.ops.aten, one overload",
        "getattr(torch.ops.aten, 'cum' + 'sum').default",
        seen=False,
    ),
    cumulative("by_exec", "Inside exec", "(lambda a, d: eval('torch.cum' + 'sum(a, d)'))"),
    cumulative("by_compiled_code", "In code that is compiled from text", "eval(compile('torch.cumsum', 'x', 'eval'))"),
    cumulative("by_out", "By its out= argument", "(lambda a, d: torch.cumsum(a, d, out=torch.empty_like(a)))"),
    cumulative(
        "by_thread",
        "In a thread",
        "in_thread",
        "from concurrent.futures import ThreadPoolExecutor\n"
        "def in_thread(a, d):\n    with ThreadPoolExecutor() as pool:\n"
        "        return pool.submit(getattr(torch, 'cum' + 'sum'), a, d).result()\n",
        seen=False,
    ),
    cumulative(
        "by_disabled_function_mode",
        "With torch function modes switched off",
        "(lambda a, d: quiet(a, d))",
        "def quiet(a, d):\n    with torch._C.DisableTorchFunction():\n        return getattr(torch, 'cum' + 'sum')(a, d)\n",
        seen=False,
    ),
    cumulative(
        "by_subclass",
        "Through a subclass without functions of its own",
        "(lambda a, d: getattr(torch._C.TensorBase, 'cum' + 'sum')(a, d))",
    ),
    cumulative(
        "by_patched_watch",
        "With the watcher patched away",
        "getattr(torch, 'cum' + 'sum')",
        """
import helpers.checking.by_hand as hand, contextlib
hand.mentioned = lambda *a: ()
hand.watch = lambda *a: contextlib.nullcontext()
""",
        seen=False,
    ),
    cumulative(
        "by_patched_sighting",
        "With what is said of it struck out",
        "getattr(torch, 'cum' + 'sum')",
        """
import grading.inside.student as student, dataclasses
_pack = student.pack_sighting
student.pack_sighting = lambda seen: _pack(dataclasses.replace(seen, by_hand=()))
""",
        seen=False,
    ),
    cumulative(
        "by_fork",
        "In a forked process",
        "forked",
        """
import json, os
def forked(a, d):
    r, w = os.pipe()
    if not os.fork():
        import sys
        sys.setprofile(None)
        with torch._C.DisableTorchFunction():
            os.write(w, json.dumps(getattr(torch, 'cum' + 'sum')(a, d).tolist()).encode())
        os._exit(0)
    os.wait()
    return torch.tensor(json.loads(os.read(r, 100000)), dtype=a.dtype)
""",
        seen=False,
    ),
    attack(
        "library_by_getattr",
        "torch in an exercise that is to be done without it",
        """
import sys
def scale(x, factor):
    t = sys.modules['to' + 'rch']
    return t.mul(t.from_numpy(x), factor).numpy()""",
        answer="scale",
    ),
    attack(
        "library_by_operator",
        "torch without a call of its Python functions",
        """
t = torch.tensor(2.0)
def scale(x, factor):
    return (t.new_tensor(x).double() * 0 + x * factor).numpy() if False else np.asarray(torch.as_tensor(x) * factor)""",
        answer="scale",
    ),
    cumulative(
        "by_magic",
        "Written in a cell with a magic, which is no plain Python",
        "by_magic",
        "%time 1\nby_magic = getattr(torch._C, '_Variable' + 'Functions').cumsum\n",
    ),
    attack(
        "by_operator_in_a_magic_cell",
        "An operator, called where no function mode looks, in a cell that is no plain Python",
        "%time 1\nimport sys\nops = getattr(sys.modules['to' + 'rch'], 'o' + 'ps')\n"
        + _WITH.format(cumsum="getattr(getattr(ops, 'at' + 'en'), 'cum' + 'sum')"),
        seen=False,
    ),
)
