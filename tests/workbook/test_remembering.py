"""What the same bytes came to is known the second time; what many bytes came to is not kept."""

from pipeline.workbook.remembering import remembering


def test_bytes_that_are_met_again_are_not_read_again():
    met: list[tuple[bytes, str]] = []

    @remembering(2)
    def read(content: bytes, about: str) -> bytes:
        met.append((content, about))
        return content.upper()

    assert [read(b"one", "a"), read(b"one", "a"), read(b"one", "b")] == [b"ONE"] * 3
    assert met == [(b"one", "a"), (b"one", "b")]

    read(b"three", "a")
    read(b"one", "a")
    assert met[2:] == [(b"three", "a"), (b"one", "a")]


def test_megabytes_are_read_each_time():
    met = 0

    @remembering(2)
    def read(content: bytes) -> int:
        nonlocal met
        met += 1
        return len(content)

    assert [read(b"x" * 100_000), read(b"x" * 100_000)] == [100_000] * 2
    assert met == 2
