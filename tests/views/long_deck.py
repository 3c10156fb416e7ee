"""An account with more, and longer, words than any deck should hold: for tests that nothing leaves its shape."""

from typing import Any

from pipeline.model.account import KeyAccount
from tests.builders import (
    a_business_item,
    a_decision,
    a_deck_note,
    a_member,
    a_review,
    a_stakeholder,
    a_voice,
    a_voice_sample,
    an_account,
    an_account_form,
    day,
)
from tests.views.decks import a_goal, a_shared_action, a_shared_delivery, a_shared_kpi

_SENTENCE = "Stop the sealing line before the film leaves its range, and tell the shift lead in Memmingen which reel "
TITLE = (_SENTENCE * 5)[:400].rstrip()
COMPOUND = "Verpackungsmaschineninstandhaltungskostenüberwachungssystembeauftragter"
CHINESE = "供应链可视化项目：将所有工厂的包装线停机时间减少一半，并在每个班次结束后向生产经理报告原因和责任人"
ARABIC = "خفض توقف خطوط التعبئة إلى النصف في جميع المصانع وإبلاغ مدير الإنتاج بالأسباب بعد كل وردية"
HEBREW = "צמצום עצירות קווי האריזה במחצית בכל המפעלים"
KINDS = ("Test every reel", TITLE, f"{COMPOUND} benennen", CHINESE, ARABIC, HEBREW, _SENTENCE.strip())


def wordy(number: int) -> str:
    """The text of a row: short, long, without a space, Chinese, Arabic or Hebrew by turns."""
    return f"{number} {KINDS[number % len(KINDS)]}"


def long_account(goals: int = 30, actions: int = 60) -> KeyAccount:
    """Sixty actions, thirty goals, 400-character titles, German compounds, Chinese, Arabic and Hebrew everywhere."""
    people = [
        a_stakeholder(id=f"S{number}", name=f"Person {wordy(number)[:60]}", title=wordy(number), attends_review=True)
        for number in range(1, 13)
    ]
    return an_account(
        account=an_account_form(
            name="Kaltenbrück Arzneimittelverpackungsgesellschaft für Lohnverpackung und Konfektionierung mbH & Co. KG",
            executive_summary="\n".join(f"Result {number}: {wordy(number)}" for number in range(1, 7)),
        ),
        team=[a_member(name="Maren Holt", organisation="client", executive_sponsor=True), *_team()],
        stakeholders=people,
        objectives=[
            a_goal(
                number,
                str(number % 11),
                title=wordy(number),
                outcome=wordy(number // 4),
                solution=wordy(number + 1),
                assumption=wordy(number + 2),
                benefit_to_client=wordy(number + 3),
                unit="stops per 100 running hours",
                owner=f"Oskar {COMPOUND}" if number % 5 == 0 else "Oskar Nyman",
                start=day("2026-01-01"),
            )
            for number in range(1, goals + 1)
        ],
        actions=[
            a_shared_action(
                number,
                objective=f"O{number % goals + 1}",
                action=wordy(number),
                owner=wordy(number)[:80],
                due=day("2026-11-01"),
            )
            for number in range(1, actions + 1)
        ],
        kpis=_kpis(),
        delivery=[
            *(
                a_shared_delivery(value="210000", unit="running hours a year", source=wordy(number), text=wordy(number))
                for number in range(1, 8)
            ),
            *(
                a_shared_delivery(
                    kind="issue",
                    topic=wordy(number)[:90],
                    text=wordy(number),
                    cause=wordy(number),
                    change=wordy(number),
                )
                for number in range(1, 9)
            ),
        ],
        business=[
            a_business_item(share=True, text=wordy(number), our_answer=wordy(number), question=wordy(number))
            for number in range(1, 8)
        ],
        voice=[
            a_voice(respondent=f"Person {who}", question=wordy(number), topic="Service", answer=1 + (who + number) % 5)
            for number in range(1, 10)
            for who in range(6)
        ],
        voice_samples=[a_voice_sample(known_bias=TITLE, method=TITLE, what_we_did="\n".join(map(wordy, range(5))))],
        decisions=[
            a_decision(share=True, decision=wordy(number), reason=wordy(number), who_decides=wordy(number))
            for number in range(1, 7)
        ],
        deck_notes=[
            *(a_deck_note(slide="Agenda", text=wordy(number), minutes=number) for number in range(1, 16)),
            *(a_deck_note(slide=slide, text=TITLE) for slide in ("Your goals",)),
        ],
        reviews=[a_review(place=TITLE, minutes=60, purpose=TITLE), a_review(planned=day("2027-01-20"), place=COMPOUND)],
    )


def _team() -> list[Any]:
    return [a_member(name=f"Member {number}", role=wordy(number)) for number in range(1, 13)]


def _kpis() -> list[Any]:
    quarters = ("2026-Q1", "2026-Q2", "2026-Q3")
    measured = [
        a_shared_kpi(period, str(number), kpi=f"KPI {goal}", definition=wordy(goal), source=wordy(goal + 1))
        for goal in range(1, 31)
        for number, period in enumerate(quarters, 1)
    ]
    value = [a_shared_kpi(period, "120000", kpi=TITLE, measures="value", unit="EUR thousand") for period in quarters]
    return [*measured, *value]
