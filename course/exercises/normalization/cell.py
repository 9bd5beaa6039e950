"""One step of a recurrent network with layer norm inside."""

import torch

from course.exercise import Case, Exercise, Misconception
from course.exercises.normalization import cell_mistakes as wrong
from course.exercises.normalization.inputs import tensor
from course.exercises.ready_made import NORMS


def step(B, D, H, eps=1e-2, scale=1.0):
    """Draw one step; scale: of both weight matrices"""

    def draw(rng):
        return {
            "x_t": tensor(rng.standard_normal((B, D))),
            "h_prev": tensor(rng.uniform(-0.9, 0.9, (B, H))),
            "W_x": tensor(scale * rng.standard_normal((D, H)) + 0.3 * scale),
            "W_h": tensor(scale * rng.standard_normal((H, H)) + 0.3 * scale),
            "gamma": tensor(rng.uniform(0.35, 0.8, H) * rng.choice([-1.0, 1.0], H)),
            "beta": tensor(rng.uniform(0.2, 0.6, H) * rng.choice([-1.0, 1.0], H)),
            "eps": eps,
        }

    return draw


def from_zero_state(rng):
    inputs = step(2, 4, 3, eps=0.1)(rng)
    return inputs | {"h_prev": torch.zeros_like(inputs["h_prev"])}


def torch_layer_norm_rnn_step(x_t, h_prev, W_x, W_h, gamma, beta, eps):
    """Oracle: torch.nn.LayerNorm between torch.nn.RNNCell's two products and tanh."""
    cell = torch.nn.RNNCell(W_x.shape[0], W_h.shape[0], bias=False, dtype=torch.float64)
    norm = torch.nn.LayerNorm(W_h.shape[0], eps=eps, dtype=torch.float64)
    with torch.no_grad():
        for own, given in zip((*cell.parameters(), *norm.parameters()), (W_x.T, W_h.T, gamma, beta)):
            own.copy_(given)
        a = torch.nn.functional.linear(x_t, cell.weight_ih) + torch.nn.functional.linear(h_prev, cell.weight_hh)
        return norm(a).tanh()


def one_stacked_product(x_t, h_prev, W_x, W_h, gamma, beta, eps):
    a = torch.cat([x_t, h_prev], dim=1) @ torch.cat([W_x, W_h], dim=0)
    var, mean = torch.var_mean(a, dim=1, correction=0, keepdim=True)
    return torch.tanh((a - mean) * torch.rsqrt(var + eps) * gamma + beta)


def weights_centred_first(x_t, h_prev, W_x, W_h, gamma, beta, eps):
    a = x_t @ (W_x - W_x.mean(1, keepdim=True)) + h_prev @ (W_h - W_h.mean(1, keepdim=True))
    return (a / (a.pow(2).mean(-1, keepdim=True) + eps) ** 0.5 * gamma + beta).tanh()


def example_by_example(x_t, h_prev, W_x, W_h, gamma, beta, eps):
    made = []
    for x_one, h_one in zip(x_t, h_prev):
        a = W_x.T @ x_one + W_h.T @ h_one
        a = a - a.mean()
        made.append(torch.tanh(gamma * a / torch.sqrt((a @ a) / len(a) + eps) + beta))
    return torch.stack(made)


layer_norm_rnn_step = Exercise(
    "layer_norm_rnn_step",
    points=2,
    returns="h_t",
    by_hand=NORMS,
    cases=[
        Case("a batch of two", step(2, 3, 5)),
        Case("another batch of two, and a large ε", step(2, 3, 5, eps=0.5)),
        Case("one example", step(1, 4, 3, eps=0.1)),
        Case("from a zero state", from_zero_state),
        Case("large weights", step(3, 2, 4, eps=0.1, scale=3.0)),
        Case("batch, inputs and hidden units of one size", step(4, 4, 4, eps=0.2)),
        Case("one hidden unit", step(3, 2, 1, eps=0.1)),
        Case("everything of size one", step(1, 1, 1, eps=0.1)),
    ],
    hidden=[
        Case("one input feature", step(3, 1, 6, eps=0.1)),
        Case("small weights, so that ε counts", step(2, 3, 4, eps=0.3, scale=0.2)),
        Case("a large batch", step(16, 5, 8, eps=0.1)),
    ],
    oracle=torch_layer_norm_rnn_step,
    misconceptions=[
        Misconception(
            "normalizes_h",
            [
                wrong.h_before_the_product,
                wrong.h_after_the_product,
                wrong.h_after_the_product_beta_later,
                wrong.h_before_the_product_and_the_sum,
            ],
            hint="It looks as if the state is normalized, or what it gives alone. Here it is the sum of both products "
            "that is normalized, once.",
        ),
        Misconception(
            "after_tanh",
            [wrong.after_tanh, wrong.before_and_after_tanh],
            hint="It looks as if something is normalized after tanh. Then a unit's sum may still lie far out where "
            "tanh is flat, and the state may leave −1 to 1.",
        ),
        Misconception(
            "each_product_on_its_own",
            [wrong.each_with_all, wrong.each_and_beta_once, wrong.each_squashed, wrong.each_and_the_sum],
            hint="It looks as if each product is normalized by itself: then the input always counts as much as the "
            "state. Add them first.",
        ),
        Misconception(
            "the_input_alone",
            [wrong.the_input_alone, wrong.the_input_alone_beta_later],
            hint="Only what the input gives is normalized, and the state's product comes on top of it. Add them first.",
        ),
        Misconception(
            "no_tanh",
            [wrong.no_tanh],
            hint="The sum is normalized, but nothing squashes it: the last thing that happens in a step is tanh.",
        ),
        Misconception(
            "another_squashing",
            [wrong.sigmoid, wrong.relu],
            hint="No entry of your state is below 0. This network squashes with tanh.",
        ),
        Misconception(
            "over_the_batch",
            [wrong.over_the_batch],
            hint="It looks as if the mean runs over the batch: the examples are independent of each other, and each "
            "row is normalized by itself.",
        ),
        Misconception(
            "unbiased_variance",
            [wrong.unbiased],
            hint="The variance is a little too large: it looks as if you divide by H − 1, as torch's `var` does unless "
            "it is told otherwise.",
        ),
        Misconception(
            "eps_outside_the_root",
            [wrong.eps_beside_the_root],
            hint="`eps` acts at another place than in the formula: it is added to the variance, before the root "
            "is taken.",
        ),
        Misconception(
            "gamma_left_out",
            [wrong.no_gamma],
            hint="`gamma` does nothing here. It scales each unit's normalized sum, before tanh.",
        ),
        Misconception(
            "beta_left_out",
            [wrong.no_beta],
            hint="`beta` does nothing here. It takes the place of the bias: it is added before tanh.",
        ),
        Misconception(
            "gamma_and_beta_left_out",
            [wrong.neither],
            hint="The sum is normalized, but neither `gamma` nor `beta` is used.",
        ),
        Misconception(
            "beta_inside",
            [wrong.beta_inside_too, wrong.beta_inside],
            hint="It looks as if `beta` is added to the sum like a bias, so that it is normalized too. It comes after.",
        ),
        Misconception(
            "affine_after_tanh",
            [wrong.beta_after_tanh, wrong.gamma_and_beta_after_tanh],
            hint="`gamma` and `beta` belong to the normalization: both come before tanh.",
        ),
        Misconception(
            "not_normalized",
            [wrong.not_normalized, wrong.scaled_and_not_normalized],
            hint="Nothing is normalized here. Twice as large weights should give nearly the same state.",
        ),
        Misconception(
            "W_h_transposed",
            [wrong.transposed_recurrence],
            hint="It looks as if `W_h` is transposed. States are rows: it stands to their right, as it is given.",
        ),
        Misconception(
            "input_ignored",
            [wrong.input_ignored],
            hint="The new state does not depend on `x_t` at all: the network would never read anything.",
        ),
        Misconception(
            "state_ignored",
            [wrong.state_ignored],
            hint="The new state does not depend on `h_prev`: without it the network has no memory.",
        ),
    ],
    variants=[one_stacked_product, weights_centred_first, example_by_example],
)
