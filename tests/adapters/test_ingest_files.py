"""A file as a whole: which kind, which encoding, which format; and that no bytes ever make a reader raise."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.ingest import Encoding, Format, opening, read_ends, read_entries, read_facts
from adapters.ingest.opening import MOST_CHARACTERS
from tests.adapters.ingest_files import CATALOGUE, HEADER, ROW, csv_file, told, written


def test_utf8_with_and_without_mark_and_gb18030_give_the_same_rows(tmp_path: Path) -> None:
    """The three encodings spreadsheets in use here write; what was taken is told."""
    encodings = {"utf-8": Encoding.UTF_8, "utf-8-sig": Encoding.UTF_8, "gb18030": Encoding.GB18030}
    batches = {
        name: read_facts(written(tmp_path, "file.csv", f"{HEADER}\n{ROW}\n".encode(name)), CATALOGUE)
        for name in encodings
    }

    assert {name: batch.encoding for name, batch in batches.items()} == encodings
    assert [batch.faults for batch in batches.values()] == [(), (), ()]
    assert len({batch.rows[0].name for batch in batches.values()}) == 1


def test_a_short_text_that_both_encodings_can_read_is_read_as_chinese(tmp_path: Path) -> None:
    """通统同 in GB18030 happen to be sound UTF-8 as well; a name must not be recorded as accented letters unnoticed."""
    row = ROW.replace("虚构某工程有限公司", "通统同")
    texts = {"gb18030": Encoding.GB18030, "utf-8": Encoding.UTF_8}

    for name, encoding in texts.items():
        batch = read_facts(written(tmp_path, "file.csv", f"{HEADER}\n{row}\n".encode(name)), CATALOGUE)
        assert (batch.encoding, batch.rows[0].name) == (encoding, "通统同")
    cyrillic = read_facts(
        written(tmp_path, "file.csv", f"{HEADER}\n{row}\n".replace("通统同", "Привет мир").encode()), CATALOGUE
    )
    assert cyrillic.rows[0].name == "Привет мир"


def test_a_wished_encoding_is_verified_not_believed(tmp_path: Path) -> None:
    """--encoding that does not decode the file is a fault with the line, never a file full of wrong characters."""
    path = written(tmp_path, "file.csv", f"{HEADER}\n{ROW}\n".encode("gb18030"))

    batch = read_facts(path, CATALOGUE, encoding=Encoding.UTF_8)

    assert batch.rows == ()
    assert [(fault.line, "UTF-8" in fault.zh) for fault in batch.faults] == [(2, True)]


def test_bytes_in_neither_encoding_are_told_with_their_line(tmp_path: Path) -> None:
    """The clerk is led to the damaged line, not told that "a codec" failed."""
    path = written(tmp_path, "file.csv", f"{HEADER}\n{ROW}\n".encode() + b"\xff\xff\n")

    batch = read_facts(path, CATALOGUE)

    assert [(fault.line, "UTF-8" in fault.zh, "GB18030" in fault.zh) for fault in batch.faults] == [(3, True, True)]


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("empty.csv", b"", "空"),
        ("blank.csv", b"\n \n", "没有数据行"),
        ("mark.csv", b"\xef\xbb\xbf", "没有数据行"),
        ("header.csv", HEADER.encode(), "没有数据行"),
        ("utf16.csv", HEADER.encode("utf-16"), "UTF-16"),
        ("book.csv", b"PK\x03\x04rest", "Excel"),
        ("old.csv", b"\xd0\xcf\x11\xe0rest", "Excel"),
        ("page.csv", b"%PDF-1.7", "PDF"),
        ("file.xlsx", b"PK\x03\x04rest", "--format"),
        ("file.txt", b"a,b", "--format"),
        ("empty.jsonl", b"\n\n", "没有数据行"),
    ],
)
def test_a_file_that_is_no_table_is_told_in_one_sentence(tmp_path: Path, name: str, content: bytes, word: str) -> None:
    """One fault of the file as a whole, saying what it is and what to do; no fault per line of rubbish."""
    batch = read_facts(written(tmp_path, name, content), CATALOGUE)

    assert batch.rows == ()
    assert len(batch.faults) == 1
    assert word in batch.faults[0].zh


def test_a_folder_a_missing_file_and_a_pipe_are_told_apart(tmp_path: Path) -> None:
    """A pipe cannot be read twice (encoding, then rows) and would hang; it is refused before it is opened."""
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    folder = tmp_path / "folder.csv"
    folder.mkdir()

    texts = [read_facts(path, CATALOGUE).faults[0].zh for path in (folder, tmp_path / "none.csv", pipe)]

    words = ("文件夹", "没有这个文件", "普通文件")
    assert [word in text for word, text in zip(words, texts, strict=True)] == [True] * 3


def test_a_name_that_is_no_file_name_is_a_fault_and_no_crash() -> None:
    """A NUL or an endless name comes from scripts; the reader answers in words."""
    faults = [read_facts(Path(name), CATALOGUE).faults for name in ("a\0b.csv", "x" * 5000 + ".csv")]

    assert [[(fault.line, fault.zh[:2]) for fault in found] for found in faults] == [[(0, "文件")], [(0, "无法")]]


def test_the_format_may_be_said(tmp_path: Path) -> None:
    """Exports come with all sorts of endings."""
    path = written(tmp_path, "export.txt", f"{HEADER}\n{ROW}\n".encode())

    assert len(read_facts(path, CATALOGUE, format=Format.CSV).rows) == 1


def test_windows_and_old_mac_line_ends_count_lines_alike(tmp_path: Path) -> None:
    """CRLF from Excel, CR from old exports: a fault is on the line an editor shows."""
    bad = ROW.replace("91520103MA6FKE0018", "short")
    numbers = [
        [row.where for row in read_facts(csv_file(tmp_path, HEADER, ROW, bad, end=end), CATALOGUE).rows]
        for end in ("\n", "\r\n", "\r")
    ]

    assert numbers == [["第2行", "第3行"]] * 3


def test_a_line_without_end_is_told_and_the_rest_is_still_read(tmp_path: Path) -> None:
    """A missing line break must not fill the memory, nor hide the faults of the lines behind it."""
    path = csv_file(tmp_path, HEADER, "x" * (3 * MOST_CHARACTERS), ROW + ",多出一栏")

    batch = read_facts(path, CATALOGUE)

    expected = [(2, "超过65536个字符"), (3, "实有9栏")]
    assert told(batch, expected) == expected


@pytest.mark.parametrize("character", ["\0", "\x07", "\u200b", "\ufffd", "\u202e"])
def test_characters_nobody_sees_are_told_with_line_and_number(tmp_path: Path, character: str) -> None:
    """An invisible character in a code makes two subjects of one; a replacement character is text already lost."""
    batch = read_facts(csv_file(tmp_path, HEADER, ROW, ROW.replace("某", f"{character}某")), CATALOGUE)

    expected = [(3, f"U+{ord(character):04X}")]
    assert told(batch, expected) == expected


def test_a_file_of_too_many_rows_is_told_to_be_split(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One file is one transaction under the writer's lock; reading stops where it would grow too long."""
    monkeypatch.setattr(opening, "MOST_ROWS", 2)

    batch = read_facts(csv_file(tmp_path, HEADER, ROW, ROW, ROW), CATALOGUE)

    expected = [(4, "最多2条")]
    assert (batch.rows, told(batch, expected)) == ((), expected)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    content=st.one_of(
        st.binary(max_size=300),
        st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")),
        st.text(alphabet='",\n\r;\t=\0{}[]:ab0无"', max_size=200).map(lambda text: (HEADER + "\n" + text).encode()),
        st.text(alphabet='{}[]":,0-9eE.\\uD8tfn \n', max_size=200).map(str.encode),
    ),
    ending=st.sampled_from([".csv", ".jsonl"]),
)
def test_no_bytes_make_a_reader_raise_and_none_pass_in_silence(tmp_path: Path, content: bytes, ending: str) -> None:
    """Whatever a file holds: rows, or faults, never an exception and never nothing at all."""
    path = written(tmp_path, f"any{ending}", content)

    for batch in (read_facts(path, CATALOGUE), read_entries(path), read_ends(path)):
        assert batch.rows or batch.faults
        assert all(fault.told("zh") and fault.told("en") for fault in batch.faults)
