"""Writing a file whole or not at all, and the folder for what is kept between runs."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import platformdirs


def write(path: str | os.PathLike[str], chunks: str | bytes | Iterable[str | bytes]) -> None:
    """Write text (as UTF-8) or bytes to a file: the file is there complete, or as it was before. Raises OSError."""
    target = Path(os.path.realpath(path))
    whole = [chunks] if isinstance(chunks, str | bytes) else chunks
    data = (c.encode("utf-8", "surrogatepass") if isinstance(c, str) else c for c in whole)
    if target.exists() and not target.is_file():  # a device or a pipe: there is nothing to put in its place
        with open(target, "wb") as out:
            out.writelines(data)
        return
    draft = target.with_name(f".{target.name[:100]}.{os.getpid()}.part")
    try:
        with open(draft, "wb") as out:
            out.writelines(data)
            out.flush()
            os.fsync(out.fileno())
        os.replace(draft, target)
    finally:
        draft.unlink(missing_ok=True)


def user_folder() -> Path:
    """Where stories opened lately are kept: the user's data folder, or UNSPOKEN_HOME where that is set."""
    home = os.environ.get("UNSPOKEN_HOME")
    return Path(home) if home else platformdirs.user_data_path("unspoken", appauthor=False)


def cache_folder() -> Path:
    """Where what can be made again is kept: the user's cache folder, or a folder of UNSPOKEN_HOME where that is set."""
    home = os.environ.get("UNSPOKEN_HOME")
    return Path(home) / "cache" if home else platformdirs.user_cache_path("unspoken", appauthor=False)
