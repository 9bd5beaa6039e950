"""Which state may wrongly be carried over, or handed back as the last: wrong answers to `run_stateful`."""

import numpy as np


def reset_to_h_0(x, h_0, W_x, W_h, b, chunk):
    h, chunks = h_0, []
    for start in range(0, x.shape[1], chunk):
        piece = x[:, start : start + chunk]
        h = h_0
        states = []
        for t in range(piece.shape[1]):
            h = np.tanh(piece[:, t] @ W_x + h @ W_h + b)
            states.append(h)
        chunks.append(np.stack(states, axis=1))
    return chunks, h


def reset_to_h_0_and_back(x, h_0, W_x, W_h, b, chunk):
    chunks = []
    for start in range(0, x.shape[1], chunk):
        piece = x[:, start : start + chunk]
        h = h_0
        states = []
        for t in range(piece.shape[1]):
            h = np.tanh(piece[:, t] @ W_x + h @ W_h + b)
            states.append(h)
        chunks.append(np.stack(states, axis=1))
    return chunks, h_0


def reset_to_zeros(x, h_0, W_x, W_h, b, chunk):
    chunks = []
    for start in range(0, x.shape[1], chunk):
        piece = x[:, start : start + chunk]
        h = np.zeros_like(h_0)
        states = []
        for t in range(piece.shape[1]):
            h = np.tanh(piece[:, t] @ W_x + h @ W_h + b)
            states.append(h)
        chunks.append(np.stack(states, axis=1))
    return chunks, h


def reset_to_zeros_after_the_first_chunk(x, h_0, W_x, W_h, b, chunk):
    h, chunks = h_0, []
    for start in range(0, x.shape[1], chunk):
        piece = x[:, start : start + chunk]
        states = []
        for t in range(piece.shape[1]):
            h = np.tanh(piece[:, t] @ W_x + h @ W_h + b)
            states.append(h)
        chunks.append(np.stack(states, axis=1))
        last, h = h, np.zeros_like(h_0)
    return chunks, last


def zero_start(x, h_0, W_x, W_h, b, chunk):
    h, chunks = np.zeros_like(h_0), []
    for start in range(0, x.shape[1], chunk):
        piece = x[:, start : start + chunk]
        states = []
        for t in range(piece.shape[1]):
            h = np.tanh(piece[:, t] @ W_x + h @ W_h + b)
            states.append(h)
        chunks.append(np.stack(states, axis=1))
    return chunks, h


def first_state_carried(x, h_0, W_x, W_h, b, chunk):
    h, chunks = h_0, []
    for start in range(0, x.shape[1], chunk):
        piece = x[:, start : start + chunk]
        states = []
        for t in range(piece.shape[1]):
            h = np.tanh(piece[:, t] @ W_x + h @ W_h + b)
            states.append(h)
        chunks.append(np.stack(states, axis=1))
        h = states[0]
    return chunks, h


def mean_state_carried(x, h_0, W_x, W_h, b, chunk):
    h, chunks = h_0, []
    for start in range(0, x.shape[1], chunk):
        piece = x[:, start : start + chunk]
        states = []
        for t in range(piece.shape[1]):
            h = np.tanh(piece[:, t] @ W_x + h @ W_h + b)
            states.append(h)
        chunks.append(np.stack(states, axis=1))
        h = chunks[-1].mean(axis=1)
    return chunks, h


def last_sequence_carried(x, h_0, W_x, W_h, b, chunk):
    h, chunks = h_0, []
    for start in range(0, x.shape[1], chunk):
        piece = x[:, start : start + chunk]
        states = []
        for t in range(piece.shape[1]):
            h = np.tanh(piece[:, t] @ W_x + h @ W_h + b)
            states.append(h)
        chunks.append(np.stack(states, axis=1))
        h = chunks[-1][-1]
    return chunks, h


def last_sequence_for_the_last_state(x, h_0, W_x, W_h, b, chunk):
    h, chunks = h_0, []
    for start in range(0, x.shape[1], chunk):
        piece = x[:, start : start + chunk]
        states = []
        for t in range(piece.shape[1]):
            h = np.tanh(piece[:, t] @ W_x + h @ W_h + b)
            states.append(h)
        chunks.append(np.stack(states, axis=1))
    return chunks, chunks[-1][-1]


def whole_chunk_carried(x, h_0, W_x, W_h, b, chunk):
    h, chunks = h_0, []
    for start in range(0, x.shape[1], chunk):
        piece = x[:, start : start + chunk]
        states = []
        for t in range(piece.shape[1]):
            h = np.tanh(piece[:, t] @ W_x + h @ W_h + b)
            states.append(h)
        chunks.append(np.stack(states, axis=1))
        h = chunks[-1]
    return chunks, h


def whole_chunk_carried_preallocated(x, h_0, W_x, W_h, b, chunk):
    h, chunks = h_0, []
    for start in range(0, x.shape[1], chunk):
        piece = x[:, start : start + chunk]
        states = np.zeros((*piece.shape[:2], len(b)))
        for t in range(piece.shape[1]):
            h = states[:, t] = np.tanh(piece[:, t] @ W_x + h @ W_h + b)
        chunks.append(states)
        h = states
    return chunks, h


def whole_chunk_for_the_last_state(x, h_0, W_x, W_h, b, chunk):
    h, chunks = h_0, []
    for start in range(0, x.shape[1], chunk):
        piece = x[:, start : start + chunk]
        states = []
        for t in range(piece.shape[1]):
            h = np.tanh(piece[:, t] @ W_x + h @ W_h + b)
            states.append(h)
        chunks.append(np.stack(states, axis=1))
    return chunks, chunks[-1]


def end_of_a_full_chunk_carried(x, h_0, W_x, W_h, b, chunk):
    h, chunks = h_0, []
    for start in range(0, x.shape[1], chunk):
        piece = x[:, start : start + chunk]
        states = []
        for t in range(piece.shape[1]):
            h = np.tanh(piece[:, t] @ W_x + h @ W_h + b)
            states.append(h)
        chunks.append(np.stack(states, axis=1))
        h = chunks[-1][:, chunk - 1]
    return chunks, h


def end_of_a_full_chunk_for_the_last_state(x, h_0, W_x, W_h, b, chunk):
    h, chunks = h_0, []
    for start in range(0, x.shape[1], chunk):
        piece = x[:, start : start + chunk]
        states = []
        for t in range(piece.shape[1]):
            h = np.tanh(piece[:, t] @ W_x + h @ W_h + b)
            states.append(h)
        chunks.append(np.stack(states, axis=1))
    return chunks, chunks[-1][:, chunk - 1]


def time_axis_carried(x, h_0, W_x, W_h, b, chunk):
    h, chunks = h_0, []
    for start in range(0, x.shape[1], chunk):
        piece = x[:, start : start + chunk]
        states = []
        for t in range(piece.shape[1]):
            h = np.tanh(piece[:, t] @ W_x + h @ W_h + b)
            states.append(h)
        chunks.append(np.stack(states, axis=1))
        h = chunks[-1][:, -1:]
    return chunks, h


def time_axis_on_the_last_state(x, h_0, W_x, W_h, b, chunk):
    h, chunks = h_0, []
    for start in range(0, x.shape[1], chunk):
        piece = x[:, start : start + chunk]
        states = []
        for t in range(piece.shape[1]):
            h = np.tanh(piece[:, t] @ W_x + h @ W_h + b)
            states.append(h)
        chunks.append(np.stack(states, axis=1))
    return chunks, h[:, None]


def layer_axis_on_the_last_state(x, h_0, W_x, W_h, b, chunk):
    h, chunks = h_0, []
    for start in range(0, x.shape[1], chunk):
        piece = x[:, start : start + chunk]
        states = []
        for t in range(piece.shape[1]):
            h = np.tanh(piece[:, t] @ W_x + h @ W_h + b)
            states.append(h)
        chunks.append(np.stack(states, axis=1))
    return chunks, h[None]


def state_before_the_last_chunk(x, h_0, W_x, W_h, b, chunk):
    h, chunks = h_0, []
    for start in range(0, x.shape[1], chunk):
        piece = x[:, start : start + chunk]
        before = h
        states = []
        for t in range(piece.shape[1]):
            h = np.tanh(piece[:, t] @ W_x + h @ W_h + b)
            states.append(h)
        chunks.append(np.stack(states, axis=1))
    return chunks, before


def end_of_the_first_chunk(x, h_0, W_x, W_h, b, chunk):
    h, chunks = h_0, []
    for start in range(0, x.shape[1], chunk):
        piece = x[:, start : start + chunk]
        states = []
        for t in range(piece.shape[1]):
            h = np.tanh(piece[:, t] @ W_x + h @ W_h + b)
            states.append(h)
        chunks.append(np.stack(states, axis=1))
    return chunks, chunks[0][:, -1]


def h_0_for_the_last_state(x, h_0, W_x, W_h, b, chunk):
    h, chunks = h_0, []
    for start in range(0, x.shape[1], chunk):
        piece = x[:, start : start + chunk]
        states = []
        for t in range(piece.shape[1]):
            h = np.tanh(piece[:, t] @ W_x + h @ W_h + b)
            states.append(h)
        chunks.append(np.stack(states, axis=1))
    return chunks, h_0


def first_state_of_the_last_chunk(x, h_0, W_x, W_h, b, chunk):
    h, chunks = h_0, []
    for start in range(0, x.shape[1], chunk):
        piece = x[:, start : start + chunk]
        states = []
        for t in range(piece.shape[1]):
            h = np.tanh(piece[:, t] @ W_x + h @ W_h + b)
            states.append(h)
        chunks.append(np.stack(states, axis=1))
    return chunks, states[0]


def ends_of_all_chunks(x, h_0, W_x, W_h, b, chunk):
    h, chunks = h_0, []
    for start in range(0, x.shape[1], chunk):
        piece = x[:, start : start + chunk]
        states = []
        for t in range(piece.shape[1]):
            h = np.tanh(piece[:, t] @ W_x + h @ W_h + b)
            states.append(h)
        chunks.append(np.stack(states, axis=1))
    return chunks, [states[:, -1] for states in chunks]


def ends_of_all_chunks_stacked(x, h_0, W_x, W_h, b, chunk):
    h, chunks = h_0, []
    for start in range(0, x.shape[1], chunk):
        piece = x[:, start : start + chunk]
        states = []
        for t in range(piece.shape[1]):
            h = np.tanh(piece[:, t] @ W_x + h @ W_h + b)
            states.append(h)
        chunks.append(np.stack(states, axis=1))
    return chunks, np.stack([states[:, -1] for states in chunks], axis=1)
