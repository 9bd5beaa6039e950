"""How many weights an LSTM has."""

import torch

from course.exercise import Case, Exercise, Misconception
from course.exercises.ready_made import RECURRENT


def sizes(layers, bidirectional, two_biases, D=None, H=None):
    """Sizes: D is odd and larger than H, so that no layer's input is as wide as another's by chance."""

    def draw(rng):
        return {
            "D": int(2 * rng.integers(6, 15) + 1) if D is None else D,
            "H": int(rng.integers(3, 10)) if H is None else H,
            "layers": layers,
            "bidirectional": bidirectional,
            "two_biases": two_biases,
        }

    return draw


def many_layers(bidirectional, two_biases):
    return lambda rng: sizes(int(rng.integers(3, 7)), bidirectional, two_biases)(rng)


def torch_count(D, H, layers, bidirectional, two_biases):
    """Oracle: torch.nn.LSTM, counted; with one bias, less every bias_hh."""
    network = torch.nn.LSTM(D, H, layers, bidirectional=bidirectional)
    return sum(
        weight.numel() for name, weight in network.named_parameters() if two_biases or not name.startswith("bias_hh")
    )


def counted(D, H, layers, directions=1, biases=1, gates=4, upper=None):
    """The sum over layers, from the quantities that a wrong answer may have wrong."""
    upper = directions * H if upper is None else upper
    widths = [D] + [upper] * (layers - 1)
    return sum(directions * gates * H * (width + H + biases) for width in widths)


def given(bidirectional, two_biases):
    return {"directions": 2 if bidirectional else 1, "biases": 2 if two_biases else 1}


def three_gates(D, H, layers, bidirectional, two_biases):
    return counted(D, H, layers, **given(bidirectional, two_biases), gates=3)


def one_gate(D, H, layers, bidirectional, two_biases):
    return counted(D, H, layers, **given(bidirectional, two_biases), gates=1)


def five_gates(D, H, layers, bidirectional, two_biases):
    return counted(D, H, layers, **given(bidirectional, two_biases), gates=5)


def upper_layers_read_x(D, H, layers, bidirectional, two_biases):
    return counted(D, H, layers, **given(bidirectional, two_biases), upper=D)


def upper_layers_read_one_direction(D, H, layers, bidirectional, two_biases):
    return counted(D, H, layers, **given(bidirectional, two_biases), upper=H)


def upper_layers_read_two_directions(D, H, layers, bidirectional, two_biases):
    return counted(D, H, layers, **given(bidirectional, two_biases), upper=2 * H)


def upper_layers_read_all_below(D, H, layers, bidirectional, two_biases):
    directions = 2 if bidirectional else 1
    widths = [D] + [directions * H * layer for layer in range(1, layers)]
    return sum(directions * 4 * H * (width + H + (2 if two_biases else 1)) for width in widths)


def one_direction(D, H, layers, bidirectional, two_biases):
    return counted(D, H, layers, biases=2 if two_biases else 1)


def one_direction_of_wide_layers(D, H, layers, bidirectional, two_biases):
    widths = [D] + [(2 if bidirectional else 1) * H] * (layers - 1)
    return sum(4 * H * (width + H + (2 if two_biases else 1)) for width in widths)


def both_directions_in_the_recurrence(D, H, layers, bidirectional, two_biases):
    directions = 2 if bidirectional else 1
    widths = [D] + [directions * H] * (layers - 1)
    return sum(directions * 4 * H * (width + directions * H + (2 if two_biases else 1)) for width in widths)


def one_network_of_twice_the_units(D, H, layers, bidirectional, two_biases):
    H = 2 * H if bidirectional else H
    return counted(D, H, layers, biases=2 if two_biases else 1)


def always_two_biases(D, H, layers, bidirectional, two_biases):
    return counted(D, H, layers, directions=2 if bidirectional else 1, biases=2)


def always_one_bias(D, H, layers, bidirectional, two_biases):
    return counted(D, H, layers, directions=2 if bidirectional else 1, biases=1)


def biases_turned_round(D, H, layers, bidirectional, two_biases):
    return counted(D, H, layers, directions=2 if bidirectional else 1, biases=1 if two_biases else 2)


def no_biases(D, H, layers, bidirectional, two_biases):
    return counted(D, H, layers, directions=2 if bidirectional else 1, biases=0)


def second_bias_only(D, H, layers, bidirectional, two_biases):
    return counted(D, H, layers, directions=2 if bidirectional else 1, biases=1 if two_biases else 0)


def one_number_for_each_gates_bias(D, H, layers, bidirectional, two_biases):
    directions, biases = (2 if bidirectional else 1), (2 if two_biases else 1)
    return counted(D, H, layers, directions, biases=0) + layers * directions * 4 * biases


def bias_of_one_gate(D, H, layers, bidirectional, two_biases):
    directions, biases = (2 if bidirectional else 1), (2 if two_biases else 1)
    return counted(D, H, layers, directions, biases=0) + layers * directions * H * biases


def one_layer(D, H, layers, bidirectional, two_biases):
    return counted(D, H, 1, **given(bidirectional, two_biases))


def one_layer_too_many(D, H, layers, bidirectional, two_biases):
    return counted(D, H, layers + 1, **given(bidirectional, two_biases))


def one_layer_too_few(D, H, layers, bidirectional, two_biases):
    return counted(D, H, layers, **given(bidirectional, two_biases)) - counted(
        D, H, 1, **given(bidirectional, two_biases)
    )


def no_recurrent_weights(D, H, layers, bidirectional, two_biases):
    directions, biases = (2 if bidirectional else 1), (2 if two_biases else 1)
    widths = [D] + [directions * H] * (layers - 1)
    return sum(directions * 4 * H * (width + biases) for width in widths)


def states_counted_too(D, H, layers, bidirectional, two_biases):
    directions = 2 if bidirectional else 1
    return counted(D, H, layers, **given(bidirectional, two_biases)) + 2 * H * layers * directions


def in_one_line(D, H, layers, bidirectional, two_biases):
    d = 1 + bidirectional
    return 4 * H * d * (D + H + 1 + two_biases + (layers - 1) * (d * H + H + 1 + two_biases))


def shape_by_shape(D, H, layers, bidirectional, two_biases):
    shapes = []
    for layer in range(layers):
        for _ in range(2 if bidirectional else 1):
            width = D if layer == 0 else H * (2 if bidirectional else 1)
            shapes += [(width, 4 * H), (H, 4 * H), (4 * H,)]
            shapes += [(4 * H,)] if two_biases else []
    return sum(torch.Size(shape).numel() for shape in shapes)


def recursively(D, H, layers, bidirectional, two_biases):
    if layers == 0:
        return 0
    directions = int(bidirectional) + 1
    own = sum(H * (D + H) + (2 * H if two_biases else H) for gate in "ifgo" for _ in range(directions))
    return own + recursively(H * directions, H, layers - 1, bidirectional, two_biases)


count_lstm_parameters = Exercise(
    "count_lstm_parameters",
    points=2,
    returns="the count",
    by_hand=RECURRENT,
    cases=[
        Case("one layer, one direction, one bias", sizes(1, False, False)),
        Case("one layer, one direction, two biases", sizes(1, False, True)),
        Case("one layer, both directions, one bias", sizes(1, True, False)),
        Case("two layers, one direction, two biases", sizes(2, False, True)),
        Case("two layers, both directions, one bias", sizes(2, True, False)),
        Case("several layers, both directions, two biases", many_layers(True, True)),
        Case("everything of size one", sizes(1, False, False, D=1, H=1)),
    ],
    hidden=[
        Case("several layers, one direction, one bias", many_layers(False, False)),
        Case("several layers, both directions, one bias", many_layers(True, False)),
        Case("one input and one unit, three layers", sizes(3, True, True, D=1, H=1)),
    ],
    oracle=torch_count,
    misconceptions=[
        Misconception(
            "three_gates",
            [three_gates],
            hint="This is the count for three blocks of weights. There are three gates, and one more thing with "
            "weights of its own.",
        ),
        Misconception(
            "other_number_of_blocks",
            [one_gate, five_gates],
            hint="How many blocks of H columns do `W` and `U` have? Count the formulas that have weights of their own.",
        ),
        Misconception(
            "input_width_of_upper_layers",
            [upper_layers_read_x, upper_layers_read_one_direction, upper_layers_read_two_directions],
            hint="One layer is right, and more are not. An upper layer does not read `x`; it reads, side by side, "
            "the hidden states of every direction below it. How many numbers are these?",
        ),
        Misconception(
            "upper_layers_read_all_below",
            [upper_layers_read_all_below],
            hint="An upper layer reads the layer directly below it, and none of those further down.",
        ),
        Misconception(
            "one_direction",
            [one_direction, one_direction_of_wide_layers],
            hint="With two directions the count is too small: each direction has weights of its own.",
        ),
        Misconception(
            "directions_not_apart",
            [both_directions_in_the_recurrence, one_network_of_twice_the_units],
            hint="With two directions the count is too large. Within a layer the directions know nothing of each "
            "other: each has H units, and reads its own H states.",
        ),
        Misconception(
            "number_of_biases",
            [always_two_biases, always_one_bias, biases_turned_round, no_biases, second_bias_only],
            hint="The matrices are right, and the biases are not. `two_biases` True is torch's way, with two vectors "
            "for each layer and direction; False means that there is one.",
        ),
        Misconception(
            "size_of_a_bias",
            [one_number_for_each_gates_bias, bias_of_one_gate],
            hint="The matrices are right, and a bias has another size: a number for every unit of every block.",
        ),
        Misconception(
            "number_of_layers",
            [one_layer, one_layer_too_many, one_layer_too_few],
            hint="One layer too many or too few is counted. Every one of them has weights, the first one included.",
        ),
        Misconception(
            "no_recurrent_weights",
            [no_recurrent_weights],
            hint="The weights that read the state before are left out: what is the shape of `U`?",
        ),
        Misconception(
            "states_counted_too",
            [states_counted_too],
            hint="States are computed and not trained: only matrices and biases count.",
        ),
    ],
    variants=[in_one_line, shape_by_shape, recursively],
)
