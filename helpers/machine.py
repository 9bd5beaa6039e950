"""What computer a notebook runs on."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version


def describe_machine() -> str:
    """Return a few lines: system, processor cores, versions, and a GPU if torch sees one."""
    import torch  # here, because only this function needs it

    if torch.cuda.is_available():
        gpu = torch.cuda.get_device_name(0)
    elif torch.backends.mps.is_available():
        gpu = "Apple's, through torch's mps backend"
    else:
        gpu = "none, and none is needed"
    rows = {
        "system": f"{platform.system()} on {platform.machine()}",
        "cores": os.cpu_count(),
        "Python": platform.python_version(),
        "NumPy": version("numpy"),
        "torch": torch.__version__,
        "GPU": gpu,
    }
    width = max(map(len, rows))
    return "\n".join(f"{name:<{width}}  {value}" for name, value in rows.items())
