"""What a person reads of a reply, a line a text, whatever the channel: the language of the transcripts."""

from __future__ import annotations

from collections.abc import Iterator

from dialogs.replies import (
    Block,
    Diary,
    Figures,
    Heading,
    Letter,
    Mark,
    Meter,
    Paragraph,
    QrCode,
    Quote,
    Radar,
    Reply,
    Screen,
)

SIGNS = {Mark.PLAIN: "▸", Mark.OPEN: "☐", Mark.TICKED: "☑", Mark.NA: "⊘"}


def spoken(reply: Reply) -> list[str]:
    """No-break spaces are spaces to who reads."""
    return [" ".join(line.split()) for line in _lines(reply) if line.strip()]


def _lines(reply: Reply) -> Iterator[str]:
    if isinstance(reply, Letter):
        yield "(message)"
    elif isinstance(reply, Radar):
        yield f"(radar : {reply.chart.title} — {reply.chart.subtitle})"
    elif isinstance(reply, Diary):
        yield f"(agenda : {reply.agenda.name})"
    elif reply.notice:
        yield f"» {reply.notice}"
    for block in reply.blocks:
        yield from _block(block)
    if isinstance(reply, Screen | Letter):
        yield from (" ".join(f"[{button.label}]" for button in row) for row in reply.rows)


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading(text=text) | Paragraph(text=text):
            yield from text.splitlines()
        case QrCode(words=words):
            yield f"(QR : {words})"
        case Quote(lead=lead, text=text, mark=mark):
            yield f"{SIGNS[mark]} {lead}"
            yield from text.splitlines()
        case Meter(before=before, after=after):
            yield f"{before} · {after}"
        case Figures(caption=caption, columns=columns, rows=rows):
            yield caption
            for row in rows:
                yield f"{row[0]} : " + " · ".join(
                    f"{name} {value}" for name, value in zip(columns[1:], row[1:], strict=True)
                )
