"""Office files spoilt at random: bytes turned, cut off or put in, parts swapped or lost, XML taken apart, cells filled.

The same file and the same dice give the same mutant; each comes with a sentence that says what was done to it.
"""

import io
import random
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence

Parts = dict[str, bytes]
Mutant = tuple[str, bytes]

_TOKEN = re.compile(rb"<[^<>]*>|[^<>]+")
_ATTRIBUTE = re.compile(rb'([\w:.-]+)="([^"]*)"')
_CELL = re.compile(rb"<c [^>]*?(?:/>|>.*?</c>)", re.DOTALL)
_CELL_STYLE = re.compile(rb' s="\d+"')
_ADDRESS = re.compile(rb' r="[A-Z]+\d+"')

# What stands where something sensible should.
_VALUES = (
    *(b"", b" ", b"0", b"-1", b"1e400", b"NaN", b"99999999999999999999", b"2147483648", b"0.1", b"1,5", b"true"),
    *(
        b"A1:XFD1048576",
        b"XFD1048576",
        b"A0",
        b"$A$1",
        b"#REF!",
        b"../../etc/passwd",
        b"file:///etc/passwd",
        b"rId9999",
    ),
    *(b"\xc3\xa4\xf0\x9f\x98\x80", b"&#x202e;x", b"x" * 5000, b"&amp;lt;", b"_x0000_", b"{{ 7 * 7 }}", b"{% endfor %}"),
)
_DAMAGE = (
    *(b"\0", b"\xff\xfe", b"&nothing;", b"&#0;", b"&#55296;", b"<", b">", b"]]>", b"<!-- x --", b"<![CDATA[", b"<?x?>"),
    *(b"<a>" * 3000, b"<x:y/>", b"</x>", b'<!DOCTYPE x [<!ENTITY a "aaaa">]>', b"<b/>", b"\xed\xa0\x80", b"\x0b"),
)
_CELLS = (
    b'<c{at}{style} t="inlineStr"><is><t>=1+1</t></is></c>',
    b'<c{at}{style} t="inlineStr"><is><t>{{ account.name }}</t></is></c>',
    b'<c{at}{style} t="inlineStr"><is><t>&lt;w:p/&gt;&amp;#x202e;</t></is></c>',
    b'<c{at}{style} t="inlineStr"><is><t>tbd</t></is></c>',
    b'<c{at}{style} t="inlineStr"><is></is></c>',
    b'<c{at}{style} t="e"><v>#REF!</v></c>',
    b'<c{at}{style} t="b"><v>1</v></c>',
    b'<c{at}{style} t="b"><v>x</v></c>',
    b'<c{at}{style} t="s"><v>999999</v></c>',
    b'<c{at}{style} t="s"><v>-1</v></c>',
    b'<c{at}{style} t="s"><v>3</v></c>',
    b'<c{at}{style} t="d"><v>2026-13-45</v></c>',
    b'<c{at}{style} t="d"><v>2026-03-04</v></c>',
    b'<c{at}{style} t="str"><f>A1</f><v>text</v></c>',
    b"<c{at}{style}><f>A1</f></c>",
    b'<c{at}{style}><f t="array" ref="A1:XFD1048576">A1</f><v>2</v></c>',
    b"<c{at}{style}><v>1e400</v></c>",
    b"<c{at}{style}><v>-1e-400</v></c>",
    b"<c{at}{style}><v>NaN</v></c>",
    b"<c{at}{style}><v>99999999999999999999</v></c>",
    b"<c{at}{style}><v>2958466</v></c>",
    b"<c{at}{style}><v>12.5</v></c>",
    b"<c{at}{style}><v> 7 </v></c>",
    b"<c{at}{style}><v>" + b"9" * 5000 + b"</v></c>",
    b'<c r="XFD1048576"><v>1</v></c>',
    b'<c r="A1"><v>1</v></c>',
    b'<c r="?"><v>1</v></c>',
    b"<c{at}{style}/>",
)


def mutant(blob: bytes, dice: random.Random) -> Mutant:
    """A spoilt copy of a zip with XML in it, and what was done."""
    done, spoilt = dice.choice(_OF_FILES)(blob, dice)
    if dice.random() < 0.1:
        more, spoilt = dice.choice(_OF_BYTES)(spoilt, dice)
        done = f"{done}; {more}"
    return done, spoilt


# --- bytes of the file


def _turned(blob: bytes, dice: random.Random) -> Mutant:
    places = [dice.randrange(len(blob)) for _ in range(dice.choice((1, 1, 2, 8)))]
    spoilt = bytearray(blob)
    for place in places:
        spoilt[place] ^= 1 << dice.randrange(8)
    return f"bits turned at {places}", bytes(spoilt)


def _turned_at_the_end(blob: bytes, dice: random.Random) -> Mutant:
    """The list of parts stands there."""
    place = max(0, len(blob) - dice.randrange(1, 400))
    return f"byte {place} set", blob[:place] + bytes([dice.choice((0, 1, 0x7F, 0xFF))]) + blob[place + 1 :]


def _cut(blob: bytes, dice: random.Random) -> Mutant:
    length = dice.randrange(len(blob))
    return f"cut off after {length} bytes", blob[:length]


def _with_a_gap(blob: bytes, dice: random.Random) -> Mutant:
    start, length = dice.randrange(len(blob)), dice.choice((1, 16, 500))
    return f"{length} bytes lost at {start}", blob[:start] + blob[start + length :]


def _with_more(blob: bytes, dice: random.Random) -> Mutant:
    place, more = dice.choice((0, len(blob), dice.randrange(len(blob)))), dice.randbytes(dice.choice((1, 40)))
    return f"{len(more)} bytes put in at {place}", blob[:place] + more + blob[place:]


# --- parts of the zip


def _without_a_part(blob: bytes, dice: random.Random) -> Mutant:
    parts = _unpacked(blob)
    name = _a_part(parts, dice)
    del parts[name]
    return f"{name} left out", _packed(parts)


def _with_parts_swapped(blob: bytes, dice: random.Random) -> Mutant:
    parts = _unpacked(blob)
    one, other = _a_part(parts, dice), _a_part(parts, dice)
    parts[one], parts[other] = parts[other], parts[one]
    return f"{one} and {other} swapped", _packed(parts)


def _with_a_part_renamed(blob: bytes, dice: random.Random) -> Mutant:
    parts = _unpacked(blob)
    name = _a_part(parts, dice)
    other = dice.choice((name.upper(), name + "x", "../" + name, "/" + name, name.replace("/", "\\"), ""))
    return f"{name} called {other!r}", _packed({other if key == name else key: part for key, part in parts.items()})


def _with_a_part_emptied(blob: bytes, dice: random.Random) -> Mutant:
    parts = _unpacked(blob)
    name, content = _a_part(parts, dice), dice.choice((b"", b"<x/>", b"\0" * 100, b"PK\3\4", b"plain text"))
    return f"{name} replaced by {content[:10]!r}", _packed(parts | {name: content})


def _with_a_part_twice(blob: bytes, dice: random.Random) -> Mutant:
    parts = _unpacked(blob)
    name = _a_part(parts, dice)
    return f"{name} twice", _packed(parts, again=(name, dice.choice((b"", parts[name], parts[_a_part(parts, dice)]))))


def _recoded(blob: bytes, dice: random.Random) -> Mutant:
    parts = _unpacked(blob)
    name, coding = _an_xml_part(parts, dice), dice.choice(("utf-16", "utf-16-le", "latin-1", "utf-8-sig", "utf-7"))
    text = parts[name].decode("utf-8", "replace")
    if dice.random() < 0.5:
        text = re.sub('encoding="[^"]*"', f'encoding="{coding}"', text, count=1)
    return f"{name} in {coding}", _packed(parts | {name: text.encode(coding, "replace")})


# --- XML of a part


def _with_tokens_changed(blob: bytes, dice: random.Random) -> Mutant:
    parts = _unpacked(blob)
    name = _an_xml_part(parts, dice)
    tokens = _TOKEN.findall(parts[name])
    done = []
    for _ in range(dice.choice((1, 1, 1, 3))):
        if tokens:
            done.append(dice.choice(_OF_TOKENS)(tokens, dice))
    return f"{name}: {'; '.join(done)}", _packed(parts | {name: b"".join(tokens)})


def _token_lost(tokens: list[bytes], dice: random.Random) -> str:
    return f"{tokens.pop(dice.randrange(len(tokens)))[:60]!r} lost"


def _token_twice(tokens: list[bytes], dice: random.Random) -> str:
    place = dice.randrange(len(tokens))
    tokens.insert(place, tokens[place])
    return f"{tokens[place][:60]!r} twice"


def _tokens_swapped(tokens: list[bytes], dice: random.Random) -> str:
    one, other = dice.randrange(len(tokens)), dice.randrange(len(tokens))
    tokens[one], tokens[other] = tokens[other], tokens[one]
    return f"{tokens[one][:60]!r} and {tokens[other][:60]!r} swapped"


def _element_lost(tokens: list[bytes], dice: random.Random) -> str:
    return _element(tokens, dice, lambda tokens, start, end: tokens.__delitem__(slice(start, end)), "lost")


def _element_twice(tokens: list[bytes], dice: random.Random) -> str:
    return _element(
        tokens, dice, lambda tokens, start, end: tokens.__setitem__(slice(end, end), tokens[start:end]), "twice"
    )


def _element(
    tokens: list[bytes], dice: random.Random, change: Callable[[list[bytes], int, int], object], done: str
) -> str:
    """Change an element as a whole, so that the XML stays well-formed."""
    starts = [place for place, token in enumerate(tokens) if token[:1] == b"<" and token[1:2] not in (b"/", b"?", b"!")]
    if len(starts) < 2:
        return _token_lost(tokens, dice)
    start = dice.choice(starts[1:])
    depth, end = 0, start
    while end < len(tokens):
        token = tokens[end]
        if token.startswith(b"</"):
            depth -= 1
        elif token.startswith(b"<") and not token.endswith(b"/>"):
            depth += 1
        end += 1
        if depth <= 0:
            break
    told = tokens[start][:60]
    change(tokens, start, end)
    return f"element {told!r} {done}"


def _value_changed(tokens: list[bytes], dice: random.Random) -> str:
    """Another value for an attribute, which keeps the XML well-formed."""
    places = [place for place, token in enumerate(tokens) if token.startswith(b"<") and b'="' in token]
    if not places:
        return _text_changed(tokens, dice)
    place = dice.choice(places)
    match = dice.choice(list(_ATTRIBUTE.finditer(tokens[place])) or [None])
    if match is None:
        return _token_lost(tokens, dice)
    value = dice.choice((*_VALUES, match[2][:-1], match[2] + b"1"))
    tokens[place] = tokens[place][: match.start(2)] + value + tokens[place][match.end(2) :]
    return f"{match[0][:60]!r} set to {value[:30]!r}"


def _attribute_lost(tokens: list[bytes], dice: random.Random) -> str:
    places = [place for place, token in enumerate(tokens) if token.startswith(b"<") and _ATTRIBUTE.search(token)]
    if not places:
        return _token_lost(tokens, dice)
    place = dice.choice(places)
    match = dice.choice(list(_ATTRIBUTE.finditer(tokens[place])))
    tokens[place] = tokens[place][: match.start()] + tokens[place][match.end() :]
    return f"{match[0][:60]!r} lost"


def _text_changed(tokens: list[bytes], dice: random.Random) -> str:
    places = [place for place, token in enumerate(tokens) if not token.startswith(b"<")]
    if not places:
        return _token_lost(tokens, dice)
    place, text = dice.choice(places), dice.choice(_VALUES)
    told, tokens[place] = tokens[place], text
    return f"text {told[:60]!r} set to {text[:30]!r}"


def _damage_put_in(tokens: list[bytes], dice: random.Random) -> str:
    place, damage = dice.randrange(len(tokens) + 1), dice.choice(_DAMAGE)
    tokens.insert(place, damage)
    return f"{damage[:30]!r} put in at token {place}"


def _name_changed(tokens: list[bytes], dice: random.Random) -> str:
    place = dice.randrange(len(tokens))
    told = tokens[place]
    tokens[place] = told.upper() if dice.random() < 0.5 else told.replace(b":", b"", 1)
    return f"{told[:60]!r} written as {tokens[place][:60]!r}"


# --- cells of a workbook


def with_hostile_cells(blob: bytes, dice: random.Random) -> Mutant:
    """Cells of a sheet with what no one should type, and what other programs write."""
    parts = _unpacked(blob)
    sheets = [name for name in parts if re.search(r"worksheets/[^/]*\.xml$", name) and _CELL.search(parts[name])]
    if not sheets:
        return _with_tokens_changed(blob, dice)
    name = dice.choice(sheets)
    cells = list(_CELL.finditer(parts[name]))
    done = []
    for match in sorted(dice.sample(cells, min(len(cells), dice.choice((1, 1, 2, 5)))), key=lambda m: -m.start()):
        new = dice.choice(_CELLS)
        for mark, pattern in ((b"{at}", _ADDRESS), (b"{style}", _CELL_STYLE)):
            found = pattern.search(match[0].partition(b">")[0])
            new = new.replace(mark, found[0] if found else b"")
        parts[name] = parts[name][: match.start()] + new + parts[name][match.end() :]
        done.append(f"{match[0][:40]!r} replaced by {new[:70]!r}")
    return f"{name}: {'; '.join(done)}", _packed(parts)


# --- the zip itself


def _unpacked(blob: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(blob)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _packed(parts: Mapping[str, bytes], again: tuple[str, bytes] | None = None) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in [*parts.items(), *([again] if again else [])]:
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def _a_part(parts: Parts, dice: random.Random) -> str:
    return dice.choice(list(parts))


def _an_xml_part(parts: Parts, dice: random.Random) -> str:
    return dice.choice([name for name, part in parts.items() if part.lstrip()[:1] == b"<"] or list(parts))


_OF_TOKENS: Sequence[Callable[[list[bytes], random.Random], str]] = (
    *(_value_changed, _value_changed, _value_changed, _element_lost, _element_lost, _element_twice, _element_twice),
    *(_text_changed, _text_changed, _attribute_lost, _attribute_lost, _token_lost, _token_twice, _tokens_swapped),
    *(_damage_put_in, _name_changed),
)
_OF_BYTES = (_turned, _turned_at_the_end, _cut, _with_a_gap, _with_more)
_OF_PARTS = (
    *(_without_a_part, _with_parts_swapped, _with_a_part_renamed, _with_a_part_emptied, _with_a_part_twice, _recoded),
)
_OF_FILES = (*_OF_BYTES, *_OF_PARTS, *_OF_PARTS, *((_with_tokens_changed,) * 30))
