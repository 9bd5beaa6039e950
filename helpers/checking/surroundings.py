"""What is around an answer while it is observed: it can move none of it for the notebook."""

from __future__ import annotations

import ctypes
import functools
import io
import os
import random
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout
from typing import Any

import numpy as np

from helpers.checking.values import type_name

_ODD_SEED = 786433  # so that an answer that sets a seed, any usual one, is seen
_PYTHON = random.Random(_ODD_SEED).getstate()
_OWN = np.random.MT19937(_ODD_SEED)  # NumPy's while an answer is called; made once, because that takes long
_OWN_ADDRESS, _OWN_BYTES = _OWN.ctypes.state_address, 624 * 4 + 4  # the generator's numbers, and its place in them
_NUMPY = ctypes.string_at(_OWN_ADDRESS, _OWN_BYTES)


@contextmanager
def own_random_state() -> Iterator[Callable[[], list[str]]]:
    """Give the block global random states of its own. What comes out tells which were moved since, and sets them back.

    Building a torch module may draw from torch's, so that only a new seed counts there.
    """
    kept_python, kept_numpy = random.getstate(), np.random.get_bit_generator()
    torch = sys.modules.get("torch")
    kept_torch = torch.random.get_rng_state() if torch is not None else None

    def moved() -> list[str]:
        found = []
        if random.getstate() != _PYTHON:
            found.append("Python")
            random.setstate(_PYTHON)
        if np.random.get_bit_generator() is not _OWN or ctypes.string_at(_OWN_ADDRESS, _OWN_BYTES) != _NUMPY:
            found.append("NumPy")
            ctypes.memmove(_OWN_ADDRESS, _NUMPY, _OWN_BYTES)
            np.random.set_bit_generator(_OWN)
        if torch is not None:
            if torch.initial_seed() != _ODD_SEED:
                found.append("torch")
            torch.default_generator.manual_seed(_ODD_SEED)
        return found

    try:
        moved()
        yield moved
    finally:
        random.setstate(kept_python)
        np.random.set_bit_generator(kept_numpy)
        if torch is not None:
            torch.random.set_rng_state(kept_torch)


class Voice(io.TextIOBase):
    """Takes what an answer prints, and remembers only that it did."""

    used = False
    encoding = "utf-8"

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type_name(type(text))}")
        self.used = self.used or bool(text.strip())
        return len(text)


@contextmanager
def undisturbed(voice: Voice) -> Iterator[None]:
    """Inside, nothing that an answer prints, shows, warns of or sets reaches the notebook."""
    folder, depth, figures = working_folder(), sys.getrecursionlimit(), _figures()
    with ExitStack() as stack:
        stack.enter_context(redirect_stdout(voice))
        stack.enter_context(redirect_stderr(voice))
        stack.enter_context(warnings.catch_warnings())
        warnings.simplefilter("ignore")
        stack.enter_context(np.errstate(all="warn"))
        stack.enter_context(np.printoptions())
        stack.enter_context(_nothing_displayed())
        stack.enter_context(_torch_settled())
        try:
            yield
        finally:
            sys.setrecursionlimit(depth)
            if folder is not None and working_folder() != folder:
                os.chdir(folder)
            for number in _figures() - figures:
                sys.modules["matplotlib.pyplot"].close(number)


def working_folder() -> str | None:
    """The current folder; None if it has been deleted."""
    try:
        return os.getcwd()
    except OSError:
        return None


def _figures() -> set[int]:
    pyplot = sys.modules.get("matplotlib.pyplot")
    return set(pyplot.get_fignums()) if pyplot is not None else set()


@contextmanager
def _nothing_displayed() -> Iterator[None]:
    """Keep IPython's display() from publishing."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    if shell is None:
        yield
        return
    kept, shell.display_pub = shell.display_pub, _silent()
    try:
        yield
    finally:
        shell.display_pub = kept


@functools.cache
def _silent() -> Any:
    """A publisher that shows nothing; made once, because that takes long."""
    from IPython.core.displaypub import DisplayPublisher

    class Silent(DisplayPublisher):
        def publish(self, *args: Any, **settings: Any) -> None:
            pass

        clear_output = publish

    return Silent()


@contextmanager
def _torch_settled() -> Iterator[None]:
    """Inside, torch.zeros and its like give float64, so that they fit the inputs, and torch uses one thread.

    More than one gain nothing on small tensors, and on a busy machine they wait for each other most of the time.
    """
    torch = sys.modules.get("torch")
    if torch is None:
        yield
        return
    dtype, threads = torch.get_default_dtype(), torch.get_num_threads()
    torch.set_default_dtype(torch.float64)
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)
        torch.set_default_dtype(dtype)
