"""Read members of a zip archive that may be damaged or hostile."""

from __future__ import annotations

import io
import zipfile
import zlib
from posixpath import normpath

from unspoken.sources.document import SourceError

_LEAST, _MOST, _RATIO = 64 << 20, 512 << 20, 100
_READABLE = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}


class Archive:
    """A zip archive whose members together may unpack to 64 MB or 100 times its size, and to 512 MB at most.

    What counts is what really comes out, whatever the archive says of its sizes.
    """

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, OverflowError) as error:
            raise SourceError("the file is damaged or cut short (its zip archive has no end); get it again") from error
        self._left = min(max(_LEAST, _RATIO * len(data)), _MOST)
        self._members = {info.filename.replace("\\", "/"): info for info in self._zip.infolist()}

    def __contains__(self, name: str) -> bool:
        return normpath(name) in self._members

    def read(self, name: str) -> bytes:
        """The bytes of a member. Raises SourceError where it is missing, damaged, locked or too large."""
        info = self._members.get(normpath(name))
        if info is None:
            raise SourceError(f"the file is damaged: {name!r} is missing in it; get it again or convert it anew")
        if info.flag_bits & 1:
            raise SourceError("the file is locked with a password; unlock it first")
        if info.compress_type not in _READABLE:
            raise SourceError("the file is packed in a way that its format does not allow; convert it anew")
        try:
            with self._zip.open(info) as member:
                data = member.read(self._left + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, OverflowError) as error:
            raise SourceError(f"the file is damaged: {name!r} in it cannot be unpacked; get it again") from error
        self._left -= len(data)
        if self._left < 0:
            raise SourceError("the file unpacks to far more than a story (a zip bomb?); it is not read")
        return data
