"""The contract with students: names, signatures, and the misunderstandings that each exercise must catch."""

from __future__ import annotations

import ast

import pytest

from course.exercise import exercises
from course.lecture import names, read

# lecture → exercise → (its parameters, misconceptions that it has to know)
SYLLABUS = {
    "00_start_here": {
        "softmax": ("z", {"no_maximum", "wrong_axis", "sum_over_everything"}),
    },
    "01_rnn_basics": {
        "rnn_step": ("x_t, h_prev, W_x, W_h, b", {"no_tanh", "no_bias", "W_h_transposed", "input_ignored"}),
        "rnn_forward": (
            "x, h_0, W_x, W_h, b",
            {"h_0_at_every_step", "batch_axis_walked", "states_before_each_step", "last_state_only"},
        ),
        "read_out": ("states, lengths, W_y, b_y, kind", {"last_column", "off_by_one", "mean_over_time"}),
        "rnn_backward": (
            "d_states, x, h_0, states, W_x, W_h",
            {
                "not_summed_over_time",
                "later_steps_missing",
                "no_tanh_prime",
                "h_t_for_the_state_before",
                "d_h_0_forgotten",
            },
        ),
        "run_stateful": ("x, h_0, W_x, W_h, b, chunk", {"state_reset", "last_chunk_dropped", "one_chunk_only"}),
        "perplexity": ("nll, real", {"padding_counted", "exp_before_mean", "base_two"}),
        "next_token_distribution": ("logits, temperature", {"multiplied", "divided_after", "overflow", "clamped"}),
        "birnn_forward": (
            "x, h_0_forward, h_0_backward, forward, backward",
            {"not_turned_back", "mixed_together", "batch_axis_reversed", "backward_first"},
        ),
    },
}
EVERY = [(lecture, name) for lecture, content in SYLLABUS.items() for name in content]


def test_each_lecture_has_the_exercises_of_the_syllabus_and_no_others():
    for lecture in names():
        graded = {name for name, e in read(lecture, exercises()).exercises.items() if e.probe == "call"}
        assert graded == set(SYLLABUS.get(lecture, {})), f"SYLLABUS in {__file__} and {lecture} differ"


@pytest.mark.parametrize(("lecture", "name"), EVERY)
def test_a_student_gets_the_signature_of_the_syllabus(lecture, name):
    (source,) = (
        cell.source for cell in read(lecture, exercises()).cells if cell.role == "exercise" and cell.name == name
    )
    (function,) = (node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef))
    assert ast.unparse(function.args) == SYLLABUS[lecture][name][0]
    assert "returns" in ast.get_docstring(function)


@pytest.mark.parametrize(("lecture", "name"), EVERY)
def test_every_misunderstanding_of_the_syllabus_is_known_and_there_are_other_right_ways(lecture, name):
    exercise = exercises()[name]
    assert SYLLABUS[lecture][name][1] <= {misconception.name for misconception in exercise.misconceptions}
    assert len(exercise.variants) >= 3
    assert exercise.hidden and len(exercise.cases) >= 6


@pytest.mark.parametrize("name", [name for _, name in EVERY])
def test_hints_are_short_and_each_is_for_one_misunderstanding(name):
    hints = [misconception.hint for misconception in exercises()[name].misconceptions]
    assert len(set(hints)) == len(hints)
    assert all(20 <= len(hint) <= 260 for hint in hints), [hint for hint in hints if len(hint) > 260]


@pytest.mark.parametrize("lecture", names())
def test_a_solution_fits_into_fifteen_lines(lecture):
    for cell in read(lecture, exercises()).cells:
        if cell.role == "exercise":
            lines = cell.source.split("### BEGIN SOLUTION")[1].split("### END SOLUTION")[0].strip().splitlines()
            assert len(lines) <= 15, cell.name


def bound(source: str) -> set[str]:
    """The names that a cell leaves behind in the notebook."""
    found: set[str] = set()
    waiting: list[ast.AST] = list(ast.parse(source).body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            found.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        elif not isinstance(node, (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)):
            waiting += ast.iter_child_nodes(node)
    return found


@pytest.mark.parametrize("lecture", names())
def test_no_demo_leaves_a_name_that_an_answer_could_take_for_its_own(lecture):
    """Such an answer would pass in the notebook and fail when graded, because demos are skipped then."""
    tempting = {*"BTSDHCdbhWU", "W_x", "W_h", "W_y", "b_y", "h_0", "h_prev", "states", "d_states", "lengths", "real"}
    for cell in read(lecture, exercises()).cells:
        if cell.role == "demo":
            assert not tempting & bound(cell.source), cell.where
