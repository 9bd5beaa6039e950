"""What a direction may start from, compute with or leave out: wrong answers to `birnn_forward`."""

import numpy as np


def forward_weights_twice(x, h_0_forward, h_0_backward, forward, backward):
    W_x, W_h, b = V_x, V_h, c = forward
    ahead, back = [h_0_forward], [h_0_backward]
    for t in range(x.shape[1]):
        ahead.append(np.tanh(x[:, t] @ W_x + ahead[-1] @ W_h + b))
        back.insert(0, np.tanh(x[:, -1 - t] @ V_x + back[0] @ V_h + c))
    return np.concatenate([np.stack(ahead[1:], axis=1), np.stack(back[:-1], axis=1)], axis=2)


def forward_weights_twice_not_turned_back(x, h_0_forward, h_0_backward, forward, backward):
    W_x, W_h, b = V_x, V_h, c = forward
    ahead, back = [h_0_forward], [h_0_backward]
    for t in range(x.shape[1]):
        ahead.append(np.tanh(x[:, t] @ W_x + ahead[-1] @ W_h + b))
        back.insert(0, np.tanh(x[:, -1 - t] @ V_x + back[0] @ V_h + c))
    return np.concatenate([np.stack(ahead[1:], axis=1), np.stack(back[-2::-1], axis=1)], axis=2)


def backward_weights_twice(x, h_0_forward, h_0_backward, forward, backward):
    W_x, W_h, b = V_x, V_h, c = backward
    ahead, back = [h_0_forward], [h_0_backward]
    for t in range(x.shape[1]):
        ahead.append(np.tanh(x[:, t] @ W_x + ahead[-1] @ W_h + b))
        back.insert(0, np.tanh(x[:, -1 - t] @ V_x + back[0] @ V_h + c))
    return np.concatenate([np.stack(ahead[1:], axis=1), np.stack(back[:-1], axis=1)], axis=2)


def forward_start_twice(x, h_0_forward, h_0_backward, forward, backward):
    (W_x, W_h, b), (V_x, V_h, c) = forward, backward
    ahead, back = [h_0_forward], [h_0_forward]
    for t in range(x.shape[1]):
        ahead.append(np.tanh(x[:, t] @ W_x + ahead[-1] @ W_h + b))
        back.insert(0, np.tanh(x[:, -1 - t] @ V_x + back[0] @ V_h + c))
    return np.concatenate([np.stack(ahead[1:], axis=1), np.stack(back[:-1], axis=1)], axis=2)


def forward_start_twice_not_turned_back(x, h_0_forward, h_0_backward, forward, backward):
    (W_x, W_h, b), (V_x, V_h, c) = forward, backward
    ahead, back = [h_0_forward], [h_0_forward]
    for t in range(x.shape[1]):
        ahead.append(np.tanh(x[:, t] @ W_x + ahead[-1] @ W_h + b))
        back.insert(0, np.tanh(x[:, -1 - t] @ V_x + back[0] @ V_h + c))
    return np.concatenate([np.stack(ahead[1:], axis=1), np.stack(back[-2::-1], axis=1)], axis=2)


def backward_start_twice(x, h_0_forward, h_0_backward, forward, backward):
    (W_x, W_h, b), (V_x, V_h, c) = forward, backward
    ahead, back = [h_0_backward], [h_0_backward]
    for t in range(x.shape[1]):
        ahead.append(np.tanh(x[:, t] @ W_x + ahead[-1] @ W_h + b))
        back.insert(0, np.tanh(x[:, -1 - t] @ V_x + back[0] @ V_h + c))
    return np.concatenate([np.stack(ahead[1:], axis=1), np.stack(back[:-1], axis=1)], axis=2)


def weights_exchanged(x, h_0_forward, h_0_backward, forward, backward):
    (W_x, W_h, b), (V_x, V_h, c) = backward, forward
    ahead, back = [h_0_forward], [h_0_backward]
    for t in range(x.shape[1]):
        ahead.append(np.tanh(x[:, t] @ W_x + ahead[-1] @ W_h + b))
        back.insert(0, np.tanh(x[:, -1 - t] @ V_x + back[0] @ V_h + c))
    return np.concatenate([np.stack(ahead[1:], axis=1), np.stack(back[:-1], axis=1)], axis=2)


def starts_exchanged(x, h_0_forward, h_0_backward, forward, backward):
    (W_x, W_h, b), (V_x, V_h, c) = forward, backward
    ahead, back = [h_0_backward], [h_0_forward]
    for t in range(x.shape[1]):
        ahead.append(np.tanh(x[:, t] @ W_x + ahead[-1] @ W_h + b))
        back.insert(0, np.tanh(x[:, -1 - t] @ V_x + back[0] @ V_h + c))
    return np.concatenate([np.stack(ahead[1:], axis=1), np.stack(back[:-1], axis=1)], axis=2)


def everything_exchanged(x, h_0_forward, h_0_backward, forward, backward):
    (W_x, W_h, b), (V_x, V_h, c) = backward, forward
    ahead, back = [h_0_backward], [h_0_forward]
    for t in range(x.shape[1]):
        ahead.append(np.tanh(x[:, t] @ W_x + ahead[-1] @ W_h + b))
        back.insert(0, np.tanh(x[:, -1 - t] @ V_x + back[0] @ V_h + c))
    return np.concatenate([np.stack(ahead[1:], axis=1), np.stack(back[:-1], axis=1)], axis=2)


def backward_from_zeros(x, h_0_forward, h_0_backward, forward, backward):
    (W_x, W_h, b), (V_x, V_h, c) = forward, backward
    ahead, back = [h_0_forward], [np.zeros_like(h_0_backward)]
    for t in range(x.shape[1]):
        ahead.append(np.tanh(x[:, t] @ W_x + ahead[-1] @ W_h + b))
        back.insert(0, np.tanh(x[:, -1 - t] @ V_x + back[0] @ V_h + c))
    return np.concatenate([np.stack(ahead[1:], axis=1), np.stack(back[:-1], axis=1)], axis=2)


def both_from_zeros(x, h_0_forward, h_0_backward, forward, backward):
    (W_x, W_h, b), (V_x, V_h, c) = forward, backward
    ahead, back = [np.zeros_like(h_0_forward)], [np.zeros_like(h_0_backward)]
    for t in range(x.shape[1]):
        ahead.append(np.tanh(x[:, t] @ W_x + ahead[-1] @ W_h + b))
        back.insert(0, np.tanh(x[:, -1 - t] @ V_x + back[0] @ V_h + c))
    return np.concatenate([np.stack(ahead[1:], axis=1), np.stack(back[:-1], axis=1)], axis=2)


def backward_from_the_last_forward_state(x, h_0_forward, h_0_backward, forward, backward):
    (W_x, W_h, b), (V_x, V_h, c) = forward, backward
    ahead = [h_0_forward]
    for t in range(x.shape[1]):
        ahead.append(np.tanh(x[:, t] @ W_x + ahead[-1] @ W_h + b))
    back = [ahead[-1]]
    for t in reversed(range(x.shape[1])):
        back.insert(0, np.tanh(x[:, t] @ V_x + back[0] @ V_h + c))
    return np.concatenate([np.stack(ahead[1:], axis=1), np.stack(back[:-1], axis=1)], axis=2)


def forward_states_read_backward(x, h_0_forward, h_0_backward, forward, backward):
    (W_x, W_h, b), (V_x, V_h, c) = forward, backward
    ahead, back = [h_0_forward], [h_0_backward]
    for t in range(x.shape[1]):
        ahead.append(np.tanh(x[:, t] @ W_x + ahead[-1] @ W_h + b))
    for h_t in ahead[:0:-1]:
        back.insert(0, np.tanh(h_t @ V_x + back[0] @ V_h + c))
    return np.concatenate([np.stack(ahead[1:], axis=1), np.stack(back[:-1], axis=1)], axis=2)


def one_step_late(x, h_0_forward, h_0_backward, forward, backward):
    (W_x, W_h, b), (V_x, V_h, c) = forward, backward
    ahead, back = [h_0_forward], [h_0_backward]
    for t in range(x.shape[1]):
        ahead.append(np.tanh(x[:, t] @ W_x + ahead[-1] @ W_h + b))
        back.insert(0, np.tanh(x[:, -1 - t] @ V_x + back[0] @ V_h + c))
    return np.concatenate([np.stack(ahead[1:], axis=1), np.stack(back[1:], axis=1)], axis=2)


def both_one_step_late(x, h_0_forward, h_0_backward, forward, backward):
    (W_x, W_h, b), (V_x, V_h, c) = forward, backward
    ahead, back = [h_0_forward], [h_0_backward]
    for t in range(x.shape[1]):
        ahead.append(np.tanh(x[:, t] @ W_x + ahead[-1] @ W_h + b))
        back.insert(0, np.tanh(x[:, -1 - t] @ V_x + back[0] @ V_h + c))
    return np.concatenate([np.stack(ahead[:-1], axis=1), np.stack(back[1:], axis=1)], axis=2)


def ends_before_the_first_step(x, h_0_forward, h_0_backward, forward, backward):
    (W_x, W_h, b), (V_x, V_h, c) = forward, backward
    states = np.zeros((*x.shape[:2], 2 * len(b)))
    h, g, H = h_0_forward, h_0_backward, len(b)
    for t in range(x.shape[1]):
        h = np.tanh(x[:, t] @ W_x + h @ W_h + b)
        states[:, t, :H] = h
    for t in range(x.shape[1] - 1, 0, -1):
        g = np.tanh(x[:, t] @ V_x + g @ V_h + c)
        states[:, t, H:] = g
    return states


def ends_before_the_first_step_list(x, h_0_forward, h_0_backward, forward, backward):
    (W_x, W_h, b), (V_x, V_h, c) = forward, backward
    ahead, back = [h_0_forward], [h_0_backward]
    for t in range(x.shape[1]):
        ahead.append(np.tanh(x[:, t] @ W_x + ahead[-1] @ W_h + b))
    for t in range(x.shape[1] - 1, 0, -1):
        back.insert(0, np.tanh(x[:, t] @ V_x + back[0] @ V_h + c))
    return np.concatenate([np.stack(ahead[1:], axis=1), np.stack(back[:-1], axis=1)], axis=2)


def last_state_cut_off(x, h_0_forward, h_0_backward, forward, backward):
    (W_x, W_h, b), (V_x, V_h, c) = forward, backward
    ahead, back = [h_0_forward], [h_0_backward]
    for t in range(x.shape[1]):
        ahead.append(np.tanh(x[:, t] @ W_x + ahead[-1] @ W_h + b))
        back.insert(0, np.tanh(x[:, -1 - t] @ V_x + back[0] @ V_h + c))
    return np.concatenate([np.stack(ahead[1:], axis=1), np.stack(back[-2::-1], axis=1)[:, :-1]], axis=2)
