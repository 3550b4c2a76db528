"""Why the system refused, in the person's language."""

from __future__ import annotations

import errno
import os
import socket
import sqlite3

import pytest

from bot.reasons import reason_of
from locales import words


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(errno.ENOENT, os.strerror(errno.ENOENT)), "ce fichier ou ce dossier n'existe pas"),
        (PermissionError(errno.EACCES, os.strerror(errno.EACCES)), "vous n'en avez pas le droit"),
        (OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), "le disque est plein"),
        (socket.gaierror(-2, "Name or service not known"), "aucune machine de ce nom"),
        (sqlite3.DatabaseError("database disk image is malformed"), "le fichier est abîmé, ou n'est pas une base"),
        (sqlite3.OperationalError("database or disk is full"), "le disque est plein"),
        (
            sqlite3.OperationalError("attempt to write a readonly database"),
            "le fichier ou son dossier ne peut pas être écrit",
        ),
    ],
)
def test_the_reasons_that_people_meet_are_in_their_language(error: Exception, said: str) -> None:
    assert reason_of(words("fr"), error).replace("\xa0", " ") == said
    assert reason_of(words("en"), error) != said


def test_another_reason_is_the_systems_own() -> None:
    assert reason_of(words("fr"), OSError(errno.EMFILE, "Too many open files")) == "Too many open files"
