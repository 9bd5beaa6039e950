"""Draws a sentence in English and in French at once, every word knowing what it stands for.

A word carries keys; an English word has one of its own, a French word has
those of the English words that it translates. Two words are aligned if
they share a key. So words may be ordered, left out and contracted freely.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import accumulate, count
from typing import NamedTuple

import numpy as np

from helpers.data.translation import lexicon
from helpers.data.translation.lexicon import Adjective, Noun, Verb, starts_with_vowel

PEOPLE = frozenset({"person", "animal"})
ALL = frozenset({"person", "animal", "food", "text", "thing", "place"})


class Word(NamedTuple):
    """A word and the keys of what it stands for."""

    text: str
    keys: frozenset[int]


Words = list[Word]


@dataclass(frozen=True)
class Phrase:
    """A noun phrase or a pronoun with all that verbs and adjectives must agree with.

    person: 0 je, 1 il, 2 nous, 3 ils
    """

    english: Words
    french: Words
    person: int
    gender: str
    kinds: frozenset[str]

    @property
    def plural(self) -> bool:
        return self.person >= 2


def french(text: str, *sources: Words) -> Words:
    """Return French words that stand for all the English `sources`."""
    keys = frozenset[int]().union(*(word.keys for source in sources for word in source))
    return [Word(part, keys) for part in text.split()]


class Writer:
    """Writes sentences; all chance comes through `pick` and `share`."""

    def __init__(self, rng: np.random.Generator) -> None:
        self._rng = rng
        self._keys = count()

    def pick(self, options):
        """Draw one, all of them equally likely."""
        return options[int(self._rng.random() * len(options))]

    def share(self, *probabilities: float) -> int:
        """Draw 0 with the first probability, 1 with the second, …, and the next number with what remains."""
        drawn = self._rng.random()
        return sum(drawn >= edge for edge in accumulate(probabilities))

    def chance(self, probability: float) -> bool:
        return self.share(probability) == 0

    def english(self, text: str) -> Words:
        return [Word(part, frozenset({next(self._keys)})) for part in text.split()]

    # ---- noun phrases

    def pronoun(self, only: tuple = lexicon.SUBJECTS) -> Phrase:
        english, said, person, gender = self.pick(only)
        words = self.english(english)
        return Phrase(words, french(said, words), person, gender, frozenset({"person"}))

    def adjectives(self, noun: Noun) -> list[Adjective]:
        """Draw at most one that stands before the French noun and one that stands after it."""
        chosen = [self.pick(lexicon.adjectives(noun.kinds, before)) for before in (True, False) if self.chance(0.3)]
        return sorted(chosen, key=lambda adjective: adjective.rank)

    def noun_phrase(self, kinds: frozenset[str], depth: int, negated: bool = False, definite: bool = False) -> Phrase:
        """Draw one; `depth` is how deep relative clauses may nest, `negated` turns "a" into "de"."""
        noun = self.pick(lexicon.nouns(kinds))
        plural = self.chance(0.35)
        english: Words = []
        before: Words = []
        after: Words = []
        for adjective in self.adjectives(noun):
            words = self.english(adjective.english)
            english += words
            form = adjective.french[noun.gender, plural]
            if adjective.before and starts_with_vowel(noun.french[0]) and (noun.gender, plural) == ("m", False):
                form = adjective.vowel
            (before if adjective.before else after).extend(french(form, words))
        words = self.english(noun.english[plural])
        english += words
        core = [*before, *french(noun.french[plural], words)]
        said = [*core, *after]
        if depth and self.chance(0.12):
            owner = self.owner(depth)
            mark = self.english("'s")
            english = [*owner.english, *mark, *english]
            said = [*french(lexicon.DETERMINERS["the"][noun.gender, plural], mark), *said]
            said += [*french("de", mark), *owner.french]
        else:
            options = [name for name, forms in lexicon.DETERMINERS.items() if (noun.gender, plural) in forms]
            options = ["the"] * 3 + [name for name in options if not (definite and name == "a")]
            name = self.pick(options)
            words = self.english(name)
            form = lexicon.DETERMINERS[name][noun.gender, plural]
            if starts_with_vowel(core[0].text):
                form = lexicon.DETERMINER_BEFORE_VOWEL.get(form, form)
            indefinite = negated and name == "a"
            english, said = [*words, *english], [*french("de" if indefinite else form, words), *said]
            depth = 0 if indefinite else depth
        phrase = Phrase(english, said, 3 if plural else 1, noun.gender, noun.kinds)
        return self.extended(phrase, depth) if depth else phrase

    def owner(self, depth: int) -> Phrase:
        """Draw whose it is: one person, without a relative clause."""
        noun = self.pick(lexicon.nouns(frozenset({"person"})))
        name = self.pick(("the", "my", "this"))
        determiner, words = self.english(name), self.english(noun.english[0])
        form = lexicon.DETERMINERS[name][noun.gender, False]
        if starts_with_vowel(noun.french[0]):
            form = lexicon.DETERMINER_BEFORE_VOWEL.get(form, form)
        said = [*french(form, determiner), *french(noun.french[0], words)]
        return Phrase([*determiner, *words], said, 1, noun.gender, noun.kinds)

    def extended(self, phrase: Phrase, depth: int) -> Phrase:
        """Perhaps add a place or a relative clause."""
        more = self.share(0.12, 0.18)
        if more == 0 and not phrase.kinds & {"place"}:
            english, said = self.place(depth - 1, with_person=False)
        elif more <= 1:
            english, said = self.relative(phrase, depth - 1)
        else:
            return phrase
        return replace(phrase, english=[*phrase.english, *english], french=[*phrase.french, *said])

    def place(self, depth: int, with_person: bool = True) -> tuple[Words, Words]:
        """Draw "in the garden", "with my student"."""
        english, said, kind = self.pick(lexicon.PREPOSITIONS[: None if with_person else -1])
        words = self.english(english)
        phrase = self.noun_phrase(frozenset({kind}), max(depth, 0))
        return [*words, *phrase.english], [*french(said, words), *phrase.french]

    def relative(self, phrase: Phrase, depth: int) -> tuple[Words, Words]:
        """Draw "that sees the cat" or "that the girl sees"."""
        that = self.english("that")
        seen = [verb for verb in lexicon.VERBS if verb.objects & phrase.kinds and not verb.link]
        if seen and self.chance(0.5):
            verb = self.pick(seen)
            english, said = self.clause(self.subject(0, verb.subjects), depth, verb=verb, gap=True)
            return [*that, *english], [*french("que", that), *said]
        english, said = self.clause(replace(phrase, english=[], french=[]), depth)
        return [*that, *english], [*french("qui", that), *said]

    def subject(self, depth: int, kinds: frozenset[str] = PEOPLE) -> Phrase:
        if "person" in kinds and self.chance(0.35):
            return self.pronoun()
        if not depth or not self.chance(0.12):
            return self.noun_phrase(kinds, depth)
        first = self.noun_phrase(kinds, 0)
        link, second = self.english("and"), self.noun_phrase(first.kinds, 0)
        return Phrase(
            [*first.english, *link, *second.english],
            [*first.french, *french("et", link), *second.french],
            3,
            "f" if first.gender == second.gender == "f" else "m",
            first.kinds,
        )

    # ---- clauses

    def clause(
        self, subject: Phrase, depth: int, verb: Verb | None = None, gap: bool = False, asked: str = ""
    ) -> tuple[Words, Words]:
        """Draw what is said of a subject, and put the subject where it belongs.

        verb: which; else one that fits, or "to be"
        gap: the object stands elsewhere; asked: "whether", "why" or "where" makes it a question
        """
        acting = lexicon.verbs(subject.kinds)
        if verb is None and acting and not self.chance(0.25):
            verb = self.pick(acting)
        negated = not asked and self.chance(0.25)
        helped = ("can", "want", "")[self.share(0.15, 0.10)] if verb else ""
        adverb = self.chance(0.12)
        person = subject.person
        # English: auxiliary, not, often, main words. French: ne, [object], finite, pas, often, [object], infinitive
        auxiliary: Words = []
        main: Words = []
        infinitive: Words = []
        if helped == "can":
            forms, finite_forms = self.pick((lexicon.CAN, lexicon.MUST))
            auxiliary = self.english(forms[person])
            finite = french(finite_forms[person], auxiliary)
        elif verb is None:
            auxiliary = self.english(lexicon.BE[0][person])
            finite = french(lexicon.BE[1][person], auxiliary)
        else:
            if negated or asked:
                auxiliary = self.english("does" if person == 1 else "do")
            inflected = person == 1 and not auxiliary
            if helped:
                main = [*self.english(lexicon.WANT[0][person] if not auxiliary else "want"), *self.english("to")]
                finite = french(lexicon.WANT[1][person], main, [] if asked else auxiliary)
            else:
                main = self.english(verb.third if inflected else verb.english)
                particle = self.english(verb.particle) if not verb.link else []
                finite = french(verb.french[person], main, particle, [] if asked else auxiliary)
                main += particle
        if verb and helped:
            words = [*self.english(verb.english), *(self.english(verb.particle) if not verb.link else [])]
            infinitive = french(verb.infinitive, words)
            main += words
        denial = self.english("not") if negated else []
        often = self.pick(lexicon.ADVERBS) if adverb else ("", "")
        often_words = self.english(often[0])
        clitic, english, said = ([], [], []) if gap else self.complement(subject, verb, depth, negated)
        if asked != "where" and not gap and not adverb and verb and self.chance(0.2):
            more = self.place(depth) if not verb.link and self.chance(0.6) else self.late()
            english, said = [*english, *more[0]], [*said, *more[1]]
        ask, ask_french = self.question(asked, auxiliary)
        middle = [*subject.english, *denial] if asked else [*subject.english, *auxiliary, *denial]
        spoken = [
            *(french("ne", denial) if negated else []),
            *([] if infinitive else clitic),
            *finite,
            *(french("pas", denial) if negated else []),
            *french(often[1], often_words),
            *(clitic if infinitive else []),
            *infinitive,
        ]
        return (
            [*ask, *middle, *often_words, *main, *english],
            [*ask_french, *subject.french, *spoken, *said],
        )

    def question(self, asked: str, auxiliary: Words) -> tuple[Words, Words]:
        """Return what opens a question: "where does", "où est-ce que"."""
        if not asked:
            return [], []
        word = self.english("" if asked == "whether" else asked)
        said = french({"whether": "", "why": "pourquoi", "where": "où"}[asked], word)
        return [*word, *auxiliary], [*said, *french("est-ce que", auxiliary)]

    def complement(self, subject: Phrase, verb: Verb | None, depth: int, negated: bool) -> tuple[Words, Words, Words]:
        """Draw what follows the verb: (pronoun that French puts before the verb, English, French)."""
        if verb is None:
            if subject.kinds & PEOPLE and self.chance(0.3):
                return [], *self.place(depth)
            fitting = [adjective for adjective in lexicon.ADJECTIVES if adjective.kinds >= subject.kinds - {"spot"}]
            adjective = self.pick(fitting)
            words = self.english(adjective.english)
            return [], words, french(adjective.french[subject.gender, subject.plural], words)
        if not verb.objects:
            return [], [], []
        if verb.link:
            words = self.english(verb.particle)
            phrase = self.noun_phrase(verb.objects, depth)
            return [], [*words, *phrase.english], [*french(verb.link, words), *phrase.french]
        if "person" in verb.objects and self.chance(0.3):
            fitting = [row for row in lexicon.OBJECTS if row[2] == 1 or row[2] == 3 or subject.person not in (0, 2)]
            english, said, _ = self.pick(fitting)
            words = self.english(english)
            return french(said, words), words, []
        phrase = self.noun_phrase(verb.objects, depth, negated, definite=verb.english == "like")
        return [], phrase.english, phrase.french

    def late(self) -> tuple[Words, Words]:
        english, said = self.pick(lexicon.LATE_ADVERBS)
        words = self.english(english)
        return words, french(said, words)

    # ---- sentences

    def sentence(self) -> tuple[Words, Words]:
        """Draw a statement of one to three clauses, or a question."""
        if self.chance(0.2):
            mark = self.english("?")
            english, said = self.asking()
        else:
            mark = self.english(".")
            clauses = 1 + self.chance(0.45) + self.chance(0.15)
            depth = self.pick((0, 1, 2))
            english, said = self.clause(self.subject(depth), depth)
            for _ in range(clauses - 1):
                link, link_french = self.pick(lexicon.CONJUNCTIONS)
                words = self.english(link)
                depth = self.pick((0, 1, 2))
                more = self.clause(self.subject(depth), depth)
                linked = [*french(link_french.removeprefix(", "), words[-1:])]
                comma = french(",", words[:1]) if len(words) > 1 else []
                english, said = [*english, *words, *more[0]], [*said, *comma, *linked, *more[1]]
        return with_an([*english, *mark]), joined([*said, *french(mark[0].text, mark)])

    def asking(self) -> tuple[Words, Words]:
        asked = self.pick(("whether", "whether", "where", "why", "who"))
        depth = self.pick((0, 1, 2))
        if asked == "who":
            words = self.english("who")
            somebody = Phrase(words, french("qui", words), 1, "m", frozenset({"person"}))
            return self.clause(somebody, depth)
        subject = self.subject(depth)
        verb = None
        if asked == "where":
            verb = self.pick([verb for verb in lexicon.verbs(subject.kinds) if not verb.link])
        return self.clause(subject, depth, verb=verb, asked=asked)


def with_an(words: Words) -> Words:
    """Turn "a" into "an" where a vowel follows."""
    follow = [word.text for word in words[1:]] + [""]
    return [
        Word("an", word.keys) if word.text == "a" and after[:1] in tuple("aeiou") else word
        for word, after in zip(words, follow)
    ]


def joined(words: Words) -> Words:
    """Elide and contract French words: le homme → l' homme, de le chat → du chat."""
    follow = [word.text for word in words[1:]] + ["."]
    elided = [
        Word(lexicon.BEFORE_VOWEL[word.text], word.keys)
        if word.text in lexicon.BEFORE_VOWEL and starts_with_vowel(after)
        else word
        for word, after in zip(words, follow)
    ]
    found: Words = []
    for word in elided:
        if found and (found[-1].text, word.text) in lexicon.CONTRACTED:
            before = found.pop()
            word = Word(lexicon.CONTRACTED[before.text, word.text], before.keys | word.keys)
        found.append(word)
    return found
