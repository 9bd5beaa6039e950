"""Scheduled sampling: what the decoder reads is gold or its own."""

import numpy as np
import torch

from course.exercise import Case, Exercise, Misconception
from course.exercises.seq2seq import mix_draw_mistakes as draw
from course.exercises.seq2seq import mix_mistakes as wrong
from course.exercises.seq2seq.inputs import ids, seeded
from helpers.checking.how import Close
from helpers.checking.recipes import Recipe

OBSERVED = Close(view="mixed")


def three_ways(rng, B, T, V=50):
    """gold and predicted (B, T), such that gold[:, t], predicted[:, t − 1] and predicted[:, t] are three tokens."""
    gold = rng.integers(0, V, (B, T))
    predicted = np.empty((B, T), dtype=np.int64)
    for b in range(B):
        for t in range(T):
            taken = {gold[b, t], *gold[b, t + 1 : t + 2], *predicted[b, max(t - 1, 0) : t]}
            predicted[b, t] = rng.choice([token for token in range(V) if token not in taken])
    return {"gold": ids(gold), "predicted": ids(predicted)}


def used(drawn):
    """A generator of the one seed that several cases share, after some numbers were drawn from it."""
    return lambda rng: Recipe("generator", {"seed": 7, "drawn": drawn})


def fixed(B, T, p, generator=seeded):
    """gold and predicted are the same in all cases of this shape, so that only the generator tells them apart."""

    def draw(rng):
        return three_ways(np.random.default_rng(B), B, T) | {"p": p, "generator": generator(rng)}

    return draw


def some(B, T, p):
    return lambda rng: three_ways(rng, B, T) | {"p": p, "generator": seeded(rng)}


def alike_in_places(rng):
    """Tokens that gold and predicted share, as a trained model has them."""
    gold = ids(rng.integers(3, 9, (4, 6)))
    predicted = torch.where(torch.from_numpy(rng.random((4, 6)) < 0.5), torch.roll(gold, -1, 1), gold)
    return {"gold": gold, "predicted": predicted, "p": 0.0, "generator": seeded(rng)}


def step_by_step_mix_inputs(gold, predicted, p, generator):
    """Oracle: a draw for each position, one after the other."""
    rows = []
    for given, own in zip(gold.tolist(), predicted.tolist()):
        row = [given[0]]
        for t in range(1, len(given)):
            row.append(given[t] if float(torch.rand((), generator=generator)) < p else own[t - 1])
        rows.append(row)
    return torch.tensor(rows)


def with_bernoulli(gold, predicted, p, generator):
    use_gold = torch.bernoulli(torch.full(gold.shape, float(p)), generator=generator).bool()
    use_gold[:, 0] = True
    return torch.where(use_gold, gold, torch.roll(predicted, 1, dims=1))


def filled_in(gold, predicted, p, generator):
    mixed = gold.clone()
    B, T = gold.shape
    own = torch.rand(B, T - 1, generator=generator, dtype=torch.float32) >= p
    mixed[:, 1:][own] = predicted[:, :-1][own]
    return mixed


def step_after_step(gold, predicted, p, generator):
    columns = [gold[:, 0]]
    for t in range(1, gold.shape[1]):
        keep = torch.rand(len(gold), generator=generator) <= p if p > 0 else torch.zeros(len(gold), dtype=torch.bool)
        columns.append(gold[:, t] * keep + predicted[:, t - 1] * ~keep)
    return torch.stack(columns, dim=1)


def steps_first(gold, predicted, p, generator):
    use_gold = torch.empty(gold.T.shape).uniform_(generator=generator).T < p
    written = torch.nn.functional.pad(predicted, (1, 0))[:, :-1]
    mixed = gold * use_gold + written * use_gold.logical_not()
    return torch.cat((gold[:, :1], mixed[:, 1:]), dim=1)


mix_inputs = Exercise(
    "mix_inputs",
    points=2,
    returns="inputs",
    cases=[
        Case("p = 1: gold alone", some(3, 5, p=1.0)),
        Case("p = 0: gold at t = 0, then what the model wrote a step before", some(3, 5, p=0.0)),
        Case("p = 0.7, 60 sentences of 50 steps", fixed(60, 50, p=0.7, generator=used(0)), OBSERVED),
        Case("the same sentences, another seed", fixed(60, 50, p=0.7), OBSERVED),
        Case("the same seed, further on", fixed(60, 50, p=0.7, generator=used(5)), OBSERVED),
        Case("p = 0.1, 150 sentences of 20 steps", some(150, 20, p=0.1), OBSERVED),
        Case("p = 0.85, 20 sentences of 150 steps", some(20, 150, p=0.85), OBSERVED),
        Case("p = 0.4, as many sentences as steps", some(48, 48, p=0.4), OBSERVED),
        Case("p = 0.3, and one sentence", some(1, 2000, p=0.3), OBSERVED),
        Case("p = 0, sentences that are partly right", alike_in_places),
        Case("one step", some(4, 1, p=0.5)),
        Case("a single token, p = 0", some(1, 1, p=0.0)),
    ],
    hidden=[
        Case("p = 0.95, 80 sentences of 40 steps", some(80, 40, p=0.95), OBSERVED),
        Case("the same sentences once more, one seed more", fixed(60, 50, p=0.7), OBSERVED),
        Case("p = 0, two steps", some(5, 2, p=0.0)),
        Case("p = 1, two sentences of seven steps", some(2, 7, p=1.0)),
    ],
    oracle=step_by_step_mix_inputs,
    misconceptions=[
        Misconception(
            "in_place",
            [wrong.into_gold, wrong.into_predicted],
            hint="`gold` or `predicted` came back changed: `x[…] = …` writes into what was given. Work on a copy, or "
            "choose with a mask.",
        ),
        Misconception(
            "p_turned_round",
            [
                wrong.turned_round,
                wrong.turned_round_but_for_the_first,
                wrong.branches_changed,
                wrong.bernoulli_for_its_own,
            ],
            hint="The shares of gold and of the model's own tokens have changed places: p is the probability of gold.",
        ),
        Misconception(
            "one_draw",
            [
                draw.one_for_each_sentence,
                draw.one_for_each_sentence_with_where,
                draw.one_for_the_batch,
                draw.one_for_the_batch_with_if,
                draw.one_for_each_step,
                draw.one_for_each_step_in_a_loop,
                draw.as_many_as_steps_and_turned,
            ],
            hint="Many positions share one draw: whole sentences, or the same steps of all sentences, are gold "
            "together. Draw a number for each position of each sentence.",
        ),
        Misconception(
            "predicted_not_shifted",
            [wrong.not_shifted, wrong.not_shifted_and_no_first, wrong.shifted_the_other_way],
            hint="The model's own tokens stand at the wrong step. What it wrote at step t − 1 is what it reads at step "
            "t.",
        ),
        Misconception(
            "gold_shifted_too",
            [wrong.gold_shifted_too],
            hint="It looks as if gold is moved as well. It stands ready as the decoder reads it, with bos in front; "
            "only `predicted` comes a step later.",
        ),
        Misconception(
            "first_step_not_gold",
            [wrong.first_step_rolled, wrong.first_step_zero, wrong.first_step_its_own],
            hint="At t = 0 nothing has been written yet. There stands gold, whatever the draw says.",
        ),
        Misconception(
            "generator_not_used",
            [
                draw.without_the_generator,
                draw.without_the_generator_in_a_loop,
                draw.with_numpy,
                draw.with_python,
                draw.a_new_generator,
                draw.seeded_again,
                draw.from_its_beginning,
            ],
            hint="The draws do not depend on where the `generator` that is given stands. Draw from it as it is; "
            "torch's drawing functions have an argument for that.",
        ),
        Misconception(
            "normal_numbers",
            [draw.normal_numbers],
            hint="The share of gold is neither p nor 1 − p. It looks as if the numbers compared with p are not drawn "
            "evenly from 0 to 1.",
        ),
        Misconception(
            "no_draw",
            [draw.rounded, draw.gold_always, draw.its_own_always],
            hint="Nothing is drawn: all positions are gold, or none is. With p = 0.7 about seven in ten should be.",
        ),
        Misconception(
            "average",
            [wrong.average, wrong.average_rounded],
            hint="It looks as if ids are averaged. An id is a name, and the mean of two names is none: each position "
            "is either gold or the model's own.",
        ),
        Misconception(
            "mask_returned",
            [draw.mask_itself],
            hint="What comes back is the draws themselves. The tokens that they choose are asked for.",
        ),
        Misconception(
            "first_steps_gold",
            [draw.first_share_gold],
            hint="The first steps of each sentence are gold and the rest is not. Each position should be left to "
            "chance.",
        ),
        Misconception(
            "once_wrong_stays_wrong",
            [draw.once_its_own_always_its_own],
            hint="It looks as if, after the first own token of a sentence, all are the model's own. A draw is for one "
            "position, and the next is drawn anew.",
        ),
    ],
    variants=[with_bernoulli, filled_in, step_after_step, steps_first],
    equivalent_mutants={
        "torch.rand(gold.shape, generator=generator) < p → torch.rand(gold.shape, generator=generator) <= p": "a number "
        "that is drawn hardly ever equals p",
    },
)
