"""The command line. `train --help` begins with an example."""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
from pathlib import Path

from .folders import RECIPE, REPOSITORY, Work

ABOUT = """Makes Czujka's own speech model: from text to a file for whisper.cpp.

  train --work W all --minutes 600          everything, on this machine's processor: prepare, train, export
  train --work W prepare                    text and sound (about 3 hours of speech a shard of espeak-ng)
  train --work W train --minutes 60         goes on where the last run ended; --begin CHECKPOINT goes on from another
  train --work W export --to MODEL.bin      the file for whisper.cpp, 8 bits
  train --work W measure MODEL.bin          word error rates on the sets (a) to (d), and by cause
  train --work W smoke                      all of it in a minute, on next to no data: does it work here?

The work folder holds all that is made. Nothing in it needs keeping but out/NAME.pt, the checkpoint.
On a machine with a CUDA device give `--device cuda`; gpu.md has the commands for half an hour of one.
"""


def main() -> None:
    arguments = parser().parse_args()
    arguments.run(arguments, Work(arguments.work).make())


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="train", description=ABOUT, formatter_class=argparse.RawDescriptionHelpFormatter)
    top.add_argument("--work", required=True, help="the work folder")
    commands = top.add_subparsers(required=True, metavar="COMMAND")

    everything = _command(commands, "all", everything_command, "prepare, train, export")
    _prepare_options(everything)
    _train_options(everything)
    _export_options(everything)

    _prepare_options(_command(commands, "prepare", prepare_command, "make text and sound; what is there is kept"))
    _train_options(_command(commands, "train", train_command, "train for so many minutes or steps"))
    _export_options(_command(commands, "export", export_command, "write the file for whisper.cpp"))

    half = _command(commands, "half", half_command, "write the checkpoint that is kept: the average, in half precision")
    half.add_argument("--name", default="main")
    half.add_argument("--to", required=True)
    half.add_argument(
        "--pieces", action="store_true", help="cut into pieces of 16 MiB at most (joined again when read)"
    )

    measure = _command(commands, "measure", measure_command, "word error rates of a model through whisper.cpp")
    measure.add_argument("model", nargs="+")
    measure.add_argument("--sets", default="a,b,c,d,causes", help="of a, b, c, d, whole, causes, names, silence")
    measure.add_argument(
        "--shared", default=str(REPOSITORY.parent / "shared"), help="the folder with calls/ and speech/"
    )
    measure.add_argument("--clips", type=int, default=150, help="utterances of each set but the calls")
    measure.add_argument("--calls", type=int, default=999, help="recorded calls of set (c)")
    measure.add_argument("--json", help="write the figures into this file too")
    measure.add_argument("--beams", type=int, default=3, help="width of the beam search (3, as Czujka); 1 is greedy")
    measure.add_argument("--show", type=int, default=0, help="show so many utterances of each set")

    pack = _command(commands, "pack", pack_command, "collect what a machine without a network needs, in pieces")
    pack.add_argument("--to", required=True)
    pack.add_argument("--speech", default=str(REPOSITORY.parent / "shared" / "speech"))
    pack.add_argument("--part-mib", type=int, default=30, help="the most that a part may have")
    pack.add_argument("--begin", default="", help="a checkpoint to take along")

    smoke = _command(
        commands, "smoke", smoke_command, "a few steps of everything, and a comparison of whisper.cpp with PyTorch"
    )
    smoke.add_argument("--to", default="", help="write the model and the expected tokens here, for the test in Rust")
    smoke.add_argument(
        "--tokens-of", default="", help="instead: write the tokens that this checkpoint answers to the committed clips"
    )
    return top


def everything_command(arguments: argparse.Namespace, work: Work) -> None:
    prepare_command(arguments, work)
    train_command(arguments, work)
    export_command(arguments, work)


def prepare_command(arguments: argparse.Namespace, work: Work) -> None:
    from . import pack
    from .sound import make_shards
    from .text import corpus

    fetch_assets(work)
    pack.unpack_corpus(work)
    if not work.corpus.exists():
        texts = corpus.make(work, with_prose=not arguments.no_prose)
        print("  texts: " + ", ".join(f"{name} {len(kind)}" for name, kind in vars(texts).items()), flush=True)
    carried = work.folder / pack.CARRIED_SPEECH
    speech = next((place for place in (carried, Path(arguments.speech)) if place.is_dir()), None)
    make_shards.prepare(
        work,
        speech,
        arguments.shards,
        arguments.natural_shards,
        arguments.coded,
        arguments.processes,
        arguments.clips,
    )


def train_command(arguments: argparse.Namespace, work: Work) -> None:
    from . import training
    from .settings import Settings

    chosen = {field.name: getattr(arguments, field.name) for field in dataclasses.fields(Settings)}
    defaults = Settings.for_cuda() if arguments.device.startswith("cuda") else {}
    settings = Settings(**(defaults | {name: value for name, value in chosen.items() if value is not None}))
    share_from, share_to = (float(share) for share in arguments.schedule.split(":"))
    run = training.Run(
        folder=str(work.folder),
        name=arguments.name,
        shape=arguments.shape,
        begin=arguments.begin,
        device=arguments.device,
        ranks=arguments.ranks,
        planners=arguments.planners,
        minutes=arguments.minutes,
        steps=arguments.steps,
        share_from=share_from,
        share_to=share_to,
    )
    (work.log / f"{run.name}.settings.json").write_text(
        json.dumps(dataclasses.asdict(settings) | dataclasses.asdict(run), indent=1)
    )
    print(f"checkpoint: {training.train(run, settings)}")


def export_command(arguments: argparse.Namespace, work: Work) -> None:
    from . import checkpoint, export

    saved = checkpoint.load(work.out / f"{arguments.name}.pt")
    path = Path(arguments.to) if arguments.to else work.out / f"{arguments.name}-{arguments.kind}.bin"
    size = export.export(path, saved, work, arguments.kind)
    print(f"{path}: {size} bytes, step {saved.step}, {saved.heard_s / 3600:.1f} h heard")


def half_command(arguments: argparse.Namespace, work: Work) -> None:
    from . import checkpoint

    path = Path(arguments.to)
    checkpoint.save_half(path, checkpoint.load(work.out / f"{arguments.name}.pt"))
    written = [path]
    if arguments.pieces:
        written = checkpoint.split(path)
        path.unlink()
    print("\n".join(f"{piece}: {piece.stat().st_size} bytes" for piece in written))


def measure_command(arguments: argparse.Namespace, work: Work) -> None:
    from .measure import report

    fetch_assets(work)
    report.measure(
        arguments.model,
        work,
        Path(arguments.shared),
        arguments.sets.split(","),
        arguments.clips,
        arguments.calls,
        arguments.json,
        arguments.show,
        arguments.beams,
    )


def pack_command(arguments: argparse.Namespace, work: Work) -> None:
    from . import pack

    fetch_assets(work)
    pack.pack(work, Path(arguments.to), Path(arguments.speech), arguments.begin, arguments.part_mib)


def smoke_command(arguments: argparse.Namespace, work: Work) -> None:
    from . import smoke

    fetch_assets(work)
    if arguments.tokens_of:
        smoke.write_expected(work, Path(arguments.tokens_of), RECIPE / "expected-tokens.json")
    else:
        smoke.smoke(work, Path(arguments.to) if arguments.to else work.out)


def fetch_assets(work: Work) -> None:
    """openai-whisper's vocabulary and mel filters, from its source package."""
    from . import assets

    assets.fetch(work)


def _command(commands: argparse._SubParsersAction, name: str, run: object, says: str) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=says, description=says)
    command.set_defaults(run=run)
    return command


def _prepare_options(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--speech",
        default=str(REPOSITORY.parent / "shared" / "speech"),
        help="Ogg Opus files with texts; eval-* is left out",
    )
    command.add_argument("--shards", type=int, default=12, help="shards of espeak-ng, about 4 hours each")
    command.add_argument(
        "--natural-shards",
        type=int,
        default=0,
        help="shards of RHVoice's Polish voices, about an hour each; needs librhvoice5 and rhvoice-polish",
    )
    command.add_argument("--clips", type=int, default=4000, help="clips in each of them")
    command.add_argument(
        "--coded", type=float, default=0.8, help="share of all shards of which a coded copy is made (GSM, A-law, noise)"
    )
    command.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    command.add_argument(
        "--no-prose", action="store_true", help="without Debian's packages: written utterances and grammar alone"
    )


def _train_options(command: argparse.ArgumentParser) -> None:
    from .settings import Settings
    from .shapes import LADDER

    command.add_argument("--minutes", type=float, default=0.0)
    command.add_argument("--steps", type=int, default=0)
    command.add_argument("--name", default="main", help="of the checkpoint, the log and the model")
    command.add_argument(
        "--shape", default="nano", choices=sorted(LADDER), help="of a model that begins with nothing learned"
    )
    command.add_argument("--begin", default="", help="a checkpoint to begin from where this run has none yet")
    command.add_argument("--device", default="cpu", help="cpu or cuda")
    command.add_argument("--ranks", type=int, default=1, help="processes on a processor, one a core")
    command.add_argument("--planners", type=int, default=1, help="processes that draw batches, for each rank")
    command.add_argument(
        "--schedule",
        default="0:1",
        metavar="FROM:TO",
        help="the part of the learning rate's course that this run covers",
    )
    for field in dataclasses.fields(Settings):
        kind = {"int": int, "float": float}[str(field.type)]
        command.add_argument(
            "--" + field.name.replace("_", "-"),
            type=kind,
            default=None,
            help=f"{field.metadata['help']} ({field.default})".replace("%", "%%"),
        )


def _export_options(command: argparse.ArgumentParser) -> None:
    if not any("--name" in action.option_strings for action in command._actions):
        command.add_argument("--name", default="main")
    command.add_argument("--to", default="", help="the file to write")
    command.add_argument("--kind", default="q8_0", choices=["f16", "q8_0", "q5_0"])


if __name__ == "__main__":
    main()
