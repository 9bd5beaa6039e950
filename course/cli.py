"""The `course` command: everything that the Makefile does, on every system."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.syntax import Syntax

from course.paths import Paths, course_folder
from helpers.errors import UnrolledError

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Unrolled: a course on sequence models as notebooks that grade themselves.",
)
console = Console(highlight=False)

Lectures = Annotated[list[str] | None, typer.Argument(help="Such as 01_rnn_basics; all by default.")]


def _fail(problem: object) -> typer.Exit:
    Console(stderr=True, highlight=False).print(f"[bold red]✗[/] {escape(str(problem))}")
    return typer.Exit(1)


class _Problems:
    """Turns errors of ours into one sentence and exit code 1."""

    def __enter__(self) -> Paths:
        try:
            return course_folder()
        except UnrolledError as problem:
            raise _fail(problem) from None

    def __exit__(self, kind, error, trace) -> None:
        if isinstance(error, UnrolledError):
            raise _fail(error) from None


@app.command()
def lab(
    instructor: Annotated[bool, typer.Option(help="Open the course folder itself, with the formgrader.")] = False,
    port: Annotated[int, typer.Option(help="Where JupyterLab listens.")] = 8888,
    browser: Annotated[bool, typer.Option(help="Open a browser window.")] = True,
) -> None:
    """Put your own copies of the lectures into work/ and open JupyterLab on them."""
    from course import lab as room

    with _Problems() as paths:
        for line in [] if instructor else room.copy_lectures(paths):
            console.print(escape(line))
        raise typer.Exit(room.open_lab(paths, instructor, port, browser))


@app.command()
def build(
    lectures: Lectures = None,
    check: Annotated[bool, typer.Option(help="Write nothing; fail if source/ or release/ is not up to date.")] = False,
) -> None:
    """Prove every exercise and build source/ from the lectures."""
    from course.build import build as run

    with _Problems() as paths:
        with console.status("looking") as status:
            built = run(paths, lectures or [], check, say=lambda line: status.update(escape(line)))
        for one in built:
            mark = "[green]✓[/]" if one.state in ("unchanged", "written") else "[bold red]✗[/]"
            console.print(f"{mark} {one.lecture}: {one.state}")
            for problem in one.problems:
                console.print(f"    {escape(problem)}")
        failed = any(one.state in ("stale", "refused") for one in built)
        if check and not failed and not lectures:
            failed = _release_is_stale(paths)
        if failed:
            raise typer.Exit(1)


def _release_is_stale(paths: Paths) -> bool:
    from course.build import Cache, release_entry

    cache = Cache.open(paths.cache / "build.json")
    differences = []
    if not cache.holds("release/", release_entry(paths)):
        from course.release import refresh

        differences = refresh(paths, write=False)
        if not differences:
            cache.note("release/", release_entry(paths))
    for difference in differences:
        console.print(f"[bold red]✗[/] {escape(difference)}; run `make build`")
    if not differences:
        console.print("[green]✓[/] release/: unchanged")
    return bool(differences)


@app.command()
def release(
    lectures: Lectures = None,
    register: Annotated[
        bool, typer.Option(help="Register the lectures in the gradebook and write the private keys.")
    ] = True,
) -> None:
    """Make what students get: release/, from source/, by nbgrader."""
    with _Problems() as paths:
        with console.status("releasing"):
            from course import release as room

            if register:
                done = room.release(paths, lectures or [])
                said = [f"{name}: released and registered in the gradebook" for name in done]
                said.append(f"The private keys are in {paths.relative(paths.keys)}/: keep that folder to yourself.")
            else:
                changed = len(room.refresh(paths, write=True))
                said = [f"release/: {changed} files brought up to date" if changed else "release/ is up to date"]
        for line in said:
            console.print(f"[green]✓[/] {escape(line)}")


@app.command()
def prove(name: Annotated[str, typer.Argument(help="An exercise, such as rnn_step.")]) -> None:
    """Walk through the proofs of one exercise."""
    with _Problems() as paths:
        with console.status(f"proving {name}"):
            from course.proofs import prove_by_name
            from course.prove import TITLES

            proof = prove_by_name(paths, name)
        for number, title in TITLES.items():
            problems = [text for where, text in proof.problems if where == number]
            mark = "[bold red]✗[/]" if problems else "[green]✓[/]"
            console.print(f"{mark} {number}. {title}: {escape(proof.looked_at.get(number, 'not reached'))}")
            for problem in problems:
                console.print(f"     {escape(problem)}")
        if not proof.holds:
            raise typer.Exit(1)


@app.command()
def solution(name: Annotated[str, typer.Argument(help="An exercise or a quiz question, such as softmax.")]) -> None:
    """Show how the lecture solves an exercise, once you have tried it yourself.

    Into a file or a pipe it writes plain Python.
    """
    with _Problems() as paths:
        with Console(stderr=True).status("looking"):
            from course.solution import solution as find

            code = find(paths, name)
        if sys.stdout.isatty():
            highlighted = Syntax("", "python", theme="ansi_dark", background_color="default").highlight(code)
            console.print(highlighted, soft_wrap=True, end="")  # the terminal wraps, so that it can be copied
        else:
            typer.echo(code.encode(), nl=False)  # UTF-8 on every system, as Python reads it


class Isolation(StrEnum):
    """How strong the walls around student code must be."""

    full = "full"
    partial = "partial"
    none = "none"


@app.command()
def grade(
    lectures: Lectures = None,
    student: Annotated[list[str] | None, typer.Option(help="Only this student; may be given again.")] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, help="How many at a time here; by default one a processor.")
    ] = None,
    scheduler: Annotated[str, typer.Option(help="Grade on the Dask cluster with this scheduler.")] = "",
    isolation: Annotated[
        Isolation | None,
        typer.Option(help="The least that is accepted; none runs students' code with your rights."),
    ] = None,
    again: Annotated[bool, typer.Option(help="Grade all again, and not only what is new or changed.")] = False,
) -> None:
    """Grade what has been submitted, in a sandbox, into nbgrader's gradebook.

    Exit code: 0 all graded, 3 some failed, 1 none graded or it could not start, 2 a wrong option or
    name, 130 stopped by Ctrl+C. What was graded stays, and the same command goes on from there.
    """
    with _Problems() as paths:
        from course.grade import Wish, run

        wish = Wish(lectures or (), student or (), workers, scheduler, isolation.value if isolation else "", again)
        raise typer.Exit(run(paths, wish, console))


@app.command()
def demo(
    into: Annotated[Path, typer.Option(help="A folder for the demo's own course; made anew each time.")] = Path("demo"),
) -> None:
    """Let a demo class hand in, grade it, and show feedback and marks."""
    with _Problems() as paths:
        from course.demo import run

        run(paths, into, console)


if __name__ == "__main__":
    app()
