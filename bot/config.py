"""Settings: the environment, then ``.env`` in the working directory, into one frozen value.

Every fault is told at once, one sentence a setting, and no sentence repeats what was given: a token pasted
into the wrong line would otherwise end in a log.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, get_args, get_type_hints
from urllib.parse import urlsplit

from dotenv.parser import Binding, parse_stream

from bot.redaction import TOKEN, Secret
from bot.smtp import PORTS, lacking, sender_of
from locales.words import N_

PREFIX = "PALIER_"
NAMING = re.compile(r"[A-Za-z_]{1,40}")  # anything else may be a secret that was pasted as a name
ENV_FILE = Path(".env")

SCHEME = re.compile(r"[A-Za-z0-9+.-]{2,}:|:")  # not C:, which is a drive; and not :memory:, which forgets
LABEL = r"[A-Za-z0-9_-]{1,63}"
NAME = rf"(?=.{{1,253}}\Z)({LABEL}\.)*{LABEL}\.?"  # IPv4 too
HOST = re.compile(rf"{NAME}|[0-9A-Fa-f]*:[0-9A-Fa-f]*:[0-9A-Fa-f:.]*")  # or IPv6


@dataclass(frozen=True)
class Fault:
    """One line to show: a sentence of the catalogues and what fills it."""

    message: str
    values: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.message.format(**self.values)


class ConfigError(Exception):
    """What is wrong with the settings: all of it, in French when printed as it is."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


# ---------------------------------------------------------------- one reader a kind of setting


class Refused(ValueError):
    """A msgid, never the value."""


def text_of(given: str) -> str:
    """Bytes of the environment that are no UTF-8 arrive as lone surrogates; no path and no address holds a NUL."""
    if "\0" in given or legible(given) != given:
        raise Refused(N_("{name} : cette valeur contient des caractères illisibles (du texte en UTF-8 est attendu)."))
    return given.strip()


def legible(given: str) -> str:
    """What can be printed anywhere."""
    return given.encode(errors="backslashreplace").decode()


def a_database(given: str) -> Path:
    if SCHEME.match(given) and given.startswith("postgres"):
        raise Refused(N_("{name} : PostgreSQL n'est pas encore pris en charge ; indiquez un fichier SQLite."))
    path = given.removeprefix("sqlite:///")
    if not path or SCHEME.match(path):
        raise Refused(N_("{name} : indiquez le chemin d'un fichier, par exemple palier.db ou sqlite:///palier.db."))
    try:
        return Path(path).expanduser()
    except RuntimeError:
        raise Refused(N_("{name} : le dossier personnel que désigne « ~ » n'existe pas sur cette machine.")) from None


def a_host(given: str) -> str:
    if not HOST.fullmatch(given):
        raise Refused(N_("{name} : indiquez une adresse ou un nom de machine seul, par exemple 127.0.0.1."))
    return given


def a_port(given: str) -> int:
    if not re.fullmatch(r"[0-9]{1,5}", given) or int(given) > 65535:
        raise Refused(N_("{name} : indiquez un numéro de port, de 0 à 65535."))
    return int(given)


def web_address(given: str) -> str | None:
    """``https://host/path`` without its final ``/``; None if it is anything else or holds more."""
    try:
        parts = urlsplit(given)
        known = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:  # a port that is no number, brackets that are no address
        return None
    if not known or "@" in parts.netloc or re.search(r"[?#\s]", given):
        return None
    default = ":443" if parts.scheme == "https" else ":80"
    return f"{parts.scheme}://{parts.netloc.lower().removesuffix(default)}{parts.path.rstrip('/')}"


def a_public_url(given: str) -> str:
    url = web_address(given)
    if url is None or url.count("/") > 2:
        raise Refused(N_("{name} : indiquez une adresse web sans chemin, par exemple https://palier.exemple.fr."))
    return url


def an_api_url(given: str) -> str:
    url = web_address(given)
    if url is None:
        raise Refused(N_("{name} : indiquez une adresse web, par exemple https://api.telegram.org."))
    return url


def a_log_level(given: str) -> str:
    if given.upper() not in ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"):
        raise Refused(N_("{name} : choisissez DEBUG, INFO, WARNING, ERROR ou CRITICAL."))
    return given.upper()


def a_signup(given: str) -> str:
    if given.lower() not in ("open", "invite"):
        raise Refused(N_("{name} : choisissez open (tout le monde) ou invite (sur invitation)."))
    return given.lower()


def a_token(given: str) -> Secret:
    if not TOKEN.fullmatch(given):
        raise Refused(N_("{name} : ce n'est pas un jeton de BotFather (des chiffres, « : », 30 caractères ou plus)."))
    return Secret(given)


def a_security(given: str) -> str:
    if given.lower() not in PORTS:
        raise Refused(N_("{name} : choisissez starttls, tls ou none (ce dernier pour cette machine seulement)."))
    return given.lower()


def a_sender(given: str) -> str:
    if sender_of(given) is None:
        raise Refused(N_("{name} : indiquez une adresse, par exemple Palier <palier@exemple.fr>."))
    return given


@dataclass(frozen=True, slots=True)
class Config:
    """Every setting, ``PALIER_`` and its name in capitals outside; ``.env.example`` says what each is for."""

    database: Annotated[Path, a_database] = Path("palier.db")
    web_host: Annotated[str, a_host] = "127.0.0.1"
    web_port: Annotated[int, a_port] = 8765
    public_url: Annotated[str | None, a_public_url] = None
    log_level: Annotated[str, a_log_level] = "INFO"
    telegram_token: Annotated[Secret | None, a_token] = None
    telegram_api_url: Annotated[str, an_api_url] = "https://api.telegram.org"
    signup: Annotated[str, a_signup] = "open"
    operator: Annotated[str, str] = ""
    smtp_host: Annotated[str | None, a_host] = None
    smtp_port: Annotated[int | None, a_port] = None
    smtp_security: Annotated[str, a_security] = "starttls"
    smtp_user: Annotated[str, str] = ""
    smtp_password: Annotated[Secret | None, Secret] = None
    smtp_from: Annotated[str, a_sender] = ""


SETTINGS: Mapping[str, Callable[[str], Any]] = {
    name: get_args(hint)[1] for name, hint in get_type_hints(Config, include_extras=True).items()
}
"""How each is read from its text."""


# ---------------------------------------------------------------- where settings come from

UNREADABLE = N_("{path} : ce fichier n'est pas lisible (droits d'accès, ou texte qui n'est pas en UTF-8).")


def load_config(environ: Mapping[str, str] | None = None, env_file: Path = ENV_FILE) -> Config:
    """The settings of this process; raises :class:`ConfigError` with every fault."""
    written, faults = read_file(env_file)
    given = {**written, **ours(os.environ if environ is None else environ)}
    known = {setting(name): name for name in SETTINGS}
    faults += [unknown(name, known) for name in given if name not in known]
    values = {}
    for name, read in SETTINGS.items():
        if setting(name) in given:
            try:
                values[name] = read(text_of(given[setting(name)]))
            except Refused as refused:
                faults.append(Fault(str(refused), {"name": setting(name)}))
    if faults:
        raise ConfigError(tuple(faults))
    config = Config(**values)
    if lacks := tuple(Fault(message, {"name": setting(name)}) for name, message in lacking(config)):
        raise ConfigError(lacks)
    return config


def setting(name: str) -> str:
    """The name outside: ``web_port`` → ``PALIER_WEB_PORT``."""
    return PREFIX + name.upper()


def ours(variables: Mapping[str, str | None]) -> dict[str, str]:
    """The variables meant for us; an empty one counts as not set."""
    return {
        name: value for name, value in variables.items() if name.upper().startswith(PREFIX) and value and value.strip()
    }


def unknown(name: str, known: Mapping[str, str]) -> Fault:
    from difflib import get_close_matches  # only a mistake has a use for it

    shown = name if NAMING.fullmatch(name) else f"{PREFIX}…"
    close = get_close_matches(name.upper().removeprefix(PREFIX).lower(), known.values(), n=1)
    if close:
        values = {"name": shown, "close": setting(close[0])}
        return Fault(N_("{name} : ce réglage n'existe pas ; vouliez-vous écrire {close} ?"), values)
    return Fault(N_("{name} : ce réglage n'existe pas ; .env.example les donne tous."), {"name": shown})


def read_file(path: Path) -> tuple[dict[str, str], list[Fault]]:
    """Our variables in an ``.env`` file, and what is wrong with the file itself."""
    named = {"path": str(path)}
    try:
        if path.is_fifo():
            return {}, [Fault(UNREADABLE, named)]  # it would wait for somebody to write
        with path.open(encoding="utf-8-sig") as source:  # Windows' Notepad writes a byte order mark
            mode = os.fstat(source.fileno()).st_mode
            lines = list(parse_stream(source))
    except FileNotFoundError:
        return {}, []
    except (OSError, UnicodeDecodeError):
        return {}, [Fault(UNREADABLE, named)]
    found = ours({line.key: line.value for line in lines if line.key})
    message = N_("{path} : la ligne {line} n'est pas de la forme NOM=valeur.")
    faults = [Fault(message, {**named, "line": str(line.original.line)}) for line in lines if misshapen(line)]
    shared = os.name == "posix" and stat.S_IMODE(mode) & 0o077
    if shared and found.keys() & {setting("telegram_token"), setting("smtp_password")}:
        message = N_("{path} : d'autres comptes peuvent lire le secret de ce fichier ; tapez « chmod 600 {path} ».")
        faults.append(Fault(message, named))
    return found, faults


def misshapen(line: Binding) -> bool:
    """No line of any program's; or, without a value, none of ours."""
    alone = line.key if line.key and line.value is None else ""
    return line.error or alone.upper().startswith(PREFIX)
