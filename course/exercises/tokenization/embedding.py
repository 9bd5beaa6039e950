"""The gradient of an embedding: rows that were taken several times get a sum."""

import torch

from course.exercise import Case, Exercise, Misconception
from course.exercises.ready_made import EMBEDDINGS
from course.exercises.tokenization import embedding_mistakes as mistakes
from course.exercises.tokenization.inputs import normal


def drawn_ids(B, T, d, V, padding_idx, share=0.3):
    """Ids below V, about a share of them the padding's; the first and the last are no padding, and alike."""

    def draw(rng):
        others = [i for i in range(V) if i != padding_idx]
        ids = rng.choice(others, (B, T))
        ids[rng.random((B, T)) < share] = padding_idx
        flat = ids.reshape(-1)
        flat[[0, -1]] = rng.choice(others)
        if B * T > 4 and share:
            flat[2:4] = padding_idx
        return {
            "ids": torch.from_numpy(ids.astype("int64")),
            "d_out": normal(rng, B, T, d),
            "num_embeddings": V,
            "padding_idx": padding_idx,
        }

    return draw


def these_ids(ids, d, V, padding_idx):
    return lambda rng: {
        "ids": torch.tensor(ids),
        "d_out": normal(rng, len(ids), len(ids[0]), d),
        "num_embeddings": V,
        "padding_idx": padding_idx,
    }


def each_id_once(B, T, d, padding_idx):
    def draw(rng):
        ids = torch.from_numpy(rng.permutation(B * T).reshape(B, T))
        return {"ids": ids, "d_out": normal(rng, B, T, d), "num_embeddings": B * T, "padding_idx": padding_idx}

    return draw


def by_autograd(ids, d_out, num_embeddings, padding_idx):
    """Oracle: torch's gradient of F.embedding."""
    W = torch.zeros(num_embeddings, d_out.shape[2], dtype=torch.float64, requires_grad=True)
    with torch.enable_grad():
        torch.nn.functional.embedding(ids, W, padding_idx=padding_idx).backward(d_out)
    return W.grad


def loops(ids, d_out, num_embeddings, padding_idx):
    B, T, d = d_out.shape
    d_W = torch.zeros((num_embeddings, d))
    for b in range(B):
        for t in range(T):
            if ids[b, t] != padding_idx:
                d_W[ids[b, t]] += d_out[b, t]
    return d_W


def one_hot_product(ids, d_out, num_embeddings, padding_idx):
    one_hot = torch.nn.functional.one_hot(ids, num_embeddings).to(d_out.dtype)
    one_hot[..., padding_idx] = 0
    return torch.einsum("btv,btd->vd", one_hot, d_out)


def a_sum_for_each_row(ids, d_out, num_embeddings, padding_idx):
    rows = [d_out[ids == i].sum(dim=0) * (i != padding_idx) for i in range(num_embeddings)]
    return torch.stack(rows)


def scattered(ids, d_out, num_embeddings, padding_idx):
    real = ids != padding_idx
    kept, where = d_out[real], ids[real]
    d_W = torch.zeros(num_embeddings, d_out.shape[-1], dtype=d_out.dtype)
    return d_W.scatter_add(0, where[:, None].expand_as(kept), kept)


def put_and_accumulated(ids, d_out, num_embeddings, padding_idx):
    masked = d_out * (ids != padding_idx)[..., None]
    return d_out.new_zeros(num_embeddings, d_out.size(2)).index_put_((ids,), masked, accumulate=True)


def gradient_of_an_index(ids, d_out, num_embeddings, padding_idx):
    W = torch.zeros(num_embeddings, d_out.shape[-1], requires_grad=True)
    (gradient,) = torch.autograd.grad(W[ids], W, d_out.to(W.dtype))
    gradient[padding_idx] = 0
    return gradient


embedding_backward = Exercise(
    "embedding_backward",
    points=2,
    returns="d_W",
    by_hand=EMBEDDINGS,
    cases=[
        Case("two sentences", drawn_ids(B=2, T=5, d=3, V=7, padding_idx=0)),
        Case("two other sentences", drawn_ids(B=2, T=5, d=3, V=7, padding_idx=0)),
        Case("few ids, so that all come often", drawn_ids(B=4, T=6, d=2, V=3, padding_idx=0)),
        Case("padding with another id than 0", drawn_ids(B=3, T=4, d=5, V=6, padding_idx=4)),
        Case("padding with the last id", drawn_ids(B=2, T=6, d=4, V=5, padding_idx=4)),
        Case("an id for padding that does not come", drawn_ids(B=3, T=2, d=4, V=8, padding_idx=1, share=0.0)),
        Case("each id once", each_id_once(B=2, T=4, d=3, padding_idx=5)),
        Case("one id again and again", these_ids([[2, 2, 2], [2, 2, 2]], d=3, V=4, padding_idx=0)),
        Case("nothing but padding", these_ids([[3, 3], [3, 3], [3, 3]], d=2, V=5, padding_idx=3)),
        Case("as many rows as columns, sentences and steps", drawn_ids(B=4, T=4, d=4, V=4, padding_idx=2)),
        Case("everything of size one but the rows", these_ids([[1]], d=1, V=2, padding_idx=0)),
    ],
    hidden=[
        Case("a large batch", drawn_ids(B=16, T=12, d=8, V=40, padding_idx=0)),
        Case("many rows, few tokens", drawn_ids(B=1, T=3, d=2, V=30, padding_idx=7)),
        Case("one step", drawn_ids(B=6, T=1, d=3, V=4, padding_idx=0)),
    ],
    oracle=by_autograd,
    misconceptions=[
        Misconception(
            "overwrites",
            [
                mistakes.assigned,
                mistakes.plus_equals,
                mistakes.assigned_in_a_loop,
                mistakes.sentence_by_sentence,
                mistakes.step_by_step,
            ],
            hint="Where an id comes several times, only one of its gradients is left. The row was used each time: "
            "its gradients add up, and `d_W[ids] += …` does not do that.",
        ),
        Misconception(
            "overwrites_and_padding_trained",
            [mistakes.assigned_padding_too, mistakes.assigned_in_a_loop_padding_too],
            hint="Two things: where an id comes several times, only one gradient is left; and the padding's row has a "
            "gradient.",
        ),
        Misconception(
            "padding_trained",
            [mistakes.padding_trained],
            hint="The padding's row has a gradient, so that it would be trained. `padding_idx` says which row stays zero.",
        ),
        Misconception(
            "padding_is_row_zero",
            [mistakes.padding_is_row_zero, mistakes.padding_is_row_zero_by_mask],
            hint="Row 0 is always taken for the padding's. `padding_idx` says which row it is.",
        ),
        Misconception(
            "padding_is_all_but_that",
            [mistakes.only_the_padding],
            hint="Only the padding's row has a gradient. It should be the other way round.",
        ),
        Misconception(
            "padding_left_out",
            [mistakes.padding_left_out],
            hint="The padding's row is missing. It is there, and zero.",
        ),
        Misconception(
            "ids_after_padding_shifted",
            [mistakes.rows_shifted],
            hint="The rows are shifted by one. Row i belongs to the id i, the padding's row included.",
        ),
        Misconception(
            "mean_of_each_id",
            [mistakes.mean_of_each_id],
            hint="Each row holds the mean of its gradients. Every use of the row adds to the loss: the sum is asked for.",
        ),
        Misconception(
            "mean_over_the_batch",
            [mistakes.mean_over_the_batch, mistakes.mean_over_all_tokens],
            hint="The result is divided by the number of sentences or tokens. `d_out` holds the loss's gradient already.",
        ),
        Misconception(
            "first_column_only",
            [mistakes.first_column_only],
            hint="Only the first number of each vector is added: `scatter_add` wants an index for every entry.",
        ),
        Misconception(
            "counts",
            [mistakes.counts],
            hint="The rows hold how often each id comes. What should be added each time?",
        ),
        Misconception(
            "first_sentence_only",
            [mistakes.first_sentence_only, mistakes.last_sentence_only, mistakes.first_step_only],
            hint="Only one sentence, or one step, is looked at. Every entry of `ids` took a row.",
        ),
        Misconception(
            "as_many_rows_as_needed",
            [mistakes.as_many_rows_as_needed, mistakes.as_many_rows_as_ids],
            hint="The number of rows depends on the ids that come. The gradient has the shape of W.",
        ),
        Misconception(
            "turned_round",
            [mistakes.turned_round],
            hint="Rows and columns changed places. The gradient has the shape of W: a row for each id.",
        ),
        Misconception(
            "gradient_looked_up",
            [mistakes.forward_again],
            hint="It has the shape of `d_out`. The gradient for W has a row for each id, into which the gradients go.",
        ),
        Misconception(
            "input_changed",
            [mistakes.input_changed],
            hint="`d_out` comes back changed: assigning into it writes into the caller's tensor.",
        ),
    ],
    equivalent_mutants={
        "torch.zeros(num_embeddings, d_out.shape[2], dtype=d_out.d... → torch.zeros(num_embeddings, d_out.shape[2])": (
            "while answers are checked, torch makes float64 tensors unless told otherwise"
        ),
    },
    variants=[
        loops,
        one_hot_product,
        a_sum_for_each_row,
        scattered,
        put_and_accumulated,
        gradient_of_an_index,
    ],
)
