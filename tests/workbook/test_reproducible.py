"""What the last step of writing a workbook mends in it."""

import re
import zipfile

from tests.builders import STANDARDS_FILE


def test_the_children_of_a_font_stand_in_the_order_of_the_schema():
    with zipfile.ZipFile(STANDARDS_FILE.with_name("account.xlsx")) as archive:
        fonts = re.findall(r"<font>(.*?)</font>", archive.read("xl/styles.xml").decode())
    orders = [re.findall(r"<(\w+)", font) for font in fonts]

    assert ["b", "sz", "color", "name", "scheme"] in orders
    assert orders == [sorted(order, key=["b", "u", "sz", "color", "name", "scheme"].index) for order in orders]
