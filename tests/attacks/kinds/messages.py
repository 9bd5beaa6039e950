"""Messages that the student's process was never asked for, or that say what nobody could have seen."""

from tests.attacks.attack import EVERYWHERE, Attack

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
        **({"spoils": ("scale", "leaky_sum", "shift", "quiz"), "levels": EVERYWHERE} | more),
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
        **({"levels": EVERYWHERE} | more),
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
from grading.inside import student
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
    raw(
        "a_forged_verdict",
        "A verdict in the place of an observation",
        'frame({"state": "passed", "points": 2, "passed": True, "verdict": {"points": 2}})',
        spoils=("leaky_sum", "shift", "quiz"),
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
