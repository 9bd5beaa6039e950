"""How many numbers training adjusts in a stack of gated recurrent units."""

import torch

from course.exercise import Case, Exercise, Misconception
from course.exercises.gru import count_mistakes as mistakes
from course.exercises.ready_made import RECURRENT


def sizes(D, H, layers, bidirectional):
    return lambda rng: {"D": D, "H": H, "layers": layers, "bidirectional": bidirectional}


def drawn_sizes(layers, bidirectional):
    """D and H drawn, of unlike size."""

    def draw(rng):
        D, H = (int(one) for one in rng.choice(range(2, 40), 2, replace=False))
        return {"D": D, "H": H, "layers": layers, "bidirectional": bidirectional}

    return draw


def torch_count(D, H, layers, bidirectional):
    """Oracle: torch.nn.GRU."""
    network = torch.nn.GRU(D, H, num_layers=layers, bidirectional=bidirectional)
    return sum(parameter.numel() for parameter in network.parameters())


def by_layers(D, H, layers, bidirectional):
    directions = 1 + bidirectional
    widths = [D] + [directions * H] * (layers - 1)
    return sum(3 * H * (width + H + 2) for width in widths) * directions


def first_and_upper(D, H, layers, bidirectional):
    directions = 2 if bidirectional else 1
    first = directions * (3 * H * D + 3 * H * H + 3 * H + 3 * H)
    upper = directions * (3 * H * directions * H + 3 * H * H + 6 * H)
    return first + (layers - 1) * upper


def by_shapes(D, H, layers, bidirectional):
    total, width = 0, D
    for _ in range(layers):
        for _ in [False, True] if bidirectional else [False]:
            for rows, columns in [(width, 3 * H), (H, 3 * H), (1, 3 * H), (1, 3 * H)]:
                total += rows * columns
        width = 2 * H if bidirectional else H
    return total


def layer_by_recursion(D, H, layers, bidirectional):
    if layers == 0:
        return 0
    directions = 2 if bidirectional else 1
    own = 3 * ((D + H) * H + 2 * H) * directions
    return own + layer_by_recursion(H * directions, H, layers - 1, bidirectional)


def one_number_at_a_time(D, H, layers, bidirectional):
    directions = [0, 1] if bidirectional else [0]
    total = 0
    for layer in range(layers):
        inputs = range(D if layer == 0 else len(directions) * H)
        for _ in directions:
            for _ in "rzn":
                for _ in range(H):
                    total += sum(1 for _ in inputs) + sum(1 for _ in range(H)) + 2
    return total


count_gru_parameters = Exercise(
    "count_gru_parameters",
    points=1,
    returns="the count",
    by_hand=[*RECURRENT, "helpers.networks"],
    cases=[
        Case("one layer", sizes(5, 3, 1, False)),
        Case("another layer", sizes(2, 7, 1, False)),
        Case("everything of size one", sizes(1, 1, 1, False)),
        Case("two layers", sizes(5, 3, 2, False)),
        Case("both directions", sizes(5, 3, 1, True)),
        Case("two layers, both directions", sizes(4, 3, 2, True)),
        Case("four layers, both directions, one unit", sizes(3, 1, 4, True)),
        Case("as many inputs as units, three layers", sizes(6, 6, 3, False)),
        Case("as large as they were used", sizes(300, 512, 2, True)),
    ],
    hidden=[
        Case("a layer of some size", drawn_sizes(1, False)),
        Case("both directions of some size", drawn_sizes(1, True)),
        Case("three layers of some size", drawn_sizes(3, False)),
        Case("three layers of some size, both directions", drawn_sizes(3, True)),
    ],
    oracle=torch_count,
    misconceptions=[
        Misconception(
            "four_gates",
            [mistakes.four_gates],
            hint="That many an LSTM has, with its four blocks. How many blocks of columns does a GRU have?",
        ),
        Misconception(
            "two_gates",
            [mistakes.two_gates],
            hint="The gates r and z are counted, and the candidate is not: it has weights of its own.",
        ),
        Misconception(
            "one_block",
            [mistakes.one_block],
            hint="That many a plain recurrent network has. A GRU makes three things from x and h at every step.",
        ),
        Misconception(
            "one_bias",
            [mistakes.one_bias],
            hint="One bias is counted for each block. torch has two, `b_x` and `b_h`.",
        ),
        Misconception(
            "no_bias",
            [mistakes.no_bias],
            hint="Only the matrices are counted. Training adjusts the biases too.",
        ),
        Misconception(
            "biases_counted_once",
            [mistakes.biases_not_per_gate, mistakes.biases_of_one_layer, mistakes.biases_of_one_direction],
            hint="Some biases are missing: every block of every layer and every direction has two, of H numbers each.",
        ),
        Misconception(
            "input_width_of_upper_layers",
            [mistakes.every_layer_reads_x, mistakes.upper_layers_read_one_direction],
            hint="Only the first layer reads D features. What do the layers above it read, and how wide is that "
            "when there are two directions?",
        ),
        Misconception(
            "one_direction",
            [mistakes.one_direction, mistakes.one_direction_reads_both, mistakes.upper_layers_have_one_direction],
            hint="Each direction has weights of its own, in every layer: with two directions there are two of everything.",
        ),
        Misconception(
            "first_layer_reads_both",
            [mistakes.first_layer_reads_both],
            hint="It looks as if the first layer's input is doubled for two directions: both read the same D features.",
        ),
        Misconception(
            "states_of_both_directions",
            [mistakes.states_of_both_directions],
            hint="Each direction carries its own state only, of H numbers: the matrix for the state is H by H.",
        ),
        Misconception(
            "one_layer",
            [mistakes.one_layer],
            hint="It looks as if a single layer is counted, whatever `layers` says.",
        ),
        Misconception(
            "upper_layers_keep_no_state",
            [mistakes.upper_layers_without_states],
            hint="It looks as if the upper layers have no matrix for their own state. Every layer is a whole GRU.",
        ),
        Misconception(
            "not_an_int",
            [mistakes.as_float],
            hint="The number is right, but it is a float. A count is an int: `//` divides without making a float.",
        ),
    ],
    variants=[by_layers, first_and_upper, by_shapes, layer_by_recursion, one_number_at_a_time],
)
