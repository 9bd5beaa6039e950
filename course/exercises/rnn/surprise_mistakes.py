"""Wrong answers to `perplexity`."""

import numpy as np


def padding_counted(nll, real):
    return float(np.exp(nll.mean()))


def padding_counted_as_zero(nll, real):
    return float(np.exp((nll * real).mean()))


def padding_in_the_sum(nll, real):
    return float(np.exp(nll.sum() / real.sum()))


def exp_before_mean(nll, real):
    return float(np.exp(nll[real]).mean())


def exp_before_mean_over_everything(nll, real):
    return float(np.exp(nll).mean())


def exp_before_mean_with_zeros(nll, real):
    return float((np.exp(nll) * real).mean())


def exp_before_mean_of_sentences(nll, real):
    total, count = (nll * real).sum(axis=1), real.sum(axis=1)
    return float(np.exp(total[count > 0] / count[count > 0]).mean())


def exp_before_mean_of_all_sentences(nll, real):
    return float(np.exp((nll * real).sum(axis=1) / real.sum(axis=1)).mean())


def exp_before_mean_of_sentences_with_padding(nll, real):
    return float(np.exp(nll.mean(axis=1)).mean())


def exp_before_mean_of_zeros_too(nll, real):
    return float(np.exp(nll * real).mean())


def exp_before_sum_of_zeros_too(nll, real):
    return float(np.exp(nll * real).sum() / real.sum())


def mean_of_the_probabilities(nll, real):
    return float(1 / np.exp(-nll[real]).mean())


def base_two(nll, real):
    return float(2 ** nll[real].mean())


def base_two_over_everything(nll, real):
    return float(2 ** nll.mean())


def base_two_with_zeros(nll, real):
    return float(2 ** (nll * real).mean())


def bits_the_other_way_round(nll, real):
    return float(2 ** (nll[real].mean() * np.log(2)))


def bits_in_exp(nll, real):
    return float(np.exp(nll[real].mean() / np.log(2)))


def base_ten(nll, real):
    return float(10 ** nll[real].mean())


def mean_of_sentence_means(nll, real):
    return float(np.exp(((nll * real).sum(axis=1) / real.sum(axis=1)).mean()))


def mean_of_sentence_means_without_empty_ones(nll, real):
    total, count = (nll * real).sum(axis=1), real.sum(axis=1)
    return float(np.exp((total[count > 0] / count[count > 0]).mean()))


def mean_of_sentence_means_empty_ones_zero(nll, real):
    return float(np.exp(((nll * real).sum(axis=1) / np.maximum(real.sum(axis=1), 1)).mean()))


def mean_of_step_means(nll, real):
    return float(np.exp(((nll * real).sum(axis=0) / real.sum(axis=0)).mean()))


def one_for_each_sentence(nll, real):
    return np.exp((nll * real).sum(axis=1) / real.sum(axis=1))


def one_for_each_sentence_padding_counted(nll, real):
    return np.exp(nll.mean(axis=1))


def one_for_each_sentence_in_a_list(nll, real):
    return [np.exp(row[keep].mean()) for row, keep in zip(nll, real)]


def one_for_each_step(nll, real):
    return np.exp((nll * real).sum(axis=0) / real.sum(axis=0))


def one_for_each_real_token(nll, real):
    return np.exp(nll[real])


def one_for_each_token(nll, real):
    return np.exp(nll)


def divided_by_the_sentences(nll, real):
    return float(np.exp(nll[real].sum() / len(nll)))


def divided_by_the_steps(nll, real):
    return float(np.exp(nll[real].sum() / nll.shape[1]))


def sum_for_mean(nll, real):
    return float(np.exp(nll[real].sum()))


def sum_for_mean_over_everything(nll, real):
    return float(np.exp(nll.sum()))


def no_exp(nll, real):
    return float(nll[real].mean())


def no_exp_over_everything(nll, real):
    return float(nll.mean())


def no_exp_with_zeros(nll, real):
    return float((nll * real).mean())


def no_exp_sum(nll, real):
    return float(nll[real].sum())


def mask_turned_round(nll, real):
    return float(np.exp(nll[~real].mean()))


def mask_turned_round_in_sums(nll, real):
    padding = 1 - real
    return float(np.exp((nll * padding).sum() / max(padding.sum(), 1)))


def mask_turned_round_for_numpy(nll, real):
    return np.exp(np.ma.masked_array(nll, mask=real).mean())


def sign_turned_round(nll, real):
    return float(np.exp(-nll[real].mean()))


def sign_turned_round_over_everything(nll, real):
    return float(np.exp(-nll.mean()))


def logarithm_again(nll, real):
    return float(np.exp(-np.log(nll[real]).mean()))


def logarithm_again_without_minus(nll, real):
    return float(np.exp(np.log(nll[real]).mean()))


def logarithm_again_over_everything(nll, real):
    return float(np.exp(-np.log(nll).mean()))


def logarithm_for_exp(nll, real):
    return float(np.log(nll[real].mean()))


def zeros_left_out(nll, real):
    return float(np.exp(nll[nll != 0].mean()))


def positive_ones_only(nll, real):
    return float(np.exp(nll[nll > 0].mean()))


def zeros_left_out_after_masking(nll, real):
    kept = nll * real
    return float(np.exp(kept[kept != 0].mean()))


def root_taken(nll, real):
    return float(np.sqrt(np.exp(nll[real].mean())))
