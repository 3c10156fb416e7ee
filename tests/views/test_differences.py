"""Differences between two views: each figure that changed, and no difference where only the order did."""

from typing import Any

from pipeline.views.differences import differences


def changed(before: Any, after: Any) -> list[tuple[str, Any, Any]]:
    return [(found.path, found.before, found.after) for found in differences(before, after)]


def test_each_leaf_that_differs_is_named_by_its_path():
    before = {"score": {"value": 7, "tier": "B"}, "goals": []}
    assert changed(before, {"score": {"value": 8, "tier": "B"}, "goals": []}) == [("score.value", 7, 8)]
    assert changed(before, before) == []


def test_items_are_matched_by_the_text_that_names_them_whatever_their_order():
    before = {"forces": [{"force": "Price", "strength": 3}, {"force": "Speed", "strength": 2}]}
    after = {"forces": [{"force": "Speed", "strength": 2}, {"force": "Price", "strength": 1}]}
    assert changed(before, after) == [("forces[Price].strength", 3, 1)]


def test_items_without_a_name_of_their_own_are_matched_by_place():
    before = [{"kind": "a", "n": 1}, {"kind": "a", "n": 2}]
    assert changed(before, [{"kind": "a", "n": 1}, {"kind": "a", "n": 3}]) == [("[2].n", 2, 3)]
    assert changed({"flags": ["x"]}, {"flags": ["x", "y"]}) == [("flags[2]", None, "y")]


def test_what_is_on_one_side_only_is_told_leaf_by_leaf():
    assert changed({"bridge": None}, {"bridge": {"now": 5, "before": None}}) == [("bridge.now", None, 5)]
    assert changed([{"id": "O1", "n": 1}], []) == [("[O1].id", "O1", None), ("[O1].n", 1, None)]
