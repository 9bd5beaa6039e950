"""The state as a weighted mean: how much of h_0 and of each candidate is in the last state."""

import torch

from course.exercise import Case, Exercise, Misconception
from course.exercises.gru import weights_mistakes as mistakes
from course.exercises.ready_made import RECURRENT


def gates_between(T, low, high):
    return lambda rng: {"z": torch.from_numpy(rng.uniform(low, high, T))}


def gates_with_ends(T, *ends):
    """Gates, some of them just 0 or 1; ends: (index, value)."""

    def draw(rng):
        z = torch.from_numpy(rng.uniform(0.2, 0.8, T))
        for index, value in ends:
            z[index] = value
        return {"z": z}

    return draw


def by_linearity(z):
    """Oracle: the last state of h_t = (1 − z_t) n_t + z_t h_{t−1} is linear in h_0, n_1 … n_T; its weights are its
    values where one of these is 1 and all others are 0.
    """
    T = len(z)
    ones = torch.eye(T + 1, dtype=z.dtype)
    h = ones[0]
    for t in range(T):
        h = (1 - z[t]) * ones[t + 1] + z[t] * h
    return h


def by_scaling_what_is_there(z):
    weights = torch.ones(1, dtype=z.dtype)
    for z_t in z:
        weights = torch.cat([weights * z_t, (1 - z_t).reshape(1)])
    return weights


def from_the_end(z):
    left, found = 1.0, []
    for z_t in reversed(z.tolist()):
        found.insert(0, left * (1 - z_t))
        left *= z_t
    return torch.tensor([left, *found], dtype=z.dtype)


def products_of_slices(z):
    return torch.stack([z.prod()] + [(1 - z[t]) * z[t + 1 :].prod() for t in range(len(z))])


def differences_of_products(z):
    kept = torch.ones(len(z) + 1, dtype=z.dtype)
    for t in range(len(z) - 1, -1, -1):
        kept[t] = kept[t + 1] * z[t]
    return torch.diff(kept, prepend=torch.zeros(1, dtype=z.dtype))


def h_0_gets_the_rest(z):
    T = len(z)
    later = torch.triu(torch.ones(T, T, dtype=torch.bool), diagonal=1)
    kept = torch.where(later, z, torch.ones_like(z)).prod(dim=1)
    written = (1 - z) * kept
    return torch.cat([(1 - written.sum()).reshape(1), written])


candidate_weights = Exercise(
    "candidate_weights",
    points=2,
    returns="weights",
    by_hand=RECURRENT,
    cases=[
        Case("five steps", gates_between(5, 0.2, 0.8)),
        Case("five other steps", gates_between(5, 0.2, 0.8)),
        Case("two steps", gates_between(2, 0.2, 0.8)),
        Case("one step", gates_between(1, 0.2, 0.8)),
        Case("a gate that lets nothing of the past through, z = 0", gates_with_ends(6, (2, 0.0))),
        Case("a gate that keeps everything, z = 1", gates_with_ends(6, (3, 1.0))),
        Case("both ends, first and last", gates_with_ends(7, (0, 0.0), (3, 1.0), (6, 0.0))),
        Case("every gate keeps everything", gates_between(4, 1.0, 1.0)),
        Case("every gate replaces everything", gates_between(3, 0.0, 0.0)),
        Case("a hundred gates near 1", gates_between(100, 0.95, 0.999)),
    ],
    hidden=[
        Case("three steps", gates_between(3, 0.1, 0.9)),
        Case("twelve steps with both ends", gates_with_ends(12, (1, 1.0), (4, 0.0), (9, 1.0))),
        Case("three hundred gates", gates_between(300, 0.97, 1.0)),
    ],
    oracle=by_linearity,
    misconceptions=[
        Misconception(
            "other_convention",
            [mistakes.other_convention],
            hint="These are the weights of the other convention, in which z is the share of the new. "
            "Here z_t is what is kept of the state before.",
        ),
        Misconception(
            "h_0_left_out",
            [mistakes.h_0_left_out, mistakes.h_0_weighs_nothing, mistakes.h_0_weighs_one],
            hint="What about h_0? It too has a weight in the last state, and stands first: it went through all T gates.",
        ),
        Misconception(
            "off_by_one",
            [
                mistakes.own_gate_included,
                mistakes.next_gate_left_out,
                mistakes.share_of_the_next_step,
                mistakes.h_0_through_one_gate_less,
            ],
            hint="Off by one. What step t writes meets the gates of the steps *after* t, all of them and not its own; "
            "h_0 meets all T.",
        ),
        Misconception(
            "from_the_front",
            [mistakes.from_the_front, mistakes.from_the_front_own_gate_left_out],
            hint="The product runs over the wrong end of the sequence: what was written at step t meets the gates "
            "that come later, not those before it.",
        ),
        Misconception(
            "share_of_the_candidate_missing",
            [mistakes.products_alone, mistakes.products_with_the_own_gate],
            hint="These are products of gates and nothing else. How much of n_t was let in at step t itself is missing.",
        ),
        Misconception(
            "later_gates_missing",
            [mistakes.written_alone],
            hint="This is what each step lets in. The steps after it keep only a part of that: their gates are missing.",
        ),
        Misconception(
            "h_0_last",
            [mistakes.h_0_last, mistakes.last_first],
            hint="The order is another: first the weight of h_0, then those of n_1, n_2, … up to n_T.",
        ),
        Misconception(
            "division",
            [mistakes.divided_by_the_first_products, mistakes.divided_gate_by_gate],
            hint="Where a gate is 0 you divide by 0. The product of the later gates can be had without any division, "
            "by multiplying from the end.",
        ),
        Misconception(
            "sum_for_product",
            [mistakes.sum_for_product, mistakes.mean_for_product],
            hint="Two gates one after the other keep a part of a part: their shares are multiplied, and not added.",
        ),
        Misconception(
            "shares_divided_by_their_sum",
            [mistakes.shares_divided_by_their_sum],
            hint="Dividing by the sum makes the weights add up to 1, but not to those of the last state. "
            "Without it they should add up to 1 already.",
        ),
        Misconception(
            "only_the_last_two",
            [mistakes.last_gate_alone],
            hint="It looks as if the last gate alone decides. Follow h_0 through all the steps, "
            "one multiplication at each.",
        ),
        Misconception(
            "a_column",
            [mistakes.a_column, mistakes.a_row, mistakes.a_list],
            hint="The numbers are right, but they should be one tensor with a single axis, (T + 1,).",
        ),
        Misconception(
            "z_changed",
            [mistakes.writes_into_z],
            hint="The weights are right, but `z` itself was changed on the way: work on a copy.",
        ),
    ],
    equivalent_mutants=dict.fromkeys(
        ("0 → -1", "0 → -1 #2", "0 → -1 #3"), "z has a single axis, which is the first and the last"
    ),
    variants=[by_scaling_what_is_there, from_the_end, products_of_slices, differences_of_products, h_0_gets_the_rest],
)
