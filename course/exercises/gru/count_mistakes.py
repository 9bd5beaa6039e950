"""What is easily counted wrongly: wrong answers to `count_gru_parameters`."""


def counted(D, H, layers, bidirectional, blocks=3, biases=2):
    """All parameters of a stack with so many blocks and biases."""
    directions = 2 if bidirectional else 1
    total = 0
    for layer in range(layers):
        width = D if layer == 0 else directions * H
        total += directions * blocks * (width * H + H * H + biases * H)
    return total


def four_gates(D, H, layers, bidirectional):
    return counted(D, H, layers, bidirectional, blocks=4)


def two_gates(D, H, layers, bidirectional):
    return counted(D, H, layers, bidirectional, blocks=2)


def one_block(D, H, layers, bidirectional):
    return counted(D, H, layers, bidirectional, blocks=1)


def one_bias(D, H, layers, bidirectional):
    return counted(D, H, layers, bidirectional, biases=1)


def no_bias(D, H, layers, bidirectional):
    return counted(D, H, layers, bidirectional, biases=0)


def biases_not_per_gate(D, H, layers, bidirectional):
    directions = 2 if bidirectional else 1
    return counted(D, H, layers, bidirectional, biases=0) + layers * directions * 2 * H


def biases_of_one_layer(D, H, layers, bidirectional):
    directions = 2 if bidirectional else 1
    return counted(D, H, layers, bidirectional, biases=0) + directions * 6 * H


def biases_of_one_direction(D, H, layers, bidirectional):
    return counted(D, H, layers, bidirectional, biases=0) + layers * 6 * H


def every_layer_reads_x(D, H, layers, bidirectional):
    return layers * counted(D, H, 1, bidirectional)


def upper_layers_read_one_direction(D, H, layers, bidirectional):
    directions = 2 if bidirectional else 1
    return directions * counted(D, H, layers, False)


def one_direction(D, H, layers, bidirectional):
    return counted(D, H, layers, False)


def one_direction_reads_both(D, H, layers, bidirectional):
    return counted(D, H, layers, bidirectional) // (2 if bidirectional else 1)


def upper_layers_have_one_direction(D, H, layers, bidirectional):
    upper = counted(D, H, layers, bidirectional) - counted(D, H, 1, bidirectional)
    return counted(D, H, 1, bidirectional) + upper // (2 if bidirectional else 1)


def first_layer_reads_both(D, H, layers, bidirectional):
    return counted(2 * D if bidirectional else D, H, layers, bidirectional)


def states_of_both_directions(D, H, layers, bidirectional):
    extra = layers * 2 * 3 * H * H if bidirectional else 0
    return counted(D, H, layers, bidirectional) + extra


def one_layer(D, H, layers, bidirectional):
    return counted(D, H, 1, bidirectional)


def upper_layers_without_states(D, H, layers, bidirectional):
    directions = 2 if bidirectional else 1
    return counted(D, H, layers, bidirectional) - (layers - 1) * directions * 3 * H * H


def as_float(D, H, layers, bidirectional):
    return float(counted(D, H, layers, bidirectional))
