"""What the operating system refuses is told in the reader's own language."""

import errno

import pytest

from adapters.system_faults import told


@pytest.mark.parametrize("number", [errno.ENOENT, errno.EACCES, errno.ENOSPC, errno.EADDRINUSE, errno.EPROTO])
def test_no_english_stands_in_the_chinese(number: int) -> None:
    """“No such file or directory” in the middle of a Chinese sentence helps nobody who reads Chinese."""
    zh, en = told(OSError(number, "The system's own words"))

    assert zh
    assert not any(letter.isascii() and letter.isalpha() for letter in zh)
    assert not any(letter > "\u2e7f" for letter in en)


def test_what_has_no_words_keeps_the_system_s() -> None:
    """The number is what an operator can look up."""
    assert told(OSError(errno.EPROTO, "Protocol error")) == (f"系统错误 {errno.EPROTO}", "Protocol error")
