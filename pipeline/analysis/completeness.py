"""How complete the workbook is: filled cells of those that are to be filled, sheet by sheet."""

from pipeline.analysis.results import Completeness, SheetCompleteness
from pipeline.model.account import KeyAccount
from pipeline.model.completeness import Filled, completeness_of, filled_by_sheet, share_filled


def account_completeness(account: KeyAccount) -> Completeness:
    """Completeness = required cells that are filled / required cells, 0 to 1, rounded down; the same as `check` tells.

    It is kept apart from quality (the audit) and from health: a fully filled record of a dying account is complete.
    """
    sheets = filled_by_sheet(account)
    return Completeness(share=completeness_of(sheets), sheets=tuple(_sheet(sheet) for sheet in sheets))


def _sheet(filled: Filled) -> SheetCompleteness:
    return SheetCompleteness(
        sheet=filled.sheet,
        rows=filled.rows,
        required=filled.required,
        required_filled=filled.required_filled,
        share=share_filled(filled.required_filled, filled.required),
        optional=filled.optional,
        optional_filled=filled.optional_filled,
        optional_share=share_filled(filled.optional_filled, filled.optional),
    )
