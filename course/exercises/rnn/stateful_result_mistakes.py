"""Which state may wrongly be carried over, and what may come back: wrong answers to `run_stateful`."""

import numpy as np

from course.exercises.rnn.passes import states_of
from course.exercises.rnn.stateful_passes import in_chunks, pieces_of, states_in_place


def carrying(carried, x, h, W_x, W_h, b, chunk):
    """Start each chunk from what `carried` makes of the states (B, steps, H) of the chunk before."""
    chunks = []
    for piece in pieces_of(x, chunk):
        chunks.append(states_of(piece, h, W_x, W_h, b))
        h = carried(chunks[-1])
    return chunks, h


def reset_to_h_0(x, h_0, W_x, W_h, b, chunk):
    chunks, _ = carrying(lambda states: h_0, x, h_0, W_x, W_h, b, chunk)
    return chunks, chunks[-1][:, -1]


def reset_to_h_0_and_back(x, h_0, W_x, W_h, b, chunk):
    return carrying(lambda states: h_0, x, h_0, W_x, W_h, b, chunk)


def reset_to_zeros(x, h_0, W_x, W_h, b, chunk):
    zeros = np.zeros_like(h_0)
    chunks, _ = carrying(lambda states: zeros, x, zeros, W_x, W_h, b, chunk)
    return chunks, chunks[-1][:, -1]


def reset_to_zeros_after_the_first_chunk(x, h_0, W_x, W_h, b, chunk):
    chunks, _ = carrying(lambda states: np.zeros_like(h_0), x, h_0, W_x, W_h, b, chunk)
    return chunks, chunks[-1][:, -1]


def zero_start(x, h_0, W_x, W_h, b, chunk):
    return in_chunks(x, np.zeros_like(h_0), W_x, W_h, b, chunk)


def first_state_carried(x, h_0, W_x, W_h, b, chunk):
    return carrying(lambda states: states[:, 0], x, h_0, W_x, W_h, b, chunk)


def mean_state_carried(x, h_0, W_x, W_h, b, chunk):
    return carrying(lambda states: states.mean(axis=1), x, h_0, W_x, W_h, b, chunk)


def last_sequence_carried(x, h_0, W_x, W_h, b, chunk):
    return carrying(lambda states: states[-1], x, h_0, W_x, W_h, b, chunk)


def whole_chunk_carried(x, h_0, W_x, W_h, b, chunk):
    return carrying(lambda states: states, x, h_0, W_x, W_h, b, chunk)


def whole_chunk_carried_in_place(x, h_0, W_x, W_h, b, chunk):
    h, chunks = h_0, []
    for piece in pieces_of(x, chunk):
        h = states_in_place(piece, h, W_x, W_h, b)
        chunks.append(h)
    return chunks, h


def time_axis_carried(x, h_0, W_x, W_h, b, chunk):
    return carrying(lambda states: states[:, -1:], x, h_0, W_x, W_h, b, chunk)


def last_sequence_for_the_last_state(x, h_0, W_x, W_h, b, chunk):
    chunks, _ = in_chunks(x, h_0, W_x, W_h, b, chunk)
    return chunks, chunks[-1][-1]


def whole_chunk_for_the_last_state(x, h_0, W_x, W_h, b, chunk):
    chunks, _ = in_chunks(x, h_0, W_x, W_h, b, chunk)
    return chunks, chunks[-1]


def end_of_a_full_chunk_for_the_last_state(x, h_0, W_x, W_h, b, chunk):
    chunks, _ = in_chunks(x, h_0, W_x, W_h, b, chunk)
    return chunks, chunks[-1][:, chunk - 1]


def time_axis_on_the_last_state(x, h_0, W_x, W_h, b, chunk):
    chunks, h_T = in_chunks(x, h_0, W_x, W_h, b, chunk)
    return chunks, h_T[:, None]


def layer_axis_on_the_last_state(x, h_0, W_x, W_h, b, chunk):
    chunks, h_T = in_chunks(x, h_0, W_x, W_h, b, chunk)
    return chunks, h_T[None]


def state_before_the_last_chunk(x, h_0, W_x, W_h, b, chunk):
    chunks, _ = in_chunks(x, h_0, W_x, W_h, b, chunk)
    return chunks, [h_0, *(states[:, -1] for states in chunks)][-2]


def end_of_the_first_chunk(x, h_0, W_x, W_h, b, chunk):
    chunks, _ = in_chunks(x, h_0, W_x, W_h, b, chunk)
    return chunks, chunks[0][:, -1]


def h_0_for_the_last_state(x, h_0, W_x, W_h, b, chunk):
    chunks, _ = in_chunks(x, h_0, W_x, W_h, b, chunk)
    return chunks, h_0


def first_state_of_the_last_chunk(x, h_0, W_x, W_h, b, chunk):
    chunks, _ = in_chunks(x, h_0, W_x, W_h, b, chunk)
    return chunks, chunks[-1][:, 0]


def ends_of_all_chunks(x, h_0, W_x, W_h, b, chunk):
    chunks, _ = in_chunks(x, h_0, W_x, W_h, b, chunk)
    return chunks, [states[:, -1] for states in chunks]


def ends_of_all_chunks_stacked(x, h_0, W_x, W_h, b, chunk):
    chunks, _ = in_chunks(x, h_0, W_x, W_h, b, chunk)
    return chunks, np.stack([states[:, -1] for states in chunks], axis=1)


def joined(x, h_0, W_x, W_h, b, chunk):
    chunks, h_T = in_chunks(x, h_0, W_x, W_h, b, chunk)
    return np.concatenate(chunks, axis=1), h_T


def joined_along_the_batch(x, h_0, W_x, W_h, b, chunk):
    chunks, h_T = in_chunks(x, h_0, W_x, W_h, b, chunk)
    return np.concatenate(chunks), h_T


def stacked(x, h_0, W_x, W_h, b, chunk):
    chunks, h_T = in_chunks(x, h_0, W_x, W_h, b, chunk)
    return np.stack(chunks), h_T


def as_an_array(x, h_0, W_x, W_h, b, chunk):
    chunks, h_T = in_chunks(x, h_0, W_x, W_h, b, chunk)
    return np.array(chunks), h_T


def list_alone(x, h_0, W_x, W_h, b, chunk):
    chunks, _ = in_chunks(x, h_0, W_x, W_h, b, chunk)
    return chunks


def joined_alone(x, h_0, W_x, W_h, b, chunk):
    return states_of(x, h_0, W_x, W_h, b)


def last_state_alone(x, h_0, W_x, W_h, b, chunk):
    _, h_T = in_chunks(x, h_0, W_x, W_h, b, chunk)
    return h_T


def last_state_in_front(x, h_0, W_x, W_h, b, chunk):
    chunks, h_T = in_chunks(x, h_0, W_x, W_h, b, chunk)
    return h_T, chunks


def last_state_at_the_end_of_the_list(x, h_0, W_x, W_h, b, chunk):
    chunks, h_T = in_chunks(x, h_0, W_x, W_h, b, chunk)
    return [*chunks, h_T]


def chunk_and_state_in_pairs(x, h_0, W_x, W_h, b, chunk):
    chunks, _ = in_chunks(x, h_0, W_x, W_h, b, chunk)
    return [(states, states[:, -1]) for states in chunks]


def a_list_of_steps(x, h_0, W_x, W_h, b, chunk):
    chunks, h_T = in_chunks(x, h_0, W_x, W_h, b, chunk)
    return [h_t for states in chunks for h_t in states.swapaxes(0, 1)], h_T


def a_list_of_sequences(x, h_0, W_x, W_h, b, chunk):
    chunks, h_T = in_chunks(x, h_0, W_x, W_h, b, chunk)
    return [sequence for states in chunks for sequence in states], h_T


def ends_alone(x, h_0, W_x, W_h, b, chunk):
    chunks, h_T = in_chunks(x, h_0, W_x, W_h, b, chunk)
    return [states[:, -1] for states in chunks], h_T


def pieces_of_x(x, h_0, W_x, W_h, b, chunk):
    _, h_T = in_chunks(x, h_0, W_x, W_h, b, chunk)
    return pieces_of(x, chunk), h_T


def last_chunk_alone(x, h_0, W_x, W_h, b, chunk):
    chunks, h_T = in_chunks(x, h_0, W_x, W_h, b, chunk)
    return chunks[-1], h_T


def last_chunk_in_a_list(x, h_0, W_x, W_h, b, chunk):
    chunks, h_T = in_chunks(x, h_0, W_x, W_h, b, chunk)
    return chunks[-1:], h_T
