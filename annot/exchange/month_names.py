"""The names of months in the languages that tables are often written in, whole and cut short."""

from __future__ import annotations

import unicodedata

_NAMES = (
    # English, German, French, Spanish, Italian, Portuguese, Dutch
    "january januar janner janvier enero gennaio janeiro januari",
    "february februar fevrier febrero febbraio fevereiro februari",
    "march marz mars marzo marco maart",
    "april avril abril aprile",
    "may mai mayo maggio maio mei",
    "june juni juin junio giugno junho",
    "july juli juillet julio luglio julho",
    "august aout agosto augustus",
    "september septembre septiembre setiembre settembre setembro",
    "october oktober octobre octubre ottobre outubro",
    "november novembre noviembre novembro",
    "december dezember decembre diciembre dicembre dezembro",
)
_SHORT = (
    "jan ene gen janv", "feb fev febr fevr", "mar mrt mrz", "apr abr avr", "mag", "jun giu",
    "jul lug", "aug ago", "sep sept set", "oct okt ott out", "nov", "dec dez dic",
)  # fmt: skip

_NUMBERS = {
    name: number
    for names in (_NAMES, _SHORT)
    for number, month in enumerate(names, start=1)
    for name in month.split()
}


def month_named(word: str) -> int:
    """The number of the month that a word names, case and accents aside; 0 if it names none."""
    plain = unicodedata.normalize("NFKD", word.casefold().rstrip("."))
    return _NUMBERS.get("".join(c for c in plain if not unicodedata.combining(c)), 0)
