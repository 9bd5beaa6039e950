"""A new bias for the forget gate."""

import torch

from course.exercise import Case, Exercise, Misconception
from course.exercises.lstm.inputs import tensor
from course.exercises.ready_made import RECURRENT


def bias_inputs(H, value=None):
    def draw(rng):
        b = tensor(rng.uniform(0.2, 0.8, 4 * H) * rng.choice([-1.0, 1.0], 4 * H))
        return {"b": b, "value": float(rng.uniform(1.0, 3.0)) if value is None else value}

    return draw


def replaced_by_slices(b, value):
    """Oracle: the four quarters side by side, with a new second one."""
    b_i, b_f, b_g, b_o = b.reshape(4, -1)
    return torch.cat([b_i, torch.full_like(b_f, value), b_g, b_o])


def quarter_replaced(b, value, quarter):
    new, H = b.clone(), len(b) // 4
    new[quarter * H : (quarter + 1) * H] = value
    return new


def first_quarter(b, value):
    return quarter_replaced(b, value, 0)


def third_quarter(b, value):
    return quarter_replaced(b, value, 2)


def last_quarter(b, value):
    return quarter_replaced(b, value, 3)


def all_gates(b, value):
    return torch.full_like(b, value)


def all_gates_but_the_candidate(b, value):
    new, H = b.clone(), len(b) // 4
    new[: 2 * H] = value
    new[3 * H :] = value
    return new


def in_place(b, value):
    H = len(b) // 4
    b[H : 2 * H] = value
    return b


def in_place_and_copied(b, value):
    H = len(b) // 4
    b[H : 2 * H] = value
    return b.clone()


def in_place_under_another_name(b, value):
    quarters = b.view(4, -1)
    quarters[1] = value
    return quarters.flatten()


def in_place_all_gates(b, value):
    return b.fill_(value)


def nothing_returned(b, value):
    H = len(b) // 4
    b[H : 2 * H] = value


def added_to(b, value):
    new, H = b.clone(), len(b) // 4
    new[H : 2 * H] += value
    return new


def added_in_place(b, value):
    H = len(b) // 4
    b[H : 2 * H] += value
    return b


def multiplied(b, value):
    new, H = b.clone(), len(b) // 4
    new[H : 2 * H] *= value
    return new


def one_entry(b, value):
    new = b.clone()
    new[len(b) // 4] = value
    return new


def second_entry(b, value):
    new = b.clone()
    new[1] = value
    return new


def every_fourth_entry(b, value):
    new = b.clone()
    new[1::4] = value
    return new


def from_the_quarter_to_the_end(b, value):
    new = b.clone()
    new[len(b) // 4 :] = value
    return new


def up_to_the_quarters_end(b, value):
    new = b.clone()
    new[: len(b) // 2] = value
    return new


def second_half(b, value):
    new = b.clone()
    new[len(b) // 2 :] = value
    return new


def quarter_alone(b, value):
    return torch.full_like(b[: len(b) // 4], value)


def others_lost(b, value):
    return quarter_replaced(torch.zeros_like(b), value, 1)


def others_lost_to_ones(b, value):
    return quarter_replaced(torch.ones_like(b), value, 1)


def quarter_zero(b, value):
    return quarter_replaced(b, 0.0, 1)


def quarter_one(b, value):
    return quarter_replaced(b, 1.0, 1)


def cut_and_joined(b, value):
    i, f, g, o = b.chunk(4)
    return torch.cat((i, f * 0 + value, g, o))


def chosen_by_place(b, value):
    place = torch.arange(len(b)) * 4 // len(b)
    return torch.where(place == 1, torch.tensor(value, dtype=b.dtype), b)


def entry_by_entry(b, value):
    H = len(b) // 4
    return torch.stack([torch.tensor(float(value)) if H <= k < 2 * H else b[k] for k in range(4 * H)])


def with_a_copy_of_a_view(b, value):
    new = b.detach().clone().view(4, -1)
    new[1].fill_(value)
    return new.view(-1)


set_forget_bias = Exercise(
    "set_forget_bias",
    points=1,
    returns="the new bias",
    by_hand=RECURRENT,
    cases=[
        Case("three units", bias_inputs(H=3)),
        Case("three other units", bias_inputs(H=3)),
        Case("two units, a bias of 1", bias_inputs(H=2, value=1.0)),
        Case("five units, a bias of 0", bias_inputs(H=5, value=0.0)),
        Case("four units, a negative bias", bias_inputs(H=4, value=-1.5)),
        Case("one unit", bias_inputs(H=1)),
    ],
    hidden=[
        Case("eight units", bias_inputs(H=8)),
        Case("one unit, a negative bias", bias_inputs(H=1, value=-2.0)),
    ],
    oracle=replaced_by_slices,
    misconceptions=[
        Misconception(
            "wrong_quarter",
            [first_quarter, third_quarter, last_quarter],
            hint="A whole quarter is replaced, and it is another gate's. The order is that of the formulas: "
            "which place has f?",
        ),
        Misconception(
            "all_gates",
            [all_gates, all_gates_but_the_candidate, in_place_all_gates],
            hint="Other gates are set too. Only the forget gate's entries get the new value; the others keep theirs.",
        ),
        Misconception(
            "in_place",
            [in_place, in_place_and_copied, in_place_under_another_name],
            hint="The numbers are right, but `b` itself was changed: slices and views share their numbers with "
            "the tensor that they come from. Make a copy first.",
        ),
        Misconception(
            "nothing_returned",
            [nothing_returned],
            hint="`b` itself was changed, and nothing came back. Make a copy, change that, and return it.",
        ),
        Misconception(
            "added_to",
            [added_to, added_in_place, multiplied],
            hint="The new value is combined with the old one. It should take its place.",
        ),
        Misconception(
            "single_entries",
            [one_entry, second_entry, every_fourth_entry],
            hint="Single entries are replaced. Every unit has a forget gate, and their biases stand side by side, "
            "as one block of H.",
        ),
        Misconception(
            "too_long_a_slice",
            [from_the_quarter_to_the_end, up_to_the_quarters_end, second_half],
            hint="More than a quarter is replaced: a slice needs a beginning and an end.",
        ),
        Misconception(
            "rest_lost",
            [quarter_alone, others_lost, others_lost_to_ones],
            hint="The rest of the bias is lost. The result has all 4H entries, and three quarters are as they were.",
        ),
        Misconception(
            "another_value",
            [quarter_zero, quarter_one],
            hint="The right quarter is replaced, and not by `value`.",
        ),
    ],
    variants=[cut_and_joined, chosen_by_place, entry_by_entry, with_a_copy_of_a_view],
)
