"""The French of lectures 07 and 08 written down a second time, by rules and by hand, to check the grammar against."""

from __future__ import annotations

MASCULINE = {
    "man": "homme", "boy": "garçon", "child": "enfant", "student": "étudiant", "farmer": "fermier", "dog": "chien",
    "cat": "chat", "horse": "cheval", "bird": "oiseau", "egg": "œuf", "cake": "gâteau", "book": "livre",
    "newspaper": "journal", "hat": "chapeau", "tree": "arbre", "garden": "jardin", "shop": "magasin",
}  # fmt: skip
FEMININE = {
    "woman": "femme", "girl": "fille", "queen": "reine", "cow": "vache", "mouse": "souris", "apple": "pomme",
    "orange": "orange", "letter": "lettre", "car": "voiture", "flower": "fleur", "house": "maison", "school": "école",
}  # fmt: skip
ODD_PLURALS = {"man": "men", "woman": "women", "child": "children", "mouse": "mice"}
# masculine and feminine singular; a third one is the masculine before a vowel
BEFORE = {
    "beautiful": "beau belle bel", "good": "bon bonne", "big": "grand grande", "small": "petit petite",
    "old": "vieux vieille vieil", "new": "nouveau nouvelle nouvel", "young": "jeune jeune",
}  # fmt: skip
AFTER = {
    "strange": "étrange étrange", "happy": "heureux heureuse", "tired": "fatigué fatiguée", "expensive": "cher chère",
    "red": "rouge rouge", "green": "vert verte", "black": "noir noire", "white": "blanc blanche",
}  # fmt: skip


def _er(stem: str, nous: str = "", silent: str = "") -> list[str]:
    weak = silent or stem
    return [weak + "e", weak + "e", (nous or stem) + "ons", weak + "ent", stem + "er"]


CONJUGATED = {
    "see": "vois voit voyons voient voir".split(), "like": _er("aim"), "eat": _er("mang", nous="mange"),
    "read": "lis lit lisons lisent lire".split(), "buy": _er("achet", silent="achèt"),
    "sell": "vends vend vendons vendent vendre".split(), "look": _er("cherch"),
    "wait": "attends attend attendons attendent attendre".split(), "wash": _er("lav"),
    "sleep": "dors dort dormons dorment dormir".split(), "run": "cours court courons courent courir".split(),
    "sing": _er("chant"), "work": _er("travaill"), "go": "vais va allons vont aller".split(),
    "come": "viens vient venons viennent venir".split(), "talk": _er("parl"),
    "want": "veux veut voulons veulent -".split(), "can": "peux peut pouvons peuvent -".split(),
    "must": "dois doit devons doivent -".split(), "be": "suis est sommes sont -".split(),
}  # fmt: skip


def third_person(verb: str) -> str:
    return verb + "es" if verb == "go" or verb.endswith("sh") else verb + "s"


def plural(french: str) -> str:
    if french.endswith(("s", "x")):
        return french
    if french.endswith("al"):
        return french[:-2] + "aux"
    return french + ("x" if french.endswith("eau") else "s")


def adjective_forms(words: str) -> dict[str, set[tuple[str, str]]]:
    """Return each form with the (gender, number) pairs that it may have."""
    masculine, feminine, *vowel = words.split()
    forms: dict[str, set[tuple[str, str]]] = {}
    for form, what in (
        (masculine, ("m", "s")),
        (feminine, ("f", "s")),
        (plural(masculine), ("m", "p")),
        (plural(feminine), ("f", "p")),
        *((form, ("m", "s")) for form in vowel),
    ):
        forms.setdefault(form, set()).add(what)
    return forms


NOUN_FORMS: dict[str, set[tuple[str, str]]] = {}
ENGLISH_NOUNS: dict[str, str] = {}  # every English form: its French one
for _gender, _words in (("m", MASCULINE), ("f", FEMININE)):
    for _english, _french in _words.items():
        NOUN_FORMS.setdefault(_french, set()).add((_gender, "s"))
        NOUN_FORMS.setdefault(plural(_french), set()).add((_gender, "p"))
        ENGLISH_NOUNS[_english] = _french
        ENGLISH_NOUNS[ODD_PLURALS.get(_english, _english + "s")] = plural(_french)
ADJECTIVES = {english: adjective_forms(words) for english, words in {**BEFORE, **AFTER}.items()}
ADJECTIVE_FORMS = {form: what for forms in ADJECTIVES.values() for form, what in forms.items()}
DETERMINERS: dict[str, set[tuple[str, str]]] = {
    **dict.fromkeys(("le", "un", "ce", "cet", "du", "au"), {("m", "s")}),
    **dict.fromkeys(("la", "une", "cette", "ma"), {("f", "s")}),
    **dict.fromkeys(("l'", "mon"), {("m", "s"), ("f", "s")}),
    **dict.fromkeys(("les", "ces", "mes", "deux", "trois", "des", "aux"), {("m", "p"), ("f", "p")}),
    **dict.fromkeys(("de", "d'"), {("m", "s"), ("f", "s"), ("m", "p"), ("f", "p")}),
}
PERSONS: dict[str, set[int]] = {}  # of each finite form: 0 je, 1 il, 2 nous, 3 ils
for _forms in CONJUGATED.values():
    for _person, _form in enumerate(_forms[:4]):
        PERSONS.setdefault(_form, set()).add(_person)


def vowel(word: str) -> bool:
    return word[0] in "aeiouyàâèéêëîïôùûœh"
