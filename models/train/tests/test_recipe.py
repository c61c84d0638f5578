"""The recipe's parts, each against something known. Needs PyTorch and a work folder that `train smoke` has prepared:

CZUJKA_TRAIN_WORK=FOLDER FOLDER/venv/bin/python -m unittest discover -s models/train/tests
"""

import os
import random
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

WORK = os.environ.get("CZUJKA_TRAIN_WORK")
if WORK is None:
    raise unittest.SkipTest("CZUJKA_TRAIN_WORK names no prepared work folder")

import numpy as np  # noqa: E402
import torch  # noqa: E402

from recipe import checkpoint, export, optimisers, smoke, training  # noqa: E402
from recipe.batches import Planner, Renderer, gather_on_device, gather_on_processor  # noqa: E402
from recipe.checkpoint import Checkpoint  # noqa: E402
from recipe.folders import Work  # noqa: E402
from recipe.library import Library, cut_off  # noqa: E402
from recipe.losses import losses  # noqa: E402
from recipe.network import Network  # noqa: E402
from recipe.settings import Settings  # noqa: E402
from recipe.shapes import LADDER, Shape  # noqa: E402
from recipe.sound import codecs, line, noises  # noqa: E402
from recipe.sound.features import Features, network_input  # noqa: E402
from recipe.sound.mel_line import MelLine, draw_calls  # noqa: E402
from recipe.targets import IGNORED, Style  # noqa: E402
from recipe.text import names  # noqa: E402

work = Work(WORK)
features = Features(work)
library = Library(work, features)
library.scan()
targets = training.make_targets(work)


def recording(name: str = "zrozumiale") -> np.ndarray:
    return smoke.sixteen_khz(smoke.CLIPS / f"{name}.wav")


class Sound(unittest.TestCase):
    def test_the_quick_line_is_the_slow_one(self) -> None:
        """On mels as on samples: level, band, A-law. The spread of the network's input is about 0.5."""
        speech = noises.at_level(recording(), 0)
        slow = line.Line(level_dbfs=-25, low_hz=200, high_hz=3500).carry(speech, np.random.default_rng(1))
        wanted = network_input(features.power(torch.from_numpy(slow))[None])[0]
        clean = features.power(torch.from_numpy(speech)).clamp(min=1e-8).log10()[None]
        calls = draw_calls(np.random.default_rng(1), 1, 0.0)
        for name, value in dict(
            tempo=1,
            stretch=1,
            lead=0,
            tail=0,
            room_strength=0,
            noise_below_db=np.inf,
            babble_below_db=np.inf,
            level_dbfs=-25,
            tilt_db=0,
            low_hz=200,
            high_hz=3500,
            band=True,
            coder_below=3.8,
        ).items():
            setattr(calls, name, np.array([value]))
        calls.unevenness_db = np.zeros((1, 7))
        quick = MelLine(features).render(clean, np.array([clean.shape[1]]), calls, torch.Generator().manual_seed(1))[0]
        shorter = min(quick.shape[1], wanted.shape[1])
        loud = wanted[:, :shorter] > wanted.amin() + 0.3
        apart = (quick[:, :shorter] - wanted[:, :shorter]).abs()[loud].mean()
        self.assertLess(float(apart), 0.06)

    def test_gsm_keeps_length_and_place(self) -> None:
        narrow = recording()[::2]
        coded = codecs.gsm(narrow)
        self.assertEqual(len(coded), len(narrow))
        self.assertGreater(np.corrcoef(coded, narrow)[0, 1], 0.9)

    def test_a_law_is_within_its_step(self) -> None:
        values = np.linspace(-0.99, 0.99, 1000).astype(np.float32)
        loud = np.abs(values) > 0.02
        self.assertLess(np.abs(codecs.a_law(values) / values - 1)[loud].max(), 0.04)

    def test_music_keys_and_noise_have_their_length(self) -> None:
        draw = np.random.default_rng(1)
        for kind in (noises.music, noises.tones, noises.clicks, noises.coloured):
            self.assertEqual(len(kind(draw, 12_345)), 12_345)


class Batches(unittest.TestCase):
    def setUp(self) -> None:
        self.planner = Planner(
            library, targets, Settings(batch_seconds=20, longest_s=6, whole=0, prompts=0.5, natural=0), seed=3
        )

    def test_a_device_gathers_what_a_processor_gathers(self) -> None:
        plan = self.planner.plan()
        everything = torch.cat([torch.from_numpy(np.array(part)) for part in library.mels])
        torch.testing.assert_close(gather_on_device(everything, plan), gather_on_processor(library, plan))

    def test_a_rendered_batch_fits_together(self) -> None:
        renderer = Renderer(MelLine(features), seed=1)
        for _ in range(5):
            plan = self.planner.plan()
            batch = renderer.render(plan, gather_on_processor(library, plan))
            clips = len(plan.frames)
            self.assertEqual(tuple(batch["mel"].shape), (clips, 80, plan.input_frames))
            self.assertTrue(torch.isfinite(batch["mel"]).all())
            self.assertEqual(tuple(batch["phones"].shape), (clips, plan.input_frames // 2))
            self.assertEqual(batch["inputs"].shape, batch["outputs"].shape)
            self.assertEqual(tuple(batch["windows"].shape[:2]), tuple(batch["inputs"].shape))

    def test_a_step_from_a_plan_makes_every_weight_move(self) -> None:
        """The way of a GPU, on a processor: all mels in one tensor, plans alone cross over."""
        everything = torch.cat([torch.from_numpy(np.array(part)) for part in library.mels])
        plan = self.planner.plan()
        batch = Renderer(MelLine(features), seed=1).render(plan, gather_on_device(everything, plan))
        network = Network(
            Shape(**(LADDER["smoke"].as_dict() | {"vocabulary": targets.vocabulary.size})),
            targets.vocabulary.special["unk"],
        )
        before = {name: tensor.clone() for name, tensor in network.state_dict().items()}
        total, parts = losses(network, batch, self.planner.settings, step=0)
        self.assertTrue(all(torch.isfinite(part) for part in parts.values()), parts)
        self.assertLessEqual({"token", "right", "letter", "phone", "guide"}, set(parts))
        total.backward()
        for optimiser in optimisers.optimisers(network, Settings(learning_rate=1e-2)):
            optimiser.step()
        still = [name for name, tensor in network.state_dict().items() if torch.equal(tensor, before[name])]
        # Bands above the telephone's are silent, and a value's bias moves nothing that a norm takes away; the rest must move.
        self.assertLessEqual(len(still), 2, still)

    def test_the_same_seed_plans_the_same(self) -> None:
        again = Planner(library, targets, self.planner.settings, seed=3)
        first, second = self.planner.plan(), again.plan()
        np.testing.assert_array_equal(first.frames, second.frames)
        np.testing.assert_array_equal(first.inputs, second.inputs)

    def test_little_of_a_batch_is_padding(self) -> None:
        """The network's work is rows times their padded length: hardly more than the sound, and the same each time."""
        plans = [self.planner.plan() for _ in range(40)]
        sound_s = sum(int(plan.calls.frames(plan.speech_frames).sum()) for plan in plans) / 100
        self.assertGreater(sound_s / sum(plan.seconds for plan in plans), 0.8)
        self.assertLessEqual(max(plan.seconds for plan in plans), 30)

    def test_a_word_cut_off_is_not_asked_for(self) -> None:
        draw, cut = np.random.default_rng(2), 0
        for key in library.plain[:60]:
            take = library.take([key], [])
            shorter = cut_off(take, draw)
            if shorter is take:
                continue
            cut += 1
            self.assertIn(shorter.said.text, take.said.text)
            self.assertLess(len(shorter.said.text), len(take.said.text))
            self.assertLess(len(shorter.frames), len(take.frames))
            self.assertLessEqual(shorter.said.words[-1][1], shorter.said.length_ms)
        self.assertGreater(cut, 10)

    def test_a_prompt_is_split_as_whisper_cpp_splits_it(self) -> None:
        vocabulary = targets.vocabulary
        unknown = vocabulary.special["unk"]
        tokens = vocabulary.encode_prompt("Anna Kowalczyk, Departament Edukacji")
        split = [b" Anna", b" Ko", b"wal", b"czy", b"k", b",", b" Dep", b"arta", b"ment", b" Edu", b"ka", b"cji"]
        wanted = [vocabulary.compact.get(vocabulary.whisper[token], unknown) for token in split]
        self.assertEqual(tokens, wanted)
        self.assertIn(unknown, tokens)
        self.assertEqual(len(vocabulary.encode_prompt("Leończuk")), len([" Leo", "ń", "cz", "uk"]))

    def test_answers_follow_the_prompt_and_nothing_asks_for_it(self) -> None:
        said = library.take([library.plain[0]], []).said
        prompt = targets.prompt("Dzwonił pan Adam Nowak do Anny Lis.", ["Była tu Ewa Sowa."], np.random.default_rng(1))
        target = targets.speech(said, 20, 1.0, 400, Style(prompt=prompt), np.random.default_rng(1))
        self.assertEqual(target.inputs[: len(prompt)], prompt)
        self.assertTrue(all(output == IGNORED for output in target.outputs[: len(prompt)]))
        vocabulary = targets.vocabulary
        asked = [output for output in target.outputs if output != IGNORED]
        self.assertEqual(vocabulary.decode(asked), " " + said.text)
        self.assertEqual(asked[-1], vocabulary.special["eot"])


class Weights(unittest.TestCase):
    def test_a_checkpoint_survives_being_cut_into_pieces(self) -> None:
        network = Network(LADDER["smoke"], unknown=7)
        weights = network.state_dict()
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "a.pt"
            checkpoint.save_half(path, Checkpoint(network.shape, weights, weights, [], 5, 60.0))
            pieces = checkpoint.split(path, piece_bytes=100_000)
            self.assertGreater(len(pieces), 3)
            path.unlink()
            back = checkpoint.load(path)
        self.assertEqual((back.shape, back.step, back.heard_s), (network.shape, 5, 60.0))
        for name, tensor in weights.items():
            torch.testing.assert_close(back.average[name], tensor, atol=2e-3, rtol=2e-3)

    def test_the_first_models_names_are_read(self) -> None:
        width = 8
        first = {
            "enc.0.attn.w": torch.arange(24.0 * width).view(24, width),
            "dec.1.cross_attn.wkv": torch.zeros(16, width),
            "dec.1.cross_attn.q.weight": torch.zeros(width, width),
            "enc.0.attn.bq": torch.ones(width),
            "ln_post.weight": torch.ones(width),
            "ln.bias": torch.zeros(width),
            "tok": torch.zeros(5, width),
            "dec.1.fc1.weight": torch.zeros(4 * width, width),
        }
        renamed = checkpoint._renamed(first)
        self.assertEqual(float(renamed["encoder.blocks.0.attn.key.weight"][0, 0]), 8.0 * width)
        wanted = {
            "decoder.blocks.1.cross_attn.value.weight",
            "decoder.blocks.1.cross_attn.query.weight",
            "encoder.ln_post.weight",
            "decoder.ln.bias",
            "decoder.token_embedding.weight",
            "decoder.blocks.1.mlp.0.weight",
            "encoder.blocks.0.attn.query.bias",
        }
        self.assertLessEqual(wanted, set(renamed))

    def test_blocks_of_bits_come_back_nearly(self) -> None:
        values = np.random.default_rng(1).standard_normal((4, 64)).astype(np.float32)
        raw = np.frombuffer(export.q8_0(values), np.uint8).reshape(-1, 34)
        back = raw[:, 2:].view(np.int8) * raw[:, :2].copy().view(np.float16).astype(np.float32)
        self.assertLess(np.abs(back.reshape(4, 64) - values).max(), 0.02)
        raw = np.frombuffer(export.q5_0(values), np.uint8).reshape(-1, 22)
        scale = raw[:, :2].copy().view(np.float16).astype(np.float32)
        fifth = raw[:, 2:6].copy().view("<u4") >> np.arange(32, dtype=np.uint32) & 1
        nibbles = np.concatenate([raw[:, 6:] & 15, raw[:, 6:] >> 4], 1)
        back = (nibbles + 16.0 * fifth - 16) * scale
        self.assertLess(np.abs(back.reshape(4, 64) - values).max(), 0.2)

    def test_the_shape_that_ships_fits_its_limit(self) -> None:
        self.assertLess(export.file_bytes(LADDER["nano"], "q8_0"), 26e6)
        self.assertLess(export.file_bytes(LADDER["micro"], "q5_0"), 26e6)
        self.assertEqual(len(export.order(Shape())), len(set(export.order(Shape()))))

    def test_the_learning_rate_warms_up_and_falls(self) -> None:
        settings = Settings(warm_up=10, flat=0.5, learning_rate=1.0)
        course = [optimisers.rate(settings, step, step / 100) for step in range(100)]
        self.assertLess(course[0], 0.2)
        self.assertEqual(course[30], 1.0)
        self.assertLess(course[99], 0.05)


class Language(unittest.TestCase):
    def test_names_are_inflected(self) -> None:
        self.assertEqual(names.feminine_name("Kinga", "dative"), "Kindze")
        self.assertEqual(names.feminine_name("Zofia", "genitive"), "Zofii")
        self.assertEqual(names.masculine_name("Marek", "instrumental"), "Markiem")
        self.assertEqual(names.masculine_name("Piotr", "vocative"), "Piotrze")
        self.assertEqual(names.adjectival("Kowalsk", True, "accusative"), "Kowalską")

    def test_text_survives_its_tokens(self) -> None:
        vocabulary = targets.vocabulary
        for text in random.Random(1).sample(library_texts(), 50):
            self.assertEqual(vocabulary.decode(vocabulary.encode(text)[0]), " " + text)


def library_texts() -> list[str]:
    return sorted({library.clip(key).text for key in library.plain})


if __name__ == "__main__":
    unittest.main()
