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
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from dotenv.parser import Binding, parse_stream
from pydantic import BaseModel, BeforeValidator, ConfigDict, SecretStr, ValidationError
from pydantic_core import PydanticCustomError

from bot.redaction import TOKEN
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


def reading(read: Callable[[str], object]) -> BeforeValidator:
    """Read a setting from its text; a value that is no text was written by our own code."""
    return BeforeValidator(lambda given: read(text_of(given)) if isinstance(given, str) else given)


def text_of(given: str) -> str:
    """Bytes of the environment that are no UTF-8 arrive as lone surrogates; no path and no address holds a NUL."""
    if "\0" in given or legible(given) != given:
        raise refusal(N_("{name} : cette valeur contient des caractères illisibles (du texte en UTF-8 est attendu)."))
    return given.strip()


def legible(given: str) -> str:
    """What can be printed anywhere."""
    return given.encode(errors="backslashreplace").decode()


def refusal(message: str) -> PydanticCustomError:
    return PydanticCustomError("setting", message)  # a msgid; Fault fills it in


def a_database(given: str) -> Path:
    if SCHEME.match(given) and given.startswith("postgres"):
        raise refusal(N_("{name} : PostgreSQL n'est pas encore pris en charge ; indiquez un fichier SQLite."))
    path = given.removeprefix("sqlite:///")
    if not path or SCHEME.match(path):
        raise refusal(N_("{name} : indiquez le chemin d'un fichier, par exemple palier.db ou sqlite:///palier.db."))
    try:
        return Path(path).expanduser()
    except RuntimeError:
        raise refusal(N_("{name} : le dossier personnel que désigne « ~ » n'existe pas sur cette machine.")) from None


def a_host(given: str) -> str:
    if not HOST.fullmatch(given):
        raise refusal(N_("{name} : indiquez une adresse ou un nom de machine seul, par exemple 127.0.0.1."))
    return given


def a_port(given: str) -> int:
    if not re.fullmatch(r"[0-9]{1,5}", given) or int(given) > 65535:
        raise refusal(N_("{name} : indiquez un numéro de port, de 0 à 65535."))
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
        raise refusal(N_("{name} : indiquez une adresse web sans chemin, par exemple https://palier.exemple.fr."))
    return url


def an_api_url(given: str) -> str:
    url = web_address(given)
    if url is None:
        raise refusal(N_("{name} : indiquez une adresse web, par exemple https://api.telegram.org."))
    return url


def a_log_level(given: str) -> str:
    if given.upper() not in ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"):
        raise refusal(N_("{name} : choisissez DEBUG, INFO, WARNING, ERROR ou CRITICAL."))
    return given.upper()


def a_signup(given: str) -> str:
    if given.lower() not in ("open", "invite"):
        raise refusal(N_("{name} : choisissez open (tout le monde) ou invite (sur invitation)."))
    return given.lower()


def a_token(given: str) -> SecretStr:
    if not TOKEN.fullmatch(given):
        raise refusal(N_("{name} : ce n'est pas un jeton de BotFather (des chiffres, « : », 30 caractères ou plus)."))
    return SecretStr(given)


class Config(BaseModel):
    """Every setting, ``PALIER_`` and its name in capitals outside; ``.env.example`` says what each is for."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    database: Annotated[Path, reading(a_database)] = Path("palier.db")
    web_host: Annotated[str, reading(a_host)] = "127.0.0.1"
    web_port: Annotated[int, reading(a_port)] = 8765
    public_url: Annotated[str | None, reading(a_public_url)] = None
    log_level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"], reading(a_log_level)] = "INFO"
    telegram_token: Annotated[SecretStr | None, reading(a_token)] = None
    telegram_api_url: Annotated[str, reading(an_api_url)] = "https://api.telegram.org"
    signup: Annotated[Literal["open", "invite"], reading(a_signup)] = "open"
    operator: Annotated[str, reading(str)] = ""


# ---------------------------------------------------------------- where settings come from

UNREADABLE = N_("{path} : ce fichier n'est pas lisible (droits d'accès, ou texte qui n'est pas en UTF-8).")


def load_config(environ: Mapping[str, str] | None = None, env_file: Path = ENV_FILE) -> Config:
    """The settings of this process; raises :class:`ConfigError` with every fault."""
    written, faults = read_file(env_file)
    given = {**written, **ours(os.environ if environ is None else environ)}
    known = {setting(name): name for name in Config.model_fields}
    faults += [unknown(name, known) for name in given if name not in known]
    values = {known[name]: value for name, value in given.items() if name in known}
    try:
        config = Config.model_validate(values)
    except ValidationError as error:
        details = error.errors(include_input=False, include_url=False)
        faults += [Fault(detail["msg"], {"name": setting(str(detail["loc"][0]))}) for detail in details]
    else:
        if not faults:
            return config
    raise ConfigError(tuple(faults))


def setting(name: str) -> str:
    """The name outside: ``web_port`` → ``PALIER_WEB_PORT``."""
    return PREFIX + name.upper()


def ours(variables: Mapping[str, str | None]) -> dict[str, str]:
    """The variables meant for us; an empty one counts as not set."""
    return {
        name: value for name, value in variables.items() if name.upper().startswith(PREFIX) and value and value.strip()
    }


def unknown(name: str, known: Mapping[str, str]) -> Fault:
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
    if shared and setting("telegram_token") in found:
        message = N_("{path} : d'autres comptes peuvent lire le jeton de ce fichier ; tapez « chmod 600 {path} ».")
        faults.append(Fault(message, named))
    return found, faults


def misshapen(line: Binding) -> bool:
    """No line of any program's; or, without a value, none of ours."""
    alone = line.key if line.key and line.value is None else ""
    return line.error or alone.upper().startswith(PREFIX)
