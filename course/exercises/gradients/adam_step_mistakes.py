"""What may go wrong with the corrections and the step itself: wrong answers to `adam_step`."""

import numpy as np


def averages(grad, m, v, beta1, beta2):
    return beta1 * m + (1 - beta1) * grad, beta2 * v + (1 - beta2) * grad**2


def corrected(m, v, t, beta1, beta2):
    return m / (1 - beta1**t), v / (1 - beta2**t)


def with_steps(t, param, grad, m, v, lr, beta1, beta2, eps):
    """A step whose corrections are those of another number of steps."""
    m, v = averages(grad, m, v, beta1, beta2)
    m_hat, v_hat = corrected(m, v, t, beta1, beta2)
    return param - lr * m_hat / (np.sqrt(v_hat) + eps), m, v


def no_bias_correction(param, grad, m, v, t, lr, beta1, beta2, eps):
    m, v = averages(grad, m, v, beta1, beta2)
    return param - lr * m / (np.sqrt(v) + eps), m, v


def no_bias_correction_of_m(param, grad, m, v, t, lr, beta1, beta2, eps):
    m, v = averages(grad, m, v, beta1, beta2)
    return param - lr * m / (np.sqrt(v / (1 - beta2**t)) + eps), m, v


def no_bias_correction_of_v(param, grad, m, v, t, lr, beta1, beta2, eps):
    m, v = averages(grad, m, v, beta1, beta2)
    return param - lr * m / (1 - beta1**t) / (np.sqrt(v) + eps), m, v


def eps_under_the_root(param, grad, m, v, t, lr, beta1, beta2, eps):
    m, v = averages(grad, m, v, beta1, beta2)
    m_hat, v_hat = corrected(m, v, t, beta1, beta2)
    return param - lr * m_hat / np.sqrt(v_hat + eps), m, v


def eps_under_the_root_uncorrected(param, grad, m, v, t, lr, beta1, beta2, eps):
    m, v = averages(grad, m, v, beta1, beta2)
    return param - lr * m / np.sqrt(v + eps), m, v


def eps_squared_under_the_root(param, grad, m, v, t, lr, beta1, beta2, eps):
    m, v = averages(grad, m, v, beta1, beta2)
    m_hat, v_hat = corrected(m, v, t, beta1, beta2)
    return param - lr * m_hat / np.sqrt(v_hat + eps**2), m, v


def t_from_zero(param, grad, m, v, t, lr, beta1, beta2, eps):
    return with_steps(np.float64(t - 1), param, grad, m, v, lr, beta1, beta2, eps)


def t_from_zero_guarded(param, grad, m, v, t, lr, beta1, beta2, eps):
    if t == 1:
        m, v = averages(grad, m, v, beta1, beta2)
        return param - lr * m / (np.sqrt(v) + eps), m, v
    return with_steps(t - 1, param, grad, m, v, lr, beta1, beta2, eps)


def t_from_zero_at_least_one(param, grad, m, v, t, lr, beta1, beta2, eps):
    return with_steps(max(t - 1, 1), param, grad, m, v, lr, beta1, beta2, eps)


def t_one_too_many(param, grad, m, v, t, lr, beta1, beta2, eps):
    return with_steps(t + 1, param, grad, m, v, lr, beta1, beta2, eps)


def corrected_averages_returned(param, grad, m, v, t, lr, beta1, beta2, eps):
    m, v = corrected(*averages(grad, m, v, beta1, beta2), t, beta1, beta2)
    return param - lr * m / (np.sqrt(v) + eps), m, v


def corrected_m_returned(param, grad, m, v, t, lr, beta1, beta2, eps):
    m, v = averages(grad, m, v, beta1, beta2)
    m_hat, v_hat = corrected(m, v, t, beta1, beta2)
    return param - lr * m_hat / (np.sqrt(v_hat) + eps), m_hat, v


def corrected_v_returned(param, grad, m, v, t, lr, beta1, beta2, eps):
    m, v = averages(grad, m, v, beta1, beta2)
    m_hat, v_hat = corrected(m, v, t, beta1, beta2)
    return param - lr * m_hat / (np.sqrt(v_hat) + eps), m, v_hat


def old_averages_used(param, grad, m, v, t, lr, beta1, beta2, eps):
    m_hat, v_hat = corrected(m, v, t, beta1, beta2)
    return param - lr * m_hat / (np.sqrt(v_hat) + eps), *averages(grad, m, v, beta1, beta2)


def old_averages_returned(param, grad, m, v, t, lr, beta1, beta2, eps):
    new, *_ = with_steps(t, param, grad, m, v, lr, beta1, beta2, eps)
    return new, m, v


def eps_left_out(param, grad, m, v, t, lr, beta1, beta2, eps):
    return with_steps(t, param, grad, m, v, lr, beta1, beta2, 0.0)


def eps_beside_the_uncorrected_root(param, grad, m, v, t, lr, beta1, beta2, eps):
    m, v = averages(grad, m, v, beta1, beta2)
    rate = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    return param - rate * m / (np.sqrt(v) + eps), m, v


def eps_beside_the_uncorrected_root_written_out(param, grad, m, v, t, lr, beta1, beta2, eps):
    m, v = averages(grad, m, v, beta1, beta2)
    return param - lr * (m / (1 - beta1**t)) / ((np.sqrt(v) + eps) / np.sqrt(1 - beta2**t)), m, v


def eps_added_to_the_step(param, grad, m, v, t, lr, beta1, beta2, eps):
    m, v = averages(grad, m, v, beta1, beta2)
    m_hat, v_hat = corrected(m, v, t, beta1, beta2)
    with np.errstate(all="ignore"):
        return param - lr * (m_hat / np.sqrt(v_hat) + eps), m, v


def eps_subtracted(param, grad, m, v, t, lr, beta1, beta2, eps):
    return with_steps(t, param, grad, m, v, lr, beta1, beta2, -eps)


def eps_in_v(param, grad, m, v, t, lr, beta1, beta2, eps):
    m, v = averages(grad, m, v, beta1, beta2)
    m_hat, v_hat = corrected(m, v + eps, t, beta1, beta2)
    return param - lr * m_hat / np.sqrt(v_hat), m, v


def uphill(param, grad, m, v, t, lr, beta1, beta2, eps):
    return with_steps(t, param, grad, m, v, -lr, beta1, beta2, eps)


def no_root(param, grad, m, v, t, lr, beta1, beta2, eps):
    m, v = averages(grad, m, v, beta1, beta2)
    m_hat, v_hat = corrected(m, v, t, beta1, beta2)
    return param - lr * m_hat / (v_hat + eps), m, v


def root_of_the_uncorrected(param, grad, m, v, t, lr, beta1, beta2, eps):
    m, v = averages(grad, m, v, beta1, beta2)
    return param - lr * (m / (1 - beta1**t)) / (np.sqrt(v) / (1 - beta2**t) + eps), m, v


def root_of_both(param, grad, m, v, t, lr, beta1, beta2, eps):
    m, v = averages(grad, m, v, beta1, beta2)
    m_hat, v_hat = corrected(m, v, t, beta1, beta2)
    with np.errstate(all="ignore"):
        return param - lr * np.sqrt(np.abs(m_hat) / (v_hat + eps)) * np.sign(m_hat), m, v


def eps_added_to_the_parameter(param, grad, m, v, t, lr, beta1, beta2, eps):
    m, v = averages(grad, m, v, beta1, beta2)
    m_hat, v_hat = corrected(m, v, t, beta1, beta2)
    with np.errstate(all="ignore"):
        return param - lr * m_hat / np.sqrt(v_hat) + eps, m, v


def usual_eps(param, grad, m, v, t, lr, beta1, beta2, eps):
    return with_steps(t, param, grad, m, v, lr, beta1, beta2, 1e-8)


def usual_betas(param, grad, m, v, t, lr, beta1, beta2, eps):
    return with_steps(t, param, grad, m, v, lr, 0.9, 0.999, eps)


def usual_betas_and_eps(param, grad, m, v, t, lr, beta1, beta2, eps):
    return with_steps(t, param, grad, m, v, lr, 0.9, 0.999, 1e-8)


def step_returned(param, grad, m, v, t, lr, beta1, beta2, eps):
    new, m, v = with_steps(t, param, grad, m, v, lr, beta1, beta2, eps)
    return param - new, m, v


def negative_step_returned(param, grad, m, v, t, lr, beta1, beta2, eps):
    new, m, v = with_steps(t, param, grad, m, v, lr, beta1, beta2, eps)
    return new - param, m, v
