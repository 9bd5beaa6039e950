"""What may go wrong with the order of factors and of results: wrong answers to `gradient_norms`."""

import numpy as np

from course.exercises.gradients.norms_mistakes import jacobians_of, norms_of, products_of


def products_from_the_left(jacobians):
    """For J_1 … J_T the products J_{t+1} ⋯ J_T, the factors in the order of time."""
    products = [np.eye(jacobians.shape[1])]
    for J in jacobians[:0:-1]:
        products.insert(0, J @ products[0])
    return products


def from_the_left(states, W_h):
    return norms_of(products_from_the_left(jacobians_of(states, W_h)))


def from_the_left_transposed(states, W_h):
    return norms_of(products_of(W_h * (1 - states**2)[:, None, :]))


def sorted_the_other_way(states, W_h):
    jacobians = jacobians_of(states, W_h)
    norms = []
    for t in range(len(states)):
        product = np.eye(len(W_h))
        for k in range(t + 1, len(states)):
            product = product @ jacobians[k]
        norms.append(np.linalg.norm(product, 2))
    return np.array(norms)


def W_h_not_transposed(states, W_h):
    return norms_of(products_of(jacobians_of(states, W_h.T)))


def W_h_not_transposed_from_the_left(states, W_h):
    return norms_of(products_from_the_left(jacobians_of(states, W_h.T)))


def prime_on_the_wrong_side(states, W_h):
    return norms_of(products_of((1 - states**2)[:, None, :] * W_h.T))


def prime_on_the_wrong_side_from_the_left(states, W_h):
    return norms_of(products_from_the_left((1 - states**2)[:, None, :] * W_h.T))


def last_to_first(states, W_h):
    return norms_of(products_of(jacobians_of(states, W_h)))[::-1]


def from_the_first_state(states, W_h):
    product, norms = np.eye(len(W_h)), []
    for t, J in enumerate(jacobians_of(states, W_h)):
        product = J @ product if t else product
        norms.append(np.linalg.norm(product, 2))
    return np.array(norms)


def from_the_first_state_wrong_order(states, W_h):
    product, norms = np.eye(len(W_h)), []
    for t, J in enumerate(jacobians_of(states, W_h)):
        product = product @ J if t else product
        norms.append(np.linalg.norm(product, 2))
    return np.array(norms)


def entry_by_entry(states, W_h):
    product, norms = np.ones(W_h.shape), [1.0]
    for J in jacobians_of(states, W_h)[:0:-1]:
        product = product * J
        norms.insert(0, np.linalg.norm(product, 2))
    return np.array(norms)


def one_number(states, W_h):
    return np.linalg.norm(products_of(jacobians_of(states, W_h))[0], 2)
