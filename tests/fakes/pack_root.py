"""A root folder with sound packs, and its RELEASES lines."""

import shutil
from datetime import date
from pathlib import Path

from adapters.pack_folder import release_line

BROKEN = Path(__file__).parent.parent / "broken_packs"
SOUND = BROKEN / "sound"
ON = date(2026, 6, 1)
PUBLISHED = date(2026, 1, 1)


def sound_root(root: Path) -> Path:
    """A copy of the sound packs under `root`, published on PUBLISHED."""
    shutil.copytree(SOUND, root, dirs_exist_ok=True)
    publish_all(root)
    return root


def publish_all(root: Path, on: date = PUBLISHED) -> None:
    """Writes RELEASES over everything that is neither a draft nor a case."""
    for shelf in ("rules", "memoranda"):
        files = sorted((root / shelf).rglob("*.yaml"))
        frozen = [file for file in files if file.name != "draft.yaml" and file.parent.name != "cases"]
        lines = [release_line(file.relative_to(root).as_posix(), file.read_bytes(), on) for file in frozen]
        (root / shelf / "RELEASES").write_text("# 已发布\n" + "\n".join(lines) + "\n", encoding="utf-8")
