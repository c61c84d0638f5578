"""All text to train on, and what is kept out of it."""

from __future__ import annotations

import json
import random
from dataclasses import asdict, dataclass

from ..folders import Work
from . import grammar, prose, written
from .kept_out import is_kept_out
from .vocabulary import Vocabulary

GRAMMAR_SENTENCES = 46_000
HELD_OUT = 500


@dataclass
class Corpus:
    """Texts by kind. `held_out` are sentences of the grammar, and texts/held_out/, that are never spoken in training."""

    written: list[str]
    grammar: list[str]
    prose: list[str]
    loose_words: list[str]
    held_out: list[str]

    def draw(self, draw: random.Random, shares: tuple[float, float, float, float] = (0.58, 0.12, 0.2, 0.1)) -> str:
        """One text: written, grammar, prose, loose words in these shares. Kinds without any text are passed over."""
        kinds = [self.written, self.grammar, self.prose, self.loose_words]
        weights = [share if kind else 0.0 for share, kind in zip(shares, kinds, strict=True)]
        return draw.choice(draw.choices(kinds, weights)[0])


def make(work: Work, with_prose: bool = True, grammar_sentences: int = GRAMMAR_SENTENCES) -> Corpus:
    """Writes the corpus and saves it. Deterministic, given the same packages."""
    vocabulary = Vocabulary(work.asset("multilingual.tiktoken"))
    by_grammar = _spellable(grammar.sentences(grammar_sentences, seed=11), vocabulary)
    random.Random(5).shuffle(by_grammar)
    held = written.written(vocabulary, written.TEXTS / "held_out", variants=1)
    held += by_grammar[: min(HELD_OUT, grammar_sentences // 10)]
    kept_out = {text.lower() for text in held}
    parts = [written.written(vocabulary), by_grammar, [], []]
    if with_prose:
        prose.unpack(work.debian)
        parts[2:] = [_spellable(prose.prose(work.debian), vocabulary), prose.loose_words(work.debian)]
    kept = [[text for text in part if text.lower() not in kept_out and not is_kept_out(text)] for part in parts]
    corpus = Corpus(*kept, held_out=held)
    work.corpus.write_text(json.dumps(asdict(corpus), ensure_ascii=False), encoding="utf-8")
    return corpus


def load(work: Work) -> Corpus:
    """The saved corpus."""
    if not work.corpus.exists():
        raise SystemExit(f"there is no {work.corpus}: run `train --work {work.folder} prepare` first")
    return Corpus(**json.loads(work.corpus.read_text(encoding="utf-8")))


def _spellable(texts: list[str], vocabulary: Vocabulary) -> list[str]:
    found = []
    for text in texts:
        try:
            vocabulary.encode(text)
            found.append(text)
        except ValueError:
            continue
    return found
