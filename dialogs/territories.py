"""Where a school is: départements and overseas territories, their académie, holiday zone and time zones."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

MOST = 6
"""As many answers as ``find`` gives at most: what still fits as buttons on a phone."""


@dataclass(frozen=True, slots=True)
class Territory:
    """A département or an overseas territory.

    ``code`` is INSEE's ("75", "2A", "987"). ``authority`` is whom the school depends on, as one writes it
    inside a sentence ("académie d'Aix-Marseille", "vice-rectorat de la Polynésie française"). ``zone`` is the
    holiday zone ("A", "B" or "C"), None where the calendar is its own. ``timezones`` are IANA names, the most
    usual first; more than one means that clocks differ within the territory, and that only the person knows.
    """

    code: str
    name: str
    academie: str
    authority: str
    zone: str | None
    timezones: tuple[str, ...] = ("Europe/Paris",)


_MAINLAND = """
A Besançon: 25 Doubs, 39 Jura, 70 Haute-Saône, 90 Territoire de Belfort
A Bordeaux: 24 Dordogne, 33 Gironde, 40 Landes, 47 Lot-et-Garonne, 64 Pyrénées-Atlantiques
A Clermont-Ferrand: 03 Allier, 15 Cantal, 43 Haute-Loire, 63 Puy-de-Dôme
A Dijon: 21 Côte-d'Or, 58 Nièvre, 71 Saône-et-Loire, 89 Yonne
A Grenoble: 07 Ardèche, 26 Drôme, 38 Isère, 73 Savoie, 74 Haute-Savoie
A Limoges: 19 Corrèze, 23 Creuse, 87 Haute-Vienne
A Lyon: 01 Ain, 42 Loire, 69 Rhône
A Poitiers: 16 Charente, 17 Charente-Maritime, 79 Deux-Sèvres, 86 Vienne
B Aix-Marseille: 04 Alpes-de-Haute-Provence, 05 Hautes-Alpes, 13 Bouches-du-Rhône, 84 Vaucluse
B Amiens: 02 Aisne, 60 Oise, 80 Somme
B Lille: 59 Nord, 62 Pas-de-Calais
B Nancy-Metz: 54 Meurthe-et-Moselle, 55 Meuse, 57 Moselle, 88 Vosges
B Nantes: 44 Loire-Atlantique, 49 Maine-et-Loire, 53 Mayenne, 72 Sarthe, 85 Vendée
B Nice: 06 Alpes-Maritimes, 83 Var
B Normandie: 14 Calvados, 27 Eure, 50 Manche, 61 Orne, 76 Seine-Maritime
B Orléans-Tours: 18 Cher, 28 Eure-et-Loir, 36 Indre, 37 Indre-et-Loire, 41 Loir-et-Cher, 45 Loiret
B Reims: 08 Ardennes, 10 Aube, 51 Marne, 52 Haute-Marne
B Rennes: 22 Côtes-d'Armor, 29 Finistère, 35 Ille-et-Vilaine, 56 Morbihan
B Strasbourg: 67 Bas-Rhin, 68 Haut-Rhin
C Créteil: 77 Seine-et-Marne, 93 Seine-Saint-Denis, 94 Val-de-Marne
C Montpellier: 11 Aude, 30 Gard, 34 Hérault, 48 Lozère, 66 Pyrénées-Orientales
C Paris: 75 Paris
C Toulouse: 09 Ariège, 12 Aveyron, 31 Haute-Garonne, 32 Gers
C Toulouse: 46 Lot, 65 Hautes-Pyrénées, 81 Tarn, 82 Tarn-et-Garonne
C Versailles: 78 Yvelines, 91 Essonne, 92 Hauts-de-Seine, 95 Val-d'Oise
- Corse: 2A Corse-du-Sud, 2B Haute-Corse
"""
"""Zone, académie, départements: code de l'éducation, R. 222-2, and the ministry's school calendar."""

_OVERSEAS = """
971 Guadeloupe | Guadeloupe | académie de la Guadeloupe | America/Guadeloupe
972 Martinique | Martinique | académie de la Martinique | America/Martinique
973 Guyane | Guyane | académie de la Guyane | America/Cayenne
974 La Réunion | La Réunion | académie de La Réunion | Indian/Reunion
975 Saint-Pierre-et-Miquelon | Normandie | service de l'éducation nationale de Saint-Pierre-et-Miquelon \
  | America/Miquelon
976 Mayotte | Mayotte | académie de Mayotte | Indian/Mayotte
977 Saint-Barthélemy | Guadeloupe | académie de la Guadeloupe | America/St_Barthelemy
978 Saint-Martin | Guadeloupe | académie de la Guadeloupe | America/Marigot
986 Wallis-et-Futuna | Wallis-et-Futuna | vice-rectorat de Wallis-et-Futuna | Pacific/Wallis
987 Polynésie française | Polynésie française | vice-rectorat de la Polynésie française \
  | Pacific/Tahiti Pacific/Marquesas Pacific/Gambier
988 Nouvelle-Calédonie | Nouvelle-Calédonie | vice-rectorat de la Nouvelle-Calédonie | Pacific/Noumea
"""
"""Territory, académie, authority, time zones. The articles are those of decree 96-1147 ("l'académie de la
Martinique"). 975 has holidays of its own, but its service answers to the recteur of Normandie (same code,
book II, title V). Saint-Barthélemy and Saint-Martin keep Guadeloupe's time, so that their UAIs (971…) still
lead to the right clock.
"""


def _mainland() -> Iterator[Territory]:
    for line in _MAINLAND.strip().splitlines():
        zone, row = line.split(" ", 1)
        academie, names = row.split(": ")
        of = "d'" if academie[0] in "AEIOU" else "de "
        for entry in names.split(", "):
            code, name = entry.split(" ", 1)
            yield Territory(code, name, academie, f"académie {of}{academie}", None if zone == "-" else zone)


def _overseas() -> Iterator[Territory]:
    for line in _OVERSEAS.strip().splitlines():
        entry, academie, authority, timezones = (cell.strip() for cell in line.split("|"))
        code, name = entry.split(" ", 1)
        yield Territory(code, name, academie, authority, None, tuple(timezones.split()))


TERRITORIES = tuple(sorted((*_mainland(), *_overseas()), key=lambda territory: territory.code))
_BY_CODE = {territory.code: territory for territory in TERRITORIES}

_OTHERWISE = {
    "20": ("2A", "2B"),
    "20a": ("2A",),
    "20b": ("2B",),
    "620": ("2A",),  # how a UAI begins
    "720": ("2B",),
    "983": ("988",),
    "984": ("987",),
    "tahiti": ("987",),
    "ile de reunion": ("974",),
    "iles wallis et futuna": ("986",),
}
"""What else people write, spelt as ``_bare`` leaves it."""


def by_code(code: str) -> Territory:
    """The territory of a stored code. Raises KeyError where there is none."""
    return _BY_CODE[code]


def find(text: str) -> tuple[Territory, ...]:
    """The territories that a person can mean by a number or a name, the likeliest first, at most ``MOST``.

    Accents, case, hyphens, apostrophes and articles don't matter. A number ("93", "093", "2a"), a whole name
    or both ("Paris (75)") win alone; otherwise names that begin so come before those with a word that does.
    """
    sought = _bare(text)
    if not sought:
        return ()
    codes = _codes(sought)
    if codes:
        return tuple(_BY_CODE[code] for code in codes)
    ranked = [(_rank(sought, territory), territory) for territory in TERRITORIES]
    best = [territory for rank, territory in ranked if rank == 0]
    return tuple(best or [territory for wanted in (1, 2, 3) for rank, territory in ranked if rank == wanted][:MOST])


def _codes(sought: str) -> tuple[str, ...]:
    if sought in _OTHERWISE:
        return _OTHERWISE[sought]
    number = sought.lstrip("0").upper()
    return next(((code,) for code in (number, number.zfill(2)) if code in _BY_CODE), ())


def _rank(sought: str, territory: Territory) -> int:
    """0: this one alone; 1: the name begins with these words; 2: begins so; 3: a word does; 4: no."""
    name, code = _BARE[territory.code], territory.code.lower()
    if sought in {name, f"{code} {name}", f"{name} {code}"}:
        return 0
    tests = (name.startswith(f"{sought} "), name.startswith(sought), f" {sought}" in name)
    return tests.index(True) + 1 if any(tests) else 4


def _bare(text: str) -> str:
    """Small letters and digits, single spaces, "saint" for "st", no article."""
    letters = unicodedata.normalize("NFKD", text).casefold().replace("œ", "oe")
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    words = re.sub(r"[^a-z0-9]+", " ", plain).split()
    words = [{"st": "saint", "ste": "sainte"}.get(word, word) for word in words]
    words = [word for word in words if word not in {"l", "la", "le", "les"}] or words
    while len(words) > 1 and words[0] in {"d", "de", "du", "des"}:
        words = words[1:]
    return " ".join(words)


_BARE = {territory.code: _bare(territory.name) for territory in TERRITORIES}
