"""What each isolation level guarantees, by which mechanism, and which attacks show it.

The table of docs/isolation.md is made from this: `python -m tests.attacks.levels` prints it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tests.attacks.attack import FULL, NONE, PARTIAL
from tests.attacks.kinds import MODULES

YES, NO = "yes", "no"
ORDER = (FULL, PARTIAL, NONE)


@dataclass(frozen=True)
class Guarantee:
    """One row of the table.

    name: what its attacks give as their guarantee
    promise: what an instructor can count on
    mechanism: what it rests on
    full, partial, none: YES if every attack on it is held there, NO if none is claimed to be, else what is lacking
    """

    name: str
    promise: str
    mechanism: str
    full: str = YES
    partial: str = YES
    none: str = NO

    def at(self, level: str) -> str:
        return {FULL: self.full, PARTIAL: self.partial, NONE: self.none}[level]


_INSIDE = "only against code that stays inside its own process and files"

GUARANTEES = (
    Guarantee(
        "points",
        "No points without the work",
        "Answers are observed in the sandbox, without tests, keys or solutions; points are computed in the grader's "
        "process (`grading/score.py`). Of a check cell nothing is run.",
        none=_INSIDE,
    ),
    Guarantee(
        "work by hand",
        "What an exercise asks to write by hand and is called instead earns nothing, or is listed for a person",
        "Watched while the answer is observed (`helpers/checking/by_hand.py`), and the notebook's text is read "
        "(`grading/suspicion.py`).",
        full="never airtight: look at those that are listed",
        partial="as full",
        none="as full",
    ),
    Guarantee(
        "hidden inputs",
        "Hidden cases do not find a way into what is fed back",
        "They go in after all cells have run; from then on nothing but observations is taken, and only titles and "
        "verdicts leave the grader (`grading/session.py`).",
        none=_INSIDE,
    ),
    Guarantee(
        "messages",
        "No message of a submission harms the grader or is taken for another",
        "Messages of limited size, time and depth, without pickle (`grading/wire.py`, `grading/sightings.py`).",
        none=YES,
    ),
    Guarantee(
        "other submissions",
        "Nothing is left for the next submission, to find or to suffer from",
        "Each submission has user, process, IPC and mount namespaces of its own, with a fresh file system "
        "(`grading/inside/namespaces.py`); keyrings, memory files and System V memory are denied by seccomp.",
        partial="files, sockets and keyrings are held; System V and POSIX queues and semaphores, extended attributes, "
        "very deep folders, and limits and priorities of the template (of the grader too, if it is not root) are not",
    ),
    Guarantee(
        "files",
        "No file outside of the scratch folder is read, written or touched, but the system's and Python's libraries",
        "bubblewrap shows a read-only system without the course; Landlock lets read that, and write the scratch "
        "folder only. A grader that is root drops to another user.",
        partial="reading and writing are held; rights and times of files of the same user can be changed unless the "
        "grader is root; before Linux 6.2 files of the same user can be cut off",
    ),
    Guarantee(
        "processes",
        "Memory, environment and arguments of other processes are not seen",
        "Process namespace, an empty environment, no ptrace (seccomp, Landlock).",
        partial="the arguments of the machine's processes can be read",
    ),
    Guarantee(
        "network",
        "No network, no socket of the machine's",
        "Network namespace; Landlock's scope of abstract sockets; seccomp lets no other family through, and none at "
        "all where there is no outer wall.",
    ),
    Guarantee(
        "kernel",
        "No new rights, and no odd door into the kernel",
        "No new privileges, no capabilities, seccomp (`grading/inside/syscalls.py`), device rights of Landlock.",
    ),
    Guarantee(
        "the grader's processes",
        "No submission ends, stops or signals the grader, its template or another submission",
        "Process namespace; Landlock's scope of signals; the grader signals a submission's descendants only; a cell "
        "that hangs is interrupted, then cut off.",
        partial="on Linux 6.12 or newer; on an older one signals reach processes of the same user",
    ),
    Guarantee(
        "nothing stays",
        "No process outlives its submission",
        "The namespace ends with its first process; else the template adopts and ends all that it finds below it.",
    ),
    Guarantee(
        "resources",
        "Memory, processes, files, output and time have limits, and no submission takes another's",
        "rlimits, the watch over memory (`grading/process.py`), a file system of limited size, a processor for each "
        "sandbox, limits on outputs.",
        partial="disk space is limited for each file, not for all",
    ),
    Guarantee(
        "what is shown",
        "No script, foreign HTML, terminal code or picture bomb of a student's is shown to anybody",
        "Of outputs text and PNG pictures are kept, cleaned and cut (`grading/outputs.py`); pages are sanitized "
        "(`grading/feedback/markdown.py`, `grading/feedback/page.py`).",
        none=YES,
    ),
)

HAND_INS = Guarantee(
    "hand-ins",
    "No folder or notebook carries other files along, changes its own points, or stops the class",
    "Plain files only, without following links, of limited size (`grading/intake/folder.py`); every setting comes from the "
    "gradebook (`grading/intake/repair.py`).",
    none=YES,
)


def modules_of(guarantee: Guarantee) -> list[str]:
    """The test modules with attacks on it."""
    if guarantee is HAND_INS:
        return ["hand_ins"]
    return [
        module.__name__.rpartition(".")[2]
        for module in MODULES
        if any(attack.guarantee == guarantee.name for attack in module.ATTACKS)
    ]


def held(guarantee: Guarantee, level: str) -> tuple[int, int]:
    """How many of its attacks are held at a level, and how many there are."""
    attacks = [one for module in MODULES for one in module.ATTACKS if one.guarantee == guarantee.name]
    return sum(level in one.levels for one in attacks), len(attacks)


def table() -> Iterator[str]:
    """The table's lines, in Markdown."""
    yield "| guarantee | mechanism | full | partial | none | attacks |"
    yield "|---|---|---|---|---|---|"
    for one in (*GUARANTEES, HAND_INS):
        cells = [one.promise, one.mechanism]
        for level in ORDER:
            count, of = held(one, level)
            share = f" ({count} of {of} attacks)" if one.at(level) not in (YES, NO) else ""
            cells.append(one.at(level) + share)
        yield "| " + " | ".join([*cells, ", ".join(f"`{name}`" for name in modules_of(one))]) + " |"


if __name__ == "__main__":
    print("\n".join(table()))
