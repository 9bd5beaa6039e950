"""What may go wrong with the factors and with the norm: wrong answers to `gradient_norms`."""

import numpy as np


def jacobians_of(states, W_h):
    """J_1 … J_T, (T, H, H), that of each step made with the state after it."""
    return (1 - states**2)[:, :, None] * W_h.T


def products_of(jacobians):
    """For J_1 … J_T the products J_T ⋯ J_{t+1} for t = 1 … T, each (H, H); the last is the identity."""
    products = [np.eye(jacobians.shape[1])]
    for J in jacobians[:0:-1]:
        products.insert(0, products[0] @ J)
    return products


def norms_of(products):
    return np.array([np.linalg.norm(product, 2) for product in products])


def frobenius(states, W_h):
    return np.array([np.linalg.norm(product) for product in products_of(jacobians_of(states, W_h))])


def frobenius_by_hand(states, W_h):
    return np.array([np.sqrt((product**2).sum()) for product in products_of(jacobians_of(states, W_h))])


def frobenius_last_set_to_one(states, W_h):
    norms = np.ones(len(states))
    for t, product in enumerate(products_of(jacobians_of(states, W_h))[:-1]):
        norms[t] = np.linalg.norm(product)
    return norms


def one_step_too_many(states, W_h):
    product, norms = np.eye(len(W_h)), np.zeros(len(states))
    for t in reversed(range(len(states))):
        product = product @ ((1 - states[t] ** 2)[:, None] * W_h.T)
        norms[t] = np.linalg.norm(product, 2)
    return norms


def one_step_too_many_last_set_to_one(states, W_h):
    norms = one_step_too_many(states, W_h)
    norms[-1] = 1.0
    return norms


def one_step_too_few(states, W_h):
    norms = norms_of(products_of(jacobians_of(states, W_h)))
    return np.append(norms[1:], 1.0)


def last_factor_left_out(states, W_h):
    product, norms = np.eye(len(W_h)), np.ones(len(states))
    for t in range(len(states) - 2, 0, -1):
        product = product @ ((1 - states[t] ** 2)[:, None] * W_h.T)
        norms[t - 1] = np.linalg.norm(product, 2)
    return norms


def h_0_too(states, W_h):
    return np.append(one_step_too_many(states, W_h), 1.0)


def last_one_left_out(states, W_h):
    return norms_of(products_of(jacobians_of(states, W_h)))[:-1]


def first_left_out(states, W_h):
    norms = norms_of(products_of(jacobians_of(states, W_h)))
    norms[0] = 1.0 if len(norms) == 1 else 0.0
    return norms


def zero_for_the_last(states, W_h):
    norms = norms_of(products_of(jacobians_of(states, W_h)))
    norms[-1] = 0.0
    return norms


def prime_of_the_state_before(states, W_h):
    before = np.vstack([np.zeros(len(W_h)), states[:-1]])
    return norms_of(products_of(jacobians_of(before, W_h)))


def prime_of_the_state_before_by_index(states, W_h):
    product, norms = np.eye(len(W_h)), np.ones(len(states))
    for t in range(len(states) - 2, -1, -1):
        product = product @ ((1 - states[t] ** 2)[:, None] * W_h.T)
        norms[t] = np.linalg.norm(product, 2)
    return norms


def prime_of_the_state_before_in_the_wrong_order(states, W_h):
    product, norms = np.eye(len(W_h)), [1.0]
    for t in range(len(states) - 1, 0, -1):
        product = np.diag(1 - states[t - 1] ** 2) @ W_h.T @ product
        norms.insert(0, np.linalg.norm(product, 2))
    return np.array(norms)


def no_tanh_prime(states, W_h):
    return norms_of(products_of(jacobians_of(np.zeros_like(states), W_h)))


def no_tanh_prime_by_powers(states, W_h):
    T = len(states)
    return np.array([np.linalg.norm(np.linalg.matrix_power(W_h, T - t), 2) for t in range(1, T + 1)])


def tanh_of_the_states(states, W_h):
    return norms_of(products_of(jacobians_of(np.tanh(states), W_h)))


def product_of_norms(states, W_h):
    norms = np.ones(len(states))
    for t in range(len(states) - 2, -1, -1):
        norms[t] = norms[t + 1] * np.linalg.norm((1 - states[t + 1] ** 2)[:, None] * W_h.T, 2)
    return norms


def product_of_norms_by_power(states, W_h):
    T = len(states)
    return np.linalg.norm(W_h, 2) ** (T - np.arange(1, T + 1.0))


def each_step_alone(states, W_h):
    return np.append(norms_of(jacobians_of(states, W_h)[1:]), 1.0)


def each_step_alone_last_first(states, W_h):
    return norms_of(jacobians_of(states, W_h))


def spectral_radius(states, W_h):
    products = products_of(jacobians_of(states, W_h))
    return np.array([np.abs(np.linalg.eigvals(product)).max() for product in products])


def real_eigenvalue(states, W_h):
    products = products_of(jacobians_of(states, W_h))
    return np.array([np.linalg.eigvals(product).real.max() for product in products])


def column_sums(states, W_h):
    return np.array([np.linalg.norm(product, 1) for product in products_of(jacobians_of(states, W_h))])


def row_sums(states, W_h):
    return np.array([np.linalg.norm(product, np.inf) for product in products_of(jacobians_of(states, W_h))])


def largest_entry(states, W_h):
    return np.array([np.abs(product).max() for product in products_of(jacobians_of(states, W_h))])


def smallest_singular_value(states, W_h):
    return np.array([np.linalg.norm(product, -2) for product in products_of(jacobians_of(states, W_h))])


def singular_values_added(states, W_h):
    return np.array([np.linalg.norm(product, "nuc") for product in products_of(jacobians_of(states, W_h))])


def squared(states, W_h):
    return norms_of(products_of(jacobians_of(states, W_h))) ** 2


def _followed(d_h, states, W_h):
    """The lengths of a gradient (H,) on its way back from the last state."""
    lengths = [np.linalg.norm(d_h)]
    for h_t in states[:0:-1]:
        d_h = (d_h * (1 - h_t**2)) @ W_h.T
        lengths.insert(0, np.linalg.norm(d_h))
    return np.array(lengths)


def one_vector(states, W_h):
    return _followed(np.ones(len(W_h)), states, W_h)


def one_vector_of_length_one(states, W_h):
    return _followed(np.ones(len(W_h)) / np.sqrt(len(W_h)), states, W_h)
