"""What the workbook says about a field: the note on its heading and the message beside its cells."""

from pipeline.model.fields import Column
from pipeline.standards import Criterion

TITLE_LIMIT, TEXT_LIMIT = 32, 255  # Excel's, for the title and the text of an input or error message


def note(column: Column) -> str:
    """The note on a heading: name, whether it is required, what it is, an example."""
    name = f"{column.title} (required)" if column.required else column.title
    return f"{name}\n{column.help}\nExample: {column.example}"


def prompt(column: Column) -> tuple[str, str]:
    """Title and text of the message shown beside a cell. Raises ValueError if Excel would not take them."""
    required = "Required. " if column.required else ""
    return fitting(column.title, f"{required}{column.help}\nExample: {column.example}")


def criterion_note(criterion: Criterion) -> str:
    """The note on a criterion: its weight, and what its ratings mean."""
    anchors = "\n".join(f"{rating}  {meaning}" for rating, meaning in criterion.anchors.items())
    return f"{criterion.name}, weight {float(criterion.weight):.0%}\n{anchors}"


def fitting(title: str, text: str) -> tuple[str, str]:
    """Title and text if both keep Excel's limits. Raises ValueError if one is too long."""
    if len(title) > TITLE_LIMIT or len(text) > TEXT_LIMIT:
        raise ValueError(
            f"'{title}': Excel takes titles of {TITLE_LIMIT} and messages of {TEXT_LIMIT} characters; "
            f"these have {len(title)} and {len(text)}. Shorten the field's title, help or example."
        )
    return title, text
