"""Sentences turned into rows of ids."""

import numpy as np
import torch

from course.exercise import Case, Exercise, Misconception
from course.exercises.tokenization import numerical_content_mistakes as content
from course.exercises.tokenization import numerical_shape_mistakes as shape
from course.exercises.tokenization.inputs import vocabulary, words


def sentences_of(lengths, max_len, known=9, unknown=0.25):
    """Sentences of these lengths; about a share `unknown` of the tokens, and at least one of three or more, is unknown."""

    def draw(rng):
        drawn = words(rng, known + 4)
        told, untold = drawn[:known], drawn[known:]
        strange = rng.random(sum(lengths)) < unknown
        if 0 < unknown < 1 and len(strange) > 2:
            strange[rng.integers(len(strange))] = True
        tokens = [str(rng.choice(untold if one else told)) for one in strange]
        ends = np.cumsum(lengths).tolist()
        sentences = [tokens[end - length : end] for length, end in zip(lengths, ends)]
        return {"sentences": sentences, "vocab": vocabulary(rng, told), "max_len": max_len}

    return draw


def padded_by_torch(sentences, vocab, max_len):
    """Oracle: rows of any length, padded by torch; lengths counted from a mask."""
    bos, eos, unknown = torch.tensor([1]), torch.tensor([2]), 3
    rows = [torch.tensor([vocab.get(token, unknown) for token in one], dtype=torch.int64) for one in sentences]
    rows = [torch.cat([bos, row[: max_len - 2], eos]) for row in rows]
    padded = torch.nn.utils.rnn.pad_sequence(rows, batch_first=True, padding_value=-1)
    ids = torch.nn.functional.pad(padded, (0, max_len - padded.shape[1]), value=-1)
    return ids.clamp(min=0), (ids >= 0).sum(dim=1)


def as_lists(sentences, vocab, max_len):
    rows, lengths = [], []
    for sentence in sentences:
        row = [vocab["<bos>"]]
        for token in sentence[: max_len - 2]:
            row.append(vocab[token] if token in vocab else vocab["<unk>"])
        row.append(vocab["<eos>"])
        lengths.append(len(row))
        while len(row) < max_len:
            row.append(vocab["<pad>"])
        rows.append(row)
    return torch.tensor(rows), torch.tensor(lengths)


def one_place_at_a_time(sentences, vocab, max_len):
    ids = torch.empty((len(sentences), max_len), dtype=torch.long)
    for b, sentence in enumerate(sentences):
        last = min(len(sentence), max_len - 2) + 1
        for t in range(max_len):
            if t == 0:
                ids[b, t] = 1
            elif t < last:
                ids[b, t] = vocab.get(sentence[t - 1], 3)
            else:
                ids[b, t] = 2 if t == last else 0
    return ids, (ids != 0).sum(dim=1)


def strings_first(sentences, vocab, max_len):
    cut = [["<bos>"] + list(one)[: max_len - 2] + ["<eos>"] for one in sentences]
    full = [one + ["<pad>"] * (max_len - len(one)) for one in cut]
    return [
        torch.LongTensor([[vocab.get(token, vocab["<unk>"]) for token in one] for one in full]),
        torch.LongTensor(list(map(len, cut))),
    ]


def by_numpy(sentences, vocab, max_len):
    ids = np.zeros((len(sentences), max_len), dtype=np.int64)
    lengths = np.minimum([len(one) + 2 for one in sentences], max_len)
    for row, sentence, length in zip(ids, sentences, lengths):
        row[0], row[length - 1] = vocab["<bos>"], vocab["<eos>"]
        row[1 : length - 1] = [vocab.get(token, vocab["<unk>"]) for token in sentence[: length - 2]]
    return torch.from_numpy(ids), torch.from_numpy(lengths)


numericalize = Exercise(
    "numericalize",
    points=2,
    returns="(ids, lengths)",
    cases=[
        Case("two short sentences", sentences_of([3, 5], max_len=9)),
        Case("two other short sentences", sentences_of([3, 5], max_len=9)),
        Case("sentences about as long as there is room", sentences_of([4, 5, 6], max_len=7)),
        Case("sentences that are cut, and one that is not", sentences_of([8, 2, 11], max_len=6)),
        Case("no unknown words", sentences_of([5, 1, 3, 6], max_len=5, unknown=0)),
        Case("nothing but unknown words", sentences_of([4, 2], max_len=5, unknown=1)),
        Case("an empty sentence among others", sentences_of([2, 0, 3, 1, 4], max_len=6)),
        Case("empty sentences alone", sentences_of([0, 0, 0], max_len=4)),
        Case("room for the two markers only", sentences_of([3, 0, 1], max_len=2)),
        Case("one sentence of one word", sentences_of([1], max_len=3)),
        Case("as many sentences as places in a row", sentences_of([2, 7, 3, 1], max_len=4)),
    ],
    hidden=[
        Case("many sentences", sentences_of([int(n) for n in np.arange(40) * 7 % 13], max_len=10, known=20)),
        Case("one long sentence", sentences_of([50], max_len=12, known=20)),
        Case("a lot of room", sentences_of([3, 1], max_len=30)),
    ],
    oracle=padded_by_torch,
    misconceptions=[
        Misconception(
            "eos_lost",
            [content.cut_after_the_markers, content.eos_only_if_there_is_room, content.eos_only_where_nothing_is_cut],
            hint="Where a sentence is cut, `<eos>` is cut off too. Without it nobody knows that the row ends: "
            "leave room for it.",
        ),
        Misconception(
            "unknown_fails",
            [content.unknown_fails, content.unknown_is_none],
            hint="A token that is not in the vocabulary raises an error. That will happen with every new text: "
            "there is a token for it.",
        ),
        Misconception(
            "unknown_dropped",
            [content.unknown_dropped, content.unknown_dropped_after_the_cut],
            hint="Tokens that are not in the vocabulary are left out, so that the row is too short. Each leaves a mark.",
        ),
        Misconception(
            "unknown_is_padding",
            [content.unknown_is_padding],
            hint="Tokens that are not in the vocabulary get the id of `<pad>`. Then they look as if nothing stood there.",
        ),
        Misconception(
            "unknown_gets_a_new_id",
            [content.unknown_gets_a_new_id, content.unknown_is_one_more],
            hint="Tokens that are not in the vocabulary get an id that it does not have. An embedding matrix will "
            "have no row for it.",
        ),
        Misconception(
            "order_of_the_dictionary",
            [content.order_of_the_dictionary],
            hint="Tokens get their place in the dictionary for an id. The id is the value: `vocab[token]`.",
        ),
        Misconception(
            "length_with_padding",
            [shape.length_with_padding, shape.length_of_the_longest],
            hint="`lengths` says the same for every row. It should tell how many ids of a row are no padding.",
        ),
        Misconception(
            "length_without_markers",
            [shape.length_without_markers, shape.length_cut_without_markers, shape.length_of_tokens],
            hint="`lengths` counts the tokens of the sentence. `<bos>` and `<eos>` are read too, and count.",
        ),
        Misconception(
            "length_with_one_marker",
            [shape.length_with_one_marker],
            hint="`lengths` is one too small: there are two markers in each row.",
        ),
        Misconception(
            "length_before_the_cut",
            [shape.length_before_the_cut],
            hint="`lengths` counts tokens that were cut off. It cannot be more than `max_len`.",
        ),
        Misconception(
            "room_without_markers",
            [shape.markers_outside_of_max_len],
            hint="The rows are wider than `max_len`. The two markers take places of it.",
        ),
        Misconception(
            "room_for_one_marker",
            [content.room_for_one_marker],
            hint="A sentence that is cut loses one token too many or keeps one too many. How many places are left when "
            "both markers have theirs?",
        ),
        Misconception(
            "as_wide_as_the_longest",
            [shape.as_wide_as_the_longest],
            hint="The rows are as wide as the longest of them. Each should have `max_len` places, filled with `<pad>`.",
        ),
        Misconception(
            "no_bos",
            [content.no_bos, content.no_bos_and_more_room],
            hint="The rows start with the first token. `<bos>` comes before it.",
        ),
        Misconception(
            "no_eos",
            [content.no_eos, content.no_eos_and_more_room],
            hint="No row has an `<eos>`. It comes right after the last token.",
        ),
        Misconception(
            "no_markers",
            [content.no_markers],
            hint="The markers `<bos>` and `<eos>` are missing around each sentence.",
        ),
        Misconception(
            "eos_after_the_padding",
            [content.eos_after_the_padding],
            hint="`<eos>` comes after the padding. It belongs right after the last token.",
        ),
        Misconception(
            "markers_changed_places",
            [content.markers_changed_places],
            hint="`<bos>` and `<eos>` changed places: “bos” begins a sentence, “eos” ends it.",
        ),
        Misconception(
            "padded_with_eos",
            [content.padded_with_eos],
            hint="The places after the sentence hold `<eos>`. It comes once; after it, `<pad>`.",
        ),
        Misconception(
            "padding_in_front",
            [content.padding_in_front],
            hint="The padding stands in front. It comes at the end of a row, after `<eos>`.",
        ),
        Misconception(
            "beginning_cut_off",
            [content.beginning_cut_off],
            hint="Of a long sentence the last tokens are kept. The first ones are asked for.",
        ),
        Misconception(
            "turned_round",
            [shape.time_first],
            hint="The sentences are columns. They should be rows: (B, max_len).",
        ),
        Misconception(
            "floats",
            [shape.floats, shape.float_lengths],
            hint="The result holds floats: `torch.zeros` makes them unless told a `dtype`. Ids and lengths are int64.",
        ),
        Misconception(
            "lists",
            [shape.lists, shape.list_of_rows, shape.list_for_lengths],
            hint="Lists come back. Asked for are two tensors, `ids` and `lengths`.",
        ),
        Misconception(
            "numpy_arrays",
            [shape.numpy_arrays],
            hint="NumPy arrays come back. From lecture 03 on, answers are torch tensors.",
        ),
        Misconception(
            "ids_alone",
            [shape.ids_alone],
            hint="Only the ids come back. The length of each row is asked for too: two results, the ids first.",
        ),
        Misconception(
            "lengths_first",
            [shape.lengths_first],
            hint="The two results changed places: first `ids`, then `lengths`.",
        ),
        Misconception(
            "in_place",
            [content.sentences_grow],
            hint="The sentences of the caller come back changed: `.insert`, `.append` and `+=` work on the list that was "
            "given.",
        ),
    ],
    variants=[as_lists, one_place_at_a_time, strings_first, by_numpy],
)
