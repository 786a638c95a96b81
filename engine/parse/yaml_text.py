"""YAML text to a node tree with lines.

Reads the event stream with a stack of its own, so that no text can exhaust the interpreter's. Refuses what would make
a text mean something else than it shows: duplicate keys, anchors and aliases, tags, directives, several documents,
invisible characters, tabs as indentation. Resolves no types.
"""

import unicodedata
from typing import Any

import yaml

from engine.parse import odd_spaces
from engine.parse.faults import Faults, quoted
from engine.parse.full_width import advice, slip_in_word, slips_in_lines
from engine.parse.nodes import Entry, ListNode, MapNode, Node, TextNode

MOST_BYTES = 1_000_000
MOST_DEPTH = 32
MOST_NODES = 60_000

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_HIDDEN = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
_PROBLEMS = (
    ("mapping values are not allowed", "这里不能再出现“键: 值”，多半是缩进不对，或上一行少了引号"),
    ("could not find expected ':'", "键后面缺少冒号（冒号后要有空格）"),
    ("did not find expected key", "缩进不对齐，或引号、括号没有配对"),
    ("expected ',' or '}'", "花括号 { } 没有配对，或其中缺少逗号"),
    ("expected ',' or ']'", "方括号 [ ] 没有配对，或其中缺少逗号"),
    ("unexpected end of stream", "引号或括号没有配对，文本提前结束"),
    ("cannot start any token", "有文字以 YAML 的特殊字符开头，请加引号"),
    ("block sequence entries are not allowed", "“- ”列表项的位置不对"),
    ("expected <block end>", "缩进不对齐"),
    ("did not find expected '-' indicator", "列表项的缩进不对齐"),
)


class _TooMuch(Exception):
    """The text goes beyond a limit; the fault is already recorded."""


def load_yaml(text: str, faults: Faults) -> Node | None:
    """The tree of the one document in `text`, or None with the reason among the faults. Never raises."""
    if not _readable(text, faults):
        return None
    builder = _Builder(faults)
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            builder.take(event)
    except _TooMuch:
        return None
    except (yaml.YAMLError, ValueError) as error:
        _tell_syntax(error, text, faults)
        return None
    if builder.has_odd_spaces:
        return None
    if builder.root is None:
        faults.add("empty-text", 0, "文本是空的", "the text is empty.")
    return builder.root


def _readable(text: str, faults: Faults) -> bool:
    if len(text) > MOST_BYTES or len(text.encode("utf-8", "replace")) > MOST_BYTES:
        faults.add("too-large", 0, f"文本超过 {MOST_BYTES} 字节", f"the text is larger than {MOST_BYTES} bytes.")
        return False
    fine = True
    for number, line in enumerate(text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n"), start=1):
        if "\t" in line[: len(line) - len(line.lstrip())]:
            fine = False
            faults.add("tab", number, "缩进用了制表符（Tab），请改用空格", "a tab is used as indentation; use spaces.")
        if hidden := _hidden_in(line):
            fine = False
            _tell_hidden(hidden, number, faults)
    return fine


def _hidden_in(text: str) -> str:
    return next((each for each in text if each != "\t" and unicodedata.category(each) in _HIDDEN), "")


def _tell_hidden(character: str, line: int, faults: Faults) -> None:
    name = f"U+{ord(character):04X}"
    faults.add(
        "hidden-character",
        line,
        f"有看不见的字符 {name}，文本的意思会与看到的不同，请删除",
        f"there is an invisible character {name}: the text would mean something else than it shows; delete it.",
    )


def _tell_syntax(error: Exception, text: str, faults: Faults) -> None:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = getattr(error, "problem", None) or str(error).splitlines()[0]
    if slips := list(slips_in_lines(text, mark.line + 1 if mark else text.count("\n") + 1)):
        for line, column, sign in slips:
            if column:
                faults.add("yaml-syntax", line, *odd_spaces.told(sign, column))
            else:
                faults.add("yaml-syntax", line, "YAML 写法有误", "not valid YAML.", *advice(sign))
        return
    zh = next((words for start, words in _PROBLEMS if start in problem), "此处不符合 YAML 的写法")
    faults.add(
        "yaml-syntax", mark.line + 1 if mark else 0, f"YAML 写法有误：{zh}", f"not valid YAML: {quoted(problem)}."
    )


class _Open:
    """A list or mapping that is still being read. In a mapping `key` waits for its value."""

    __slots__ = ("entries", "expects_key", "is_map", "items", "key", "key_line", "line", "seen")

    def __init__(self, *, is_map: bool, line: int) -> None:
        self.is_map = is_map
        self.line = line
        self.items: list[Node] = []
        self.entries: list[Entry] = []
        self.expects_key = is_map
        self.key: str | None = None
        self.key_line = line
        self.seen: dict[str, int] = {}


class _Builder:
    """Builds the tree from events; INVARIANT: at most MOST_DEPTH levels and MOST_NODES nodes."""

    def __init__(self, faults: Faults) -> None:
        self.root: Node | None = None
        self.has_odd_spaces = False
        self._faults = faults
        self._stack: list[_Open] = []
        self._nodes = 0
        self._documents = 0

    def take(self, event: yaml.Event) -> None:
        line = event.start_mark.line + 1 if event.start_mark else 0
        match event:
            case yaml.DocumentStartEvent():
                self._start_document(event, line)
            case yaml.AliasEvent():
                self._refuse("alias", line, "别名（*）", "an alias (*)")
                self._put(TextNode("", line), line)
            case yaml.ScalarEvent():
                self._count(event, line)
                self._put(self._scalar(event, line), line)
            case yaml.SequenceStartEvent() | yaml.MappingStartEvent():
                self._count(event, line)
                self._open(_Open(is_map=isinstance(event, yaml.MappingStartEvent), line=line))
            case yaml.SequenceEndEvent() | yaml.MappingEndEvent():
                self._close()
            case _:
                pass

    def _start_document(self, event: yaml.DocumentStartEvent, line: int) -> None:
        self._documents += 1
        if self._documents > 1:
            self._faults.add(
                "several-documents",
                line,
                "一个文件只能有一份文本，“---”之后的内容请另存一个文件",
                "a file holds one document; put what follows `---` into another file.",
            )
            raise _TooMuch
        if event.version or event.tags:
            self._refuse("directive", line, "% 指令", "a % directive")

    def _refuse(self, code: str, line: int, zh: str, en: str) -> None:
        self._faults.add(code, line, f"规则包里不能用{zh}，请把内容写全", f"{en} is not allowed here; write it out.")

    def _count(self, event: Any, line: int) -> None:
        if event.anchor:
            self._refuse("anchor", line, "锚点（&）", "an anchor (&)")
        if event.tag:
            self._refuse("tag", line, "类型标签（!）", "a tag (!)")
        self._nodes += 1
        if self._nodes > MOST_NODES:
            self._faults.add("too-large", line, f"内容超过 {MOST_NODES} 项", f"more than {MOST_NODES} nodes.")
            raise _TooMuch

    def _scalar(self, event: yaml.ScalarEvent, line: int) -> TextNode:
        value: str = event.value
        for part in value.split("\n"):
            if hidden := _hidden_in(part):
                _tell_hidden(hidden, line, self._faults)
        if not event.style and (at := odd_spaces.in_word(value)) >= 0:
            self.has_odd_spaces = True
            column = event.start_mark.column + at + 1 if event.start_mark else at + 1
            self._faults.add("yaml-syntax", line, *odd_spaces.told(value[at], column))
        elif sign := slip_in_word(value):
            self._faults.note_slip(line, value, sign)
        return TextNode(value, line)

    def _open(self, part: _Open) -> None:
        if len(self._stack) >= MOST_DEPTH:
            zh, en = (
                f"嵌套超过 {MOST_DEPTH} 层，请拆成几条规则",
                f"nested deeper than {MOST_DEPTH} levels; split the rule.",
            )
            self._faults.add("too-deep", part.line, zh, en)
            raise _TooMuch
        self._stack.append(part)

    def _close(self) -> None:
        done = self._stack.pop()
        node = MapNode(tuple(done.entries), done.line) if done.is_map else ListNode(tuple(done.items), done.line)
        self._put(node, done.line)

    def _put(self, node: Node, line: int) -> None:
        if not self._stack:
            self.root = node
            return
        part = self._stack[-1]
        if not part.is_map:
            part.items.append(node)
        elif part.expects_key:
            self._put_key(part, node, line)
        else:
            if part.key is not None:
                part.entries.append(Entry(part.key, part.key_line, node))
            part.expects_key = True

    def _put_key(self, part: _Open, node: Node, line: int) -> None:
        part.expects_key, part.key, part.key_line = False, None, line
        if not isinstance(node, TextNode):
            self._faults.add("key-not-text", line, "键必须是一个词，不能是列表或映射", "a key must be a word.")
        elif node.text in part.seen:
            zh = f"键 “{quoted(node.text)}” 重复，第 {part.seen[node.text]} 行已经写过"
            en = f'duplicate key "{quoted(node.text)}"; it stands on line {part.seen[node.text]} already.'
            self._faults.add("duplicate-key", line, zh, en)
        else:
            part.key = node.text
            part.seen[node.text] = line
