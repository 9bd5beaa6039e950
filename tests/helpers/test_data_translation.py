"""The English-French grammar: its French is right, its alignment true, its parts apart, its docstring's figures real."""

from __future__ import annotations

import math
import re
from collections import Counter

import numpy as np
import pytest
from nltk.translate.bleu_score import corpus_bleu

from helpers.data import translation
from helpers.data.translation import Pair, dictionary, pair, pairs, part_of, split
from helpers.data.translation.lexicon import ADJECTIVES, NOUNS, VERBS
from helpers.data.translation.sentences import Writer
from helpers.errors import UnrolledError
from tests.helpers import french as second

SAID = " ".join(translation.__doc__.split())
FUNCTION_WORDS = (
    ". ? , je j' il elle nous ils me m' le la l' les un une ce cet cette ces mon ma mes deux trois de d' du des à au aux "
    "ne n' pas est-ce que qu' qui où pourquoi et parce quand mais dans près derrière devant avec souvent toujours ici "
    "aujourd'hui"
).split()


@pytest.fixture(scope="module")
def drawn() -> list[Pair]:
    return pairs(12_000, np.random.default_rng(0))


def of(found: Pair, i: int) -> list[str]:
    """The French words that English word i is aligned with."""
    return [found.french[j] for a, j in sorted(found.alignment) if a == i]


def noun_phrases(words: tuple[str, ...]):
    """Every determiner with adjectives, a noun and adjectives after it."""
    for start, word in enumerate(words):
        if word not in second.DETERMINERS:
            continue
        end = start + 1
        while words[end] in second.ADJECTIVE_FORMS:
            end += 1
        if words[end] not in second.NOUN_FORMS:
            continue
        last = end + 1
        while words[last] in second.ADJECTIVE_FORMS:
            last += 1
        yield word, words[start + 1 : end], words[end], words[end + 1 : last]


def test_every_form_of_the_lexicon_is_the_one_of_the_second_table():
    nouns = {form: french for noun in NOUNS for form, french in zip(noun.english, noun.french)}
    assert nouns == second.ENGLISH_NOUNS
    assert all((noun.gender == "m") == (noun.english[0] in second.MASCULINE) for noun in NOUNS)
    for adjective in ADJECTIVES:
        said = {form: set() for form in (*adjective.french.values(), adjective.vowel)}
        for (gender, many), form in adjective.french.items():
            said[form].add((gender, "p" if many else "s"))
        said[adjective.vowel].add(("m", "s"))
        assert said == second.ADJECTIVES[adjective.english], adjective.english
        assert adjective.before == (adjective.english in second.BEFORE)
    verbs = {verb.english: [*verb.french, verb.infinitive] for verb in VERBS}
    assert verbs == {name: second.CONJUGATED[name] for name in verbs} and len(verbs) == 16
    assert all(verb.third == second.third_person(verb.english) for verb in VERBS)


def test_no_french_word_occurs_that_the_second_table_does_not_know(drawn):
    known = {*FUNCTION_WORDS, *second.NOUN_FORMS, *second.ADJECTIVE_FORMS, *second.PERSONS}
    known |= {forms[4] for forms in second.CONJUGATED.values()} - {"-"}
    assert {word for found in drawn for word in found.french} == known


def test_articles_adjectives_and_nouns_agree(drawn):
    count = 0
    for found in drawn:
        for determiner, before, noun, after in noun_phrases(found.french):
            fitting = second.DETERMINERS[determiner] & second.NOUN_FORMS[noun]
            for adjective in (*before, *after):
                fitting = fitting & second.ADJECTIVE_FORMS[adjective]
            assert fitting, (determiner, before, noun, after)
            count += len(before) + len(after) > 0
    assert count > 10_000


def test_adjectives_stand_on_their_side_of_the_noun(drawn):
    before = {form for english in second.BEFORE for form in second.ADJECTIVES[english]}
    for found in drawn:
        for _, left, _, right in noun_phrases(found.french):
            assert set(left) <= before and not set(right) & before


def test_adjectives_after_a_form_of_to_be_agree_with_a_subject_right_before_it(drawn):
    seen = Counter()
    for found in drawn:
        for words in noun_phrases(found.french):
            phrase = " ".join([words[0], *words[1], words[2], *words[3]])
            match = re.search(
                re.escape(phrase) + r" (?:n' )?(est|sont) (?:pas )?(?:souvent |toujours )?(\S+)", said(found)
            )
            alone = match and said(found).startswith(phrase)
            if alone and match[2] in second.ADJECTIVE_FORMS:
                assert second.NOUN_FORMS[words[2]] & second.ADJECTIVE_FORMS[match[2]], said(found)
                seen["noun"] += 1
        for pronoun, adjective in re.findall(
            r"\b(je|il|elle|nous|ils) (?:ne |n' )?(?:suis|est|sommes|sont) (?:pas )?(?:souvent |toujours )?(\S+)",
            said(found),
        ):
            if adjective in second.ADJECTIVE_FORMS:
                wanted = ("f" if pronoun == "elle" else "m", "p" if pronoun in ("nous", "ils") else "s")
                assert wanted in second.ADJECTIVE_FORMS[adjective], said(found)
                seen["pronoun"] += 1
    assert seen["noun"] > 100 and seen["pronoun"] > 500


def said(found: Pair) -> str:
    return " ".join(found.french)


def test_verbs_agree_with_pronouns_before_them(drawn):
    skipped = {"ne", "n'", "me", "m'", "le", "la", "l'", "nous", "les"}
    person = {"je": 0, "j'": 0, "il": 1, "elle": 1, "ils": 3}
    for found in drawn:
        for place, word in enumerate(found.french):
            if word in person:
                rest = [after for after in found.french[place + 1 :] if after not in skipped]
                assert person[word] in second.PERSONS[rest[0]], said(found)


def test_verbs_have_the_number_of_the_english_ones(drawn):
    third = {second.third_person(name): name for name in second.CONJUGATED if name not in ("can", "must", "be")}
    third |= {"does": "", "is": "be"}
    plain = set(second.CONJUGATED) - {"can", "must", "be"}
    for found in drawn:
        for i, word in enumerate(found.english):
            for french in of(found, i):
                if french in second.PERSONS and word in third:
                    assert 1 in second.PERSONS[french], (said(found), word)
                elif french in second.PERSONS and word in {"am", "are", "do"}:
                    assert second.PERSONS[french] & {0, 2, 3}, (said(found), word)
                elif french in second.PERSONS and word in plain:
                    helped = {"does"} & {found.english[k] for k, j in found.alignment if found.french[j] == french}
                    asked = "est-ce" in found.french
                    assert helped or asked or second.PERSONS[french] & {0, 2, 3}, (said(found), word)


def test_vowels_are_left_out_before_vowels_and_nowhere_else(drawn):
    full = {"le", "la", "de", "ne", "je", "me", "que", "ce", "ma", "beau", "nouveau"}
    short = {"l'", "d'", "n'", "j'", "m'", "qu'", "cet", "bel", "nouvel", "vieil"}
    for found in drawn:
        for word, after in zip(found.french, found.french[1:]):
            if word in short:
                assert second.vowel(after), said(found)
            if word in full and not (word in ("beau", "nouveau") and after not in second.NOUN_FORMS):
                assert not second.vowel(after), said(found)
            assert (word, after) not in {("de", "le"), ("de", "les"), ("à", "le"), ("à", "les")}, said(found)
            if word == "vieux" and after in second.NOUN_FORMS and second.vowel(after):
                assert ("m", "p") in second.NOUN_FORMS[after], said(found)


def test_ne_and_pas_stand_around_the_verb_and_make_un_to_de(drawn):
    for found in drawn:
        text = said(found)
        assert text.count(" pas ") == sum(word in ("ne", "n'") for word in found.french) == found.english.count("not")
        for between in re.findall(r"\b(?:ne|n') (.*?) pas\b", text):
            *pronouns, verb = between.split()
            assert verb in second.PERSONS and set(pronouns) <= {"me", "m'", "le", "la", "l'", "nous", "les"}, text
        direct = [name for name in second.CONJUGATED if name not in ("be", "go", "come", "talk", "like")]
        verbs = "|".join(form for name in direct for form in second.CONJUGATED[name][:4])
        assert not re.search(rf"\b(?:ne|n') (?:{verbs}) pas (?:souvent |toujours )?une? ", text), text


def test_a_direct_question_has_est_ce_que_for_do_and_who_has_none(drawn):
    kinds = Counter()
    for found in drawn:
        assert (found.english[-1] == "?") == (found.french[-1] == "?") and found.english[-1] in ".?"
        if found.english[-1] != "?":
            assert "est-ce" not in found.french
            continue
        first = found.english[0]
        kinds[first if first in ("who", "where", "why") else "whether"] += 1
        if first == "who":
            assert found.french[0] == "qui" and "est-ce" not in found.french
        else:
            auxiliary = 1 if first in ("where", "why") else 0
            assert of(found, auxiliary)[:2] in (["est-ce", "que"], ["est-ce", "qu'"]), said(found)
    assert set(kinds) == {"who", "where", "why", "whether"} and min(kinds.values()) > 200


def test_every_word_is_aligned_and_content_words_with_their_translation_only(drawn):
    verbs = {form: name for name in second.CONJUGATED for form in (name, second.third_person(name))}
    for found in drawn:
        assert {i for i, _ in found.alignment} == set(range(len(found.english)))
        assert {j for _, j in found.alignment} == set(range(len(found.french)))
        for i, word in enumerate(found.english):
            partners = of(found, i)
            if word in second.ENGLISH_NOUNS:
                assert partners == [second.ENGLISH_NOUNS[word]]
            elif word in second.ADJECTIVES:
                assert len(partners) == 1 and partners[0] in second.ADJECTIVES[word]
            elif word in verbs:
                assert set(partners) <= {*second.CONJUGATED[verbs[word]], "est-ce", "que", "qu'"}, (word, partners)
                assert len(partners) == 1 or word in ("can", "must")
            elif word == "not":
                assert partners in (["ne", "pas"], ["n'", "pas"])
            elif word == "that":
                assert len(partners) == 1 and partners[0] in ("qui", "que", "qu'")
            elif word == "because":
                assert partners[0] == "parce" and partners[1] in ("que", "qu'")
            elif word in ("a", "an"):
                assert len(partners) == 1 and partners[0] in ("un", "une", "de", "d'")
            elif word == "the":
                assert len(partners) == 1 and partners[0] in ("le", "la", "l'", "les", "du", "des", "au", "aux")


def test_an_stands_before_vowels_only(drawn):
    for found in drawn:
        for word, after in zip(found.english, found.english[1:]):
            assert word not in ("a", "an") or (word == "an") == (after[0] in "aeiou")


@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("i sleep .", "je dors ."),
        ("they wait for me .", "ils m' attendent ."),
        ("we are not happy .", "nous ne sommes pas heureux ."),
        ("she is not happy .", "elle n' est pas heureuse ."),
        ("who does not sing ?", "qui ne chante pas ?"),
        ("we look for her .", "nous la cherchons ."),
        ("where do they sing ?", "où est-ce qu' ils chantent ?"),
        ("i must run .", "je dois courir ."),
        ("they want to run .", "ils veulent courir ."),
        ("they are old .", "ils sont vieux ."),
    ],
)
def test_sentences_are_translated_as_by_hand(english, french, short):
    assert short[tuple(english.split())] == tuple(french.split())


@pytest.fixture(scope="module")
def short() -> dict[tuple[str, ...], tuple[str, ...]]:
    return {found.english: found.french for found in pairs(4000, np.random.default_rng(3), longest=5)}


def test_an_english_sentence_has_one_translation(drawn, short):
    known = dict(short)
    for found in drawn:
        assert known.setdefault(found.english, found.french) == found.french


def test_parts_share_their_words_and_no_sentence():
    train, validation, test = split(5000, 300, 600, np.random.default_rng(0))
    other = split(5000, 300, 600, np.random.default_rng(1))
    assert [len(part) for part in (train, validation, test)] == [5000, 300, 600]
    for language in ("english", "french"):
        sentences = [{getattr(found, language) for found in part} for part in (train, validation, test)]
        assert [len(part) for part in sentences[:1]] == [5000]
        assert not sentences[0] & sentences[1] and not sentences[0] & sentences[2] and not sentences[1] & sentences[2]
        assert not sentences[0] & {getattr(found, language) for part in other[1:] for found in part}
        words = [{word for sentence in part for word in sentence} for part in sentences]
        assert words[1] <= words[0] and words[2] <= words[0]
    assert {part_of(found) for found in test} == {"test"}
    assert {part_of(found) for found in pairs(200, np.random.default_rng(2), part="validation")} == {"validation"}


def test_words_that_train_lacks_are_kept_out_of_the_other_parts():
    train, validation, test = split(60, 30, 30, np.random.default_rng(4), longest=6)
    known = {word for found in train for word in (*found.english, *found.french)}
    assert all(known.issuperset((*found.english, *found.french)) for found in (*validation, *test))
    assert len(validation) == len(test) == 30


def test_lengths_can_be_asked_for_and_impossible_wishes_are_told(monkeypatch):
    for shortest, longest in ((3, 5), (12, 12)):
        found = pairs(60, np.random.default_rng(0), shortest=shortest, longest=longest)
        assert all(shortest <= len(one.english) <= longest for one in found) and len(found) == 60
    monkeypatch.setattr(translation, "TRIES", 600)
    with pytest.raises(UnrolledError, match="No sentences of 3 to 2 words"):
        pairs(1, np.random.default_rng(0), longest=2)
    with pytest.raises(UnrolledError, match="too few different sentences of 3 to 3 words"):
        split(3000, 1, 1, np.random.default_rng(0), longest=3)
    with pytest.raises(UnrolledError, match="no part 'dev'"):
        pairs(1, np.random.default_rng(0), part="dev")


def test_the_docstring_states_the_sizes_and_lengths(drawn):
    english = {word for found in drawn for word in found.english}
    french = {word for found in drawn for word in found.french}
    assert f"{len(english)} English and {len(french)} French words" in SAID
    lengths = np.array([len(found.english) for found in drawn])
    stated = [int(number) for number in re.search(r"share in % ([\d ]+) The", SAID)[1].split()]
    bins = [(3, 5), (6, 8), (9, 11), (12, 14), (15, 17), (18, 20)]
    shares = [100 * ((lengths >= low) & (lengths <= high)).mean() for low, high in bins]
    assert shares == pytest.approx(stated, abs=1.5) and lengths.min() == 3 and lengths.max() == 20
    assert lengths.mean() == pytest.approx(10.7, abs=0.15) and "10.7 on average" in SAID
    french_lengths = [len(found.french) for found in drawn]
    assert np.mean(french_lengths) == pytest.approx(10.9, abs=0.15) and np.percentile(french_lengths, 99.5) <= 22
    links = sum(len(found.alignment) for found in drawn) / lengths.sum()
    assert links == pytest.approx(1.07, abs=0.01) and "1.07 links" in SAID
    moved = np.mean([any(b < d and c > e for b, c in f.alignment for d, e in f.alignment) for f in drawn[:2000]])
    assert moved == pytest.approx(0.75, abs=0.03) and "Three quarters of the sentences" in SAID


def test_the_docstring_states_the_entropy():
    class Counting(Writer):
        nats = 0.0

        def pick(self, options):
            self.nats += math.log(len(options))
            return super().pick(options)

        def share(self, *probabilities):
            drawn = super().share(*probabilities)
            self.nats -= math.log([*probabilities, 1 - sum(probabilities)][drawn])
            return drawn

    rng = np.random.default_rng(0)
    kept = []
    for _ in range(6000):
        writer = Counting(rng)
        if len(writer.sentence()[0]) <= translation.LONGEST:
            kept.append(writer.nats)
    entropy = np.mean(kept) + math.log(len(kept) / 6000)
    assert entropy == pytest.approx(26.9, abs=4 * np.std(kept) / math.sqrt(len(kept)))
    assert "at most 26.9 nats" in SAID and math.exp(26.9) / 1e9 == pytest.approx(480, rel=0.02)


def test_word_for_word_translation_is_as_bad_as_the_docstring_says():
    train, _, test = split(6000, 0, 1500, np.random.default_rng(0))
    words = dictionary(train)
    guesses = [tuple(words[word] for word in found.english) for found in test]
    exact = np.array([guess == found.french for guess, found in zip(guesses, test)])
    lengths = np.array([len(found.english) for found in test])
    assert exact.mean() == pytest.approx(0.02, abs=0.012)
    assert exact[lengths <= 5].mean() == pytest.approx(0.17, abs=0.09) and not exact[lengths >= 13].any()
    assert corpus_bleu([[f.french] for f in test], guesses, weights=(0.5, 0.5)) == pytest.approx(0.48, abs=0.015)
    assert "2 % of the test sentences" in SAID and "BLEU-2 of 0.48" in SAID and "17 %" in SAID


def test_a_dictionary_takes_what_is_aligned_most_often():
    two = [Pair(("a", "b"), ("x", "y"), frozenset({(0, 0), (1, 1)})), Pair(("a",), ("z", "x"), frozenset({(0, 1)}))]
    assert dictionary(two) == {"a": "x", "b": "y"}


def test_one_seed_gives_one_set_of_sentences():
    assert pair(np.random.default_rng(5)) == pair(np.random.default_rng(5))
    assert pairs(5, np.random.default_rng(5)) != pairs(5, np.random.default_rng(6))
