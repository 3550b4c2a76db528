"""Settings: where they are read, which are refused and in what words, none of which is a secret."""

from __future__ import annotations

import os
import re
import traceback
from dataclasses import FrozenInstanceError, asdict, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.config import SETTINGS, Config, ConfigError, load_config, setting
from bot.redaction import Secret
from bot.smtp import smtp_of

ROOT = Path(__file__).resolve().parent.parent
TOKEN = "1234567890:" + "AbCdEfGh-_" * 3 + "Zz123"
NOWHERE = Path("no such folder/.env")
posix = pytest.mark.skipif(os.name != "posix", reason="file modes are a POSIX matter")


def load(**settings: str) -> Config:
    """The settings for an environment: ``load(WEB_PORT="0")``."""
    return load_config({f"PALIER_{name}": value for name, value in settings.items()}, NOWHERE)


def faults(environ: dict[str, str], env_file: Path = NOWHERE) -> list[str]:
    """The lines shown for settings that are refused."""
    with pytest.raises(ConfigError) as caught:
        load_config(environ, env_file)
    assert str(caught.value).splitlines() == [str(fault) for fault in caught.value.faults]
    return str(caught.value).splitlines()


@pytest.fixture
def env_file(tmp_path: Path) -> Path:
    path = tmp_path / ".env"
    path.touch(mode=0o600)
    return path


# ---------------------------------------------------------------- what is read


def test_nothing_need_be_set() -> None:
    config = load()
    assert config == Config()
    assert config.database == Path("palier.db")
    assert (config.web_host, config.web_port) == ("127.0.0.1", 8765)
    assert config.telegram_token is None
    assert config.public_url is None


def test_the_environment_wins_over_the_file(env_file: Path) -> None:
    env_file.write_text("PALIER_WEB_PORT=1\nPALIER_SIGNUP=invite\n", encoding="utf-8")
    config = load_config({"PALIER_WEB_PORT": "2"}, env_file)
    assert (config.web_port, config.signup) == (2, "invite")


def test_the_working_directory_and_the_process_are_where_settings_are_looked_for(
    env_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(env_file.parent)
    env_file.write_text("PALIER_WEB_PORT=4000\n", encoding="utf-8")
    monkeypatch.setenv("PALIER_LOG_LEVEL", "debug")
    config = load_config()
    assert (config.web_port, config.log_level) == (4000, "DEBUG")


def test_an_empty_variable_is_not_set(env_file: Path) -> None:
    env_file.write_text("PALIER_WEB_PORT=\nPALIER_TELEGRAM_TOKEN=''\n", encoding="utf-8")
    assert load_config({"PALIER_WEB_HOST": "  "}, env_file) == Config()


def test_an_empty_variable_does_not_hide_the_file(env_file: Path) -> None:
    env_file.write_text("PALIER_WEB_PORT=4000\n", encoding="utf-8")
    assert load_config({"PALIER_WEB_PORT": ""}, env_file).web_port == 4000


def test_other_programs_may_share_the_file(env_file: Path) -> None:
    env_file.write_bytes(b"\xef\xbb\xbfPALIER_WEB_PORT='4000'\r\nCOMPOSE_PROJECT=palier # theirs\r\n")
    assert load_config({"PATH": "/bin"}, env_file).web_port == 4000


def test_a_dollar_is_a_dollar(env_file: Path) -> None:
    env_file.write_text("PALIER_OPERATOR='Collège $HOME, ${HOME}'\n", encoding="utf-8")
    assert load_config({}, env_file).operator == "Collège $HOME, ${HOME}"


def test_settings_do_not_change() -> None:
    with pytest.raises(FrozenInstanceError):
        load().web_port = 1  # type: ignore[misc]


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("DATABASE", "data/palier.db", Path("data/palier.db")),
        ("DATABASE", "sqlite:///data/palier.db", Path("data/palier.db")),
        ("DATABASE", "sqlite:////srv/palier.db", Path("/srv/palier.db")),
        ("DATABASE", "~/palier.db", Path.home() / "palier.db"),
        ("WEB_HOST", "0.0.0.0", "0.0.0.0"),
        ("WEB_HOST", "::", "::"),
        ("WEB_HOST", "fe80::1", "fe80::1"),
        ("WEB_HOST", "palier.local", "palier.local"),
        ("WEB_HOST", "a" * 63 + ".lan.", "a" * 63 + ".lan."),
        ("WEB_PORT", "0", 0),
        ("WEB_PORT", " 65535 ", 65535),
        ("PUBLIC_URL", "https://Palier.Exemple.fr/", "https://palier.exemple.fr"),
        ("PUBLIC_URL", "https://palier.exemple.fr:443", "https://palier.exemple.fr"),
        ("PUBLIC_URL", "http://10.0.0.5:8765", "http://10.0.0.5:8765"),
        ("LOG_LEVEL", "warning", "WARNING"),
        ("TELEGRAM_API_URL", "http://127.0.0.1:8081/api/", "http://127.0.0.1:8081/api"),
        ("SIGNUP", "Invite", "invite"),
        ("OPERATOR", "Collège Jean Moulin, 01 23", "Collège Jean Moulin, 01 23"),
    ],
)
def test_a_right_value_is_read(name: str, text: str, value: object) -> None:
    assert getattr(load(**{name: text}), name.lower()) == value


# ---------------------------------------------------------------- what is refused

WRONG = [
    ("DATABASE", "postgresql://user:hunter2@db/palier", "PostgreSQL"),
    ("DATABASE", "postgres://user:hunter2@db/palier", "PostgreSQL"),
    ("DATABASE", "mysql://user:hunter2@db/palier", "chemin"),
    ("DATABASE", "sqlite://answers.db", "chemin"),
    ("DATABASE", "sqlite:// /", "chemin"),
    ("DATABASE", ":memory:", "chemin"),
    ("DATABASE", "~nosuchuser/palier.db", "« ~ »"),
    ("DATABASE", "sqlite:///~nosuchuser/palier.db", "« ~ »"),
    ("DATABASE", "palier\0.db", "caractères"),
    ("WEB_HOST", "http://10.0.0.5", "127.0.0.1"),
    ("WEB_HOST", "10.0.0.5/24", "127.0.0.1"),
    ("WEB_HOST", "10.0.0.5:80", "127.0.0.1"),
    ("WEB_HOST", "two words", "127.0.0.1"),
    ("WEB_HOST", "a..b", "127.0.0.1"),
    ("WEB_HOST", "a" * 80, "127.0.0.1"),
    ("WEB_HOST", "a." * 130 + "b", "127.0.0.1"),
    ("WEB_PORT", "65536", "65535"),
    ("WEB_PORT", "-1", "65535"),
    ("WEB_PORT", "http", "65535"),
    ("WEB_PORT", "٣", "65535"),
    ("PUBLIC_URL", "school.example", "https://"),
    ("PUBLIC_URL", "ftp://school.example", "https://"),
    ("PUBLIC_URL", "https://school.example/palier", "https://"),
    ("PUBLIC_URL", "https://school.example?a=1", "https://"),
    ("PUBLIC_URL", "https://user:hunter2@school.example", "https://"),
    ("PUBLIC_URL", "https://school.example:99999", "https://"),
    ("PUBLIC_URL", "https://[::1", "https://"),
    ("PUBLIC_URL", "https://:80", "https://"),
    ("LOG_LEVEL", "verbose", "DEBUG"),
    ("TELEGRAM_TOKEN", "hunter2", "BotFather"),
    ("TELEGRAM_TOKEN", "123456:tooshort", "BotFather"),
    ("TELEGRAM_TOKEN", TOKEN + "!", "BotFather"),
    ("TELEGRAM_TOKEN", "bot" + TOKEN, "BotFather"),
    ("TELEGRAM_API_URL", "api.example", "https://"),
    ("SIGNUP", "closed", "invite"),
]


@pytest.mark.parametrize(("name", "text", "because"), WRONG)
def test_a_wrong_value_is_one_line_that_names_the_setting_and_why(name: str, text: str, because: str) -> None:
    (line,) = faults({setting(name): text})
    assert line.startswith(f"PALIER_{name} : ")
    assert because in line
    assert text not in line
    assert "hunter2" not in line


@pytest.mark.parametrize("name", list(SETTINGS))
@pytest.mark.parametrize("junk", ["Coll\udce8ge", "\ud800", "a\0b"], ids=["bytes", "surrogate", "nul"])
def test_what_is_no_text_is_refused(name: str, junk: str) -> None:
    """The system hands over bytes that are no UTF-8 as lone surrogates."""
    (line,) = faults({setting(name): junk})
    assert line.startswith(f"{setting(name)} : ")
    assert "caractères" in line
    line.encode()


@pytest.mark.parametrize("name", ["PALIER_\udce8", "PALIER_" + TOKEN, "PALIER_" + TOKEN.partition(":")[2]])
def test_a_name_that_may_hold_a_secret_is_told_without_it(name: str, env_file: Path) -> None:
    (line,) = faults({name: "1"})
    assert line.startswith("PALIER_… : ce réglage n'existe pas")
    env_file.write_bytes(f"{name}=1\n".encode(errors="replace"))
    assert faults({}, env_file) == [line]


@pytest.mark.parametrize("path", ["sqlite:///", "sqlite://", "sqlite:"])
def test_a_database_without_a_path_is_refused(path: str) -> None:
    """``sqlite:`` alone would be a file of that name."""
    (line,) = faults({"PALIER_DATABASE": path})
    assert "chemin" in line


def test_every_fault_is_told_at_once() -> None:
    lines = faults({f"PALIER_{name}": "no" for name in ("WEB_PORT", "SIGNUP", "TELEGRAM_TOKEN", "PROT")})
    assert sorted(line.split(" : ")[0] for line in lines) == [
        "PALIER_PROT",
        "PALIER_SIGNUP",
        "PALIER_TELEGRAM_TOKEN",
        "PALIER_WEB_PORT",
    ]


def test_an_unknown_setting_is_refused_with_the_one_that_was_meant(env_file: Path) -> None:
    env_file.write_text("PALIER_TELEGRAM_TOKN=" + TOKEN + "\npalier_web_port=1\n", encoding="utf-8")
    lines = faults({"PALIER_WHATEVER_ELSE": "1"}, env_file)
    assert lines == [
        "PALIER_TELEGRAM_TOKN : ce réglage n'existe pas ; vouliez-vous écrire PALIER_TELEGRAM_TOKEN ?",
        "palier_web_port : ce réglage n'existe pas ; vouliez-vous écrire PALIER_WEB_PORT ?",
        "PALIER_WHATEVER_ELSE : ce réglage n'existe pas ; .env.example les donne tous.",
    ]


def test_faults_can_be_told_in_another_language() -> None:
    with pytest.raises(ConfigError) as caught:
        load(WEB_PORT="no")
    (fault,) = caught.value.faults
    assert fault.message.startswith("{name} : ")
    assert fault.values == {"name": "PALIER_WEB_PORT"}


@pytest.mark.parametrize(
    "wrong",
    [
        f"PALIER_TELEGRAM_TOKEN {TOKEN}",
        f"PALIER_TELEGRAM_TOKEN: {TOKEN}",
        f'PALIER_OPERATOR="le collège\nPALIER_TELEGRAM_TOKEN={TOKEN}',
        "PALIER_SIGNUP",
        "COMPOSE_PROJECT palier",
    ],
)
def test_a_line_that_sets_nothing_is_named_and_not_repeated(env_file: Path, wrong: str) -> None:
    env_file.write_text(f"# ours\nPALIER_WEB_PORT=no\n{wrong}\n", encoding="utf-8")
    assert faults({}, env_file) == [
        f"{env_file} : la ligne 3 n'est pas de la forme NOM=valeur.",
        "PALIER_WEB_PORT : indiquez un numéro de port, de 0 à 65535.",
    ]


def test_a_name_alone_is_another_programs_business(env_file: Path) -> None:
    env_file.write_text("COMPOSE_PROJECT\nexport HOME\n", encoding="utf-8")
    assert load_config({}, env_file) == Config()


def test_a_file_that_is_not_text_is_refused(env_file: Path) -> None:
    env_file.write_bytes(b"PALIER_OPERATOR=Coll\xe8ge\n")
    (line,) = faults({}, env_file)
    assert str(env_file) in line
    assert "UTF-8" in line


@posix
def test_a_pipe_named_env_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / ".env")
    (line,) = faults({}, tmp_path / ".env")
    assert "lisible" in line


def test_a_folder_named_env_is_refused(tmp_path: Path) -> None:
    (line,) = faults({}, tmp_path)
    assert str(tmp_path) in line


# ---------------------------------------------------------------- secrets


@posix
@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660])
def test_a_token_that_others_can_read_is_refused(env_file: Path, mode: int) -> None:
    env_file.write_text(f"PALIER_TELEGRAM_TOKEN={TOKEN}\n", encoding="utf-8")
    env_file.chmod(mode)
    (line,) = faults({}, env_file)
    assert f"chmod 600 {env_file}" in line
    assert TOKEN not in line
    env_file.chmod(0o600)
    config = load_config({}, env_file)
    assert config.telegram_token is not None
    assert config.telegram_token.reveal() == TOKEN


@posix
def test_a_file_without_a_token_may_be_read_by_all(env_file: Path) -> None:
    env_file.write_text("PALIER_WEB_PORT=4000\nPALIER_TELEGRAM_TOKEN=\n", encoding="utf-8")
    env_file.chmod(0o644)
    assert load_config({}, env_file).web_port == 4000


def test_a_token_hides_itself() -> None:
    config = load(TELEGRAM_TOKEN=TOKEN)
    assert isinstance(config.telegram_token, Secret)
    for shown in (repr(config), str(config), repr(asdict(config)), f"{config.telegram_token}"):
        assert TOKEN not in shown


@given(st.sampled_from(list(SETTINGS)), st.text(min_size=12, alphabet=st.characters(codec="ascii")))
def test_no_fault_repeats_what_was_given(name: str, text: str) -> None:
    """Nor does the traceback, where the value would otherwise hide in an exception's cause."""
    secret = f"hunter2{text}hunter2"
    try:
        load_config({setting(name): secret}, NOWHERE)
    except ConfigError as error:
        assert secret not in "".join(traceback.format_exception(error))
        assert "hunter2" not in str(error)


# ---------------------------------------------------------------- .env.example


def example() -> dict[str, str]:
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    return dict(re.findall(r"^# (PALIER_[A-Z_]+)=(.*)$", text, flags=re.MULTILINE))


def test_the_example_names_every_setting_and_no_other() -> None:
    assert list(example()) == [setting(name) for name in SETTINGS]


def test_the_example_gives_the_real_defaults() -> None:
    for name, usual in asdict(Config()).items():
        assert example()[setting(name)] == ("" if usual is None else str(usual)), name


def test_the_example_copied_and_uncommented_is_the_default(env_file: Path) -> None:
    env_file.write_text("".join(f"{name}={value}\n" for name, value in example().items()), encoding="utf-8")
    assert load_config({}, env_file) == Config()


def test_the_example_itself_sets_nothing() -> None:
    assert load_config({}, ROOT / ".env.example") == Config()


# ---------------------------------------------------------------- mails

MAILS = {"PUBLIC_URL": "https://palier.exemple.fr", "SMTP_HOST": "smtp.exemple.fr", "SMTP_FROM": "palier@exemple.fr"}


@pytest.mark.parametrize(("security", "port"), [("starttls", 587), ("tls", 465), ("STARTTLS", 587)])
def test_a_mail_server_has_the_port_of_its_security(security: str, port: int) -> None:
    server = smtp_of(load(**MAILS, SMTP_SECURITY=security))
    assert server
    assert (server.host, server.port, server.security) == ("smtp.exemple.fr", port, security.lower())
    assert smtp_of(load(**MAILS, SMTP_PORT="2525")) == replace(server, port=2525, security="starttls")
    assert smtp_of(load(PUBLIC_URL="https://palier.exemple.fr")) is None


@pytest.mark.parametrize(
    ("given", "sender"),
    [
        ("palier@exemple.fr", ("", "palier@exemple.fr")),
        ("Palier <palier@Exemple.fr>", ("Palier", "palier@exemple.fr")),
        ("Collège Jean Lurçat <p@exemple.fr>", ("Collège Jean Lurçat", "p@exemple.fr")),
    ],
)
def test_whom_mails_come_from(given: str, sender: tuple[str, str]) -> None:
    server = smtp_of(load(**{**MAILS, "SMTP_FROM": given}))
    assert server
    assert server.sender == sender


@pytest.mark.parametrize(
    ("change", "names", "because"),
    [
        ({"PUBLIC_URL": ""}, "PALIER_PUBLIC_URL", "liens"),
        ({"SMTP_FROM": ""}, "PALIER_SMTP_FROM", "de qui"),
        ({"SMTP_SECURITY": "none"}, "PALIER_SMTP_SECURITY", "127.0.0.1"),
        ({"SMTP_SECURITY": "none", "SMTP_HOST": "127.0.0.1.exemple.fr"}, "PALIER_SMTP_SECURITY", "127.0.0.1"),
        ({"SMTP_USER": "palier"}, "PALIER_SMTP_PASSWORD", "les deux"),
        ({"SMTP_PASSWORD": "hunter2hunter2"}, "PALIER_SMTP_PASSWORD", "les deux"),
        ({"SMTP_SECURITY": "ssl"}, "PALIER_SMTP_SECURITY", "starttls"),
        ({"SMTP_FROM": "palier"}, "PALIER_SMTP_FROM", "adresse"),
        ({"SMTP_FROM": "a@exemple.fr, b@exemple.fr"}, "PALIER_SMTP_FROM", "adresse"),
        ({"SMTP_FROM": "Palier\r\nBcc: x <a@exemple.fr>"}, "PALIER_SMTP_FROM", "adresse"),
        ({"SMTP_HOST": "smtp.exemple.fr:25"}, "PALIER_SMTP_HOST", "127.0.0.1"),
    ],
)
def test_what_mails_lack_is_said(change: dict[str, str], names: str, because: str) -> None:
    (line,) = faults({setting(name): value for name, value in {**MAILS, **change}.items()})
    assert line.startswith(f"{names} : ")
    assert because in line
    assert "hunter2" not in line


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_a_server_on_this_machine_may_be_spoken_to_in_clear(host: str) -> None:
    server = smtp_of(load(**{**MAILS, "SMTP_HOST": host, "SMTP_SECURITY": "none"}))
    assert server
    assert server.port == 25


@posix
def test_a_password_of_mails_is_kept_like_a_token(env_file: Path) -> None:
    env_file.write_text("PALIER_SMTP_PASSWORD=hunter2\n", encoding="utf-8")
    env_file.chmod(0o644)
    lines = faults({}, env_file)
    assert len(lines) == 1
    assert f"chmod 600 {env_file}" in lines[0]
    config = load(**MAILS, SMTP_USER="palier", SMTP_PASSWORD="hunter2")
    for shown in (repr(config), repr(asdict(config)), repr(smtp_of(config))):
        assert "hunter2" not in shown
