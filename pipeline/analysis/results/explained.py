"""How one result came about: its formula, the numbers put in, the cells behind it, and what would change it."""

from pipeline.analysis.results.declared import Result, result


class Explanation(Result):
    """One result, traced: a reader can recompute `worked` by hand and look up every cell."""

    of: str = result('The result\'s name in templates: "score.value", "force_field[1].net" (counted from 1).')
    formula: str = result('The formula in words: "sum of weight x rating".')
    worked: str = result('The formula with the numbers put in, and what it gives: "(0.3 × 8) + (0.7 × 6) = 6.6".')
    cells: tuple[str, ...] = result('The cells it came from: "Scoring!D8".')
    sensitivity: tuple[str, ...] = result(
        "What would change its class, one sentence each; empty where none is defined.", default=()
    )
