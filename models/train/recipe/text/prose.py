"""General Polish from Debian's packages: fortunes, manual pages, an office program's help, the talk in a game's
campaigns, and two word lists. Used to train, never shipped.
"""

from __future__ import annotations

import gettext
import gzip
import html
import os
import random
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

CAMPAIGNS = "did dm dw ei httt l low nr sof sota sotbe thot trow tsg ttb utbs".split()
PACKAGES = (
    *("fortunes-pl", "manpages-pl", "libreoffice-help-pl", "wpolish", "hunspell-pl"),
    *(f"wesnoth-1.16-{campaign}" for campaign in CAMPAIGNS),
)
MOST_OF_MANUALS, MOST_OF_HELP = 5000, 8000
"""Sentences of each, of which there are more: they are about computers."""
LETTERS = "A-Za-zĄĆĘŁŃÓŚŹŻąćęłńóśźż"
SENTENCE = re.compile(rf"^[{LETTERS} ,.?!\-]+$")
WORD = re.compile(r"^[a-ząćęłńóśźż]+$")
POLISH_LETTERS = set("ąćęłńóśźż")
FOREIGN_WORDS = {
    "the",
    "and",
    "of",
    "to",
    "is",
    "for",
    "with",
    "this",
    "that",
    "you",
    "not",
    "are",
    "file",
    "set",
    "von",
    "der",
    "und",
}


def unpack(folder: Path) -> None:
    """Fetches the packages and unpacks them into the folder; needs no root."""
    folder.mkdir(parents=True, exist_ok=True)
    for package in PACKAGES:
        if any(folder.glob(f"{package}_*.deb")):
            continue
        subprocess.run(["apt-get", "download", "-qq", package], cwd=folder, check=True)
        for archive in folder.glob(f"{package}_*.deb"):
            subprocess.run(["dpkg-deb", "-x", archive, folder / "root"], check=True)


def prose(folder: Path, seed: int = 5) -> list[str]:
    """Sentences of all of them, those about computers cut to a few thousand."""
    share = folder / "root" / "usr" / "share"
    draw = random.Random(seed)

    def some(texts: Iterator[str], most: int | None = None) -> list[str]:
        found = list(dict.fromkeys(sentence for text in texts for sentence in sentences(text)))
        draw.shuffle(found)
        return found[:most]

    return [
        *some(_fortunes(share / "games/fortunes/pl")),
        *some(_campaigns(share / "games")),
        *some(_manuals(share / "man/pl"), MOST_OF_MANUALS),
        *some(_help(share / "libreoffice/help/pl/text"), MOST_OF_HELP),
    ]


def loose_words(folder: Path, count: int = 12000, seed: int = 6) -> list[str]:
    """One to six words that have nothing to do with each other, for open vocabulary."""
    share = folder / "root" / "usr" / "share"
    inflected = _words((share / "dict/polish").read_text(encoding="utf8", errors="replace").splitlines())
    dictionary = (share / "hunspell/pl_PL.dic").read_text(encoding="iso8859-2", errors="replace").splitlines()
    bases = _words(line.split("/")[0] for line in dictionary)
    draw = random.Random(seed)
    found = []
    for _ in range(count):
        words = [draw.choice(inflected if draw.random() < 0.5 else bases) for _ in range(draw.randint(1, 6))]
        text = " ".join(words)
        found.append(text[0].upper() + text[1:] + "." if draw.random() < 0.6 else text)
    return found


def sentences(text: str) -> Iterator[str]:
    """The sentences of a text that can be read aloud: Polish words, no digits, no abbreviations."""
    for raw in re.split(r"(?<=[.?!])\s+", re.sub(r"\s+", " ", text)):
        sentence = raw.strip().strip('-– "„”')
        for pattern, instead in ((r"\.{2,}", "."), (r"\s-+\s", ", "), (r"!{2,}", "!"), (r"\?[?!]+", "?")):
            sentence = re.sub(pattern, instead, sentence)
        if _readable(sentence):
            yield sentence


def _readable(sentence: str) -> bool:
    words = sentence.split()
    if not 2 <= len(words) <= 18 or len(sentence) > 140 or not SENTENCE.match(sentence):
        return False
    if sentence[-1] not in ".?!" or not sentence[0].isupper() or not POLISH_LETTERS & set(sentence):
        return False
    bare = [word.strip(",.?!") for word in words]
    return not any(
        len(word) > 18
        or word.lower() in FOREIGN_WORDS
        or word.startswith("-")
        or re.search("[qvxQVX]", word)
        or (word.isupper() and len(word) > 1)
        for word in bare
    )


def _fortunes(folder: Path) -> Iterator[str]:
    for path in sorted(folder.glob("*")):
        if path.suffix in (".dat", ".u8") or not path.exists():
            continue
        raw = path.read_bytes()
        try:
            text = raw.decode("utf8")
        except UnicodeDecodeError:
            text = raw.decode("iso8859-2", "replace")
        for quotation in re.split(r"\n%\n", text):
            yield re.sub(r"\n\s*-{1,2}.*$", "", quotation, flags=re.S)


def _manuals(folder: Path) -> Iterator[str]:
    for path in sorted(folder.glob("man*/*.gz")):
        if os.path.islink(path):
            continue
        with gzip.open(path, "rt", errors="replace") as page:
            text = "\n".join(line for line in page.read().split("\n") if not line.startswith((".", "'")))
        yield re.sub(r"\\f[A-Z(]|\\-|\\&|\\c", lambda match: "-" if match.group(0) == "\\-" else "", text)


def _campaigns(folder: Path) -> Iterator[str]:
    for path in sorted(folder.glob("wesnoth/*/locale/pl/LC_MESSAGES/*.mo")):
        with path.open("rb") as compiled:
            texts = [text for text in gettext.GNUTranslations(compiled)._catalog.values() if isinstance(text, str)]
        for text in texts:
            yield re.sub(r"<[^>]*>", "", text).replace("—", ", ").replace("…", ".")


def _help(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*.html")):
        for paragraph in re.findall(r"<p[^>]*>(.*?)</p>", path.read_text(encoding="utf-8"), flags=re.S):
            yield html.unescape(re.sub(r"<[^>]*>", "", paragraph))


def _words(lines: Iterator[str] | list[str]) -> list[str]:
    stripped = (line.strip() for line in lines)
    return [word for word in stripped if 2 <= len(word) <= 14 and WORD.match(word) and not re.search("[qvx]", word)]
