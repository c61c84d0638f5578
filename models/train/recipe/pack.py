"""Collects what a machine without a network needs to prepare and train, in parts small enough to be carried.

Each part holds files by their places in a work folder: `cp -r part-*/. WORK/` there puts them together. espeak-ng comes
unpacked from this machine's library and data, with an empty stand-in for its sound output, which is never used.
"""

from __future__ import annotations

import gzip
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from .folders import Work

PIECE_BYTES = 16 * 2**20 - 4096
LIBRARY_FOLDERS = (
    "/usr/lib/x86_64-linux-gnu",
    "/usr/lib/aarch64-linux-gnu",
    "/usr/lib64",
    "/usr/lib",
    "/usr/local/lib",
)
ESPEAK_DATA = ("intonations", "phondata", "phondata-manifest", "phonindex", "phontab", "pl_dict")
CARRIED_SPEECH = "carried-speech"
AUDIO_FUNCTIONS = "open close write drain flush destroy strerror".split()


def pack(work: Work, to: Path, speech: Path, begin: str, part_mib: int) -> None:
    """Fills `to` with part-0, part-1, ... of `part_mib` at the most, the speech last; prints each one's size."""
    with tempfile.TemporaryDirectory() as scratch:
        files = list(_files(work, speech, begin, Path(scratch)))
        sizes = [0]
        for source, place in sorted(files, key=lambda pair: (pair[1].parts[0] == CARRIED_SPEECH, str(pair[1]))):
            size = source.stat().st_size
            if sizes[-1] and sizes[-1] + size > part_mib * 2**20:
                sizes.append(0)
            sizes[-1] += size
            target = to / f"part-{len(sizes) - 1}" / place
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
    for number, size in enumerate(sizes):
        print(f"{to / f'part-{number}'}: {size / 2**20:.1f} MiB")


def unpack_corpus(work: Work) -> None:
    """Puts the corpus in its place where it came packed."""
    packed = work.folder / "corpus.json.gz"
    if packed.exists() and not work.corpus.exists():
        work.corpus.write_bytes(gzip.decompress(packed.read_bytes()))


def _files(work: Work, speech: Path, begin: str, scratch: Path) -> Iterator[tuple[Path, Path]]:
    """Each file with its place in a work folder."""
    for path in sorted(speech.glob("*")) if speech.is_dir() else []:
        if path.suffix in (".opus", ".jsonl") and not path.name.startswith("eval"):
            yield path, Path(CARRIED_SPEECH) / path.name
    for name in ("mel_filters.npz", "multilingual.tiktoken"):
        yield work.asset(name), Path("downloads") / name
    if work.corpus.exists():
        packed = scratch / "corpus.json.gz"
        packed.write_bytes(gzip.compress(work.corpus.read_bytes(), mtime=0))
        yield packed, Path("corpus.json.gz")
    yield from _espeak(scratch)
    if begin:
        yield from _pieces(Path(begin), scratch)


def _pieces(checkpoint: Path, scratch: Path) -> Iterator[tuple[Path, Path]]:
    """A checkpoint, cut up; it is joined where it is read as `begin.pt`."""
    data = checkpoint.read_bytes()
    for number, start in enumerate(range(0, len(data), PIECE_BYTES)):
        piece = scratch / f"begin.pt.{number:03d}"
        piece.write_bytes(data[start : start + PIECE_BYTES])
        yield piece, Path(piece.name)


def _espeak(scratch: Path) -> Iterator[tuple[Path, Path]]:
    """espeak-ng's library, the Polish part of its data, and its voices."""
    libraries = [Path(folder) for folder in LIBRARY_FOLDERS if (Path(folder) / "libespeak-ng.so.1").exists()]
    if not libraries:
        raise SystemExit("libespeak-ng.so.1 is not installed here: apt-get install espeak-ng")
    folder = libraries[0]
    for name in ("libespeak-ng.so.1", "libsonic.so.0"):
        yield (folder / name).resolve(), Path("espeak") / name
    yield _silent_output(scratch), Path("espeak/libpcaudio.so.0")
    data = next(
        (place for place in (folder / "espeak-ng-data", Path("/usr/share/espeak-ng-data")) if place.exists()), None
    )
    if data is None:
        raise SystemExit("espeak-ng-data is not installed here: apt-get install espeak-ng-data")
    wanted = (
        [data / name for name in ESPEAK_DATA]
        + sorted((data / "voices" / "!v").glob("*"))
        + [data / "lang" / "zlw" / "pl"]
    )
    for path in wanted:
        yield path, Path("espeak/espeak-ng-data") / path.relative_to(data)


def _silent_output(scratch: Path) -> Path:
    """An empty library in the place of the one that plays sound, whose own needs are many."""
    functions = "".join(f"int audio_object_{name}(void) {{ return 0; }}\n" for name in AUDIO_FUNCTIONS)
    source, library = scratch / "pcaudio.c", scratch / "libpcaudio.so.0"
    source.write_text(functions + "void *create_audio_device_object(void) { return 0; }\n")
    command = ["cc", "-shared", "-fPIC", "-Wl,-soname,libpcaudio.so.0", "-o", str(library), str(source)]
    subprocess.run(command, check=True)
    return library
