"""openai-whisper's vocabulary and mel filters (MIT), taken out of its source package."""

from __future__ import annotations

import subprocess
import sys
import tarfile

from .folders import Work

VERSION = "20250625"
WANTED = ("mel_filters.npz", "multilingual.tiktoken")


def fetch(work: Work) -> None:
    """Fetches what is missing. pip may ask the package for its description; nothing else of it is run."""
    if all(any(work.downloads.glob(f"**/{name}")) for name in WANTED):
        return
    command = [
        sys.executable,
        "-m",
        "pip",
        "download",
        "-q",
        "--no-deps",
        "--no-binary",
        ":all:",
        "-d",
        str(work.downloads),
        f"openai-whisper=={VERSION}",
    ]
    # pip asks the package for its needs after the download, which may fail for want of its build tools: the file counts.
    subprocess.run(command, check=False, capture_output=True)
    archives = sorted(work.downloads.glob("*whisper*.tar.gz"))
    if not archives:
        raise SystemExit(f"pip could not fetch openai-whisper {VERSION}: put its .tar.gz into {work.downloads}")
    with tarfile.open(archives[-1]) as archive:
        for member in archive.getmembers():
            if member.name.endswith(WANTED):
                archive.extract(member, work.downloads, filter="data")
