"""The findings of one account together: as headlines of their own, and under labels in the sections of the plan."""

from collections.abc import Callable

from pipeline.analysis.results import Analysis, Result, result
from pipeline.model.account import KeyAccount
from pipeline.views.findings import economics, revenue, since, standing, voice, wallet, work
from pipeline.views.findings.finding import Finding, known_facts
from pipeline.views.plan_parts import Fact


class ResultHeadlines(Result):
    """A sentence for each result, without a full stop: its finding, or why it is not assessed."""

    revenue_bridge: str = result("What was lost, shrank, expanded and was won since last year.")
    retention: str = result("How much of last year's revenue stayed.")
    product_concentration: str = result("How much few products carry.")
    unit_concentration: str = result("How much few units carry.")
    contribution: str = result("What is left after costs in the latest period.")
    kam_return: str = result("Whether the contribution gained pays for the account team.")
    payback: str = result("After how many months the account team was paid for.")
    discount: str = result("How the mean discount moved.")
    days_to_pay: str = result("How the days to payment moved.")
    disputes: str = result("How many invoices are disputed.")
    wallet: str = result("Our share of the customer's spend.")
    white_space: str = result("How much of what units could buy is ours.")
    matrix: str = result("The account's cell of the matrix.")
    relative_strength: str = result("Our strength beside the best rival's.")
    health: str = result("The health band, and what would change it.")
    completeness: str = result("How many required cells are empty.")
    perception: str = result("The topic on which both sides differ most.")
    sample: str = result("How many of the customer's side answered, and how far that carries.")
    recommendation: str = result("How many would recommend us.")
    goal_gaps: str = result("What objectives lack.")
    measures: str = result("How many measures are at their target.")
    target_resets: str = result("How many targets were set anew.")
    action_load: str = result("Who has most overdue actions.")
    action_wording: str = result("How many open actions are not worded plainly.")
    client_rhythm: str = result("How reviews with the customer keep to their cadence.")
    internal_rhythm: str = result("How the team's own reviews keep to theirs.")
    new_business: str = result("What is expected of the target of new business.")
    changes: str = result("What moved since the last plan.")


class FindingsView(Result):
    """The findings that have a result, by section of the plan, each under its label."""

    revenue: tuple[Fact, ...] = result("On revenue, for the current position.")
    economics: tuple[Fact, ...] = result("On costs and payment, for the current position.")
    standing: tuple[Fact, ...] = result("On place and health, for the account overview.")
    strength: tuple[Fact, ...] = result("On our strength, for the competitors.")
    deals: tuple[Fact, ...] = result("On new business, wallet and white space, for the opportunities.")
    voice: tuple[Fact, ...] = result("On what people said.")
    goals: tuple[Fact, ...] = result("On objectives and measures.")
    actions: tuple[Fact, ...] = result("On the action plan.")


_SOURCES = (economics, revenue, since, standing, voice, wallet, work)


_MAKERS: dict[str, Callable[[KeyAccount, Analysis], Finding]] = {
    name: getattr(source, name) for source in _SOURCES for name in ResultHeadlines.declared if hasattr(source, name)
}


def result_headlines(account: KeyAccount, analysis: Analysis) -> ResultHeadlines:
    """The sentence of each result."""
    return ResultHeadlines(**{name: maker(account, analysis).text for name, maker in _MAKERS.items()})


def _deal_facts(account: KeyAccount, analysis: Analysis) -> tuple[tuple[str, Finding], ...]:
    return (*work.deal_facts(account, analysis), *wallet.wallet_facts(account, analysis))


def findings_view(account: KeyAccount, analysis: Analysis) -> FindingsView:
    """The findings by section of the plan."""
    makers = {
        "revenue": revenue.revenue_facts,
        "economics": economics.economics_facts,
        "standing": standing.standing_facts,
        "strength": standing.strength_facts,
        "deals": _deal_facts,
        "voice": voice.voice_facts,
        "goals": work.goal_facts,
        "actions": work.action_facts,
    }
    return FindingsView(**{name: tuple(known_facts(maker(account, analysis))) for name, maker in makers.items()})
