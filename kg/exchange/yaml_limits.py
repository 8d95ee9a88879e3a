"""How far a YAML file may go: its depth, what its aliases stand for, and how many values stand in so much text.

The library takes some 80 microseconds for each value and line, and a reader goes through what an alias stands for as
though it were written out. Ten lines of aliases can stand for billions of values.
"""

from __future__ import annotations

import re
from typing import Any

from ruamel.yaml import composer
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.events import AliasEvent
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from kg.errors import LimitError

MAX_CHARACTERS = 16 * 1024 * 1024
MAX_DEPTH = 64
"""Lists and mappings inside each other, those that aliases stand for too."""
MAX_ALIASED = 100_000
"""Values that all aliases of a file stand for."""
MAX_MERGED = 500
"""Mappings that take in others by `<<`. The library's time grows with the square of their number."""
_MERGE = "<<"
_DENSE, _SPARSE = 20_000, 8
"""Lines and commas: so many, and beyond that one for so many characters."""


# The library looks at all of them before it gives the first.
_OPENED = re.compile(rf"[\[{{](?:\s{{0,8}}[\[{{]){{{MAX_DEPTH}}}")


def check_density(text: str, name: str) -> None:
    """Raise LimitError where a text is too long, or has far more lines and items than others of its length."""
    if len(text) > MAX_CHARACTERS:
        raise LimitError(
            "too long for YAML", where=name, found=f"{len(text):,} characters", expected=f"at most {MAX_CHARACTERS:,}",
            hint="a workbook or CSV file holds more, and is read far sooner: normgraph template portfolio.xlsx",
        )  # fmt: skip
    if deep := _OPENED.search(text):
        raise too_deep(f"{name}:{text.count(chr(10), 0, deep.start()) + 1}")
    found, most = text.count("\n") + text.count(","), _DENSE + len(text) // _SPARSE
    if found > most:
        raise LimitError(
            "far more lines and commas than text", where=name, found=f"{found:,} in {len(text):,} characters",
            expected=f"at most {most:,}", hint="take out blank lines and empty entries",
        )  # fmt: skip


def too_deep(where: str) -> LimitError:
    """The error for lists and mappings inside each other."""
    return LimitError(
        "nested too deeply", where=where, expected=f"at most {MAX_DEPTH} lists and mappings inside each other"
    )


class TooManyAliases(MarkedYAMLError):
    """The aliases up to a place stand for too many values."""


class TooManyMerges(MarkedYAMLError):
    """Mappings up to a place take in others too often."""


class Composer(composer.Composer):
    """Composes nodes, and stops where aliases stand for too much or for what they are part of."""

    def __init__(self, loader: Any = None) -> None:
        super().__init__(loader)
        # An anchor may be given anew, as YAML has it.
        self.warn_double_anchors = False
        self._aliased = self._merged = self._merging = 0
        # By identity: the node, which must live on; how many values it stands for; how many levels.
        self._known: dict[int, tuple[Node, int, int]] = {}

    def compose_node(self, parent: Any, index: Any) -> Any:
        """The next node."""
        merging = isinstance(index, ScalarNode) and index.value == _MERGE
        if not self.parser.check_event(AliasEvent):
            self._merging += merging
            node = super().compose_node(parent, index)
            self._merging -= merging
            return node
        mark = self.parser.peek_event().start_mark
        self._merged += merging or self._merging > 0
        if self._merged > MAX_MERGED:
            raise TooManyMerges(problem_mark=mark)
        node = super().compose_node(parent, index)
        # A list or mapping has its end once all in it is known.
        if isinstance(node, (SequenceNode, MappingNode)) and node.end_mark is None:
            raise MarkedYAMLError(problem="found an alias of what it is part of", problem_mark=mark)
        size, levels = self._extent(node)
        self._aliased += size
        if self._aliased > MAX_ALIASED:
            raise TooManyAliases(problem_mark=mark)
        if self.depth + levels > MAX_DEPTH:
            raise composer.MaxDepthExceededError(problem_mark=mark)
        return node

    def _extent(self, node: Node) -> tuple[int, int]:
        """How many values a node stands for, and how many levels. A node with an anchor is gone through once."""
        if (known := self._known.get(id(node))) is not None:
            return known[1], known[2]
        size, levels = 1, 1
        inner = node.value if isinstance(node, SequenceNode) else ()
        if isinstance(node, MappingNode):
            inner = [part for pair in node.value for part in pair]
        for part in inner:
            more, below = self._extent(part)
            size, levels = size + more, max(levels, below + 1)
        if node.anchor is not None:
            self._known[id(node)] = node, size, levels
        return size, levels
