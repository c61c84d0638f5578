"""Word lists and sentence patterns in files with [headings]."""

from __future__ import annotations

import functools
from pathlib import Path

from ..folders import RECIPE


def sections(path: Path) -> dict[str, list[str]]:
    """Heading -> its lines, without comments."""
    found: dict[str, list[str]] = {}
    current: list[str] = []
    for raw in path.read_text(encoding="utf-8").splitlines():
        line = raw.strip()
        if line.startswith("[") and line.endswith("]") and " " not in line and "|" not in line:
            current = found.setdefault(line[1:-1], [])
        elif line and not line.startswith("#"):
            current.append(line)
    return found


@functools.cache
def word_lists() -> dict[str, list[str]]:
    """The entries of grammar/lists.txt, each once."""
    lists = {}
    for heading, lines in sections(RECIPE / "grammar" / "lists.txt").items():
        entries = (entry.strip() for entry in " ".join(lines).split("|"))
        lists[heading] = list(dict.fromkeys(entry for entry in entries if entry))
    return lists
