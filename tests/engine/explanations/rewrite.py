"""Writes the explanations' texts anew: `python -m tests.engine.explanations.rewrite`. Read every line before you keep it."""

from tests.engine.explanations.worked import EXAMPLES, FOLDER
from tests.engine.explanations.writing import written


def main() -> None:
    for path in FOLDER.glob("*.txt"):
        path.unlink()
    for name, example in EXAMPLES.items():
        (FOLDER / f"{name}.txt").write_text(written(example), encoding="utf-8")


if __name__ == "__main__":
    main()
