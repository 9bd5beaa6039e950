"""Messages that the student's process was never asked for, or that say what nobody could have seen."""

from tests.attacks.attack import Attack

MESSAGES = "messages"

# Everything that a process needs to speak for itself: the channel to the grader, and frames by hand.
BY_HAND = """
import gc, socket, struct, json, os, sys
def channels():
    from grading.wire import Channel
    return [thing for thing in gc.get_objects() if type(thing) is Channel and thing.fileno() >= 0]
def frame(content, arrays=(), blob=b"", text=None, length=None, size=None):
    text = text if text is not None else json.dumps({"content": content, "arrays": list(arrays)}).encode()
    return struct.pack("<II", len(text) if length is None else length, len(blob) if size is None else size) + text + blob
def say(data):
    for channel in channels():
        channel.end.setblocking(True)
        try: channel.end.sendall(data)
        except OSError: pass
"""


def outside(name: str, what: str, does: str, **more) -> Attack:
    """An attack from a cell, in place of the answer to it."""
    return Attack(
        name,
        MESSAGES,
        what,
        before=(BY_HAND, does),
        after=("print(len('a cell that acts, so that answers are observed in copies'))",),
        **({"spoils": ("scale", "leaky_sum", "shift", "quiz")} | more),
    )


def sighting(name: str, what: str, reply: str, arrays: str = "[]", **more) -> Attack:
    """An attack in the place of what is said to have been seen of an answer.

    reply: the message, where `value` may stand for what a case of `scale` gave
    """
    return Attack(
        name,
        MESSAGES,
        what,
        answers={
            "scale": f"""
import grading.student as student, numpy as np
pack = student.pack_sighting
def one(value):
    return {{"outcome": {{"value": value}}, "again": None, "changed": [], "random_state": []}}
def said(*values, **more):
    return {{"observations": [one(value) for value in values], "by_hand": [], "missing": None, "printed": False}} | more
def forged(seen):
    if len(seen.observations) != 2 or "scale" not in globals() or student.NOW != "scale":
        return pack(seen)
    return {reply}, {arrays}
find = student.find
def found(name, *more):
    student.NOW = name
    return find(name, *more)
student.find, student.pack_sighting = found, forged
def scale(x, factor):
    return x"""
        },
        **more,
    )


# A whole message in the place of the observing fork's, written past all of its code.
def raw(name: str, what: str, data: str, **more) -> Attack:
    return Attack(
        name,
        MESSAGES,
        what,
        before=(BY_HAND,),
        answers={
            "scale": f"""
def scale(x, factor):
    data = {data}
    for channel in channels():
        try: channel.end.sendall(data)
        except OSError: pass
    os._exit(0)"""
        },
        **more,
    )


_CARDS = "{'outputs': [{'output_type': 'execute_result', 'data': {'text/plain': '2', 'text/html': '<b>passed</b>'}}]}"

ATTACKS = (
    outside(
        "replies_ahead",
        "Answers to all later requests, sent before they are made",
        f"""
for _ in range(30):
    say(frame({_CARDS}) )
""",
    ),
    outside(
        "replies_of_every_kind",
        "Answers that are everything at once",
        """
say(frame({"outputs": [], "pid": 1, "ready": True, "points": 99, "missing": None, "observations": [], "clean": True}) * 20)
""",
    ),
    outside(
        "a_pid_that_is_not_its_own",
        "The number of another process, in the place of the fork's",
        """
say(frame({"outputs": [], "pid": -1}) + frame({"outputs": [], "pid": GRADER}) + frame({"outputs": [], "pid": os.getppid()}))
""",
    ),
    outside(
        "a_pid_too_large",
        "A process number that no computer has",
        """
say(frame({"outputs": [], "pid": 10**30}) * 12)
""",
    ),
    outside(
        "a_pid_that_is_infinite",
        "A process number that is no number",
        """
say(frame(None, text=b'{"content": {"outputs": [], "pid": Infinity}, "arrays": []}') * 12)
""",
    ),
    outside(
        "a_pid_that_is_text",
        "Process numbers of other types",
        """
for pid in ('"9"', "NaN", "[]", "{}", "true", "1.5", '"' + "9" * 5000 + '"'):
    say(frame(None, text=b'{"content": {"outputs": [], "pid": ' + pid.encode() + b'}, "arrays": []}') * 2)
""",
    ),
    outside("an_empty_message", "Frames of no length", "say(struct.pack('<II', 0, 0) * 100)"),
    outside(
        "a_huge_message", "A frame that says it has four gigabytes", "say(struct.pack('<II', 2**32 - 1, 2**32 - 1))"
    ),
    outside(
        "a_wrong_length",
        "A frame that is shorter and longer than it says",
        """
say(frame({"outputs": []}, length=5) + frame({"outputs": []}, length=500))
""",
    ),
    outside("no_json", "A frame of noise", "say(frame(None, text=bytes(range(256)) * 10))"),
    outside(
        "deep_json",
        "A frame that is nested a million times",
        """
say(frame(None, text=b'{"content": {"outputs": ' + b"[" * 1_000_000 + b"]" * 1_000_000 + b'}, "arrays": []}'))
""",
    ),
    outside(
        "a_slow_message",
        "A frame that comes a byte at a time",
        """
data = frame({"outputs": []})
for at in range(len(data) - 1):
    say(data[at:at + 1]); time.sleep(0.05)
time.sleep(30)
""",
    ),
    outside(
        "an_endless_message",
        "Bytes without an end",
        """
import threading
def forever():
    while True:
        say(frame({"outputs": [{"output_type": "stream", "name": "stdout", "text": "x" * 1000}]}) * 100)
threading.Thread(target=forever, daemon=True).start()
time.sleep(0.3)
""",
    ),
    outside(
        "channel_closed",
        "The way to the grader is closed",
        """
for channel in channels(): channel.end.close()
""",
    ),
    outside(
        "channel_replaced",
        "Another file in the channel's place",
        """
for channel in channels():
    os.dup2(os.open(os.devnull, os.O_RDWR), channel.fileno())
""",
    ),
    outside(
        "channel_shut_down",
        "The way to the grader is shut down in one direction",
        """
for channel in channels(): channel.end.shutdown(socket.SHUT_WR)
time.sleep(1)
""",
    ),
    outside(
        "file_descriptors_sent",
        "File descriptors, sent along with messages",
        """
for channel in channels():
    for _ in range(20):
        socket.send_fds(channel.end, [frame({"outputs": []})], [os.open(os.devnull, os.O_RDONLY)] * 100)
""",
    ),
    outside(
        "one_picture_many_times",
        "Thousands of outputs that are all the same large picture",
        """
from grading import student
import numpy as np
blob = bytes(6_000_000)
outputs = [{"output_type": "display_data", "data": {"image/png": 0}} for _ in range(200)]
say(frame({"outputs": outputs}, [["|u1", len(blob)]], blob))
""",
    ),
    outside(
        "odd_outputs",
        "Outputs of any type and of none",
        """
for outputs in ("null", "1", '"x"', "{}", "[null, 1, [], {}]", '[{"output_type": []}]', '[{"output_type": "stream", "text": {"a": 1}}]',
    '[{"output_type": "display_data", "data": {"image/png": true}}, {"output_type": "display_data", "data": {"image/png": -1, "text/html": "<script>"}}]',
    '[{"output_type": "error", "ename": 1, "evalue": [], "traceback": {"a": 1}}]', '[{"output_type": "execute_result", "execution_count": 1e999, "data": []}]'):
    say(frame(None, text=b'{"content": {"outputs": ' + outputs.encode() + b'}, "arrays": []}'))
""",
    ),
    outside(
        "odd_arrays",
        "Arrays of objects, of no length, and of more than there is",
        """
for arrays in ('[["O", 1]]', '[["<f8", -1]]', '[["<f8", 1099511627775, 1099511627775]]', '[["<f8", 0, 1099511627775]]', '[["V8", 1]]',
    '[["<f8", 1]]', '[["<f8"]]', '[[]]', '[[["<f8"], 1]]', '[["<f8", true]]', '[["<f8", 1e3]]', '{"a": 1}', '[["|b1", 8]]', '"<f8"'):
    say(frame(None, text=b'{"content": {"outputs": []}, "arrays": ' + arrays.encode() + b'}', blob=bytes(8)))
""",
    ),
    sighting("too_few_cases", "Observations of fewer cases than were asked for", "said()"),
    sighting("too_many_cases", "Observations of more cases", "said(1, 1, 1, 1, 1)"),
    sighting(
        "a_recipe_as_result",
        "A recipe that the grader should build",
        'said(*[{"recipe": "rng", "settings": {"seed": 1}}] * 2)',
    ),
    sighting(
        "recipes_inside",
        "Recipes inside lists and keys",
        'said(*[{"list": [{"dict": [[{"recipe": "generator", "settings": {}}, 1]]}]}] * 2)',
    ),
    sighting("a_number_too_large", "A number that no float can hold", 'said(*[{"float": 10**400}] * 2)'),
    sighting("a_number_that_is_none", "Numbers spelled oddly", 'said({"float": "1_0"}, {"float": [1]})'),
    sighting("a_class_of_its_own", "Packed data of a kind that does not exist", 'said(*[{"object": "os.system"}] * 2)'),
    sighting(
        "nested_too_deep",
        "A list in a list in a list …",
        'said(*[__import__("functools").reduce(lambda a, _: {"list": [a]}, range(200), 1)] * 2)',
    ),
    sighting(
        "colliding_numbers",
        "Sets of numbers that all have one hash",
        'said(*[{"set": [{"tuple": [k * (2**61 - 1)]} for k in range(1, 2000)]}] * 2)',
    ),
    sighting("unhashable_members", "Sets of lists", 'said(*[{"set": [{"list": []}]}, {"dict": [[{"dict": []}, 1]]}])'),
    sighting(
        "an_array_that_is_not_there",
        "Numbers of arrays that were not sent",
        'said({"array": 99, "library": "numpy", "dtype": "float64"}, {"array": True, "library": [], "dtype": {}})',
    ),
    sighting(
        "a_type_of_four_megabytes",
        "A dtype that is a long text",
        'said(*[{"array": 0, "library": "numpy", "dtype": "x" * 1_900_000}] * 2)',
        "[np.zeros(3, np.float32)]",
        limits={},
    ),
    sighting(
        "a_description_of_megabytes",
        "What a result is said to be, in a very long text",
        'said(*[{"opaque": "<script>" + "y" * 1_900_000}] * 2)',
    ),
    sighting(
        "a_key_of_megabytes",
        "A dictionary whose key is a very long text",
        'said(*[{"dict": [["z" * 1_900_000, 1]]}] * 2)',
    ),
    sighting(
        "a_description_that_is_none", "Descriptions of other types", 'said({"opaque": {"a": [1]}}, {"opaque": None})'
    ),
    sighting(
        "an_error_of_every_kind",
        "An error with odd names, lines and places",
        '{"observations": [{"outcome": {"raised": ["NotImplementedError"] * 60, "message": "x" * 10**6, "where": ["scale", 10**300, "y" * 10**6]}, '
        '"again": None, "changed": ["z" * 10**6], "random_state": ["torch"]}] * 2, "by_hand": [], "missing": None, "printed": 1}',
    ),
    sighting(
        "nothing_but_nulls", "Nulls in every place", '{"observations": [None, None], "by_hand": None, "missing": None}'
    ),
    sighting("everything_is_missing", "Something missing for an unknown reason", '{"missing": ["<b>", "<script>"]}'),
    sighting(
        "stopped_oddly",
        "An odd place at which it was stopped",
        '{"stopped": [{"a": [1]}, True, ["<script>alert(1)</script>"]]}',
    ),
    sighting(
        "large_observations",
        "Eighty megabytes of observation",
        'said(*[{"array": 0, "library": "numpy", "dtype": "float64"}] * 2)',
        "[np.zeros(8 * 2**20)]",
        limits={"memory_mb": 1500},
    ),
    raw(
        "a_forged_verdict",
        "A verdict in the place of an observation",
        'frame({"state": "passed", "points": 2, "passed": True, "verdict": {"points": 2}})',
    ),
    raw(
        "two_answers",
        "The answer to the hidden cases, sent with that to the public ones",
        'frame({"observations": [{"outcome": {"value": 1}, "again": None, "changed": [], "random_state": []}] * 2, '
        '"by_hand": [], "missing": None, "printed": False}) * 2',
    ),
    raw("a_frame_cut_off", "Half a message, and then nothing", 'frame({"missing": None}, length=900)'),
    raw("a_huge_blob", "A message whose arrays have four gigabytes", 'frame({"missing": None}, size=2**32 - 1)'),
)
