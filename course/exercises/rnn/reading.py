"""From states to logits, one for each step or one for the sequence."""

import numpy as np
import torch

from course.exercise import Case, Exercise, Misconception
from course.exercises.rnn import reading_kind_mistakes as kinds
from course.exercises.rnn import reading_step_mistakes as steps
from helpers.checking.how import Raises


def read_out_inputs(B, T, H, C, kind, lengths):
    def draw(rng):
        return {
            "states": rng.uniform(-0.9, 0.9, (B, T, H)),
            "lengths": rng.permutation(lengths),
            "W_y": rng.standard_normal((H, C)),
            "b_y": rng.uniform(0.2, 0.8, C) * rng.choice([-1.0, 1.0], C),
            "kind": kind,
        }

    return draw


def torch_read_out(states, lengths, W_y, b_y, kind):
    """Oracle: torch.nn.functional.linear, and torch.gather for the last real step."""
    states, lengths, W_y, b_y = map(torch.from_numpy, (states, lengths, W_y, b_y))
    logits = torch.nn.functional.linear(states, W_y.T, b_y)
    if kind == "many_to_many":
        return logits.numpy()
    index = (lengths - 1)[:, None, None].expand(-1, 1, logits.shape[-1])
    return logits.gather(1, index)[:, 0].numpy()


def sequence_by_sequence(states, lengths, W_y, b_y, kind):
    if kind == "many_to_one":
        return np.array([W_y.T @ h[:length][-1] + b_y for h, length in zip(states, lengths)])
    elif kind == "many_to_many":
        return np.array([[W_y.T @ h_t + b_y for h_t in h] for h in states])
    else:
        raise ValueError("unknown kind")


def all_logits_first(states, lengths, W_y, b_y, kind):
    if kind not in ("many_to_many", "many_to_one"):
        raise ValueError(kind)
    logits = np.einsum("bth,hc->btc", states, W_y) + b_y
    if kind == "many_to_one":
        logits = np.take_along_axis(logits, (lengths - 1)[:, None, None], axis=1).squeeze(axis=1)
    return logits


def by_a_mask(states, lengths, W_y, b_y, kind):
    last = np.arange(states.shape[1]) == lengths.reshape(-1, 1) - 1
    read = {"many_to_many": states, "many_to_one": states[last]}
    if kind not in read:
        raise ValueError(f"{kind} is neither of {list(read)}")
    return np.dot(read[kind], W_y) + b_y[None]


def by_a_one_hot_product(states, lengths, W_y, b_y, kind):
    match kind:
        case "many_to_many":
            B, T, H = states.shape
            return (states.reshape(B * T, H) @ W_y + b_y).reshape(B, T, -1)
        case "many_to_one":
            one_hot = np.eye(states.shape[1])[lengths - 1]
            return (one_hot[:, None, :] @ states)[:, 0, :] @ W_y + b_y
    raise ValueError


read_out = Exercise(
    "read_out",
    points=2,
    returns="logits",
    by_hand=["torch", "scipy"],
    cases=[
        Case("one answer for each step", read_out_inputs(2, 5, 4, 3, "many_to_many", [4, 2])),
        Case("one answer for each step, one sequence", read_out_inputs(1, 3, 4, 2, "many_to_many", [2])),
        Case("one answer for each of three sequences", read_out_inputs(3, 5, 4, 2, "many_to_one", [5, 3, 1])),
        Case("three other sequences", read_out_inputs(3, 5, 4, 2, "many_to_one", [4, 2, 1])),
        Case("as many sequences as steps", read_out_inputs(4, 4, 3, 3, "many_to_one", [4, 1, 2, 3])),
        Case("more sequences than steps, no padding", read_out_inputs(5, 3, 4, 2, "many_to_one", [3] * 5)),
        Case("everything of size one", read_out_inputs(1, 1, 1, 1, "many_to_one", [1])),
        Case(
            'the kind is "one_to_one"',
            read_out_inputs(2, 3, 4, 2, "one_to_one", [3, 2]),
            how=Raises("ValueError"),
        ),
        Case("the kind is an empty text", read_out_inputs(2, 3, 4, 2, "", [3, 1]), how=Raises("ValueError")),
    ],
    hidden=[
        Case("steps, hidden units and classes of one number", read_out_inputs(2, 3, 3, 3, "many_to_many", [1, 3])),
        Case("a large batch", read_out_inputs(14, 7, 5, 6, "many_to_one", [1, 2, 3, 4, 5, 6, 7] * 2)),
        Case("one real step each", read_out_inputs(3, 4, 2, 5, "many_to_one", [1, 1, 1])),
        Case(
            'the kind is "one_to_many"',
            read_out_inputs(2, 3, 4, 2, "one_to_many", [3, 2]),
            how=Raises("ValueError"),
        ),
    ],
    oracle=torch_read_out,
    misconceptions=[
        Misconception(
            "last_column",
            [steps.last_column, steps.last_column_and_no_error, steps.last_column_for_any_other_kind],
            hint="It looks as if the state of the last column is read, for short sequences too. What stands there is "
            "padding: `lengths` says where each sequence ends.",
        ),
        Misconception(
            "off_by_one",
            [
                steps.one_too_late,
                steps.one_too_late_in_a_loop,
                steps.one_too_late_at_most_the_last,
                steps.one_too_late_around_the_end,
                steps.one_too_early,
                steps.one_too_early_at_least_the_first,
            ],
            hint="It looks as if the state beside the last real one is read. Indices begin at 0: which index has the "
            "last step of a sequence of length 1?",
        ),
        Misconception(
            "mean_over_time",
            [steps.mean_of_all_steps, steps.mean_of_real_steps, steps.sum_over_length],
            hint="It looks as if the states are averaged over time. The last real state alone is asked for: it has "
            "read all the steps before it.",
        ),
        Misconception(
            "sum_over_time",
            [steps.sum_of_all_steps, steps.sum_of_real_steps],
            hint="It looks as if the states are added up over time. The last real state alone is asked for: it has "
            "read all the steps before it.",
        ),
        Misconception(
            "largest_over_time",
            [steps.largest_of_all_steps, steps.largest_of_real_steps],
            hint="It looks as if the largest value over time is taken. The last real state alone is asked for.",
        ),
        Misconception(
            "first_state",
            [steps.first_state],
            hint="It looks as if the first state is read. It has read one step only; the last real one has read all.",
        ),
        Misconception(
            "one_length_for_all",
            [steps.length_of_the_first, steps.length_of_the_last, steps.longest, steps.shortest],
            hint="It looks as if every sequence is read at the same step. Each has a length of its own, so each row "
            "needs an index of its own.",
        ),
        Misconception(
            "every_row_at_every_length",
            [steps.every_row_at_every_length, steps.every_row_at_every_length_added, steps.every_length_of_the_first],
            hint="`states[:, lengths - 1]` takes every one of these steps from *every* sequence. To take one step "
            "from each, pair the two indices: one for the row, one for the step.",
        ),
        Misconception(
            "lengths_for_the_batch",
            [steps.lengths_for_the_batch],
            hint="`lengths` is used as an index of the first axis. That axis is the batch; the steps are the second.",
        ),
        Misconception(
            "time_axis_kept",
            [steps.time_axis_kept],
            hint="The numbers are right, and one axis too many is left: the one of the steps, of length 1.",
        ),
        Misconception(
            "padding_zeroed",
            [kinds.padded_logits_zeroed, kinds.padded_states_zeroed],
            hint="It looks as if padding is set to zero in `many_to_many`. Padded steps are answered too here; "
            "leaving them out is for the loss to do.",
        ),
        Misconception(
            "no_bias",
            [kinds.no_bias, kinds.no_bias_in_many_to_one, kinds.no_bias_in_many_to_many],
            hint="It looks as if the bias `b_y` is left out.",
        ),
        Misconception(
            "weights_on_the_wrong_side",
            [kinds.weights_transposed, kinds.weights_on_the_left],
            hint="It looks as if `W_y` is transposed, or stands to the left of the states. States are rows here, so "
            "the weights stand on the right, just as they are given.",
        ),
        Misconception(
            "kinds_exchanged",
            [kinds.kinds_exchanged],
            hint='The two kinds are exchanged. "many_to_many": many steps in, many answers out.',
        ),
        Misconception(
            "one_kind_like_the_other",
            [kinds.always_each_step, kinds.always_each_sequence],
            hint="It looks as if one kind is treated like the other. Each needs its own result: a row for each step, "
            "or a row for each sequence.",
        ),
        Misconception(
            "softmax_applied",
            [kinds.softmax_applied, kinds.softmax_applied_in_many_to_one, kinds.log_softmax_applied],
            hint="It looks as if a softmax has been applied. Logits are the scores before it.",
        ),
        Misconception(
            "tanh_applied",
            [kinds.tanh_applied],
            hint="It looks as if the logits go through tanh. That squashes states; logits may take any size.",
        ),
        Misconception(
            "class_chosen",
            [kinds.class_chosen],
            hint="These are the numbers of the best classes. The logits themselves are asked for, one for each class.",
        ),
        Misconception(
            "no_error",
            [
                kinds.none_for_another_kind,
                kinds.many_to_one_for_another_kind,
                kinds.many_to_many_for_another_kind,
                kinds.error_returned,
                kinds.error_class_returned,
                kinds.error_named,
            ],
            hint="Both kinds are right. Any other kind is a mistake of the caller's, who should hear of it: use "
            "`raise`, and not `return` or `print`.",
        ),
        Misconception(
            "another_error",
            [
                kinds.looked_up_in_a_dict,
                kinds.asserted,
                kinds.plain_exception,
                kinds.not_implemented,
                kinds.never_assigned,
            ],
            hint="For another kind an error comes up, but not a ValueError. Raise one yourself, and say in it which "
            "kinds there are.",
        ),
    ],
    variants=[sequence_by_sequence, all_logits_first, by_a_mask, by_a_one_hot_product],
)
