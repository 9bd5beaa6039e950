"""Gradients back through time."""

import torch

from course.exercise import Case, Exercise, Misconception
from course.exercises.rnn import backward_result_mistakes as result
from course.exercises.rnn import backward_variants as right
from course.exercises.rnn import backward_way_mistakes as way
from course.exercises.rnn.inputs import state, torch_rnn, weights


def gradient_inputs(B, T, D, H):
    def draw(rng):
        W_x, W_h, b = weights(rng, D, H)
        x, h_0 = rng.standard_normal((B, T, D)), state(rng, B, H)
        with torch.no_grad():
            states = torch_rnn((W_x, W_h, b))(torch.from_numpy(x), torch.from_numpy(h_0)[None])[0].numpy()
        d_states = rng.standard_normal((B, T, H))
        return {"d_states": d_states, "x": x, "h_0": h_0, "states": states, "W_x": W_x, "W_h": W_h}

    return draw


def loss_at_the_end(B, T, D, H):
    """As with one answer for each sequence: the loss looks at no state but the last, and is large (none is clipped)."""

    def draw(rng):
        inputs = gradient_inputs(B, T, D, H)(rng)
        inputs["d_states"][:, :-1] = 0.0
        inputs["d_states"] *= 10
        return inputs

    return draw


def autograd_rnn_backward(d_states, x, h_0, states, W_x, W_h):
    """Oracle: autograd. The bias is not an input, and follows from the first state."""
    d_states, x, h_0, states, W_x, W_h = map(torch.from_numpy, (d_states, x, h_0, states, W_x, W_h))
    b = (torch.atanh(states[0, 0]) - x[0, 0] @ W_x - h_0[0] @ W_h).detach()
    inputs = [one.clone().requires_grad_() for one in (x, h_0, W_x, W_h, b)]
    x, h, W_x, W_h, b = inputs
    loss = 0.0
    for t in range(x.shape[1]):
        h = torch.tanh(x[:, t] @ W_x + h @ W_h + b)
        loss = loss + (d_states[:, t] * h).sum()
    return tuple(gradient.numpy() for gradient in torch.autograd.grad(loss, inputs))


rnn_backward = Exercise(
    "rnn_backward",
    points=4,
    parts={"one step": 1},
    returns="(d_x, d_h_0, d_W_x, d_W_h, d_b)",
    by_hand=["torch", "scipy"],
    cases=[
        Case("one step only", gradient_inputs(B=2, T=1, D=3, H=4), part="one step"),
        Case("two sequences of four steps", gradient_inputs(B=2, T=4, D=3, H=5)),
        Case("two other sequences of four steps", gradient_inputs(B=2, T=4, D=3, H=5)),
        Case("a loss at the last step only", loss_at_the_end(B=3, T=5, D=4, H=2)),
        Case("as many sequences as steps", gradient_inputs(B=3, T=3, D=2, H=4)),
        Case("as many inputs as hidden units", gradient_inputs(B=4, T=2, D=3, H=3)),
        Case("everything of size one", gradient_inputs(B=1, T=1, D=1, H=1), part="one step"),
    ],
    hidden=[
        Case("one feature, one hidden unit", gradient_inputs(B=2, T=3, D=1, H=1)),
        Case("one sequence of ten steps", gradient_inputs(B=1, T=10, D=2, H=6)),
        Case("a large batch", gradient_inputs(B=16, T=3, D=5, H=4)),
    ],
    oracle=autograd_rnn_backward,
    misconceptions=[
        Misconception(
            "not_summed_over_time",
            [
                result.all_overwritten,
                result.d_W_x_and_d_W_h_overwritten,
                result.d_W_x_overwritten,
                result.d_W_h_overwritten,
                result.d_b_overwritten,
            ],
            hint="The weights and the bias serve every step, so each step adds to their gradients. It looks as if "
            "one step's share replaces those before it.",
        ),
        Misconception(
            "later_steps_missing",
            [way.each_step_alone, way.each_step_alone_and_no_d_h_0, way.neighbours_only],
            hint="A state acts on the loss in two ways: directly, and through all the states after it. What comes "
            "back from the step after has to be added before you go through tanh.",
        ),
        Misconception(
            "one_loss_only",
            [way.last_loss_only],
            hint="It looks as if only the last step's `d_states` is used. Every step has a gradient of its own, "
            "which joins what comes back from later steps.",
        ),
        Misconception(
            "last_loss_twice",
            [way.last_loss_twice],
            hint="The loss's own gradient at the last step counts twice: once where you start and once in the loop. "
            "What comes back from after the last step is zero.",
        ),
        Misconception(
            "carried_adds_up",
            [way.carried_adds_up, way.carried_adds_up_by_itself],
            hint="What is passed back from a step replaces what was passed back before. It looks as if the two are "
            "added, so that later steps count again and again.",
        ),
        Misconception(
            "carried_without_W_h",
            [way.carried_without_W_h, way.carried_as_it_is],
            hint="On the way there a state is multiplied by `W_h` before it reaches the next step. On the way back "
            "its gradient has to pass that product too.",
        ),
        Misconception(
            "not_transposed_on_the_way_back",
            [way.W_h_as_on_the_way_there, way.both_weights_as_on_the_way_there, way.W_x_as_on_the_way_there],
            hint="It looks as if a weight matrix is used on the way back just as on the way there. Back from "
            "`y = x @ W` to x, the gradient passes W the other way round.",
        ),
        Misconception(
            "no_tanh_prime",
            [
                way.no_tanh_prime,
                way.no_tanh_prime_on_the_way,
                way.tanh_prime_on_the_way_only,
                way.tanh_prime_on_the_loss_only,
                way.tanh_prime_on_the_carried_only,
                way.d_x_without_tanh_prime,
                way.weights_without_tanh_prime,
                way.d_b_without_tanh_prime,
            ],
            hint="The derivative of tanh is missing somewhere. All that arrives at a state, from the loss and from "
            "later steps, goes through it first, and everything else is computed from that.",
        ),
        Misconception(
            "tanh_prime_twice",
            [way.tanh_prime_twice, way.tanh_prime_twice_on_the_way, way.tanh_prime_after_W_h],
            hint="It looks as if the derivative of tanh is multiplied in once too often, or after `W_h` and not "
            "before. Each step has one tanh, and on the way back it comes first.",
        ),
        Misconception(
            "tanh_prime_of_the_state",
            [way.tanh_prime_of_the_state],
            hint="`states` holds what came out of tanh already. It looks as if tanh is applied to it once more.",
        ),
        Misconception(
            "tanh_prime_of_the_state_before",
            [way.tanh_prime_of_the_state_before],
            hint="The derivative of tanh is taken at the state before. The tanh of step t gave `h_t`, so its "
            "derivative there is made from `h_t`.",
        ),
        Misconception(
            "another_derivative",
            [way.tanh_prime_not_squared, way.tanh_prime_squared_as_a_whole, way.tanh_prime_without_one],
            hint="Something stands where the derivative of tanh should, and it is not that. Look it up: it can be "
            "written with tanh itself, squared.",
        ),
        Misconception(
            "sigmoid_prime",
            [way.sigmoid_prime],
            hint="That is the derivative of a sigmoid, s · (1 − s). This network squashes with tanh.",
        ),
        Misconception(
            "forward_in_time",
            [way.forward_in_time, way.forward_in_time_d_h_0_of_the_first],
            hint="It looks as if the loop runs from the first step to the last. A gradient comes back from later "
            "steps, so the last step has to be first.",
        ),
        Misconception(
            "step_left_out",
            [
                way.first_step_left_out,
                way.last_step_left_out,
                way.as_many_steps_as_examples,
                way.as_many_steps_as_examples_state_before_first,
                way.one_step_too_many,
            ],
            hint="The loop does not visit just the steps that there are. Write down the values that t takes for a "
            "sequence of four steps.",
        ),
        Misconception(
            "h_t_for_the_state_before",
            [result.h_t_for_the_state_before],
            hint="At step t, `W_h` is multiplied by the state before. It looks as if its gradient is made with `h_t`.",
        ),
        Misconception(
            "wraps_round",
            [result.last_state_before_the_first_step],
            hint="At the first step the index t − 1 is −1, and NumPy takes that for the *last* state. What came "
            "before the first step?",
        ),
        Misconception(
            "h_0_at_every_step",
            [result.h_0_before_every_step],
            hint="It looks as if the gradient of `W_h` takes `h_0` for the state before at every step. That holds at "
            "the first step only.",
        ),
        Misconception(
            "h_0_left_out",
            [result.zeros_before_the_first_step, result.h_1_before_the_first_step],
            hint="At the first step, too, `W_h` is multiplied by a state: the initial one. Its share of the gradient "
            "of `W_h` is missing.",
        ),
        Misconception(
            "d_h_0_forgotten",
            [result.d_h_0_zeros, result.d_h_0_none, result.d_h_0_not_returned],
            hint="The other gradients are right; that of `h_0` is missing. It is what the first step passes back.",
        ),
        Misconception(
            "d_h_0_at_another_place",
            [
                result.d_h_0_before_tanh,
                result.d_h_0_without_W_h,
                result.d_h_0_from_its_own_loss,
                result.d_h_0_one_step_too_far,
            ],
            hint="The other gradients are right. That of `h_0` has passed the first step's tanh and `W_h`, like what "
            "any step passes back, and nothing more.",
        ),
        Misconception(
            "d_h_0_summed_over_the_batch",
            [result.d_h_0_summed_over_the_batch],
            hint="Each sequence has an initial state of its own, so the gradient of `h_0` has a row for each and is "
            "not added up.",
        ),
        Misconception(
            "averaged",
            [
                result.mean_over_the_batch,
                result.mean_over_time,
                result.mean_over_both,
                result.weights_mean_over_the_batch,
                result.everything_mean_over_the_batch,
                result.d_b_mean_over_the_batch,
            ],
            hint="It looks as if something is divided by the number of examples or of steps. A gradient is a sum; "
            "if the loss is a mean, `d_states` holds that division already.",
        ),
        Misconception(
            "d_b_summed_otherwise",
            [
                result.d_b_for_each_example,
                result.d_b_for_each_step,
                result.d_b_over_the_units,
                result.d_b_not_over_the_batch,
                result.d_b_over_the_units_too,
            ],
            hint="Each hidden unit has one bias, which serves every example and every step: add over these two, and "
            "over nothing else. `d_b` has the shape of `b`.",
        ),
        Misconception(
            "d_W_transposed",
            [result.d_W_h_transposed, result.both_d_W_transposed, result.d_W_x_transposed],
            hint="It looks as if the gradient of a weight matrix is transposed. Its rows belong to what the matrix "
            "multiplies, its columns to the hidden units.",
        ),
        Misconception(
            "d_x_in_another_order",
            [result.d_x_from_last_to_first, result.d_x_of_one_step],
            hint="`d_x` has to line up with `x`: the batch first, then the steps from the first to the last. A list "
            "filled on the way back begins with the last.",
        ),
        Misconception(
            "results_in_another_order",
            [result.d_h_0_last, result.weights_first_h_0_last, result.weights_first_d_x_last, result.h_0_first],
            hint="All five gradients are there, in another order than the text asks for. Compare with the line that "
            "begins with `returns`.",
        ),
        Misconception(
            "writes_into_d_states",
            [result.into_d_states],
            hint="`d_states` belongs to the caller. A slice of an array is a view: `+=` on it changes the array that "
            "it was cut from.",
        ),
    ],
    variants=[right.one_product_over_all_steps, right.rows_of_all_steps, right.example_by_example, right.recursively],
    equivalent_mutants={
        "0 → 1": "W_h is square, so its other axis is as long",
        "0 → -1": "W_h is square, so its last axis is as long",
    },
)
