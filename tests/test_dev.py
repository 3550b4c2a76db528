"""dev.py: what it installs, when it does not, and what its exit code says. No network is touched."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

import dev

PIP = Path("/somewhere/pip")


class Workshop(dev.Environment):
    """An environment whose pip only notes what it was asked for."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.done: list[str] = []
        self.cut_short = False

    def create(self) -> None:
        self.done.append("create")
        self.python.parent.mkdir(parents=True, exist_ok=True)
        self.python.touch()
        self.stamp.unlink(missing_ok=True)

    def fill(self, lock: str, pip: Path, count: int) -> int:
        assert not self.stamp.exists(), "an installation under way must not look whole"
        self.done.append(lock)
        return 1 if self.cut_short else 0


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    monkeypatch.setattr(dev, "find_pip", lambda: PIP)
    (tmp_path / "requirements").mkdir()
    (tmp_path / dev.RUNTIME).write_text("a==1 \\\n", encoding="utf-8")
    (tmp_path / dev.DEV).write_text("a==1 \\\nb==1 \\\n", encoding="utf-8")
    return Workshop(tmp_path)


def done(workshop: Workshop, lock: str) -> list[str]:
    """What a start with this lock did, in a new process."""
    workshop.done.clear()
    workshop.ensure(lock)
    return workshop.done


def test_a_second_start_installs_nothing(workshop: Workshop) -> None:
    assert done(workshop, dev.RUNTIME) == ["create", dev.RUNTIME]
    assert done(workshop, dev.RUNTIME) == []


def test_running_and_testing_share_one_environment(workshop: Workshop) -> None:
    done(workshop, dev.RUNTIME)
    assert done(workshop, dev.DEV) == [dev.DEV]
    assert done(workshop, dev.RUNTIME) == []
    assert done(workshop, dev.DEV) == []


def test_a_changed_lock_is_installed_over_the_old_one(workshop: Workshop) -> None:
    done(workshop, dev.DEV)
    (workshop.root / dev.DEV).write_text("a==1 \\\nb==2 \\\n", encoding="utf-8")
    assert done(workshop, dev.RUNTIME) == []
    assert done(workshop, dev.DEV) == [dev.DEV]
    assert done(workshop, dev.DEV) == []


def test_an_interrupted_installation_starts_afresh(workshop: Workshop) -> None:
    done(workshop, dev.RUNTIME)
    workshop.cut_short = True
    with pytest.raises(SystemExit):
        workshop.ensure(dev.DEV)
    assert not workshop.stamp.exists()
    workshop.cut_short = False
    assert done(workshop, dev.RUNTIME) == ["create", dev.RUNTIME]


def test_another_python_starts_afresh(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    done(workshop, dev.RUNTIME)
    monkeypatch.setattr(dev, "TARGET", "cpython-399 elsewhere")
    assert done(workshop, dev.RUNTIME) == ["create", dev.RUNTIME]


def test_an_environment_whose_python_is_gone_starts_afresh(workshop: Workshop) -> None:
    done(workshop, dev.RUNTIME)
    workshop.python.unlink()
    assert done(workshop, dev.RUNTIME) == ["create", dev.RUNTIME]


def test_an_empty_stamp_starts_afresh(workshop: Workshop) -> None:
    done(workshop, dev.RUNTIME)
    workshop.stamp.write_text("", encoding="ascii")
    assert done(workshop, dev.RUNTIME) == ["create", dev.RUNTIME]


def test_without_any_pip_a_sentence_says_what_to_install(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "find_pip", lambda: None)
    with pytest.raises(SystemExit, match="python3-venv"):
        workshop.ensure(dev.RUNTIME)
    assert not workshop.home.exists()


def test_the_pip_at_hand_fills_an_environment_that_has_none() -> None:
    """The tests' own environment was made without pip, as on a Debian without ensurepip."""
    found = dev.find_pip()
    assert found is not None
    version = subprocess.run([sys.executable, found, "--version"], capture_output=True, text=True, check=True)
    assert version.stdout.startswith("pip ")


def test_a_failing_check_fails_the_whole_and_stops_nothing(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    commands = {"first": ["-c", "raise SystemExit(3)"], "second": ["-c", "print('ran')"]}
    assert dev.check_all(Path(sys.executable), commands) == 1
    said = capfd.readouterr().out
    assert "ran" in said
    assert "first : FAILED" in said
    assert "second : passed" in said
    assert "1 of 2 checks failed (first)" in said


def test_checks_that_pass_make_a_whole_that_passes(capfd: pytest.CaptureFixture[str]) -> None:
    assert dev.check_all(Path(sys.executable), {"only": ["-c", ""]}) == 0
    assert "only" in capfd.readouterr().out


def test_every_promised_check_is_run_and_pytest_gets_its_arguments() -> None:
    commands = dev.checks(["-k", "radar"])
    order = ["ruff check", "ruff format", "mypy", "import-linter", "deptry", "catalogues", "pytest"]
    assert list(commands) == order
    assert commands["pytest"][-2:] == ["-k", "radar"]


@pytest.mark.parametrize(
    ("given", "passed"),
    [
        ([], ["run"]),
        (["--lan"], ["run", "--lan"]),
        (["run", "--lan"], ["run", "--lan"]),
        (["frameworks", "list"], ["frameworks", "list"]),
        (["test"], None),
    ],
)
def test_any_other_word_is_a_command_of_palier(
    given: list[str], passed: list[str] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    locks: list[str] = []
    became: list[list[str]] = []

    def become(_python: Path, *arguments: str) -> int:
        became.append([*arguments])
        return 0

    monkeypatch.setattr(dev.Environment, "ensure", lambda _self, lock: locks.append(lock))
    monkeypatch.setattr(dev, "become", become)
    monkeypatch.setattr(dev, "check_all", lambda _python, _commands: 0)
    assert dev.main(given) == 0
    assert became == ([] if passed is None else [["-m", "bot", *passed]])
    assert locks == ([dev.DEV] if passed is None else [dev.RUNTIME])


def test_kills_run_where_the_tests_do(monkeypatch: pytest.MonkeyPatch) -> None:
    locks: list[str] = []
    became: list[tuple[str, ...]] = []

    def become(_python: Path, *arguments: str) -> int:
        became.append(arguments)
        return 1

    monkeypatch.setattr(dev.Environment, "ensure", lambda _self, lock: locks.append(lock))
    monkeypatch.setattr(dev, "become", become)
    assert dev.main(["kills", "--kills", "3"]) == 1
    assert became == [("-m", "tests.kills", "--kills", "3")]
    assert locks == [dev.DEV]


@pytest.mark.parametrize(
    ("language", "said"), [("fr_FR.UTF-8", "Interrompu."), ("C", "Interrompu."), ("en_US", "Interrupted.")]
)
def test_its_messages_follow_the_system(language: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", language)
    assert dev.tell("stopped") == said


def test_every_message_takes_the_same_values_in_both_languages() -> None:
    for key, (french, english) in dev.SENTENCES.items():
        assert placeholders(french) == placeholders(english), key


def placeholders(sentence: str) -> set[str]:
    return {part.split("}")[0].split(":")[0] for part in sentence.split("{")[1:]}


def test_an_old_python_reads_far_enough_to_be_told() -> None:
    """A syntax of 3.7 or later would be a SyntaxError there instead of a sentence."""
    source = Path(dev.__file__).read_text(encoding="utf-8")
    ast.parse(source, feature_version=(3, 6))
    assert "from __future__" not in source.split('"""', 2)[2]


def test_the_ci_script_may_be_run() -> None:
    script = dev.ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert "dev.py test" in script.read_text(encoding="utf-8")


def test_two_installations_take_turns(tmp_path: Path) -> None:
    """A second ``dev.py`` must not clear the environment that a first one is filling."""
    order: list[str] = []
    first = dev.alone(tmp_path / "lock")
    first.__enter__()

    def second() -> None:
        with dev.alone(tmp_path / "lock"):
            order.append("second")

    waiting = threading.Thread(target=second)
    waiting.start()
    time.sleep(0.2)
    order.append("first")
    first.__exit__(None, None, None)
    waiting.join(10)
    assert order == ["first", "second"]
