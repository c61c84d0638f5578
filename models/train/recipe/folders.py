"""Where everything lies: the recipe's own files, and the work folder that a run fills."""

from __future__ import annotations

from pathlib import Path

RECIPE = Path(__file__).resolve().parent.parent
REPOSITORY = RECIPE.parent.parent


class Work:
    """A work folder. Nothing in it is ever committed; all of it can be made again.

    corpus.json   the texts                     speech/  shards of sound (NAME.pcm, .clips, .mel)
    downloads/    the vocabulary's files        out/     checkpoints and models
    log/          progress and losses           debian/  packages with prose, unpacked
    """

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder).resolve()
        self.corpus = self.folder / "corpus.json"
        self.speech = self.folder / "speech"
        self.downloads = self.folder / "downloads"
        self.out = self.folder / "out"
        self.log = self.folder / "log"
        self.debian = self.folder / "debian"

    def make(self) -> Work:
        """Creates the folders."""
        for folder in (self.speech, self.downloads, self.out, self.log):
            folder.mkdir(parents=True, exist_ok=True)
        return self

    def asset(self, name: str) -> Path:
        """A file of openai-whisper's source: `mel_filters.npz` or `multilingual.tiktoken`."""
        found = sorted(self.downloads.glob(f"**/{name}"))
        if not found:
            raise SystemExit(f"{name} is not in {self.downloads}: run `train --work {self.folder} prepare` first")
        return found[0]
