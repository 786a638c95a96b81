"""Writes the letters' texts anew: `python -m tests.casework.letters.rewrite`. Read every line before you keep it."""

from pathlib import Path

from casework.letter_text import text_of
from tests.fakes.letters import LETTERS

FOLDER = Path(__file__).parent


def main() -> None:
    for path in FOLDER.glob("*.txt"):
        path.unlink()
    for name, made in LETTERS.items():
        (FOLDER / f"{name}.txt").write_text(text_of(made()), encoding="utf-8")


if __name__ == "__main__":
    main()
