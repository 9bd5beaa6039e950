"""One step of a recurrent network."""

import numpy as np
import torch

from course.exercise import Case, Exercise, Misconception
from course.exercises.rnn.inputs import state, weights


def step_inputs(B, D, H):
    def draw(rng):
        W_x, W_h, b = weights(rng, D, H)
        return {"x_t": rng.standard_normal((B, D)), "h_prev": state(rng, B, H), "W_x": W_x, "W_h": W_h, "b": b}

    return draw


def from_zero_state(B, D, H):
    def draw(rng):
        return step_inputs(B, D, H)(rng) | {"h_prev": np.zeros((B, H))}

    return draw


def torch_rnn_step(x_t, h_prev, W_x, W_h, b):
    """Oracle: torch.nn.RNNCell, whose weights are transposed and whose bias comes in two."""
    cell = torch.nn.RNNCell(W_x.shape[0], W_h.shape[0], dtype=torch.float64)
    with torch.no_grad():
        cell.weight_ih.copy_(torch.from_numpy(W_x.T.copy()))
        cell.weight_hh.copy_(torch.from_numpy(W_h.T.copy()))
        cell.bias_ih.copy_(torch.from_numpy(b))
        cell.bias_hh.zero_()
        return cell(torch.from_numpy(x_t), torch.from_numpy(h_prev)).numpy()


def no_tanh(x_t, h_prev, W_x, W_h, b):
    return x_t @ W_x + h_prev @ W_h + b


def sigmoid_for_tanh(x_t, h_prev, W_x, W_h, b):
    return 1 / (1 + np.exp(-(x_t @ W_x + h_prev @ W_h + b)))


def no_bias(x_t, h_prev, W_x, W_h, b):
    return np.tanh(x_t @ W_x + h_prev @ W_h)


def bias_outside(x_t, h_prev, W_x, W_h, b):
    return np.tanh(x_t @ W_x + h_prev @ W_h) + b


def transposed_recurrence(x_t, h_prev, W_x, W_h, b):
    return np.tanh(x_t @ W_x + h_prev @ W_h.T + b)


def column_vectors(x_t, h_prev, W_x, W_h, b):
    return np.tanh(x_t @ W_x + (W_h @ h_prev.T).T + b)


def input_ignored(x_t, h_prev, W_x, W_h, b):
    return np.tanh(h_prev @ W_h + b)


def state_ignored(x_t, h_prev, W_x, W_h, b):
    return np.tanh(x_t @ W_x + b)


def relu_for_tanh(x_t, h_prev, W_x, W_h, b):
    return np.maximum(0, x_t @ W_x + h_prev @ W_h + b)


def input_squashed_alone(x_t, h_prev, W_x, W_h, b):
    return np.tanh(x_t @ W_x) + h_prev @ W_h + b


def state_squashed_alone(x_t, h_prev, W_x, W_h, b):
    return x_t @ W_x + np.tanh(h_prev @ W_h) + b


def state_and_bias_squashed_alone(x_t, h_prev, W_x, W_h, b):
    return x_t @ W_x + np.tanh(h_prev @ W_h + b)


def input_and_bias_squashed_alone(x_t, h_prev, W_x, W_h, b):
    return np.tanh(x_t @ W_x + b) + h_prev @ W_h


def elementwise(x_t, h_prev, W_x, W_h, b):
    return np.tanh(x_t * W_x + h_prev * W_h + b)


def neither_tanh_nor_bias(x_t, h_prev, W_x, W_h, b):
    return x_t @ W_x + h_prev @ W_h


def squashed_apart(x_t, h_prev, W_x, W_h, b):
    return np.tanh(x_t @ W_x) + np.tanh(h_prev @ W_h) + b


def squashed_apart_bias_with_state(x_t, h_prev, W_x, W_h, b):
    return np.tanh(x_t @ W_x) + np.tanh(h_prev @ W_h + b)


def squashed_apart_bias_with_input(x_t, h_prev, W_x, W_h, b):
    return np.tanh(x_t @ W_x + b) + np.tanh(h_prev @ W_h)


def weights_on_the_left(x_t, h_prev, W_x, W_h, b):
    return np.tanh(W_x @ x_t + W_h @ h_prev + b)


def input_weights_on_the_left(x_t, h_prev, W_x, W_h, b):
    return np.tanh(W_x @ x_t + h_prev @ W_h + b)


def state_weights_on_the_left(x_t, h_prev, W_x, W_h, b):
    return np.tanh(x_t @ W_x + W_h @ h_prev + b)


def one_stacked_product(x_t, h_prev, W_x, W_h, b):
    joined = np.concatenate([x_t, h_prev], axis=1)
    return np.tanh(joined @ np.concatenate([W_x, W_h], axis=0) + b)


def with_einsum(x_t, h_prev, W_x, W_h, b):
    total = np.einsum("bd,dh->bh", x_t, W_x) + np.einsum("bi,ij->bj", h_prev, W_h)
    return np.tanh(total + b)


def with_loops(x_t, h_prev, W_x, W_h, b):
    h_t = np.zeros(h_prev.shape)
    for i in range(len(x_t)):
        for j in range(len(b)):
            a = b[j]
            for d in range(len(W_x)):
                a += x_t[i, d] * W_x[d, j]
            for k in range(len(W_h)):
                a += h_prev[i, k] * W_h[k, j]
            h_t[i, j] = (np.exp(2 * a) - 1) / (np.exp(2 * a) + 1)
    return h_t


rnn_step = Exercise(
    "rnn_step",
    points=2,
    returns="h_t",
    by_hand=["torch", "scipy"],
    cases=[
        Case("one example, from a zero state", from_zero_state(B=1, D=3, H=4)),
        Case("a batch of two", step_inputs(B=2, D=3, H=4)),
        Case("another batch of two", step_inputs(B=2, D=3, H=4)),
        Case("more inputs than hidden units", step_inputs(B=3, D=5, H=2)),
        Case("batch, inputs and hidden units of one size", step_inputs(B=3, D=3, H=3)),
        Case("everything of size one", step_inputs(B=1, D=1, H=1)),
    ],
    hidden=[
        Case("one input feature", step_inputs(B=4, D=1, H=3)),
        Case("one hidden unit", step_inputs(B=3, D=4, H=1)),
        Case("a large batch", step_inputs(B=32, D=6, H=8)),
    ],
    oracle=torch_rnn_step,
    misconceptions=[
        Misconception(
            "no_tanh",
            [no_tanh],
            hint="The sum is right, but nothing squashes it. Every entry of a state should lie between −1 and 1.",
        ),
        Misconception(
            "sigmoid_for_tanh",
            [sigmoid_for_tanh],
            hint="It looks as if the sum goes through a sigmoid. This network squashes with tanh, "
            "so a state can be negative too.",
        ),
        Misconception(
            "no_bias",
            [no_bias],
            hint="It looks as if the bias `b` is left out.",
        ),
        Misconception(
            "bias_outside",
            [bias_outside],
            hint="It looks as if `b` is added after tanh. It belongs to the sum inside.",
        ),
        Misconception(
            "squashed_apart",
            [
                squashed_apart,
                squashed_apart_bias_with_state,
                squashed_apart_bias_with_input,
                input_squashed_alone,
                state_squashed_alone,
                state_and_bias_squashed_alone,
                input_and_bias_squashed_alone,
            ],
            hint="It looks as if tanh is applied to a part of the sum. Add all terms first, then squash the sum.",
        ),
        Misconception(
            "neither_tanh_nor_bias",
            [neither_tanh_nor_bias],
            hint="It looks as if two things are missing: the bias `b`, and tanh around the whole sum.",
        ),
        Misconception(
            "relu",
            [relu_for_tanh],
            hint="It looks as if negative sums become zero. This network squashes with tanh, so a state can be negative.",
        ),
        Misconception(
            "elementwise",
            [elementwise],
            hint="`*` multiplies entry by entry. Each hidden unit needs a sum over all features: a matrix product, `@`.",
        ),
        Misconception(
            "weights_on_the_left",
            [weights_on_the_left, input_weights_on_the_left, state_weights_on_the_left],
            hint="It looks as if a weight matrix stands to the left of what it multiplies. Inputs and states "
            "are rows here, so the weights stand on the right.",
        ),
        Misconception(
            "W_h_transposed",
            [transposed_recurrence, column_vectors],
            hint="It looks as if `W_h` is transposed. States are rows here: `W_h` stands to the right "
            "of the state, just as it is given.",
        ),
        Misconception(
            "input_ignored",
            [input_ignored],
            hint="The new state does not depend on `x_t` at all: the network would never read anything.",
        ),
        Misconception(
            "state_ignored",
            [state_ignored],
            hint="The new state does not depend on `h_prev`: without it the network has no memory.",
        ),
    ],
    variants=[one_stacked_product, with_einsum, with_loops],
)
