"""Writes the expected texts of all fixtures anew: `python -m tests.engine.passes.rewrite`. Read the diff before you keep it."""

from dataclasses import replace

from tests.engine.passes.reading import AFTER, DAY, FOLDER, fixture, outcome, written


def main() -> None:
    for name in AFTER:
        for path in sorted((FOLDER / name).glob("*.txt")):
            found = fixture(path)
            days = found.expected or {DAY: ""}
            path.write_text(
                written(replace(found, expected={day: outcome(name, found, day) for day in days})), encoding="utf-8"
            )


if __name__ == "__main__":
    main()
