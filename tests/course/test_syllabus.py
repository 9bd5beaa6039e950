"""The contract with students: names, signatures, and the misunderstandings that each exercise must catch."""

from __future__ import annotations

import ast

import pytest

from course.exercise import exercises
from course.lecture import names, read

# lecture → exercise → (its parameters, misconceptions that it has to know)
SYLLABUS = {
    "00_start_here": {
        "softmax": ("z", {"no_maximum", "wrong_axis", "sum_over_everything"}),
    },
    "01_rnn_basics": {
        "rnn_step": ("x_t, h_prev, W_x, W_h, b", {"no_tanh", "no_bias", "W_h_transposed", "input_ignored"}),
        "rnn_forward": (
            "x, h_0, W_x, W_h, b",
            {"h_0_at_every_step", "batch_axis_walked", "states_before_each_step", "last_state_only"},
        ),
        "read_out": ("states, lengths, W_y, b_y, kind", {"last_column", "off_by_one", "mean_over_time"}),
        "rnn_backward": (
            "d_states, x, h_0, states, W_x, W_h",
            {
                "not_summed_over_time",
                "later_steps_missing",
                "no_tanh_prime",
                "h_t_for_the_state_before",
                "d_h_0_forgotten",
            },
        ),
        "run_stateful": ("x, h_0, W_x, W_h, b, chunk", {"state_reset", "last_chunk_dropped", "one_chunk_only"}),
        "perplexity": ("nll, real", {"padding_counted", "exp_before_mean", "base_two"}),
        "next_token_distribution": ("logits, temperature", {"multiplied", "divided_after", "overflow", "clamped"}),
        "birnn_forward": (
            "x, h_0_forward, h_0_backward, forward, backward",
            {"not_turned_back", "mixed_together", "batch_axis_reversed", "backward_first"},
        ),
    },
    "02_gradient_problems": {
        "rnn_jacobian": (
            "h_t, W_h",
            {"transposed", "tanh_of_the_state", "prime_on_the_wrong_side", "no_tanh_prime"},
        ),
        "gradient_norms": (
            "states, W_h",
            {"wrong_order", "frobenius", "off_by_one", "prime_of_the_state_before"},
        ),
        "spectral_radius": ("W", {"largest_singular_value", "real_part_only", "signed"}),
        "clip_by_global_norm": ("grads, max_norm", {"one_by_one", "scaled_up", "value_clipping", "in_place"}),
        "clip_by_value": ("grads, limit", {"one_side_only", "scales"}),
        "orthogonal_init": ("n, gain, rng", {"rows_normalized", "gain_squared", "no_randomness"}),
        "truncated_bptt_gradient": (
            "x, targets, W_x, W_h, b, k",
            {"never_cut", "state_reset", "cut_at_every_step", "counted_from_the_end"},
        ),
        "adam_step": (
            "param, grad, m, v, t, lr, beta1, beta2, eps",
            {"no_bias_correction", "eps_under_the_root", "t_from_zero", "t_one_too_many"},
        ),
    },
    "03_lstm": {
        "lstm_step": (
            "x_t, h_prev, c_prev, W, U, b",
            {
                "forget_and_input_swapped",
                "other_gate_order",
                "sigmoid_on_the_candidate",
                "no_tanh_on_c",
                "h_and_c_swapped",
                "candidate_not_gated",
            },
        ),
        "lstm_forward": (
            "x, h_0, c_0, W, U, b",
            {
                "cell_state_not_carried",
                "returns_cell_states",
                "final_pair_of_the_first_step",
                "initial_pair_at_every_step",
            },
        ),
        "cell_jacobian_terms": (
            "x_t, c_prev, o_prev, W, U, b",
            {"direct_path_only", "o_prev_left_out", "tanh_prime_left_out", "forget_scaled_by_the_candidate"},
        ),
        "direct_path_gains": ("f", {"f_t_included", "from_the_front", "sum", "division"}),
        "count_lstm_parameters": (
            "D, H, layers, bidirectional, two_biases",
            {"three_gates", "input_width_of_upper_layers", "one_direction"},
        ),
        "set_forget_bias": ("b, value", {"wrong_quarter", "all_gates", "in_place", "added_to"}),
    },
    "04_gru": {
        "gru_step": (
            "x_t, h_prev, W, U, b_x, b_h, reset_after",
            {
                "z_turned_round",
                "reset_in_the_other_place",
                "candidate_bias_outside_the_reset",
                "reset_applied_to_x",
            },
        ),
        "gru_forward": ("x, h_0, W, U, b_x, b_h", {"papers_form", "h_0_at_every_step", "reshape_for_transpose"}),
        "flip_update_gate": ("W, U, b_x, b_h", {"all_gates_negated", "biases_forgotten"}),
        "candidate_weights": ("z", {"other_convention", "off_by_one", "h_0_left_out"}),
        "count_gru_parameters": (
            "D, H, layers, bidirectional",
            {"four_gates", "one_bias", "input_width_of_upper_layers", "one_direction"},
        ),
    },
    "05_normalization": {
        "layer_norm": (
            "x, gamma, beta, eps",
            {"unbiased_variance", "eps_outside_the_root", "wrong_axis", "divides_by_the_variance"},
        ),
        "batch_norm": (
            "x, gamma, beta, running_mean, running_var, momentum, eps, training",
            {
                "batch_statistics_in_evaluation",
                "biased_running_variance",
                "momentum_turned_round",
                "normalizes_with_the_unbiased_one",
                "in_place",
            },
        ),
        "layer_norm_backward": (
            "d_y, x, gamma, eps",
            {"statistics_held_constant", "gamma_left_out", "summed_over_one_axis_only"},
        ),
        "dropout": (
            "x, p, training, generator",
            {"no_scaling", "scales_in_evaluation", "p_is_the_share_kept"},
        ),
        "variational_dropout": ("x, p, generator", {"mask_per_step", "one_for_the_batch", "no_scaling"}),
        "masked_batch_stats": ("x, real", {"padding_counted", "mean_of_means", "unbiased"}),
        "layer_norm_rnn_step": (
            "x_t, h_prev, W_x, W_h, gamma, beta, eps",
            {"normalizes_h", "after_tanh", "each_product_on_its_own"},
        ),
    },
    "06_tokenization": {
        "split_words": ("text", {"white_space_only", "punctuation_dropped", "lower_cased"}),
        "build_vocab": (
            "tokens, min_freq, specials",
            {"ties_by_arrival", "min_freq_exclusive", "specials_counted_twice"},
        ),
        "numericalize": ("sentences, vocab, max_len", {"eos_lost", "unknown_fails", "length_with_padding"}),
        "train_bpe": (
            "word_counts, num_merges",
            {"counts_word_types", "overlapping_counted_twice", "merges_across_words", "ties_by_arrival"},
        ),
        "bpe_encode": ("word, merges", {"longest_match", "one_pass"}),
        "skipgram_pairs": ("ids, window", {"centre_with_itself", "one_side", "wraps"}),
        "embedding_backward": (
            "ids, d_out, num_embeddings, padding_idx",
            {"overwrites", "padding_trained"},
        ),
        "load_embeddings": (
            "lines, vocab, dim",
            {"first_line_eaten", "order_of_the_file", "malformed_skipped"},
        ),
    },
    "07_seq2seq": {
        "shift_right": ("target, bos", {"unshifted", "shifted_left", "length_changed"}),
        "masked_cross_entropy": (
            "logits, target, pad",
            {"padding_counted", "sum", "mean_of_means", "eos_masked"},
        ),
        "mix_inputs": (
            "gold, predicted, p, generator",
            {"p_turned_round", "one_draw", "predicted_not_shifted"},
        ),
        "greedy_decode": (
            "step, state, bos, eos, max_len",
            {"bos_included", "goes_on_after_eos", "state_not_carried"},
        ),
        "beam_search": (
            "step, state, bos, eos, beam, max_len, alpha",
            {
                "probabilities_multiplied",
                "finished_extended",
                "finished_lost",
                "no_length_normalization",
                "stops_at_the_first_finished",
            },
        ),
        "bleu": (
            "candidates, references, max_n",
            {"mean_of_sentences", "counts_not_clipped", "brevity_turned_round", "no_brevity"},
        ),
    },
}
EVERY = [(lecture, name) for lecture, content in SYLLABUS.items() for name in content]


def test_each_lecture_has_the_exercises_of_the_syllabus_and_no_others():
    for lecture in names():
        graded = {name for name, e in read(lecture, exercises()).exercises.items() if e.probe == "call"}
        assert graded == set(SYLLABUS.get(lecture, {})), f"SYLLABUS in {__file__} and {lecture} differ"


@pytest.mark.parametrize(("lecture", "name"), EVERY)
def test_a_student_gets_the_signature_of_the_syllabus(lecture, name):
    (source,) = (
        cell.source for cell in read(lecture, exercises()).cells if cell.role == "exercise" and cell.name == name
    )
    (function,) = (node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef))
    assert ast.unparse(function.args) == SYLLABUS[lecture][name][0]
    assert "returns" in ast.get_docstring(function)


@pytest.mark.parametrize(("lecture", "name"), EVERY)
def test_every_misunderstanding_of_the_syllabus_is_known_and_there_are_other_right_ways(lecture, name):
    exercise = exercises()[name]
    assert SYLLABUS[lecture][name][1] <= {misconception.name for misconception in exercise.misconceptions}
    assert len(exercise.variants) >= 3
    assert len(exercise.hidden) >= 2 and len(exercise.cases) >= 6


@pytest.mark.parametrize("name", [name for _, name in EVERY])
def test_hints_are_short_and_each_is_for_one_misunderstanding(name):
    hints = [misconception.hint for misconception in exercises()[name].misconceptions]
    assert len(set(hints)) == len(hints)
    assert all(20 <= len(hint) <= 260 for hint in hints), [hint for hint in hints if len(hint) > 260]


@pytest.mark.parametrize("lecture", names())
def test_a_solution_fits_into_fifteen_lines(lecture):
    for cell in read(lecture, exercises()).cells:
        if cell.role == "exercise":
            lines = cell.source.split("### BEGIN SOLUTION")[1].split("### END SOLUTION")[0].strip().splitlines()
            assert len(lines) <= 15, cell.name


def bound(source: str) -> set[str]:
    """The names that a cell leaves behind in the notebook."""
    found: set[str] = set()
    waiting: list[ast.AST] = list(ast.parse(source).body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            found.add(node.name)
        elif isinstance(node, ast.alias):
            found.add((node.asname or node.name).split(".")[0])
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        elif not isinstance(node, (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)):
            waiting += ast.iter_child_nodes(node)
    return found


TEMPTING = {
    *"BTSDHCdbhcfigornWU",
    *("W_x", "W_h", "W_y", "b_x", "b_h", "b_y", "x_t", "h_t", "c_t", "h_0", "c_0", "h_prev", "c_prev", "o_prev"),
    *("states", "d_states", "lengths", "real", "gamma", "beta", "eps", "momentum", "param", "grad", "grads", "mask"),
    *("np", "math", "torch", "F", "nn", "random", "itertools", "functools", "re", "collections", "Counter", "heapq"),
}
TEMPTING_FROM_06 = {
    *("text", "tokens", "vocab", "sentences", "merges", "word_counts", "ids", "specials", "lines", "V"),
    *("target", "logits", "gold", "predicted", "step", "state", "pad", "bos", "eos", "unk", "beam", "alpha"),
}


@pytest.mark.parametrize("lecture", names())
def test_no_demo_leaves_a_name_that_an_answer_could_take_for_its_own(lecture):
    """Such an answer would pass in the notebook and fail when graded, because demos are skipped then."""
    cells = read(lecture, exercises()).cells
    given = set().union(*(bound(cell.source) for cell in cells if cell.role == "code"))
    if lecture < "02":
        given.add("torch")  # which no answer there may use
    tempting = TEMPTING | TEMPTING_FROM_06 if lecture >= "06" else TEMPTING
    for cell in cells:
        if cell.role == "demo":
            assert sorted((tempting - given) & bound(cell.source)) == [], cell.where
