"""What may come back in place of the chunks and the last state: wrong answers to `run_stateful`."""

import numpy as np


def joined(x, h_0, W_x, W_h, b, chunk):
    h, chunks = h_0, []
    for start in range(0, x.shape[1], chunk):
        piece = x[:, start : start + chunk]
        states = []
        for t in range(piece.shape[1]):
            h = np.tanh(piece[:, t] @ W_x + h @ W_h + b)
            states.append(h)
        chunks.append(np.stack(states, axis=1))
    return np.concatenate(chunks, axis=1), h


def joined_along_the_batch(x, h_0, W_x, W_h, b, chunk):
    h, chunks = h_0, []
    for start in range(0, x.shape[1], chunk):
        piece = x[:, start : start + chunk]
        states = []
        for t in range(piece.shape[1]):
            h = np.tanh(piece[:, t] @ W_x + h @ W_h + b)
            states.append(h)
        chunks.append(np.stack(states, axis=1))
    return np.concatenate(chunks), h


def stacked(x, h_0, W_x, W_h, b, chunk):
    h, chunks = h_0, []
    for start in range(0, x.shape[1], chunk):
        piece = x[:, start : start + chunk]
        states = []
        for t in range(piece.shape[1]):
            h = np.tanh(piece[:, t] @ W_x + h @ W_h + b)
            states.append(h)
        chunks.append(np.stack(states, axis=1))
    return np.stack(chunks), h


def as_an_array(x, h_0, W_x, W_h, b, chunk):
    h, chunks = h_0, []
    for start in range(0, x.shape[1], chunk):
        piece = x[:, start : start + chunk]
        states = []
        for t in range(piece.shape[1]):
            h = np.tanh(piece[:, t] @ W_x + h @ W_h + b)
            states.append(h)
        chunks.append(np.stack(states, axis=1))
    return np.array(chunks), h


def list_alone(x, h_0, W_x, W_h, b, chunk):
    h, chunks = h_0, []
    for start in range(0, x.shape[1], chunk):
        piece = x[:, start : start + chunk]
        states = []
        for t in range(piece.shape[1]):
            h = np.tanh(piece[:, t] @ W_x + h @ W_h + b)
            states.append(h)
        chunks.append(np.stack(states, axis=1))
    return chunks


def joined_alone(x, h_0, W_x, W_h, b, chunk):
    h, chunks = h_0, []
    for start in range(0, x.shape[1], chunk):
        piece = x[:, start : start + chunk]
        states = []
        for t in range(piece.shape[1]):
            h = np.tanh(piece[:, t] @ W_x + h @ W_h + b)
            states.append(h)
        chunks.append(np.stack(states, axis=1))
    return np.concatenate(chunks, axis=1)


def last_state_alone(x, h_0, W_x, W_h, b, chunk):
    h, chunks = h_0, []
    for start in range(0, x.shape[1], chunk):
        piece = x[:, start : start + chunk]
        states = []
        for t in range(piece.shape[1]):
            h = np.tanh(piece[:, t] @ W_x + h @ W_h + b)
            states.append(h)
        chunks.append(np.stack(states, axis=1))
    return h


def last_state_in_front(x, h_0, W_x, W_h, b, chunk):
    h, chunks = h_0, []
    for start in range(0, x.shape[1], chunk):
        piece = x[:, start : start + chunk]
        states = []
        for t in range(piece.shape[1]):
            h = np.tanh(piece[:, t] @ W_x + h @ W_h + b)
            states.append(h)
        chunks.append(np.stack(states, axis=1))
    return h, chunks


def last_state_at_the_end_of_the_list(x, h_0, W_x, W_h, b, chunk):
    h, chunks = h_0, []
    for start in range(0, x.shape[1], chunk):
        piece = x[:, start : start + chunk]
        states = []
        for t in range(piece.shape[1]):
            h = np.tanh(piece[:, t] @ W_x + h @ W_h + b)
            states.append(h)
        chunks.append(np.stack(states, axis=1))
    return [*chunks, h]


def a_list_of_steps(x, h_0, W_x, W_h, b, chunk):
    h, chunks = h_0, []
    for start in range(0, x.shape[1], chunk):
        piece = x[:, start : start + chunk]
        states = []
        for t in range(piece.shape[1]):
            h = np.tanh(piece[:, t] @ W_x + h @ W_h + b)
            states.append(h)
        chunks.extend(states)
    return chunks, h


def a_list_of_sequences(x, h_0, W_x, W_h, b, chunk):
    h, chunks = h_0, []
    for start in range(0, x.shape[1], chunk):
        piece = x[:, start : start + chunk]
        states = []
        for t in range(piece.shape[1]):
            h = np.tanh(piece[:, t] @ W_x + h @ W_h + b)
            states.append(h)
        chunks += list(np.stack(states, axis=1))
    return chunks, h


def ends_alone(x, h_0, W_x, W_h, b, chunk):
    h, chunks = h_0, []
    for start in range(0, x.shape[1], chunk):
        piece = x[:, start : start + chunk]
        states = []
        for t in range(piece.shape[1]):
            h = np.tanh(piece[:, t] @ W_x + h @ W_h + b)
            states.append(h)
        chunks.append(h)
    return chunks, h


def pieces_of_x(x, h_0, W_x, W_h, b, chunk):
    h, chunks = h_0, []
    for start in range(0, x.shape[1], chunk):
        piece = x[:, start : start + chunk]
        states = []
        for t in range(piece.shape[1]):
            h = np.tanh(piece[:, t] @ W_x + h @ W_h + b)
            states.append(h)
        chunks.append(piece)
    return chunks, h


def chunk_and_state_in_pairs(x, h_0, W_x, W_h, b, chunk):
    h, chunks = h_0, []
    for start in range(0, x.shape[1], chunk):
        piece = x[:, start : start + chunk]
        states = []
        for t in range(piece.shape[1]):
            h = np.tanh(piece[:, t] @ W_x + h @ W_h + b)
            states.append(h)
        chunks.append((np.stack(states, axis=1), h))
    return chunks


def last_chunk_alone(x, h_0, W_x, W_h, b, chunk):
    h = h_0
    for start in range(0, x.shape[1], chunk):
        piece = x[:, start : start + chunk]
        states = []
        for t in range(piece.shape[1]):
            h = np.tanh(piece[:, t] @ W_x + h @ W_h + b)
            states.append(h)
    return np.stack(states, axis=1), h


def last_chunk_in_a_list(x, h_0, W_x, W_h, b, chunk):
    h, chunks = h_0, []
    for start in range(0, x.shape[1], chunk):
        piece = x[:, start : start + chunk]
        states = []
        for t in range(piece.shape[1]):
            h = np.tanh(piece[:, t] @ W_x + h @ W_h + b)
            states.append(h)
        chunks = [np.stack(states, axis=1)]
    return chunks, h
