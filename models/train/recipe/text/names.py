"""Polish first names and surnames in all their cases, by rules with exceptions."""

from __future__ import annotations

CASES = ("nominative", "genitive", "dative", "accusative", "instrumental", "locative", "vocative")
SOFT = {
    "ka": "ce",
    "ga": "dze",
    "ra": "rze",
    "ta": "cie",
    "da": "dzie",
    "ła": "le",
    "na": "nie",
    "za": "zie",
    "sa": "sie",
    "wa": "wie",
    "ma": "mie",
    "ba": "bie",
    "pa": "pie",
    "fa": "fie",
}
HARDENED = ("ca", "cza", "rza", "sza", "ża", "dza")
MASCULINE_STEMS = {
    "Paweł": "Pawł",
    "Marek": "Mark",
    "Jacek": "Jack",
    "Leszek": "Leszk",
    "Franciszek": "Franciszk",
    "Piotr": "Piotr",
    "Mieczysław": "Mieczysław",
    "Czarek": "Czark",
    "Kozioł": "Kozł",
    "Zając": "Zając",
    "Mróz": "Mroz",
    "Wieczorek": "Wieczork",
    "Kaczmarek": "Kaczmark",
    "Dudek": "Dudk",
    "Kwiecień": "Kwietni",
    "Gołąb": "Gołębi",
    "Bąk": "Bąk",
    "Wróbel": "Wróbl",
    "Dziedzic": "Dziedzic",
    "Kubuś": "Kubusi",
    "Kocioł": "Kotł",
    "Maciek": "Maćk",
    "Wojtek": "Wojtk",
    "Tomek": "Tomk",
    "Wicher": "Wichr",
}
VOCATIVE_U = ("k", "g", "ch", "sz", "cz", "rz", "ż", "j", "l", "c")


def adjectival(stem: str, feminine: bool, case: str) -> str:
    """A surname in -ski, -cki, -dzki: stem "Kowalsk"."""
    if feminine:
        endings = dict(
            nominative="a", genitive="iej", dative="iej", accusative="ą", instrumental="ą", locative="iej", vocative="a"
        )
    else:
        endings = dict(
            nominative="i",
            genitive="iego",
            dative="iemu",
            accusative="iego",
            instrumental="im",
            locative="im",
            vocative="i",
        )
    return stem + endings[case]


def feminine_name(name: str, case: str) -> str:
    """A noun in -a: Anna, Maria, Kasia, and surnames like Sikora (of men too)."""
    if not name.endswith("a"):
        return name
    stem = name[:-1]
    after_i = stem.endswith(("i", "j"))
    soft_ia = name.endswith(("sia", "zia", "cia"))
    if case == "genitive":
        if name.endswith("ia"):
            return stem if soft_ia or name.endswith("nia") and len(name) < 6 else stem + "i"
        return stem + ("i" if stem.endswith(("k", "g", "l", "j")) else "y")
    if case in ("dative", "locative"):
        if name.endswith("ia") or after_i or stem.endswith("l"):
            return feminine_name(name, "genitive")
        if name.endswith(HARDENED):
            return stem + "y"
        return name[:-2] + SOFT.get(name[-2:], name[-2] + "ie")
    if case == "vocative":
        return stem + ("u" if soft_ia or name == "Ula" else "o")
    return stem + {"nominative": "a", "accusative": "ę", "instrumental": "ą"}[case]


def masculine_name(name: str, case: str) -> str:
    """A noun that ends in a consonant: Marek, Nowak, Wróbel; in -y: Jerzy; in -o: Lato."""
    if name.endswith("a"):
        return feminine_name(name, case)
    if case == "nominative":
        return name
    if name.endswith(("y", "i")):
        endings = dict(genitive="ego", dative="emu", accusative="ego", instrumental="m", locative="m", vocative="")
        stem = name if case in ("instrumental", "locative", "vocative") else name[:-1] if name.endswith("y") else name
        return stem + endings[case]
    if name.endswith("o"):
        stem = name[:-1]
    else:
        stem = MASCULINE_STEMS.get(name) or _without_moving_e(name)
    if stem.endswith("ń"):
        stem = stem[:-1] + "ni"
    if case in ("genitive", "accusative"):
        return stem + "a"
    if case == "dative":
        return stem + "owi"
    if case == "instrumental":
        return stem + ("iem" if stem.endswith(("k", "g")) else "em")
    return _locative(stem)


def _without_moving_e(name: str) -> str:
    moving = name.endswith(("ek", "iec")) and len(name) > 4
    if not moving:
        return name
    return name[:-2] + "k" if name.endswith("ek") else name[:-3] + "c"


def _locative(stem: str) -> str:
    if stem.endswith(VOCATIVE_U) or stem.endswith("i"):
        return stem + "u"
    for hard, soft in (("st", "ści"), ("t", "ci"), ("d", "dzi"), ("ł", "l"), ("r", "rz")):
        if stem.endswith(hard):
            return stem[: -len(hard)] + soft + "e"
    return stem + "ie"
