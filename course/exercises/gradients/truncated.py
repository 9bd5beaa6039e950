"""Backpropagation through time, cut into pieces."""

import numpy as np
import torch

from course.exercise import Case, Exercise, Misconception
from course.exercises.gradients import truncated_cut_mistakes as cut
from course.exercises.gradients import truncated_loss_mistakes as loss
from course.exercises.gradients.inputs import recurrent_weights


def inputs(B, T, D, H, k):
    """Draw sequences, targets far from the states, and weights through which the past counts."""

    def draw(rng):
        W_x = rng.standard_normal((D, H)) / np.sqrt(D)
        b = rng.uniform(0.2, 0.6, H) * rng.choice([-1.0, 1.0], H)
        x, targets = 0.5 * rng.standard_normal((B, T, D)), rng.uniform(-1.5, 1.5, (B, T, H))
        return {"x": x, "targets": targets, "W_x": W_x, "W_h": recurrent_weights(rng, H, 1.4), "b": b, "k": k}

    return draw


def autograd_truncated(x, targets, W_x, W_h, b, k):
    """Oracle: autograd, with the state detached where it is cut off."""
    x, targets, W_x, W_h, b = map(torch.from_numpy, (x, targets, W_x, W_h, b))
    W_h = W_h.clone().requires_grad_()
    h, states = torch.zeros(targets[:, 0].shape, dtype=torch.float64), []
    for t in range(x.shape[1]):
        if t > 0 and t % k == 0:
            h = h.detach()
        h = torch.tanh(x[:, t] @ W_x + h @ W_h + b)
        states.append(h)
    torch.nn.functional.mse_loss(torch.stack(states, dim=1), targets).backward()
    return W_h.grad.numpy()


def piece_by_piece(x, targets, W_x, W_h, b, k):
    B, T, H = targets.shape
    d_W_h, start = np.zeros((H, H)), np.zeros((B, H))
    for first in range(0, T, k):
        path = [start]
        for t in range(first, min(first + k, T)):
            path.append(np.tanh(x[:, t] @ W_x + path[-1] @ W_h + b))
        d_h = np.zeros((B, H))
        for i in range(len(path) - 1, 0, -1):
            d_h = d_h + 2 * (path[i] - targets[:, first + i - 1]) / targets.size
            d_a = d_h * (1 - path[i] ** 2)
            d_W_h += path[i - 1].T @ d_a
            d_h = d_a @ W_h.T
        start = path[-1]
    return d_W_h


def torch_pieces_that_add_up(x, targets, W_x, W_h, b, k):
    x, targets, W_x, W_h, b = (torch.as_tensor(one) for one in (x, targets, W_x, W_h, b))
    weights = torch.nn.Parameter(W_h.clone())
    state = torch.zeros_like(targets[:, 0])
    for start in range(0, x.shape[1], k):
        total = 0.0
        for t in range(start, min(start + k, x.shape[1])):
            state = torch.tanh(x[:, t] @ W_x + state @ weights + b)
            total = total + ((state - targets[:, t]) ** 2).sum()
        (total / targets.numel()).backward()
        state = state.detach()
    return weights.grad.numpy()


def forward_in_time(x, targets, W_x, W_h, b, k):
    """Real-time recurrent learning: the sensitivity of the state to W_h is carried along, and dropped at a cut."""
    B, T, H = targets.shape
    h, sensitivity, d_W_h = np.zeros((B, H)), np.zeros((B, H, H, H)), np.zeros((H, H))
    for t in range(T):
        if t % k == 0:
            sensitivity = np.zeros_like(sensitivity)
        direct = np.einsum("bi,jm->bmij", h, np.eye(H))  # of sum m to W_h[i, j]
        h = np.tanh(x[:, t] @ W_x + h @ W_h + b)
        through = np.einsum("bnij,nm->bmij", sensitivity, W_h)
        sensitivity = (1 - h**2)[:, :, None, None] * (direct + through)
        d_W_h += np.einsum("bm,bmij->ij", 2 * (h - targets[:, t]) / targets.size, sensitivity)
    return d_W_h


def each_loss_by_itself(x, targets, W_x, W_h, b, k):
    B, T, H = targets.shape
    states = [np.zeros((B, H))]
    for t in range(T):
        states.append(np.tanh(x[:, t] @ W_x + states[-1] @ W_h + b))
    d_W_h = np.zeros((H, H))
    for t in range(T):
        d_h = 2 * (states[t + 1] - targets[:, t]) / (B * T * H)
        for s in range(t, t - t % k - 1, -1):
            d_a = d_h * (1 - states[s + 1] ** 2)
            d_W_h += np.einsum("bi,bj->ij", states[s], d_a)
            d_h = np.einsum("bj,ij->bi", d_a, W_h)
    return d_W_h


truncated_bptt_gradient = Exercise(
    "truncated_bptt_gradient",
    points=4,
    parts={"without a cut": 1},
    returns="d_W_h",
    cases=[
        Case("one piece: k is as long as the sequence", inputs(B=2, T=4, D=3, H=4, k=4), part="without a cut"),
        Case("six steps, cut every three", inputs(B=2, T=6, D=4, H=3, k=3)),
        Case("six other steps, cut every three", inputs(B=2, T=6, D=4, H=3, k=3)),
        Case("seven steps, cut every three: the last piece is short", inputs(B=3, T=7, D=2, H=4, k=3)),
        Case("five steps, cut at every step", inputs(B=2, T=5, D=3, H=2, k=1)),
        Case("as many sequences as steps, features and units, cut every two", inputs(B=3, T=3, D=3, H=3, k=2)),
        Case("k is longer than the sequence", inputs(B=3, T=4, D=1, H=5, k=9), part="without a cut"),
        Case("a single step", inputs(B=2, T=1, D=2, H=3, k=1), part="without a cut"),
        Case("one sequence, one feature, one hidden unit, cut every two", inputs(B=1, T=5, D=1, H=1, k=2)),
    ],
    hidden=[
        Case("twenty steps, cut every eight", inputs(B=2, T=20, D=3, H=4, k=8)),
        Case("everything of size one", inputs(B=1, T=1, D=1, H=1, k=1), part="without a cut"),
        Case("eleven steps, cut every four", inputs(B=4, T=11, D=2, H=3, k=4)),
    ],
    oracle=autograd_truncated,
    misconceptions=[
        Misconception(
            "never_cut",
            [cut.never_cut, cut.never_cut_in_torch, cut.detached_and_thrown_away],
            hint="Nothing is cut: this is the gradient of the whole sequence. When t is a multiple of k, what goes back "
            "from step t must not reach the state before it.",
        ),
        Misconception(
            "state_reset",
            [cut.state_reset, cut.state_reset_in_torch],
            hint="The state starts from zeros after each cut, so that the network forgets. Only the way back is cut: "
            "on the way there the value goes on.",
        ),
        Misconception(
            "cut_at_every_step",
            [cut.cut_at_every_step, cut.cut_at_every_step_in_torch],
            hint="It looks as if the way back is cut at every step, whatever k is. Within a piece the gradient goes "
            "back from step to step.",
        ),
        Misconception(
            "counted_from_the_end",
            [cut.counted_from_the_end, cut.counted_from_the_end_in_torch],
            hint="The pieces are counted from the end of the sequence. Cuts lie before the steps k, 2k, …, counted from "
            "its beginning; a short piece is the last one.",
        ),
        Misconception(
            "cut_one_step_off",
            [
                cut.cut_one_step_late,
                cut.cut_one_step_early,
                cut.cut_one_step_late_in_torch,
                cut.cut_where_the_last_piece_ends_only,
                cut.first_cut_left_out,
                cut.pieces_one_step_longer,
                cut.pieces_one_step_shorter,
            ],
            hint="The cuts lie at other steps than asked for. With k = 3, steps 0, 1 and 2 make one piece, and the "
            "state that enters step 3 is cut off.",
        ),
        Misconception(
            "window_of_k_steps",
            [cut.window_of_k_steps, cut.window_of_k_steps_and_one],
            hint="Every loss reaches back a fixed number of steps, so the window moves with it. Here pieces are fixed: "
            "a loss right after a cut reaches back one step.",
        ),
        Misconception(
            "k_for_the_number_of_pieces",
            [cut.k_pieces],
            hint="It looks as if the sequence is cut into k pieces. k is the length of a piece.",
        ),
        Misconception(
            "last_piece_only",
            [cut.last_piece_only, cut.first_piece_only, cut.last_short_piece_dropped, cut.each_piece_overwrites],
            hint="Not every piece adds to the gradient. W_h serves all steps, so the shares of all pieces, a short last "
            "one too, are added up.",
        ),
        Misconception(
            "carried_state_left_out",
            [cut.carried_state_left_out],
            hint="At the first step of a piece the state before it counts as zero in the gradient. Its past is cut off; "
            "its value is still what `W_h` is multiplied by there.",
        ),
        Misconception(
            "mean_for_each_piece",
            [
                loss.mean_for_each_piece,
                loss.mean_for_each_piece_and_over_pieces,
                loss.mean_over_k_steps,
            ],
            hint="The loss is a mean over all elements of the whole sequence. It looks as if each piece is averaged by "
            "itself.",
        ),
        Misconception(
            "not_the_mean",
            [
                loss.sum_for_mean,
                loss.mean_over_the_batch,
                loss.mean_over_batch_and_steps,
                loss.mean_over_steps,
                loss.mean_over_batch_and_units,
                loss.divided_by_the_pieces,
                loss.half_of_the_square,
                loss.half_in_the_sum,
            ],
            hint="The size of the gradient is off by a factor: the loss is (state − target)², averaged over all "
            "B · T · H elements, and its slope has a 2.",
        ),
        Misconception(
            "uphill",
            [loss.targets_minus_states],
            hint="The sign is turned round: the slope of (state − target)² with respect to the state is positive where "
            "the state is too large.",
        ),
        Misconception(
            "last_loss_only",
            [loss.last_loss_only, loss.last_loss_of_each_piece],
            hint="Only some of the steps have a loss here. Every step's state is compared with its target.",
        ),
        Misconception(
            "transposed",
            [loss.transposed],
            hint="This is the transpose: the rows of `W_h` belong to the state before, its columns to the state after.",
        ),
        Misconception(
            "no_tanh_prime",
            [loss.no_tanh_prime, loss.no_tanh_prime_on_the_way],
            hint="The slope of tanh is missing on the way back.",
        ),
        Misconception(
            "tanh_of_the_state",
            [loss.tanh_of_the_state],
            hint="It looks as if tanh is applied to the states once more on the way back. A state is what came out of "
            "tanh already.",
        ),
        Misconception(
            "W_h_as_on_the_way_there",
            [loss.W_h_as_on_the_way_there],
            hint="Going back, `W_h` has to be turned round: y = h @ W_h leads back with its transpose.",
        ),
        Misconception(
            "h_t_for_the_state_before",
            [loss.h_t_for_the_state_before],
            hint="At step t, `W_h` is multiplied by the state before. It looks as if its gradient is made with h_t.",
        ),
        Misconception(
            "bias_left_out",
            [loss.bias_left_out],
            hint="It looks as if `b` is left out on the way there.",
        ),
        Misconception(
            "a_tensor",
            [loss.a_tensor, loss.a_tensor_by_hand],
            hint="The numbers come as a torch tensor. A NumPy array is asked for: `.numpy()` makes one.",
        ),
        Misconception(
            "other_gradient",
            [loss.gradient_of_W_x, loss.several_gradients],
            hint="One result is asked for, the gradient of `W_h`, (H, H).",
        ),
    ],
    variants=[piece_by_piece, torch_pieces_that_add_up, forward_in_time, each_loss_by_itself],
    equivalent_mutants={"0 → -1": "the targets of every step have one shape"},
)
