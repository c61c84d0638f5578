"""Chooses the pieces of vocabulary.json from Whisper's own tokens. Run once; a new choice needs training from the beginning.

python -m recipe.text.make_vocabulary WORK_FOLDER [COUNT]
"""

from __future__ import annotations

import collections
import json
import math
import re
import sys

from ..folders import Work
from .corpus import load
from .vocabulary import LONGEST_PIECE, WORDS, likeliest_pieces, whisper_bytes

PIECE = re.compile(r"^ ?[A-Za-zĄĆĘŁŃÓŚŹŻąćęłńóśźż]*$|^ ?[,.?!\-]$")
ROUNDS = 8


def candidates(work: Work) -> dict[str, int]:
    """Whisper's tokens that are Polish text: piece -> number."""
    found = {}
    for token, rank in whisper_bytes(work.asset("multilingual.tiktoken")).items():
        try:
            piece = token.decode("utf8")
        except UnicodeDecodeError:
            continue
        if 0 < len(piece) <= LONGEST_PIECE and PIECE.match(piece):
            found[piece] = rank
    return found


def choose(words: collections.Counter[str], pieces: dict[str, int], count: int) -> dict[str, float]:
    """Piece -> log-probability: a unigram model, its rarest pieces dropped round by round."""
    letters = {letter for word in words for letter in word}
    needed = {piece for piece in pieces if len(piece.strip()) == 1 and piece.strip() in letters or piece == " "}
    seen: collections.Counter[str] = collections.Counter()
    for word, times in words.items():
        for start in range(len(word)):
            for end in range(start + 1, min(len(word), start + LONGEST_PIECE) + 1):
                if word[start:end] in pieces:
                    seen[word[start:end]] += times
    weights = {piece: float(times) for piece, times in seen.items() if times >= 30} | {piece: 1.0 for piece in needed}
    for last_round in (turn == ROUNDS - 1 for turn in range(ROUNDS)):
        total = math.log(sum(weights.values()))
        model = {piece: math.log(weight) - total for piece, weight in weights.items()}
        used: collections.Counter[str] = collections.Counter()
        for word, times in words.items():
            for piece in likeliest_pieces(word, model) or []:
                used[piece] += times
        keep = count if last_round else max(count, int(0.45 * len(model)))
        kept = {piece for piece, _ in used.most_common(keep - len(needed))} | needed
        weights = {piece: used[piece] + 0.5 for piece in kept}
    total = math.log(sum(weights.values()))
    return {piece: math.log(weight) - total for piece, weight in weights.items()}


def main() -> None:
    work = Work(sys.argv[1])
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 1000
    corpus = load(work)
    words: collections.Counter[str] = collections.Counter()
    for texts, times in ((corpus.grammar, 3), (corpus.written, 1), (corpus.prose, 1), (corpus.loose_words, 1)):
        for text in texts:
            words.update({word: times for word in WORDS.findall(" " + text)})
    pieces = candidates(work)
    chosen = choose(words, pieces, count)
    table = {piece: [pieces[piece], chosen[piece]] for piece in sorted(chosen)}
    (work.folder / "vocabulary.json").write_text(json.dumps(table, ensure_ascii=False), encoding="utf-8")
    print(f"{len(table)} pieces in {work.folder / 'vocabulary.json'}")


if __name__ == "__main__":
    main()
