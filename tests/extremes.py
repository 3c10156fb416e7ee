"""The two ends of what an account can be: the required cells alone, and more of everything than anybody types.

Both are for real workbooks: `through_workbook` writes an account as people keep it and reads it again.
"""

import datetime
from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import cycle, islice
from pathlib import Path

from pipeline.model.account import RECORDS, KeyAccount
from pipeline.model.fields import Column, Record, columns
from pipeline.model.money import Economics, Opportunity, Revenue, WhiteSpace
from pipeline.model.people import Account, Stakeholder, TeamMember
from pipeline.model.plan import Action, Force, Objective, Risk
from pipeline.model.proof import Agreement, Decision, DeckNote, Delivery, Kpi, Rating, Review, SwotItem
from pipeline.model.world import BusinessItem, Competitor, Unit, Voice, VoiceSample
from pipeline.run.reading import read_and_check
from pipeline.standards import Standards
from pipeline.workbook.parser import Reading
from pipeline.workbook.template import write_template
from tests.builders import (
    a_force,
    a_member,
    a_rating,
    a_revenue,
    a_stakeholder,
    an_account,
    an_account_form,
    an_action,
    an_objective,
    day,
)

LONG = 5_000  # characters of a long text
PERIODS = tuple(f"{year}-Q{quarter}" for year in (2024, 2025, 2026) for quarter in (1, 2, 3, 4))
PRODUCTS = 15
PEOPLE = (
    "Ida Lindqvist",
    "محمد بن عبد الله الحربي",
    "שרה כהן-לוי",
    "佐藤健太郎",
    "王小明",
    "김민준",
    "A & B <C>",
    "Zoë O'Brien-van der Berg",
    "{{ account.name }}",
    "Γεωργία Παπαδοπούλου",
    "Đặng Thị Ngọc Hân",
    "Alexandra Wolfeschlegelsteinhausenbergerdorff-Hohenzollern",
)
PHRASES = (
    "Fit the sealing head on line 4",
    "A & B <C> agree on “one” price",
    "{{ x }} is typed as it stands",
    "{% if %} is typed as it stands",
    "=1+1",
    "See https://www.example.com/a/very/long/address/without/any/place/to/break/it?with=parameters&and=more#anchor",
    "Line one\nline two\twith a tab",
    "مراجعة خطة التوريد مع العميل قبل نهاية الربع",
    "לבדוק את האיטום בכל אצווה לפני המשלוח",
    "四半期ごとに包装ラインの停止回数を確認し、改善計画を顧客と共有する",
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
    "Control _x0007_ and soft\u00adhyphen, zero\u200bwidth, line\u2028separator",
    "Emoji 👩‍🔬 and astral 𝒳",
    "**bold**, - bullet, # heading and `code`",
    "-5% against last year; “half” a word",
)
_WORDS = (
    "Deliveries to both plants follow the plan that the two teams agreed in spring, and each change is told a week "
    "before. Where a line stops, its shift leader notes the cause on the same day. "
)


def sparse_account() -> KeyAccount:
    """The required cells of the required sheets and nothing else: one row on each of them."""
    return an_account(
        an_account_form(account_id="sparse", name="Sparse Ltd"),
        team=[a_member()],
        stakeholders=[a_stakeholder()],
        revenue=[a_revenue()],
        objectives=[an_objective(owner="Ida Lindqvist", baseline=None, actual=None)],
        actions=[an_action(owner="Ida Lindqvist", status="not started")],
        forces=[a_force()],
        ratings=[a_rating()],
    )


def huge_account(standards: Standards) -> KeyAccount:
    """More than anybody types, and words of every script and kind that could break a file.

    200 actions, 80 stakeholders, 60 goals, three changes with 40 forces each, 12 quarters of 15 products.

    The first row of each sheet has a long text in every field that takes one.
    """
    return _Huge(standards).account()


def through_workbook(account: KeyAccount, standards: Standards, folder: Path) -> Reading:
    """The account as it is read from a workbook into which it was typed."""
    path = folder / f"{account.account.account_id}.xlsx"
    write_template(standards, path, account)
    reading = read_and_check(path, standards)
    assert isinstance(reading, Reading)
    return reading


def long_text(name: str) -> str:
    """A text of 5,000 characters between the words of `ends_of`."""
    first, last = ends_of(name)
    return (f"{first} " + _WORDS * (LONG // len(_WORDS) + 1))[: LONG - len(last) - 1] + f" {last}"


def ends_of(name: str) -> tuple[str, str]:
    """The first and the last word of a field's long text, so short that no line end parts them: "first17", "last17"."""
    number = 100 + [column.path for column in long_fields()].index(name)
    return f"first{number}", f"last{number}"


def long_fields() -> list[Column]:
    """The fields whose first row is a long text."""
    return [column for record in RECORDS for column in columns(record) if column.kind.name == "long text"]


def _long(row: Record) -> Record:
    texts = {c.key: long_text(c.path) for c in columns(type(row)) if c.kind.name == "long text"}
    return row.model_copy(update=texts)


class _Huge:
    """The account in the making."""

    def __init__(self, standards: Standards) -> None:
        self.standards = standards
        self.names = [name if turn == 0 else f"{name} {turn}" for turn in range(8) for name in PEOPLE]
        self.team = self.names[:12]
        self.people = self.names[12:92]
        self.products = [f"{PHRASES[number][:40]} {number}".strip("=") for number in range(PRODUCTS)]
        self.units = [f"Plant {number}, {name[:12]}" for number, name in enumerate(islice(cycle(PEOPLE), 25), 1)]

    def account(self) -> KeyAccount:
        rows: dict[str, Sequence[Record]] = {}
        for make in _SHEETS:
            first, *others = make(self)
            rows[first.sheet.key] = (_long(first), *others)
        form = an_account_form(
            account_id="huge",
            name=f"Ünïon & Söhne <Holding> {{{{ x }}}} 株式会社 {PEOPLE[2]} Kommanditgesellschaft auf Aktien",
            industry="Chilled food & <beverages>",
            prepared_by=self.team[0],
            market_rank="2 of 14",
            website="https://www.example.com/a/very/long/address/without/any/place/to/break",
            new_business_target=Decimal(12_345_678),
            fin_revenue=Decimal("98765432109"),
            renewal_date=day("2027-06-30"),
            plan_format=PHRASES[1],
            sharing_channel=PHRASES[5],
            update_frequency=PHRASES[7],
        )
        return an_account(Account(**dict(_long(form))), **rows)

    def phrase(self, number: int) -> str:
        return PHRASES[number % len(PHRASES)]

    def due(self, number: int) -> datetime.date:
        return day("2026-06-01") + datetime.timedelta(days=number * 3 % 600)


def _team(made: _Huge) -> list[TeamMember]:
    return [
        a_member(name=name, role=made.phrase(number), organisation="client" if number > 7 else "us", hours_planned=20)
        for number, name in enumerate(made.team)
    ]


def _stakeholders(made: _Huge) -> list[Stakeholder]:
    friendly = [one.name for one in made.standards.friendliness]
    known = [one.name for one in made.standards.coverage]
    roles = ("decision maker", "champion", "sponsor", "user", "influencer")
    allowed = set(_choices(Stakeholder, "decision_role"))
    roles = tuple(role for role in roles if role in allowed)
    return [
        a_stakeholder(
            id=f"S{number}",
            name=name,
            title=made.phrase(number),
            unit=made.units[number % len(made.units)],
            decision_role=roles[number % len(roles)],
            influence=1 + number % 5,
            friendliness=friendly[number % len(friendly)],
            coverage=known[number % len(known)],
            wanted_coverage="in depth",
            reports_to=f"S{number // 4}" if number > 3 else None,
            our_contact=made.team[number % 7],
            last_contact=day("2026-09-01"),
            needs=made.phrase(number + 3),
            attends_review=number % 3 == 0,
        )
        for number, name in enumerate(made.people, 1)
    ]


def _choices(record: type[Record], key: str) -> tuple[str, ...]:
    return tuple(next(column.choices for column in columns(record) if column.key == key))


def _units(made: _Huge) -> list[Unit]:
    return [
        Unit(
            unit=unit,
            parent=made.units[0] if number else None,
            budget=Decimal(1_800_000 + number),
            budget_period="2026",
            our_share=Decimal("0.45"),
            buying_centre=True,
            initiative=made.phrase(number),
        )
        for number, unit in enumerate(made.units)
    ]


def _business(made: _Huge) -> list[BusinessItem]:
    kinds = _choices(BusinessItem, "kind")
    return [
        BusinessItem(
            kind=kinds[number % len(kinds)], text=made.phrase(number), share=True, owner=made.people[number], urgency=4
        )
        for number in range(40)
    ]


def _competitors(made: _Huge) -> list[Competitor]:
    return [
        Competitor(
            name=f"{made.phrase(number)[:60]} {number}".strip("="), type=("ours", "theirs")[number % 2], threat=3
        )
        for number in range(20)
    ]


def _swot(made: _Huge) -> list[SwotItem]:
    quadrants = _choices(SwotItem, "quadrant")
    return [SwotItem(quadrant=quadrants[number % 4], item=made.phrase(number)) for number in range(60)]


def _voice(made: _Huge) -> list[Voice]:
    return [
        Voice(
            kind="questionnaire",
            side=("client", "us")[number % 2],
            respondent=made.people[number % 20],
            question=made.phrase(number // 20),
            topic=made.phrase(number // 20)[:40].strip("="),
            period=PERIODS[-2],
            answer=1 + number % 5,
        )
        for number in range(120)
    ]


def _samples(made: _Huge) -> list[VoiceSample]:
    return [VoiceSample(side=side, period=PERIODS[-2], invited=40, population=60) for side in ("client", "us")]


def _revenue(made: _Huge) -> list[Revenue]:
    return [
        a_revenue(
            period=period,
            product=product,
            revenue=Decimal(100_000 + 37_777 * place + 11_111 * number),
            direct_cost=Decimal(60_000),
            included_in_deck=True,
        )
        for place, period in enumerate(PERIODS)
        for number, product in enumerate(made.products)
    ]


def _economics(made: _Huge) -> list[Economics]:
    return [
        Economics(period=period, cost_to_serve=Decimal(92_000), kam_cost=Decimal(38_000), invoices=212, disputes=4)
        for period in PERIODS
    ]


def _opportunities(made: _Huge) -> list[Opportunity]:
    stages = [stage.name for stage in made.standards.stages]
    return [
        Opportunity(
            id=f"D{number}",
            name=made.phrase(number),
            unit=made.units[number % 25],
            product=made.products[number % PRODUCTS],
            stage=stages[number % len(stages)],
            amount=Decimal(640_000 + number),
            close_date=made.due(number + 60),
            customer_value=Decimal(900_000),
        )
        for number in range(1, 41)
    ]


def _white_space(made: _Huge) -> list[WhiteSpace]:
    states = _choices(WhiteSpace, "status")
    return [
        WhiteSpace(unit=unit, product=product, status=states[(at + number) % 3], potential=Decimal(480_000))
        for at, unit in enumerate(made.units)
        for number, product in enumerate(made.products)
    ]


def _objectives(made: _Huge) -> list[Objective]:
    return [
        an_objective(
            id=f"O{number}",
            share=True,
            title=made.phrase(number),
            horizon=("short", "mid", "long")[number % 3],
            owner=made.team[number % 7],
            client_owner=made.people[number % 80],
            outcome=made.phrase(number // 4),
            kpi=f"Measure {number}: {made.phrase(number + 5)[:60]}",
            unit="%" if number % 2 else "hours a line and month, measured",
            due=made.due(number + 90),
            solution_status="agreed",
            original_target=Decimal("3.5"),
        )
        for number in range(1, 61)
    ]


def _actions(made: _Huge) -> list[Action]:
    states = ("in progress", "done", "not started", "blocked", "in progress")
    return [
        an_action(
            id=f"A{number}",
            share=True,
            objective=f"O{1 + number % 60}",
            action=made.phrase(number),
            owner=made.team[number % 12],
            side=("us", "client", "both")[number % 3],
            start=day("2026-01-05"),
            due=made.due(number),
            status=states[number % 5],
            done_on=day("2026-06-01") if states[number % 5] == "done" else None,
        )
        for number in range(1, 201)
    ]


def _forces(made: _Huge) -> list[Force]:
    return [
        a_force(
            change=f"Change {change}: {made.phrase(change * 4)}",
            direction=("for", "against")[number % 2],
            force=f"{made.phrase(number)}, {number}",
            strength=1 + number % 5,
            influence=1 + number % 4,
            lever=made.phrase(number + 2),
            action=f"A{1 + number}",
        )
        for change in (1, 2, 3)
        for number in range(40)
    ]


def _risks(made: _Huge) -> list[Risk]:
    return [
        Risk(
            kind=("risk", "commitment")[number % 2],
            text=made.phrase(number),
            owner=made.team[number % 7],
            share=True,
            probability=4,
            impact=4,
            due=made.due(number),
        )
        for number in range(40)
    ]


def _decisions(made: _Huge) -> list[Decision]:
    return [
        Decision(decision=made.phrase(number), share=True, who_decides=made.people[number], by_when=day("2026-10-14"))
        for number in range(20)
    ]


def _ratings(made: _Huge) -> list[Rating]:
    return [
        a_rating(criterion=criterion.name, rating=4 + number, rater=rater, evidence=made.phrase(number))
        for criterion in made.standards.criteria
        for number, rater in enumerate(PEOPLE[:5])
    ] + [
        a_rating(rates="our strength", criterion=factor.name, rating=6, rater=PEOPLE[0])
        for factor in made.standards.success_factors
    ]


def _kpis(made: _Huge) -> list[Kpi]:
    return [
        Kpi(
            kpi=f"Measure {number}: {made.phrase(number + 5)[:60]}",
            kind="lagging",
            period=period,
            target=Decimal("4.0"),
            actual=Decimal(place) + Decimal("0.5"),
            unit="%" if number % 2 else "hours a line and month, measured",
            share=True,
            source=made.phrase(number),
        )
        for number in range(1, 16)
        for place, period in enumerate(PERIODS)
    ]


def _delivery(made: _Huge) -> list[Delivery]:
    kinds = ("issue", "outcome", "lesson")
    return [
        Delivery(
            kind=kinds[number % 3],
            topic=made.phrase(number)[:30],
            text=made.phrase(number),
            value=Decimal(576_000),
            unit="EUR",
            source=made.phrase(number + 1),
            date=day("2026-09-30"),
            share=True,
            status="open" if number % 3 == 0 else None,
            cause=made.phrase(number + 2),
            change=made.phrase(number + 3),
            change_owner=made.team[0],
            change_due=day("2026-11-27"),
        )
        for number in range(30)
    ]


def _reviews(made: _Huge) -> list[Review]:
    return [
        Review(
            kind=("client", "internal")[number % 2],
            planned=day("2025-01-14") + datetime.timedelta(days=30 * number),
            held=day("2025-01-14") + datetime.timedelta(days=30 * number) if number < 20 else None,
            place=made.phrase(number),
            minutes=60,
        )
        for number in range(30)
    ]


def _agreement(made: _Huge) -> list[Agreement]:
    return [
        Agreement(
            item=made.phrase(number), agreed=number % 2 == 0, signatory=made.people[number], date=day("2026-07-14")
        )
        for number in range(20)
    ]


def _notes(made: _Huge) -> list[DeckNote]:
    return [DeckNote(slide="Scorecard", text=made.phrase(0))]


_SHEETS: tuple[Callable[[_Huge], Sequence[Record]], ...] = (
    _team,
    _stakeholders,
    _units,
    _business,
    _competitors,
    _swot,
    _voice,
    _samples,
    _revenue,
    _economics,
    _opportunities,
    _white_space,
    _objectives,
    _actions,
    _forces,
    _risks,
    _decisions,
    _ratings,
    _kpis,
    _delivery,
    _reviews,
    _agreement,
    _notes,
)
