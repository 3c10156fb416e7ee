"""Pictures from an account's folder: read with care, made small enough, written anew without what else they tell."""

import io
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from msgspec import Struct

from pipeline.guard import Unfit, content_of
from pipeline.problems import Problem, Refused, nearest

SUFFIXES = {".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg"}
LONGEST_SIDE = 1600  # pixels: enough for a whole slide; a larger picture is made smaller
MOST_PIXELS = 50_000_000  # what a camera takes; more is refused before it is unpacked
MOST_BYTES = 20_000_000

_JPEG_QUALITY = 90
_STRIP = 256  # rows of a picture that are converted at once
_FORMATS = {"PNG": "png", "JPEG": "jpeg", "MPO": "jpeg"}  # a phone's MPO is a JPEG with more behind it
_MODES = {"1": "L", "L": "L", "LA": "RGBA", "P": "RGBA", "PA": "RGBA", "RGB": "RGB", "RGBA": "RGBA", "CMYK": "RGB"}


class Picture(Struct, frozen=True):
    """A picture as it goes into documents: `kind` is "png" or "jpeg", `width` and `height` are pixels."""

    kind: str
    content: bytes
    width: int
    height: int


def pictures_in(folders: Iterable[Path], names: Iterable[str]) -> tuple[dict[str, Picture], tuple[Problem, ...]]:
    """The pictures called NAME.png, NAME.jpg or NAME.jpeg in the folders, and what is wrong with them.

    A picture that cannot be used is an error, one that is called like none of `names` a warning.
    """
    known = tuple(names)
    files: dict[str, Path] = {}
    problems: list[Problem] = []
    for path in (path for folder in dict.fromkeys(folders) for path in picture_files(folder)):
        name = path.stem.lower()
        if name not in known:
            problems.append(_unknown(path, known))
        elif name in files:
            problems.append(
                _refusal(path, f"There is also {_shown(files[name])}, and one {name} only can be used.", "Delete one.")
            )
        else:
            files[name] = path
    pictures = {}
    for name, path in files.items():
        try:
            pictures[name] = read_picture(_shown(path), _content(path))
        except Refused as refusal:
            problems += refusal.problems
    return pictures, tuple(problems)


def read_picture(file: str, content: bytes) -> Picture:
    """The picture in the bytes of a PNG or JPEG file, at most LONGEST_SIDE pixels wide and high; the pixels alone.

    Refused, with a sentence that names `file`, for anything else.
    """
    if len(content) > MOST_BYTES:
        raise Refused(_too_large(file))
    return _read(file, content)


@lru_cache(maxsize=64)
def _read(file: str, content: bytes) -> Picture:
    import warnings

    from PIL import Image, ImageOps

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image: Any = Image.open(io.BytesIO(content), formats=("PNG", "JPEG"))
    except Image.DecompressionBombError as error:
        raise Refused(_too_large(file)) from error
    except Exception as error:  # a hostile file can make a decoder fail in any way
        raise Refused(
            _refusal(file, f"{file} is not a PNG or JPEG picture.", "Save it as PNG from a drawing program.")
        ) from error
    if image.width * image.height > MOST_PIXELS:
        raise Refused(_too_large(file))
    if image.format == "PNG" and getattr(image, "is_animated", False):
        raise Refused(_refusal(file, f"{file} is animated, and a document stands still.", "Save one frame of it."))
    if image.mode not in _MODES:
        raise Refused(
            _refusal(file, f"{file} has more than 8 bits for each colour.", "Save it with 8 bits for each colour.")
        )
    try:
        format = image.format
        if image.mode not in ("L", "RGB"):
            image = _converted(image, _MODES[image.mode])
        image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)  # before it is copied: 50 MP are large
        upright = ImageOps.exif_transpose(image).convert(_MODES[image.mode])
        pixels = Image.frombytes(upright.mode, upright.size, upright.tobytes())
        return _written(pixels, _FORMATS[format])
    except Exception as error:  # as above: found only when the pixels are unpacked
        raise Refused(_refusal(file, f"{file} is damaged.", "Save it again from a drawing program.")) from error


def _converted(image: Any, mode: str) -> Any:
    """The picture in another mode, by a whole factor smaller where it is far too large.

    It is done in strips: with transparency or four inks a large picture, held twice over, takes half a gigabyte.
    """
    from PIL import Image

    factor = max(max(image.size) * 2 // (LONGEST_SIDE * 3), 1)  # half as large again as wanted, so that it stays sharp
    converted = Image.new(mode, (-(-image.width // factor), -(-image.height // factor)))
    image.load()
    converted.info = {"exif": image.info["exif"]} if "exif" in image.info else {}  # how it is turned
    for top in range(0, image.height, factor * _STRIP):
        strip = image.crop((0, top, image.width, min(top + factor * _STRIP, image.height))).convert(mode)
        converted.paste(strip.reduce(factor), (0, top // factor))
    return converted


def _written(pixels: Any, kind: str) -> Picture:
    file = io.BytesIO()
    options: Mapping[str, int] = {"quality": _JPEG_QUALITY} if kind == "jpeg" else {"compress_level": 9}
    pixels.save(file, kind, **options)
    return Picture(kind, file.getvalue(), pixels.width, pixels.height)


def picture_files(folder: Path) -> list[Path]:
    """The files of a folder that are pictures by their name, whatever they hold; none of a folder that is not there."""
    if not folder.is_dir():
        return []
    return [
        path
        for path in sorted(folder.iterdir())
        if path.suffix.lower() in SUFFIXES and not path.name.startswith((".", "~$"))
    ]


def _content(path: Path) -> bytes:
    try:
        return content_of(path, "a picture", MOST_BYTES)
    except Unfit as unfit:
        if unfit.reason == "too-large":
            raise Refused(_too_large(_shown(path))) from None
        fix = "Put a PNG or JPEG picture there that may be read, or take it away."
        raise Refused(_refusal(path, f"{_shown(path)} cannot be used: {unfit.message}", fix)) from None


def _shown(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def _refusal(file: Path | str, message: str, fix: str) -> Problem:
    shown = file if isinstance(file, str) else _shown(file)
    return Problem(code="picture", severity="error", message=message, fix=fix, found=shown)


def _too_large(file: str) -> Problem:
    return _refusal(
        file,
        f"{file} is larger than {MOST_PIXELS // 1_000_000} million pixels or {MOST_BYTES // 1_000_000} MB.",
        f"Make it smaller; {LONGEST_SIDE:,} pixels on its longest side are all that is used.",
    )


def _unknown(path: Path, known: tuple[str, ...]) -> Problem:
    close = nearest(path.stem, known)
    return Problem(
        code="picture-unknown",
        severity="warning",
        message=f"{_shown(path)} is used nowhere: no picture has this name.",
        fix=f"Did you mean {close}{path.suffix}?" if close else f"Call it {' or '.join(known)}, or move it elsewhere.",
        found=path.name,
    )
