"""What may go wrong on the way back from step to step, and through tanh: wrong answers to `rnn_backward`."""

import numpy as np

from course.exercises.rnn.passes import d_h_of, gradients_from, gradients_of


def visiting(times, d_states, x, h_0, states, W_x, W_h):
    """The gradients when the steps are visited at these times, in this order."""
    d_a, d_h = np.zeros_like(states), np.zeros_like(h_0)
    for t in times:
        d_a[:, t] = (d_h + d_states[:, t]) * (1 - states[:, t] ** 2)
        d_h = d_a[:, t] @ W_h.T
    return gradients_from(d_a, d_h, x, h_0, states, W_x)


def passing(back, d_states, x, h_0, states, W_x, W_h):
    """The gradients when each step passes back another thing, (B, H).

    back: makes it from d_a_t, what came back from later steps, the loss's own gradient and the derivative of tanh
    """
    d_a, d_h = np.zeros_like(states), np.zeros_like(h_0)
    for t in reversed(range(x.shape[1])):
        prime = 1 - states[:, t] ** 2
        d_a[:, t] = (d_h + d_states[:, t]) * prime
        d_h = back(d_a[:, t], d_h, d_states[:, t], prime)
    return gradients_from(d_a, d_h, x, h_0, states, W_x)


def with_prime(prime, d_states, x, h_0, states, W_x, W_h):
    """The gradients when `prime` (B, T, H) stands for the derivative of tanh."""
    d_a = d_h_of(d_states, prime, W_h) * prime
    return gradients_from(d_a, d_a[:, 0] @ W_h.T, x, h_0, states, W_x)


def each_step_alone(d_states, x, h_0, states, W_x, W_h):
    d_a = d_states * (1 - states**2)
    return gradients_from(d_a, d_a[:, 0] @ W_h.T, x, h_0, states, W_x)


def each_step_alone_and_no_d_h_0(d_states, x, h_0, states, W_x, W_h):
    return gradients_from(d_states * (1 - states**2), np.zeros_like(h_0), x, h_0, states, W_x)


def neighbours_only(d_states, x, h_0, states, W_x, W_h):
    return passing(lambda d_a, d_h, d_own, prime: (d_own * prime) @ W_h.T, d_states, x, h_0, states, W_x, W_h)


def last_loss_only(d_states, x, h_0, states, W_x, W_h):
    d_last = np.zeros_like(d_states)
    d_last[:, -1] = d_states[:, -1]
    return gradients_of(d_last, x, h_0, states, W_x, W_h)


def last_loss_twice(d_states, x, h_0, states, W_x, W_h):
    d_states = d_states.copy()
    d_states[:, -1] *= 2
    return gradients_of(d_states, x, h_0, states, W_x, W_h)


def carried_adds_up(d_states, x, h_0, states, W_x, W_h):
    return passing(lambda d_a, d_h, d_own, prime: d_h + d_own + d_a @ W_h.T, d_states, x, h_0, states, W_x, W_h)


def carried_adds_up_by_itself(d_states, x, h_0, states, W_x, W_h):
    return passing(lambda d_a, d_h, d_own, prime: d_h + d_a @ W_h.T, d_states, x, h_0, states, W_x, W_h)


def carried_without_W_h(d_states, x, h_0, states, W_x, W_h):
    return passing(lambda d_a, d_h, d_own, prime: d_a, d_states, x, h_0, states, W_x, W_h)


def carried_as_it_is(d_states, x, h_0, states, W_x, W_h):
    return passing(lambda d_a, d_h, d_own, prime: d_h + d_own, d_states, x, h_0, states, W_x, W_h)


def W_h_as_on_the_way_there(d_states, x, h_0, states, W_x, W_h):
    return gradients_of(d_states, x, h_0, states, W_x, W_h.T)


def both_weights_as_on_the_way_there(d_states, x, h_0, states, W_x, W_h):
    return gradients_of(d_states, x, h_0, states, W_x.T, W_h.T)


def W_x_as_on_the_way_there(d_states, x, h_0, states, W_x, W_h):
    return gradients_of(d_states, x, h_0, states, W_x.T, W_h)


def forward_in_time(d_states, x, h_0, states, W_x, W_h):
    return visiting(range(x.shape[1]), d_states, x, h_0, states, W_x, W_h)


def forward_in_time_d_h_0_of_the_first(d_states, x, h_0, states, W_x, W_h):
    d_x, _, *others = forward_in_time(d_states, x, h_0, states, W_x, W_h)
    return d_x, (d_states[:, 0] * (1 - states[:, 0] ** 2)) @ W_h.T, *others


def first_step_left_out(d_states, x, h_0, states, W_x, W_h):
    return visiting(range(x.shape[1] - 1, 0, -1), d_states, x, h_0, states, W_x, W_h)


def last_step_left_out(d_states, x, h_0, states, W_x, W_h):
    return visiting(range(x.shape[1] - 2, -1, -1), d_states, x, h_0, states, W_x, W_h)


def as_many_steps_as_examples(d_states, x, h_0, states, W_x, W_h):
    return visiting(reversed(range(len(x))), d_states, x, h_0, states, W_x, W_h)


def as_many_steps_as_examples_state_before_first(d_states, x, h_0, states, W_x, W_h):
    _ = [states[:, t - 1] if t > 0 else h_0 for t in reversed(range(len(x)))]  # looked up before the rest
    return as_many_steps_as_examples(d_states, x, h_0, states, W_x, W_h)


def one_step_too_many(d_states, x, h_0, states, W_x, W_h):
    return d_states[:, x.shape[1]]  # range(T, 0, -1) gets no further


def no_tanh_prime(d_states, x, h_0, states, W_x, W_h):
    return with_prime(np.ones_like(states), d_states, x, h_0, states, W_x, W_h)


def no_tanh_prime_on_the_way(d_states, x, h_0, states, W_x, W_h):
    return passing(lambda d_a, d_h, d_own, prime: (d_h + d_own) @ W_h.T, d_states, x, h_0, states, W_x, W_h)


def tanh_prime_on_the_way_only(d_states, x, h_0, states, W_x, W_h):
    d_h_0 = gradients_of(d_states, x, h_0, states, W_x, W_h)[1]
    return gradients_from(d_h_of(d_states, 1 - states**2, W_h), d_h_0, x, h_0, states, W_x)


def tanh_prime_on_the_loss_only(d_states, x, h_0, states, W_x, W_h):
    d_a = d_h_of(d_states * (1 - states**2), np.ones_like(states), W_h)
    return gradients_from(d_a, d_a[:, 0] @ W_h.T, x, h_0, states, W_x)


def tanh_prime_on_the_carried_only(d_states, x, h_0, states, W_x, W_h):
    d_a = d_states.copy()
    for t in range(x.shape[1] - 1, 0, -1):
        d_a[:, t - 1] += (d_a[:, t] @ W_h.T) * (1 - states[:, t - 1] ** 2)
    return gradients_from(d_a, d_a[:, 0] @ W_h.T, x, h_0, states, W_x)


def tanh_prime_after_W_h(d_states, x, h_0, states, W_x, W_h):
    return passing(lambda d_a, d_h, d_own, prime: ((d_h + d_own) @ W_h.T) * prime, d_states, x, h_0, states, W_x, W_h)


def tanh_prime_twice(d_states, x, h_0, states, W_x, W_h):
    return with_prime((1 - states**2) ** 2, d_states, x, h_0, states, W_x, W_h)


def tanh_prime_twice_on_the_way(d_states, x, h_0, states, W_x, W_h):
    return passing(lambda d_a, d_h, d_own, prime: (d_a * prime) @ W_h.T, d_states, x, h_0, states, W_x, W_h)


def tanh_prime_not_squared(d_states, x, h_0, states, W_x, W_h):
    return with_prime(1 - states, d_states, x, h_0, states, W_x, W_h)


def tanh_prime_squared_as_a_whole(d_states, x, h_0, states, W_x, W_h):
    return with_prime((1 - states) ** 2, d_states, x, h_0, states, W_x, W_h)


def tanh_prime_without_one(d_states, x, h_0, states, W_x, W_h):
    return with_prime(states**2, d_states, x, h_0, states, W_x, W_h)


def tanh_prime_of_the_state(d_states, x, h_0, states, W_x, W_h):
    return with_prime(1 - np.tanh(states) ** 2, d_states, x, h_0, states, W_x, W_h)


def sigmoid_prime(d_states, x, h_0, states, W_x, W_h):
    return with_prime(states * (1 - states), d_states, x, h_0, states, W_x, W_h)


def tanh_prime_of_the_state_before(d_states, x, h_0, states, W_x, W_h):
    before = np.concatenate([h_0[:, None], states[:, :-1]], axis=1)
    return with_prime(1 - before**2, d_states, x, h_0, states, W_x, W_h)


def d_x_without_tanh_prime(d_states, x, h_0, states, W_x, W_h):
    _, *others = gradients_of(d_states, x, h_0, states, W_x, W_h)
    return d_h_of(d_states, 1 - states**2, W_h) @ W_x.T, *others


def d_b_without_tanh_prime(d_states, x, h_0, states, W_x, W_h):
    *others, _ = gradients_of(d_states, x, h_0, states, W_x, W_h)
    return *others, d_h_of(d_states, 1 - states**2, W_h).sum(axis=(0, 1))


def weights_without_tanh_prime(d_states, x, h_0, states, W_x, W_h):
    d_x, d_h_0, *_ = gradients_of(d_states, x, h_0, states, W_x, W_h)
    _, _, *weights = tanh_prime_on_the_way_only(d_states, x, h_0, states, W_x, W_h)
    return d_x, d_h_0, *weights
