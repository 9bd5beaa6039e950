"""What may go wrong with the two averages, and with what is returned: wrong answers to `adam_step`."""

import numpy as np

from course.exercises.gradients.adam_step_mistakes import averages, corrected


def stepped(param, m, v, t, lr, beta1, beta2, eps):
    """The rest of the step from given averages."""
    m_hat, v_hat = corrected(m, v, t, beta1, beta2)
    with np.errstate(all="ignore"):
        return param - lr * m_hat / (np.sqrt(v_hat) + eps), m, v


def grad_not_squared(param, grad, m, v, t, lr, beta1, beta2, eps):
    m, v = beta1 * m + (1 - beta1) * grad, beta2 * v + (1 - beta2) * grad
    return stepped(param, m, v, t, lr, beta1, beta2, eps)


def sizes_in_v(param, grad, m, v, t, lr, beta1, beta2, eps):
    m, v = beta1 * m + (1 - beta1) * grad, beta2 * v + (1 - beta2) * np.abs(grad)
    return stepped(param, m, v, t, lr, beta1, beta2, eps)


def m_squared_in_v(param, grad, m, v, t, lr, beta1, beta2, eps):
    m = beta1 * m + (1 - beta1) * grad
    return stepped(param, m, beta2 * v + (1 - beta2) * m**2, t, lr, beta1, beta2, eps)


def sum_squared_in_v(param, grad, m, v, t, lr, beta1, beta2, eps):
    m, v = beta1 * m + (1 - beta1) * grad, (beta2 * v + (1 - beta2) * grad) ** 2
    return stepped(param, m, v, t, lr, beta1, beta2, eps)


def weights_turned_round(param, grad, m, v, t, lr, beta1, beta2, eps):
    m, v = (1 - beta1) * m + beta1 * grad, (1 - beta2) * v + beta2 * grad**2
    return stepped(param, m, v, t, lr, beta1, beta2, eps)


def m_turned_round(param, grad, m, v, t, lr, beta1, beta2, eps):
    m, v = (1 - beta1) * m + beta1 * grad, beta2 * v + (1 - beta2) * grad**2
    return stepped(param, m, v, t, lr, beta1, beta2, eps)


def v_turned_round(param, grad, m, v, t, lr, beta1, beta2, eps):
    m, v = beta1 * m + (1 - beta1) * grad, (1 - beta2) * v + beta2 * grad**2
    return stepped(param, m, v, t, lr, beta1, beta2, eps)


def no_one_minus_beta(param, grad, m, v, t, lr, beta1, beta2, eps):
    return stepped(param, beta1 * m + grad, beta2 * v + grad**2, t, lr, beta1, beta2, eps)


def no_one_minus_beta1(param, grad, m, v, t, lr, beta1, beta2, eps):
    return stepped(param, beta1 * m + grad, beta2 * v + (1 - beta2) * grad**2, t, lr, beta1, beta2, eps)


def no_one_minus_beta2(param, grad, m, v, t, lr, beta1, beta2, eps):
    return stepped(param, beta1 * m + (1 - beta1) * grad, beta2 * v + grad**2, t, lr, beta1, beta2, eps)


def old_not_decayed(param, grad, m, v, t, lr, beta1, beta2, eps):
    return stepped(param, m + (1 - beta1) * grad, v + (1 - beta2) * grad**2, t, lr, beta1, beta2, eps)


def momentum_with_lr(param, grad, m, v, t, lr, beta1, beta2, eps):
    return stepped(param, beta1 * m + lr * grad, beta2 * v + (1 - beta2) * grad**2, t, 1.0, beta1, beta2, eps)


def betas_swapped(param, grad, m, v, t, lr, beta1, beta2, eps):
    return stepped(param, *averages(grad, m, v, beta2, beta1), t, lr, beta2, beta1, eps)


def beta1_for_both(param, grad, m, v, t, lr, beta1, beta2, eps):
    return stepped(param, *averages(grad, m, v, beta1, beta1), t, lr, beta1, beta1, eps)


def beta2_for_both(param, grad, m, v, t, lr, beta1, beta2, eps):
    return stepped(param, *averages(grad, m, v, beta2, beta2), t, lr, beta2, beta2, eps)


def betas_swapped_in_correction(param, grad, m, v, t, lr, beta1, beta2, eps):
    return stepped(param, *averages(grad, m, v, beta1, beta2), t, lr, beta2, beta1, eps)


def grad_for_m(param, grad, m, v, t, lr, beta1, beta2, eps):
    m, v = averages(grad, m, v, beta1, beta2)
    return param - lr * grad / (np.sqrt(v / (1 - beta2**t)) + eps), m, v


def grad_for_m_corrected(param, grad, m, v, t, lr, beta1, beta2, eps):
    m, v = averages(grad, m, v, beta1, beta2)
    return param - lr * grad / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps), m, v


def v_left_out(param, grad, m, v, t, lr, beta1, beta2, eps):
    m, v = averages(grad, m, v, beta1, beta2)
    return param - lr * m / (1 - beta1**t), m, v


def plain_step(param, grad, m, v, t, lr, beta1, beta2, eps):
    return param - lr * grad, *averages(grad, m, v, beta1, beta2)


def m_and_v_swapped(param, grad, m, v, t, lr, beta1, beta2, eps):
    new, m, v = stepped(param, *averages(grad, m, v, beta1, beta2), t, lr, beta1, beta2, eps)
    return new, v, m


def returned_in_another_order(param, grad, m, v, t, lr, beta1, beta2, eps):
    new, m, v = stepped(param, *averages(grad, m, v, beta1, beta2), t, lr, beta1, beta2, eps)
    return m, v, new


def only_the_parameter(param, grad, m, v, t, lr, beta1, beta2, eps):
    return stepped(param, *averages(grad, m, v, beta1, beta2), t, lr, beta1, beta2, eps)[0]


def corrections_multiplied(param, grad, m, v, t, lr, beta1, beta2, eps):
    m, v = averages(grad, m, v, beta1, beta2)
    return param - lr * m * (1 - beta1**t) / (np.sqrt(v * (1 - beta2**t)) + eps), m, v


def corrected_by_beta(param, grad, m, v, t, lr, beta1, beta2, eps):
    m, v = averages(grad, m, v, beta1, beta2)
    return param - lr * m / beta1**t / (np.sqrt(v / beta2**t) + eps), m, v


def correction_not_to_the_power(param, grad, m, v, t, lr, beta1, beta2, eps):
    m, v = averages(grad, m, v, beta1, beta2)
    return param - lr * m / (1 - beta1) / (np.sqrt(v / (1 - beta2)) + eps), m, v


def correction_by_t(param, grad, m, v, t, lr, beta1, beta2, eps):
    m, v = averages(grad, m, v, beta1, beta2)
    return param - lr * m / (1 - beta1) ** t / (np.sqrt(v / (1 - beta2) ** t) + eps), m, v


def correction_times_t(param, grad, m, v, t, lr, beta1, beta2, eps):
    m, v = averages(grad, m, v, beta1, beta2)
    with np.errstate(all="ignore"):
        return param - lr * m / (1 - beta1 * t) / (np.sqrt(v / (1 - beta2 * t)) + eps), m, v


def lr_left_out(param, grad, m, v, t, lr, beta1, beta2, eps):
    return stepped(param, *averages(grad, m, v, beta1, beta2), t, 1.0, beta1, beta2, eps)


def lr_in_the_denominator(param, grad, m, v, t, lr, beta1, beta2, eps):
    m, v = averages(grad, m, v, beta1, beta2)
    m_hat, v_hat = corrected(m, v, t, beta1, beta2)
    return param - m_hat / (lr * (np.sqrt(v_hat) + eps)), m, v


def lr_squared(param, grad, m, v, t, lr, beta1, beta2, eps):
    return stepped(param, *averages(grad, m, v, beta1, beta2), t, lr**2, beta1, beta2, eps)


def in_place(param, grad, m, v, t, lr, beta1, beta2, eps):
    m *= beta1
    m += (1 - beta1) * grad
    v *= beta2
    v += (1 - beta2) * grad**2
    param -= lr * m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps)
    return param, m, v


def param_in_place(param, grad, m, v, t, lr, beta1, beta2, eps):
    m, v = averages(grad, m, v, beta1, beta2)
    param -= lr * m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps)
    return param, m, v


def averages_in_place(param, grad, m, v, t, lr, beta1, beta2, eps):
    m[...], v[...] = averages(grad, m, v, beta1, beta2)
    return stepped(param, m, v, t, lr, beta1, beta2, eps)


def squares_added_in_v(param, grad, m, v, t, lr, beta1, beta2, eps):
    m, v = beta1 * m + (1 - beta1) * grad, beta2 * v + (1 - beta2) * np.sum(grad**2)
    return stepped(param, m, v, t, lr, beta1, beta2, eps)


def squares_averaged_in_v(param, grad, m, v, t, lr, beta1, beta2, eps):
    m, v = beta1 * m + (1 - beta1) * grad, beta2 * v + (1 - beta2) * np.mean(grad**2)
    return stepped(param, m, v, t, lr, beta1, beta2, eps)


def correction_without_brackets(param, grad, m, v, t, lr, beta1, beta2, eps):
    m, v = averages(grad, m, v, beta1, beta2)
    with np.errstate(all="ignore"):
        return param - lr * (m / 1 - beta1**t) / (np.sqrt(v / 1 - beta2**t) + eps), m, v
