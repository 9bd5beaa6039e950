"""The exercises of lecture 06: odd answers, right ones and wrong ones, and answers that leave the work to libraries."""

from __future__ import annotations

import pytest

from course.exercise import PUBLIC_SEED, exercises
from course.exercises.ready_made import EMBEDDINGS, TOKENIZERS
from course.keys import exercise_key, hidden_cases, public_cases
from course.outcomes import outcome, verdict_on
from course.written import as_answer
from helpers.checking.probes import observe

KNOWN = exercises("course.exercises.tokenization")
GIVEN = """
import itertools, math, re, string
from collections import Counter
import numpy as np
import torch
def merge_pair(symbols, pair):
    joined = []
    for symbol in symbols:
        if joined and (joined[-1], symbol) == pair:
            joined[-1] += symbol
        else:
            joined.append(symbol)
    return joined
"""


def key_of(name: str):
    return exercise_key(KNOWN[name], public_cases(KNOWN[name]), PUBLIC_SEED)


def defined(source: str):
    """The function `answer` that a cell defines, as in a notebook."""
    namespace = {"__name__": "__main__"}
    exec(GIVEN + source, namespace)
    return namespace["answer"]


TRAINED = """
def answer(word_counts, num_merges):
    words, merges = [[*word, '</w>'] for word in word_counts], []
    for _ in range(num_merges):
        totals = {}
        for symbols, count in zip(words, word_counts.values()):
            for pair, run in itertools.groupby(zip(symbols, symbols[1:])):
                totals[pair] = totals.get(pair, 0) + count * ((len(list(run)) + 1) // 2)
        if not totals:
            break
        merges.append(min((-total, pair) for pair, total in totals.items())[1])
        words = [merge_pair(symbols, merges[-1]) for symbols in words]
    return merges"""
ENCODED = """
def answer(word, merges):
    symbols = [*word, '</w>']
    while len(symbols) > 1:
        places = [merges.index(pair) for pair in zip(symbols, symbols[1:]) if pair in merges]
        if not places:
            break
        symbols = merge_pair(symbols, merges[min(places)])
    return symbols"""
LOADED = """
def answer(lines, vocab, dim):
    matrix, found = torch.zeros(len(vocab), dim), torch.zeros(len(vocab), dtype=torch.bool)
    for number, line in enumerate(lines, 1):
        word, *fields = line.split(' ')
        try:
            vector = [float(field) for field in fields]
        except ValueError:
            raise ValueError(f'line {number}: no number')
        if len(vector) != dim or not all(math.isfinite(one) for one in vector):
            raise ValueError(f'line {number}: malformed')
        if word in vocab and not found[vocab[word]]:
            matrix[vocab[word]], found[vocab[word]] = torch.tensor(vector), True
    return matrix, found"""
ROWS = """
def answer(sentences, vocab, max_len):
    rows = [[1, *[vocab.get(token, 3) for token in one[: max_len - 2]], 2] for one in sentences]
    ids = torch.tensor([row + [0] * (max_len - len(row)) for row in rows])
    return ids, (ids != 0).sum(1)"""
SUMMED = """
def answer(ids, d_out, num_embeddings, padding_idx):
    d_W = torch.zeros(num_embeddings, d_out.shape[-1]).index_add_(0, ids.flatten(), d_out.flatten(0, 1))
    d_W[padding_idx] = 0
    return d_W"""
NUMBERED = """
def answer(tokens, min_freq, specials):
    counts = Counter(tokens)
    others = sorted((w for w in counts if counts[w] >= min_freq and w not in specials), key=lambda w: (-counts[w], w))
    return {word: i for i, word in enumerate([*specials, *others])}"""
CUT = r"""
def answer(text):
    return re.findall(r'\w+|[^\w\s]+', text)"""
PAIRED = """
def answer(ids, window):
    l = ids.tolist()
    near = [(i, j) for i in range(len(l)) for j in range(max(0, i - window), min(len(l), i + window + 1)) if i != j]
    return torch.tensor([(l[i], l[j]) for i, j in near], dtype=torch.int64).reshape(-1, 2)"""

RIGHT = {
    (
        "split_words",
        "a pattern made beforehand",
    ): "\nP = re.compile(r'[^\\W]+|[^\\s\\w]+')\ndef answer(text): return P.findall(text)",
    ("split_words", "blanks put at every border"): r"""
def answer(text):
    return tuple(re.sub(r'(?<=\w)(?=[^\w\s])|(?<=[^\w\s])(?=\w)', ' ', text).split())""",
    ("build_vocab", "two stable sorts, NumPy ints"): """
def answer(tokens, min_freq, specials):
    counts = Counter(tokens)
    for one in specials:
        counts.pop(one, None)
    words = sorted(word for word in counts if counts[word] >= min_freq)
    words.sort(key=lambda word: counts[word], reverse=True)
    return dict(zip(list(specials) + words, np.arange(len(specials) + len(words))))""",
    ("build_vocab", "as it is taught"): NUMBERED,
    ("numericalize", "a list of two tensors, lengths from the ids"): ROWS.replace("return ids, ", "return [ids, ")
    + "]",
    ("numericalize", "int32 lengths"): ROWS + ".int()",
    ("train_bpe", "runs of equal pairs"): TRAINED,
    ("train_bpe", "a tuple of lists"): TRAINED.replace("return merges", "return tuple(list(pair) for pair in merges)"),
    ("bpe_encode", "by index in the list"): ENCODED,
    ("bpe_encode", "each pair at most once: it cannot come about again"): ENCODED.replace(
        "symbols = [*word, '</w>']", "symbols, merges = (*word, '</w>'), list(merges)"
    ),
    ("skipgram_pairs", "padded and unfolded"): """
def answer(ids, window):
    windows = torch.nn.functional.pad(ids, (window, window), value=-1).unfold(0, 2 * window + 1, 1)
    near = torch.cat([windows[:, :window], windows[:, window + 1:]], 1)
    return torch.stack([ids[:, None].expand_as(near)[near != -1], near[near != -1]], dim=1)""",
    ("embedding_backward", "a sparse tensor"): """
def answer(ids, d_out, num_embeddings, padding_idx):
    size = (num_embeddings, d_out.shape[2])
    d_W = torch.sparse_coo_tensor(ids.flatten()[None], d_out.flatten(0, 1), size).to_dense()
    d_W[padding_idx] = 0
    return d_W""",
    ("embedding_backward", "NumPy's add.at"): """
def answer(ids, d_out, num_embeddings, padding_idx):
    d_W = np.zeros((num_embeddings, d_out.shape[2]))
    np.add.at(d_W, ids.numpy(), d_out.numpy())
    d_W[padding_idx] = 0
    return torch.from_numpy(d_W)""",
    ("load_embeddings", "split at any white space"): LOADED.replace(
        "word, *fields = line.split(' ')", "word, *fields = line.split() or ['']"
    ),
    ("load_embeddings", "an error with the line's text and more numbers"): LOADED.replace(
        "f'line {number}: malformed'", "f'line {number}: {len(vector)} numbers, not {dim}: {line!r}'"
    ),
}
WRONG = {
    ("split_words", "letters unified"): "\nimport unicodedata"
    + CUT.replace(", text)", ", unicodedata.normalize('NFKC', text))"),
    ("split_words", "something for nothing"): CUT + " or ['']",
    ("split_words", "at most three marks"): CUT.replace(r"[^\w\s]+", r"[^\w\s]{1,3}"),
    ("split_words", "words of two letters and more"): CUT.replace(r"\w+|", r"\w{2,}|"),
    ("build_vocab", "the course's specials, whatever is asked for"): NUMBERED.replace(
        "counts = Counter(tokens)", "specials, counts = ['<pad>', '<bos>', '<eos>', '<unk>'], Counter(tokens)"
    ),
    ("build_vocab", "what looks like a special token left out"): NUMBERED.replace(
        "w not in specials", "w[0] not in '<['"
    ),
    ("build_vocab", "at least twice"): NUMBERED.replace(">= min_freq", ">= max(2, min_freq)"),
    ("build_vocab", "counts of all texts so far"): "\nseen = Counter()"
    + NUMBERED.replace("counts = Counter(tokens)", "counts = seen; seen.update(tokens)"),
    ("numericalize", "empty sentences skipped"): ROWS.replace("for one in sentences]", "for one in sentences if one]"),
    ("numericalize", "each token counted once"): ROWS.replace(
        "(ids != 0).sum(1)", "torch.tensor([len(set(r)) for r in rows])"
    ),
    ("numericalize", "lengths as a column"): ROWS.replace("sum(1)", "sum(1, keepdim=True)"),
    ("numericalize", "the caller's vocabulary grows"): ROWS.replace("vocab.get(", "vocab.setdefault("),
    ("train_bpe", "runs halved"): TRAINED.replace("((len(list(run)) + 1) // 2)", "(len(list(run)) // 2 or 1)"),
    ("train_bpe", "counts of other words"): TRAINED.replace(
        "for word in word_counts], []", "for word in word_counts if word], []"
    ),
    ("train_bpe", "the shortest of the ties"): TRAINED.replace(
        "min((-total, pair) for", "min((-total, len(''.join(pair)), pair) for"
    ).replace("items())[1])", "items())[2])"),
    ("train_bpe", "ends at the last pair but one"): TRAINED.replace("if not totals", "if len(totals) < 2"),
    ("train_bpe", "composed letters"): "\nimport unicodedata"
    + TRAINED.replace("[*word, ", "[*unicodedata.normalize('NFC', word), "),
    ("bpe_encode", "five rounds"): ENCODED.replace("while len(symbols) > 1:", "for _ in range(5):"),
    ("bpe_encode", "the first merge never"): ENCODED.replace("if pair in merges]", "if pair in merges[1:]]"),
    ("bpe_encode", "never down to one symbol"): ENCODED.replace("> 1:", "> 2:"),
    ("bpe_encode", "back by one"): """
def answer(word, merges):
    symbols, i = [*word, '</w>'], 0
    while i < len(merges):
        after = merge_pair(symbols, merges[i])
        symbols, i = after, i + 1 if after == symbols else max(0, i - 1)
    return symbols""",
    ("skipgram_pairs", "each word once"): PAIRED.replace("ids.tolist()", "list(dict.fromkeys(ids.tolist()))"),
    ("skipgram_pairs", "an axis too many"): PAIRED.replace("reshape(-1, 2)", "reshape(1, -1, 2)"),
    ("skipgram_pairs", "a centre's own id removed"): PAIRED.replace("if i != j]", "if l[i] != l[j]]"),
    ("embedding_backward", "until the first padding"): """
def answer(ids, d_out, num_embeddings, padding_idx):
    d_W = torch.zeros(num_embeddings, d_out.shape[2])
    for row, slopes in zip(ids.tolist(), d_out):
        for i, slope in zip(row, slopes):
            if i == padding_idx:
                break
            d_W[i] += slope
    return d_W""",
    ("embedding_backward", "the other axis first"): SUMMED.replace("ids.flatten()", "ids.T.flatten()"),
    ("embedding_backward", "not the last row"): SUMMED.replace("d_W[padding_idx] = 0", "d_W[[padding_idx, -1]] = 0"),
    ("load_embeddings", "counted from two"): LOADED.replace("enumerate(lines, 1)", "enumerate(lines, 2)"),
    ("load_embeddings", "only wanted lines counted"): LOADED.replace(
        "enumerate(lines, 1)", "enumerate((one for one in lines if one.split(' ')[0] in vocab), 1)"
    ),
    ("load_embeddings", "too many numbers accepted"): LOADED.replace("len(vector) != dim", "len(vector) < dim"),
    ("load_embeddings", "infinite accepted"): LOADED.replace("math.isfinite(one)", "one == one"),
    ("load_embeddings", "large numbers refused"): LOADED.replace("math.isfinite(one)", "abs(one) < 5"),
    ("load_embeddings", "words of letters only"): LOADED.replace(
        "if word in vocab", "if word.isalpha() and word in vocab"
    ),
    ("load_embeddings", "in any order"): LOADED.replace("enumerate(lines, 1)", "enumerate(sorted(lines), 1)"),
}


@pytest.mark.parametrize(("name", "how"), RIGHT, ids=[f"{name}: {how}" for name, how in RIGHT])
def test_an_odd_right_answer_passes(name, how):
    answer, exercise = defined(RIGHT[name, how]), KNOWN[name]
    for key in (key_of(name), exercise_key(exercise, hidden_cases(exercise), "another seed")):
        verdict = verdict_on(key, answer)
        assert verdict.passed, [case for case in verdict.cases if not case.passed]


@pytest.mark.parametrize(("name", "how"), WRONG, ids=[f"{name}: {how}" for name, how in WRONG])
def test_an_odd_wrong_answer_fails(name, how):
    assert not verdict_on(key_of(name), defined(WRONG[name, how])).passed


@pytest.mark.parametrize("source", [CUT, NUMBERED, ROWS, TRAINED, ENCODED, PAIRED, SUMMED, LOADED])
def test_what_the_wrong_answers_were_made_from_is_right(source):
    (name,) = (one for one, text in PLAIN.items() if text is source)
    assert verdict_on(key_of(name), defined(source)).passed


PLAIN = {
    "split_words": CUT,
    "build_vocab": NUMBERED,
    "numericalize": ROWS,
    "train_bpe": TRAINED,
    "bpe_encode": ENCODED,
    "skipgram_pairs": PAIRED,
    "embedding_backward": SUMMED,
    "load_embeddings": LOADED,
}


@pytest.mark.parametrize("name", PLAIN)
def test_every_answer_does_the_same_in_a_cell_of_its_own(name):
    exercise, made = KNOWN[name], key_of(name)
    wanted = [(one, ("passed", "")) for one in exercise.variants]
    wanted += [(one, ("failed", each.name)) for each in exercise.misconceptions for one in each.implementations]
    for implementation, right in wanted:
        namespace = {"__name__": "__main__"}
        exec(as_answer(implementation, name), namespace)
        assert outcome(made, namespace[name]) == right, implementation.__name__


LEFT_TO_NLTK = {
    "the function": "import nltk\ndef f(text): return nltk.wordpunct_tokenize(text)",
    "the class": "from nltk.tokenize import WordPunctTokenizer as W\ndef f(text): return W().tokenize(text)",
    "by a pattern": "from nltk import regexp_tokenize\ndef f(text): return regexp_tokenize(text, r'\\w+|[^\\w\\s]+')",
    "made before": "import nltk\nt = nltk.RegexpTokenizer(r'\\w+|[^\\w\\s]+')\ndef f(text): return t.tokenize(text)",
    "imported inside": "def f(text):\n    from nltk import tokenize\n    return tokenize.wordpunct_tokenize(text)",
}


@pytest.mark.parametrize("source", LEFT_TO_NLTK.values(), ids=LEFT_TO_NLTK.keys())
def test_cutting_with_nltk_is_seen(source):
    namespace = {"__name__": "__main__"}
    exec(source, namespace)
    assert observe("call", namespace["f"], [{"text": "a, b"}], TOKENIZERS).by_hand


def test_counting_with_nltk_is_no_cutting():
    namespace = {"__name__": "__main__"}
    exec(
        "import re\nfrom nltk import FreqDist\ndef f(text): return FreqDist(re.findall(r'\\w', text)).most_common(1)",
        namespace,
    )
    assert observe("call", namespace["f"], [{"text": "a, b"}], TOKENIZERS).by_hand == ()


LEFT_TO_TORCH = {
    "the function": "torch.nn.functional.embedding(ids, W, padding_idx=p).backward(d_out)",
    "another name": "torch.embedding(W, ids, p).backward(d_out)",
    "a bag": "torch.nn.functional.embedding_bag(ids, W).sum().backward()",
}


@pytest.mark.parametrize("line", LEFT_TO_TORCH.values(), ids=LEFT_TO_TORCH.keys())
def test_the_gradient_of_torchs_embedding_does_not_pass(line):
    answer = defined(
        "def answer(ids, d_out, V, p):\n    W = torch.zeros(V, d_out.shape[2], dtype=d_out.dtype, requires_grad=True)\n"
        f"    {line}\n    return W.grad"
    )
    verdict = verdict_on(key_of("embedding_backward"), answer)
    assert not verdict.passed and "embedding" in verdict.reason


def test_the_module_and_the_operator_are_seen_too():
    for source in (
        "def answer(ids, d_out, V, p): return torch.nn.Embedding(V, d_out.shape[2], padding_idx=p).weight.detach()",
        "def answer(ids, d_out, V, p): return torch.ops.aten.embedding_dense_backward(d_out, ids, V, p, False)",
    ):
        assert not verdict_on(key_of("embedding_backward"), defined(source)).passed
        assert verdict_on(key_of("embedding_backward"), defined(source)).reason


def test_reading_rows_by_index_is_allowed():
    assert "torch.Tensor" not in EMBEDDINGS
    answer = defined(
        "def answer(ids, d_out, V, p):\n    W = torch.zeros(V, d_out.shape[2], requires_grad=True)\n"
        "    gradient = torch.autograd.grad((W[ids] * d_out).sum(), W)[0]\n    gradient[p] = 0\n    return gradient"
    )
    assert verdict_on(key_of("embedding_backward"), answer).passed
