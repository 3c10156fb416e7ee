"""Text and attributes as XML has them: as xml.sax.saxutils, which loads all that Python knows of networks, has them."""


def escape(text: str) -> str:
    """Text between two tags."""
    return text.replace("&", "&amp;").replace(">", "&gt;").replace("<", "&lt;")


def quoteattr(text: str) -> str:
    """The value of an attribute with its quotes: single ones around a text that holds double ones and no single one."""
    if '"' in text and "'" not in text:
        return f"'{_kept_white(escape(text))}'"
    return double_quoted(text)


def double_quoted(text: str) -> str:
    """The value of an attribute in double quotes."""
    escaped = _kept_white(escape(text)).replace('"', "&quot;")
    return f'"{escaped}"'


def _kept_white(text: str) -> str:
    """The text with line ends and tabs written so that no reader makes spaces of them."""
    return text.replace("\n", "&#10;").replace("\r", "&#13;").replace("\t", "&#9;")
