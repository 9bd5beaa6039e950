"""Byte-pair encoding: a word cut into the symbols that the merges make of it."""

from course.exercise import Case, Exercise, Misconception
from course.exercises.tokenization import encode_mistakes as mistakes
from course.exercises.tokenization.bpe_passes import merge, merge_first
from course.exercises.tokenization.inputs import jumble, letters
from course.exercises.tokenization.train import by_substitution


def renamed(word, merges, old="abcdefgh"):
    """This word and these merges, with other letters for those of `old`, in the same order of the alphabet."""

    def draw(rng):
        table = letters(rng, old)
        other = [tuple(symbol if symbol == "</w>" else symbol.translate(table) for symbol in pair) for pair in merges]
        return {"word": word.translate(table), "merges": other}

    return draw


def drawn(alphabet, length, words, num_merges, shuffled, tells=()):
    """Merges learned from drawn words, perhaps in another order, and a word; drawn anew until all of `tells` give other results."""

    def draw(rng):
        while True:
            counts = {jumble(rng, alphabet, 7): 1 + int(rng.integers(9)) for _ in range(words)}
            merges = list(dict.fromkeys(by_substitution(counts, num_merges)))
            if shuffled:
                merges = [merges[i] for i in rng.permutation(len(merges))]
            word = "".join(rng.choice(list(alphabet), length))
            if all(tell(word, merges) != by_positions(word, merges) for tell in tells):
                return renamed(word, merges, "".join(sorted(set(alphabet))))(rng)

    return draw


def by_positions(word, merges):
    """Oracle: borders between characters; a merge takes away the border between two neighbours."""
    text, marks = list(word), {pair: place for place, pair in reversed(list(enumerate(merges)))}
    borders = list(range(len(text) + 1))  # where symbols of characters begin; the last of them is the end's

    def symbol(i):
        stop = borders[i + 1] if i + 1 < len(borders) else len(text)
        return "".join(text[borders[i] : stop]) + ("</w>" if i + 1 == len(borders) else "")

    while True:
        symbols = [symbol(i) for i in range(len(borders))]
        places = [marks.get(pair, len(merges)) for pair in zip(symbols, symbols[1:])]
        first = min(places, default=len(merges))
        if first == len(merges):
            return symbols
        taken, i = [], 0
        while i < len(places):
            if places[i] == first:
                taken.append(borders[i + 1])
                i += 1
            i += 1
        borders = [border for border in borders if border not in taken]


def with_while_and_index(word, merges):
    symbols = list(word)
    symbols.append("</w>")
    while True:
        best = None
        for i in range(len(symbols) - 1):
            pair = (symbols[i], symbols[i + 1])
            if pair in merges and (best is None or merges.index(pair) < merges.index(best)):
                best = pair
        if best is None:
            break
        i = 0
        while i < len(symbols) - 1:
            if (symbols[i], symbols[i + 1]) == best:
                symbols[i] = symbols[i] + symbols[i + 1]
                del symbols[i + 1]
            i += 1
    return symbols


def back_to_the_start_of_the_list(word, merges):
    symbols = (*word, "</w>")
    i = 0
    while i < len(merges):
        after = tuple(merge(symbols, merges[i]))
        i = 0 if after != symbols else i + 1
        symbols = after
    return symbols


def by_recursion(word, merges, symbols=None):
    symbols = [*word, "</w>"] if symbols is None else symbols
    for pair in merges:
        if pair in zip(symbols, symbols[1:]):
            return by_recursion(word, merges, merge(symbols, pair))
    return symbols


def every_place_of_the_chosen_in_turn(word, merges):
    symbols = list(word) + ["</w>"]
    ranks = dict(zip(merges, range(len(merges))))
    while len(symbols) > 1:
        pair = min(zip(symbols, symbols[1:]), key=lambda one: ranks.get(one, float("inf")))
        if pair not in ranks:
            break
        while pair in list(zip(symbols, symbols[1:])):
            symbols = merge_first(symbols, pair)
    return symbols


OTHERS = [mistakes.longest_first_piece, mistakes.leftmost_first, mistakes.longest_pair_first]

bpe_encode = Exercise(
    "bpe_encode",
    points=3,
    returns="the symbols",
    cases=[
        Case(
            "a word and five merges",
            renamed("fghbd", [("f", "g"), ("b", "d"), ("fg", "h"), ("bd", "</w>"), ("h", "bd</w>")]),
        ),
        Case(
            "another word and the same merges",
            renamed("hbdfg", [("f", "g"), ("b", "d"), ("fg", "h"), ("bd", "</w>"), ("h", "bd</w>")]),
        ),
        Case(
            "a pair that comes about late and stands early",
            renamed("abcdab", [("abc", "d"), ("ab", "c"), ("b", "</w>"), ("a", "b"), ("c", "d"), ("ab", "</w>")]),
        ),
        Case(
            "a pair that would come about between two places of another",
            renamed("ababcab", [("ab", "a"), ("a", "b"), ("ab", "c"), ("ab", "</w>")]),
        ),
        Case("a longer piece that stands later", renamed("abcd", [("b", "c"), ("a", "b"), ("ab", "c"), ("abc", "d")])),
        Case(
            "a word that becomes one symbol, letter by letter",
            renamed("abcdefgh", [*(("abcdefg"[:n], "abcdefgh"[n]) for n in range(1, 8)), ("abcdefgh", "</w>")]),
        ),
        Case("a letter five times in a row", renamed("aaaaa", [("a", "a"), ("aa", "aa"), ("aa", "a")])),
        Case("a letter three times in a row, and the end", renamed("baaa", [("a", "a"), ("a", "</w>"), ("b", "aa")])),
        Case(
            "pieces that end and begin alike", renamed("abcdbc", [("a", "b"), ("c", "d"), ("b", "c"), ("bc", "</w>")])
        ),
        Case(
            "characters that no merge knows",
            renamed("a🙂bX?ab", [("a", "b"), ("b", "X"), ("ab", "</w>"), ("?", "ab</w>")]),
        ),
        Case(
            "an accent of its own, and one that is part of a letter",
            renamed("e\u0301aéa", [("e", "\u0301"), ("é", "a"), ("\u0301", "a")], "a"),
        ),
        Case("an empty word", renamed("", [("a", "b"), ("b", "</w>")])),
        Case("no merges", renamed("abca", [])),
        Case("a single letter that joins the end", renamed("a", [("b", "</w>"), ("a", "</w>")])),
        Case(
            "merges in another order than learned",
            drawn("abc", 20, 9, 14, True, [mistakes.one_pass, mistakes.pass_after_pass, *OTHERS]),
        ),
        Case("merges and a long word", drawn("aabc", 26, 12, 20, False, OTHERS)),
        Case("whatever comes", drawn("ab", 13, 7, 14, True, [mistakes.one_place_at_a_time])),
    ],
    hidden=[
        Case("a longer word", drawn("abcd", 30, 14, 25, True, [mistakes.one_pass, mistakes.pass_after_pass, *OTHERS])),
        Case("a longer word, merges as learned", drawn("abcd", 30, 14, 25, False, OTHERS)),
        Case("one letter alone", drawn("a", 9, 4, 5, True)),
    ],
    oracle=by_positions,
    misconceptions=[
        Misconception(
            "longest_match",
            [mistakes.longest_first_piece, mistakes.longest_first_piece_with_pairs_of_the_end],
            hint="The longest known piece is taken from the left. Which pieces come about depends on the order of "
            "the merges, not on their length.",
        ),
        Misconception(
            "one_pass",
            [mistakes.one_pass],
            hint="The list is gone through once. After a merge, a pair that stands earlier in `merges` may have come "
            "about.",
        ),
        Misconception(
            "pass_after_pass",
            [mistakes.pass_after_pass],
            hint="After a merge it goes on with the next pair of the list. A pair that stands earlier may have come "
            "about, and it has the right of way.",
        ),
        Misconception(
            "latest_first",
            [mistakes.latest_first],
            hint="Of the pairs present the one that stands last in `merges` is merged. The earliest one goes first.",
        ),
        Misconception(
            "leftmost_first",
            [mistakes.leftmost_first, mistakes.leftmost_first_everywhere],
            hint="The first pair of the word that is in `merges` at all is merged. Look at all of them before you choose.",
        ),
        Misconception(
            "rightmost_first",
            [mistakes.from_the_right],
            hint="`aaa` becomes a, aa. From the left it is aa, a.",
        ),
        Misconception(
            "one_place_at_a_time",
            [mistakes.one_place_at_a_time],
            hint="One place is merged, and then all pairs are looked at again. First merge the chosen pair at all its "
            "places.",
        ),
        Misconception(
            "one_merge_only",
            [mistakes.one_merge_only],
            hint="It stops after one merge. Go on until none of the word's pairs is in `merges`.",
        ),
        Misconception(
            "first_place_only",
            [mistakes.first_place_in_one_pass],
            hint="Each merge is made at one place in the word, and the list is gone through once.",
        ),
        Misconception(
            "longest_pair_first",
            [mistakes.longest_pair_first, mistakes.shortest_first_in_one_pass],
            hint="The length of the pairs decides which is merged first. Their order in `merges` should.",
        ),
        Misconception(
            "earliest_joined_text",
            [mistakes.earliest_joined_text],
            hint="Pairs are looked up by their joined text, so that (a, bc) is taken for (ab, c). Look up the pair itself.",
        ),
        Misconception(
            "most_frequent_first",
            [mistakes.most_frequent_first],
            hint="The pair that is most frequent in this word is merged first. Counts are for training; here the "
            "order of `merges` decides.",
        ),
        Misconception(
            "smallest_first",
            [mistakes.smallest_first],
            hint="Of the pairs present the smallest tuple is merged first. The order of `merges` decides.",
        ),
        Misconception(
            "inside_of_symbols",
            [mistakes.inside_of_symbols, mistakes.inside_of_symbols_in_one_pass],
            hint="`replace` in a text with spaces also joins symbols that merely end and begin like the pair. "
            "Compare whole symbols.",
        ),
        Misconception(
            "end_missing",
            [mistakes.end_never_there, mistakes.end_taken_off, mistakes.end_taken_off_where_it_is_alone],
            hint="`</w>` is missing. It is a symbol from the beginning on, and it stays.",
        ),
        Misconception(
            "end_added_afterwards",
            [mistakes.end_added_afterwards],
            hint="`</w>` is added when all is merged. It takes part in the merges: add it first.",
        ),
        Misconception(
            "end_stuck_to_the_last_letter",
            [mistakes.end_stuck_to_the_last_letter],
            hint="`</w>` is part of the last character from the beginning. It starts as a symbol of its own.",
        ),
        Misconception(
            "end_in_pieces",
            [mistakes.end_in_pieces],
            hint="`</w>` falls into four characters. It is one symbol: add it to the list, not to the string.",
        ),
        Misconception(
            "end_only_for_words",
            [mistakes.nothing_for_the_empty_word],
            hint="The empty word has an end, too: no characters, and then `</w>`.",
        ),
        Misconception(
            "unknown_replaced",
            [mistakes.unknown_replaced],
            hint="Characters that no merge knows become `<unk>`. They stay as they are: a symbol may be a single "
            "character.",
        ),
        Misconception(
            "unknown_dropped",
            [mistakes.unknown_dropped],
            hint="Characters that no merge knows are lost. Joined, the symbols should be the word and `</w>` again.",
        ),
        Misconception(
            "normalized",
            [mistakes.normalized],
            hint="Accents are joined to their letters beforehand. A character is what `list(word)` gives.",
        ),
        Misconception(
            "one_string",
            [mistakes.one_string, mistakes.one_string_with_spaces],
            hint="A single string comes back. Asked for is a list of symbols.",
        ),
        Misconception(
            "pairs",
            [mistakes.pairs_used],
            hint="The merges that were made come back. Asked for are the symbols that they left.",
        ),
        Misconception(
            "ids",
            [mistakes.ids],
            hint="Numbers come back. Asked for are the symbols themselves, as strings.",
        ),
    ],
    variants=[with_while_and_index, back_to_the_start_of_the_list, by_recursion, every_place_of_the_chosen_in_turn],
)
