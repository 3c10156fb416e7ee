"""The guard: what a file from outside must be before any library sees it, told in milliseconds."""

import io
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, NoReturn

from msgspec import Struct

LARGEST_FILE = 30 * 2**20  # bytes; more than mail carries, so a template with large pictures has room too
LARGEST_PART = 64 * 2**20  # bytes, unpacked
LARGEST_TOTAL = 256 * 2**20  # bytes, unpacked
LARGEST_XML = 16 * 2**20  # bytes of one part of XML, unpacked; the largest of an honest file is below 3 MiB
LARGEST_TOTAL_XML = 64 * 2**20
MOST_PARTS = 3_000
MOST_TAGS = 1_000_000  # of one part of XML: in memory each takes up to 350 bytes
MOST_ATTRIBUTES = 2_000_000
STEEPEST_RATIO = 200  # unpacked to packed, of a part above 1 MiB; honest files stay below 121

Reason = Literal["not-found", "not-a-file", "not-readable", "empty", "too-large", "damaged", "password", "unsafe"]

_CENTRAL = b"PK\1\2"
_LOCAL_HEADER = struct.Struct("<4s22xHH")
_STORED, _DEFLATED = 0, 8
_ENCRYPTED = 0x1 | 0x40 | 0x2000
_XML_ENDINGS = (".xml", ".rels", ".vml")
_XML_STARTS = (b"<", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\0<", b"\0\0\0<", b"\x4c\x6f\xa7\x94")
_DECLARATION = re.compile(rb"<!(?i:DOCTYPE|ENTITY)")
_ENCODING = re.compile(rb"<\?xml\b[^>]{0,200}?\bencoding\s*=\s*[\"']([^\"']*)")
_KNOWN_ENCODING = re.compile(rb"(?i)utf-?8|utf-?16(?:-?[lb]e)?|us-ascii|ascii|iso-8859-\d+|latin-?1|windows-125\d")
_LEADS_OUT = re.compile(r"[/\\]|[A-Za-z]:|(?:.*[/\\])?\.\.(?:[/\\]|$)", re.DOTALL)
_UNREADABLE_ZIP = (
    zipfile.BadZipFile,
    NotImplementedError,
    ValueError,
    OSError,
    LookupError,
    OverflowError,
    struct.error,
)


class Unfit(Exception):
    """A file that may not be opened: the `reason` in a word, and a sentence that says what was found."""

    def __init__(self, reason: Reason, message: str) -> None:
        super().__init__(message)
        self.reason = reason
        self.message = message


class Member(Struct, frozen=True):
    """The bytes of one part as they stand in a zip: `method` 0 is stored, 8 is deflated."""

    method: int
    crc: int
    size: int
    body: bytes

    @property
    def data(self) -> bytes:
        """The part unpacked; never more than the size that it says. Raises Unfit where it is damaged."""
        try:
            data = self.body if self.method == _STORED else inflated(self.body, self.size)
        except zlib.error:
            _damaged()
        if len(data) != self.size or zlib.crc32(data) != self.crc:
            _damaged()
        return data


def inflated(body: bytes, most: int = LARGEST_PART) -> bytes:
    """The bytes that were deflated to `body`. Raises zlib.error where they are damaged, or more than `most`."""
    inflating = zlib.decompressobj(-15)
    data = inflating.decompress(body, most + 1)
    if not inflating.eof or len(data) > most:
        raise zlib.error(f"it is cut off, or more than {most} bytes")
    return data


def content_of(path: Path, what: str, largest: int = LARGEST_FILE) -> bytes:
    """The bytes of an ordinary file that is to be `what` ("a workbook"), at most `largest` of them; else Unfit.

    A pipe or a device is never opened: it could block.
    """
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            found = "a folder" if stat.S_ISDIR(status.st_mode) else "not an ordinary file"
            raise Unfit("not-a-file", f"This is {found}, not {what}.")
        if status.st_size > largest:
            raise Unfit("too-large", f"The file has {status.st_size // 2**20} MB; {largest // 2**20} MB are allowed.")
        with path.open("rb") as file:
            content = file.read(largest)
    except FileNotFoundError:
        raise Unfit("not-found", "There is no such file.") from None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise Unfit("not-readable", f"The file cannot be opened ({reason}).") from None
    if not content:
        raise Unfit("empty", "The file is empty (0 bytes).")
    return content


def members_of(content: bytes) -> dict[str, Member]:
    """The parts of a zip by name, still packed; Unfit for a zip that no Office program writes.

    What an entry says of its size is only believed once `Member.data` has unpacked it.
    """
    if content.count(_CENTRAL) > 10 * MOST_PARTS:  # told before a list of them all is made
        raise Unfit("too-large", f"The file holds far more than {MOST_PARTS:,} parts.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        _check_entries(entries)
        if sum(entry.compress_size for entry in entries) > len(content):  # parts that share their bytes
            _damaged()
        return {entry.filename: _member(content, entry) for entry in entries}
    except _UNREADABLE_ZIP:
        _damaged()


def xml_of(members: Mapping[str, Member]) -> dict[str, bytes]:
    """The parts of XML unpacked, by name; Unfit where any part is damaged, or XML is too large or may not be read."""
    parts: dict[str, bytes] = {}
    written = 0
    for name, member in members.items():
        try:
            data = member.data
        except Unfit:
            raise Unfit("damaged", f"The file is damaged: its part {name} cannot be unpacked.") from None
        if not (name.lower().endswith(_XML_ENDINGS) or data[:400].lstrip().startswith(_XML_STARTS)):
            continue
        parts[name] = data
        written += len(data)
        if len(data) > LARGEST_XML or written > LARGEST_TOTAL_XML:
            raise Unfit("too-large", f"Its part {name} holds more text than any honest file.")
        # Counting is slow, and a part has no more of them than it has bytes.
        if len(data) > MOST_TAGS and (data.count(b"<") > MOST_TAGS or data.count(b"=") > MOST_ATTRIBUTES):
            raise Unfit("too-large", f"Its part {name} holds more than a million entries.")
        _check_declarations(name, data)
    return parts


def folded(name: str) -> str:
    """The name of a part as Office compares it: without regard to case, or to which slash is used."""
    return name.replace("\\", "/").lstrip("/").lower()


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_PARTS:
        raise Unfit("too-large", f"The file holds {len(entries)} parts; {MOST_PARTS} are allowed.")
    for entry in entries:
        name = entry.filename
        if entry.flag_bits & _ENCRYPTED:
            raise Unfit("password", "The file is protected by a password.")
        if entry.compress_type not in (_STORED, _DEFLATED):
            raise Unfit("unsafe", f"Its part {name} is packed in a way that no Office program uses.")
        if _LEADS_OUT.match(name):
            raise Unfit("unsafe", f"Its part {name!r} has the name of a place outside the file.")
        if entry.file_size > LARGEST_PART:
            raise Unfit("too-large", f"Its part {name} unpacks to {entry.file_size // 2**20} MB; 64 MB are allowed.")
        if entry.file_size > 2**20 and entry.file_size > STEEPEST_RATIO * max(entry.compress_size, 1):
            raise Unfit("too-large", f"Its part {name} unpacks to more than {STEEPEST_RATIO} times its size.")
    if sum(entry.file_size for entry in entries) > LARGEST_TOTAL:
        raise Unfit("too-large", f"It unpacks to more than {LARGEST_TOTAL // 2**20} MB.")
    if len({folded(entry.filename) for entry in entries}) < len(entries):
        raise Unfit("damaged", "The file holds one of its parts twice.")


def _member(content: bytes, entry: zipfile.ZipInfo) -> Member:
    """The entry's bytes. Raises struct.error or Unfit where it does not stand where the list of entries says."""
    mark, name, extra = _LOCAL_HEADER.unpack_from(content, entry.header_offset)
    start = entry.header_offset + _LOCAL_HEADER.size + name + extra
    body = content[start : start + entry.compress_size]
    if mark != b"PK\3\4" or len(body) != entry.compress_size:
        _damaged()
    return Member(entry.compress_type, entry.CRC, entry.file_size, body)


def _check_declarations(name: str, data: bytes) -> None:
    """Refuses a document type, an entity, or letters that would hide one: Office writes none of them."""
    start = data[:400].replace(b"\0", b"")
    encoding = _ENCODING.search(start)
    if data.startswith(b"\x4c\x6f\xa7\x94") or (encoding and not _KNOWN_ENCODING.fullmatch(encoding[1])):
        raise Unfit("unsafe", f"Its part {name} is written in letters that no Office program uses.")
    # UTF-16 puts a zero byte beside each letter of the mark that is looked for.
    plain = data.replace(b"\0", b"") if b"\0" in data else data
    mark = plain.find(b"!")  # rare, and found so much faster than the whole that what stands before it is skipped
    if mark > 0 and _DECLARATION.search(plain, mark - 1):
        raise Unfit("unsafe", f"Its part {name} declares XML entities; no Office program does.")


def _damaged() -> NoReturn:
    raise Unfit("damaged", "The file is damaged or was not copied whole.") from None
