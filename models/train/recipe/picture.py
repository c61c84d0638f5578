"""A picture of the loss: an SVG file beside the log, without any library."""

from __future__ import annotations

import json
from pathlib import Path

WIDTH, HEIGHT, MARGIN = 900, 420, 60
SERIES = {"token": "#1f5fa8", "letter": "#b35900", "phone": "#3b7d23", "guide": "#8a8a8a"}
TICKS = 6


def draw(log: Path) -> Path:
    """Draws LOG.svg of the losses in a log of JSON lines, against hours heard."""
    entries = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()] if log.exists() else []
    path = log.with_suffix(".svg")
    if entries:
        path.write_text(svg(entries), encoding="utf-8")
    return path


def svg(entries: list[dict]) -> str:
    """The picture of log entries."""
    hours = [entry["heard_h"] for entry in entries]
    top = max((entry[name] for entry in entries for name in SERIES if name in entry), default=1.0)
    least, most = min(hours), max(hours)

    def place(hour: float, value: float) -> str:
        across = MARGIN + (WIDTH - 2 * MARGIN) * (hour - least) / max(1e-9, most - least)
        return f"{across:.1f},{HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * value / max(1e-9, top):.1f}"

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
    ]
    for tick in range(TICKS + 1):
        share = tick / TICKS
        across, down = place(least + share * (most - least), share * top).split(",")
        parts.append(f'<line x1="{MARGIN}" x2="{WIDTH - MARGIN}" y1="{down}" y2="{down}" stroke="#ddd"/>')
        parts.append(f'<text x="{MARGIN - 8}" y="{down}" text-anchor="end">{share * top:.2f}</text>')
        parts.append(
            f'<text x="{across}" y="{HEIGHT - MARGIN + 18}" text-anchor="middle">{least + share * (most - least):.1f}</text>'
        )
    for number, (name, colour) in enumerate(SERIES.items()):
        points = [place(entry["heard_h"], entry[name]) for entry in entries if name in entry]
        if points:
            parts.append(f'<polyline fill="none" stroke="{colour}" stroke-width="1.5" points="{" ".join(points)}"/>')
            parts.append(f'<text x="{WIDTH - MARGIN + 6}" y="{MARGIN + 16 * number}" fill="{colour}">{name}</text>')
    parts.append(f'<text x="{WIDTH / 2}" y="{HEIGHT - 14}" text-anchor="middle">hours heard</text></svg>')
    return "\n".join(parts) + "\n"
