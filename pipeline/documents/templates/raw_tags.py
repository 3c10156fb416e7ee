"""Tags of a template in a text, whatever it is the text of: how one begins, and the first that stands there."""

import re

from pipeline.documents.templates.tags import ANY_TAG

RAW_TAG = re.compile(r"\{\{|\{%|\{#")

_MARKUP = re.compile(r"<[^>]*>")


def first_tag(xml: str) -> str:
    """The first tag in the text or the attributes of a part, also one that Office split over runs, or ""."""
    for text in (xml, _MARKUP.sub("", xml)):
        raw = RAW_TAG.search(text)
        if raw:
            whole = ANY_TAG.match(text, raw.start())
            return whole[0] if whole and len(whole[0]) < 200 else text[raw.start() : raw.start() + 40]
    return ""
