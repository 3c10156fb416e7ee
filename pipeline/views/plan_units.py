"""The customer's organisation as the plan prints it: units with budgets, how they buy, and the white space."""

from collections.abc import Iterator

from pipeline.analysis.results import Result, result
from pipeline.model.account import KeyAccount
from pipeline.model.money import WhiteSpace
from pipeline.model.world import Unit
from pipeline.views import wording
from pipeline.views.plan_parts import Grid, GridCell, GridRow, every, fitting, in_parts, rows_read, shared_decimals
from pipeline.views.wording import count_word, counted, plural, sentence

_STEP = "\u2003"  # one step to the right for each unit above
_PRODUCTS = 4  # products that fit beside each other
_STATUSES = {
    "ours": "Ours",
    "open": "Open",
    "competitor": "With a competitor",
    "not applicable": "Not applicable",
}


class UnitRow(Result):
    """One unit of the customer."""

    name: str = result("The unit.")
    indent: str = result("The room before its name that shows what it is part of; empty for a unit of its own.")
    centre: str = result("Buying centre: Yes, No, or a dash if not noted.")
    budget: str = result("What it may spend, in the account's currency; a dash if not noted.")
    budget_period: str = result("The period of that budget; empty if not noted.")
    budget_holder: str = result("Who holds it; a dash if not noted.")
    our_share: str = result("Our share of its spend, 45%.")
    buying_steps: str = result("The steps to a decision; a dash if not noted.")
    step_owners: str = result("Who decides each step; empty if not noted.")
    buying_time: str = result("How long the steps take, 14 weeks; empty if not noted.")
    criteria: str = result("What they choose by; a dash if not noted.")
    initiative: str = result("What it is working on; empty if not noted.")
    note: str = result("The team's remark; empty if not noted.")


class UnitsView(Result):
    """The customer's units and how they buy."""

    rows: tuple[UnitRow, ...] = result("The units, each followed by its parts.")
    buying: tuple[UnitRow, ...] = result(
        "Units of which the steps or the criteria of buying are noted, or the time it takes, or a remark."
    )
    source: str = result("Where the units were read.")


class WhiteSpaceView(Result):
    """What each unit buys of each product, from us, from others, or not yet."""

    grids: tuple[Grid, ...] = result("Units by products, four products beside each other.")
    counts: str = result("How many of them are ours, open and with competitors, in words.")
    source: str = result("Where it was read.")


def units_view(account: KeyAccount) -> UnitsView:
    """The units as the plan prints them."""
    places = shared_decimals(unit.our_share * 100 for unit in account.units if unit.our_share is not None)
    found = [(unit, _unit(unit, level, places, account)) for unit, level in in_tree_order(account.units)]
    return UnitsView(
        rows=tuple(row for _, row in found),
        buying=tuple(row for unit, row in found if _is_told_how(unit)),
        source=rows_read(account.units) if account.units else "",
    )


def _is_told_how(unit: Unit) -> bool:
    return any((unit.buying_steps, unit.step_owners, unit.buying_weeks, unit.criteria, unit.note))


def in_tree_order(units: tuple[Unit, ...]) -> tuple[tuple[Unit, int], ...]:
    """Each unit followed by its parts, with its level from 0. One whose parent is not on the sheet stands alone, and
    so do units that are part of each other. Each comes once."""
    names = {unit.unit for unit in units}
    parts: dict[str, list[Unit]] = {}
    for unit in units:
        parts.setdefault(unit.parent if unit.parent in names and unit.parent else "", []).append(unit)
    ordered: list[tuple[Unit, int]] = []
    waiting = [(unit, 0) for unit in reversed(parts.pop("", []))]
    while waiting or parts:
        if not waiting:
            waiting = [(parts[next(iter(parts))].pop(0), 0)]
            parts = {name: rest for name, rest in parts.items() if rest}
        unit, level = waiting.pop()
        ordered.append((unit, level))
        waiting += [(part, level + 1) for part in reversed(parts.pop(unit.unit, []))]
    return tuple(ordered)


def _unit(unit: Unit, level: int, places: int, account: KeyAccount) -> UnitRow:
    profile = account.account
    return UnitRow(
        name=unit.unit,
        indent=_STEP * level,
        centre=wording.BLANK if unit.buying_centre is None else "Yes" if unit.buying_centre else "No",
        budget=wording.number(unit.budget, profile.locale, 0),
        budget_period=wording.period(unit.budget_period, profile.locale, "dated") if unit.budget_period else "",
        budget_holder=unit.budget_holder or wording.BLANK,
        our_share=wording.percent(unit.our_share, profile.locale, places),
        buying_steps=unit.buying_steps or wording.BLANK,
        step_owners=(unit.step_owners or "").replace(". ", f".{wording.NO_BREAK}"),
        buying_time=_weeks(unit.buying_weeks, profile.locale),
        criteria=unit.criteria or wording.BLANK,
        initiative=unit.initiative or "",
        note=unit.note or "",
    )


def _weeks(weeks: int | None, locale: str) -> str:
    if weeks is None:
        return ""
    return f"{wording.number(weeks, locale)}{wording.NO_BREAK}{plural(weeks, 'week', 'weeks')}"


def organisation_headline(account: KeyAccount) -> str:
    """How many units decide on buying, and whether their budget holders are known."""
    units = account.units
    centres = [unit for unit in units if unit.buying_centre]
    unknown = sum(not unit.budget_holder for unit in centres)
    if not units and account.stakeholders:
        people = counted(len(account.stakeholders), "person is", "people are")
        return fitting(f"{sentence(people)} on record; how the customer buys is not noted")
    if not units:
        return fitting("No unit of the customer is entered yet")
    if not centres:
        noted = f"{sentence(counted(len(units), 'unit is', 'units are'))} on record"
        asked = plural(len(units), "whether it decides on buying", "which of them decide on buying")
        return fitting(f"{noted}; {asked} is not noted")
    if len(centres) == len(units):
        of_all = "The one unit decides" if len(units) == 1 else f"{every(len(units))} units decide"
    else:
        of_all = f"{sentence(count_word(len(centres)))} of {count_word(len(units))} units"
        of_all += plural(len(centres), " decides", " decide")
    if len(centres) == 1:
        holder = "is not known" if unknown else "is known"
        return fitting(f"{of_all} on buying; who holds its budget {holder}")
    if not unknown:
        return fitting(f"{of_all} on buying; the budget holder of each is known")
    return fitting(f"{of_all} on buying; the budget holder of {count_word(unknown)} is not known")


def white_space_view(account: KeyAccount) -> WhiteSpaceView:
    """The white space as the plan prints it: units in the order of the tree, products in that of the sheet."""
    rows = account.white_space
    products = list(dict.fromkeys(row.product for row in rows))
    return WhiteSpaceView(
        grids=tuple(_grid(columns, account) for columns in in_parts(products, _PRODUCTS)),
        counts=sentence(white_space_counts(account)),
        source=rows_read(rows) if rows else "",
    )


def white_space_counts(account: KeyAccount) -> str:
    """How many products in units are ours, open and with competitors: "two are ours, one is open"; "" for none."""
    words = {"ours": "ours", "open": "open", "competitor": "with a competitor", "not applicable": "not applicable"}
    counts = {status: sum(row.status == status for row in account.white_space) for status in words}
    told = [f"{counted(count, 'is', 'are')} {words[status]}" for status, count in counts.items() if count]
    return ", ".join(told)


def _grid(columns: tuple[str, ...], account: KeyAccount) -> Grid:
    places: dict[tuple[str, str], list[WhiteSpace]] = {}
    for row in account.white_space:
        places.setdefault((row.unit, row.product), []).append(row)
    listed = [unit.unit for unit, _ in in_tree_order(account.units)]
    names = dict.fromkeys([*listed, *(row.unit for row in account.white_space)])
    return Grid(
        columns=columns,
        rows=tuple(
            GridRow(
                name=name,
                more="",
                cells=tuple(_cell(places.get((name, product), []), account.account.locale) for product in columns),
            )
            for name in names
            if any((name, product) in places for product in columns)
        ),
    )


def _cell(rows: list[WhiteSpace], locale: str) -> GridCell:
    return GridCell(
        text="; ".join(_holder(row) for row in rows) or wording.BLANK,
        more="; ".join(_potentials(rows, locale)),
        note="; ".join(row.note for row in rows if row.note),
    )


def _holder(row: WhiteSpace) -> str:
    if row.competitor:
        return row.competitor if row.status == "competitor" else f"{_STATUSES[row.status]}, {row.competitor}"
    return _STATUSES[row.status]


def _potentials(rows: list[WhiteSpace], locale: str) -> Iterator[str]:
    for row in rows:
        if row.potential is not None:
            yield wording.number(row.potential, locale, 0)
