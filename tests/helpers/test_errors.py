"""What a person sees of an error that this project raises on purpose."""

from __future__ import annotations

from IPython.core.interactiveshell import InteractiveShell

from helpers.text import Vocabulary


def test_a_notebook_shows_one_sentence_and_no_code_of_ours(capsys):
    shell = InteractiveShell()
    shell.user_ns["vocabulary"] = Vocabulary(["a"], specials=False)
    shell.run_cell("vocabulary.encode('ab')")
    said = capsys.readouterr().out.strip()
    assert said == "UnrolledError: The token 'b' is not in the vocabulary, and it has no <unk>."
    shell.run_cell("1 / 0")
    assert "Traceback" in capsys.readouterr().out
