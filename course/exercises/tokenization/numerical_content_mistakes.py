"""What easily goes wrong inside of a row: wrong answers to `numericalize`."""

import torch

from course.exercises.tokenization.numerical_passes import as_tensors, framed, known, right


def cut_after_the_markers(sentences, vocab, max_len):
    return as_tensors([[1, *known(one, vocab), 2][:max_len] for one in sentences], max_len)


def eos_only_if_there_is_room(sentences, vocab, max_len):
    rows = []
    for sentence in sentences:
        row = [vocab["<bos>"], *known(sentence[: max_len - 1], vocab)]
        if len(row) < max_len:
            row.append(vocab["<eos>"])
        rows.append(row)
    return as_tensors(rows, max_len)


def eos_only_where_nothing_is_cut(sentences, vocab, max_len):
    rows = []
    for sentence in sentences:
        row = [vocab["<bos>"], *known(sentence, vocab)]
        rows.append(row[: max_len - 1] if len(row) >= max_len else [*row, vocab["<eos>"]])
    return as_tensors(rows, max_len)


def unknown_fails(sentences, vocab, max_len):
    rows = [[1, *[vocab[token] for token in one[: max_len - 2]], 2] for one in sentences]
    return as_tensors(rows, max_len)


def unknown_is_none(sentences, vocab, max_len):
    rows = [[1, *[vocab.get(token) for token in one[: max_len - 2]], 2] for one in sentences]
    return as_tensors(rows, max_len)


def unknown_dropped(sentences, vocab, max_len):
    return right([[token for token in one if token in vocab] for one in sentences], vocab, max_len)


def unknown_dropped_after_the_cut(sentences, vocab, max_len):
    cut = [one[: max_len - 2] for one in sentences]
    return right([[token for token in one if token in vocab] for one in cut], vocab, max_len)


def unknown_is_padding(sentences, vocab, max_len):
    rows = [[1, *[vocab.get(token, 0) for token in one[: max_len - 2]], 2] for one in sentences]
    return as_tensors(rows, max_len)


def unknown_gets_a_new_id(sentences, vocab, max_len):
    own = dict(vocab)
    rows = [[1, *[own.setdefault(token, len(own)) for token in one[: max_len - 2]], 2] for one in sentences]
    return as_tensors(rows, max_len)


def unknown_is_one_more(sentences, vocab, max_len):
    rows = [[1, *[vocab.get(token, len(vocab)) for token in one[: max_len - 2]], 2] for one in sentences]
    return as_tensors(rows, max_len)


def room_for_one_marker(sentences, vocab, max_len):
    return as_tensors([[1, *known(one, vocab)[: max(0, max_len - 3)], 2] for one in sentences], max_len)


def no_bos(sentences, vocab, max_len):
    return as_tensors([framed(one, vocab, max_len)[1:] for one in sentences], max_len)


def no_bos_and_more_room(sentences, vocab, max_len):
    return as_tensors([[*known(one[: max_len - 1], vocab), 2] for one in sentences], max_len)


def no_eos(sentences, vocab, max_len):
    return as_tensors([framed(one, vocab, max_len)[:-1] for one in sentences], max_len)


def no_eos_and_more_room(sentences, vocab, max_len):
    return as_tensors([[1, *known(one, vocab)][:max_len] for one in sentences], max_len)


def no_markers(sentences, vocab, max_len):
    return as_tensors([known(one[:max_len], vocab) for one in sentences], max_len)


def eos_after_the_padding(sentences, vocab, max_len):
    ids, lengths = no_eos(sentences, vocab, max_len)
    ids[:, -1] = vocab["<eos>"]
    return ids, lengths + 1


def markers_changed_places(sentences, vocab, max_len):
    return as_tensors([[2, *known(one[: max_len - 2], vocab), 1] for one in sentences], max_len)


def padded_with_eos(sentences, vocab, max_len):
    ids, lengths = right(sentences, vocab, max_len)
    return ids.where(torch.arange(max_len) < lengths[:, None], vocab["<eos>"]), lengths


def padding_in_front(sentences, vocab, max_len):
    rows = [framed(one, vocab, max_len) for one in sentences]
    ids = torch.tensor([[0] * (max_len - len(row)) + row for row in rows])
    return ids, torch.tensor([len(row) for row in rows])


def beginning_cut_off(sentences, vocab, max_len):
    return right([one[max(0, len(one) - max_len + 2) :] for one in sentences], vocab, max_len)


def sentences_grow(sentences, vocab, max_len):
    for sentence in sentences:
        del sentence[max_len - 2 :]
        sentence.insert(0, "<bos>")
        sentence.append("<eos>")
    return as_tensors([known(one, vocab) for one in sentences], max_len)


def order_of_the_dictionary(sentences, vocab, max_len):
    places = {token: i for i, token in enumerate(vocab)}
    rows = [[1, *[places.get(token, 3) for token in one[: max_len - 2]], 2] for one in sentences]
    return as_tensors(rows, max_len)
