"""What the sheet Start says of each kind of workbook: its name, its live tiles, its steps, and who sees what."""

import re
from collections.abc import Callable, Sequence

from msgspec import Struct

from pipeline.model.account import KeyAccount
from pipeline.model.fields import Contents, Sheet
from pipeline.model.people import Account
from pipeline.model.portfolio import Customer, Portfolio, Programme
from pipeline.workbook.layout import Layout, TableLayout, form_layout
from pipeline.workbook.previews import count_name
from pipeline.workbook.status import SIGNED_NET, VERDICT


class Tile(Struct, frozen=True, kw_only=True):
    """A figure at the head of Start: the column it stands in, its label, and formulas for it and what is said of it.

    `aside` is said further right, in the column `aside_letter`.
    """

    letter: str
    label: str
    number: str
    note: str
    number_format: str = "General"
    aside: str = ""
    aside_letter: str = ""


class StartWords(Struct, frozen=True, kw_only=True):
    """What Start says: `name` is a formula, `about_sheet` gives what stands in the list of sheets under `heading`.

    A step may hold {required}, the number of required sheets in words.
    """

    name: str
    purpose: str
    heading: str
    about_sheet: Callable[[Layout], str]
    steps: tuple[str, ...]
    who_sees: tuple[str, ...]
    tiles: tuple[Tile, ...]


def start_words(kind: type[Contents], layouts: Sequence[Layout]) -> StartWords:
    """What Start says of a kind of workbook with these sheets. Raises KeyError for a kind without words."""
    return _WORDS[kind](layouts)


def plan_sections(sheet: Sheet) -> str:
    """The sections of the plan a sheet feeds, "1, 2, 17"; without any the slides of the deck, "deck D6, D7"."""
    found = re.search(r"plan sections? ([\d, and]+)", sheet.feeds)
    if found:
        return ", ".join(re.findall(r"\d+", found[1]))
    slides = re.findall(r"\bD\d+", sheet.feeds)
    return f"deck {', '.join(slides)}" if slides else ""


def _filled() -> Tile:
    return Tile(
        letter="H",
        label="Required cells filled",
        number="=filled_share",
        note='=filled_cells&" of "&required_cells&" cells"',
        number_format="0.0%",
    )


def _problems() -> Tile:
    parts = (("all_wrong", "to correct"), ("all_warned-all_late", "missing"), ("all_late", "late"))
    listed = "&".join(f'IF({count}>0,", "&{count}&" {word}","")' for count, word in parts)
    return Tile(
        letter="J",
        label="Problems Excel can see",
        number="=all_wrong+all_warned",
        note=f'=IF(all_wrong+all_warned=0,"● None",IF(all_wrong>0,"■ ","▲ ")&MID({listed},3,99))',
        number_format="0",
    )


def _account_words(layouts: Sequence[Layout]) -> StartWords:
    name = form_layout(Account).cell("name")
    above = 'IF(score_one_lower<score_cut,"▲ ","● ")&FIXED(score_shown-score_cut,1)&" above the cut"'
    lowest = 'FIXED(score_next_cut-score_shown,1)&" below the next tier"'
    return StartWords(
        name=f'=IF({name}="","A new key account",{name})',
        purpose="Key account workbook for the plan and the quarterly review",
        heading="Plan section",
        about_sheet=lambda layout: plan_sections(layout.sheet),
        steps=(
            "Fill the {required} required sheets: two hours.",
            "Choose Share: Yes for what the client may see.",
            "Save, then run keyplan check.",
            "Keep it up: an hour a month.",
        ),
        who_sees=(
            "Internal by default. A client document shows only",
            "columns marked ● client, in rows shared with Yes.",
        ),
        tiles=(
            Tile(
                letter="B",
                label="Account score",
                number="=score_shown",
                note='=IF(score_missing>0,"– "&score_missing&" not rated",'
                '"of 10; tier "&score_tier&" from "&FIXED(score_cut,1))',
                number_format="0.0",
            ),
            Tile(
                letter="D",
                label="Tier by score",
                number="=score_tier",
                note=f'=IF(score_missing>0,"– Rate every criterion",IF(score_is_lowest,{lowest},{above}))',
            ),
            Tile(
                letter="E",
                label="Force field, lowest change",
                number=f'=IF(lowest_net="–","–",{SIGNED_NET})',
                note=VERDICT,
                aside='=IF(lowest_net="–","",lowest_for&" for, "&lowest_against&" against")',
                aside_letter="G",
            ),
            _filled(),
            _problems(),
        ),
    )


def _portfolio_words(layouts: Sequence[Layout]) -> StartWords:
    form = form_layout(Programme)
    (customers,) = (found for found in layouts if isinstance(found, TableLayout) and found.record is Customer)
    cap, year_end = form.cell("most_key_accounts"), form.cell("year_end")
    keys, revenues = (customers.elsewhere(customers.cells(key)) for key in ("key_account", "revenue"))
    rows = count_name(customers, "rows")
    key_accounts = f'SUMPRODUCT(--({keys}="Yes"))'
    over = f'IF({key_accounts}>{cap},"▲ more than the cap of "&{cap},"of at most "&{cap})'
    return StartWords(
        name=f'=IF({rows}=0,"A new portfolio",{rows}&IF({rows}=1," customer"," customers"))',
        purpose="Portfolio workbook: every customer, key account or not, and the programme",
        heading="Rows",
        about_sheet=lambda layout: f'=IF({count_name(layout, "rows")}=0,"",{count_name(layout, "rows")})',
        steps=(
            "Fill the {required} required sheets.",
            "Give key accounts the id of their workbook.",
            "Save, then run keyplan check.",
            "Keep it up: once a quarter.",
        ),
        who_sees=(
            "Internal as a whole: nothing in this workbook",
            "goes into a client document.",
        ),
        tiles=(
            Tile(
                letter="B",
                label="Key accounts",
                number=f"={key_accounts}",
                note=f'=IF({cap}="","– no cap yet",{over})',
                number_format="0",
            ),
            Tile(
                letter="D",
                label="Their share of revenue",
                number=f'=IF(SUM({revenues})=0,"–",SUMIF({keys},"Yes",{revenues})/SUM({revenues}))',
                note=f'=IF({year_end}="","– no year end yet","in the year to "&DAY({year_end})&" "&'
                f'INDEX({{"Jan","Feb","Mar","Apr","May","Jun","Jul","Aug","Sep","Oct","Nov","Dec"}},MONTH({year_end}))'
                f'&" "&YEAR({year_end}))',
                number_format="0%",
            ),
            Tile(
                letter="E",
                label="Customers",
                number=f"={rows}",
                note=f'=COUNT({revenues})&" with revenue"',
                number_format="0",
            ),
            _filled(),
            _problems(),
        ),
    )


_WORDS: dict[type[Contents], Callable[[Sequence[Layout]], StartWords]] = {
    KeyAccount: _account_words,
    Portfolio: _portfolio_words,
}
