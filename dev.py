#!/usr/bin/env python3
"""One command to run Palier, one to check it; nothing but Python is needed beforehand.

The packages live in .venv beside this file and come from the hashed locks of requirements/. A stamp there
names the locks that were installed whole, so that a second start asks pip for nothing.
Up to the version check, this file is readable by Python 3.6, which could not say otherwise why it stops.
"""

import contextlib
import hashlib
import importlib.util
import os
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

OLDEST = (3, 11)
SENTENCES = {
    "python": (
        "Palier demande Python 3.11 ou plus récent ; celui-ci est {version} ({path}). "
        "Installez-en un depuis www.python.org ou avec votre système, puis recommencez.",
        "Palier needs Python 3.11 or newer; this one is {version} ({path}). "
        "Install one from www.python.org or with your system, then try again.",
    ),
    "pip": (
        "pip est introuvable pour ce Python ({path}). Sous Debian ou Ubuntu : "
        "« sudo apt install python3-venv », puis recommencez.",
        "No pip was found for this Python ({path}). On Debian or Ubuntu: "
        '"sudo apt install python3-venv", then try again.',
    ),
    "venv": (
        "Préparation de l'environnement Python dans {path}…",
        "Preparing the Python environment in {path}…",
    ),
    "install": (
        "Installation de {count} paquets ({lock}), une minute au plus en général…",
        "Installing {count} packages ({lock}), usually within a minute…",
    ),
    "installed": ("Installation terminée en {seconds:.0f} s.", "Installed in {seconds:.0f} s."),
    "failed": (
        "L'installation n'a pas abouti ; le message de pip est ci-dessus. Rien n'est perdu : recommencez.",
        "The installation did not succeed; pip's message is above. Nothing is lost: try again.",
    ),
    "busy": (
        "Une autre installation est en cours ici : celle-ci attend…",
        "Another installation is under way here: this one waits…",
    ),
    "no venv": (
        "L'environnement {path} n'a pas pu être créé ; le message de Python est ci-dessus.",
        "The environment {path} could not be created; Python's message is above.",
    ),
    "passed": ("réussi", "passed"),
    "broken": ("ÉCHEC", "FAILED"),
    "all good": (
        "Les {count} vérifications ont réussi en {seconds:.0f} s.",
        "All {count} checks passed in {seconds:.0f} s.",
    ),
    "not good": (
        "{failed} vérification(s) sur {count} en échec ({names}), en {seconds:.0f} s.",
        "{failed} of {count} checks failed ({names}), in {seconds:.0f} s.",
    ),
    "stopped": ("Interrompu.", "Interrupted."),
    "help": (
        """Une commande pour lancer Palier, une pour le vérifier ; Python suffit.

    python3 dev.py [run] [--lan]        démarre Palier (--lan : aussi pour les téléphones de la salle)
    python3 dev.py console | help | …   tout autre mot est une commande de Palier ; « help » les donne
    python3 dev.py test [pytest …]      toutes les vérifications, puis tous les tests
    python3 dev.py bench [NOM…]         mesure Palier à côté de ce que l'on écrirait sans lui (--json FICHIER)
    python3 dev.py kills [--kills N]    tue Palier au hasard pendant qu'on s'en sert, et cherche ce qui manque
    python3 dev.py catalogues           met les catalogues de traduction à jour avec le code
    python3 dev.py lock [--upgrade]     fixe à nouveau les dépendances de pyproject.toml""",
        """One command to run Palier, one to check it; Python is all it needs.

    python3 dev.py [run] [--lan]        start Palier (--lan: also for the phones in the room)
    python3 dev.py console | help | …   any other word is a command of Palier itself; "help" gives them
    python3 dev.py test [pytest …]      every check, then every test
    python3 dev.py bench [NAME…]        measure Palier beside what one would write instead (--json FILE)
    python3 dev.py kills [--kills N]    kill Palier at random moments while people tap, and look for what is lost
    python3 dev.py catalogues           bring the translation catalogues up to date with the code
    python3 dev.py lock [--upgrade]     pin the dependencies of pyproject.toml again""",
    ),
}


def tell(key: str, **values: object) -> str:
    """The sentence in French, or in English where the system asks for it."""
    asked = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return SENTENCES[key][asked.lower().startswith("en")].format(**values)


if sys.version_info < OLDEST:
    sys.exit(tell("python", version=sys.version.split()[0], path=sys.executable))

ROOT = Path(__file__).resolve().parent
CODE = ("bot", "dialogs", "frameworks", "locales", "storage")
RUNTIME, DEV = "requirements/runtime.txt", "requirements/dev.txt"
BENCH_IN, BENCH = "requirements/bench.in", "requirements/bench.txt"
MOST_WORKERS = 8
TARGET = f"{sys.implementation.cache_tag} {sysconfig.get_platform()}"


def say(key: str, **values: object) -> None:
    print(tell(key, **values), flush=True)


# ---------------------------------------------------------------- the environment


class Environment:
    """``.venv``: which locks it holds, and how to make it hold one."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.home = root / ".venv"
        self.stamp = self.home / "palier.stamp"
        self.python = self.home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

    def fingerprint(self, lock: str) -> str:
        return hashlib.sha256((self.root / lock).read_bytes()).hexdigest()

    def stamped(self) -> list[str]:
        """What the stamp says, when it speaks of this Python; nothing after an interrupted installation."""
        if not (self.python.exists() and self.stamp.exists()):
            return []
        target, *locks = self.stamp.read_text(encoding="ascii").splitlines() or [""]
        return locks if target == TARGET else []

    def ensure(self, lock: str) -> None:
        """Install the lock unless it was installed whole; over an older one, only what changed is fetched."""
        if self.fingerprint(lock) in self.stamped():
            return
        with alone(self.root / ".venv.lock"):
            self.fetch(lock)

    def fetch(self, lock: str) -> None:
        held = self.stamped()  # once more: somebody else may have installed it while this one waited
        if self.fingerprint(lock) in held:
            return
        pip = find_pip()
        if pip is None:
            sys.exit(tell("pip", path=sys.executable))
        if not held:
            self.create()
        self.install(lock, pip)

    def create(self) -> None:
        # Without pip of its own: Debian may lack ensurepip, and any pip at hand can fill an environment.
        say("venv", path=self.home)
        self.stamp.unlink(missing_ok=True)
        made = run([sys.executable, "-m", "venv", "--clear", "--without-pip", self.home])
        if made != 0:
            sys.exit(tell("no venv", path=self.home))

    def install(self, lock: str, pip: Path) -> None:
        lines = (self.root / lock).read_text(encoding="utf-8").splitlines()
        count = len({line.partition("==")[0] for line in lines if "==" in line})
        say("install", count=count, lock=lock)
        started = time.monotonic()
        self.stamp.unlink(missing_ok=True)  # an interrupted installation must not look whole
        if self.fill(lock, pip, count) != 0:
            sys.exit(tell("failed"))
        held = [self.fingerprint(RUNTIME), self.fingerprint(lock)]  # dev.txt contains runtime.txt
        self.stamp.write_text("\n".join([TARGET, *held]) + "\n", encoding="ascii")
        say("installed", seconds=time.monotonic() - started)

    def fill(self, lock: str, pip: Path, count: int) -> int:
        # The lock is complete, so pip has nothing to resolve; every file is checked against its hash.
        wanted = ["install", "--disable-pip-version-check", "--require-hashes", "--no-deps", "-r", lock]
        return run_counting([self.python, pip, *wanted], self.root, count)


@contextlib.contextmanager
def alone(path: Path) -> Iterator[None]:
    """One installation at a time; the system lets go of the file when its holder ends, however it ends."""
    with path.open("w") as file:
        told = False
        while not held(file):
            if not told:
                say("busy")
            told = True
            time.sleep(0.5)
        yield


def held(file: TextIO) -> bool:
    """Whether the file is now this process's alone."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def find_pip() -> Path | None:
    """A pip that another interpreter can run: this one's own, else the wheel that Python or Debian ships."""
    candidates = []
    own = importlib.util.find_spec("pip")
    if own is not None and own.origin is not None:
        candidates.append(Path(own.origin).with_name("__pip-runner__.py"))
    bundled = importlib.util.find_spec("ensurepip")
    if bundled is not None and bundled.origin is not None:
        candidates += [wheel / "pip" for wheel in Path(bundled.origin).parent.glob("_bundled/pip-*.whl")]
    candidates += [wheel / "pip" for wheel in Path("/usr/share/python-wheels").glob("pip-*.whl")]
    return next((path for path in candidates if path.exists() or path.parent.suffix == ".whl"), None)


def run(command: list[str | Path], cwd: Path = ROOT) -> int:
    return subprocess.run([str(part) for part in command], cwd=cwd, check=False).returncode


def run_counting(command: list[str | Path], cwd: Path, total: int) -> int:
    """Run pip, and show how far it is instead of its hundred lines; its complaints are shown whole."""
    counted = 0
    with subprocess.Popen([str(part) for part in command], cwd=cwd, stdout=subprocess.PIPE) as pip:
        for line in pip.stdout or ():
            if line.startswith((b"Collecting ", b"Processing ")):  # from the network, from a disk
                counted += 1
                if sys.stdout.isatty():
                    print(f"\r  {counted}/{total} ", end="", flush=True)
    if sys.stdout.isatty():
        print()
    return pip.returncode


def become(python: Path, *arguments: str) -> int:
    """Hand this process over to the environment's Python, so that signals reach Palier itself."""
    os.chdir(ROOT)
    if os.name != "nt":  # Windows has no exec that keeps the console
        sys.stdout.flush()
        os.execv(python, [str(python), *arguments])
    return run([python, *arguments])


# ---------------------------------------------------------------- the checks


def checks(pytest_arguments: list[str]) -> dict[str, list[str]]:
    """Every check by name, as arguments of the environment's Python; quick ones first."""
    workers = str(min(os.cpu_count() or 1, MOST_WORKERS))
    return {
        "ruff check": ["-m", "ruff", "check", "--quiet", "--output-format", "concise", "."],
        "ruff format": ["-m", "ruff", "format", "--check", "--quiet", "--output-format", "concise", "."],
        "mypy": ["-m", "mypy", "--no-error-summary"],
        "import-linter": [
            "-c",
            "from importlinter.cli import lint_imports_command as run; run()",
            "--no-logo",
        ],
        "deptry": ["-m", "deptry", "--no-ansi", *CODE],
        "catalogues": ["-m", "tests.catalogues", "--check"],
        "pytest": ["-m", "pytest", "-q", "-n", workers, *pytest_arguments],
    }


def check_all(python: Path, commands: dict[str, list[str]]) -> int:
    """Run every check, whatever the others say; 1 if any failed."""
    began = time.monotonic()
    failed = []
    for name, arguments in commands.items():
        print(f"── {name}", flush=True)
        started = time.monotonic()
        passed = run([python, *arguments]) == 0
        if not passed:
            failed.append(name)
        verdict = tell("passed" if passed else "broken")
        print(f"   {name} : {verdict}, {time.monotonic() - started:.1f} s", flush=True)
    seconds = time.monotonic() - began
    if not failed:
        say("all good", count=len(commands), seconds=seconds)
        return 0
    say("not good", failed=len(failed), count=len(commands), names=", ".join(failed), seconds=seconds)
    return 1


def lock(python: Path, options: list[str]) -> int:
    """Pin pyproject.toml anew: development first, then running within its pins, so that the two agree."""
    pin = ["-m", "uv", "pip", "compile", "--quiet", "--universal", "--generate-hashes"]
    pin += ["--python-version", "3.11", "--custom-compile-command", "python3 dev.py lock", *options]
    ours: list[str | Path] = [python, *pin, "pyproject.toml"]
    return (
        run([*ours, "--extra", "dev", "-o", DEV])
        or run([*ours, "--constraint", DEV, "-o", RUNTIME])
        or run([python, *pin, BENCH_IN, "-o", BENCH])  # apart: what is only measured against drags no pin of ours
    )


# ---------------------------------------------------------------- the commands


def main(arguments: list[str]) -> int:
    if arguments[:1] in (["-h"], ["--help"]):
        say("help")
        return 0
    if not arguments or arguments[0].startswith("-"):
        arguments = ["run", *arguments]
    word, rest = arguments[0], arguments[1:]
    environment = Environment(ROOT)
    environment.ensure(DEV if word in ("test", "lock", "catalogues", "kills") else RUNTIME)
    if word == "test":
        return check_all(environment.python, checks(rest))
    if word == "lock":
        return lock(environment.python, rest)
    if word == "bench":
        return become(environment.python, "-m", "benchmarks", *rest)
    if word == "kills":
        return become(environment.python, "-m", "tests.kills", *rest)
    if word == "catalogues":
        return become(environment.python, "-m", "tests.catalogues", "--update", *rest)
    return become(environment.python, "-m", "bot", *arguments)


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]  # an old Windows console lacks letters
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(tell("stopped"))
