"""The base of every error that this project raises on purpose."""


class UnrolledError(Exception):
    """Its message is one sentence that names the thing, the place and the mend; a notebook shows that and no more."""

    def _render_traceback_(self) -> list[str]:
        """What IPython shows in place of a traceback, most of which would be this project's own code."""
        return [f"{type(self).__name__}: {self}"]
