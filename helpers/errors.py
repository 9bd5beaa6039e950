"""The base of every error that this project raises on purpose."""


class UnrolledError(Exception):
    """Its message is one sentence that names the thing, the place and the mend."""
