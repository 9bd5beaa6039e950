"""From logits to probabilities, at a temperature."""

import numpy as np
import torch

from course.exercise import Case, Exercise, Misconception
from course.exercises.rnn import temperature_mistakes as wrong
from course.exercises.rnn import temperature_softmax_mistakes as softmax
from helpers.checking.how import Raises


def logits(*shape, temperature, shift=0.0):
    """Draw logits on a grid of 1/64, which float32 holds exactly."""
    return lambda rng: {"logits": shift + np.round(64 * rng.normal(0, 2, shape)) / 64, "temperature": temperature}


def sixteenth_apart(rows, temperature):
    """Draw rows whose largest logit is a sixteenth above the next: at 0.001 it takes all, and overflows if it can."""

    def draw(rng):
        below = np.array([0.0, -0.0625, -1.0, -2.5])
        drawn = [rng.choice([15.5, 20.0, 32.25]) + rng.permutation(below) for _ in range(rows)]
        return {"logits": np.array(drawn), "temperature": temperature}

    return draw


def thousandths_apart(rows, temperature):
    """Draw rows around zero that a temperature of 0.001 leaves undecided; a tie is among them."""

    def draw(rng):
        steps = np.array([-1.0, 0.0, 1.0, 1.0, 2.0])
        return {"logits": np.array([rng.permutation(steps) for _ in range(rows)]) / 1024, "temperature": temperature}

    return draw


def near_seven_hundred(rng):
    """Draw a batch in which the rows lie far apart, and the logits of a row near each other."""
    height = rng.permutation([700.0, 700.0, -700.0, -700.0, 0.0, 350.0]).reshape(2, 3, 1)
    quarters = np.tile(np.arange(-3.0, 5.0, 2.0) / 4, (2, 3, 1))
    return {"logits": height + rng.permuted(quarters, axis=-1), "temperature": 0.5}


def torch_next_token_distribution(logits, temperature):
    """Oracle: torch.softmax."""
    return torch.softmax(torch.from_numpy(logits) / temperature, dim=-1).numpy()


def through_log_sum_exp(logits, temperature):
    if not temperature > 0:
        raise ValueError("the temperature must be above 0")
    z = logits / temperature
    return np.exp(z - np.logaddexp.reduce(z, axis=-1, keepdims=True))


def row_by_row(logits, temperature):
    def distribution(row):
        weights = np.exp((row - row.max()) / temperature)
        return weights / weights.sum()

    if temperature <= 0.0:
        raise ValueError(temperature)
    return np.apply_along_axis(distribution, -1, logits)


def maximum_after_scaling(logits, temperature):
    if temperature < 0 or temperature == 0:
        raise ValueError
    p = logits * (1.0 / temperature)
    p -= np.max(p, axis=-1)[..., None]
    np.exp(p, out=p)
    p /= p.sum(-1)[..., None]
    return p


def powers_of_odds(logits, temperature):
    if temperature <= 0:
        raise ValueError("temperature")
    odds = np.exp(logits - logits.max(axis=-1, keepdims=True)) ** (1 / temperature)
    return odds / odds.sum(axis=-1, keepdims=True)


def against_every_other(logits, temperature):
    if temperature <= 0:
        raise ValueError("temperature")
    gaps = (logits[..., None, :] - logits[..., :, None]) / temperature
    with np.errstate(over="ignore"):
        return 1 / np.exp(gaps).sum(axis=-1)


next_token_distribution = Exercise(
    "next_token_distribution",
    points=2,
    returns="p",
    by_hand=["torch", "scipy"],
    cases=[
        Case("five logits at temperature 1", logits(5, temperature=1)),
        Case("three rows of four at temperature 0.5", logits(3, 4, temperature=0.5)),
        Case("three other rows of four at temperature 4", logits(3, 4, temperature=4.0)),
        Case("a batch of two by three rows, with logits near ±700", near_seven_hundred),
        Case("logits around 1000 at temperature 1", logits(2, 5, temperature=1.0, shift=1000.0)),
        Case("temperature 0.001", sixteenth_apart(3, temperature=0.001)),
        Case("temperature 0.001, and logits a thousandth apart", thousandths_apart(2, temperature=0.001)),
        Case("a vocabulary of one", logits(2, 1, temperature=0.5)),
        Case("a temperature of 0", logits(2, 3, temperature=0.0), how=Raises("ValueError")),
        Case("a temperature of −1", logits(2, 3, temperature=-1), how=Raises("ValueError")),
    ],
    hidden=[
        Case("four axes at temperature 0.75", logits(2, 1, 3, 4, temperature=0.75)),
        Case("one row at temperature 0.001", sixteenth_apart(1, temperature=0.001)),
        Case("far below zero", logits(2, 6, temperature=0.25, shift=-900.0)),
    ],
    oracle=torch_next_token_distribution,
    misconceptions=[
        Misconception(
            "multiplied",
            [wrong.multiplied, wrong.multiplied_and_no_error],
            hint="It looks as if the logits are multiplied by the temperature, so that a low one makes the choice "
            "more even. A low temperature should make it sharper.",
        ),
        Misconception(
            "divided_after",
            [
                wrong.divided_after,
                wrong.divided_after_and_no_error,
                wrong.divided_after_unshifted,
                wrong.multiplied_after,
            ],
            hint="It looks as if the temperature comes in after the softmax, and the rows no longer add up to one. "
            "It belongs to the logits, before the exponential.",
        ),
        Misconception(
            "power_of_the_probabilities",
            [wrong.probabilities_to_the_power_of_it, wrong.probabilities_to_the_power_of_its_inverse],
            hint="It looks as if the probabilities are raised to a power, so that the rows no longer add up to one. Let "
            "the temperature act on the logits, before the exponential.",
        ),
        Misconception(
            "temperature_ignored",
            [wrong.ignored, wrong.ignored_and_no_error, wrong.ignored_unshifted],
            hint="The result does not depend on the temperature. If you divide by it after the exponential, it cancels "
            "when the rows are made to add up to one.",
        ),
        Misconception(
            "another_function_of_it",
            [wrong.squared, wrong.its_root],
            hint="It looks as if a square or a root of the temperature is taken. It acts on the logits just as it is.",
        ),
        Misconception(
            "on_one_side",
            [
                wrong.numerator_only,
                wrong.numerator_only_unshifted,
                wrong.denominator_only,
                softmax.shifted_on_one_side,
            ],
            hint="It looks as if the numerator and the sum below it are made of different exponents. Scale and shift "
            "the logits first, then use the same ones in both.",
        ),
        Misconception(
            "clamped",
            [
                wrong.at_least_a_hundredth,
                wrong.at_least_a_hundredth_and_no_error,
                wrong.at_least_a_twentieth,
                wrong.at_least_a_tenth,
                wrong.at_least_a_tenth_and_no_error,
                wrong.from_a_tenth_to_one,
                wrong.at_least_one,
            ],
            hint="It looks as if a small temperature is replaced by a larger one. With the right constant subtracted "
            "from the logits, no temperature above 0 is too small.",
        ),
        Misconception(
            "greedy_when_cold",
            [wrong.greedy_when_cold, wrong.greedy_when_cold_and_no_error],
            hint="It looks as if a small temperature gives the best token all the probability. Logits may lie closer "
            "together than the temperature, and then several tokens share it.",
        ),
        Misconception(
            "no_error",
            [
                wrong.no_error,
                wrong.no_error_times_the_inverse,
                wrong.its_size,
                wrong.made_tiny,
                wrong.greedy_at_zero_and_no_error,
                wrong.none_returned,
                wrong.error_returned,
                wrong.error_class_returned,
                wrong.error_named,
                wrong.greedy_at_zero_and_below,
            ],
            hint="The distributions are right. A temperature of 0 or below has no meaning here, and the caller should "
            "hear of it: raise an error.",
        ),
        Misconception(
            "zero_slips_through",
            [wrong.zero_slips_through, wrong.greedy_at_zero],
            hint="A temperature below 0 is refused; one of exactly 0 is not, and nothing can be divided by it.",
        ),
        Misconception(
            "below_zero_slips_through",
            [wrong.below_zero_slips_through, wrong.its_size_but_zero],
            hint="A temperature of 0 is refused; one below 0 is not, and it would make the worst token the likeliest.",
        ),
        Misconception(
            "another_error",
            [wrong.asserted, wrong.plain_exception],
            hint="An error is raised for a temperature of 0 or below, but not a ValueError, which is what the text "
            "asks for.",
        ),
        Misconception(
            "overflow",
            [
                softmax.unstable,
                softmax.unstable_and_no_error,
                softmax.unstable_power,
                softmax.unstable_clipped,
                softmax.unstable_clipped_at_700,
                softmax.unstable_capped,
                softmax.unstable_nan_made_zero,
                softmax.unstable_in_logarithms,
            ],
            hint="Divided by a small temperature, an ordinary logit becomes so large that its exponential overflows. "
            "What may you subtract from every logit of a row without changing the result?",
        ),
        Misconception(
            "powers_underflow",
            [softmax.unstable_probabilities],
            hint="A probability to a large power becomes 0, and where all are 0 nothing is left to divide by. Let the "
            "temperature act on the logits, before the exponential.",
        ),
        Misconception(
            "wrong_constant",
            [softmax.unscaled_maximum, softmax.mean_subtracted, softmax.minimum_subtracted],
            hint="Something is subtracted, and an exponent can still be large. It has to be the largest of just what "
            "is about to be exponentiated.",
        ),
        Misconception(
            "maximum_not_of_the_row",
            [softmax.one_maximum_for_all],
            hint="The maximum that is subtracted is not that of the row. A row far below it becomes all zeros: each "
            "row needs a maximum of its own.",
        ),
        Misconception(
            "sum_over_everything",
            [softmax.whole_array, softmax.whole_array_shifted_by_row, softmax.whole_array_unshifted],
            hint="It looks as if the whole array adds up to one. Each row is a distribution of its own.",
        ),
        Misconception(
            "wrong_axis",
            [
                softmax.first_axis,
                softmax.first_axis_unshifted,
                softmax.first_axis_sum_only,
                softmax.second_axis,
            ],
            hint="It looks as if the sum runs along another axis. The tokens lie along the last one: look at `axis`.",
        ),
        Misconception(
            "axis_lost",
            [softmax.axis_lost, softmax.axis_of_the_maximum_lost, softmax.second_axis_lost],
            hint="The sum or the maximum of each row has lost the last axis, so it does not line up with the rows any "
            "more. What does `keepdims` do?",
        ),
        Misconception(
            "logarithms",
            [softmax.logarithms, softmax.logarithms_afterwards],
            hint="These are the logarithms of the probabilities: one step back from there.",
        ),
        Misconception(
            "not_normalized",
            [softmax.not_normalized, softmax.not_normalized_unshifted],
            hint="The exponentials are there, but the rows do not add up to one yet.",
        ),
        Misconception(
            "scaled_logits",
            [softmax.scaled_logits],
            hint="These are the logits divided by the temperature. What makes probabilities of logits?",
        ),
        Misconception(
            "token_chosen",
            [softmax.most_likely_token, softmax.most_likely_token_one_hot],
            hint="It looks as if the likeliest token is chosen already. The probabilities of all tokens are asked for; "
            "drawing one comes later.",
        ),
    ],
    variants=[through_log_sum_exp, row_by_row, maximum_after_scaling, powers_of_odds, against_every_other],
)
