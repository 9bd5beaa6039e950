"""One step of a gated recurrent unit, in both of its forms."""

import torch

from course.exercise import Case, Exercise, Misconception
from course.exercises.gru import step_gate_mistakes as gate
from course.exercises.gru import step_reset_mistakes as reset
from course.exercises.gru import step_variants as variants
from course.exercises.gru.inputs import normal, state, weights
from course.exercises.ready_made import RECURRENT
from helpers.packing import put_weights

AFTER, BEFORE = "the reset after the product", "the reset before the product"


def step_inputs(B, D, H, reset_after):
    def draw(rng):
        x_t, h_prev = normal(rng, B, D), state(rng, B, H)
        return {"x_t": x_t, "h_prev": h_prev, **weights(rng, D, H), "reset_after": reset_after}

    return draw


def from_zero_state(B, D, H, reset_after):
    def draw(rng):
        return step_inputs(B, D, H, reset_after)(rng) | {"h_prev": torch.zeros(B, H, dtype=torch.float64)}

    return draw


def gates_at_their_ends(B, D, H, reset_after):
    """Biases so large that r and z are 0 or 1, each for every combination, H a multiple of 4."""

    def draw(rng):
        given = step_inputs(B, D, H, reset_after)(rng)
        shut_and_open = torch.tensor([800.0, -800.0], dtype=torch.float64)
        given["b_x"][:H] = shut_and_open.repeat(H // 2)
        given["b_x"][H : 2 * H] = shut_and_open.repeat_interleave(2).repeat(H // 4)
        return given

    return draw


def papers_formula(x, h, W, U, b_x, b_h):
    """Cho and others' (2014) equations for one example, x (D,) and h (H,), unit by unit."""
    H = len(h)

    def total(column, state):
        return x.dot(W[:, column]) + b_x[column] + state.dot(U[:, column]) + b_h[column]

    r = torch.stack([torch.sigmoid(total(j, h)) for j in range(H)])
    z = torch.stack([torch.sigmoid(total(H + j, h)) for j in range(H)])
    n = torch.stack([torch.tanh(total(2 * H + j, r * h)) for j in range(H)])
    return z * h + (1 - z) * n


def torch_or_the_formula(x_t, h_prev, W, U, b_x, b_h, reset_after):
    """Oracle: torch.nn.GRUCell for its own form, the formula for the paper's."""
    if not reset_after:
        return torch.stack([papers_formula(x, h, W, U, b_x, b_h) for x, h in zip(x_t, h_prev)])
    cell = torch.nn.GRUCell(W.shape[0], U.shape[0], dtype=torch.float64)
    put_weights(cell, W, U, b_x, b_h)
    with torch.no_grad():
        return cell(x_t, h_prev)


gru_step = Exercise(
    "gru_step",
    points=3,
    parts={AFTER: 1, BEFORE: 1},
    returns="h_t",
    by_hand=RECURRENT,
    cases=[
        Case("reset after: one example, from a zero state", from_zero_state(1, 3, 4, True), part=AFTER),
        Case("reset after: a batch of two", step_inputs(2, 3, 4, True), part=AFTER),
        Case("reset after: another batch of two", step_inputs(2, 3, 4, True), part=AFTER),
        Case("reset before: a batch of two", step_inputs(2, 3, 4, False), part=BEFORE),
        Case("reset before: another batch of two", step_inputs(2, 3, 4, False), part=BEFORE),
        Case("reset after: everything of one size", step_inputs(3, 3, 3, True), part=AFTER),
        Case("reset before: everything of one size", step_inputs(3, 3, 3, False), part=BEFORE),
        Case("reset after: three times as many inputs as units", step_inputs(5, 6, 2, True), part=AFTER),
        Case("reset before: from a zero state", from_zero_state(3, 2, 5, False), part=BEFORE),
        Case("reset after: everything of size one", step_inputs(1, 1, 1, True), part=AFTER),
        Case("reset before: everything of size one", step_inputs(1, 1, 1, False), part=BEFORE),
        Case("reset after: gates wide open and shut", gates_at_their_ends(2, 3, 4, True), part=AFTER),
        Case("reset before: gates wide open and shut", gates_at_their_ends(3, 2, 4, False), part=BEFORE),
    ],
    hidden=[
        Case("reset after: one input feature", step_inputs(4, 1, 3, True), part=AFTER),
        Case("reset before: one hidden unit", step_inputs(3, 4, 1, False), part=BEFORE),
        Case("reset after: a large batch", step_inputs(32, 6, 8, True), part=AFTER),
        Case("reset before: a large batch", step_inputs(32, 6, 8, False), part=BEFORE),
    ],
    oracle=torch_or_the_formula,
    misconceptions=[
        Misconception(
            "z_turned_round",
            [gate.z_turned_round],
            hint="It looks as if z and 1 − z changed places. Here z is the share of the old state: "
            "with z = 1 nothing changes.",
        ),
        Misconception(
            "reset_in_the_other_place",
            [reset.forms_exchanged],
            hint="Each form is right, but `reset_after` chooses the other one. With True the state is multiplied "
            "by its weights first, and reset after that.",
        ),
        Misconception(
            "always_after",
            [reset.always_after],
            hint="With `reset_after` False the state should be reset before it meets its weights. "
            "It looks as if both values of `reset_after` give torch's form.",
        ),
        Misconception(
            "always_before",
            [reset.always_before],
            hint="With `reset_after` True the product should come first and the reset after it. "
            "It looks as if both values of `reset_after` give the paper's form.",
        ),
        Misconception(
            "candidate_bias_outside_the_reset",
            [reset.bias_outside],
            hint="In torch's form the reset gate multiplies all that comes from the state: the product *and* the "
            "candidate's part of `b_h`. It looks as if that bias stays outside.",
        ),
        Misconception(
            "candidate_bias_inside_the_reset",
            [reset.bias_reset_in_both_forms],
            hint="In the paper's form only the state is reset, before the product. It looks as if the bias "
            "from `b_h` is multiplied by r there too.",
        ),
        Misconception(
            "candidate_bias_exchanged",
            [reset.bias_reset_in_the_papers_form_only],
            hint="The candidate's part of `b_h` has changed sides: it is reset in torch's form, where it stands in "
            "the brackets, and not in the paper's.",
        ),
        Misconception(
            "reset_applied_to_x",
            [
                reset.reset_on_x_in_place_of_h,
                reset.reset_on_x_without_its_bias,
                reset.reset_on_x_too,
                reset.reset_on_the_whole_sum,
                reset.reset_on_x_or_h,
            ],
            hint="It looks as if r multiplies what comes from the input. The reset gate says how much of the *state* "
            "the candidate sees; the input always comes in whole.",
        ),
        Misconception(
            "reset_outside_the_tanh",
            [reset.reset_outside_the_tanh],
            hint="It looks as if r multiplies the finished candidate. It acts inside the tanh, on the state's part.",
        ),
        Misconception(
            "no_reset",
            [reset.no_reset],
            hint="It looks as if the candidate sees the whole state: r is not used anywhere.",
        ),
        Misconception(
            "reset_turned_round",
            [reset.reset_turned_round],
            hint="It looks as if 1 − r stands where r should. With r = 1 the candidate sees all of the state.",
        ),
        Misconception(
            "reset_state_kept",
            [reset.reset_state_mixed_in, reset.reset_state_mixed_in_before_only, reset.reset_written_into_h_prev],
            hint="It looks as if the reset state is what z carries on. The reset is for the candidate alone: "
            "the last line needs the state as it came.",
        ),
        Misconception(
            "changes_h_prev",
            [reset.mixed_into_h_prev],
            hint="The result is right, but it was written into `h_prev` itself, which whoever called still needs. "
            "Operations such as `*=` change a tensor: make a new one.",
        ),
        Misconception(
            "gates_in_another_order",
            [
                gate.update_first,
                gate.candidate_first,
                gate.candidate_between,
                gate.candidate_and_reset_exchanged,
                gate.update_candidate_reset,
            ],
            hint="It looks as if the thirds of the weights are taken for the wrong gates. "
            "From left to right they stand for r, z and n.",
        ),
        Misconception(
            "every_third_column",
            [gate.every_third_column],
            hint="It looks as if every third column belongs to one gate. The columns of a gate stand side by side: "
            "first H for r, then H for z, then H for n.",
        ),
        Misconception(
            "one_gate_for_both",
            [gate.one_gate_for_both, gate.update_gate_for_both],
            hint="It looks as if one gate does both jobs. r and z have weights of their own.",
        ),
        Misconception(
            "sigmoid_candidate",
            [reset.sigmoid_candidate],
            hint="The candidate n looks like the output of a sigmoid. It is a state, and may be negative: "
            "only gates are squashed between 0 and 1.",
        ),
        Misconception(
            "candidate_unsquashed",
            [reset.candidate_unsquashed],
            hint="It looks as if nothing squashes the candidate: which function keeps a state between −1 and 1?",
        ),
        Misconception(
            "state_squashed",
            [reset.state_squashed_again, reset.squashed_only_at_the_end],
            hint="It looks as if the new state goes through a tanh at the end. Only the candidate does; "
            "a mean of two states needs no squashing.",
        ),
        Misconception(
            "gates_not_by_sigmoid",
            [gate.gates_unsquashed, gate.gates_by_tanh, gate.gates_by_softmax],
            hint="The gates are not what they should be. A gate is a share, for each unit by itself: "
            "which function squashes any number between 0 and 1?",
        ),
        Misconception(
            "overflow",
            [gate.overflowing_sigmoid],
            hint="For large sums, exp becomes infinite, and infinite by infinite is no number. "
            "Write the sigmoid so that this cannot happen, or take torch's.",
        ),
        Misconception(
            "no_bias",
            [gate.no_bias_of_the_state, gate.no_bias_of_the_input, gate.no_bias_at_all],
            hint="It looks as if a bias is left out: `b_x` belongs to the input's products and `b_h` to the state's.",
        ),
        Misconception(
            "part_of_b_h_left_out",
            [gate.no_state_bias_in_the_candidate, gate.no_state_bias_in_the_gates],
            hint="A part of `b_h` is missing: its thirds belong to r, to z and to the candidate, all three.",
        ),
        Misconception(
            "candidate_without_the_state",
            [reset.candidate_without_the_state],
            hint="It looks as if the candidate is made from the input alone. It also sees the state, as far as r lets it.",
        ),
        Misconception(
            "candidate_without_the_input",
            [reset.candidate_without_the_input],
            hint="It looks as if the candidate is made from the state alone: what is read never gets in.",
        ),
        Misconception(
            "gates_see_half",
            [gate.gates_without_the_state, gate.gates_without_the_input],
            hint="A gate decides from both, the input and the state. It looks as if one of the two is missing in r and z.",
        ),
        Misconception(
            "candidate_alone",
            [gate.candidate_alone],
            hint="This is the candidate. The new state is a mean of it and of the old state, weighted by z.",
        ),
        Misconception(
            "shares_do_not_sum_to_one",
            [
                gate.candidate_in_full,
                gate.state_in_full,
                gate.state_in_full_other_convention,
                gate.both_shares_equal,
                gate.new_share_alone,
            ],
            hint="The shares of the old state and of the candidate should add up to 1 in every unit: "
            "one of them is z, the other what is left.",
        ),
        Misconception(
            "elementwise",
            [gate.input_elementwise, gate.input_elementwise_in_thirds],
            hint="`*` multiplies entry by entry. What comes from the input is a sum over all features: a matrix product.",
        ),
        Misconception(
            "weights_on_the_left",
            [
                gate.input_weights_on_the_left,
                gate.input_weights_on_the_left_in_thirds,
                gate.input_weights_transposed,
                gate.blocks_transposed,
                gate.candidates_block_transposed,
            ],
            hint="A weight matrix is transposed, or stands on the wrong side. Inputs and states are rows here: "
            "the weights stand on the right, just as they are given.",
        ),
        Misconception(
            "more_than_the_state",
            [gate.two_results, gate.with_the_candidate],
            hint="More than one thing comes back. A GRU has a single state, and that alone is asked for.",
        ),
        Misconception(
            "extra_axis",
            [gate.with_torchs_extra_axis],
            hint="The numbers are right, but there is an axis too many in front: a state here is (B, H).",
        ),
    ],
    variants=[
        variants.all_products_at_once,
        variants.in_thirds_with_einsum,
        variants.unit_by_unit,
        variants.on_rows,
    ],
)
