"""What the house promises about its own sources, and that the checks of those promises can fail."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
REGISTRIES = tuple(name + ".org" for name in ("pypi", "pythonhosted"))
LINT_IMPORTS = "from importlinter.cli import lint_imports_command as run; run()"
CLOCKS = (
    "from datetime import datetime\nnow = datetime.now\n",
    "import datetime\nnow = datetime.datetime.now(datetime.UTC)\n",
    "import datetime as d\nnow = d.datetime.utcnow()\n",
    "from datetime import datetime\nnow = datetime.today()\n",
    "from datetime import date as day\ntoday = day.today()\n",
    "import time\nnow = time.time()\n",
    "import time as clock\nnow = clock.monotonic()\n",
    "from time import time\nnow = time()\n",
)


def tracked() -> list[Path]:
    """Every file of the project, what git ignores left out; also those that nobody has committed yet."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listing = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    if listing.returncode == 0:
        return [path for name in listing.stdout.decode().split("\0") if name and (path := ROOT / name).is_file()]
    hidden = {".venv", ".git", "build"}  # an unpacked archive has no git
    return [path for path in ROOT.rglob("*") if path.is_file() and not hidden & set(path.parts)]


def ruff(source: str, name: str) -> str:
    """What ruff says of a source as if it stood in that file."""
    command = [sys.executable, "-m", "ruff", "check", "--select", "TID251", "--output-format", "concise"]
    command += ["--stdin-filename", name, "-"]
    return subprocess.run(command, cwd=ROOT, input=source, capture_output=True, text=True, check=False).stdout


def contracts() -> list[dict[str, list[str] | str]]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    found: list[dict[str, list[str] | str]] = settings["tool"]["importlinter"]["contracts"]
    return found


def lint_imports(tree: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", LINT_IMPORTS, "--no-logo", "--no-cache"]
    return subprocess.run(command, cwd=tree, capture_output=True, text=True, check=False)


@pytest.fixture
def empty_house(tmp_path: Path) -> Path:
    """The five packages, empty, under the contracts of the real ones."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for package in ("bot", "storage", "dialogs", "frameworks", "locales"):
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").touch()
    return tmp_path


@pytest.mark.parametrize("source", CLOCKS)
def test_the_core_cannot_look_at_a_clock(source: str) -> None:
    """Each way to ask for the time is refused in the core, and in the core alone."""
    for name in ("dialogs/core.py", "dialogs/steps/asking.py", "frameworks/load.py"):
        assert f"{name}:" in ruff(source, name)
    for name in ("bot/clock.py", "storage/reminders.py"):
        assert ruff(source, name) == "All checks passed!\n"


@pytest.mark.parametrize("package", ["dialogs", "frameworks"])
def test_the_core_cannot_import_the_world(empty_house: Path, package: str) -> None:
    """import-linter really sees each forbidden module, those of the standard library included."""
    assert lint_imports(empty_house).returncode == 0
    (pure,) = [contract for contract in contracts() if contract["id"] == "pure-core"]
    promised = {
        "telegram",
        "aiohttp",
        "aiosqlite",
        "sqlite3",
        "asyncio",
        "matplotlib",
        "random",
        "bot",
        "storage",
    }
    assert promised <= set(pure["forbidden_modules"])
    (empty_house / package / "wrong.py").write_text(
        "".join(f"import {module}\n" for module in pure["forbidden_modules"]), encoding="utf-8"
    )
    verdict = lint_imports(empty_house)
    assert verdict.returncode == 1
    for module in pure["forbidden_modules"]:
        assert f"{package}.wrong -> {module} " in verdict.stdout


@pytest.mark.parametrize(
    ("importer", "imported"),
    [
        ("storage", "bot"),
        ("dialogs", "storage"),
        ("frameworks", "dialogs"),
        ("locales", "dialogs"),
        ("frameworks", "locales"),
        ("locales", "frameworks"),
    ],
)
def test_imports_point_one_way(empty_house: Path, importer: str, imported: str) -> None:
    (empty_house / importer / "wrong.py").write_text(f"import {imported}\n", encoding="utf-8")
    verdict = lint_imports(empty_house)
    assert verdict.returncode == 1
    assert f"{importer} is not allowed to import {imported}" in verdict.stdout


def test_decisions_stay_short() -> None:
    """One decision, one page: at most 40 lines."""
    pages = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    long = {page.name: count for page in pages if (count := len(page.read_text("utf-8").splitlines())) > 40}
    assert not long


def test_no_file_names_a_registry() -> None:
    """Where packages come from is each machine's own setting."""
    naming = [
        str(path.relative_to(ROOT))
        for path in tracked()
        if any(host.encode() in path.read_bytes() for host in REGISTRIES)
    ]
    assert not naming


def test_locks_carry_hashes_and_nothing_of_this_machine() -> None:
    for lock in sorted((ROOT / "requirements").glob("*.txt")):
        text = lock.read_text(encoding="utf-8")
        pins = [line for line in text.splitlines() if "==" in line]
        assert pins and all(line.endswith(" \\") for line in pins), f"{lock.name}: a pin without hashes"
        for foreign in ("http:", "https:", "file:", "--index-url", "--find-links", "/tmp/", "/home/"):
            assert foreign not in text, f"{lock.name} names {foreign}"


def test_the_two_locks_agree() -> None:
    """One environment serves to run and to test: development holds every pin of the runtime, wherever it does."""
    runtime, dev = (pins(ROOT / "requirements" / name) for name in ("runtime.txt", "dev.txt"))
    assert [pin for pin in runtime if not {pin, pin.partition(" ; ")[0]} & dev] == []


def test_every_dependency_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = {"runtime.txt": project["dependencies"], "dev.txt": project["optional-dependencies"]["dev"]}
    for lock, requirements in asked.items():
        names = {pin.partition("==")[0] for pin in pins(ROOT / "requirements" / lock)}
        missing = {requirement.partition(">")[0] for requirement in requirements} - names
        assert not missing, f"{lock} lacks {missing}: python3 dev.py lock"


def pins(lock: Path) -> set[str]:
    return {line.rstrip(" \\") for line in lock.read_text(encoding="utf-8").splitlines() if "==" in line}
