"""What somebody means who types a pack's id or a path; and where nothing is there, what is."""

from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path, PurePosixPath

SHELVES = ("rules", "memoranda")
_MOST = 30


@dataclass(frozen=True, slots=True)
class Place:
    """A file or folder as the packs name it: posix, relative to the root."""

    path: str

    @property
    def pack(self) -> str:
        """The pack it belongs to: the folder itself, that of a release or draft, or the one above its cases."""
        path = PurePosixPath(self.path)
        folder = path.parent if path.suffix == ".yaml" else path
        return str(folder.parent if folder.name == "cases" else folder)

    def holds(self, file: str) -> bool:
        """Whether a file is this one, or stands in this folder."""
        return file == self.path or file.startswith(f"{self.path}/")


def place_of(named: str, root: Path) -> Place:
    """The place that an id (`rules/cn/wage`), `id@version`, or a path from here or from anywhere names; it need not exist."""
    pack, at, version = named.rstrip("/").partition("@")
    typed = f"{pack}/{version}.yaml" if at else pack
    for path in (root / typed, Path(typed)):
        here = path.resolve()
        if here.exists() and here.is_relative_to(root.resolve()):
            return Place(here.relative_to(root.resolve()).as_posix())
    return Place(PurePosixPath(typed).as_posix())


def nothing_there(place: Place, root: Path) -> tuple[str, str]:
    """That there is no such file or folder, what stands in the nearest folder that exists, and what was likely meant."""
    wanted = PurePosixPath(place.path)
    folder = next((each for each in wanted.parents if (root / each).is_dir()), PurePosixPath())
    there = _inside(root, folder)
    missing = wanted.relative_to(folder).parts[0] if wanted.is_relative_to(folder) else place.path
    near = get_close_matches(missing, there, n=1)
    shown = "、".join(there[:_MOST]) + ("……" if len(there) > _MOST else "") or "（空）"
    where = str(folder) if folder.parts else str(root)
    zh = f"没有“{place.path}”这个规则包、目录或者文件；{where} 下有：{shown}。"
    en = f'there is no pack, folder or file "{place.path}"; in {where} there are: {shown.replace("、", ", ")}.'
    if near:
        meant = folder / near[0]
        return f"{zh}是否指“{meant}”？", f'{en} Did you mean "{meant}"?'
    return f"{zh}全部标识见 shangfa packs list。", f"{en} shangfa packs list shows every id."


def _inside(root: Path, folder: PurePosixPath) -> list[str]:
    """The names in a folder of packs; of the root itself only the two shelves."""
    if not folder.parts:
        return [shelf for shelf in SHELVES if (root / shelf).is_dir()]
    found = (root / folder).iterdir()
    return sorted(
        each.name for each in found if not each.name.startswith(".") and (each.is_dir() or each.suffix == ".yaml")
    )
