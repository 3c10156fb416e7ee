"""Where the account stands: its cell of the matrix, our strength beside rivals, its health, and what is filled in."""

from pipeline.analysis.results import Analysis
from pipeline.model.account import KeyAccount
from pipeline.views import wording
from pipeline.views.findings.finding import Finding, found, not_assessed
from pipeline.views.plan_parts import quoted
from pipeline.views.wording import count_word, counted, listed, plural, sentence


def matrix(account: KeyAccount, analysis: Analysis) -> Finding:
    """The account's cell: how attractive it is and how strong we are in it."""
    place = analysis.matrix
    if place.attractiveness is None or place.strength is None:
        missing = [
            name
            for name, value in (("the account score", place.attractiveness), ("our strength", place.strength))
            if value is None
        ]
        words = f"{listed(missing)} {plural(len(missing), 'is', 'are')} missing"
        return not_assessed(f"The account has no place in the matrix yet: {words}")
    locale = account.account.locale
    appeal, strength = (wording.number(value, locale, 1) for value in (place.attractiveness, place.strength))
    basis = ", by the stage of the relationship" if place.strength_from == "stage" else ""
    told = {
        "strategic": f"A strategic account: attractive at {appeal}, and we are strong at {strength}",
        "star": f"A star account: attractive at {appeal}, but we are not strong at {strength}",
        "status": f"A status account: not attractive at {appeal}, though we are strong at {strength}",
        "streamline": f"A streamline account: not attractive at {appeal}, and we are not strong at {strength}",
    }[place.cell or "streamline"]
    return found(f"{told}{basis}", told)


def relative_strength(account: KeyAccount, analysis: Analysis) -> Finding:
    """Our strength on the success factors beside that of the best rival."""
    place = analysis.matrix
    ours = place.our_strength
    if not ours.terms:
        return not_assessed("Our strength is not assessed: the standards name no success factor")
    if ours.score is None:
        unrated = f"{count_word(len(ours.missing))} of {counted(len(ours.terms), 'success factor', 'success factors')}"
        return not_assessed(
            f"Our strength is not assessed: {unrated} {plural(len(ours.missing), 'has', 'have')} no rating of ours"
        )
    locale = account.account.locale
    best = next((rival for rival in place.rivals if rival.name == place.best_rival and rival.score is not None), None)
    us = wording.number(ours.score, locale, 1)
    if best is None:
        rated = "no rival is rated" if not place.rivals else "no rival is rated on every factor"
        return found(f"We are at {us} of 10 on the success factors; {rated}")
    rival = wording.number(best.score, locale, 1)
    strongest = "" if len(place.rivals) == 1 else ", the best rival"
    if us == rival:
        return found(
            f"We are level with {quoted(best.name)}{strongest}: both at {us} of 10",
            f"We are level with the best rival at {us} of 10",
        )
    side = "stronger" if ours.score > (best.score or 0) else "weaker"
    than = f"{us} against {rival} of 10 on the success factors"
    return found(
        f"We are {side} than {quoted(best.name)}{strongest}: {than}", f"We are {side} than the best rival: {than}"
    )


def health(account: KeyAccount, analysis: Analysis) -> Finding:
    """The health band with its points, and what is missing from it or would change it."""
    state = analysis.health
    share = wording.percent(state.assessed, account.account.locale)
    if state.value is None:
        return not_assessed(f"Health is not assessed: data is there for {share} of its weight only")
    points = wording.number(state.value, account.account.locale, 0)
    whole = f"Health is {points} of 100, {state.band}"
    if state.missing:
        parts = counted(len(state.missing), "component is", "components are")
        return found(f"{whole}; {parts} not assessed")
    if state.flips:
        flip = state.flips[0]
        return found(f"{whole}; {quoted(flip.component)} alone can make it {flip.band}", whole)
    return found(f"{whole}: no component alone can change that")


def completeness(account: KeyAccount, analysis: Analysis) -> Finding:
    """How many of the required cells are filled, and which sheet lacks most."""
    filled = analysis.completeness
    if filled.share == 1:
        return found("Every required cell is filled")
    lacking = [sheet for sheet in filled.sheets if sheet.required > sheet.required_filled]
    count = sum(sheet.required - sheet.required_filled for sheet in lacking)
    cells = f"{sentence(counted(count, 'required cell is', 'required cells are'))} empty"
    most = max(lacking, key=lambda sheet: sheet.required - sheet.required_filled)
    if len(lacking) == 1:
        return found(f"{cells}, on sheet {most.sheet}")
    return found(f"{cells} on {count_word(len(lacking))} sheets, most on sheet {most.sheet}")


def standing_facts(account: KeyAccount, analysis: Analysis) -> tuple[tuple[str, Finding], ...]:
    """The findings on where the account stands under the labels of the plan."""
    return (("Place in the matrix", matrix(account, analysis)), ("Health", health(account, analysis)))


def strength_facts(account: KeyAccount, analysis: Analysis) -> tuple[tuple[str, Finding], ...]:
    """The finding on our strength beside rivals under the label of the plan."""
    return (("Our strength", relative_strength(account, analysis)),)
