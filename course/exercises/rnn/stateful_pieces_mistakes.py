"""Where a sequence may wrongly be cut: wrong answers to `run_stateful`."""

import numpy as np

from course.exercises.rnn.passes import states_of
from course.exercises.rnn.stateful_passes import chunks_in_place, chunks_of, pieces_at, pieces_of


def full_chunks_only(x, h_0, W_x, W_h, b, chunk):
    return chunks_of(pieces_at(x, range(0, x.shape[1] - chunk + 1, chunk), chunk), h_0, W_x, W_h, b)


def full_chunks_only_last_of_the_list(x, h_0, W_x, W_h, b, chunk):
    chunks, _ = chunks_of(pieces_at(x, range(0, x.shape[1] - chunk + 1, chunk), chunk), h_0, W_x, W_h, b)
    return chunks, chunks[-1][:, -1]


def always_without_the_last_chunk(x, h_0, W_x, W_h, b, chunk):
    return chunks_of(pieces_of(x, chunk)[:-1], h_0, W_x, W_h, b)


def all_but_the_last_step(x, h_0, W_x, W_h, b, chunk):
    return chunks_of(pieces_at(x, range(0, x.shape[1] - 1, chunk), chunk), h_0, W_x, W_h, b)


def reshaped_into_chunks(x, h_0, W_x, W_h, b, chunk):
    pieces = x.reshape(len(x), -1, chunk, x.shape[2]).swapaxes(0, 1)
    return chunks_of(pieces, h_0, W_x, W_h, b)


def reshaped_into_counted_chunks(x, h_0, W_x, W_h, b, chunk):
    pieces = x.reshape(len(x), x.shape[1] // chunk, chunk, -1).swapaxes(0, 1)
    return chunks_of(pieces, h_0, W_x, W_h, b)


def evened_out(x, h_0, W_x, W_h, b, chunk):
    return chunks_of(np.array_split(x, -(-x.shape[1] // chunk), axis=1), h_0, W_x, W_h, b)


def evened_out_in_fewer_chunks(x, h_0, W_x, W_h, b, chunk):
    return chunks_of(np.array_split(x, x.shape[1] // chunk, axis=1), h_0, W_x, W_h, b)


def filled_up_with_zeros(x, h_0, W_x, W_h, b, chunk):
    filled = np.pad(x, ((0, 0), (0, -x.shape[1] % chunk), (0, 0)))
    return chunks_of(pieces_of(filled, chunk), h_0, W_x, W_h, b)


def one_round_more(x, h_0, W_x, W_h, b, chunk):
    starts = [i * chunk for i in range(x.shape[1] // chunk + 1)]
    return chunks_of(pieces_at(x, starts, chunk), h_0, W_x, W_h, b)


def one_round_more_in_place(x, h_0, W_x, W_h, b, chunk):
    starts = [i * chunk for i in range(x.shape[1] // chunk + 1)]
    return chunks_in_place(pieces_at(x, starts, chunk), h_0, W_x, W_h, b)


def return_inside_the_loop(x, h_0, W_x, W_h, b, chunk):
    for piece in pieces_of(x, chunk):
        return chunks_of([piece], h_0, W_x, W_h, b)


def first_chunk_bare(x, h_0, W_x, W_h, b, chunk):
    states = states_of(x[:, :chunk], h_0, W_x, W_h, b)
    return states, states[:, -1]


def one_long_pass(x, h_0, W_x, W_h, b, chunk):
    return chunks_of([x], h_0, W_x, W_h, b)


def that_many_chunks(x, h_0, W_x, W_h, b, chunk):
    return chunks_of(np.array_split(x, chunk, axis=1), h_0, W_x, W_h, b)


def that_many_chunks_in_place(x, h_0, W_x, W_h, b, chunk):
    return chunks_in_place(np.array_split(x, chunk, axis=1), h_0, W_x, W_h, b)


def that_many_equal_chunks(x, h_0, W_x, W_h, b, chunk):
    return chunks_of(np.split(x, chunk, axis=1), h_0, W_x, W_h, b)


def that_many_chunks_rounded_down(x, h_0, W_x, W_h, b, chunk):
    return chunks_of(pieces_of(x, x.shape[1] // chunk), h_0, W_x, W_h, b)


def that_many_chunks_rounded_up(x, h_0, W_x, W_h, b, chunk):
    return chunks_of(pieces_of(x, -(-x.shape[1] // chunk)), h_0, W_x, W_h, b)


def that_many_parts_of_a_long_pass(x, h_0, W_x, W_h, b, chunk):
    states = states_of(x, h_0, W_x, W_h, b)
    return np.array_split(states, chunk, axis=1), states[:, -1]


def length_for_the_end(x, h_0, W_x, W_h, b, chunk):
    return chunks_of([x[:, start:chunk] for start in range(0, x.shape[1], chunk)], h_0, W_x, W_h, b)


def length_for_the_end_in_place(x, h_0, W_x, W_h, b, chunk):
    return chunks_in_place([x[:, start:chunk] for start in range(0, x.shape[1], chunk)], h_0, W_x, W_h, b)


def to_the_end_of_the_sequence(x, h_0, W_x, W_h, b, chunk):
    return chunks_of([x[:, start:] for start in range(0, x.shape[1], chunk)], h_0, W_x, W_h, b)


def from_the_beginning_again(x, h_0, W_x, W_h, b, chunk):
    chunks = [states_of(x[:, : start + chunk], h_0, W_x, W_h, b) for start in range(0, x.shape[1], chunk)]
    return chunks, chunks[-1][:, -1]


def from_the_beginning_again_with_the_state(x, h_0, W_x, W_h, b, chunk):
    return chunks_of([x[:, : start + chunk] for start in range(0, x.shape[1], chunk)], h_0, W_x, W_h, b)


def a_window_at_each_step(x, h_0, W_x, W_h, b, chunk):
    return chunks_of(pieces_at(x, range(x.shape[1]), chunk), h_0, W_x, W_h, b)


def a_full_window_at_each_step(x, h_0, W_x, W_h, b, chunk):
    return chunks_of(pieces_at(x, range(x.shape[1] - chunk + 1), chunk), h_0, W_x, W_h, b)


def chunk_numbers_for_steps(x, h_0, W_x, W_h, b, chunk):
    return chunks_of(pieces_at(x, range(-(-x.shape[1] // chunk)), chunk), h_0, W_x, W_h, b)


def chunk_numbers_for_steps_rounded_down(x, h_0, W_x, W_h, b, chunk):
    return chunks_of(pieces_at(x, range(x.shape[1] // chunk), chunk), h_0, W_x, W_h, b)


def one_step_too_many(x, h_0, W_x, W_h, b, chunk):
    return chunks_of(pieces_at(x, range(0, x.shape[1], chunk), chunk + 1), h_0, W_x, W_h, b)


def one_step_too_few(x, h_0, W_x, W_h, b, chunk):
    return chunks_of(pieces_at(x, range(0, x.shape[1], chunk), chunk - 1), h_0, W_x, W_h, b)


def one_step_too_few_in_place(x, h_0, W_x, W_h, b, chunk):
    return chunks_in_place(pieces_at(x, range(0, x.shape[1], chunk), chunk - 1), h_0, W_x, W_h, b)


def batch_cut(x, h_0, W_x, W_h, b, chunk):
    return chunks_of([x[start : start + chunk] for start in range(0, x.shape[1], chunk)], h_0, W_x, W_h, b)


def batch_cut_by_its_size(x, h_0, W_x, W_h, b, chunk):
    return chunks_of([x[start : start + chunk] for start in range(0, len(x), chunk)], h_0, W_x, W_h, b)


def rounds_by_the_batch(x, h_0, W_x, W_h, b, chunk):
    return chunks_of(pieces_at(x, range(0, len(x), chunk), chunk), h_0, W_x, W_h, b)
