"""Zips for hostile tests: parts of an honest file changed, lied about, packed otherwise."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping


def parts_of(content: bytes) -> dict[str, bytes]:
    """The parts of a zip by name, in their order."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED, comment: bytes = b"") -> bytes:
    """A zip of these parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        archive.comment = comment
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name), part, method)
    return file.getvalue()


def headers_of(content: bytes, name: str) -> tuple[int, int]:
    """Where the two headers of an entry begin, each at its field of the version needed: beside it, and in the list."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        local = archive.getinfo(name).header_offset
    raw = name.encode()
    listed = content.index(b"PK\1\2")
    while content[listed + 46 : listed + 46 + len(raw)] != raw:
        listed = content.index(b"PK\1\2", listed + 4)
    return local + 4, listed + 6


def saying(content: bytes, name: str, offset: int, fields: bytes) -> bytes:
    """The zip with what an entry says of itself exchanged; `offset` is that in the local header."""
    changed = bytearray(content)
    for start in headers_of(content, name):
        at = start + offset - 4
        changed[at : at + len(fields)] = fields
    return bytes(changed)


def lying(parts: Mapping[str, bytes], name: str, size: int) -> bytes:
    """A zip whose part `name` says that it has `size` bytes, with a checksum that fits the first of them."""
    content = zipped(parts)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        packed = archive.getinfo(name).compress_size
    return saying(content, name, 14, struct.pack("<III", zlib.crc32(parts[name][:size]), packed, size))


def overlapping(name: str, part: bytes, times: int) -> bytes:
    """A zip in which `times` names share the bytes of one part, as the densest of bombs do."""
    content = zipped({name: part})
    at, end = content.index(b"PK\1\2"), content.rindex(b"PK\5\6")
    raw = name.encode()
    listed = b"".join(content[at:end].replace(raw, raw[:-8] + b"%04d.xml" % number) for number in range(times))
    return content[:at] + listed + struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, times, times, len(listed), at, 0)


def zip64(parts: Mapping[str, bytes]) -> bytes:
    """A zip whose parts have headers of the 64-bit kind, as a program in doubt writes them."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            with archive.open(zipfile.ZipInfo(name), "w", force_zip64=True) as entry:
                entry.write(part)
    return file.getvalue()
