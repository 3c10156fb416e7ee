"""Every finding is one sentence that fits, whatever the account holds, and the plan prints those that have a result."""

import re

import pytest
from msgspec.structs import asdict

from pipeline.views import wording
from pipeline.views.findings.whole import findings_view, result_headlines
from tests.builders import a_filled_account, an_account, shipped_standards
from tests.generated import generated_account
from tests.views.plans import seen, words

LONGEST = 150


def assert_reads_as_one_sentence(name: str, sentence: str) -> None:
    text = words(sentence)
    assert 10 < len(text) <= LONGEST, (name, text)
    assert text[-1] not in ".!?:;,", (name, text)
    assert "  " not in text, (name, text)
    assert text == text.strip(), (name, text)
    assert not re.search(r"\bNone\b(?! of )", text), (name, text)
    assert text[0].isupper() or text[0].isdigit() or text[0] == "“" or text[0] == wording.MINUS, (name, text)
    assert not re.search(r"\bno of\b|\bone are\b|\bone have\b|\bone lack\b|\bone open actions\b", text), (name, text)
    assert not re.search(r"Decimal|\{", text), (name, text)


@pytest.mark.parametrize("seed", range(100))
def test_every_sentence_of_a_generated_account_is_one_sentence_that_fits(seed: int):
    account, analysis, _, _ = seen(generated_account(seed, shipped_standards(), "small" if seed % 2 else "ordinary"))
    said = asdict(result_headlines(account, analysis))

    for name, sentence in said.items():
        assert_reads_as_one_sentence(name, sentence)
    # Amounts and shares stand as the plan shows them.
    locale, currency = account.account.locale, account.account.currency
    if analysis.wallet.latest and analysis.wallet.latest.share is not None:
        assert said["wallet"].startswith(wording.percent(analysis.wallet.latest.share, locale))
    bridge = analysis.revenue_bridge
    if bridge and bridge.lost > 0 and "credits" not in said["revenue_bridge"]:
        assert wording.money(bridge.lost, currency, locale, "short") in said["revenue_bridge"]
    if analysis.product_concentration and len(analysis.product_concentration.parts) > 1:
        assert wording.percent(analysis.product_concentration.top_share, locale) in said["product_concentration"]


@pytest.mark.parametrize("account", [an_account(), a_filled_account()], ids=["empty", "filled"])
def test_every_sentence_of_an_empty_and_a_filled_account_fits(account):
    given, analysis, _, _ = seen(account)
    for name, sentence in asdict(result_headlines(given, analysis)).items():
        assert_reads_as_one_sentence(name, sentence)


def test_plan_prints_only_what_is_assessed():
    account, analysis, _, _ = seen(an_account())
    empty = asdict(findings_view(account, analysis))

    assert {name for name, facts in empty.items() if facts} <= {"reviews", "standing"}

    account, analysis, _, _ = seen(generated_account(3, shipped_standards(), "full"))
    said = set(asdict(result_headlines(account, analysis)).values())
    facts = [fact for found in asdict(findings_view(account, analysis)).values() for fact in found]

    assert len(facts) > 10
    assert all(fact.value in said for fact in facts)
    assert not any("not assessed:" in words(fact.value) for fact in facts)
