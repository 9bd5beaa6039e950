"""One step of Adam."""

import numpy as np
import torch

from course.exercise import Case, Exercise, Misconception
from course.exercises.gradients import adam_moment_mistakes as moment
from course.exercises.gradients import adam_step_mistakes as wrong


def inputs(*shape, t, lr=0.3, beta1=0.9, beta2=0.95, eps=0.05):
    """Draw a parameter, a gradient, and what earlier steps have left in m and v."""

    def draw(rng):
        def signed(low, high):
            return rng.uniform(low, high, shape) * rng.choice([-1.0, 1.0], shape)

        grad = signed(0.3, 2.0)
        m = np.zeros(shape) if t == 1 else signed(0.1, 0.8)
        v = np.zeros(shape) if t == 1 else rng.uniform(0.1, 0.6, shape)
        rates = {"lr": lr, "beta1": beta1, "beta2": beta2, "eps": eps}
        return {"param": signed(0.5, 1.5), "grad": grad, "m": m, "v": v, "t": t} | rates

    return draw


def small_gradients(rng):
    """Draw gradients that eps is not small beside."""
    drawn = inputs(4, t=2, eps=0.1)(rng)
    return drawn | {"grad": drawn["grad"] / 10, "m": drawn["m"] / 10, "v": drawn["v"] / 100}


def no_gradient(rng):
    """Draw the first step of a parameter whose gradient is zero, except for one entry."""
    drawn = inputs(2, 3, t=1)(rng)
    return drawn | {"grad": np.array([[0.0, 0.0, 0.0], [0.0, 0.8, 0.0]])}


def torch_adam(param, grad, m, v, t, lr, beta1, beta2, eps):
    """Oracle: torch.optim.Adam, with the state that t − 1 steps have left."""
    parameter = torch.nn.Parameter(torch.from_numpy(param))
    optimizer = torch.optim.Adam([parameter], lr=lr, betas=(beta1, beta2), eps=eps)
    optimizer.state[parameter] = {
        "step": torch.tensor(float(t - 1)),
        "exp_avg": torch.from_numpy(m),
        "exp_avg_sq": torch.from_numpy(v),
    }
    parameter.grad = torch.from_numpy(grad)
    optimizer.step()
    state = optimizer.state[parameter]
    return parameter.detach().numpy(), state["exp_avg"].numpy(), state["exp_avg_sq"].numpy()


def a_part_of_the_way(param, grad, m, v, t, lr, beta1, beta2, eps):
    m = m + (1 - beta1) * (grad - m)
    v = v + (1 - beta2) * (grad * grad - v)
    step = m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps)
    return [param - lr * step, m, v]


def corrections_joined(param, grad, m, v, t, lr, beta1, beta2, eps):
    import math

    m, v = beta1 * m + (1 - beta1) * grad, beta2 * v + (1 - beta2) * grad**2
    root = math.sqrt(1 - math.pow(beta2, t))
    size = lr * root / (1 - math.pow(beta1, t))
    return param - size * m / (np.sqrt(v) + eps * root), m, v


def number_by_number(param, grad, m, v, t, lr, beta1, beta2, eps):
    results = [np.empty(param.shape) for _ in range(3)]
    for i in np.ndindex(*param.shape):
        results[1][i] = beta1 * m[i] + (1 - beta1) * grad[i]
        results[2][i] = beta2 * v[i] + (1 - beta2) * grad[i] ** 2
        m_hat, v_hat = results[1][i] / (1 - beta1**t), results[2][i] / (1 - beta2**t)
        results[0][i] = param[i] - lr * m_hat / (v_hat**0.5 + eps)
    return tuple(results)


def on_copies(param, grad, m, v, t, lr, beta1, beta2, eps):
    param, m, v = param.copy(), m.copy(), v.copy()
    m *= beta1
    m += (1 - beta1) * grad
    v *= beta2
    v += (1 - beta2) * np.square(grad)
    param -= lr * np.divide(m / (1 - beta1**t), eps + np.sqrt(v / (1 - beta2**t)))
    return param, m, v


adam_step = Exercise(
    "adam_step",
    points=3,
    returns="(param, m, v)",
    by_hand=["torch", "scipy"],
    cases=[
        Case("the first step of three numbers", inputs(3, t=1)),
        Case("the second step of three others", inputs(3, t=2)),
        Case("another second step", inputs(3, t=2)),
        Case("the fifth step of a matrix", inputs(2, 4, t=5, lr=0.1, beta1=0.8, beta2=0.9, eps=0.02)),
        Case("one average shorter, the other longer", inputs(3, 2, t=3, lr=0.2, beta1=0.95, beta2=0.7)),
        Case("gradients that eps is not small beside", small_gradients),
        Case("the first step, and hardly any gradient", no_gradient),
        Case("a single number", inputs(1, t=2, lr=0.5, beta1=0.8, beta2=0.6, eps=0.2)),
    ],
    hidden=[
        Case("a large learning rate", inputs(2, 3, t=7, lr=2.0)),
        Case("a stack of matrices", inputs(2, 3, 2, t=3, lr=0.25, eps=0.1)),
    ],
    oracle=torch_adam,
    misconceptions=[
        Misconception(
            "no_bias_correction",
            [wrong.no_bias_correction, wrong.no_bias_correction_of_m, wrong.no_bias_correction_of_v],
            hint="The averages start from zeros, and in the first steps they are too small. It looks as if this is not "
            "made up for in m, in v or in both.",
        ),
        Misconception(
            "eps_under_the_root",
            [wrong.eps_under_the_root, wrong.eps_under_the_root_uncorrected, wrong.eps_squared_under_the_root],
            hint="It looks as if eps stands under the root. Take the root first, then add eps.",
        ),
        Misconception(
            "t_from_zero",
            [wrong.t_from_zero, wrong.t_from_zero_guarded, wrong.t_from_zero_at_least_one],
            hint="The corrections are those of one step earlier, as if steps were counted from 0. The first step comes "
            "with t = 1.",
        ),
        Misconception(
            "t_one_too_many",
            [wrong.t_one_too_many],
            hint="The corrections are those of one step later. t counts this step already: at the first one it is 1.",
        ),
        Misconception(
            "corrected_averages_returned",
            [wrong.corrected_averages_returned, wrong.corrected_m_returned, wrong.corrected_v_returned],
            hint="The parameter is right. What is carried to the next step are the averages themselves, without the "
            "correction: otherwise it would be made again and again.",
        ),
        Misconception(
            "old_averages",
            [wrong.old_averages_used, wrong.old_averages_returned],
            hint="The averages from before this step are used or returned. Renew m and v first; this step already uses "
            "the new ones.",
        ),
        Misconception(
            "eps_left_out",
            [wrong.eps_left_out],
            hint="It looks as if eps is left out: where all gradients were zero so far, that divides zero by zero.",
        ),
        Misconception(
            "eps_elsewhere",
            [
                wrong.eps_beside_the_uncorrected_root,
                wrong.eps_beside_the_uncorrected_root_written_out,
                wrong.eps_added_to_the_step,
                wrong.eps_added_to_the_parameter,
                wrong.eps_subtracted,
                wrong.eps_in_v,
            ],
            hint="eps is added at another place. It belongs beside the root of the corrected v, in the denominator.",
        ),
        Misconception(
            "usual_values",
            [wrong.usual_eps, wrong.usual_betas, wrong.usual_betas_and_eps],
            hint="It looks as if usual values stand where `beta1`, `beta2` or `eps` should. They come in as arguments, "
            "and may be others.",
        ),
        Misconception(
            "uphill",
            [wrong.uphill],
            hint="The step goes uphill: the gradient points to where the loss grows.",
        ),
        Misconception(
            "no_root",
            [wrong.no_root, wrong.root_of_the_uncorrected, wrong.root_of_both],
            hint="A root is missing or stands around something else. v holds squares, so its root has the size of a "
            "gradient: take it of the corrected v.",
        ),
        Misconception(
            "grad_not_squared",
            [
                moment.grad_not_squared,
                moment.sizes_in_v,
                moment.m_squared_in_v,
                moment.sum_squared_in_v,
                moment.squares_added_in_v,
                moment.squares_averaged_in_v,
            ],
            hint="v is the average of the squares of the gradient, entry by entry. Something else goes into it.",
        ),
        Misconception(
            "weights_turned_round",
            [moment.weights_turned_round, moment.m_turned_round, moment.v_turned_round],
            hint="The old average and the new gradient have changed their weights. beta, near 1, is what is kept of "
            "the old one.",
        ),
        Misconception(
            "not_averaged",
            [
                moment.no_one_minus_beta,
                moment.no_one_minus_beta1,
                moment.no_one_minus_beta2,
                moment.old_not_decayed,
                moment.momentum_with_lr,
            ],
            hint="m and v are averages: what is kept of the old one and what is taken of the new one add up to 1.",
        ),
        Misconception(
            "betas_swapped",
            [moment.betas_swapped, moment.beta1_for_both, moment.beta2_for_both, moment.betas_swapped_in_correction],
            hint="A beta stands in the wrong place. beta1 belongs to m and its correction, beta2 to v and its own.",
        ),
        Misconception(
            "m_left_out",
            [moment.grad_for_m, moment.grad_for_m_corrected, moment.v_left_out, moment.plain_step],
            hint="One of the two averages plays no part in the step. It goes along the corrected m, and is divided by "
            "the root of the corrected v.",
        ),
        Misconception(
            "m_and_v_swapped",
            [moment.m_and_v_swapped, moment.returned_in_another_order, moment.only_the_parameter],
            hint="Three results are asked for, in the order param, m, v.",
        ),
        Misconception(
            "corrected_the_other_way",
            [
                moment.corrections_multiplied,
                moment.corrected_by_beta,
                moment.correction_not_to_the_power,
                moment.correction_by_t,
                moment.correction_times_t,
                moment.correction_without_brackets,
            ],
            hint="The correction is not the right one. After t steps from zero an average has the weights "
            "1 − beta to the power t altogether: divide by that.",
        ),
        Misconception(
            "step_returned",
            [wrong.step_returned, wrong.negative_step_returned],
            hint="The first result is the step by itself. Asked for is the parameter after it: subtract the step.",
        ),
        Misconception(
            "lr_elsewhere",
            [moment.lr_left_out, moment.lr_in_the_denominator, moment.lr_squared],
            hint="The learning rate does not scale the step as it should: double `lr` has to give a step of double "
            "length.",
        ),
        Misconception(
            "in_place",
            [moment.in_place, moment.param_in_place, moment.averages_in_place],
            hint="An array that came in is changed: `*=`, `+=` and `-=` write into it. It belongs to the caller.",
        ),
    ],
    variants=[a_part_of_the_way, corrections_joined, number_by_number, on_copies],
)
