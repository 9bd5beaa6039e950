"""Wrong answers to `shift_right`."""

import torch


def _column(target, token):
    return torch.full_like(target[:, :1], token)


def written_into_target(target, bos):
    target[:, 1:] = target[:, :-1].clone()
    target[:, 0] = bos
    return target


def first_written_into_target(target, bos):
    target[:, 0] = bos
    return target


def unshifted(target, bos):
    return target


def unshifted_copy(target, bos):
    return target.clone()


def first_token_replaced(target, bos):
    shifted = target.clone()
    shifted[:, 0] = bos
    return shifted


def bos_and_the_rest(target, bos):
    return torch.cat([_column(target, bos), target[:, 1:]], dim=1)


def shifted_left(target, bos):
    return torch.cat([target[:, 1:], _column(target, bos)], dim=1)


def shifted_left_with_padding(target, bos):
    return torch.cat([target[:, 1:], _column(target, 0)], dim=1)


def shifted_left_with_eos(target, bos):
    return torch.cat([target[:, 1:], _column(target, 2)], dim=1)


def shifted_left_with_the_last_twice(target, bos):
    return torch.cat([target[:, 1:], target[:, -1:]], dim=1)


def rolled_left(target, bos):
    return torch.roll(target, -1, 1)


def one_longer(target, bos):
    return torch.cat([_column(target, bos), target], dim=1)


def one_longer_with_eos(target, bos):
    return torch.cat([_column(target, bos), target, _column(target, 2)], dim=1)


def one_shorter(target, bos):
    return target[:, :-1]


def first_dropped(target, bos):
    return target[:, 1:]


def wrapped_round(target, bos):
    return torch.roll(target, 1, 1)


def wrapped_through_all(target, bos):
    return torch.roll(target, 1)


def whole_sentences(target, bos):
    return torch.cat([torch.full_like(target[:1], bos), target[:-1]])


def first_row_only(target, bos):
    shifted = torch.roll(target, 1)
    shifted[0, 0] = bos
    return shifted


def bos_in_the_first_row(target, bos):
    shifted = torch.roll(target, 1, 1)
    shifted[0] = bos
    return shifted


def always_one(target, bos):
    return torch.cat([_column(target, 1), target[:, :-1]], dim=1)


def always_one_in_front(target, bos):
    shifted = torch.ones_like(target)
    shifted[:, 1:] = target[:, :-1]
    return shifted


def zeros_in_front(target, bos):
    shifted = torch.zeros_like(target)
    shifted[:, 1:] = target[:, :-1]
    return shifted


def padded_with_zeros(target, bos):
    return torch.nn.functional.pad(target, (1, 0))[:, :-1]


def eos_taken_out(target, bos):
    return torch.cat([_column(target, bos), target[:, :-1].masked_fill(target[:, :-1] == 2, 0)], dim=1)


def eos_taken_out_of_each_row(target, bos):
    rows = [[bos, *(token for token in row if token != 2)] for row in target.tolist()]
    width = target.shape[1]
    return torch.tensor([(row + [0] * width)[:width] for row in rows])


def real_tokens_only(target, bos):
    shifted = target.clone()
    for row, tokens in zip(shifted, target.tolist()):
        length = sum(token != 0 for token in tokens)
        row[:length] = torch.tensor([bos, *tokens][:length])
    return shifted


def column_of_floats(target, bos):
    return torch.cat([torch.ones(len(target), 1) * bos, target[:, :-1]], dim=1)


def into_floats(target, bos):
    shifted = torch.zeros(target.shape)
    shifted[:, 0] = bos
    shifted[:, 1:] = target[:, :-1]
    return shifted


def inputs_and_targets(target, bos):
    return torch.cat([_column(target, bos), target[:, :-1]], dim=1), target
