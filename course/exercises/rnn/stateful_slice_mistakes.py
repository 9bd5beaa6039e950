"""Which steps a chunk may wrongly hold: wrong answers to `run_stateful`."""

import numpy as np


def length_for_the_end(x, h_0, W_x, W_h, b, chunk):
    h, chunks = h_0, []
    for start in range(0, x.shape[1], chunk):
        piece = x[:, start:chunk]
        states = []
        for t in range(piece.shape[1]):
            h = np.tanh(piece[:, t] @ W_x + h @ W_h + b)
            states.append(h)
        chunks.append(np.stack(states, axis=1))
    return chunks, h


def length_for_the_end_preallocated(x, h_0, W_x, W_h, b, chunk):
    h, chunks = h_0, []
    for start in range(0, x.shape[1], chunk):
        piece = x[:, start:chunk]
        states = np.zeros((*piece.shape[:2], len(b)))
        for t in range(piece.shape[1]):
            h = states[:, t] = np.tanh(piece[:, t] @ W_x + h @ W_h + b)
        chunks.append(states)
        h = states[:, -1]
    return chunks, h


def to_the_end_of_the_sequence(x, h_0, W_x, W_h, b, chunk):
    h, chunks = h_0, []
    for start in range(0, x.shape[1], chunk):
        piece = x[:, start:]
        states = []
        for t in range(piece.shape[1]):
            h = np.tanh(piece[:, t] @ W_x + h @ W_h + b)
            states.append(h)
        chunks.append(np.stack(states, axis=1))
    return chunks, h


def from_the_beginning_again(x, h_0, W_x, W_h, b, chunk):
    h, chunks = h_0, []
    for start in range(0, x.shape[1], chunk):
        piece = x[:, : start + chunk]
        h = h_0
        states = []
        for t in range(piece.shape[1]):
            h = np.tanh(piece[:, t] @ W_x + h @ W_h + b)
            states.append(h)
        chunks.append(np.stack(states, axis=1))
    return chunks, h


def from_the_beginning_again_with_the_state(x, h_0, W_x, W_h, b, chunk):
    h, chunks = h_0, []
    for start in range(0, x.shape[1], chunk):
        piece = x[:, : start + chunk]
        states = []
        for t in range(piece.shape[1]):
            h = np.tanh(piece[:, t] @ W_x + h @ W_h + b)
            states.append(h)
        chunks.append(np.stack(states, axis=1))
    return chunks, h


def a_window_at_each_step(x, h_0, W_x, W_h, b, chunk):
    h, chunks = h_0, []
    for start in range(x.shape[1]):
        piece = x[:, start : start + chunk]
        states = []
        for t in range(piece.shape[1]):
            h = np.tanh(piece[:, t] @ W_x + h @ W_h + b)
            states.append(h)
        chunks.append(np.stack(states, axis=1))
    return chunks, h


def a_full_window_at_each_step(x, h_0, W_x, W_h, b, chunk):
    h, chunks = h_0, []
    for start in range(x.shape[1] - chunk + 1):
        piece = x[:, start : start + chunk]
        states = []
        for t in range(piece.shape[1]):
            h = np.tanh(piece[:, t] @ W_x + h @ W_h + b)
            states.append(h)
        chunks.append(np.stack(states, axis=1))
    return chunks, h


def chunk_numbers_for_steps(x, h_0, W_x, W_h, b, chunk):
    h, chunks = h_0, []
    for start in range(-(-x.shape[1] // chunk)):
        piece = x[:, start : start + chunk]
        states = []
        for t in range(piece.shape[1]):
            h = np.tanh(piece[:, t] @ W_x + h @ W_h + b)
            states.append(h)
        chunks.append(np.stack(states, axis=1))
    return chunks, h


def one_step_too_many(x, h_0, W_x, W_h, b, chunk):
    h, chunks = h_0, []
    for start in range(0, x.shape[1], chunk):
        piece = x[:, start : start + chunk + 1]
        states = []
        for t in range(piece.shape[1]):
            h = np.tanh(piece[:, t] @ W_x + h @ W_h + b)
            states.append(h)
        chunks.append(np.stack(states, axis=1))
    return chunks, h


def one_step_too_few(x, h_0, W_x, W_h, b, chunk):
    h, chunks = h_0, []
    for start in range(0, x.shape[1], chunk):
        piece = x[:, start : start + chunk - 1]
        states = []
        for t in range(piece.shape[1]):
            h = np.tanh(piece[:, t] @ W_x + h @ W_h + b)
            states.append(h)
        chunks.append(np.stack(states, axis=1))
    return chunks, h


def batch_cut(x, h_0, W_x, W_h, b, chunk):
    h, chunks = h_0, []
    for start in range(0, x.shape[1], chunk):
        piece = x[start : start + chunk]
        states = []
        for t in range(piece.shape[1]):
            h = np.tanh(piece[:, t] @ W_x + h @ W_h + b)
            states.append(h)
        chunks.append(np.stack(states, axis=1))
    return chunks, h


def batch_cut_by_its_size(x, h_0, W_x, W_h, b, chunk):
    h, chunks = h_0, []
    for start in range(0, len(x), chunk):
        piece = x[start : start + chunk]
        states = []
        for t in range(piece.shape[1]):
            h = np.tanh(piece[:, t] @ W_x + h @ W_h + b)
            states.append(h)
        chunks.append(np.stack(states, axis=1))
    return chunks, h


def rounds_by_the_batch(x, h_0, W_x, W_h, b, chunk):
    h, chunks = h_0, []
    for start in range(0, len(x), chunk):
        piece = x[:, start : start + chunk]
        states = []
        for t in range(piece.shape[1]):
            h = np.tanh(piece[:, t] @ W_x + h @ W_h + b)
            states.append(h)
        chunks.append(np.stack(states, axis=1))
    return chunks, h


def chunk_numbers_for_steps_rounded_down(x, h_0, W_x, W_h, b, chunk):
    h, chunks = h_0, []
    for start in range(x.shape[1] // chunk):
        piece = x[:, start : start + chunk]
        states = []
        for t in range(piece.shape[1]):
            h = np.tanh(piece[:, t] @ W_x + h @ W_h + b)
            states.append(h)
        chunks.append(np.stack(states, axis=1))
    return chunks, h


def one_step_too_few_preallocated(x, h_0, W_x, W_h, b, chunk):
    h, chunks = h_0, []
    for start in range(0, x.shape[1], chunk):
        piece = x[:, start : start + chunk - 1]
        states = np.zeros((*piece.shape[:2], len(b)))
        for t in range(piece.shape[1]):
            h = states[:, t] = np.tanh(piece[:, t] @ W_x + h @ W_h + b)
        chunks.append(states)
        h = states[:, -1]
    return chunks, h
