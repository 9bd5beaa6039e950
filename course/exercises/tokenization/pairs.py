"""Each token of a text with each of its neighbours."""

import torch

from course.exercise import Case, Exercise, Misconception
from course.exercises.tokenization import pairs_mistakes as mistakes


def text_of(T, V, window):
    """T ids below V, drawn; where V is as large, none comes twice."""

    def draw(rng):
        ids = rng.permutation(V)[:T] if V >= T else rng.integers(0, V, T)
        return {"ids": torch.from_numpy(ids.astype("int64")), "window": window}

    return draw


def the_same_id(T, window):
    return lambda rng: {"ids": torch.full((T,), int(rng.integers(2, 50))), "window": window}


def pattern(order, window):
    """Drawn ids in a given order."""

    def draw(rng):
        ids = rng.choice(50, max(order) + 1, replace=False)
        return {"ids": torch.tensor([int(ids[i]) for i in order]), "window": window}

    return draw


def by_distances(ids, window):
    """Oracle: the matrix of all distances between positions, and where it says "near, and another place"."""
    places = torch.arange(len(ids))
    distance = torch.cdist(places[:, None].double(), places[:, None].double(), p=1)
    return ids[torch.nonzero((distance > 0.5) & (distance < window + 0.5))]


def neighbours_of_each(ids, window):
    columns = []
    for i in range(len(ids)):
        before = ids[max(i - window, 0) : i]
        after = ids[i + 1 : i + 1 + window]
        context = torch.cat([before, after])
        columns.append(torch.stack([ids[i].expand(len(context)), context], dim=1))
    return torch.cat(columns)


def every_pair_of_positions(ids, window):
    T = ids.shape[0]
    pairs = [(ids[i].item(), ids[j].item()) for i in range(T) for j in range(T) if 0 < abs(i - j) <= window]
    return torch.tensor(pairs).long().view(-1, 2) if pairs else torch.empty((0, 2), dtype=torch.long)


def offsets_then_sorted(ids, window):
    T, found = len(ids), []
    for offset in range(1, min(window, T - 1) + 1):
        for i in range(T - offset):
            found += [(i, i + offset), (i + offset, i)]
    centre, context = torch.LongTensor(sorted(found)).reshape(-1, 2).T
    return torch.stack((ids[centre], ids[context]), 1)


def with_a_band_matrix(ids, window):
    near = torch.ones(len(ids), len(ids)).tril(window).triu(-window).fill_diagonal_(0)
    return torch.column_stack([ids[axis] for axis in near.nonzero(as_tuple=True)])


def only_as_far_as_the_text_goes(ids, window):
    rows = []
    for position, centre in enumerate(ids):
        for offset in range(-window, window + 1):
            other = position + offset
            if offset == 0 or other < 0 or other >= len(ids):
                continue
            rows.append(torch.stack([centre, ids[other]]))
    return torch.stack(rows) if rows else ids.new_zeros((0, 2))


skipgram_pairs = Exercise(
    "skipgram_pairs",
    points=2,
    returns="the pairs",
    cases=[
        Case("six tokens, one to either side", text_of(6, 30, 1)),
        Case("six other tokens, one to either side", text_of(6, 30, 1)),
        Case("seven tokens, two to either side", text_of(7, 20, 2)),
        Case("ten tokens, three to either side", text_of(10, 40, 3)),
        Case("few different ids, so that neighbours are alike", text_of(9, 2, 2)),
        Case("ids that come again within the window", pattern([0, 1, 0, 2, 1, 0, 0, 1], 3)),
        Case("one id again and again", the_same_id(4, 2)),
        Case("a window as wide as the text", text_of(5, 9, 5)),
        Case("a window far wider than the text", text_of(3, 8, 20)),
        Case("a single token", text_of(1, 5, 2)),
        Case("two tokens", text_of(2, 6, 1)),
    ],
    hidden=[
        Case("a long text", text_of(60, 25, 4)),
        Case("two tokens and a wide window", text_of(2, 7, 6)),
        Case("the smallest text and the smallest window", text_of(1, 3, 1)),
    ],
    oracle=by_distances,
    misconceptions=[
        Misconception(
            "centre_with_itself",
            [mistakes.centre_with_itself, mistakes.whole_windows],
            hint="Every token is paired with itself, too. Its own position is no context.",
        ),
        Misconception(
            "same_id_left_out",
            [mistakes.same_id_left_out],
            hint="Where a neighbour is the same word, the pair is missing. Left out is the same position, not the same id.",
        ),
        Misconception(
            "one_side",
            [mistakes.after_only, mistakes.before_only],
            hint="The context stands on one side only. Both sides count: what comes before, and what comes after.",
        ),
        Misconception(
            "wraps",
            [mistakes.wraps_in_front, mistakes.wraps_at_both_ends, mistakes.wraps_by_roll],
            hint="The first tokens are paired with the last: a negative index counts from the end. Where does the text "
            "begin?",
        ),
        Misconception(
            "falls_off_the_end",
            [mistakes.falls_off_the_end],
            hint="It raises an error near the end of the text: the window reaches beyond the last token there.",
        ),
        Misconception(
            "beginning_lost",
            [mistakes.beginning_lost],
            hint="At the beginning of the text, pairs are missing: a slice that starts at a negative index starts "
            "near the end. `max` helps.",
        ),
        Misconception(
            "full_windows_only",
            [mistakes.full_windows_only],
            hint="Tokens near the ends have no pairs as centres. They have fewer neighbours, not none.",
        ),
        Misconception(
            "window_too_narrow",
            [mistakes.last_one_left_out, mistakes.both_ends_left_out],
            hint="The window is too narrow on one side or both: `range` and slices stop before their end.",
        ),
        Misconception(
            "window_for_both_sides",
            [mistakes.half_a_window],
            hint="`window` is divided between the two sides. It says how far to look on each side.",
        ),
        Misconception(
            "only_at_that_distance",
            [mistakes.only_at_that_distance],
            hint="Only the token exactly `window` positions away is paired. All positions up to there are near.",
        ),
        Misconception(
            "everything_is_near",
            [mistakes.everything_is_near],
            hint="Every token is paired with all others. Where does `window` come in?",
        ),
        Misconception(
            "positions",
            [mistakes.positions, mistakes.id_and_position],
            hint="The pairs hold positions in the text. Asked for are the ids that stand there.",
        ),
        Misconception(
            "columns_changed_places",
            [mistakes.columns_changed_places],
            hint="The context's id stands in front. The centre comes first, in the order of its positions.",
        ),
        Misconception(
            "another_order",
            [
                mistakes.nearest_first,
                mistakes.offset_by_offset,
                mistakes.after_then_before,
                mistakes.each_pair_both_ways,
            ],
            hint="The right pairs come in another order. Order them by the centre's position, then by the context's.",
        ),
        Misconception(
            "centre_removed_by_id",
            [mistakes.centre_removed_by_id],
            hint="`remove` takes away the first entry that is equal to the centre's id. If the id comes again nearby, "
            "that is another position.",
        ),
        Misconception(
            "end_of_the_text_lost",
            [mistakes.first_token_lost, mistakes.last_token_lost],
            hint="The text's first or last token is never a context. Which is the lowest position, and where does `range` "
            "stop?",
        ),
        Misconception(
            "padding_paired",
            [mistakes.padding_paired],
            hint="Beyond the ends of the text stand zeros, and they are paired. There is nothing there.",
        ),
        Misconception(
            "sorted_by_id",
            [mistakes.sorted_by_id],
            hint="The pairs are sorted by their ids. Leave them in the order of the text.",
        ),
        Misconception(
            "each_pair_once",
            [mistakes.each_pair_once, mistakes.unique_rows],
            hint="Pairs that come several times are there only once. How often a pair comes is what training learns from.",
        ),
        Misconception(
            "a_row_for_each_centre",
            [mistakes.a_list_for_each_centre],
            hint="There is one entry for each centre. There should be one row for each pair.",
        ),
        Misconception(
            "two_rows",
            [mistakes.two_rows, mistakes.two_tensors],
            hint="Centres and contexts stand in two rows. They are columns: (N, 2).",
        ),
        Misconception(
            "no_columns_for_nothing",
            [mistakes.empty_without_columns, mistakes.empty_floats_without_columns],
            hint="A text of one token gives a tensor without columns. Its shape is (0, 2): no rows, two columns.",
        ),
        Misconception(
            "fails_for_nothing",
            [mistakes.fails_for_nothing],
            hint="A text of one token raises an error. It has no pairs: the result is (0, 2).",
        ),
        Misconception(
            "floats",
            [mistakes.floats, mistakes.floats_for_nothing],
            hint="The result holds floats, perhaps only where there are no pairs: give the `dtype` when you make the "
            "tensor.",
        ),
        Misconception(
            "a_list",
            [mistakes.a_list],
            hint="A list of pairs comes back. Asked for is a tensor (N, 2).",
        ),
    ],
    equivalent_mutants={
        "ids.tolist() → ids": "torch.tensor takes tensors of one number for numbers",
        "max(0, centre - window) → max(centre - window, 0)": "the larger of two numbers does not depend on their order",
        "min(len(tokens), centre + window + 1) → min(centre + window + 1, len(tokens))": (
            "the smaller of two numbers does not depend on their order"
        ),
    },
    variants=[
        neighbours_of_each,
        every_pair_of_positions,
        offsets_then_sorted,
        with_a_band_matrix,
        only_as_far_as_the_text_goes,
    ],
)
