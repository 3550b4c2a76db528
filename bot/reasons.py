"""Why the system or SQLite refused, in the person's language, for the reasons that people meet."""

from __future__ import annotations

import errno
import socket
import sqlite3

from locales import Words


def reason_of(words: Words, error: BaseException) -> str:
    """Without a capital or a full stop, to end a sentence; the system's own words where none is known here."""
    say = words.say
    if isinstance(error, socket.gaierror):
        return say("aucune machine de ce nom")
    if isinstance(error, OSError):
        known = {
            errno.ENOENT: say("ce fichier ou ce dossier n'existe pas"),
            errno.EISDIR: say("c'est un dossier"),
            errno.ENOTDIR: say("un des noms du chemin n'est pas un dossier"),
            errno.EACCES: say("vous n'en avez pas le droit"),
            errno.EPERM: say("vous n'en avez pas le droit"),
            errno.EROFS: say("ce disque ne peut pas être écrit"),
            errno.ENOSPC: say("le disque est plein"),
            errno.EADDRNOTAVAIL: say("cette machine n'a pas cette adresse"),
            errno.ENAMETOOLONG: say("ce nom est trop long"),
        }
        return known.get(error.errno or 0, error.strerror or type(error).__name__)
    if isinstance(error, sqlite3.Error):
        return _of_sqlite(words, str(error))
    return str(error)


def _of_sqlite(words: Words, said: str) -> str:
    say = words.say
    if "malformed" in said or "not a database" in said:
        return say("le fichier est abîmé, ou n'est pas une base")
    if "full" in said:
        return say("le disque est plein")
    if "readonly" in said or "unable to open" in said:
        return say("le fichier ou son dossier ne peut pas être écrit")
    return said
