"""The decoder's inputs: its targets, one step later."""

import torch

from course.exercise import Case, Exercise, Misconception
from course.exercises.seq2seq import shift_mistakes as wrong
from course.exercises.seq2seq.inputs import ids, sentences


def some(*lengths, T, bos, V=12, eos=2, pad=0):
    return lambda rng: {"target": sentences(rng, *lengths, T=T, V=V, eos=eos, pad=pad), "bos": bos}


def any_ids(B, T, bos, V=40):
    """Any ids in any order, bos among them."""

    def draw(rng):
        target = ids(rng.integers(0, V, (B, T)))
        target[rng.integers(B), rng.integers(T)] = bos
        return {"target": target, "bos": bos}

    return draw


def entry_by_entry_shift_right(target, bos):
    """Oracle: each entry is the one before it."""
    B, T = target.shape
    return torch.tensor([[int(target[b, t - 1]) if t else bos for t in range(T)] for b in range(B)])


def padded_in_front(target, bos):
    return torch.nn.functional.pad(target, (1, 0), value=bos)[:, :-1]


def rolled_and_overwritten(target, bos):
    shifted = torch.roll(target, 1)
    shifted[:, 0] = bos
    return shifted


def filled(target, bos):
    shifted = torch.full_like(target, bos)
    shifted[:, 1:] = target[:, :-1]
    return shifted


def as_lists(target, bos):
    return torch.tensor([[bos, *row][: len(row)] for row in target.tolist()])


def column_by_column(target, bos):
    columns, before = [], torch.tensor([bos] * len(target))
    for column in target.unbind(dim=1):
        columns.append(before)
        before = column
    return torch.stack(columns, dim=1)


def masked_roll(target, bos):
    first = torch.arange(target.shape[1]) == 0
    return torch.where(first, bos, torch.roll(target, shifts=1, dims=1))


shift_right = Exercise(
    "shift_right",
    points=1,
    returns="inputs",
    cases=[
        Case("three sentences of unequal length", some(4, 2, 6, T=7, bos=1)),
        Case("three other sentences of those lengths", some(4, 2, 6, T=7, bos=1)),
        Case("no sentence fills its row", some(1, 3, T=6, bos=1)),
        Case("as many sentences as tokens", any_ids(4, 4, bos=9)),
        Case("bos is 0", any_ids(2, 5, bos=0)),
        Case("bos is 17, and is also among the tokens", any_ids(5, 3, bos=17)),
        Case("one sentence", any_ids(1, 6, bos=3)),
        Case("one token each", any_ids(3, 1, bos=5)),
        Case("a single token", some(1, T=1, bos=1)),
    ],
    hidden=[
        Case("many sentences", some(*range(8), T=9, bos=1)),
        Case("other ids for bos, eos and padding", some(3, 1, 4, T=5, bos=6, eos=0, pad=11)),
        Case("one sentence, of two tokens", any_ids(1, 2, bos=8)),
    ],
    oracle=entry_by_entry_shift_right,
    misconceptions=[
        Misconception(
            "in_place",
            [wrong.written_into_target, wrong.first_written_into_target],
            hint="`target[…] = …` writes into the caller's own tensor, which is still needed for the loss. Make a new "
            "one.",
        ),
        Misconception(
            "unshifted",
            [wrong.unshifted, wrong.unshifted_copy],
            hint="These are the targets as they are. A decoder that reads its target would only have to copy: what it "
            "reads at t comes one step earlier.",
        ),
        Misconception(
            "first_token_replaced",
            [wrong.first_token_replaced, wrong.bos_and_the_rest],
            hint="bos stands in front, and the first token is gone. Every token moves by one place, and it is the last "
            "one that has to leave.",
        ),
        Misconception(
            "shifted_left",
            [
                wrong.shifted_left,
                wrong.shifted_left_with_padding,
                wrong.shifted_left_with_eos,
                wrong.shifted_left_with_the_last_twice,
                wrong.rolled_left,
            ],
            hint="It looks as if every token moved to the left. At t the decoder reads the token before the one that "
            "it is to say, and not the one after.",
        ),
        Misconception(
            "length_changed",
            [
                wrong.one_longer,
                wrong.one_shorter,
                wrong.first_dropped,
                wrong.one_longer_with_eos,
            ],
            hint="The result has another length than the target. One token comes in at one end, so one falls away at "
            "the other.",
        ),
        Misconception(
            "wrapped_round",
            [wrong.wrapped_round, wrong.wrapped_through_all],
            hint="The last token came back in front, or at the start of the next row. What a roll pushes out at the "
            "end has to give way to bos.",
        ),
        Misconception(
            "wrong_axis",
            [wrong.whole_sentences, wrong.first_row_only, wrong.bos_in_the_first_row],
            hint="It looks as if whole sentences changed places, or only the first one got its bos. The tokens of a "
            "sentence lie along axis 1.",
        ),
        Misconception(
            "bos_taken_as_one",
            [wrong.always_one, wrong.always_one_in_front],
            hint="It looks as if the first token is always 1. In some vocabulary bos has another id: take the one that "
            "is given.",
        ),
        Misconception(
            "zeros_in_front",
            [wrong.zeros_in_front, wrong.padded_with_zeros],
            hint="The tokens have moved, and a 0 stands in front of each sentence in place of bos.",
        ),
        Misconception(
            "eos_taken_out",
            [wrong.eos_taken_out, wrong.eos_taken_out_of_each_row],
            hint="It looks as if eos is taken out of each sentence. Only the last place of a row falls away, whatever "
            "stands there; the loss ignores what follows eos.",
        ),
        Misconception(
            "padding_kept_back",
            [wrong.real_tokens_only],
            hint="It looks as if the padding decides what moves. Every place of a row moves, padding and eos like any "
            "other.",
        ),
        Misconception(
            "floats",
            [wrong.column_of_floats, wrong.into_floats],
            hint="The tokens are right, and they are floats. Ids are whole numbers: look at the dtype of the column, "
            "or of the tensor that you fill.",
        ),
        Misconception(
            "targets_too",
            [wrong.inputs_and_targets],
            hint="There are two results. Only what the decoder reads is asked for.",
        ),
    ],
    variants=[
        padded_in_front,
        rolled_and_overwritten,
        filled,
        as_lists,
        column_by_column,
        masked_roll,
    ],
)
