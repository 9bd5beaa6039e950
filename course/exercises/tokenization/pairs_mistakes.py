"""What is easily paired wrongly: wrong answers to `skipgram_pairs`."""

import torch


def as_tensor(pairs):
    """Pairs of ids as (N, 2), also where there are none."""
    return torch.tensor(pairs, dtype=torch.int64).reshape(-1, 2)


def near(ids, window):
    """The right pairs of positions, in order."""
    T = len(ids)
    return [(i, j) for i in range(T) for j in range(max(0, i - window), min(T, i + window + 1)) if i != j]


def right(ids, window):
    """The right answer."""
    return as_tensor([(int(ids[i]), int(ids[j])) for i, j in near(ids, window)])


def at(ids, positions):
    """The ids at these pairs of positions."""
    return as_tensor([(int(ids[i]), int(ids[j])) for i, j in positions])


def centre_with_itself(ids, window):
    T = len(ids)
    return at(ids, [(i, j) for i in range(T) for j in range(max(0, i - window), min(T, i + window + 1))])


def whole_windows(ids, window):
    pairs = []
    for i, centre in enumerate(ids.tolist()):
        pairs += [(centre, context) for context in ids[max(0, i - window) : i + window + 1].tolist()]
    return torch.tensor(pairs)


def same_id_left_out(ids, window):
    return at(ids, [(i, j) for i, j in near(ids, window) if ids[i] != ids[j]])


def after_only(ids, window):
    return at(ids, [(i, j) for i, j in near(ids, window) if i < j])


def before_only(ids, window):
    return at(ids, [(i, j) for i, j in near(ids, window) if j < i])


def wraps_in_front(ids, window):
    T = len(ids)
    return at(ids, [(i, j) for i in range(T) for j in range(i - window, min(T, i + window + 1)) if -T <= j != i])


def wraps_at_both_ends(ids, window):
    T = len(ids)
    return at(ids, [(i, j % T) for i in range(T) for j in range(i - window, i + window + 1) if j != i])


def wraps_by_roll(ids, window):
    shifts = [shift for shift in range(window, -window - 1, -1) if shift]
    contexts = torch.stack([ids.roll(shift) for shift in shifts], dim=1)
    return torch.stack([ids[:, None].expand_as(contexts), contexts], dim=2).reshape(-1, 2)


def falls_off_the_end(ids, window):
    pairs = []
    for i in range(len(ids)):
        for j in range(max(0, i - window), i + window + 1):
            if j != i:
                pairs.append((int(ids[i]), int(ids[j])))
    return as_tensor(pairs)


def beginning_lost(ids, window):
    pairs, tokens = [], ids.tolist()
    for i, centre in enumerate(tokens):
        for context in tokens[i - window : i] + tokens[i + 1 : i + 1 + window]:
            pairs.append((centre, context))
    return as_tensor(pairs)


def full_windows_only(ids, window):
    T = len(ids)
    return at(ids, [(i, j) for i, j in near(ids, window) if window <= i < T - window])


def last_one_left_out(ids, window):
    return at(ids, [(i, j) for i, j in near(ids, window) if j < i + window])


def both_ends_left_out(ids, window):
    return right(ids, window - 1)


def half_a_window(ids, window):
    return right(ids, window // 2)


def only_at_that_distance(ids, window):
    return at(ids, [(i, j) for i, j in near(ids, window) if abs(i - j) == window])


def everything_is_near(ids, window):
    return right(ids, len(ids))


def positions(ids, window):
    return as_tensor(near(ids, window))


def id_and_position(ids, window):
    return as_tensor([(int(ids[i]), j) for i, j in near(ids, window)])


def columns_changed_places(ids, window):
    return right(ids, window).flip(1)


def nearest_first(ids, window):
    return at(ids, sorted(near(ids, window), key=lambda pair: (pair[0], abs(pair[0] - pair[1]))))


def offset_by_offset(ids, window):
    return at(ids, sorted(near(ids, window), key=lambda pair: pair[1] - pair[0]))


def after_then_before(ids, window):
    return at(ids, sorted(near(ids, window), key=lambda pair: (pair[0], pair[1] < pair[0], pair[1])))


def each_pair_both_ways(ids, window):
    pairs = []
    for i, j in near(ids, window):
        if i < j:
            pairs += [(i, j), (j, i)]
    return at(ids, pairs)


def sorted_by_id(ids, window):
    return as_tensor(sorted(right(ids, window).tolist()))


def each_pair_once(ids, window):
    return as_tensor(list(dict.fromkeys(map(tuple, right(ids, window).tolist()))))


def unique_rows(ids, window):
    return right(ids, window).unique(dim=0)


def a_list_for_each_centre(ids, window):
    T = len(ids)
    return [[(int(ids[i]), int(ids[j])) for k, j in near(ids, window) if k == i] for i in range(T)]


def two_rows(ids, window):
    return right(ids, window).T


def two_tensors(ids, window):
    return tuple(right(ids, window).T)


def empty_without_columns(ids, window):
    return torch.tensor(right(ids, window).tolist(), dtype=torch.int64)


def fails_for_nothing(ids, window):
    return torch.stack([torch.stack([ids[i], ids[j]]) for i, j in near(ids, window)])


def floats(ids, window):
    return torch.Tensor(right(ids, window).tolist()).reshape(-1, 2)


def floats_for_nothing(ids, window):
    return torch.tensor(right(ids, window).tolist()).reshape(-1, 2)


def a_list(ids, window):
    return [tuple(pair) for pair in right(ids, window).tolist()]


def centre_removed_by_id(ids, window):
    pairs, tokens = [], ids.tolist()
    for i, centre in enumerate(tokens):
        contexts = tokens[max(0, i - window) : i + window + 1]
        contexts.remove(centre)
        pairs += [(centre, context) for context in contexts]
    return as_tensor(pairs)


def first_token_lost(ids, window):
    return at(ids, [(i, j) for i, j in near(ids, window) if j > 0])


def last_token_lost(ids, window):
    return at(ids, [(i, j) for i, j in near(ids, window) if j < len(ids) - 1])


def padding_paired(ids, window):
    windows = torch.nn.functional.pad(ids, (window, window)).unfold(0, 2 * window + 1, 1)
    contexts = torch.cat([windows[:, :window], windows[:, window + 1 :]], dim=1)
    return torch.stack([ids[:, None].expand_as(contexts), contexts], dim=2).reshape(-1, 2)


def empty_floats_without_columns(ids, window):
    return torch.tensor(right(ids, window).tolist())
