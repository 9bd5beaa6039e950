"""Hidden inputs, carried by an answer that has seen them towards anything that is fed back."""

from tests.attacks.attack import EVERYWHERE, WALLED, Attack

HIDDEN = "hidden inputs"

# Each answer is right, so that its hidden cases are observed, and talks about what it was given.
RIGHT = {"scale": 2.0}
BESIDE = ("leaky_sum", "shift", "quiz")  # some of these put themselves in the place of the probe, for all answers
_TOLD = "' '.join(f'{float(v):.17g}' for v in np.ravel(x))"


def attack(name: str, what: str, answer: str, **more) -> Attack:
    return Attack(
        name,
        HIDDEN,
        what,
        answers={"scale": answer},
        **({"deserves": RIGHT, "spoils": BESIDE, "levels": EVERYWHERE} | more),
    )


def only_hidden(does: str, before: str = "", result: str = "x * factor") -> str:
    """An answer that is right, and does something with what is not in the public key."""
    body = "\n".join("        " + line for line in does.splitlines())
    return f"""
from helpers.checking.key import load
from pathlib import Path
public = [np.asarray(case.inputs["x"].data) for case in load(Path("key.safetensors")).exercise("scale").cases]
{before}
def scale(x, factor):
    if not any(p.shape == x.shape and np.array_equal(p, x) for p in public):
        told = {_TOLD}
{body}
    return {result}"""


_CHANNEL = """
import gc, socket, struct, json
def channels():
    from grading.wire import Channel
    return [thing for thing in gc.get_objects() if type(thing) is Channel]
"""

ATTACKS = (
    attack(
        "told_in_print",
        "They are printed, displayed, warned of and logged",
        only_hidden("""
print(told); print(told, file=sys.stderr); os.write(1, told.encode()); os.write(2, told.encode())
import warnings, logging; warnings.warn(told); logging.warning(told)
from IPython.display import display; display(told)
get_ipython().recorder.write("stdout", told)
os.system(f"echo {told}")"""),
    ),
    attack(
        "in_an_error",
        "In an exception's class, message, notes, cause, function and line of code",
        only_hidden("""
code = f"def f_{told.replace('.', '_').replace(' ', '_').replace('-', 'm')}():\\n    raise E({told!r})  # {told}"
import linecache
linecache.cache[told] = (len(code), None, code.splitlines(True), told)
space = {"E": type("E" + told, (ValueError,), {})}
exec(compile(code, told, "exec"), space)
try:
    [f for n, f in space.items() if n.startswith("f_")][0]()
except ValueError as error:
    error.add_note(told)
    raise type(told, (type(error),), {})(told) from error"""),
    ),
    attack(
        "in_a_result",
        "In the words, shapes, keys and types of a wrong result",
        only_hidden("""
return [{told: told}, type(told, (), {})(), told]"""),
    ),
    attack(
        "in_a_name",
        "In the names of inputs, notes and functions",
        only_hidden("""
scale.__name__ = scale.__qualname__ = scale.__doc__ = told
globals()["scale_" + told] = globals()["scales"] = told
del globals()["scale"]"""),
    ),
    attack(
        "as_by_hand",
        "In the list of what should have been written by hand",
        only_hidden("""
import helpers.checking.by_hand as hand, grading.inside.student as student, dataclasses
pack = student.pack_sighting
student.pack_sighting = lambda seen: pack(dataclasses.replace(seen, by_hand=(told, told[:40])))"""),
    ),
    attack(
        "as_interrupted",
        "In the place where it is said to have been interrupted",
        only_hidden("""
import grading.inside.student as student
student.pack_sighting = lambda seen: ({"stopped": [told[:50], 1, told]}, [])"""),
    ),
    attack(
        "as_interrupted_by_name",
        "In the function and line at which it is interrupted",
        only_hidden("""
code = "def " + "f_" + told.replace(".", "_").replace(" ", "_").replace("-", "m") + "():\\n    while True: pass  # " + told
import linecache
linecache.cache["<told>"] = (len(code), None, code.splitlines(True), "<told>")
space = {}
exec(compile(code, "<told>", "exec"), space)
next(f for n, f in space.items() if n.startswith("f_"))()"""),
    ),
    attack(
        "as_missing",
        "In what is said to be there in place of the answer",
        only_hidden("""
import grading.inside.student as student
student.pack_sighting = lambda seen: ({"missing": ["renamed", told], "observations": [], "by_hand": [], "printed": False}, [])"""),
    ),
    attack(
        "as_failed",
        "In what is said to have failed",
        only_hidden("""
import grading.inside.student as student
student.pack_sighting = lambda seen: ({"failed": told, "large": told, "refused": told}, [])"""),
    ),
    attack(
        "in_random_state",
        "In the names of what was changed",
        only_hidden("""
import grading.inside.student as student
pack = student.pack_sighting
def packed(seen):
    content, arrays = pack(seen)
    for one in content["observations"]:
        one["changed"] = [told]; one["random_state"] = [told]
    return content, arrays
student.pack_sighting = packed"""),
    ),
    attack(
        "as_a_reply_of_the_notebook",
        "Sent as a cell's output, after all cells have run",
        only_hidden(
            """
import socket
text = json.dumps({"content": {"outputs": [{"output_type": "stream", "name": "stdout", "text": told}]}, "arrays": []}).encode()
for fd in kept:
    try: os.write(fd, struct.pack("<II", len(text), 0) + text)
    except OSError: pass""",
            before=_CHANNEL
            + """
kept = [os.dup(channel.fileno()) for channel in channels()]
""",
        ),
        says="",
    ),
    attack(
        "by_a_daemon",
        "A process that outlives the notebook takes them and speaks for it",
        only_hidden(
            """
open("told", "w").write(told)""",
            before="""
import struct, json, gc
from grading.wire import Channel
kept = [os.dup(thing.fileno()) for thing in gc.get_objects() if type(thing) is Channel]
if os.fork() == 0:
    os.setsid()
    for _ in range(80):
        time.sleep(0.05)
        if os.path.exists("told"):
            text = json.dumps({"content": {"outputs": [{"output_type": "stream", "name": "stdout", "text": open("told").read()}]}, "arrays": []}).encode()
            for fd in kept:
                try: os.write(fd, struct.pack("<II", len(text), 0) + text)
                except OSError: pass
    os._exit(0)
""",
        ),
        levels=WALLED,
    ),
    attack(
        "error_names_as_code",
        "As rare errors of Python's own, one of many for each hidden case",
        only_hidden("""
raise [BlockingIOError, ChildProcessError, StopAsyncIteration, FloatingPointError][int(abs(x.flat[0]) * 1000) % 4]"""),
        absent=("BlockingIOError", "ChildProcessError", "StopAsyncIteration", "FloatingPointError"),
    ),
    Attack(
        "restart_at_a_chosen_time",
        HIDDEN,
        "An answer ends its process on the hidden cases when the clock says what they are, and the cells read the clock",
        before=("print('REACH' + 'ED: run again' if time.time() - BEGAN > 1.5 else 'refused:')",),
        answers={
            "scale": """
calls = []
def scale(x, factor):
    calls.append(1)
    if len(calls) > 4:
        time.sleep(1.6)
        os._exit(1)
    return x * factor"""
        },
        deserves={"scale": 2.0},
        says="refused:",
        levels=WALLED,
    ),
    Attack(
        "restart_with_hidden_inputs",
        HIDDEN,
        "An answer ends its process on the hidden cases, so that the cells run again, and tell what was kept",
        before=(
            """
for fd in (0, 1, 2):
    try: print(os.pread(fd, 300, 0))
    except OSError as error: print(error.errno)
for path in ("/scratch/template", "/scratch", "/dev/shm", "/tmp"):
    try: print(os.getxattr(path, "user.kept"))
    except OSError as error: print(error.errno)
    for name in ("kept", "template/kept", "own/kept"):
        try: print(open(os.path.join(path, name)).read())
        except OSError as error: print(error.errno)
""",
        ),
        answers={
            "scale": """
calls = []
def scale(x, factor):
    calls.append(1)
    if len(calls) > 4:
        told = " ".join(f"{float(v):.17g}" for v in np.ravel(x)).encode()
        for fd in (0, 1, 2):
            try: os.pwrite(fd, told, 0)
            except OSError: pass
        for path in ("/scratch/template", "/scratch", "/dev/shm", "/tmp"):
            try: os.setxattr(path, "user.kept", told)
            except OSError: pass
            try: open(os.path.join(path, "kept"), "wb").write(told)
            except OSError: pass
        os._exit(1)
    return x * factor"""
        },
        deserves={"scale": 2.0},
        levels=WALLED,
    ),
)
