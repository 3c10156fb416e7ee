"""The gate: each place and each way of writing in which something internal could leave is searched, and told."""

import base64
import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache
from typing import Any
from urllib.parse import quote

import openpyxl
import pytest
from babel.numbers import format_decimal
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName

from pipeline.analysis.analyse import analyse_shared
from pipeline.documents.packaging import leaks
from pipeline.documents.packaging.leaks import searchable
from pipeline.model.account import KeyAccount
from pipeline.model.fields import Origin
from pipeline.problems import Problem
from pipeline.run.reading import read_and_check
from pipeline.run.stages import Review, documents, said_by_rights
from pipeline.run.templates import read_templates
from pipeline.views.audiences import project
from pipeline.views.readings import numbers_in, words_in
from pipeline.views.secrets import Secrets, secrets_of
from tests.builders import AS_OF, PERIOD, a_stakeholder, an_account_form, an_economics
from tests.builders import an_account as built
from tests.builders import shipped_standards as standards
from tests.commands import PROJECT, SAMPLES
from tests.documents.office import part_names, part_text, with_part
from tests.generated import generated_account

NOTE = "Will drop us for Größenwahn & Söhne by spring"
REVIEW = Review(PERIOD, AS_OF)
OTHERS = {"Quincy Öl AG": "quincy.xlsx"}
HALVES = [NOTE[:9], NOTE[9:]]


@cache
def made() -> dict[str, bytes]:
    """The client files of a sample by the name of their template."""
    account = read_and_check(SAMPLES / "havnes-meieri.xlsx", standards()).account
    assert account is not None
    templates = [one for one in read_templates(PROJECT / "output_templates") if one.audience == "client"]
    return {one.template: one.content for one in documents(account, standards(), tuple(templates), REVIEW)}


def deck() -> bytes:
    return made()["client/quarterly_review.pptx"]


def an_account(note: str = NOTE, cost: Decimal = Decimal(92417), **form: Any) -> KeyAccount:
    """An account that keeps one text and one number to itself."""
    person = a_stakeholder(title="Buyer", selling_point=note)
    spent = an_economics(cost_to_serve=cost)
    text, number = Origin("Stakeholders", {"selling_point": "K7"}), Origin("Economics", {"cost_to_serve": "B5"})
    return built(
        account=an_account_form(**form),
        stakeholders=[person.model_copy(update={"origin": text})],
        economics=[spent.model_copy(update={"origin": number})],
    )


def secrets(
    account: KeyAccount,
    others: Mapping[str, str] | None = None,
    printed: frozenset[Any] = frozenset(),
    **within: frozenset[str],
) -> Secrets:
    shared = analyse_shared(project(account), standards(), PERIOD, AS_OF)
    return secrets_of(account, shared, standards(), printed, others or {}, **within)


def find_leaks(file: str, content: bytes, secrets: Secrets) -> tuple[Problem, ...]:
    return leaks.find_leaks(file, searchable(content), secrets)


@cache
def at_second_sight() -> Secrets:
    """What is looked for once something was found: all that may be said to the client is known then."""
    account = an_account()
    said = said_by_rights(account, standards(), REVIEW, ("en", "de"))
    assert said
    shared = analyse_shared(project(account), standards(), PERIOD, AS_OF)
    return secrets_of(account, shared, standards(), frozenset(), {}, said)


def a_workbook(fill: Callable[[openpyxl.Workbook], object]) -> bytes:
    book = openpyxl.Workbook()
    fill(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def hidden_sheet(book: openpyxl.Workbook) -> None:
    sheet = book.create_sheet("Kept")
    sheet.sheet_state = "hidden"
    sheet["B2"] = NOTE


def embedded(fill: Callable[[openpyxl.Workbook], object]) -> Callable[[bytes], bytes]:
    return lambda blob: with_part(blob, first(blob, ".xlsx"), a_workbook(fill))


def first(blob: bytes, ending: str) -> str:
    return next(name for name in part_names(blob) if name.endswith(ending))


def put(part: str, before: str, text: str) -> Callable[[bytes], bytes]:
    """The file with a text put before the first `before` of a part."""

    def plant(blob: bytes) -> bytes:
        old = part_text(blob, part)
        assert before in old
        return with_part(blob, part, old.replace(before, text + before, 1).encode())

    return plant


def add(name: str, content: bytes) -> Callable[[bytes], bytes]:
    return lambda blob: with_part(blob, name, content)


def xml(text: str) -> str:
    return text.replace("&", "&amp;")


def png(*chunks: tuple[bytes, bytes]) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


def zipped(name: str, content: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return file.getvalue()


def with_zip_comment(blob: bytes) -> bytes:
    file = io.BytesIO(blob)
    with zipfile.ZipFile(file, "a") as archive:
        archive.comment = NOTE.encode()
    return file.getvalue()


SLIDE, END = "ppt/slides/slide2.xml", "</p:spTree>"
A_RUN = "<a:p>{}</a:p>"
ODD = "92,417"

# Where the secret is put, and the part that the message must name.
SEEDED: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "on a slide": (put(SLIDE, END, A_RUN.format(f"<a:r><a:t>{xml(NOTE)}</a:t></a:r>")), SLIDE),
    "over two runs": (
        put(SLIDE, END, A_RUN.format("".join(f'<a:r><a:rPr b="1"/><a:t>{xml(h)}</a:t></a:r>' for h in HALVES))),
        SLIDE,
    ),
    "in capitals": (put(SLIDE, END, f"<a:t>{xml(NOTE).upper()}</a:t>".replace("&AMP;", "&amp;")), SLIDE),
    "a part of it": (put(SLIDE, END, "<a:t>They drop us for Größenwahn &amp; Söhne by ...</a:t>"), ""),
    "as numbered letters": (put(SLIDE, END, "".join(f"&#x{ord(one):x};" for one in NOTE)), SLIDE),
    "in an alternative text": (put(SLIDE, END, f'<p:cNvPr id="9" name="x" descr="{xml(NOTE)}"/>'), SLIDE),
    "in single quotes": (put(SLIDE, END, f"<p:cNvPr id='9' name='x' descr='{xml(NOTE)}'/>"), SLIDE),
    "in quotes after a space": (put(SLIDE, END, f'<p:cNvPr id="9" name="x" descr = "{xml(NOTE)}"/>'), SLIDE),
    "in quotes after a number": (put(SLIDE, END, f'<p:cNvPr id="9" name="x" descr="12 {xml(NOTE)}"/>'), SLIDE),
    "after a sign that is no tag": (put(SLIDE, END, A_RUN.format(f"<a:r><a:t>2 > 1 {xml(NOTE)}</a:t></a:r>")), SLIDE),
    "in a tag that does not end": (put(SLIDE, END, f"< {xml(NOTE)} <b/>"), SLIDE),
    "in a comment of the XML": (put(SLIDE, END, f"<!-- {NOTE} -->"), SLIDE),
    "in a layout": (put("ppt/slideLayouts/slideLayout1.xml", END, f"<a:t>{xml(NOTE)}</a:t>"), "slideLayout1.xml"),
    "in notes": (
        add("ppt/notesSlides/notesSlide1.xml", f"<p:notes><a:t>{xml(NOTE)}</a:t></p:notes>".encode()),
        "notes",
    ),
    "in the properties": (put("docProps/core.xml", "</cp:core", f"<dc:subject>{xml(NOTE)}</dc:subject>"), "core.xml"),
    "in the titles of parts": (
        put("docProps/app.xml", "</Properties>", f"<TitlesOfParts><vt:lpstr>{xml(NOTE)}</vt:lpstr></TitlesOfParts>"),
        "app.xml",
    ),
    "in an address": (
        put("ppt/slides/_rels/slide2.xml.rels", "</Rel", f'<Relationship Target="http://x/{quote(NOTE)}"/>'),
        "slide2.xml.rels",
    ),
    "as a number of a chart": (put("ppt/charts/chart1.xml", "</c:chartSpace>", "<c:v>92417</c:v>"), "chart1.xml"),
    "as a grouped number": (put(SLIDE, END, f"<a:t>EUR {ODD} in all</a:t>"), SLIDE),
    "as a number with spaces": (put(SLIDE, END, "<a:t>EUR 92\u202f417</a:t>"), SLIDE),
    "in a shared string": (embedded(lambda book: book.active.append([NOTE])), ".xlsx"),
    "on a hidden sheet": (embedded(hidden_sheet), ".xlsx"),
    "as a number of a workbook": (embedded(lambda book: book.active.append([92417])), "sheet1.xml"),
    "in a note of a cell": (
        embedded(lambda book: setattr(book.active["A1"], "comment", Comment(NOTE, "x"))),
        "comment",
    ),
    "in a defined name": (
        embedded(lambda book: book.defined_names.add(DefinedName("x", attr_text=f'"{NOTE}"'))),
        "workbook.xml",
    ),
    "escaped as Office does": (
        put("ppt/charts/chart1.xml", "</c:chartSpace>", "<c:v>" + "".join(f"_x{ord(c):04X}_" for c in NOTE) + "</c:v>"),
        "chart1.xml",
    ),
    "in base64": (add("customXml/item1.xml", b"<x>" + base64.b64encode(NOTE.encode()) + b"</x>"), "item1.xml"),
    "in a package in base64": (
        add("customXml/item1.xml", b"<x>" + base64.b64encode(zipped("a.txt", NOTE.encode())) + b"</x>"),
        "a.txt",
    ),
    "in a package in a package": (add("a.bin", zipped("b.zip", zipped("c.txt", NOTE.encode()))), "c.txt"),
    "as UTF-16": (add("customXml/item1.xml", f"<x>{xml(NOTE)}</x>".encode("utf-16")), "item1.xml"),
    "as UTF-16 without its mark": (add("customXml/item1.xml", f"<x>{xml(NOTE)}</x>".encode("utf-16-be")), "item1.xml"),
    "in bytes of two": (add("printer.bin", b"\1" + NOTE.encode("utf-16-le")), "printer.bin"),
    "in a picture": (add("a.png", png((b"tEXt", b"Comment\0" + NOTE.encode()), (b"IEND", b""))), "a.png"),
    "packed in a picture": (
        add("a.png", png((b"zTXt", b"Comment\0\0" + zlib.compress(NOTE.encode())), (b"IEND", b""))),
        "a.png",
    ),
    "as the name of a part": (add(f"ppt/media/{NOTE}.bin", b""), "names"),
    "in the comment of the zip": (with_zip_comment, "names and gaps"),
    "behind the end of the zip": (lambda blob: NOTE.encode() + blob, "names and gaps"),
}


def test_the_files_of_a_sample_are_clean_by_secrets_that_are_not_in_them():
    for name, content in made().items():
        assert find_leaks(name, content, secrets(an_account(), OTHERS)) == ()


@pytest.mark.parametrize("seeded", SEEDED)
def test_a_seeded_leak_is_told_with_its_part_and_its_cell(seeded: str):
    plant, part = SEEDED[seeded]
    found = find_leaks("review.pptx", plant(deck()), secrets(an_account()))

    assert found, "the leak went through"
    assert find_leaks("review.pptx", plant(deck()), at_second_sight()) == found
    texts = [text for _, text in searchable(plant(deck())).parts]
    words = frozenset[str]().union(*(text.vocabulary for text in texts))
    assert find_leaks("review.pptx", plant(deck()), secrets(an_account(), within=words)) == found
    numbers = frozenset[str]().union(*(text.numbers for text in texts))
    assert find_leaks("review.pptx", plant(deck()), secrets(an_account(), within=words, digits_within=numbers)) == found
    told = found[0]
    assert (told.code, told.severity) == ("leak", "error")
    assert part in told.place
    assert told.where in ("Stakeholders!K7", "Economics!B5")
    assert "review.pptx" in told.message


def test_a_leak_in_a_word_file_is_found_too():
    blob = made()["client/joint_action_plan.docx"]
    planted = put("word/document.xml", "</w:body>", f"<w:p><w:r><w:t>{xml(NOTE)}</w:t></w:r></w:p>")(blob)

    assert find_leaks("plan.docx", planted, secrets(an_account()))[0].where == "Stakeholders!K7"


def test_what_the_client_was_told_as_well_is_no_secret():
    both = an_account(vision=f"We know that they {NOTE.lower()}.")

    assert not any(one.secret.text == NOTE for found in secrets(both).phrases.values() for one in found)


def test_common_words_short_texts_years_and_the_roundest_numbers_are_no_secrets():
    for note, cost in zip(
        ("Yes", "Open", "5", "2026-Q3", "On track", "September 2026", "Price"),
        ("90000", "900", "925", "9250", "2027", "0.37", "0"),
        strict=True,
    ):
        found = secrets(an_account(note, Decimal(cost)))
        assert not [one for phrases in found.phrases.values() for one in phrases if one.secret.text == note], note
        assert not found.numbers


def test_a_number_that_the_client_has_too_is_no_secret():
    assert not secrets(an_account(vision="Save 92,417 a year")).numbers
    for written in ("92417", ("92", "417")):
        assert not secrets(an_account(), printed=frozenset([written])).numbers


@pytest.mark.parametrize(
    ("cost", "written"),
    [
        ("92000", "92,000"),
        ("12500000", "12.500.000"),
        ("92410", "92 410"),
        ("92417.53", "92,418"),
        ("92417.53", "92,417.5"),
        ("0.374241", "37.4241%"),
    ],
)
def test_a_number_is_found_as_it_is_written_round_grouped_rounded_or_in_per_cent(cost: str, written: str):
    planted = put(SLIDE, END, f"<a:t>At {written} in all</a:t>")(deck())
    longer = put(SLIDE, END, f"<a:t>At 1{written}9 in all</a:t>")(deck())
    known = secrets(an_account(cost=Decimal(cost)))

    assert [one.where for one in find_leaks("review.pptx", planted, known)] == ["Economics!B5"]
    assert find_leaks("review.pptx", longer, known) == ()


def test_a_number_of_four_digits_is_too_common_to_tell_anything():
    planted = put(SLIDE, END, "<a:t>At 9 241 in all</a:t>")(deck())

    assert find_leaks("review.pptx", planted, secrets(an_account(cost=Decimal(9241)))) == ()


def test_each_large_number_that_a_sample_keeps_to_itself_is_found_on_a_slide():
    account = read_and_check(SAMPLES / "havnes-meieri.xlsx", standards()).account
    assert account is not None
    known = secrets(account)
    written = "".join(A_RUN.format(f"<a:t>{format_decimal(one, locale='nb_NO')}</a:t>") for one in known.numbers)
    found = find_leaks("review.pptx", put(SLIDE, END, written)(deck()), known)

    assert len(known.numbers) > 50
    assert {(one.sheet, one.cell) for one in found} == {(one.sheet, one.cell) for one in known.numbers.values()}


def test_no_number_of_generated_accounts_is_found_in_their_own_client_files():
    templates = tuple(one for one in read_templates(PROJECT / "output_templates") if one.audience == "client")
    printed = frozenset[Any]().union(*(one.printed for one in templates))
    for seed in range(12):
        account = generated_account(seed, standards(), "small")
        known = secrets(account, printed=printed)
        for one in documents(account, standards(), templates, REVIEW):
            assert find_leaks(one.name, one.content, known) == ()


def test_the_name_of_another_account_is_told_with_its_workbook():
    planted = put(SLIDE, END, "<a:t>As we did for Quincy Öl in May</a:t>")(deck())
    (told,) = find_leaks("review.pptx", planted, secrets(an_account(), OTHERS))

    assert "'Quincy Öl AG', the name of the account in quincy.xlsx" in told.message
    assert "allowed_names" in told.fix
    assert told.place == SLIDE


def test_a_name_that_may_be_shared_or_is_a_part_of_the_accounts_own_is_no_secret():
    planted = put(SLIDE, END, "<a:t>As we did for Quincy Öl in May</a:t>")(deck())
    account = an_account()
    allowed = standards().model_copy(update={"allowed_names": ("Quincy Öl",)})
    shared = analyse_shared(project(account), standards(), PERIOD, AS_OF)

    assert find_leaks("x", planted, secrets_of(account, shared, allowed, frozenset(), OTHERS)) == ()
    assert find_leaks("x", planted, secrets(an_account(name="Quincy Öl Nordic GmbH"), OTHERS)) == ()


def test_a_name_that_is_a_word_of_every_document_is_told_with_its_legal_form_only():
    known = secrets(an_account(), {"Target Corporation": "target.xlsx"})

    assert find_leaks("x", put(SLIDE, END, "<a:t>Our target for May</a:t>")(deck()), known) == ()
    assert find_leaks("x", put(SLIDE, END, "<a:t>As for Target Corporation</a:t>")(deck()), known)


@pytest.mark.parametrize("tag", ["{{ account.name }}", "{% if x %}", "{# later #}"])
def test_a_tag_that_was_not_filled_is_told_unless_it_was_typed(tag: str):
    planted = put(SLIDE, END, f"<a:t>See {tag} for more</a:t>")(deck())
    (told,) = find_leaks("review.pptx", planted, secrets(an_account()))

    assert told.found in f"{tag} for more"
    assert "was not filled" in told.message
    assert find_leaks("review.pptx", planted, secrets(an_account(vision=f"See {tag} for more"))) == ()


def test_a_tag_that_was_typed_is_none_whatever_the_template_puts_behind_it():
    planted = put(SLIDE, END, "<a:t>{{ x }}: buyer</a:t>")(deck())

    assert find_leaks("review.pptx", planted, secrets(an_account(vision="They call it {{ x }}."))) == ()
    assert find_leaks("review.pptx", planted, secrets(an_account(vision="They call it {{ y }}.")))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.xml", b"<x>\xff\xfe\xfa</x>"),
        ("a.bin", b"PK\3\4 but no zip"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 protected"),
    ],
)
def test_a_part_that_cannot_be_read_refuses_the_file(name: str, content: bytes):
    (told,) = find_leaks("review.pptx", with_part(deck(), name, content), secrets(an_account()))

    assert told.message.startswith("It cannot be searched: a.")


def test_a_file_that_is_no_zip_is_refused():
    (told,) = find_leaks("review.pptx", b"nothing", secrets(an_account()))

    assert "is no zip" in told.message


def test_a_search_that_breaks_off_refuses_the_file(monkeypatch: pytest.MonkeyPatch):
    def broken(*_: object) -> None:
        raise RuntimeError("no memory")

    monkeypatch.setattr("pipeline.documents.packaging.leaks.texts_in", broken)
    (told,) = find_leaks("review.pptx", deck(), secrets(an_account()))

    assert "broke off, RuntimeError: no memory" in told.message


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("EUR 92,417.50", {"92417.5"}),
        ("92.417,50", {"92417.5"}),
        ("12.843", {"12843", "12.843"}),
        ("1 284 307", {"1284307"}),
        ("0.3742", {"0.3742"}),
        ("12 and 37", set()),
    ],
)
def test_numbers_are_read_in_every_way_they_are_written(text: str, readings: set[str]):
    assert numbers_in(text) == readings


def test_words_are_compared_without_case_and_punctuation_and_ideographs_one_by_one():
    assert words_in("Müller-Voß\u00ad: <OK>, 価格交渉") == ["müller", "voss", "ok", "価", "格", "交", "渉"]


@pytest.mark.parametrize(
    "runs",
    [
        "<a:p><a:r><a:t>Is re</a:t></a:r><a:r><a:rPr b='1'/><a:t>tired</a:t></a:r></a:p><a:p><a:t>x</a:t></a:p>",
        '<a:t>Nord</a:t></a:r><a:r><a:t/></a:r><a:r><a:t xml:space="preserve">kap</a:t></a:r><a:r><a:t>pen</a:t>',
        "<a:r><a:t>Nord</a:t></a:r><a:r><a:t></a:t></a:r><a:r><a:t>kap</a:t></a:r><a:br/><a:r><a:t>low</a:t></a:r>",
        '<a:p><a:t>2 > 1 and <![CDATA[a < b]]> of it</a:t></a:p><p:cNvPr descr="x > y"/><a:t>last</a:t>',
        '<a:t>one</a:t><!-- <a:t>Nord</a:t><a:x name="hid den"/> --><a:t>kap</a:t><p:cNvPr name="12,345 of it"/>',
        "<a:t>one</a:t><![CDATA[ stray < words ]]><p:cNvPr descr = \"spaced\" title='quoted value'/><a:t>two</a:t>",
        '<a:t>a "quoted" b</a:t><a:fld><a:t>field</a:t></a:fld> loose <a:t>end</a:t> tail text',
        "<a:t>never ended <a:t>twice begun</a:t></a:t> &amp; &#78;ord_x0041_ {{ left }} <a:t>92,417</a:t>",
    ],
)
def test_a_slide_cut_at_its_runs_is_read_as_if_it_were_read_at_once(runs: str):
    slide = f'<?xml version="1.0" encoding="UTF-8"?><p:sld xmlns:a="name space one"><p:sp>{runs}</p:sp></p:sld>'
    at_once = slide.replace("a:t", "z:t")  # only runs of that one prefix are cut
    (cut,), (whole,) = (
        [text for part, text in searchable(zipped("slide.xml", one.encode())).parts if part == "slide.xml"]
        for one in (slide, at_once)
    )
    assert cut == whole
