"""Wrong answers to `greedy_decode`."""

import torch


def _goes_on(step, state, bos, count):
    """So many tokens, whether eos is among them or not."""
    token, tokens = bos, []
    for _ in range(count):
        log_probs, state = step(token, state)
        token = int(log_probs.argmax())
        tokens.append(token)
    return tokens


def _ended(tokens, *ends):
    """Up to the first of these tokens."""
    for at, token in enumerate(tokens):
        if token in ends:
            return tokens[: at + 1]
    return tokens


def _right(step, state, bos, eos, max_len):
    return _ended(_goes_on(step, state, bos, max_len), eos)


def bos_included(step, state, bos, eos, max_len):
    return [bos, *_right(step, state, bos, eos, max_len)]


def bos_included_and_counted(step, state, bos, eos, max_len):
    tokens = [bos]
    while len(tokens) < max_len:
        log_probs, state = step(tokens[-1], state)
        tokens.append(int(log_probs.argmax()))
        if tokens[-1] == eos:
            break
    return tokens


def bos_included_at_the_end_cut(step, state, bos, eos, max_len):
    return [bos, *_right(step, state, bos, eos, max_len)][:max_len]


def goes_on(step, state, bos, eos, max_len):
    return _goes_on(step, state, bos, max_len)


def goes_on_with_eos(step, state, bos, eos, max_len):
    tokens = _right(step, state, bos, eos, max_len)
    return tokens + [eos] * (max_len - len(tokens))


def goes_on_with_zeros(step, state, bos, eos, max_len):
    tokens = _right(step, state, bos, eos, max_len)
    return tokens + [0] * (max_len - len(tokens))


def eos_left_out(step, state, bos, eos, max_len):
    tokens, token = [], bos
    while len(tokens) < max_len:
        log_probs, state = step(token, state)
        token = int(log_probs.argmax())
        if token == eos:
            break
        tokens.append(token)
    return tokens


def eos_left_out_afterwards(step, state, bos, eos, max_len):
    return [token for token in _right(step, state, bos, eos, max_len) if token not in (bos, eos)]


def eos_always(step, state, bos, eos, max_len):
    tokens = _right(step, state, bos, eos, max_len)
    return tokens if tokens[-1] == eos else [*tokens, eos]


def eos_for_the_last(step, state, bos, eos, max_len):
    tokens = _right(step, state, bos, eos, max_len)
    return [*tokens[:-1], eos] if len(tokens) == max_len else tokens


def state_not_carried(step, state, bos, eos, max_len):
    token, tokens = bos, []
    for _ in range(max_len):
        log_probs, _ = step(token, state)
        token = int(log_probs.argmax())
        tokens.append(token)
        if token == eos:
            break
    return tokens


def one_state_behind(step, state, bos, eos, max_len):
    token, tokens, before = bos, [], state
    for _ in range(max_len):
        log_probs, after = step(token, before)
        before, state = state, after
        token = int(log_probs.argmax())
        tokens.append(token)
        if token == eos:
            break
    return tokens


def token_not_carried(step, state, bos, eos, max_len):
    tokens = []
    for _ in range(max_len):
        log_probs, state = step(bos, state)
        tokens.append(int(log_probs.argmax()))
        if tokens[-1] == eos:
            break
    return tokens


def token_not_carried_and_state_neither(step, state, bos, eos, max_len):
    tokens = []
    while len(tokens) < max_len and eos not in tokens:
        tokens.append(int(step(bos, state)[0].argmax()))
    return tokens


def one_more(step, state, bos, eos, max_len):
    return _right(step, state, bos, eos, max_len + 1)


def one_less(step, state, bos, eos, max_len):
    return _right(step, state, bos, eos, max_len - 1)


def eos_beyond_max_len(step, state, bos, eos, max_len):
    tokens = _right(step, state, bos, eos, max_len + 1)
    return tokens if tokens[-1] == eos else tokens[:max_len]


def no_limit(step, state, bos, eos, max_len):
    return _right(step, state, bos, eos, 200)


def ties_to_the_largest(step, state, bos, eos, max_len):
    token, tokens = bos, []
    while token != eos and len(tokens) < max_len:
        log_probs, state = step(token, state)
        token = max(range(len(log_probs)), key=lambda k: (log_probs[k].item(), k))
        tokens.append(token)
    return tokens


def ties_to_the_largest_by_sorting(step, state, bos, eos, max_len):
    token, tokens = bos, []
    while token != eos and len(tokens) < max_len:
        log_probs, state = step(token, state)
        token = sorted(enumerate(log_probs.tolist()), key=lambda one: one[1])[-1][0]
        tokens.append(token)
    return tokens


def least_probable(step, state, bos, eos, max_len):
    token, tokens = bos, []
    while token != eos and len(tokens) < max_len:
        log_probs, state = step(token, state)
        token = int(log_probs.argmin())
        tokens.append(token)
    return tokens


def largest_negative(step, state, bos, eos, max_len):
    token, tokens = bos, []
    while token != eos and len(tokens) < max_len:
        log_probs, state = step(token, state)
        token = int((-log_probs).argmax())
        tokens.append(token)
    return tokens


def eos_taken_as_two(step, state, bos, eos, max_len):
    return _right(step, state, bos, 2, max_len)


def bos_taken_as_one(step, state, bos, eos, max_len):
    return _right(step, state, 1, eos, max_len)


def both_taken_as_fixed(step, state, bos, eos, max_len):
    return _right(step, state, 1, 2, max_len)


def stops_at_padding(step, state, bos, eos, max_len):
    return _ended(_right(step, state, bos, eos, max_len), 0)


def stops_at_bos(step, state, bos, eos, max_len):
    return _ended(_right(step, state, bos, eos, max_len), bos)


def _never(forbidden, step, state, bos, eos, max_len):
    token, tokens = bos, []
    while token != eos and len(tokens) < max_len:
        log_probs, state = step(token, state)
        log_probs[forbidden] = -torch.inf
        token = int(log_probs.argmax())
        tokens.append(token)
    return tokens


def bos_forbidden(step, state, bos, eos, max_len):
    return _never(bos, step, state, bos, eos, max_len)


def zero_forbidden(step, state, bos, eos, max_len):
    return _never(0, step, state, bos, eos, max_len)


def bos_filtered(step, state, bos, eos, max_len):
    return [token for token in _right(step, state, bos, eos, max_len) if token != bos]


def stops_at_a_repetition(step, state, bos, eos, max_len):
    token, tokens = bos, []
    for _ in range(max_len):
        log_probs, state = step(token, state)
        token = int(log_probs.argmax())
        if token in tokens:
            break
        tokens.append(token)
        if token == eos:
            break
    return tokens


def tensor_returned(step, state, bos, eos, max_len):
    return torch.tensor(_right(step, state, bos, eos, max_len))


def tensors_joined(step, state, bos, eos, max_len):
    return torch.tensor([_right(step, state, bos, eos, max_len)])


def score_too(step, state, bos, eos, max_len):
    token, tokens, score = bos, [], 0.0
    while len(tokens) < max_len:
        log_probs, state = step(token, state)
        token = int(log_probs.argmax())
        score += log_probs.max().item()
        tokens.append(token)
        if token == eos:
            break
    return tokens, score


def state_too(step, state, bos, eos, max_len):
    token, tokens = bos, []
    while len(tokens) < max_len:
        log_probs, state = step(token, state)
        token = int(log_probs.argmax())
        tokens.append(token)
        if token == eos:
            break
    return tokens, state


def log_probabilities_returned(step, state, bos, eos, max_len):
    token, best = bos, []
    while len(best) < max_len:
        log_probs, state = step(token, state)
        token = int(log_probs.argmax())
        best.append(log_probs.max().item())
        if token == eos:
            break
    return best


def last_token_only(step, state, bos, eos, max_len):
    return _right(step, state, bos, eos, max_len)[-1]


def first_token_only(step, state, bos, eos, max_len):
    return _right(step, state, bos, eos, max_len)[:1]
