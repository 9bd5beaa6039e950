"""Byte-pair encoding: which symbols to join, learned from words and their counts."""

import re

from course.exercise import Case, Exercise, Misconception
from course.exercises.tokenization import train_count_mistakes as counting
from course.exercises.tokenization import train_merge_mistakes as merging
from course.exercises.tokenization import train_variants as variants
from course.exercises.tokenization.inputs import jumble, letters


def renamed(word_counts, num_merges, old="abcdefgh"):
    """These words, with other letters for those of `old`, in the same order of the alphabet."""

    def draw(rng):
        table = letters(rng, old)
        return {
            "word_counts": {word.translate(table): count for word, count in word_counts.items()},
            "num_merges": num_merges,
        }

    return draw


def drawn(count, alphabet, most, num_merges, counts=(0, 9), old=""):
    """Drawn words of an alphabet, and counts between two bounds."""

    def draw(rng):
        made = {}
        while len(made) < count:
            made.setdefault(jumble(rng, alphabet, most), int(rng.integers(counts[0], counts[1] + 1)))
        return renamed(made, num_merges, old)(rng)

    return draw


def given(word_counts, num_merges):
    """These very words, with counts that are drawn but for their order."""

    def draw(rng):
        more = int(rng.integers(1, 50))
        return {"word_counts": {word: count * more for word, count in word_counts.items()}, "num_merges": num_merges}

    return draw


def by_substitution(word_counts, num_merges):
    """Oracle: words as texts with a separator between symbols; Python's re replaces pairs, and counts what it replaced."""
    texts = {word: "\n".join([*word, "</w>"]) for word in word_counts}
    merges = []

    def replaced(text, pair):
        pattern = r"(?<![^\n])" + re.escape("\n".join(pair)) + r"(?![^\n])"
        return re.subn(pattern, lambda found: "".join(pair), text)

    for _ in range(num_merges):
        symbols = {word: text.split("\n") for word, text in texts.items()}
        pairs = sorted({pair for parts in symbols.values() for pair in zip(parts, parts[1:])})
        if not pairs:
            return merges
        totals = [sum(replaced(texts[word], pair)[1] * count for word, count in word_counts.items()) for pair in pairs]
        merges.append(pairs[totals.index(max(totals))])
        texts = {word: replaced(text, merges[-1])[0] for word, text in texts.items()}
    return merges


train_bpe = Exercise(
    "train_bpe",
    points=4,
    returns="the merges",
    cases=[
        Case("four words", renamed({"fgh": 5, "fghbd": 2, "cbhbae": 6, "hedbae": 3}, 6)),
        Case("four words of other counts", renamed({"fgh": 2, "fghbd": 7, "cbhbae": 1, "hedbae": 4}, 6)),
        Case("a letter three times in a row", renamed({"aaa": 4, "bc": 5, "caaab": 1}, 5)),
        Case("a letter four and five times in a row", renamed({"aaaa": 3, "bc": 6, "daaaaa": 1, "e": 4}, 6)),
        Case("a pair where one longer symbol ends and another begins", renamed({"ab": 9, "abcdbc": 3, "ef": 5}, 4)),
        Case("one word often, others of its kind once", renamed({"ab": 10, "cd": 1, "cde": 1, "fcd": 1, "gcd": 1}, 4)),
        Case("nothing but ties", renamed({"hb": 1, "da": 1, "gc": 1, "fe": 1}, 7)),
        Case("ties between symbols of unlike length", renamed({"bcd": 3, "abd": 3, "abce": 1, "bcf": 2, "abg": 2}, 9)),
        Case(
            "ties between capitals, digits, accents and the end", given({"Zb": 1, "9é": 1, "zb": 1, "b": 1, "A1": 1}, 8)
        ),
        Case("more merges than there are pairs", renamed({"abab": 3, "cab": 2, "bc": 1}, 40)),
        Case("words that never occurred", renamed({"abc": 2, "dd": 0, "aeb": 0, "f": 0}, 12)),
        Case("no merges", renamed({"abc": 2, "bd": 1}, 0)),
        Case("no words", renamed({}, 3)),
        Case("an empty word and one of a single letter", renamed({"": 1, "ab": 3, "c": 2, "cd": 4}, 4)),
        Case("emoji, and accents of their own", given({"e\u0301te\u0301": 3, "été": 2, "🙂🙂🙂": 4, "te": 1}, 7)),
        Case("whatever comes, of two letters", drawn(8, "aab", 7, 14, old="ab")),
        Case("whatever comes, of three letters", drawn(10, "abc", 6, 16, (1, 4), old="abc")),
        Case("whatever comes, with words that never occurred", drawn(9, "abcd", 5, 25, (0, 2), old="abcd")),
    ],
    hidden=[
        Case("many words", drawn(40, "aabcdeef", 8, 30, (1, 30), old="abcdef")),
        Case("one letter only", drawn(6, "a", 12, 10, (1, 5), old="a")),
        Case("all counts equal", drawn(12, "abc", 5, 12, (1, 1), old="abc")),
    ],
    oracle=by_substitution,
    misconceptions=[
        Misconception(
            "counts_word_types",
            [counting.word_types, counting.words_that_have_it],
            hint="Every word of the dictionary counts the same, however often it occurs in the text.",
        ),
        Misconception(
            "counts_once_in_a_word",
            [counting.once_in_a_word],
            hint="A pair that stands twice in a word is counted once for it. Each place where it can be merged counts.",
        ),
        Misconception(
            "overlapping_counted_twice",
            [counting.overlapping, counting.overlapping_with_a_set_of_ties],
            hint="In `aaa`, (a, a) is counted twice, and it can be merged only once: the letter in the middle is "
            "used up. Count what a merge from the left would do.",
        ),
        Misconception(
            "overlapping_and_ties_turned_round",
            [counting.overlapping_and_largest_of_the_ties],
            hint="Two things: (a, a) can be merged once in `aaa`, not twice; and among equal totals the smallest pair "
            "is asked for, where `max` takes the largest.",
        ),
        Misconception(
            "overlapping_and_no_end_of_word",
            [counting.overlapping_and_no_end],
            hint="Two things: (a, a) can be merged once in `aaa`, not twice; and the words have no `</w>`.",
        ),
        Misconception(
            "overlapping_not_at_all",
            [counting.never_twice_in_a_row],
            hint="In `aaaa`, (a, a) is counted once, and it can be merged twice.",
        ),
        Misconception(
            "every_other_pair",
            [counting.every_other_pair],
            hint="Only the first and second symbol, the third and fourth and so on are taken for pairs. Every two "
            "neighbours are one; only equal ones can be in each other's way.",
        ),
        Misconception(
            "counted_inside_of_symbols",
            [counting.counted_inside_of_symbols, counting.counted_inside_of_all_symbols],
            hint="`count` in a text with spaces also finds the end of one symbol and the beginning of another: (b, c) "
            "in `ab cd`. Compare whole symbols.",
        ),
        Misconception(
            "overlapping_and_ties_by_arrival",
            [counting.overlapping_and_ties_by_arrival],
            hint="Two things: (a, a) can be merged once in `aaa`, not twice; and among equal totals the smallest pair "
            "is asked for, not the one met first.",
        ),
        Misconception(
            "merges_across_words",
            [counting.one_long_text, counting.one_long_text_of_word_types, counting.border_pairs],
            hint="Pairs are counted from the end of one word to the beginning of the next. Each word stands alone.",
        ),
        Misconception(
            "ties_by_arrival",
            [counting.ties_by_arrival, counting.ties_by_most_common, counting.ties_by_sorted_counts],
            hint="Of equal totals, the pair that was met first wins, so that the order of the words decides. "
            "Which one should win?",
        ),
        Misconception(
            "ties_by_last_arrival",
            [counting.ties_by_last_arrival],
            hint="Of equal totals, the pair that was met last wins. The smallest one is asked for.",
        ),
        Misconception(
            "ties_turned_round",
            [counting.largest_of_the_ties],
            hint="Of equal totals, the largest pair wins: `max` over (total, pair) turns both the same way.",
        ),
        Misconception(
            "ties_by_joined_text",
            [counting.ties_by_joined_text],
            hint="Of equal totals, the joined texts are compared. Compare the pairs as tuples: first symbols first.",
        ),
        Misconception(
            "rarest_first",
            [counting.rarest_first],
            hint="The rarest pair is merged. The most frequent one saves most.",
        ),
        Misconception(
            "stops_at_rare_pairs",
            [counting.stops_below_two, counting.stops_at_zero, counting.without_words_of_count_zero],
            hint="It ends although there are pairs left. Rare ones are merged too, even those of words that never occurred, "
            "until no word has two symbols.",
        ),
        Misconception(
            "fails_at_the_end",
            [counting.fails_at_the_end, counting.fails_at_the_end_of_a_list, counting.fails_at_the_end_of_max],
            hint="It raises an error when no pair is left. There, training ends and returns what it has.",
        ),
        Misconception(
            "filled_up_at_the_end",
            [counting.filled_up_at_the_end, counting.last_pair_again],
            hint="When no pair is left, the list goes on nevertheless. It should be shorter then.",
        ),
        Misconception(
            "counted_only_once",
            [merging.counted_only_once, merging.counted_only_once_without_merging],
            hint="The pairs are counted at the beginning only. Each merge makes new symbols, and new pairs with them.",
        ),
        Misconception(
            "nothing_merged",
            [merging.nothing_merged],
            hint="The words stay single characters: a pair that was chosen has to be joined in all words before "
            "the next count.",
        ),
        Misconception(
            "only_the_first_place",
            [merging.first_place_only],
            hint="Only the first place in each word is merged. All of them should be.",
        ),
        Misconception(
            "from_the_right",
            [merging.from_the_right],
            hint="`aaa` becomes a, aa. From the left it is aa, a.",
        ),
        Misconception(
            "inside_of_symbols",
            [merging.inside_of_symbols],
            hint="`replace` in a text with spaces also joins symbols that merely end and begin like the pair: "
            "(b, c) in `ab cd`. Compare whole symbols.",
        ),
        Misconception(
            "only_in_one_word",
            [merging.only_in_one_word],
            hint="The pair is merged in one word. It has to be joined in all words that have it.",
        ),
        Misconception(
            "no_end_of_word",
            [merging.no_end_of_word, merging.end_never_merged],
            hint="`</w>` takes no part: it is not there, or pairs with it are left out. With it, `er` at the end of a word "
            "differs from `er` within.",
        ),
        Misconception(
            "end_stuck_to_the_last_letter",
            [merging.end_stuck_to_the_last_letter],
            hint="`</w>` is part of the last character from the beginning. It starts as a symbol of its own.",
        ),
        Misconception(
            "end_in_pieces",
            [merging.end_in_pieces],
            hint="`</w>` falls into four characters. It is one symbol: add it to the list, not to the string.",
        ),
        Misconception(
            "end_at_the_front",
            [merging.end_at_the_front],
            hint="`</w>` stands in front of the word. It marks the end.",
        ),
        Misconception(
            "joined_pairs",
            [merging.joined_pairs, merging.pairs_with_a_space],
            hint="The list holds strings. A pair is a tuple of two: from the joined string nobody can tell where the "
            "border was.",
        ),
        Misconception(
            "pairs_with_totals",
            [merging.pairs_with_totals, merging.a_dictionary, merging.a_dictionary_of_ranks],
            hint="Something stands beside the pairs. Only a list of pairs is asked for, in the order in which they "
            "were learned.",
        ),
        Misconception(
            "words_too",
            [merging.words_too, merging.words_alone],
            hint="The cut words come back. Only the list of pairs is asked for.",
        ),
        Misconception(
            "symbols_sorted",
            [merging.order_within_pairs_lost],
            hint="(a, b) and (b, a) are counted as one pair. Which symbol comes first is a difference.",
        ),
        Misconception(
            "merges_sorted",
            [merging.merges_sorted],
            hint="The pairs are sorted. Leave them in the order in which they were learned: it matters when encoding.",
        ),
        Misconception(
            "one_too_few",
            [merging.one_too_few, merging.one_too_many],
            hint="The number of pairs is off by one. `num_merges` says how many to learn.",
        ),
    ],
    variants=[
        variants.best_of_the_sorted,
        variants.totals_by_length,
        variants.first_merge_and_the_rest,
        variants.with_lists_for_pairs,
    ],
)
