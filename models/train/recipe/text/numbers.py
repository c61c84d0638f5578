"""Polish numbers in words."""

from __future__ import annotations

UNITS = (
    "zero jeden dwa trzy cztery pięć sześć siedem osiem dziewięć dziesięć jedenaście dwanaście trzynaście czternaście "
    "piętnaście szesnaście siedemnaście osiemnaście dziewiętnaście"
).split()
TENS = (
    ", , dwadzieścia, trzydzieści, czterdzieści, pięćdziesiąt, sześćdziesiąt, siedemdziesiąt, osiemdziesiąt, "
    "dziewięćdziesiąt"
).split(", ")
HUNDREDS = ", sto, dwieście, trzysta, czterysta, pięćset, sześćset, siedemset, osiemset, dziewięćset".split(", ")
ORDINAL_UNITS = (
    ", pierwsz, drug, trzec, czwart, piąt, szóst, siódm, ósm, dziewiąt, dziesiąt, jedenast, dwunast, trzynast, "
    "czternast, piętnast, szesnast, siedemnast, osiemnast, dziewiętnast"
).split(", ")
ORDINAL_TENS = (
    ", , dwudziest, trzydziest, czterdziest, pięćdziesiąt, sześćdziesiąt, siedemdziesiąt, osiemdziesiąt, dziewięćdziesiąt"
).split(", ")
SOFT_ENDINGS = {
    "drug": {"y": "drugi", "ego": "drugiego", "ym": "drugim", "ej": "drugiej", "a": "druga"},
    "trzec": {"y": "trzeci", "ego": "trzeciego", "ym": "trzecim", "ej": "trzeciej", "a": "trzecia"},
}


def plural(number: int, one: str, few: str, many: str) -> str:
    """The form of a noun that goes with a number: 1 dzień, 2 dni, 5 dni."""
    if number == 1:
        return one
    few_applies = number % 10 in (2, 3, 4) and number % 100 not in (12, 13, 14)
    return few if few_applies else many


def cardinal(number: int) -> str:
    """0 to 999 999 in words."""
    if number == 0:
        return "zero"
    words = []
    thousands, rest = divmod(number, 1000)
    if thousands == 1:
        words.append("tysiąc")
    elif thousands:
        words += [cardinal(thousands), plural(thousands, "tysiąc", "tysiące", "tysięcy")]
    hundreds, rest = divmod(rest, 100)
    words.append(HUNDREDS[hundreds])
    if rest >= 20:
        words.append(TENS[rest // 10])
        rest %= 10
    if rest:
        words.append(UNITS[rest])
    return " ".join(word for word in words if word)


def ordinal(number: int, ending: str) -> str:
    """1 to 99 as an ordinal with one of the endings y, ego, ym, ej, a."""
    if number < 20:
        return _ordinal_word(ORDINAL_UNITS[number], ending)
    tens = _ordinal_word(ORDINAL_TENS[number // 10], ending)
    return tens if number % 10 == 0 else f"{tens} {_ordinal_word(ORDINAL_UNITS[number % 10], ending)}"


def year_genitive(year: int) -> str:
    """ "dwa tysiące dwudziestego szóstego", for 1901 to 2099 without round hundreds."""
    century = "tysiąc dziewięćset" if year < 2000 else "dwa tysiące"
    return f"{century} {ordinal(year % 100, 'ego')}"


def digit_by_digit(digits: str) -> str:
    """ "0 5 7" as "zero pięć siedem"."""
    return " ".join(UNITS[int(digit)] for digit in digits)


def digit_group(digits: str) -> str:
    """Two or three digits as they are read out: "057" digit by digit, "157" as a number."""
    return digit_by_digit(digits) if digits.startswith("0") else cardinal(int(digits))


def _ordinal_word(stem: str, ending: str) -> str:
    return SOFT_ENDINGS.get(stem, {}).get(ending, stem + ending)
