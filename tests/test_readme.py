"""The README says what is true: the commands there are, and what the broken samples are told."""

import re

from pipeline.cli import main
from tests.commands import PROJECT, keyplan

README = (PROJECT / "README.md").read_text(encoding="utf-8")


def test_every_command_is_in_the_readme_and_every_command_of_the_readme_is_there():
    shown = set(re.findall(r"^\| `keyplan (\w+)", README, re.MULTILINE))

    assert shown == set(main.commands)


def test_every_option_of_the_readme_is_there():
    for command, options in re.findall(r"^\| `keyplan (\w+)(.*?)` \|", README, re.MULTILINE):
        known = {option for parameter in main.commands[command].params for option in parameter.opts}
        assert set(re.findall(r"--[\w-]+", options)) <= known, command


def test_what_the_readme_shows_of_the_broken_samples_is_what_is_told():
    told = keyplan("check", "samples/broken").stdout
    shown = re.findall(r"^    ((?:samples/broken/|  ■).*)$", README, re.MULTILINE)

    assert len(shown) >= 5
    for line in shown:
        assert line in told


def test_the_pictures_of_the_readme_are_there():
    for path in re.findall(r"!\[.*?\]\((.*?)\)", README):
        assert (PROJECT / path).is_file(), path
