"""The words of the grammar: English beside French, with gender, forms, and what goes with what.

What the tables call kinds only keeps sentences from being silly: food is eaten, animals do not read.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

MASCULINE, FEMININE = "m", "f"


@dataclass(frozen=True)
class Noun:
    """A noun; `french` and `english` are (singular, plural)."""

    english: tuple[str, str]
    french: tuple[str, str]
    gender: str
    kinds: frozenset[str]


@dataclass(frozen=True)
class Adjective:
    """An adjective; `french` has for (gender, plural) a form, and `vowel` is the masculine one before a vowel.

    before: whether it stands before its noun in French
    rank: places in English go by rank ("tired old man", "small red car")
    """

    english: str
    french: dict[tuple[str, bool], str]
    vowel: str
    before: bool
    rank: int
    kinds: frozenset[str]


@dataclass(frozen=True)
class Verb:
    """A verb; `french` has the forms of je, il, nous, ils.

    particle: English word after it that belongs to it ("look for"); link: French preposition before its object
    """

    english: str
    third: str
    particle: str
    french: tuple[str, str, str, str]
    infinitive: str
    link: str
    subjects: frozenset[str]
    objects: frozenset[str]


# singular, plural, singulier, pluriel, gender, kinds
_NOUNS = """
man men homme hommes m person
woman women femme femmes f person
boy boys garçon garçons m person
girl girls fille filles f person
child children enfant enfants m person
student students étudiant étudiants m person
farmer farmers fermier fermiers m person
queen queens reine reines f person
dog dogs chien chiens m animal
cat cats chat chats m animal
horse horses cheval chevaux m animal
bird birds oiseau oiseaux m animal
cow cows vache vaches f animal
mouse mice souris souris f animal
apple apples pomme pommes f food
orange oranges orange oranges f food
egg eggs œuf œufs m food
cake cakes gâteau gâteaux m food
book books livre livres m text
letter letters lettre lettres f text
newspaper newspapers journal journaux m text
car cars voiture voitures f thing,spot
hat hats chapeau chapeaux m thing
flower flowers fleur fleurs f thing
tree trees arbre arbres m thing,spot
house houses maison maisons f place,spot
garden gardens jardin jardins m place,spot
school schools école écoles f place,spot
shop shops magasin magasins m place,spot
"""

# english, masculine, before a vowel, feminine, masculine plural, feminine plural, place in French, rank, kinds
_ADJECTIVES = """
beautiful beau bel belle beaux belles before 1 person,animal,thing,place
good bon bon bonne bons bonnes before 1 animal,food,text
big grand grand grande grands grandes before 2 person,animal,food,thing,place
small petit petit petite petits petites before 2 person,animal,food,text,thing,place
old vieux vieil vieille vieux vieilles before 3 person,animal,text,thing,place
new nouveau nouvel nouvelle nouveaux nouvelles before 3 person,text,thing,place
young jeune jeune jeune jeunes jeunes before 3 person,animal
strange étrange étrange étrange étranges étranges after 1 person,animal,food,text,thing,place
happy heureux heureux heureuse heureux heureuses after 1 person,animal
tired fatigué fatigué fatiguée fatigués fatiguées after 1 person,animal
expensive cher cher chère chers chères after 1 food,text,thing
red rouge rouge rouge rouges rouges after 4 food,thing
green vert vert verte verts vertes after 4 food,thing,place
black noir noir noire noirs noires after 4 animal,thing
white blanc blanc blanche blancs blanches after 4 animal,thing,place
"""

# base, third person, particle, je, il, nous, ils, infinitif, link, subjects, objects ("-" is none)
_VERBS = """
see sees - vois voit voyons voient voir - person,animal person,animal,food,text,thing,place
like likes - aime aime aimons aiment aimer - person,animal person,animal,food,text,thing,place
eat eats - mange mange mangeons mangent manger - person,animal food
read reads - lis lit lisons lisent lire - person text
buy buys - achète achète achetons achètent acheter - person animal,food,text,thing
sell sells - vends vend vendons vendent vendre - person animal,food,text,thing
look looks for cherche cherche cherchons cherchent chercher - person,animal person,animal,food,text,thing,place
wait waits for attends attend attendons attendent attendre - person,animal person,animal
wash washes - lave lave lavons lavent laver - person person,animal,food,thing
sleep sleeps - dors dort dormons dorment dormir - person,animal -
run runs - cours court courons courent courir - person,animal -
sing sings - chante chante chantons chantent chanter - person -
work works - travaille travaille travaillons travaillent travailler - person,animal -
go goes to vais va allons vont aller à person,animal place
come comes from viens vient venons viennent venir de person,animal place
talk talks to parle parle parlons parlent parler à person person,animal
"""


def _rows(table: str) -> list[list[str]]:
    return [["" if field == "-" else field for field in line.split()] for line in table.strip().splitlines()]


def _kinds(field: str) -> frozenset[str]:
    return frozenset(field.split(",")) - {""}


NOUNS = tuple(Noun((a, b), (c, d), gender, _kinds(kinds)) for a, b, c, d, gender, kinds in _rows(_NOUNS))
ADJECTIVES = tuple(
    Adjective(
        english,
        {(MASCULINE, False): m, (FEMININE, False): f, (MASCULINE, True): ms, (FEMININE, True): fs},
        vowel,
        place == "before",
        int(rank),
        _kinds(kinds),
    )
    for english, m, vowel, f, ms, fs, place, rank, kinds in _rows(_ADJECTIVES)
)
VERBS = tuple(
    Verb(base, third, particle, (je, il, nous, ils), infinitive, link, _kinds(subjects), _kinds(objects))
    for base, third, particle, je, il, nous, ils, infinitive, link, subjects, objects in _rows(_VERBS)
)


@cache
def nouns(kinds: frozenset[str]) -> tuple[Noun, ...]:
    """Return the nouns of any of these kinds."""
    return tuple(noun for noun in NOUNS if noun.kinds & kinds)


@cache
def adjectives(kinds: frozenset[str], before: bool) -> tuple[Adjective, ...]:
    """Return the adjectives that go with a noun of these kinds, before or after it in French."""
    return tuple(a for a in ADJECTIVES if a.kinds & kinds and a.before is before)


@cache
def verbs(kinds: frozenset[str]) -> tuple[Verb, ...]:
    """Return what somebody of these kinds can do."""
    return tuple(verb for verb in VERBS if verb.subjects & kinds)


BE = (("am", "is", "are", "are"), ("suis", "est", "sommes", "sont"))
CAN = (("can",) * 4, ("peux", "peut", "pouvons", "peuvent"))
MUST = (("must",) * 4, ("dois", "doit", "devons", "doivent"))
WANT = (("want", "wants", "want", "want"), ("veux", "veut", "voulons", "veulent"))

# English, French, person (je, il, nous, ils), gender; who speaks is a man, and "they" are not all women
SUBJECTS = (
    ("i", "je", 0, "m"),
    ("he", "il", 1, "m"),
    ("she", "elle", 1, "f"),
    ("we", "nous", 2, "m"),
    ("they", "ils", 3, "m"),
)
OBJECTS = (("me", "me", 0), ("him", "le", 1), ("her", "la", 1), ("us", "nous", 2), ("them", "les", 3))
# English, French for (gender, plural); None where English says it otherwise
DETERMINERS = {
    "the": {("m", False): "le", ("f", False): "la", ("m", True): "les", ("f", True): "les"},
    "a": {("m", False): "un", ("f", False): "une"},
    "this": {("m", False): "ce", ("f", False): "cette"},
    "these": {("m", True): "ces", ("f", True): "ces"},
    "my": {("m", False): "mon", ("f", False): "ma", ("m", True): "mes", ("f", True): "mes"},
    "two": {("m", True): "deux", ("f", True): "deux"},
    "three": {("m", True): "trois", ("f", True): "trois"},
}
# English, French, kinds of nouns that may follow
PREPOSITIONS = (
    ("in", "dans", "place"),
    ("near", "près de", "spot"),
    ("behind", "derrière", "spot"),
    ("in front of", "devant", "spot"),
    ("with", "avec", "person"),
)
ADVERBS = (("often", "souvent"), ("always", "toujours"))
LATE_ADVERBS = (("here", "ici"), ("today", "aujourd'hui"))
CONJUNCTIONS = (("and", "et"), ("because", "parce que"), ("when", "quand"), (", but", ", mais"))

BEFORE_VOWEL = {"le": "l'", "la": "l'", "de": "d'", "ne": "n'", "je": "j'", "me": "m'", "que": "qu'"}
DETERMINER_BEFORE_VOWEL = {"ce": "cet", "ma": "mon"}
CONTRACTED = {("de", "le"): "du", ("de", "les"): "des", ("à", "le"): "au", ("à", "les"): "aux"}
VOWELS = frozenset("aàâeéèêiîoôuûœh")  # every h of these words is mute


def starts_with_vowel(french: str) -> bool:
    """Return whether a French word asks for l', d', n' … before it."""
    return french[0] in VOWELS
