"""The texts: spellable, filled, and without a sentence of the calls on which the model is measured.

Run by `python -m unittest discover models/train/tests`; needs Python's own library alone.
"""

import json
import random
import re
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from recipe.folders import REPOSITORY  # noqa: E402
from recipe.text import grammar, written  # noqa: E402
from recipe.text.kept_out import FINGERPRINTS, LONG, fingerprint, fingerprints, long_sentences  # noqa: E402
from recipe.text.slots import Slots  # noqa: E402
from recipe.text.untidy import untidy  # noqa: E402


def words(text: str) -> list[str]:
    return re.sub(r"[^a-ząćęłńóśźż0-9 ]", " ", text.lower()).split()


def calls_beside() -> list[Path]:
    """The true words of calls that lie beside the repository, if any do."""
    folders = [REPOSITORY.parent / "shared" / "calls", REPOSITORY.parent.parent / "shared" / "calls"]
    return sorted(path for folder in folders for path in folder.glob("*.truth.json"))


def said_in_calls() -> set[str]:
    """Fingerprints of the calls' long sentences: the committed ones, and those of the calls beside the repository."""
    found = set(fingerprints())
    for path in calls_beside():
        for said in json.loads(path.read_text(encoding="utf-8"))["transcript"]:
            found |= {fingerprint(sentence) for sentence in long_sentences(said["text"])}
    return found


class Texts(unittest.TestCase):
    def setUp(self) -> None:
        self.folders = [written.TEXTS, written.TEXTS / "held_out"]
        self.lines = {folder: written.lines(folder) for folder in self.folders}

    def test_every_slot_can_be_filled_and_every_line_spelled(self) -> None:
        slots = Slots(random.Random(1))
        for folder, lines in self.lines.items():
            strange = []
            for line in lines:
                try:
                    text = grammar.tidy(slots.fill(line).replace("-", " "))
                except KeyError as unknown:
                    self.fail(f"{folder.name}: slot {unknown} in: {line}")
                if not written.SPELLABLE.match(text):
                    strange.append(line)
            self.assertEqual(strange, [])

    def test_no_long_sentence_of_a_call_is_trained_on(self) -> None:
        calls = said_in_calls()
        self.assertGreater(len(calls), 100)
        for lines in self.lines.values():
            for line in lines:
                for sentence in long_sentences(line):
                    self.assertNotIn(fingerprint(sentence), calls, sentence)

    def test_nothing_held_out_is_trained_on(self) -> None:
        trained = {tuple(words(line)) for line in self.lines[written.TEXTS]}
        for line in self.lines[written.TEXTS / "held_out"]:
            if len(words(line)) >= LONG:
                self.assertNotIn(tuple(words(line)), trained)

    def test_few_lines_come_twice(self) -> None:
        lines = self.lines[written.TEXTS]
        self.assertGreater(len(lines), 28_000)
        self.assertLess(len(lines) - len(set(lines)), 0.01 * len(lines))

    def test_untidy_talk_is_still_text(self) -> None:
        draw = random.Random(1)
        for line in self.lines[written.TEXTS][:2000]:
            if "{" in line:
                continue
            said = untidy(line, draw)
            self.assertRegex(said, r"[.?!]$")
            self.assertNotIn("  ", said)
            self.assertNotIn(",,", said)

    def test_the_grammar_writes_the_same_for_the_same_seed(self) -> None:
        sentences = grammar.sentences(3000, seed=4)
        self.assertEqual(sentences[:30], grammar.sentences(30, seed=4))
        self.assertEqual([one for one in sentences if not written.SPELLABLE.match(one.replace("-", " "))], [])
        self.assertNotEqual(grammar.sentences(30, seed=4), grammar.sentences(30, seed=5))


if __name__ == "__main__":
    if sys.argv[1:] == ["--write-fingerprints"]:
        FINGERPRINTS.write_text("\n".join(sorted(said_in_calls())) + "\n", encoding="utf-8")
    else:
        unittest.main()
