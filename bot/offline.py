"""The commands that need no database, token or network: the grids, and a file of answers scored."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

from bot.reasons import reason_of
from dialogs.steps.parts import cost
from frameworks.answers import LARGEST, parse, read_answers
from frameworks.contract import score_json, show
from frameworks.faults import Faulty, clip, printable
from frameworks.load import catalogue, load_file
from locales import Words

OK, WRONG = 0, 2
MOST_FAULTS = 100
"""As many as are shown: a small file made for it can have 30,000."""


def list_frameworks(words: Words) -> int:
    """A line a grid: id, title, what it costs."""
    for grid in catalogue().values():
        print(words.say("{id}  {title}  ({cost})", id=grid.id, title=grid.title, cost=cost(words, grid)))
    return OK


def show_framework(words: Words, key: str, as_json: bool) -> int:
    grid = catalogue().get(key)
    if grid is None:
        return unknown(words, key)
    if as_json:
        print(json.dumps(show(grid), ensure_ascii=False, indent=2))
        return OK
    print(grid.title)
    print(words.say("Source : {source}", source=grid.source))
    for domain in grid.domains:
        print(f"\n{domain.title}")
        for question in domain.questions:
            print(f"  {question.title}")
            for statement in question.statements:
                print(f"    {statement.level or '-'}  {statement.text}")
    return OK


def check_framework(words: Words, path: Path) -> int:
    def check() -> int:
        grid = load_file(path)
        questions = words.count("{n} question", "{n} questions", len(grid.questions))
        print(
            words.say(
                "{path} : rien à redire ({title}, {questions}).",
                path=printable(str(path)),
                title=printable(grid.title),
                questions=questions,
            )
        )
        return OK

    return reporting(words, path, check)


def score_file(words: Words, key: str, path: Path) -> int:
    grid = catalogue().get(key)
    if grid is None:
        return unknown(words, key)

    def score() -> int:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
        answers = read_answers(grid, parse(content))
        print(json.dumps(score_json(grid, answers), ensure_ascii=False, indent=2))
        return OK

    return reporting(words, path, score)


def reporting(words: Words, file: Path, work: Callable[[], int]) -> int:
    """The work's exit code; the faults on stderr, each with its path (or the file's name), and 2."""
    name = printable(str(file))
    try:
        return work()
    except BrokenPipeError:
        raise
    except Faulty as faulty:
        for fault in faulty.faults[:MOST_FAULTS]:
            sentence = words.say(fault.message, **fault.values)
            print(words.say("{path} : {sentence}", path=fault.path or name, sentence=sentence), file=sys.stderr)
        more = len(faulty.faults) - MOST_FAULTS
        if more > 0:
            print(words.count("Et {n} autre faute.", "Et {n} autres fautes.", more), file=sys.stderr)
    except OSError as error:
        sentence = words.say("Ce fichier ne peut pas être lu : {reason}.", reason=reason_of(words, error))
        print(words.say("{path} : {sentence}", path=name, sentence=sentence), file=sys.stderr)
    return WRONG


def unknown(words: Words, key: str) -> int:
    known = words.listed(list(catalogue()))
    print(words.say("La grille « {id} » n'existe pas ; il y a {known}.", id=clip(key), known=known), file=sys.stderr)
    return WRONG
