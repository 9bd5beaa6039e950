"""What may go wrong with the Jacobian of one step: wrong answers to `rnn_jacobian`."""

import numpy as np


def transposed(h_t, W_h):
    return W_h * (1 - h_t**2)


def transposed_product(h_t, W_h):
    return W_h @ np.diag(1 - h_t**2)


def transposed_loop(h_t, W_h):
    J = np.zeros(W_h.shape)
    for i in range(len(h_t)):
        for j in range(len(h_t)):
            J[j, i] = (1 - h_t[i] ** 2) * W_h[j, i]
    return J


def W_h_not_transposed(h_t, W_h):
    return (1 - h_t**2)[:, None] * W_h


def W_h_not_transposed_product(h_t, W_h):
    return np.diag(1 - h_t**2) @ W_h


def W_h_not_transposed_loop(h_t, W_h):
    J = np.zeros(W_h.shape)
    for i in range(len(h_t)):
        for j in range(len(h_t)):
            J[i, j] = (1 - h_t[i] ** 2) * W_h[i, j]
    return J


def prime_on_the_wrong_side(h_t, W_h):
    return (1 - h_t**2) * W_h.T


def prime_on_the_wrong_side_product(h_t, W_h):
    return W_h.T @ np.diag(1 - h_t**2)


def prime_on_the_wrong_side_loop(h_t, W_h):
    J = np.zeros(W_h.shape)
    for i in range(len(h_t)):
        for j in range(len(h_t)):
            J[i, j] = (1 - h_t[j] ** 2) * W_h[j, i]
    return J


def tanh_of_the_state(h_t, W_h):
    return (1 - np.tanh(h_t) ** 2)[:, None] * W_h.T


def tanh_of_the_state_not_transposed(h_t, W_h):
    return (1 - np.tanh(h_t) ** 2)[:, None] * W_h


def tanh_of_the_state_transposed(h_t, W_h):
    return (1 - np.tanh(h_t) ** 2) * W_h


def tanh_of_the_state_on_the_wrong_side(h_t, W_h):
    return (1 - np.tanh(h_t) ** 2) * W_h.T


def cosh_of_the_state(h_t, W_h):
    return np.diag(1 / np.cosh(h_t) ** 2) @ W_h.T


def no_tanh_prime(h_t, W_h):
    return W_h.T


def no_tanh_prime_not_transposed(h_t, W_h):
    return W_h


def no_tanh_prime_a_copy(h_t, W_h):
    return W_h.T.copy()


def not_squared(h_t, W_h):
    return (1 - h_t)[:, None] * W_h.T


def not_squared_not_transposed(h_t, W_h):
    return (1 - h_t)[:, None] * W_h


def without_one_minus(h_t, W_h):
    return (h_t**2)[:, None] * W_h.T


def squared_as_a_whole(h_t, W_h):
    return ((1 - h_t) ** 2)[:, None] * W_h.T


def one_plus(h_t, W_h):
    return (1 + h_t**2)[:, None] * W_h.T


def prime_twice(h_t, W_h):
    return ((1 - h_t**2) ** 2)[:, None] * W_h.T


def root_of_prime(h_t, W_h):
    return np.sqrt(1 - h_t**2)[:, None] * W_h.T


def sizes_in_place_of_squares(h_t, W_h):
    return (1 - np.abs(h_t))[:, None] * W_h.T


def sigmoid_prime(h_t, W_h):
    return (h_t * (1 - h_t))[:, None] * W_h.T


def sigmoid_prime_not_transposed(h_t, W_h):
    return (h_t * (1 - h_t))[:, None] * W_h


def sigmoid_prime_transposed(h_t, W_h):
    return h_t * (1 - h_t) * W_h


def state_as_a_factor(h_t, W_h):
    return ((1 - h_t**2) * h_t)[:, None] * W_h.T


def state_as_a_factor_not_transposed(h_t, W_h):
    return np.outer(1 - h_t**2, h_t) * W_h


def state_as_a_factor_only(h_t, W_h):
    return np.outer(1 - h_t**2, h_t)


def a_vector(h_t, W_h):
    return (1 - h_t**2) @ W_h


def a_vector_transposed(h_t, W_h):
    return (1 - h_t**2) @ W_h.T


def a_vector_weights_first(h_t, W_h):
    return W_h.T * (1 - h_t**2) @ np.ones(len(h_t))


def a_vector_summed(h_t, W_h):
    return ((1 - h_t**2)[:, None] * W_h.T).sum(axis=1)


def diagonal_only(h_t, W_h):
    return np.diag(1 - h_t**2) * W_h.T


def diagonal_alone(h_t, W_h):
    return np.diag(1 - h_t**2)


def prime_of_the_weights(h_t, W_h):
    return 1 - np.tanh(W_h.T) ** 2


def prime_of_the_product(h_t, W_h):
    return (1 - np.tanh(h_t @ W_h) ** 2)[:, None] * W_h.T
