"""What may be turned round wrongly, or not at all: wrong answers to `birnn_forward`."""

import numpy as np


def not_turned_back(x, h_0_forward, h_0_backward, forward, backward):
    (W_x, W_h, b), (V_x, V_h, c) = forward, backward
    ahead, back = [h_0_forward], [h_0_backward]
    for t in range(x.shape[1]):
        ahead.append(np.tanh(x[:, t] @ W_x + ahead[-1] @ W_h + b))
        back.insert(0, np.tanh(x[:, -1 - t] @ V_x + back[0] @ V_h + c))
    return np.concatenate([np.stack(ahead[1:], axis=1), np.stack(back[-2::-1], axis=1)], axis=2)


def read_forward_twice(x, h_0_forward, h_0_backward, forward, backward):
    (W_x, W_h, b), (V_x, V_h, c) = forward, backward
    ahead, back = [h_0_forward], [h_0_backward]
    for t in range(x.shape[1]):
        ahead.append(np.tanh(x[:, t] @ W_x + ahead[-1] @ W_h + b))
        back.append(np.tanh(x[:, t] @ V_x + back[-1] @ V_h + c))
    return np.concatenate([np.stack(ahead[1:], axis=1), np.stack(back[1:], axis=1)], axis=2)


def turned_without_reading_backward(x, h_0_forward, h_0_backward, forward, backward):
    (W_x, W_h, b), (V_x, V_h, c) = forward, backward
    ahead, back = [h_0_forward], [h_0_backward]
    for t in range(x.shape[1]):
        ahead.append(np.tanh(x[:, t] @ W_x + ahead[-1] @ W_h + b))
        back.append(np.tanh(x[:, t] @ V_x + back[-1] @ V_h + c))
    return np.concatenate([np.stack(ahead[1:], axis=1), np.stack(back[1:], axis=1)[:, ::-1]], axis=2)


def batch_reversed(x, h_0_forward, h_0_backward, forward, backward):
    (W_x, W_h, b), (V_x, V_h, c) = forward, backward
    ahead, back = [h_0_forward], [h_0_backward]
    for t in range(x.shape[1]):
        ahead.append(np.tanh(x[:, t] @ W_x + ahead[-1] @ W_h + b))
        back.append(np.tanh(x[::-1, t] @ V_x + back[-1] @ V_h + c))
    return np.concatenate([np.stack(ahead[1:], axis=1), np.stack(back[1:], axis=1)[::-1]], axis=2)


def batch_reversed_not_turned_back(x, h_0_forward, h_0_backward, forward, backward):
    (W_x, W_h, b), (V_x, V_h, c) = forward, backward
    ahead, back = [h_0_forward], [h_0_backward]
    for t in range(x.shape[1]):
        ahead.append(np.tanh(x[:, t] @ W_x + ahead[-1] @ W_h + b))
        back.append(np.tanh(x[::-1, t] @ V_x + back[-1] @ V_h + c))
    return np.concatenate([np.stack(ahead[1:], axis=1), np.stack(back[1:], axis=1)], axis=2)


def batch_reversed_time_turned(x, h_0_forward, h_0_backward, forward, backward):
    (W_x, W_h, b), (V_x, V_h, c) = forward, backward
    ahead, back = [h_0_forward], [h_0_backward]
    for t in range(x.shape[1]):
        ahead.append(np.tanh(x[:, t] @ W_x + ahead[-1] @ W_h + b))
        back.append(np.tanh(x[::-1, t] @ V_x + back[-1] @ V_h + c))
    return np.concatenate([np.stack(ahead[1:], axis=1), np.stack(back[1:], axis=1)[:, ::-1]], axis=2)


def batch_turned_back(x, h_0_forward, h_0_backward, forward, backward):
    (W_x, W_h, b), (V_x, V_h, c) = forward, backward
    ahead, back = [h_0_forward], [h_0_backward]
    for t in range(x.shape[1]):
        ahead.append(np.tanh(x[:, t] @ W_x + ahead[-1] @ W_h + b))
        back.append(np.tanh(x[:, -1 - t] @ V_x + back[-1] @ V_h + c))
    return np.concatenate([np.stack(ahead[1:], axis=1), np.stack(back[1:], axis=1)[::-1]], axis=2)


def features_reversed(x, h_0_forward, h_0_backward, forward, backward):
    (W_x, W_h, b), (V_x, V_h, c) = forward, backward
    ahead, back = [h_0_forward], [h_0_backward]
    for t in range(x.shape[1]):
        ahead.append(np.tanh(x[:, t] @ W_x + ahead[-1] @ W_h + b))
        back.append(np.tanh(x[:, t, ::-1] @ V_x + back[-1] @ V_h + c))
    return np.concatenate([np.stack(ahead[1:], axis=1), np.stack(back[1:], axis=1)[..., ::-1]], axis=2)


def features_reversed_not_turned_back(x, h_0_forward, h_0_backward, forward, backward):
    (W_x, W_h, b), (V_x, V_h, c) = forward, backward
    ahead, back = [h_0_forward], [h_0_backward]
    for t in range(x.shape[1]):
        ahead.append(np.tanh(x[:, t] @ W_x + ahead[-1] @ W_h + b))
        back.append(np.tanh(x[:, t, ::-1] @ V_x + back[-1] @ V_h + c))
    return np.concatenate([np.stack(ahead[1:], axis=1), np.stack(back[1:], axis=1)], axis=2)


def units_turned_back(x, h_0_forward, h_0_backward, forward, backward):
    (W_x, W_h, b), (V_x, V_h, c) = forward, backward
    ahead, back = [h_0_forward], [h_0_backward]
    for t in range(x.shape[1]):
        ahead.append(np.tanh(x[:, t] @ W_x + ahead[-1] @ W_h + b))
        back.append(np.tanh(x[:, -1 - t] @ V_x + back[-1] @ V_h + c))
    return np.concatenate([np.stack(ahead[1:], axis=1), np.stack(back[1:], axis=1)[..., ::-1]], axis=2)


def flipped_along_all_axes(x, h_0_forward, h_0_backward, forward, backward):
    (W_x, W_h, b), (V_x, V_h, c) = forward, backward
    ahead, back = [h_0_forward], [h_0_backward]
    for t in range(x.shape[1]):
        ahead.append(np.tanh(x[:, t] @ W_x + ahead[-1] @ W_h + b))
        back.append(np.tanh(x[::-1, -1 - t, ::-1] @ V_x + back[-1] @ V_h + c))
    return np.concatenate([np.stack(ahead[1:], axis=1), np.flip(np.stack(back[1:], axis=1))], axis=2)


def flipped_along_all_axes_not_turned_back(x, h_0_forward, h_0_backward, forward, backward):
    (W_x, W_h, b), (V_x, V_h, c) = forward, backward
    ahead, back = [h_0_forward], [h_0_backward]
    for t in range(x.shape[1]):
        ahead.append(np.tanh(x[:, t] @ W_x + ahead[-1] @ W_h + b))
        back.append(np.tanh(x[::-1, -1 - t, ::-1] @ V_x + back[-1] @ V_h + c))
    return np.concatenate([np.stack(ahead[1:], axis=1), np.stack(back[1:], axis=1)], axis=2)


def flipped_along_all_axes_time_turned(x, h_0_forward, h_0_backward, forward, backward):
    (W_x, W_h, b), (V_x, V_h, c) = forward, backward
    ahead, back = [h_0_forward], [h_0_backward]
    for t in range(x.shape[1]):
        ahead.append(np.tanh(x[:, t] @ W_x + ahead[-1] @ W_h + b))
        back.append(np.tanh(x[::-1, -1 - t, ::-1] @ V_x + back[-1] @ V_h + c))
    return np.concatenate([np.stack(ahead[1:], axis=1), np.stack(back[1:], axis=1)[:, ::-1]], axis=2)


def turned_back_along_all_axes(x, h_0_forward, h_0_backward, forward, backward):
    (W_x, W_h, b), (V_x, V_h, c) = forward, backward
    ahead, back = [h_0_forward], [h_0_backward]
    for t in range(x.shape[1]):
        ahead.append(np.tanh(x[:, t] @ W_x + ahead[-1] @ W_h + b))
        back.append(np.tanh(x[:, -1 - t] @ V_x + back[-1] @ V_h + c))
    return np.concatenate([np.stack(ahead[1:], axis=1), np.flip(np.stack(back[1:], axis=1))], axis=2)


def time_and_features_reversed(x, h_0_forward, h_0_backward, forward, backward):
    (W_x, W_h, b), (V_x, V_h, c) = forward, backward
    ahead, back = [h_0_forward], [h_0_backward]
    for t in range(x.shape[1]):
        ahead.append(np.tanh(x[:, t] @ W_x + ahead[-1] @ W_h + b))
        back.append(np.tanh(x[:, -1 - t, ::-1] @ V_x + back[-1] @ V_h + c))
    return np.concatenate([np.stack(ahead[1:], axis=1), np.stack(back[1:], axis=1)[:, ::-1, ::-1]], axis=2)


def both_read_backward(x, h_0_forward, h_0_backward, forward, backward):
    (W_x, W_h, b), (V_x, V_h, c) = forward, backward
    ahead, back = [h_0_forward], [h_0_backward]
    for t in range(x.shape[1]):
        ahead.append(np.tanh(x[:, -1 - t] @ W_x + ahead[-1] @ W_h + b))
        back.insert(0, np.tanh(x[:, -1 - t] @ V_x + back[0] @ V_h + c))
    return np.concatenate([np.stack(ahead[1:], axis=1), np.stack(back[:-1], axis=1)], axis=2)


def both_read_backward_and_turned(x, h_0_forward, h_0_backward, forward, backward):
    (W_x, W_h, b), (V_x, V_h, c) = forward, backward
    ahead, back = [h_0_forward], [h_0_backward]
    for t in range(x.shape[1]):
        ahead.append(np.tanh(x[:, -1 - t] @ W_x + ahead[-1] @ W_h + b))
        back.insert(0, np.tanh(x[:, -1 - t] @ V_x + back[0] @ V_h + c))
    return np.concatenate([np.stack(ahead[:0:-1], axis=1), np.stack(back[:-1], axis=1)], axis=2)


def both_read_backward_not_turned_back(x, h_0_forward, h_0_backward, forward, backward):
    (W_x, W_h, b), (V_x, V_h, c) = forward, backward
    ahead, back = [h_0_forward], [h_0_backward]
    for t in range(x.shape[1]):
        ahead.append(np.tanh(x[:, -1 - t] @ W_x + ahead[-1] @ W_h + b))
        back.insert(0, np.tanh(x[:, -1 - t] @ V_x + back[0] @ V_h + c))
    return np.concatenate([np.stack(ahead[1:], axis=1), np.stack(back[-2::-1], axis=1)], axis=2)


def both_turned_back(x, h_0_forward, h_0_backward, forward, backward):
    (W_x, W_h, b), (V_x, V_h, c) = forward, backward
    ahead, back = [h_0_forward], [h_0_backward]
    for t in range(x.shape[1]):
        ahead.append(np.tanh(x[:, t] @ W_x + ahead[-1] @ W_h + b))
        back.insert(0, np.tanh(x[:, -1 - t] @ V_x + back[0] @ V_h + c))
    return np.concatenate([np.stack(ahead[:0:-1], axis=1), np.stack(back[:-1], axis=1)], axis=2)


def whole_result_turned(x, h_0_forward, h_0_backward, forward, backward):
    (W_x, W_h, b), (V_x, V_h, c) = forward, backward
    ahead, back = [h_0_forward], [h_0_backward]
    for t in range(x.shape[1]):
        ahead.append(np.tanh(x[:, t] @ W_x + ahead[-1] @ W_h + b))
        back.insert(0, np.tanh(x[:, -1 - t] @ V_x + back[0] @ V_h + c))
    return np.concatenate([np.stack(ahead[1:], axis=1), np.stack(back[:-1], axis=1)], axis=2)[:, ::-1]
