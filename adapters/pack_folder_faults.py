"""The words for what is wrong with the files of packs as files: unreadable, unpublished, altered, missing."""

from adapters.system_faults import told
from engine.issues import Issue, Where

MOST_BYTES = 4_000_000


def too_large(name: str) -> Issue:
    return Issue(
        code="file-too-large",
        where=Where(file=name),
        zh=f"文件超过 {MOST_BYTES} 字节。",
        en=f"The file is larger than {MOST_BYTES} bytes.",
        hint_zh="请拆分为多个规则包。",
        hint_en="Split it into several packs.",
    )


def unreadable(name: str, error: OSError) -> Issue:
    zh, en = told(error)
    return Issue(
        code="unreadable-file",
        where=Where(file=name),
        zh=f"文件无法读取（{zh}）。",
        en=f"The file cannot be read ({en}).",
        hint_zh="请检查文件权限和磁盘。",
        hint_en="Check its permissions and the disk.",
    )


def bad_line(where: Where) -> Issue:
    return Issue(
        code="bad-release-line",
        where=where,
        zh="这一行不是“路径 发布日期 sha256:摘要”，路径不在本目录，或者路径重复。",
        en="This line is not “path date sha256:digest”, its path is not in this folder, or the path is repeated.",
        hint_zh="请改正这一行；每个文件一行，日期写作 2026-01-31。",
        hint_en="Correct the line; one line per file, the date as 2026-01-31.",
    )


def not_published(name: str) -> Issue:
    return Issue(
        code="not-published",
        where=Where(file=name),
        zh="文件未列入 RELEASES，没有发布日期。",
        en="The file is not in RELEASES, so it has no date of publication.",
        hint_zh="请经审核后发布；尚在起草的，请命名为 draft.yaml。",
        hint_en="Publish it after review; while it is being written call it draft.yaml.",
    )


def altered(name: str, where: Where) -> Issue:
    return Issue(
        code="release-altered",
        where=Where(file=name),
        zh=f"文件内容与 {where} 登记的摘要不符：已发布的版本被改动。",
        en=f"The file differs from the digest at {where}: a published release was altered.",
        hint_zh="请恢复原文件；需要更正的，发布新版本并以 corrects 注明。",
        hint_en="Restore the file; a correction is a new release with `corrects`.",
    )


def never_published(name: str, where: Where) -> Issue:
    return Issue(
        code="draft-published",
        where=where,
        zh=f"{name} 是草稿或者用例，不能列入 RELEASES。",
        en=f"{name} is a draft or a file of cases and cannot stand in RELEASES.",
        hint_zh="请删去这一行；发布时以版本号命名文件。",
        hint_en="Delete the line; a published file is named after its version.",
    )


def missing(name: str, where: Where) -> Issue:
    return Issue(
        code="release-missing",
        where=where,
        zh=f"已发布的文件 {name} 不存在。",
        en=f"The published file {name} is not there.",
        hint_zh="已发布的版本不得删除，请恢复该文件。",
        hint_en="A release is never deleted: restore the file.",
    )
