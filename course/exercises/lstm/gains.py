"""What is left of a cell state at the end, along the direct path."""

import numpy as np
import torch

from course.exercise import Case, Exercise, Misconception
from course.exercises.lstm import gains_mistakes as wrong
from course.exercises.lstm.inputs import tensor
from course.exercises.ready_made import RECURRENT


def gates(B, T, H, least=0.6, most=0.98):
    return lambda rng: {"f": tensor(rng.uniform(least, most, (B, T, H)))}


def gates_with_both_ends(B, T, H):
    """Gates of which some are exactly 0 and some exactly 1, the last step's and the first step's among them."""

    def draw(rng):
        f = rng.uniform(0.6, 0.98, (B, T, H))
        f.reshape(-1)[rng.permutation(f.size)[: f.size // 4]] = 1.0
        f[0, T // 2, 0] = f[-1, 0, -1] = f[-1, T - 1, 0] = 0.0
        return {"f": tensor(f)}

    return draw


def gains_one_by_one(f):
    """Oracle: for every step the product of the later ones, by NumPy, which takes an empty product for 1."""
    f = f.numpy()
    return torch.from_numpy(np.stack([f[:, t + 1 :].prod(axis=1) for t in range(f.shape[1])], axis=1))


def backwards_in_a_loop(f):
    gains = torch.ones_like(f)
    for t in range(f.shape[1] - 2, -1, -1):
        gains[:, t] = gains[:, t + 1] * f[:, t + 1]
    return gains


def shifted_first(f):
    shifted = torch.cat([f[:, 1:], torch.ones_like(f[:, :1])], dim=1)
    return shifted.flip([1]).cumprod(1).flip([1])


def products_one_by_one(f):
    return torch.stack([f[:, t + 1 :].prod(dim=1) for t in range(f.shape[1])], dim=1)


def by_logarithms(f):
    shifted = torch.cat([f[:, 1:], torch.ones_like(f[:, :1])], dim=1)
    return torch.exp(torch.log(shifted).flip(1).cumsum(1).flip(1))


def collected_from_the_end(f):
    gain = torch.ones(f.shape[0], f.shape[2])
    found = []
    for f_t in reversed(f.unbind(1)):
        found.append(gain)
        gain = gain * f_t
    return torch.stack(found[::-1], 1)


direct_path_gains = Exercise(
    "direct_path_gains",
    points=2,
    returns="gains",
    by_hand=RECURRENT,
    cases=[
        Case("two sequences of five steps", gates(B=2, T=5, H=3)),
        Case("two other sequences of five steps", gates(B=2, T=5, H=3)),
        Case("as many sequences as steps", gates(B=4, T=4, H=2)),
        Case("as many steps as units", gates(B=2, T=3, H=3)),
        Case("gates that are quite shut or quite open", gates_with_both_ends(B=2, T=6, H=4)),
        Case("a single step", gates(B=3, T=1, H=2)),
        Case("everything of size one", gates(B=1, T=1, H=1)),
        Case("a thousand steps, gates nearly open", gates(B=1, T=1000, H=1, least=0.996, most=1.0)),
    ],
    hidden=[
        Case("one sequence and one unit", gates(B=1, T=7, H=1)),
        Case("a thousand steps of two units, gates nearly open", gates(B=2, T=1000, H=2, least=0.996, most=1.0)),
        Case("nine steps, some gates shut", gates_with_both_ends(B=3, T=9, H=2)),
    ],
    oracle=gains_one_by_one,
    misconceptions=[
        Misconception(
            "f_t_included",
            [wrong.f_t_included, wrong.f_t_included_in_a_loop],
            hint="Each product has one factor too many: from c_t to the end, the first gate that is passed is that "
            "of the step after.",
        ),
        Misconception(
            "own_gate_in_place_of_the_next",
            [wrong.own_gate_in_place_of_the_next, wrong.last_gate_left_out],
            hint="Each product begins one step too early and ends one step too early: the own gate is in it, and the "
            "last step's is not. On the way from c_t to the next cell state it is the next step's gate that is passed.",
        ),
        Misconception(
            "from_the_front",
            [wrong.from_the_front, wrong.from_the_front_without_the_own],
            hint="These products begin at the first step. What is asked for is how much is left at the end, so "
            "they run from the step after t to the last.",
        ),
        Misconception(
            "sum",
            [wrong.sum_of_the_later, wrong.sum_with_the_own, wrong.mean_of_the_later],
            hint="It looks as if the gates are added up. What passes two gates is multiplied by both.",
        ),
        Misconception(
            "logarithms_left",
            [wrong.logarithms_left],
            hint="These are logarithms of the gains: the exponential at the end is missing.",
        ),
        Misconception(
            "division",
            [wrong.whole_product_divided_by_the_first, wrong.own_product_divided_by_f, wrong.logarithms_subtracted],
            hint="It looks as if a product is divided by the gates that do not belong to it (or their logarithms are "
            "subtracted). A gate may be exactly 0, and then this fails.",
        ),
        Misconception(
            "next_gate_alone",
            [wrong.next_gate_alone],
            hint="Only the gate of the next step is there. All later gates are passed, up to the last.",
        ),
        Misconception(
            "shifted_the_wrong_way",
            [wrong.shifted_the_wrong_way, wrong.rolled],
            hint="The products are right, and they stand at the wrong steps: to leave out the own gate, each step "
            "takes the product that belongs to the step after it, and the last one gets 1.",
        ),
        Misconception(
            "one_too_few",
            [wrong.one_too_few],
            hint="Each product has one factor too few: the gate of the very next step belongs to it.",
        ),
        Misconception(
            "last_step_not_one",
            [wrong.last_step_zero, wrong.last_step_own_gate],
            hint="Look at the last step: no gate lies between it and the end, and a product of nothing is 1.",
        ),
        Misconception(
            "last_step_missing",
            [wrong.last_step_missing],
            hint="There is one step too few: the last one has a gain too, and it is 1.",
        ),
        Misconception(
            "not_turned_back",
            [wrong.not_turned_back, wrong.not_turned_back_with_the_own],
            hint="It looks as if the products run backwards in time: what is turned round at the beginning has to be "
            "turned back at the end.",
        ),
        Misconception(
            "whole_product",
            [wrong.whole_product, wrong.whole_product_kept_as_one_step],
            hint="Every step gets the product of all gates. Each one should get only those after it.",
        ),
        Misconception(
            "another_axis",
            [wrong.along_the_batch, wrong.along_the_units, wrong.flipped_along_the_batch],
            hint="The products run along another axis. `f` is (B, T, H), and time is the second one.",
        ),
        Misconception(
            "one_minus_f",
            [wrong.one_minus_f],
            hint="It looks as if 1 − f is multiplied. The forget gate itself says how much is kept.",
        ),
    ],
    equivalent_mutants={},
    variants=[backwards_in_a_loop, shifted_first, products_one_by_one, by_logarithms, collected_from_the_end],
)
