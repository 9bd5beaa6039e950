"""How the two directions may be joined wrongly: wrong answers to `birnn_forward`."""

import numpy as np


def added(x, h_0_forward, h_0_backward, forward, backward):
    (W_x, W_h, b), (V_x, V_h, c) = forward, backward
    ahead, back = [h_0_forward], [h_0_backward]
    for t in range(x.shape[1]):
        ahead.append(np.tanh(x[:, t] @ W_x + ahead[-1] @ W_h + b))
        back.insert(0, np.tanh(x[:, -1 - t] @ V_x + back[0] @ V_h + c))
    return np.stack(ahead[1:], axis=1) + np.stack(back[:-1], axis=1)


def added_not_turned_back(x, h_0_forward, h_0_backward, forward, backward):
    (W_x, W_h, b), (V_x, V_h, c) = forward, backward
    ahead, back = [h_0_forward], [h_0_backward]
    for t in range(x.shape[1]):
        ahead.append(np.tanh(x[:, t] @ W_x + ahead[-1] @ W_h + b))
        back.insert(0, np.tanh(x[:, -1 - t] @ V_x + back[0] @ V_h + c))
    return np.stack(ahead[1:], axis=1) + np.stack(back[-2::-1], axis=1)


def averaged(x, h_0_forward, h_0_backward, forward, backward):
    (W_x, W_h, b), (V_x, V_h, c) = forward, backward
    ahead, back = [h_0_forward], [h_0_backward]
    for t in range(x.shape[1]):
        ahead.append(np.tanh(x[:, t] @ W_x + ahead[-1] @ W_h + b))
        back.insert(0, np.tanh(x[:, -1 - t] @ V_x + back[0] @ V_h + c))
    return (np.stack(ahead[1:], axis=1) + np.stack(back[:-1], axis=1)) / 2


def multiplied(x, h_0_forward, h_0_backward, forward, backward):
    (W_x, W_h, b), (V_x, V_h, c) = forward, backward
    ahead, back = [h_0_forward], [h_0_backward]
    for t in range(x.shape[1]):
        ahead.append(np.tanh(x[:, t] @ W_x + ahead[-1] @ W_h + b))
        back.insert(0, np.tanh(x[:, -1 - t] @ V_x + back[0] @ V_h + c))
    return np.stack(ahead[1:], axis=1) * np.stack(back[:-1], axis=1)


def along_the_batch(x, h_0_forward, h_0_backward, forward, backward):
    (W_x, W_h, b), (V_x, V_h, c) = forward, backward
    ahead, back = [h_0_forward], [h_0_backward]
    for t in range(x.shape[1]):
        ahead.append(np.tanh(x[:, t] @ W_x + ahead[-1] @ W_h + b))
        back.insert(0, np.tanh(x[:, -1 - t] @ V_x + back[0] @ V_h + c))
    return np.concatenate([np.stack(ahead[1:], axis=1), np.stack(back[:-1], axis=1)])


def along_the_batch_not_turned_back(x, h_0_forward, h_0_backward, forward, backward):
    (W_x, W_h, b), (V_x, V_h, c) = forward, backward
    ahead, back = [h_0_forward], [h_0_backward]
    for t in range(x.shape[1]):
        ahead.append(np.tanh(x[:, t] @ W_x + ahead[-1] @ W_h + b))
        back.insert(0, np.tanh(x[:, -1 - t] @ V_x + back[0] @ V_h + c))
    return np.concatenate([np.stack(ahead[1:], axis=1), np.stack(back[-2::-1], axis=1)])


def along_time(x, h_0_forward, h_0_backward, forward, backward):
    (W_x, W_h, b), (V_x, V_h, c) = forward, backward
    ahead, back = [h_0_forward], [h_0_backward]
    for t in range(x.shape[1]):
        ahead.append(np.tanh(x[:, t] @ W_x + ahead[-1] @ W_h + b))
        back.insert(0, np.tanh(x[:, -1 - t] @ V_x + back[0] @ V_h + c))
    return np.concatenate([np.stack(ahead[1:], axis=1), np.stack(back[:-1], axis=1)], axis=1)


def along_time_not_turned_back(x, h_0_forward, h_0_backward, forward, backward):
    (W_x, W_h, b), (V_x, V_h, c) = forward, backward
    ahead, back = [h_0_forward], [h_0_backward]
    for t in range(x.shape[1]):
        ahead.append(np.tanh(x[:, t] @ W_x + ahead[-1] @ W_h + b))
        back.insert(0, np.tanh(x[:, -1 - t] @ V_x + back[0] @ V_h + c))
    return np.concatenate([np.stack(ahead[1:], axis=1), np.stack(back[-2::-1], axis=1)], axis=1)


def stacked_first(x, h_0_forward, h_0_backward, forward, backward):
    (W_x, W_h, b), (V_x, V_h, c) = forward, backward
    ahead, back = [h_0_forward], [h_0_backward]
    for t in range(x.shape[1]):
        ahead.append(np.tanh(x[:, t] @ W_x + ahead[-1] @ W_h + b))
        back.insert(0, np.tanh(x[:, -1 - t] @ V_x + back[0] @ V_h + c))
    return np.stack([np.stack(ahead[1:], axis=1), np.stack(back[:-1], axis=1)])


def stacked_first_not_turned_back(x, h_0_forward, h_0_backward, forward, backward):
    (W_x, W_h, b), (V_x, V_h, c) = forward, backward
    ahead, back = [h_0_forward], [h_0_backward]
    for t in range(x.shape[1]):
        ahead.append(np.tanh(x[:, t] @ W_x + ahead[-1] @ W_h + b))
        back.insert(0, np.tanh(x[:, -1 - t] @ V_x + back[0] @ V_h + c))
    return np.stack([np.stack(ahead[1:], axis=1), np.stack(back[-2::-1], axis=1)])


def stacked_third(x, h_0_forward, h_0_backward, forward, backward):
    (W_x, W_h, b), (V_x, V_h, c) = forward, backward
    ahead, back = [h_0_forward], [h_0_backward]
    for t in range(x.shape[1]):
        ahead.append(np.tanh(x[:, t] @ W_x + ahead[-1] @ W_h + b))
        back.insert(0, np.tanh(x[:, -1 - t] @ V_x + back[0] @ V_h + c))
    return np.stack([np.stack(ahead[1:], axis=1), np.stack(back[:-1], axis=1)], axis=2)


def stacked_last(x, h_0_forward, h_0_backward, forward, backward):
    (W_x, W_h, b), (V_x, V_h, c) = forward, backward
    ahead, back = [h_0_forward], [h_0_backward]
    for t in range(x.shape[1]):
        ahead.append(np.tanh(x[:, t] @ W_x + ahead[-1] @ W_h + b))
        back.insert(0, np.tanh(x[:, -1 - t] @ V_x + back[0] @ V_h + c))
    return np.stack([np.stack(ahead[1:], axis=1), np.stack(back[:-1], axis=1)], axis=-1)


def backward_first(x, h_0_forward, h_0_backward, forward, backward):
    (W_x, W_h, b), (V_x, V_h, c) = forward, backward
    ahead, back = [h_0_forward], [h_0_backward]
    for t in range(x.shape[1]):
        ahead.append(np.tanh(x[:, t] @ W_x + ahead[-1] @ W_h + b))
        back.insert(0, np.tanh(x[:, -1 - t] @ V_x + back[0] @ V_h + c))
    return np.concatenate([np.stack(back[:-1], axis=1), np.stack(ahead[1:], axis=1)], axis=2)


def backward_first_not_turned_back(x, h_0_forward, h_0_backward, forward, backward):
    (W_x, W_h, b), (V_x, V_h, c) = forward, backward
    ahead, back = [h_0_forward], [h_0_backward]
    for t in range(x.shape[1]):
        ahead.append(np.tanh(x[:, t] @ W_x + ahead[-1] @ W_h + b))
        back.insert(0, np.tanh(x[:, -1 - t] @ V_x + back[0] @ V_h + c))
    return np.concatenate([np.stack(back[-2::-1], axis=1), np.stack(ahead[1:], axis=1)], axis=2)


def interleaved(x, h_0_forward, h_0_backward, forward, backward):
    (W_x, W_h, b), (V_x, V_h, c) = forward, backward
    ahead, back = [h_0_forward], [h_0_backward]
    for t in range(x.shape[1]):
        ahead.append(np.tanh(x[:, t] @ W_x + ahead[-1] @ W_h + b))
        back.insert(0, np.tanh(x[:, -1 - t] @ V_x + back[0] @ V_h + c))
    return np.stack([np.stack(ahead[1:], axis=1), np.stack(back[:-1], axis=1)], axis=-1).reshape(*x.shape[:2], -1)


def reshaped(x, h_0_forward, h_0_backward, forward, backward):
    (W_x, W_h, b), (V_x, V_h, c) = forward, backward
    ahead, back = [h_0_forward], [h_0_backward]
    for t in range(x.shape[1]):
        ahead.append(np.tanh(x[:, t] @ W_x + ahead[-1] @ W_h + b))
        back.insert(0, np.tanh(x[:, -1 - t] @ V_x + back[0] @ V_h + c))
    return np.stack([np.stack(ahead[1:], axis=1), np.stack(back[:-1], axis=1)]).reshape(*x.shape[:2], -1)


def reshaped_from_along_time(x, h_0_forward, h_0_backward, forward, backward):
    (W_x, W_h, b), (V_x, V_h, c) = forward, backward
    ahead, back = [h_0_forward], [h_0_backward]
    for t in range(x.shape[1]):
        ahead.append(np.tanh(x[:, t] @ W_x + ahead[-1] @ W_h + b))
        back.insert(0, np.tanh(x[:, -1 - t] @ V_x + back[0] @ V_h + c))
    return np.concatenate([np.stack(ahead[1:], axis=1), np.stack(back[:-1], axis=1)], axis=1).reshape(*x.shape[:2], -1)


def pair(x, h_0_forward, h_0_backward, forward, backward):
    (W_x, W_h, b), (V_x, V_h, c) = forward, backward
    ahead, back = [h_0_forward], [h_0_backward]
    for t in range(x.shape[1]):
        ahead.append(np.tanh(x[:, t] @ W_x + ahead[-1] @ W_h + b))
        back.insert(0, np.tanh(x[:, -1 - t] @ V_x + back[0] @ V_h + c))
    return np.stack(ahead[1:], axis=1), np.stack(back[:-1], axis=1)


def pair_not_turned_back(x, h_0_forward, h_0_backward, forward, backward):
    (W_x, W_h, b), (V_x, V_h, c) = forward, backward
    ahead, back = [h_0_forward], [h_0_backward]
    for t in range(x.shape[1]):
        ahead.append(np.tanh(x[:, t] @ W_x + ahead[-1] @ W_h + b))
        back.insert(0, np.tanh(x[:, -1 - t] @ V_x + back[0] @ V_h + c))
    return np.stack(ahead[1:], axis=1), np.stack(back[-2::-1], axis=1)


def forward_alone(x, h_0_forward, h_0_backward, forward, backward):
    (W_x, W_h, b), (V_x, V_h, c) = forward, backward
    ahead, back = [h_0_forward], [h_0_backward]
    for t in range(x.shape[1]):
        ahead.append(np.tanh(x[:, t] @ W_x + ahead[-1] @ W_h + b))
        back.insert(0, np.tanh(x[:, -1 - t] @ V_x + back[0] @ V_h + c))
    return np.stack(ahead[1:], axis=1)


def backward_alone(x, h_0_forward, h_0_backward, forward, backward):
    (W_x, W_h, b), (V_x, V_h, c) = forward, backward
    ahead, back = [h_0_forward], [h_0_backward]
    for t in range(x.shape[1]):
        ahead.append(np.tanh(x[:, t] @ W_x + ahead[-1] @ W_h + b))
        back.insert(0, np.tanh(x[:, -1 - t] @ V_x + back[0] @ V_h + c))
    return np.stack(back[:-1], axis=1)


def last_states(x, h_0_forward, h_0_backward, forward, backward):
    (W_x, W_h, b), (V_x, V_h, c) = forward, backward
    ahead, back = [h_0_forward], [h_0_backward]
    for t in range(x.shape[1]):
        ahead.append(np.tanh(x[:, t] @ W_x + ahead[-1] @ W_h + b))
        back.insert(0, np.tanh(x[:, -1 - t] @ V_x + back[0] @ V_h + c))
    return np.concatenate([ahead[-1], back[0]], axis=1)


def states_at_the_last_step(x, h_0_forward, h_0_backward, forward, backward):
    (W_x, W_h, b), (V_x, V_h, c) = forward, backward
    ahead, back = [h_0_forward], [h_0_backward]
    for t in range(x.shape[1]):
        ahead.append(np.tanh(x[:, t] @ W_x + ahead[-1] @ W_h + b))
        back.insert(0, np.tanh(x[:, -1 - t] @ V_x + back[0] @ V_h + c))
    return np.concatenate([ahead[-1], back[-2]], axis=1)
