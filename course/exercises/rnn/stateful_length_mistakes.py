"""How many chunks there may wrongly be, and how long: wrong answers to `run_stateful`."""

import numpy as np


def full_chunks_only(x, h_0, W_x, W_h, b, chunk):
    h, chunks = h_0, []
    for start in range(0, x.shape[1] - chunk + 1, chunk):
        piece = x[:, start : start + chunk]
        states = []
        for t in range(piece.shape[1]):
            h = np.tanh(piece[:, t] @ W_x + h @ W_h + b)
            states.append(h)
        chunks.append(np.stack(states, axis=1))
    return chunks, h


def full_chunks_only_last_of_the_list(x, h_0, W_x, W_h, b, chunk):
    h, chunks = h_0, []
    for start in range(0, x.shape[1] - chunk + 1, chunk):
        piece = x[:, start : start + chunk]
        states = []
        for t in range(piece.shape[1]):
            h = np.tanh(piece[:, t] @ W_x + h @ W_h + b)
            states.append(h)
        chunks.append(np.stack(states, axis=1))
    return chunks, chunks[-1][:, -1]


def always_without_the_last_chunk(x, h_0, W_x, W_h, b, chunk):
    h, chunks = h_0, []
    for stop in range(chunk, x.shape[1], chunk):
        piece = x[:, stop - chunk : stop]
        states = []
        for t in range(piece.shape[1]):
            h = np.tanh(piece[:, t] @ W_x + h @ W_h + b)
            states.append(h)
        chunks.append(np.stack(states, axis=1))
    return chunks, h


def reshaped_into_chunks(x, h_0, W_x, W_h, b, chunk):
    h, chunks = h_0, []
    for piece in x.reshape(len(x), -1, chunk, x.shape[2]).swapaxes(0, 1):
        states = []
        for t in range(piece.shape[1]):
            h = np.tanh(piece[:, t] @ W_x + h @ W_h + b)
            states.append(h)
        chunks.append(np.stack(states, axis=1))
    return chunks, h


def reshaped_into_counted_chunks(x, h_0, W_x, W_h, b, chunk):
    h, chunks = h_0, []
    for piece in x.reshape(len(x), x.shape[1] // chunk, chunk, -1).swapaxes(0, 1):
        states = []
        for t in range(piece.shape[1]):
            h = np.tanh(piece[:, t] @ W_x + h @ W_h + b)
            states.append(h)
        chunks.append(np.stack(states, axis=1))
    return chunks, h


def evened_out(x, h_0, W_x, W_h, b, chunk):
    h, chunks = h_0, []
    for piece in np.array_split(x, -(-x.shape[1] // chunk), axis=1):
        states = []
        for t in range(piece.shape[1]):
            h = np.tanh(piece[:, t] @ W_x + h @ W_h + b)
            states.append(h)
        chunks.append(np.stack(states, axis=1))
    return chunks, h


def evened_out_in_fewer_chunks(x, h_0, W_x, W_h, b, chunk):
    h, chunks = h_0, []
    for piece in np.array_split(x, x.shape[1] // chunk, axis=1):
        states = []
        for t in range(piece.shape[1]):
            h = np.tanh(piece[:, t] @ W_x + h @ W_h + b)
            states.append(h)
        chunks.append(np.stack(states, axis=1))
    return chunks, h


def filled_up_with_zeros(x, h_0, W_x, W_h, b, chunk):
    h, chunks = h_0, []
    for start in range(0, x.shape[1], chunk):
        piece = x[:, start : start + chunk]
        piece = np.pad(piece, ((0, 0), (0, chunk - piece.shape[1]), (0, 0)))
        states = []
        for t in range(piece.shape[1]):
            h = np.tanh(piece[:, t] @ W_x + h @ W_h + b)
            states.append(h)
        chunks.append(np.stack(states, axis=1))
    return chunks, h


def one_round_more(x, h_0, W_x, W_h, b, chunk):
    h, chunks = h_0, []
    for i in range(x.shape[1] // chunk + 1):
        piece = x[:, i * chunk : (i + 1) * chunk]
        states = []
        for t in range(piece.shape[1]):
            h = np.tanh(piece[:, t] @ W_x + h @ W_h + b)
            states.append(h)
        chunks.append(np.stack(states, axis=1))
    return chunks, h


def one_round_more_preallocated(x, h_0, W_x, W_h, b, chunk):
    h, chunks = h_0, []
    for i in range(x.shape[1] // chunk + 1):
        piece = x[:, i * chunk : (i + 1) * chunk]
        states = np.zeros((*piece.shape[:2], len(b)))
        for t in range(piece.shape[1]):
            h = states[:, t] = np.tanh(piece[:, t] @ W_x + h @ W_h + b)
        chunks.append(states)
        h = states[:, -1]
    return chunks, h


def return_inside_the_loop(x, h_0, W_x, W_h, b, chunk):
    h, chunks = h_0, []
    for start in range(0, x.shape[1], chunk):
        piece = x[:, start : start + chunk]
        states = []
        for t in range(piece.shape[1]):
            h = np.tanh(piece[:, t] @ W_x + h @ W_h + b)
            states.append(h)
        chunks.append(np.stack(states, axis=1))
        return chunks, h


def that_many_chunks(x, h_0, W_x, W_h, b, chunk):
    h, chunks = h_0, []
    for piece in np.array_split(x, chunk, axis=1):
        states = []
        for t in range(piece.shape[1]):
            h = np.tanh(piece[:, t] @ W_x + h @ W_h + b)
            states.append(h)
        chunks.append(np.stack(states, axis=1))
    return chunks, h


def that_many_chunks_preallocated(x, h_0, W_x, W_h, b, chunk):
    h, chunks = h_0, []
    for piece in np.array_split(x, chunk, axis=1):
        states = np.zeros((*piece.shape[:2], len(b)))
        for t in range(piece.shape[1]):
            h = states[:, t] = np.tanh(piece[:, t] @ W_x + h @ W_h + b)
        chunks.append(states)
        h = states[:, -1]
    return chunks, h


def that_many_equal_chunks(x, h_0, W_x, W_h, b, chunk):
    h, chunks = h_0, []
    for piece in np.split(x, chunk, axis=1):
        states = []
        for t in range(piece.shape[1]):
            h = np.tanh(piece[:, t] @ W_x + h @ W_h + b)
            states.append(h)
        chunks.append(np.stack(states, axis=1))
    return chunks, h


def that_many_chunks_rounded_down(x, h_0, W_x, W_h, b, chunk):
    size = x.shape[1] // chunk
    h, chunks = h_0, []
    for start in range(0, x.shape[1], size):
        piece = x[:, start : start + size]
        states = []
        for t in range(piece.shape[1]):
            h = np.tanh(piece[:, t] @ W_x + h @ W_h + b)
            states.append(h)
        chunks.append(np.stack(states, axis=1))
    return chunks, h


def that_many_chunks_rounded_up(x, h_0, W_x, W_h, b, chunk):
    size = -(-x.shape[1] // chunk)
    h, chunks = h_0, []
    for start in range(0, x.shape[1], size):
        piece = x[:, start : start + size]
        states = []
        for t in range(piece.shape[1]):
            h = np.tanh(piece[:, t] @ W_x + h @ W_h + b)
            states.append(h)
        chunks.append(np.stack(states, axis=1))
    return chunks, h


def all_but_the_last_step(x, h_0, W_x, W_h, b, chunk):
    h, chunks = h_0, []
    for start in range(0, x.shape[1] - 1, chunk):
        piece = x[:, start : start + chunk]
        states = []
        for t in range(piece.shape[1]):
            h = np.tanh(piece[:, t] @ W_x + h @ W_h + b)
            states.append(h)
        chunks.append(np.stack(states, axis=1))
    return chunks, h


def that_many_parts_of_a_long_pass(x, h_0, W_x, W_h, b, chunk):
    h, states = h_0, []
    for t in range(x.shape[1]):
        h = np.tanh(x[:, t] @ W_x + h @ W_h + b)
        states.append(h)
    return np.array_split(np.stack(states, axis=1), chunk, axis=1), h


def one_long_pass(x, h_0, W_x, W_h, b, chunk):
    h, states = h_0, []
    for t in range(x.shape[1]):
        h = np.tanh(x[:, t] @ W_x + h @ W_h + b)
        states.append(h)
    return [np.stack(states, axis=1)], h


def first_chunk_bare(x, h_0, W_x, W_h, b, chunk):
    h, states = h_0, []
    for t in range(min(chunk, x.shape[1])):
        h = np.tanh(x[:, t] @ W_x + h @ W_h + b)
        states.append(h)
    return np.stack(states, axis=1), h
