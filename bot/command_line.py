"""The command line: what was asked for, done or refused with a sentence."""

from __future__ import annotations

import asyncio
import io
import json
import os
import sqlite3
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import NoReturn

from bot import admin, redaction
from bot.config import Config, ConfigError, load_config
from bot.reasons import reason_of
from dialogs import uai
from frameworks.load import catalogue
from locales import Words, language_of, words
from storage import schools
from storage.database import DatabaseForeign, DatabaseInUse, DatabaseUnusable, begun, connect
from storage.migrations import DatabaseNewer

OK, FAILED, WRONG = 0, 1, 2


class Misused(Exception):
    """The command line is none that Palier knows."""


class Parser(ArgumentParser):
    """argparse speaks English only: what is wrong is said by :func:`usage` in the person's language."""

    def error(self, message: str) -> NoReturn:
        raise Misused(message)


def parser() -> Parser:
    root = Parser(prog="palier", add_help=False)
    commands = root.add_subparsers(dest="command", parser_class=Parser)
    run = commands.add_parser("run", add_help=False)
    run.add_argument("--lan", action="store_true")
    commands.add_parser("console", add_help=False)
    commands.add_parser("demo", add_help=False)
    commands.add_parser("help", add_help=False)
    grids = commands.add_parser("frameworks", add_help=False).add_subparsers(dest="verb", required=True)
    grids.add_parser("list", add_help=False)
    show = grids.add_parser("show", add_help=False)
    show.add_argument("id")
    show.add_argument("--json", action="store_true")
    grids.add_parser("check", add_help=False).add_argument("file", type=Path)
    score = commands.add_parser("score", add_help=False)
    score.add_argument("id")
    score.add_argument("file", type=Path)
    answers = commands.add_parser("answers", add_help=False)
    answers.add_argument("uai")
    answers.add_argument("--json", action="store_true")
    schooling = commands.add_parser("school", add_help=False).add_subparsers(dest="verb", required=True)
    schooling.add_parser("transfer", add_help=False).add_argument("uai")
    resting = commands.add_parser("holidays", add_help=False).add_subparsers(dest="verb", required=True)
    resting.add_parser("list", add_help=False)
    importing = resting.add_parser("import", add_help=False)
    importing.add_argument("zone")
    importing.add_argument("file", type=Path)
    return root


def usage(words: Words) -> str:
    """The commands, as this person starts them: from a checkout Palier is behind ``dev.py``."""
    say = partial(words.say, palier="python3 dev.py" if sys.argv[0].endswith("__main__.py") else "palier")
    lines = [
        say("Les commandes de Palier :"),
        say("  {palier} run [--lan] : le chat web (--lan : aussi pour les téléphones de la salle)"),
        say("  {palier} console : la même conversation dans ce terminal"),
        say("  {palier} demo : une école fictive à regarder, dans une base neuve"),
        say("  {palier} frameworks list : les grilles"),
        say("  {palier} frameworks show ID [--json] : une grille entière"),
        say("  {palier} frameworks check FICHIER : relit un fichier de grille et en dit toutes les fautes"),
        say("  {palier} score ID FICHIER : le profil et les prochaines étapes d'un fichier de réponses,"),
        say("    du JSON comme {example}", example='{"answers": {"charte-usage": 2}}'),
        say("  {palier} answers UAI --json : les réponses d'un établissement"),
        say("  {palier} school transfer UAI : une invitation qui donne l'établissement à un autre pilote"),
        say("  {palier} holidays list : jusqu'à quand les vacances de chaque zone sont connues, et d'où"),
        say("  {palier} holidays import ZONE FICHIER : les vacances d'une zone (A, B, C, Corse, 971 à 988) ;"),
        say("    un .ics (DTEND : jour de la reprise) ou un .csv « début;fin;nom » (JJ/MM/AAAA, dernier jour compris)"),
        say("  {palier} help : cette aide"),
        say("Les réglages sont dans .env ; .env.example les explique."),
    ]
    return "\n".join(lines)


def obey(arguments: Sequence[str] | None = None) -> int:
    """Runs one command. Exit codes: 0 done, 1 it could not be done, 2 what was asked for is wrong."""
    # An output that can't write an arrow gets a question mark, not silence.
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    speech = words(
        language_of(next((os.environ[it] for it in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(it)), ""))
    )
    given = list(sys.argv[1:] if arguments is None else arguments) or ["run"]
    if given[0] in {"-h", "--help"}:
        given = ["help"]
    try:
        code = dispatch(speech, parser().parse_args(given))
        sys.stdout.flush()
        return code
    except Misused:
        print(speech.say("Cette commande n'est pas comprise."), file=sys.stderr)
        print(usage(speech), file=sys.stderr)
        return WRONG
    except ConfigError as error:
        for fault in error.faults:
            print(speech.say(fault.message, **fault.values), file=sys.stderr)
        return WRONG
    except BrokenPipeError:
        # Whoever read our output has enough; Python must not complain of it at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK


def dispatch(speech: Words, asked: Namespace) -> int:
    match asked.command:
        case "help":
            print(usage(speech))
            return OK
        case "frameworks" | "score":
            return without_database(speech, asked)
        case "answers":
            return guarded(speech, partial(answers, asked.uai))
        case "school":
            return guarded(speech, partial(transfer, asked.uai))
        case "holidays":
            return of_holidays(speech, asked)
        case "console":
            return guarded(speech, console)
        case "demo":
            return guarded(speech, demonstrate)
        case _:
            return guarded(speech, partial(run, asked.lan))


def without_database(speech: Words, asked: Namespace) -> int:
    """Grids and files of answers; imported by who asks, since a Palier that runs has no use for it."""
    from bot import offline

    match asked.command, getattr(asked, "verb", ""):
        case "frameworks", "list":
            return offline.list_frameworks(speech)
        case "frameworks", "show":
            return offline.show_framework(speech, asked.id, asked.json)
        case "frameworks", _:
            return offline.check_framework(speech, asked.file)
        case _:
            return offline.score_file(speech, asked.id, asked.file)


def of_holidays(speech: Words, asked: Namespace) -> int:
    """Imported by who asks, as the grids are."""
    from bot import holiday_commands

    if asked.verb == "list":
        return guarded(speech, holiday_commands.list_zones)
    return guarded(speech, partial(holiday_commands.import_file, asked.zone, asked.file))


def guarded(speech: Words, work: Callable[[Words, Config], int]) -> int:
    """Work on the database; each way that it can be refused has its sentence."""
    config = load_config()
    redaction.configure(config.log_level)
    try:
        return work(speech, config)
    except DatabaseInUse:
        said = speech.say("Un autre Palier se sert déjà de {path} : arrêtez-le d'abord.", path=config.database)
    except DatabaseNewer as newer:
        said = speech.say(
            "{path} vient d'un Palier plus récent (sa base est en version {found}, celui-ci connaît la {known}) : "
            "mettez celui-ci à jour.",
            path=config.database,
            found=newer.found,
            known=newer.known,
        )
    except DatabaseForeign:
        said = speech.say(
            "{path} n'est pas une base de Palier : il reste tel quel ; indiquez un autre fichier dans PALIER_DATABASE.",
            path=config.database,
        )
    except (DatabaseUnusable, sqlite3.Error) as error:
        reason = reason_of(speech, error.__cause__ or error)
        said = speech.say("{path} ne peut pas servir de base : {reason}.", path=config.database, reason=reason)
    except admin.AdminUnavailable as unavailable:
        path, reason = unavailable.path, reason_of(speech, unavailable.__cause__ or unavailable)
        said = speech.say("{path} ne peut pas être écrit : {reason}.", path=path, reason=reason)
    except admin.NobodyAnswers:
        said = speech.say("Un autre programme utilise {path} et ne répond pas.", path=config.database)
    print(said, file=sys.stderr)
    return FAILED


def console(speech: Words, config: Config) -> int:
    from bot.serve import play

    asyncio.run(play(config, speech))
    return OK


def run(lan: bool, speech: Words, config: Config) -> int:
    from bot.serve import serve

    return asyncio.run(serve(config, speech, lan=lan))


def demonstrate(speech: Words, config: Config) -> int:
    """Into a file that is not there yet: what people said is never mixed with a story. Told once, it is only shown."""
    from bot import demo

    known = asyncio.run(position(config.database, demo.UAI)) if begun(config.database) else None
    if known is not None:
        print(speech.say("{path} a déjà cette démonstration.", path=config.database))
        print(f"UAI {demo.UAI}")
        return OK
    if begun(config.database):
        said = speech.say(
            "{path} existe déjà : la démonstration ne s'y mêle pas. Indiquez un autre fichier dans PALIER_DATABASE.",
            path=config.database,
        )
        print(said, file=sys.stderr)
        return FAILED
    secret = asyncio.run(demo.play(config.database, datetime.now(UTC)))
    print(speech.say("{path} : « {school} », quatre campagnes, huit membres.", path=config.database, school=demo.NAME))
    print(f"UAI {demo.UAI}")
    print(speech.say("Pour y entrer comme pilote, démarrez Palier et écrivez :"))
    print(f"  /rejoindre {secret}")
    return OK


def answers(wanted: str, speech: Words, config: Config) -> int:
    """Asked of the running process, or of the file when nothing runs."""
    known = uai.find(wanted)
    if known is None or uai.fault(known):
        print(speech.say("« {uai} » n'est pas un UAI valide.", uai=wanted), file=sys.stderr)
        return WRONG
    found = asyncio.run(position(config.database, known)) if begun(config.database) else None
    if found is None:
        print(speech.say("Aucun établissement {uai} ici.", uai=known), file=sys.stderr)
        return FAILED
    print(json.dumps(found, ensure_ascii=False, indent=2))
    return OK


def transfer(wanted: str, speech: Words, config: Config) -> int:
    """Prints the invitation of a school's next pilot; nothing changes until it is used."""
    known = uai.find(wanted)
    if known is None or uai.fault(known):
        print(speech.say("« {uai} » n'est pas un UAI valide.", uai=wanted), file=sys.stderr)
        return WRONG
    made = asyncio.run(transferred(config.database, known)) if begun(config.database) else None
    if made is None:
        print(speech.say("Aucun établissement {uai} ici.", uai=known), file=sys.stderr)
        return FAILED
    secret, day = made["secret"], speech.day(datetime.fromisoformat(made["expires"]))
    print(
        speech.say(
            "« {school} » ({uai}) : invitation de pilote, jusqu'au {day}.", school=made["school"], uai=known, day=day
        )
    )
    print(speech.say("À envoyer à une seule personne ; elle l'écrit dans la conversation :"))
    print(f"  /rejoindre {secret}")
    if config.public_url:
        print(speech.say("ou elle ouvre :"))
        print(f"  {config.public_url}/rejoindre/{secret}")
    print(speech.say("Elle pilotera seule ; les pilotes d'aujourd'hui resteront membres. D'ici là, rien ne change."))
    return OK


async def transferred(path: Path, known: str) -> dict[str, str] | None:
    try:
        database = await connect(path)
    except DatabaseInUse:
        found: dict[str, str] | None = await asyncio.to_thread(admin.ask, path, f"/transfer/{known}", "POST")
        return found
    try:
        return await admin.transfer(database, known)
    finally:
        await database.close()


async def position(path: Path, known: str) -> object:
    try:
        database = await connect(path)
    except DatabaseInUse:
        return await asyncio.to_thread(admin.ask, path, f"/answers/{known}")
    try:
        return await database.transaction(partial(schools.position, uai=known, frameworks=catalogue()))
    finally:
        await database.close()
