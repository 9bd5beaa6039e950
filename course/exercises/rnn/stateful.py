"""A long sequence in pieces, with the state carried over."""

import numpy as np
import torch

from course.exercise import Case, Exercise, Misconception
from course.exercises.rnn import stateful_pieces_mistakes as pieces
from course.exercises.rnn import stateful_result_mistakes as result
from course.exercises.rnn.forward import sequence_inputs, torch_rnn_forward


def chunk_inputs(B, T, D, H, chunk):
    return lambda rng: sequence_inputs(B, T, D, H)(rng) | {"chunk": chunk}


def split_one_long_pass(x, h_0, W_x, W_h, b, chunk):
    """Oracle: torch.nn.RNN over the whole sequence, split afterwards."""
    states = torch.from_numpy(torch_rnn_forward(x, h_0, W_x, W_h, b))
    return [part.numpy() for part in states.split(chunk, dim=1)], states[:, -1].numpy()


def long_pass_cut_afterwards(x, h_0, W_x, W_h, b, chunk):
    B, T, _ = x.shape
    states = np.zeros((B, T, h_0.shape[1]))
    for t in range(T):
        states[:, t] = np.tanh(x[:, t] @ W_x + (states[:, t - 1] if t else h_0) @ W_h + b)
    return np.split(states, range(chunk, T, chunk), axis=1), states[:, -1]


def new_chunk_when_full(x, h_0, W_x, W_h, b, chunk):
    chunks, h_t = [], h_0
    for t, inputs in enumerate(np.einsum("btd,dh->tbh", x, W_x)):
        h_t = np.tanh(inputs + np.einsum("bi,ij->bj", h_t, W_h) + b)
        if t % chunk == 0:
            chunks.append(h_t[:, None])
        else:
            chunks[-1] = np.concatenate([chunks[-1], h_t[:, None]], axis=1)
    return chunks, h_t


def while_steps_are_left(x, h_0, W_x, W_h, b, chunk):
    chunks = []
    while x.shape[1] > 0:
        states = [h_0]
        for x_t in x[:, :chunk].swapaxes(0, 1):
            states.append(np.tanh(np.hstack([x_t, states[-1]]) @ np.vstack([W_x, W_h]) + b))
        chunks.append(np.array(states[1:]).swapaxes(0, 1))
        x, h_0 = x[:, chunk:], states[-1]
    return tuple(chunks), h_0


def first_chunk_then_the_rest(x, h_0, W_x, W_h, b, chunk):
    def run(x, h_0):
        h_t, states = h_0, []
        for t in range(min(chunk, x.shape[1])):
            h_t = np.tanh(x[:, t] @ W_x + h_t @ W_h + b)
            states.append(h_t)
        here = np.stack(states, axis=1)
        if x.shape[1] <= chunk:
            return [here], h_t
        later, last = run(x[:, chunk:], h_t)
        return [here, *later], last

    return run(x, h_0)


def counted_chunks(x, h_0, W_x, W_h, b, chunk):
    import math
    from itertools import accumulate

    chunks = []
    for i in range(math.ceil(x.shape[1] / chunk)):
        inputs = np.moveaxis(x[:, i * chunk : (i + 1) * chunk] @ W_x + b, 1, 0)
        states = list(
            accumulate(inputs, lambda h, a: np.tanh(a + h @ W_h), initial=h_0 if i == 0 else chunks[-1][:, -1])
        )
        chunks += [np.dstack(states[1:]).transpose(0, 2, 1)]
    return [chunks, chunks[-1][:, -1, :]]


run_stateful = Exercise(
    "run_stateful",
    points=2,
    returns="(chunks, h_T)",
    by_hand=["torch", "scipy"],
    cases=[
        Case("six steps, three at a time", chunk_inputs(B=2, T=6, D=4, H=5, chunk=3)),
        Case("six other steps, three at a time", chunk_inputs(B=2, T=6, D=4, H=5, chunk=3)),
        Case("six steps, four at a time: the last chunk is short", chunk_inputs(B=3, T=6, D=2, H=5, chunk=4)),
        Case("five steps, one at a time", chunk_inputs(B=3, T=5, D=2, H=4, chunk=1)),
        Case("four steps of one sequence, four at a time: one chunk", chunk_inputs(B=1, T=4, D=3, H=2, chunk=4)),
        Case("three steps, eight at a time: the only chunk is short", chunk_inputs(B=2, T=3, D=4, H=5, chunk=8)),
        Case("five steps of two sequences, two at a time", chunk_inputs(B=2, T=5, D=3, H=3, chunk=2)),
    ],
    hidden=[
        Case("everything of size one", chunk_inputs(B=1, T=1, D=1, H=1, chunk=1)),
        Case("batch, chunk, features and hidden units of one number", chunk_inputs(B=3, T=7, D=3, H=3, chunk=3)),
        Case("fifty steps, eight at a time", chunk_inputs(B=2, T=50, D=4, H=6, chunk=8)),
    ],
    oracle=split_one_long_pass,
    misconceptions=[
        Misconception(
            "state_reset",
            [
                result.reset_to_h_0,
                result.reset_to_h_0_and_back,
                result.reset_to_zeros,
                result.reset_to_zeros_after_the_first_chunk,
            ],
            hint="Every chunk starts afresh, so that nothing is remembered across its border. Only the first "
            "one starts from `h_0`: where should the next one start?",
        ),
        Misconception(
            "zero_start",
            [result.zero_start],
            hint="It looks as if the first chunk starts from zeros. The state before it is given: `h_0`.",
        ),
        Misconception(
            "another_state_carried",
            [result.first_state_carried, result.mean_state_carried],
            hint="Something is carried over, but it is not the state after a chunk's last step. "
            "Only that one has read the whole chunk.",
        ),
        Misconception(
            "last_sequence",
            [result.last_sequence_carried, result.last_sequence_for_the_last_state],
            hint="The first axis counts the sequences, so `[-1]` picks the last sequence of the batch. "
            "The last step is at the end of the second axis.",
        ),
        Misconception(
            "whole_chunk",
            [result.whole_chunk_carried, result.whole_chunk_carried_in_place, result.whole_chunk_for_the_last_state],
            hint="All states of a chunk are taken for one. A state is (B, H): what goes on is the state "
            "after the chunk's last step.",
        ),
        Misconception(
            "short_chunk_indexed_as_full",
            [result.end_of_a_full_chunk_for_the_last_state],
            hint="The last chunk may be shorter, and then its last state does not stand at index `chunk - 1`. "
            "Count from the end.",
        ),
        Misconception(
            "axis_too_many",
            [result.time_axis_carried, result.time_axis_on_the_last_state, result.layer_axis_on_the_last_state],
            hint="The last state has an axis too many: it is (B, H). A plain index removes an axis, a slice keeps it.",
        ),
        Misconception(
            "early_state_for_the_last",
            [
                result.h_0_for_the_last_state,
                result.state_before_the_last_chunk,
                result.end_of_the_first_chunk,
                result.first_state_of_the_last_chunk,
            ],
            hint="The chunks are right, and the last state is one from earlier on. It is the state after the "
            "very last step.",
        ),
        Misconception(
            "all_ends_for_the_last_state",
            [result.ends_of_all_chunks, result.ends_of_all_chunks_stacked],
            hint="The chunks are right, and beside them stand the last states of all chunks. Only the state "
            "after the very last step is asked for, (B, H).",
        ),
        Misconception(
            "last_chunk_dropped",
            [
                pieces.full_chunks_only,
                pieces.full_chunks_only_last_of_the_list,
                pieces.always_without_the_last_chunk,
                pieces.all_but_the_last_step,
            ],
            hint="Steps at the end get lost. When `chunk` does not divide T, what is left over makes a last, "
            "shorter chunk.",
        ),
        Misconception(
            "equal_chunks_only",
            [pieces.reshaped_into_chunks, pieces.reshaped_into_counted_chunks],
            hint="An array can only be reshaped into chunks of one length. When `chunk` does not divide T, "
            "the last chunk is shorter: cut with slices.",
        ),
        Misconception(
            "evened_out",
            [pieces.evened_out, pieces.evened_out_in_fewer_chunks],
            hint="The chunks are nearly equal in length, which is how `np.array_split` cuts. Every chunk but "
            "the last should have just `chunk` steps.",
        ),
        Misconception(
            "filled_up",
            [pieces.filled_up_with_zeros],
            hint="The last chunk is filled up to full length, and the network goes on reading what is no data. "
            "It should stay short.",
        ),
        Misconception(
            "empty_chunk",
            [pieces.one_round_more, pieces.one_round_more_in_place],
            hint="When `chunk` divides T, there is one round too many, and its chunk is empty. "
            "Let the loop count the places where a chunk starts.",
        ),
        Misconception(
            "one_chunk_only",
            [
                pieces.return_inside_the_loop,
                pieces.first_chunk_bare,
                result.last_chunk_alone,
                result.last_chunk_in_a_list,
            ],
            hint="Only one chunk comes back. Keep the states of every chunk in a list, and return after the "
            "loop, not inside it.",
        ),
        Misconception(
            "not_cut",
            [pieces.one_long_pass],
            hint="The whole sequence is read as a single chunk. A chunk has `chunk` steps at most.",
        ),
        Misconception(
            "number_of_chunks",
            [
                pieces.that_many_chunks,
                pieces.that_many_chunks_in_place,
                pieces.that_many_equal_chunks,
                pieces.that_many_chunks_rounded_down,
                pieces.that_many_chunks_rounded_up,
                pieces.that_many_parts_of_a_long_pass,
            ],
            hint="It looks as if `chunk` is taken for the number of chunks. It is the number of steps in each.",
        ),
        Misconception(
            "length_for_the_end",
            [pieces.length_for_the_end, pieces.length_for_the_end_in_place],
            hint="After the first, every chunk is empty: a slice takes the place where it ends, not its length.",
        ),
        Misconception(
            "too_many_steps_in_a_chunk",
            [
                pieces.to_the_end_of_the_sequence,
                pieces.from_the_beginning_again,
                pieces.from_the_beginning_again_with_the_state,
            ],
            hint="Chunks hold more than `chunk` steps: each one should start where the one before it ended, "
            "and stop after `chunk` steps.",
        ),
        Misconception(
            "windows",
            [
                pieces.a_window_at_each_step,
                pieces.a_full_window_at_each_step,
                pieces.chunk_numbers_for_steps,
                pieces.chunk_numbers_for_steps_rounded_down,
            ],
            hint="The chunks start only one step apart and so overlap. Each should start where the one "
            "before it ended.",
        ),
        Misconception(
            "one_step_off",
            [pieces.one_step_too_many, pieces.one_step_too_few, pieces.one_step_too_few_in_place],
            hint="The chunks are one step too long or too short. A slice `i:j` holds j − i steps: the one at j "
            "is left out already.",
        ),
        Misconception(
            "batch_cut",
            [pieces.batch_cut, pieces.batch_cut_by_its_size, pieces.rounds_by_the_batch],
            hint="The chunks run along the batch: the first axis of `x` counts the sequences. Time is the second axis.",
        ),
        Misconception(
            "joined",
            [result.joined, result.joined_along_the_batch, result.stacked, result.as_an_array],
            hint="The chunks are made one array. A list of them is asked for, because they may differ in length.",
        ),
        Misconception(
            "something_missing",
            [result.list_alone, result.joined_alone, result.last_state_alone],
            hint="Two things should come back: the list of the chunks' states, and the last state.",
        ),
        Misconception(
            "in_another_order",
            [result.last_state_in_front, result.last_state_at_the_end_of_the_list, result.chunk_and_state_in_pairs],
            hint="Two things should come back side by side: first the list of all chunks' states, then the last state.",
        ),
        Misconception(
            "another_list",
            [result.a_list_of_steps, result.a_list_of_sequences, result.ends_alone],
            hint="The list does not hold one entry for each chunk, with all of its states. `append` adds one "
            "entry, `extend` and `+=` add many.",
        ),
        Misconception(
            "pieces_of_x",
            [result.pieces_of_x],
            hint="The list holds the pieces of `x`. What is asked for are the states that the network makes from them.",
        ),
    ],
    variants=[
        long_pass_cut_afterwards,
        new_chunk_when_full,
        while_steps_are_left,
        first_chunk_then_the_rest,
        counted_chunks,
    ],
)
