"""What a kind asks for, mistaken: wrong answers to `read_out`."""

import numpy as np


def padded_logits_zeroed(states, lengths, W_y, b_y, kind):
    if kind == "many_to_many":
        return np.where(np.arange(states.shape[1])[:, None] < lengths[:, None, None], states @ W_y + b_y, 0)
    if kind == "many_to_one":
        return states[np.arange(len(lengths)), lengths - 1] @ W_y + b_y
    raise ValueError("kind")


def padded_states_zeroed(states, lengths, W_y, b_y, kind):
    if kind == "many_to_many":
        return (states * (np.arange(states.shape[1]) < lengths[:, None])[..., None]) @ W_y + b_y
    if kind == "many_to_one":
        return states[np.arange(len(lengths)), lengths - 1] @ W_y + b_y
    raise ValueError("kind")


def no_bias(states, lengths, W_y, b_y, kind):
    if kind == "many_to_many":
        return states @ W_y
    if kind == "many_to_one":
        return states[np.arange(len(lengths)), lengths - 1] @ W_y
    raise ValueError("kind")


def no_bias_in_many_to_one(states, lengths, W_y, b_y, kind):
    if kind == "many_to_many":
        return states @ W_y + b_y
    if kind == "many_to_one":
        return states[np.arange(len(lengths)), lengths - 1] @ W_y
    raise ValueError("kind")


def no_bias_in_many_to_many(states, lengths, W_y, b_y, kind):
    if kind == "many_to_many":
        return states @ W_y
    if kind == "many_to_one":
        return states[np.arange(len(lengths)), lengths - 1] @ W_y + b_y
    raise ValueError("kind")


def weights_transposed(states, lengths, W_y, b_y, kind):
    if kind not in ("many_to_many", "many_to_one"):
        raise ValueError("kind")
    h = states if kind == "many_to_many" else states[np.arange(len(lengths)), lengths - 1]
    return h @ W_y.T + b_y


def weights_on_the_left(states, lengths, W_y, b_y, kind):
    if kind not in ("many_to_many", "many_to_one"):
        raise ValueError("kind")
    h = states if kind == "many_to_many" else states[np.arange(len(lengths)), lengths - 1]
    return W_y @ h + b_y


def kinds_exchanged(states, lengths, W_y, b_y, kind):
    if kind == "many_to_many":
        return states[np.arange(len(lengths)), lengths - 1] @ W_y + b_y
    if kind == "many_to_one":
        return states @ W_y + b_y
    raise ValueError("kind")


def always_each_sequence(states, lengths, W_y, b_y, kind):
    if kind == "many_to_many":
        return states[np.arange(len(lengths)), lengths - 1] @ W_y + b_y
    if kind == "many_to_one":
        return states[np.arange(len(lengths)), lengths - 1] @ W_y + b_y
    raise ValueError("kind")


def always_each_step(states, lengths, W_y, b_y, kind):
    if kind == "many_to_many":
        return states @ W_y + b_y
    if kind == "many_to_one":
        return states @ W_y + b_y
    raise ValueError("kind")


def softmax_applied(states, lengths, W_y, b_y, kind):
    if kind not in ("many_to_many", "many_to_one"):
        raise ValueError("kind")
    h = states if kind == "many_to_many" else states[np.arange(len(lengths)), lengths - 1]
    e = np.exp(h @ W_y + b_y)
    return e / e.sum(axis=-1, keepdims=True)


def softmax_applied_in_many_to_one(states, lengths, W_y, b_y, kind):
    if kind == "many_to_many":
        return states @ W_y + b_y
    if kind == "many_to_one":
        e = np.exp(states[np.arange(len(lengths)), lengths - 1] @ W_y + b_y)
        return e / e.sum(axis=-1, keepdims=True)
    raise ValueError("kind")


def log_softmax_applied(states, lengths, W_y, b_y, kind):
    if kind not in ("many_to_many", "many_to_one"):
        raise ValueError("kind")
    h = states if kind == "many_to_many" else states[np.arange(len(lengths)), lengths - 1]
    logits = h @ W_y + b_y
    return logits - np.log(np.exp(logits).sum(axis=-1, keepdims=True))


def tanh_applied(states, lengths, W_y, b_y, kind):
    if kind not in ("many_to_many", "many_to_one"):
        raise ValueError("kind")
    h = states if kind == "many_to_many" else states[np.arange(len(lengths)), lengths - 1]
    return np.tanh(h @ W_y + b_y)


def class_chosen(states, lengths, W_y, b_y, kind):
    if kind not in ("many_to_many", "many_to_one"):
        raise ValueError("kind")
    h = states if kind == "many_to_many" else states[np.arange(len(lengths)), lengths - 1]
    return (h @ W_y + b_y).argmax(axis=-1)


def none_for_another_kind(states, lengths, W_y, b_y, kind):
    if kind == "many_to_many":
        return states @ W_y + b_y
    if kind == "many_to_one":
        return states[np.arange(len(lengths)), lengths - 1] @ W_y + b_y


def many_to_one_for_another_kind(states, lengths, W_y, b_y, kind):
    h = states if kind == "many_to_many" else states[np.arange(len(lengths)), lengths - 1]
    return h @ W_y + b_y


def many_to_many_for_another_kind(states, lengths, W_y, b_y, kind):
    h = states[np.arange(len(lengths)), lengths - 1] if kind == "many_to_one" else states
    return h @ W_y + b_y


def error_returned(states, lengths, W_y, b_y, kind):
    if kind == "many_to_many":
        return states @ W_y + b_y
    if kind == "many_to_one":
        return states[np.arange(len(lengths)), lengths - 1] @ W_y + b_y
    return ValueError("kind")


def error_class_returned(states, lengths, W_y, b_y, kind):
    if kind not in ("many_to_many", "many_to_one"):
        return ValueError
    h = states if kind == "many_to_many" else states[np.arange(len(lengths)), lengths - 1]
    return h @ W_y + b_y


def error_named(states, lengths, W_y, b_y, kind):
    if kind == "many_to_many":
        return states @ W_y + b_y
    if kind == "many_to_one":
        return states[np.arange(len(lengths)), lengths - 1] @ W_y + b_y
    return "ValueError"


def looked_up_in_a_dict(states, lengths, W_y, b_y, kind):
    h = {"many_to_many": states, "many_to_one": states[np.arange(len(lengths)), lengths - 1]}[kind]
    return h @ W_y + b_y


def asserted(states, lengths, W_y, b_y, kind):
    assert kind in ("many_to_many", "many_to_one")
    h = states if kind == "many_to_many" else states[np.arange(len(lengths)), lengths - 1]
    return h @ W_y + b_y


def plain_exception(states, lengths, W_y, b_y, kind):
    if kind == "many_to_many":
        return states @ W_y + b_y
    if kind == "many_to_one":
        return states[np.arange(len(lengths)), lengths - 1] @ W_y + b_y
    raise Exception


def never_assigned(states, lengths, W_y, b_y, kind):
    if kind == "many_to_many":
        logits = states @ W_y + b_y
    if kind == "many_to_one":
        logits = states[np.arange(len(lengths)), lengths - 1] @ W_y + b_y
    return logits


def not_implemented(states, lengths, W_y, b_y, kind):
    if kind not in ("many_to_many", "many_to_one"):
        raise NotImplementedError
    h = states if kind == "many_to_many" else states[np.arange(len(lengths)), lengths - 1]
    return h @ W_y + b_y
