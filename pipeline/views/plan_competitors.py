"""Competitors as the plan prints them: theirs, ours at the customer, and how rivals are rated beside us."""

from collections.abc import Iterator

from pipeline.analysis.results import Result, result
from pipeline.model.account import KeyAccount
from pipeline.model.proof import Rating
from pipeline.model.world import Competitor
from pipeline.standards import Standards
from pipeline.views import wording
from pipeline.views.plan_parts import Grid, GridCell, GridRow, fitting, in_parts, quoted, rows_read, shared_decimals
from pipeline.views.wording import counted, sentence

_RIVALS = 3  # rivals that fit beside us


class CompetitorRow(Result):
    """One competitor."""

    name: str = result("The competitor.")
    position: str = result("Where they stand; empty if not noted.")
    source: str = result("Where this was learned; empty if not noted.")
    share: str = result("Their share of the market, or of the customer's spend, 30%.")
    threat: str = result("1 none to 5 may take the account; a dash if not noted.")
    strengths: str = result("What they do better; a dash if not noted.")
    weaknesses: str = result("What they do worse; a dash if not noted.")


class RivalRatingRow(Result):
    """What one rating of a rival rests on."""

    rival: str = result("The rival; a dash if none is named.")
    criterion: str = result("The success factor.")
    rating: str = result("1 to 10; a dash if not rated.")
    evidence: str = result("What it rests on.")
    rater: str = result("Who gave it; a dash if not noted.")


class CompetitorsView(Result):
    """The customer's competitors and ours."""

    theirs: tuple[CompetitorRow, ...] = result("Who competes with the customer, the greatest threat first.")
    ours: tuple[CompetitorRow, ...] = result("Who competes with us, the greatest threat first.")
    ratings: tuple[Grid, ...] = result("Success factors by us and rivals, three rivals beside us.")
    evidence: tuple[RivalRatingRow, ...] = result("What the ratings of the rivals rest on.")
    source: str = result("Where the competitors were read.")


def competitors_view(account: KeyAccount, standards: Standards) -> CompetitorsView:
    """The competitors as the plan prints them."""
    return CompetitorsView(
        theirs=tuple(_competitors(account, "theirs")),
        ours=tuple(_competitors(account, "ours")),
        ratings=tuple(_grids(account, standards)),
        evidence=tuple(_evidence(account)),
        source=rows_read(account.competitors) if account.competitors else "",
    )


def our_competitors(account: KeyAccount) -> tuple[Competitor, ...]:
    """Who competes with us at the customer."""
    return tuple(rival for rival in account.competitors if rival.type == "ours")


def their_competitors(account: KeyAccount) -> tuple[Competitor, ...]:
    """Who competes with the customer."""
    return tuple(rival for rival in account.competitors if rival.type == "theirs")


def rival_ratings(account: KeyAccount) -> tuple[Rating, ...]:
    """The ratings of rivals."""
    return tuple(rating for rating in account.ratings if rating.rates == "rival")


def _competitors(account: KeyAccount, type: str) -> Iterator[CompetitorRow]:
    locale = account.account.locale
    found = our_competitors(account) if type == "ours" else their_competitors(account)
    places = shared_decimals(rival.share * 100 for rival in found if rival.share is not None)
    for rival in sorted(found, key=lambda rival: -(rival.threat or 0)):
        yield CompetitorRow(
            name=rival.name,
            position=rival.position or "",
            source=rival.source or "",
            share=wording.percent(rival.share, locale, places),
            threat=wording.number(rival.threat, locale),
            strengths=rival.strengths or wording.BLANK,
            weaknesses=rival.weaknesses or wording.BLANK,
        )


def _grids(account: KeyAccount, standards: Standards) -> Iterator[Grid]:
    given: dict[tuple[str, str], list[str]] = {}
    for rating in account.ratings:
        if rating.rates != "account" and rating.rating is not None:
            whose = "" if rating.rates == "our strength" else rating.rival or wording.BLANK
            given.setdefault((whose, rating.criterion), []).append(str(rating.rating))
    rivals = list(dict.fromkeys(whose for whose, _ in given if whose))
    weights = {factor.name: factor.weight for factor in standards.success_factors}
    factors = dict.fromkeys([*weights, *(factor for _, factor in given)])
    for names in in_parts(rivals, _RIVALS):
        yield Grid(
            columns=("We", *names),
            rows=tuple(
                GridRow(
                    name=factor,
                    more=wording.percent(weights[factor], account.account.locale) if factor in weights else "",
                    cells=tuple(
                        GridCell(text=", ".join(given.get((whose, factor), [])) or wording.BLANK, more="", note="")
                        for whose in ("", *names)
                    ),
                )
                for factor in factors
                if any((whose, factor) in given for whose in ("", *names))
            ),
        )


def _evidence(account: KeyAccount) -> Iterator[RivalRatingRow]:
    for rating in rival_ratings(account):
        yield RivalRatingRow(
            rival=rating.rival or wording.BLANK,
            criterion=rating.criterion,
            rating=wording.number(rating.rating, account.account.locale),
            evidence=rating.evidence or "No evidence noted",
            rater=rating.rater or wording.BLANK,
        )


def competitors_headline(account: KeyAccount) -> str:
    """How many competitors of ours are at the customer, and who threatens most."""
    rivals = our_competitors(account)
    if not rivals:
        return fitting("No competitor of ours is entered yet")
    here = f"{sentence(counted(len(rivals), 'competitor of ours is', 'competitors of ours are'))} here"
    highest = max(rival.threat or 0 for rival in rivals)
    if not highest:
        return fitting(f"{here}; how much of a threat is not noted")
    names = [quoted(rival.name) for rival in rivals if rival.threat == highest]
    threat = f"{highest} on a scale of 5"
    if len(rivals) == 1:
        return fitting(f"{here}: {names[0]}, a threat of {threat}", f"{here}, a threat of {threat}")
    most = f"{wording.listed(names)} {wording.plural(len(names), 'threatens', 'threaten')} most"
    return fitting(f"{here}; {most}, {threat}", f"{here}; the greatest threat is {threat}")
