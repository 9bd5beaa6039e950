"""The examination of one answer: observed on the public cases, later on the hidden ones, then scored."""

from __future__ import annotations

import signal
from typing import Any

from grading.process import Ended, Process
from grading.score import Score, Seen, not_observed, score, values
from grading.sightings import pack_cases, unpack_sighting
from grading.wire import Channel, Malformed, Message, TooLate, packed
from helpers.checking.key import AnswerKey, ExerciseKey
from helpers.checking.values import plain


class Paper:
    """An answer key as it is put before submissions: each exercise's question is written once."""

    def __init__(self, key: AnswerKey) -> None:
        self.key = key
        self._questions: dict[str, bytes] = {}

    def question(self, name: str) -> bytes:
        """The message that asks for what an answer does with the cases of that exercise."""
        if name not in self._questions:
            exercise = self.key.exercise(name)
            cases, arrays = pack_cases([case.inputs for case in exercise.cases])
            others, by_hand = list(self.key.exercises), list(exercise.by_hand)
            asked = {"name": name, "probe": exercise.probe, "others": others, "by_hand": by_hand, "cases": cases}
            self._questions[name] = packed(asked | {"do": "look"}, arrays)
        return self._questions[name]


class Examination:
    """One exercise of a submission.

    public, private: the lecture's keys
    settled: whether the answer stands the same at the end of the notebook; then it is looked at
        in the student's process itself, and otherwise in a copy of it that is kept from here
    """

    def __init__(self, name: str, public: Paper, private: Paper, settled: bool) -> None:
        self.name = name
        self.public = public.key.exercise(name)
        self.hidden = private.key.exercise(name)
        self._questions = public.question(name), private.question(name)
        self.problem = ""
        self._in_place = settled or self.public.probe == "value"
        self._shown = self._secret = Seen(stopped="It could not be looked at.")
        self._channel: Channel | None = None  # to a copy of the process
        self._pid = 0

    def observe_public(self, process: Process) -> None:
        """Look at the answer as it stands now. Raises Ended if the student's process does not survive that."""
        if not self._in_place:
            self._channel, self._pid = process.fork(process.limits.check_seconds)
        self._shown = self._ask(process, self.public)

    def keep_public(self, first: Examination) -> None:
        """Take what was seen on the public cases from another examination of the same answer."""
        self._shown = first._shown

    def observe_hidden(self, process: Process) -> None:
        """Look at the answer as it stood then, on the cases that no student knows. Raises Ended likewise."""
        if self.public.probe == "value":  # it is the same whatever the case
            self._secret = _repeated(self._shown, len(self.hidden.cases))
        elif self._shown.sighting is None:
            self._secret = self._shown
        else:
            self._secret = self._ask(process, self.hidden)
        self.close()

    def score(self) -> Score:
        try:
            return score(self.public, self.hidden, self._shown, self._secret)
        except Exception:  # what was seen may have been made to be compared with nothing
            return not_observed(self.public, "What was seen of it could not be compared with the key.")

    def close(self) -> None:
        if self._channel is not None:
            self._channel.close()
            self._channel = None

    def _ask(self, process: Process, key: ExerciseKey) -> Seen:
        """Have the answer observed. Where that is done in a copy of the process, the process itself goes on."""
        channel = process.channel if self._in_place else self._channel
        seconds = process.limits.check_seconds
        try:
            process.send_packed(channel, self._questions[key is self.hidden])
            try:
                reply = process.wait(channel, seconds)
            except TooLate:
                process.interrupt() if self._in_place else process.signal(self._pid, signal.SIGINT)
                reply = process.wait(channel, process.limits.grace_seconds)
        except TooLate:
            why = f"It did not end within {seconds:g} seconds, and could not be interrupted."
        except Ended as problem:
            why = f"It ended Python: {problem}."
        else:
            return self._seen(reply, key, seconds)
        if self._in_place:
            raise Ended(why)
        self.problem = f"{self.name}: {why}"
        self.close()
        process.signal(self._pid, signal.SIGKILL)
        return Seen(stopped=why)

    def _seen(self, reply: Message, key: ExerciseKey, seconds: float) -> Seen:
        content = reply.content
        if "stopped" in content:
            # Where it was is the student's side's word, and must not tell of hidden inputs.
            return Seen(stopped=_stopped(content["stopped"] if key is self.public else None, seconds))
        if "failed" in content or "large" in content:
            return Seen(stopped="What it returned or raised could not be looked at.")
        try:
            return Seen(unpack_sighting(content, reply.arrays, len(key.cases), key.by_hand))
        except Malformed:
            return Seen(stopped="What was seen of it could not be read.")


def _repeated(seen: Seen, count: int) -> Seen:
    return seen if seen.sighting is None else Seen(values(seen.sighting, count))


def _stopped(where: Any, seconds: float) -> str:
    """A sentence for an answer that had to be interrupted; where that was comes from the student's side."""
    said = f"It did not end within {seconds:g} seconds"
    try:
        function, line, source = where
        if function and type(line) is int and 0 < line < 10**6:
            return f"{said}; it was in line {line} of {plain(str(function), 60)}: {plain(str(source), 120)}"
    except (TypeError, ValueError):
        pass
    return said + "."
