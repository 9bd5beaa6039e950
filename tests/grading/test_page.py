"""Feedback pages and the formgrader's view: they say how each exercise stands, and run nothing of a student's."""

from __future__ import annotations

import json
import re
import shutil

import nbformat
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from nbconvert.exporters import HTMLExporter
from nbgrader.api import Gradebook
from traitlets.config import Config

from course.nbgrader_api import open_api
from grading.feedback.page import FeedbackExporter, Row, configure, row
from grading.feedback.view import MOST_CELLS, MOST_TEXT, harmless
from helpers.checking import report
from helpers.checking.verdict import CaseVerdict, State, Verdict
from tests.conftest import ROOT
from tests.grading.hostile import FAR, RUN, Elements, faults, notebook
from tests.grading.test_markdown import picture

POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; font-src data:"
MADE_BY_US = {"style", "title"}


def about(name: str, **more) -> dict:
    flags = {"grade": True, "solution": False, "task": False, "locked": True, "points": 2, "schema_version": 3}
    return {"nbgrader": {**flags, "grade_id": name, **more}}


def card(name: str, state: State, cases: int = 2, hint: str = "") -> dict:
    shown = tuple(CaseVerdict(f"case {n}", "" if state is State.PASSED else "y is 1, expected 2") for n in range(cases))
    html = report.html(Verdict(name, state, 2 * (state is State.PASSED), 2, shown, hint=hint))
    return nbformat.v4.new_output("execute_result", data={"text/plain": "0", "text/html": html})


def check(name: str, state: State, **more):
    return nbformat.v4.new_code_cell(f'check("{name}")', outputs=[card(name, state, **more)], metadata=about(name))


def graded(*cells, scores=(), comments=()):
    """A page on some cells. scores, comments: name → what the gradebook holds, as nbgrader puts it in"""
    scores, comments = dict(scores), dict(comments)

    def from_the_gradebook(nb, resources):
        for cell in nb.cells:
            own = cell.metadata.get("nbgrader", {})
            own.update({"score": scores.get(own.get("grade_id"), 0)} if own.get("grade") or own.get("task") else {})
            own.update({"comment": comments[own["grade_id"]]} if own.get("grade_id") in comments else {})
        return nb, resources

    return page(nbformat.v4.new_notebook(cells=list(cells)), from_the_gradebook)


def page(nb, *steps, **more) -> str:
    settings = Config()
    settings.Exporter.default_preprocessors = []  # as nbgrader has it
    settings.HTMLExporter.template_name = "formgrade"  # as in the formgrader, whose button makes feedback too
    exporter = FeedbackExporter(config=settings)
    for step in steps:
        exporter.register_preprocessor(step)
    facts = {"notebook": "01_rnn", "student": "ana", "score": 3.0, "max_score": 4.0, "late_penalty": 0.0, **more}
    return exporter.from_notebook_node(nb, resources={"nbgrader": facts})[0]


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<style>.*?</style>|<[^>]+>", " ", html, flags=re.S).split())


def test_a_page_says_how_each_exercise_stands():
    html = graded(
        check("rnn_step", State.PASSED),
        check("rnn_forward", State.NOT_PASSED, hint="Mind the bias `b`."),
        check("read_out", State.NOT_ATTEMPTED, cases=0),
        check("rnn_backward", State.ERROR),
        scores={"rnn_step": 2, "rnn_forward": 0.5},
    )
    overview = text_of(html.partition("<nav")[2].partition("</nav>")[0])
    assert "rnn_ step ✓ passed, all 2 cases 2 of 2" in overview  # a line may break behind the _
    assert "rnn_ forward ✗ not passed, 0 of 2 cases 0.5 of 2" in overview
    assert "read_ out ○ not attempted 0 of 2" in overview
    assert "rnn_ backward ! raised an error, 0 of 2 cases 0 of 2" in overview
    assert "together 3 of 4" in overview
    assert "Mind the bias" in html and "Test cell" not in html


def test_every_link_of_a_page_leads_somewhere():
    html = graded(
        check("rnn_step", State.PASSED),
        nbformat.v4.new_code_cell("x = 1", metadata=about("answer", grade=False, solution=True)),
        nbformat.v4.new_markdown_cell("because", metadata=about("why", solution=True)),
        comments={"answer": "well done", "why": "say more"},
    )
    elements = Elements(html).found
    ids = [attributes["id"] for _, attributes in elements if "id" in attributes]
    links = [attributes["href"] for tag, attributes in elements if tag == "a"]
    assert len(ids) == len(set(ids))
    assert {"#exercise-rnn_step", "#comment-answer", "#comment-why", "#exercise-why"} <= set(links)
    assert {link[1:] for link in links} <= set(ids)


def test_an_ordinary_test_cell_stands_by_its_points():
    def cell(points, most):
        return nbformat.from_dict(
            {"cell_type": "code", "metadata": about("t", score=points, points=most), "outputs": []}
        )

    assert row(cell(2, 2)) == Row("t", "✓", "passed", 2, 2)
    assert row(cell(1, 2)) == Row("t", "✗", "passed in part", 1, 2)
    assert row(cell(0, 2)) == Row("t", "✗", "not passed", 0, 2)
    assert row(nbformat.v4.new_code_cell("")) is None


def test_a_card_of_another_exercise_says_nothing():
    cell = check("rnn_step", State.PASSED)
    cell.metadata["nbgrader"].update(grade_id="other", score=0)
    assert row(cell).words == "not passed"


def test_what_a_person_marks_has_points_and_no_mark():
    for more in ({"solution": True}, {"grade": False, "task": True}):
        cell = nbformat.v4.new_markdown_cell("because", metadata=about("why", score=1.5, **more))
        assert row(cell) == Row("why", "", "", 1.5, 2)
    html = graded(nbformat.v4.new_markdown_cell("because", metadata=about("why", solution=True)), scores={"why": 1.5})
    assert "why 1.5 of 2" in text_of(html)


def test_comments_are_shown_and_run_nothing():
    cell = nbformat.v4.new_code_cell("x = 1", metadata=about("answer", grade=False, solution=True))
    html = graded(cell, comments={"answer": f"**Well** done, $x_t$. <script>{RUN}</script>"})
    assert "<strong>Well</strong>" in html and "<msub>" in html
    assert faults(html, MADE_BY_US) == []


def test_what_nbgrader_says_of_an_untouched_answer_takes_no_line_of_the_table():
    cell = nbformat.v4.new_code_cell("", metadata=about("answer", grade=False, solution=True, comment="No response."))
    assert row(cell) is None
    cell.metadata["nbgrader"]["comment"] = "No response? Ask me."
    assert row(cell) == Row("answer", comment=True)


def test_a_late_hand_in_is_said_with_what_it_costs():
    nb = nbformat.v4.new_notebook(cells=[check("rnn_step", State.PASSED)])
    assert "handed in late −1.5" in text_of(page(nb, late_penalty=1.5)).replace("&minus;", "−")
    assert "handed in late" not in page(nb)


def test_a_page_holds_all_that_it_shows():
    plot = nbformat.v4.new_output("display_data", data={"image/png": picture(), "text/plain": "<Figure size 640x480>"})
    html = graded(
        nbformat.v4.new_markdown_cell("$$h_t = \\tanh(a_t)$$"),
        nbformat.v4.new_code_cell("plot()", outputs=[plot], metadata={"tags": ["skip-execution"]}),
    )
    assert f'src="data:image/png;base64,{picture()}" alt="&lt;Figure size 640x480&gt;"' in html
    assert '<math display="block">' in html
    assert "Not run when graded." in html
    assert "<script" not in html and "http:" not in html and "https:" not in html
    first = Elements(html.partition("<head>")[2]).found[0]
    assert first == ("meta", {"http-equiv": "Content-Security-Policy", "content": POLICY})


def test_a_page_can_be_walked_through_by_ear():
    html = graded(nbformat.v4.new_markdown_cell("# Lecture\n\n## Part"), check("rnn_step", State.NOT_PASSED))
    elements = Elements(html).found
    tags = [tag for tag, _ in elements]
    assert ("html", {"lang": "en"}) in elements
    assert [tags.count(tag) for tag in ("h1", "main", "nav", "header")] == [1, 1, 1, 1]
    assert tags.index("h1") < tags.index("h2") < tags.index("h3")
    for mark in "✓✗○!":
        assert html.count(f">{mark}<") == html.count(f'data-mark="{mark}">{mark}<') + html.count(
            f'<span aria-hidden="true" style="font-weight:bold">{mark}<'
        ) + html.count(f'<span aria-hidden="true" style="flex:0 0 1em">{mark}<')
    assert all(attributes.get("alt") for tag, attributes in elements if tag == "img")


def test_nothing_of_a_hostile_notebook_runs_or_loads():
    html = page(notebook())
    assert faults(html, MADE_BY_US) == []
    assert html.count("http-equiv") == 1 + html.count("&lt;meta http-equiv")


@pytest.mark.parametrize("metadata", [{"language": 5}, {"language_info": {"name": 5}}, {"widgets": 5, "title": 5}])
def test_odd_metadata_of_a_notebook_stops_no_page(metadata):
    nb = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("x = 1")])
    nb["metadata"] = nbformat.from_dict(metadata)
    assert "Overview" in page(nb)


def test_names_are_escaped():
    html = page(nbformat.v4.new_notebook(), student=f"<script>{RUN}</script>", notebook='"><img src=x onerror=x>')
    assert faults(html, MADE_BY_US) == []


def test_html_of_a_cell_that_is_not_graded_is_not_shown():
    html = graded(nbformat.v4.new_code_cell("x", outputs=[card("rnn_step", State.PASSED)], metadata={}))
    assert 'class="report"' not in html


# The formgrader's view


def view(nb, **names) -> str:
    settings = Config()
    configure(settings)
    settings.HTMLExporter.template_name = "formgrade"
    about = {"assignment_id": "01", "notebook_id": "01", "submission_id": "1", "index": 0, "total": 2, "base_url": "/b"}
    return HTMLExporter(config=settings).from_notebook_node(nb, resources={**about, "notebook_path": "x", **names})[0]


def test_the_formgrader_shows_a_hostile_notebook_and_runs_only_its_own_scripts():
    own, hostile = faults(view(nbformat.v4.new_notebook())), faults(view(notebook()))
    graded_cells = [fault for fault in hostile if fault in ("<button>", "<input>", "<textarea>")]
    assert len(graded_cells) > 4  # of nbgrader's, for the two cells
    assert set(hostile) - set(own) <= set(graded_cells)
    assert hostile.count("<script>") == own.count("<script>")
    assert not [fault for fault in own if FAR in fault or "cdn" in fault]


def test_the_formgrader_shows_formulas_and_reports():
    nb = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("$x_t$"), check("rnn_step", State.PASSED)])
    html = view(nb)
    assert "<msub>" in html and 'aria-label="rnn_step: passed, all 2 cases (2 points)"' in html
    assert "cdnjs" not in html


def test_the_formgrader_shows_names_as_names():
    hostile = f"<script>{RUN}</script>"
    names = {"student": hostile, "first_name": hostile, "last_name": hostile, "notebook_path": f'"{hostile}'}
    plain = {"student": "a", "first_name": "b", "last_name": "c"}
    empty = nbformat.v4.new_notebook()
    assert faults(view(empty, **names)) == faults(view(empty, **plain))


# What is left of a notebook


def test_what_is_shown_of_a_notebook_is_valid_and_small():
    shown = harmless(notebook())
    nbformat.validate(shown)
    assert set(shown.metadata) == {"language_info"}
    kinds = {kind for cell in shown.cells for output in cell.get("outputs", []) for kind in output.get("data", {})}
    assert kinds == {"text/plain", "text/html"}
    for cell in shown.cells:
        assert not [out for out in cell.get("outputs", []) if faults(out.get("data", {}).get("text/html", ""))]
    assert harmless(shown) == shown
    assert [cell.metadata.nbgrader.grade_id for cell in shown.cells if "nbgrader" in cell.metadata] == [
        "rnn_step",
        "why",
    ]


def test_too_much_is_cut_but_no_graded_cell_is():
    cells = [nbformat.v4.new_markdown_cell("x" * 1000) for _ in range(MOST_CELLS + 500)]
    cells.append(check("rnn_step", State.PASSED))
    shown = harmless(nbformat.v4.new_notebook(cells=cells))
    assert len(shown.cells) == MOST_CELLS + 1
    assert shown.cells[-1].metadata.nbgrader.grade_id == "rnn_step"
    assert sum(len(cell.source) for cell in shown.cells) < MOST_TEXT + 200 * MOST_CELLS
    assert "Not shown" in shown.cells[-2].source


def test_old_line_ends_hide_no_code():
    cells = [nbformat.v4.new_code_cell("a = 1\rb = 2\r\nc = 3")]
    assert harmless(nbformat.v4.new_notebook(cells=cells)).cells[0].source == "a = 1\nb = 2\nc = 3"


ODD = st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.just([]) | st.just({})
PARTS = ["cell_type", "source", "metadata", "outputs", "id", "attachments", "execution_count"]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(0, 60), st.sampled_from(PARTS), ODD), max_size=4), ODD, st.integers(0, 5) | ODD)
def test_a_mangled_notebook_is_shown_too(changes, metadata, minor):
    nb = json.loads(nbformat.writes(notebook()))
    nb["cells"] = nb["cells"][::12] + nb["cells"][-4:]
    nb["metadata"] = metadata
    nb["nbformat_minor"] = minor
    nb["odd"] = metadata
    for number, part, value in changes:
        nb["cells"][number % len(nb["cells"])][part] = value
    shown = harmless(nb)
    nbformat.validate(shown)
    assert harmless(shown) == shown


# Through nbgrader


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course folder with our settings, and one autograded submission, put there without being run."""
    root = tmp_path_factory.mktemp("course")
    shutil.copy(ROOT / "nbgrader_config.py", root)
    folder = root / "autograded" / "ana" / "01_rnn"
    folder.mkdir(parents=True)
    nbformat.write(notebook(), folder / "01_rnn.ipynb")
    api = open_api(root)
    with Gradebook(api.coursedir.db_url) as gradebook:
        gradebook.add_assignment("01_rnn")
        gradebook.add_notebook("01_rnn", "01_rnn")
        for name, kind in (("rnn_step", "code"), ("why", "markdown")):
            gradebook.add_grade_cell(name, "01_rnn", "01_rnn", max_score=2, cell_type=kind)
        gradebook.add_solution_cell("why", "01_rnn", "01_rnn")
        gradebook.add_student("ana")
        gradebook.add_submission("01_rnn", "ana")
        gradebook.find_grade("rnn_step", "01_rnn", "01_rnn", "ana").auto_score = 1.5
        gradebook.find_comment("why", "01_rnn", "01_rnn", "ana").manual_comment = f"so-so <script>{RUN}</script>"
        gradebook.db.commit()
    return root


def test_nbgrader_makes_our_pages_with_marks_and_comments(course):
    result = open_api(course).generate_feedback("01_rnn", "ana")
    assert result["success"], result
    html = (course / "feedback" / "ana" / "01_rnn" / "01_rnn.html").read_text(encoding="utf-8")
    assert POLICY in html
    assert "ana , 1.5 of 4 points" in text_of(html)
    assert "so-so" in html
    assert faults(html, MADE_BY_US) == []
