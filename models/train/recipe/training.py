"""The training loop: one process a core (their gradients summed), or one on a GPU; resumable, with a log and a picture.

Planner processes draw batches. On a processor they also render them; on CUDA all mels lie on the device, and plans alone
cross over.
"""

from __future__ import annotations

import collections
import json
import os
import queue
import socket
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.distributed
import torch.multiprocessing

from . import checkpoint, picture
from .batches import Plan, Planner, Renderer, gather_on_device, gather_on_processor
from .checkpoint import Checkpoint
from .folders import RECIPE, Work
from .library import Library
from .losses import encoder_learns, losses
from .network import Network
from .optimisers import average_decay, optimisers, rate
from .settings import Settings
from .shapes import LADDER, Shape
from .sound.features import Features
from .sound.mel_line import MelLine
from .targets import Targets
from .text.vocabulary import Vocabulary

LOG_EVERY = 25
CHECKPOINT_EVERY_S = 150
SCAN_EVERY = 20
GRADIENT_NORM = 1.0
QUEUE = 12
PATIENCE_S = 5


@dataclass
class Run:
    """Where a run begins, and when it ends. It covers the schedule from `share_from` to `share_to`."""

    folder: str
    name: str = "main"
    shape: str = "nano"
    begin: str = ""
    """A checkpoint to go on from; empty: this run's own if there is one, else first weights."""
    device: str = "cpu"
    ranks: int = 1
    planners: int = 1
    minutes: float = 0.0
    steps: int = 0
    share_from: float = 0.0
    share_to: float = 1.0
    port: int = 0


def train(run: Run, settings: Settings) -> Path:
    """Trains and returns the checkpoint's path."""
    if run.minutes <= 0 and run.steps <= 0:
        raise SystemExit("say how long: --minutes or --steps")
    if run.ranks > 1:
        run.port = _free_port()
        torch.multiprocessing.spawn(_rank, (run, settings), nprocs=run.ranks)
    else:
        _rank(0, run, settings)
    return Work(run.folder).out / f"{run.name}.pt"


class Clock:
    """How much of this run, and of the whole schedule, is done."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.began = time.monotonic()
        self.steps = 0

    def share_of_run(self) -> float:
        if self.run.steps:
            return (self.steps + 1) / self.run.steps
        return (time.monotonic() - self.began) / (60 * self.run.minutes)

    def share_of_schedule(self, share_of_run: float) -> float:
        return self.run.share_from + (self.run.share_to - self.run.share_from) * min(1.0, share_of_run)


class Trainer:
    """Network, optimisers and average of one rank."""

    def __init__(self, run: Run, settings: Settings, rank: int) -> None:
        self.run, self.settings, self.rank = run, settings, rank
        self.device = torch.device(run.device)
        self.work = Work(run.folder)
        self.path = self.work.out / f"{run.name}.pt"
        vocabulary = Vocabulary(self.work.asset("multilingual.tiktoken"))
        start = starting_point(run, vocabulary)
        torch.manual_seed(settings.seed)
        self.network = Network(start.shape, vocabulary.special["unk"])
        if start.weights:
            self.network.load_state_dict(start.weights)
        self.network.to(self.device)
        self.optimisers = optimisers(self.network, settings)
        if len(start.optimisers) == len(self.optimisers):
            for optimiser, state in zip(self.optimisers, start.optimisers, strict=True):
                optimiser.load_state_dict(state)
        begin = start.average or self.network.state_dict()
        self.average = {
            name: begin[name].detach().clone().float().to(self.device) for name in self.network.state_dict()
        }
        self.parameters = list(self.network.parameters())
        self.step, self.heard_s = start.step, start.heard_s

    def one(self, batch: dict[str, torch.Tensor], clock: Clock) -> tuple[dict[str, float], bool]:
        """A step. Returns the losses and whether the run is over."""
        total, parts = losses(self.network, batch, self.settings, self.step)
        for optimiser in self.optimisers:
            optimiser.zero_grad(set_to_none=True)
        total.backward()
        done = self._sum_gradients(clock.share_of_run())
        learning_rate = rate(self.settings, clock.steps, clock.share_of_schedule(done))
        for optimiser in self.optimisers:
            for group in optimiser.param_groups:
                group["lr"] = learning_rate
        parts["gradient"] = torch.nn.utils.clip_grad_norm_(self.parameters, GRADIENT_NORM)
        for optimiser in self.optimisers:
            optimiser.step()
        self.step += 1
        clock.steps += 1
        self.heard_s += self.run.ranks * batch["mel"].shape[0] * batch["mel"].shape[2] / 100
        if self.rank == 0:
            self._follow(clock.steps)
        parts["rate"] = torch.tensor(learning_rate)
        return parts, done >= 1

    def save(self) -> None:
        states = [optimiser.state_dict() for optimiser in self.optimisers]
        weights = {name: tensor.detach() for name, tensor in self.network.state_dict().items()}
        checkpoint.save(
            self.path, Checkpoint(self.network.shape, weights, self.average, states, self.step, self.heard_s)
        )

    def _sum_gradients(self, done: float) -> float:
        """The mean of all ranks' gradients, in half precision, and rank 0's clock in the same breath."""
        if self.run.ranks == 1:
            return done
        learning = self._learning()
        parts = [(p.grad if p.grad is not None else torch.zeros_like(p)).reshape(-1) for p in learning]
        together = torch.cat(parts).bfloat16()
        clock = torch.tensor([done if self.rank == 0 else 0.0])
        torch.distributed.all_reduce(together)
        torch.distributed.all_reduce(clock)
        mean = (together.float() / self.run.ranks).split([p.numel() for p in learning])
        for parameter, gradient in zip(learning, mean, strict=True):
            parameter.grad = gradient.view_as(parameter)
        return float(clock)

    def _learning(self) -> list[torch.nn.Parameter]:
        """What learns in this step, the same on every rank."""
        if encoder_learns(self.settings, self.step):
            return self.parameters
        return list(self.network.decoder.parameters())

    @torch.no_grad()
    def _follow(self, steps_of_run: int) -> None:
        decay = average_decay(steps_of_run)
        mine = list(self.average.values())
        theirs = [tensor.float() for tensor in self.network.state_dict().values()]
        torch._foreach_lerp_(mine, theirs, 1 - decay)


class Journal:
    """The log: a JSON line every so many steps, the same for people on the terminal, and a picture."""

    def __init__(self, work: Work, name: str, quiet: bool) -> None:
        self.path, self.quiet = work.log / f"{name}.jsonl", quiet
        self.sums: dict[str, list[torch.Tensor]] = collections.defaultdict(list)
        self.since, self.sound_s, self.waited_s = time.monotonic(), 0.0, 0.0

    def note(self, parts: dict[str, torch.Tensor], sound_s: float, waited_s: float) -> None:
        if self.quiet:
            return
        for name, value in parts.items():
            self.sums[name].append(value.detach())
        self.sound_s += sound_s
        self.waited_s += waited_s

    def write(self, step: int, heard_s: float, done: float) -> None:
        if not self.sums:
            return
        passed = max(1e-6, time.monotonic() - self.since)
        means = {
            name: float(torch.stack([value.float().cpu() for value in values]).mean())
            for name, values in self.sums.items()
        }
        entry = {
            "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            "step": step,
            "heard_h": round(heard_s / 3600, 3),
        }
        entry |= {name: float(f"{value:.5g}") for name, value in means.items()}
        entry |= {"times_real_time": round(self.sound_s / passed, 1), "waiting": round(self.waited_s / passed, 3)}
        with self.path.open("a", encoding="utf-8") as log:
            log.write(json.dumps(entry) + "\n")
        shown = " ".join(
            f"{name} {value:.3g}" for name, value in entry.items() if name not in ("at", "step", "heard_h")
        )
        print(
            f"{entry['at'][11:19]} step {step} heard {heard_s / 3600:.1f} h {shown} done {100 * min(1, done):.0f} %",
            flush=True,
        )
        self.sums.clear()
        self.since, self.sound_s, self.waited_s = time.monotonic(), 0.0, 0.0


class Feed:
    """Batches for one rank, drawn by planner processes."""

    def __init__(self, run: Run, settings: Settings, rank: int, step: int) -> None:
        context = torch.multiprocessing.get_context("spawn")
        self.queue = context.Queue(QUEUE)
        self.device = torch.device(run.device)
        on_processor = self.device.type == "cpu"
        seeds = [settings.seed * 100_003 + 7_919 * step + 1_000 * rank + i for i in range(run.planners)]
        self.processes = [
            context.Process(
                target=_planner, args=(self.queue, run.folder, settings, seed, step, on_processor), daemon=True
            )
            for seed in seeds
        ]
        for process in self.processes:
            process.start()
        if not on_processor:
            self.mels, self.renderer = self._load_device(run, settings, rank)

    def next(self) -> dict[str, torch.Tensor]:
        item = self._wait()
        if isinstance(item, Plan):
            return self.renderer.render(item, gather_on_device(self.mels, item))
        return {name: torch.from_numpy(array).to(self.device) for name, array in item.items()}

    def _wait(self) -> Plan | dict[str, np.ndarray]:
        while True:
            try:
                return self.queue.get(timeout=PATIENCE_S)
            except queue.Empty:
                if not any(process.is_alive() for process in self.processes):
                    raise SystemExit("no planner is left alive: its error stands above") from None

    def stop(self) -> None:
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            process.join(10)

    def _load_device(self, run: Run, settings: Settings, rank: int) -> tuple[torch.Tensor, Renderer]:
        """All log mels on the device: 58 MB for an hour of sound."""
        work = Work(run.folder)
        library = Library(work, Features(work))
        library.scan()
        mels = torch.cat([torch.from_numpy(np.array(part)).to(self.device) for part in library.mels])
        return mels, Renderer(MelLine(Features(work, self.device), seed=rank + 1), settings.seed + rank)


def starting_point(run: Run, vocabulary: Vocabulary) -> Checkpoint:
    """The checkpoint to go on from: the one named, else this run's own, else nothing learned yet."""
    own = Work(run.folder).out / f"{run.name}.pt"
    if own.exists() or own.with_name(own.name + ".000").exists():
        return checkpoint.load(own)
    if run.begin:
        return checkpoint.load(Path(run.begin))
    shape = Shape(**(LADDER[run.shape].as_dict() | {"vocabulary": vocabulary.size}))
    return Checkpoint(shape, {}, {})


def make_targets(work: Work) -> Targets:
    phones = json.loads((RECIPE / "phones.json").read_text(encoding="utf-8"))
    return Targets(Vocabulary(work.asset("multilingual.tiktoken")), phones)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _rank(rank: int, run: Run, settings: Settings) -> None:
    torch.set_num_threads(max(1, (os.cpu_count() or 2) // 2) if run.device != "cpu" else 1)
    if run.ranks > 1:
        address = f"tcp://127.0.0.1:{run.port}"
        torch.distributed.init_process_group("gloo", init_method=address, rank=rank, world_size=run.ranks)
    trainer = Trainer(run, settings, rank)
    journal = Journal(trainer.work, run.name, quiet=rank > 0)
    if rank == 0:
        print(
            f"{trainer.network.parameter_count() / 1e6:.1f} million parameters, from step {trainer.step}, "
            f"{trainer.heard_s / 3600:.1f} h heard",
            flush=True,
        )
    feed = Feed(run, settings, rank, trainer.step)
    try:
        _loop(trainer, feed, journal, Clock(run))
    finally:
        feed.stop()
    if run.ranks > 1:
        torch.distributed.destroy_process_group()


def _loop(trainer: Trainer, feed: Feed, journal: Journal, clock: Clock) -> None:
    saved, over = time.monotonic(), False
    while not over:
        asked = time.monotonic()
        batch = feed.next()
        waited = time.monotonic() - asked
        before = trainer.heard_s
        parts, over = trainer.one(batch, clock)
        journal.note(parts, trainer.heard_s - before, waited)
        if clock.steps % LOG_EVERY == 0 or over:
            journal.write(trainer.step, trainer.heard_s, clock.share_of_run())
        if trainer.rank == 0 and (over or time.monotonic() - saved > CHECKPOINT_EVERY_S):
            trainer.save()
            picture.draw(journal.path)
            saved = time.monotonic()


def _planner(
    batches: torch.multiprocessing.Queue, folder: str, settings: Settings, seed: int, step: int, on_processor: bool
) -> None:
    """Fills the queue for ever, with plans or with rendered batches; ends with its parent."""
    os.nice(2)
    torch.set_num_threads(1)
    work = Work(folder)
    features = Features(work)
    library = Library(work, features)
    planner = Planner(library, make_targets(work), settings, seed)
    renderer = Renderer(MelLine(features, seed), seed) if on_processor else None
    parent, drawn = os.getppid(), 0
    while os.getppid() == parent:
        if drawn == 0 or (on_processor and drawn % SCAN_EVERY == 0):
            library.scan()
        plan = planner.plan(young=step + drawn < settings.short_steps)
        drawn += 1
        if renderer is None:
            batches.put(plan)
            continue
        batch = renderer.render(plan, gather_on_processor(library, plan))
        batches.put({name: tensor.numpy() for name, tensor in batch.items()})
