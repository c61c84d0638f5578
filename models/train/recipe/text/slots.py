"""What a {slot} in a written utterance or a sentence of the grammar stands for: names, dates, money, units."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from . import names, numbers
from .lists import word_lists

MONTHS = "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia".split()
ROUND_SUMS = (17, 22, 30, 34, 50, 84, 120, 150, 200, 250, 300, 500, 800, 1000, 1200, 1500, 2000, 2500, 3000)
FLOORS = ("na parterze", "na pierwszym piętrze", "na drugim piętrze", "na trzecim piętrze", "na czwartym piętrze")
SPELLING_NAMES = ("a be ce de e ef gie ha i jot ka el em en o pe ku er es te u fau wu iks igrek zet").split()
SLOT = re.compile(r"\{(\w+)\}")
CASE_LETTERS = dict(g="genitive", d="dative", a="accusative", i="instrumental", l="locative", v="vocative")


class Slots:
    """Fills slots at random. `draw` is seeded by the caller, so that the same seed writes the same text.

    {fname} {mname}: first name and surname of a woman, a man; {fn} {mn}: the first name alone; {surf} {surm}: the
    surname alone. Each takes a case as a suffix: {fname_g} {mname_d} {fn_v} {surm_i} ... (g d a i l v).
    """

    def __init__(self, draw: random.Random) -> None:
        self.draw = draw
        self.lists = word_lists()
        self.makers: dict[str, Callable[[], str]] = self._makers()

    def fill(self, line: str) -> str:
        """Replaces the slots of a line, also those that a filled slot brings.

        Raises KeyError where a slot is unknown.
        """
        for _ in range(3):
            line = SLOT.sub(lambda match: self.slot(match.group(1)), line)
        return line

    def slot(self, name: str) -> str:
        """The words for one slot."""
        base, _, case = name.partition("_")
        if case in CASE_LETTERS and base in ("fname", "mname", "fn", "mn", "surf", "surm"):
            return self.person(base, CASE_LETTERS[case])
        return self.makers[name]()

    def person(self, base: str, case: str) -> str:
        """A name in a case: base fname, mname, fn, mn, surf or surm."""
        feminine = base in ("fname", "fn", "surf")
        if base in ("fn", "mn"):
            return self.first_name(feminine, case)
        if base in ("surf", "surm"):
            return self.surname(feminine, case)
        return f"{self.first_name(feminine, case)} {self.surname(feminine, case)}"

    def first_name(self, feminine: bool, case: str) -> str:
        if feminine:
            return names.feminine_name(self.one("first_names_f"), case)
        return names.masculine_name(self.one("first_names_m"), case)

    def surname(self, feminine: bool, case: str) -> str:
        if self.draw.random() < 0.55:
            return names.adjectival(self.one("surname_stems"), feminine, case)
        surname = self.one("surnames")
        if not feminine:
            return names.masculine_name(surname, case)
        return names.feminine_name(surname, case) if surname.endswith("a") else surname

    def one(self, heading: str) -> str:
        return self.draw.choice(self.lists[heading])

    def number(self, least: int, most: int) -> str:
        return numbers.cardinal(self.draw.randint(least, most))

    def digits(self, count: int) -> str:
        return numbers.digit_by_digit("".join(self.draw.choice("0123456789") for _ in range(count)))

    def date(self) -> str:
        return f"{numbers.ordinal(self.draw.randint(1, 31), 'ego')} {self.draw.choice(MONTHS)}"

    def date_with_year(self) -> str:
        return f"{self.date()} {self.one('years')}{self.draw.choice([' roku', ' roku', ''])}"

    def hour(self) -> str:
        """After "o": "ósmej trzydzieści"."""
        minutes = self.draw.choice([0, 0, 0, 0, 15, 30, 30, 45, 10, 20, 40, 50, 5])
        hour = numbers.ordinal(self.draw.randint(7, 18), "ej")
        return hour if minutes == 0 else f"{hour} {numbers.cardinal(minutes)}"

    def hours(self) -> str:
        """ "od ósmej do szesnastej"."""
        first = numbers.ordinal(self.draw.randint(7, 10), "ej") + self.draw.choice(["", "", " trzydzieści"])
        last = numbers.ordinal(self.draw.randint(14, 18), "ej") + self.draw.choice(["", "", " trzydzieści"])
        return f"od {first} do {last}"

    def phone(self) -> str:
        manner = self.draw.random()
        if manner < 0.35:
            return ", ".join(self.digits(3) for _ in range(3))
        if manner < 0.6:
            return ", ".join(self.group(3) for _ in range(3))
        area = self.draw.choice(["osiemdziesiąt pięć", "osiemdziesiąt sześć"])
        first = self.group(3) if manner < 0.8 else self.digits(3)
        return f"{area}, {first}, {self.group(2)}, {self.group(2)}"

    def group(self, count: int) -> str:
        return numbers.digit_group("".join(self.draw.choice("0123456789") for _ in range(count)))

    def money(self) -> str:
        pick = self.draw.choice([(1, 99), (100, 999), (1000, 9999), None])
        zloty = self.draw.choice(ROUND_SUMS) if pick is None else self.draw.randint(*pick)
        words = f"{numbers.cardinal(zloty)} {numbers.plural(zloty, 'złoty', 'złote', 'złotych')}"
        if self.draw.random() < 0.3:
            grosze = self.draw.randint(1, 99)
            words += f" {numbers.cardinal(grosze)} {numbers.plural(grosze, 'grosz', 'grosze', 'groszy')}"
        return words

    def counted(self, choices: tuple[int, ...], one: str, few: str, many: str) -> str:
        number = self.draw.choice(choices)
        return f"{numbers.cardinal(number)} {numbers.plural(number, one, few, many)}"

    def spelt(self) -> str:
        """A few letters spelt out."""
        return ", ".join(self.draw.choice(SPELLING_NAMES) for _ in range(self.draw.randint(3, 7)))

    def _makers(self) -> dict[str, Callable[[], str]]:
        one, person, number = self.one, self.person, self.number
        makers: dict[str, Callable[[], str]] = {
            name: (lambda name=name: person(name, "nominative"))
            for name in ("fname", "mname", "fn", "mn", "surf", "surm")
        }
        makers |= {
            "date": self.date,
            "datey": self.date_with_year,
            "hour": self.hour,
            "hours": self.hours,
            "hi": lambda: numbers.ordinal(self.draw.randint(7, 18), "ej")[:-2] + "ą",
            "hn": lambda: numbers.ordinal(self.draw.randint(7, 18), "ej"),
            "year": lambda: one("years"),
            "phone": self.phone,
            "money": self.money,
            "spelt": self.spelt,
            "ndays": lambda: self.counted((1, 2, 3, 4, 5, 7, 10, 14, 21, 30, 60), "dzień", "dni", "dni"),
            "nmin": lambda: self.counted((2, 3, 5, 10, 15, 20, 30), "minutę", "minuty", "minut"),
            "room": lambda: number(1, 320),
            "smalln": lambda: number(1, 30),
            "nn": lambda: number(1, 99),
            "num": lambda: number(0, 999),
            "floor": lambda: self.draw.choice(FLOORS),
            "pp": lambda: self.draw.choice(["pani", "pan"]),
            "d1": lambda: self.digits(1),
            "d3": lambda: self.digits(3),
            "d4": lambda: self.digits(4),
            "d6": lambda: self.digits(6),
        }
        lists = {
            "street": "streets",
            "city": "cities_locative",
            "office": "offices",
            "deptn": "units",
            "deptl": "units_locative",
            "deptg": "units_genitive",
            "pos": "positions",
            "topic": "matters",
            "topicl": "matters",
            "docn": "documents",
            "docg": "documents_genitive",
            "way": "ways",
            "dayb": "days",
            "dayd": "days_until",
            "dayg": "days_range",
        }
        return makers | {slot: (lambda heading=heading: one(heading)) for slot, heading in lists.items()}
