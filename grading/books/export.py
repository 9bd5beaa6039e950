"""Marks for a spreadsheet that nothing in a name can turn into a formula."""

from __future__ import annotations

from typing import Any

from nbgrader.api import Gradebook
from nbgrader.plugins import CsvExportPlugin

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class _Text(str):
    """Text that writes itself as a field of a CSV file."""

    def __format__(self, _: str) -> str:
        text = f"'{str(self)}" if self.startswith(_FORMULA) else str(self)
        needs = any(character in text for character in ',"\r\n')
        return '"' + text.replace('"', '""') + '"' if needs else text


class _Guarded:
    """A row of the gradebook, or the gradebook itself, of which every text is such a field."""

    def __init__(self, row: Any) -> None:
        self._row = row

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._row, name)
        if isinstance(value, list):
            return [_Guarded(row) for row in value]
        return _Text(value) if isinstance(value, str) else value


class CsvExport(CsvExportPlugin):
    """nbgrader's export, with names and ids that a spreadsheet takes as text."""

    def export(self, gradebook: Gradebook) -> None:
        super().export(_Guarded(gradebook))
