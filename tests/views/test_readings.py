"""Words are found where they are in the whole text, though it is read between its signs of ASCII."""

import random
import unicodedata

import pytest

from pipeline.views import readings
from pipeline.views.readings import words_in

ODD = "½ﬁ…“”■\xa0\u00ad\u200b\u0301\u0338\u3099ßİıſK漢字かなカ한글ÅéЖλ\ud800\udfff\U0001f600"
PLAIN = "aZ09 _.,-<=>'\"\n\t\x1c\0"


def words_of_the_whole(text: str) -> list[str]:
    whole = unicodedata.normalize("NFKC", readings._UNSEEN.sub("", text)).casefold()
    return readings._word_or_ideograph().findall(whole)


def test_a_character_parts_or_joins_words_as_in_the_whole_text():
    """All that have forms or rules of their own; ideographs, Hangul and private characters are alike in blocks."""
    for start in (*range(0, 0x3500, 256), *range(0xD700, 0xE100, 256), *range(0xF900, 0x1FF00, 256)):
        block = [chr(number) for number in range(start, start + 256)]
        text = " ".join(f"a{one}b <{one}{one}" for one in block)
        assert words_in(text) == words_of_the_whole(text), hex(start)


@pytest.mark.parametrize("seed", range(4))
def test_odd_characters_beside_each_other_part_or_join_words_as_in_the_whole_text(seed: int):
    dice = random.Random(seed)
    for _ in range(2000):
        text = "".join(dice.choices(PLAIN + ODD, k=dice.randint(0, 12)))
        assert words_in(text) == words_of_the_whole(text), ascii(text)
