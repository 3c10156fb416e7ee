"""Hostile pictures: files that are none, that say they are larger than they are, or that hide things."""

import io
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PIL import Image

SECRET = b"CanaryInAPicture"


@dataclass(frozen=True)
class Case:
    """A picture as the file `name`, and a piece of what is told of it; "" where it is taken."""

    content: bytes
    said: str = ""
    name: str = "client_logo.png"


NO_PICTURE = "is not a PNG or JPEG picture."
DAMAGED = "is damaged."
TOO_LARGE = "is larger than 50 million pixels or 20 MB."


def saved(image: Any, kind: str = "PNG", **options: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def small(mode: str = "RGB") -> Any:
    return Image.new(mode, (40, 20), 1 if mode in ("1", "L", "P", "I;16") else None)


def chunk(kind: bytes, data: bytes) -> bytes:
    """A chunk of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def with_chunk(kind: bytes, data: bytes) -> bytes:
    """A PNG with one more chunk before its pixels."""
    content = saved(small())
    return content[:33] + chunk(kind, data) + content[33:]


def sized(width: int, height: int, kind: int = 2) -> bytes:
    """A small PNG that says it has this size; `kind` is that of its colours."""
    content = saved(small())
    return content[:8] + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, kind, 0, 0, 0)) + content[33:]


def bomb(size: int) -> bytes:
    return zlib.compress(bytes(size), 9)


def large(mode: str, kind: str = "PNG") -> bytes:
    """A picture of just under 50 million pixels, two colours beside each other."""
    image = Image.new(mode, (9000, 5500))
    image.paste(Image.new(mode, (4500, 5500), "white" if mode != "P" else 7), (0, 0))
    return saved(image, kind, **({"compress_level": 1} if kind == "PNG" else {}))


def animated(kind: str) -> bytes:
    frames = [Image.new("RGB", (4, 4), colour) for colour in ("red", "blue")]
    return saved(frames[0], kind, save_all=True, append_images=frames[1:])


def with_exif() -> bytes:
    exif = Image.Exif()
    exif[0x013B] = SECRET.decode()
    return saved(small(), "JPEG", exif=exif, comment=SECRET, icc_profile=SECRET)


CAMERA = with_exif()
WITH_A_ZIP = saved(small()) + b"PK\3\4" + SECRET


def refused() -> dict[str, Case]:
    """What is refused, each with its sentence."""
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    return {
        "3,600 million pixels": Case(sized(60_000, 60_000), TOO_LARGE),
        "the widest there is": Case(sized(2**31 - 1, 1), TOO_LARGE),
        "just too many pixels": Case(sized(50_000_001, 1), TOO_LARGE),
        "20 MB and a byte": Case(saved(small()) + bytes(20_000_000), TOO_LARGE),
        "no width": Case(sized(0, 10), NO_PICTURE),
        "no height": Case(sized(10, 0), NO_PICTURE),
        "a size below nothing": Case(sized(2**32 - 1, 2**32 - 1), TOO_LARGE),
        "a text": Case(b"A logo, as agreed.", NO_PICTURE),
        "an SVG drawing": Case(svg, NO_PICTURE),
        "a web page": Case(b"<html><body>404</body></html>", NO_PICTURE),
        "an animated GIF": Case(animated("GIF"), NO_PICTURE),
        "an animated PNG": Case(animated("PNG"), "is animated, and a document stands still."),
        "a WebP called JPEG": Case(saved(small(), "WEBP"), NO_PICTURE, "client_logo.jpg"),
        "a TIFF": Case(saved(small(), "TIFF"), NO_PICTURE),
        "an icon": Case(saved(small(), "ICO"), NO_PICTURE),
        "a drawing in PostScript": Case(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(x) run\n", NO_PICTURE),
        "a first half": Case(saved(Image.effect_noise((300, 300), 90))[:-60_000], DAMAGED),
        "a first half of a JPEG": Case(saved(Image.effect_noise((300, 300), 90), "JPEG")[:-9000], DAMAGED),
        "a head alone": Case(saved(small())[:33], NO_PICTURE),
        "16 bits for each colour": Case(saved(small("I;16")), "has more than 8 bits for each colour."),
        "a profile that unpacks to 200 MB": Case(with_chunk(b"iCCP", b"a\0\0" + bomb(200 * 2**20)), NO_PICTURE),
        "a text that unpacks to 200 MB": Case(with_chunk(b"zTXt", b"a\0\0" + bomb(200 * 2**20)), NO_PICTURE),
        "a chunk that says it has 2 GB": Case(
            saved(small())[:33] + struct.pack(">I4s", 2**31 - 1, b"tEXt"), NO_PICTURE
        ),
        "pixels that unpack to nothing": Case(
            saved(small())[:33] + chunk(b"IDAT", b"no") + chunk(b"IEND", b""), DAMAGED
        ),
    }


def taken() -> dict[str, Case]:
    """What is a picture, whatever else it brings; only its pixels are taken."""
    return {
        "four inks": Case(saved(small("CMYK"), "JPEG"), name="client_logo.jpg"),
        "50 million pixels with transparency": Case(large("RGBA")),
        "50 million pixels in four inks": Case(large("CMYK", "JPEG"), name="client_logo.jpg"),
        "what a camera tells": Case(CAMERA, name="client_logo.jpg"),
        "a JPEG called PNG": Case(saved(small(), "JPEG")),
        "a text of 15 MB": Case(with_chunk(b"tEXt", b"a\0" + b"x" * 15 * 10**6)),
        "a zip behind the picture": Case(WITH_A_ZIP),
    }


GROUPS: tuple[Callable[[], dict[str, Case]], ...] = (refused, taken)
