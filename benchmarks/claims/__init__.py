"""What the lectures claim in numbers: for each lecture, where its results and their baselines stand in its output."""

from benchmarks.claims import gradients, gru, lstm, normalization, rnn, seq2seq, start, tokenization

RESULTS = {
    "00_start_here": start.RESULTS,
    "01_rnn_basics": rnn.RESULTS,
    "02_gradient_problems": gradients.RESULTS,
    "03_lstm": lstm.RESULTS,
    "04_gru": gru.RESULTS,
    "05_normalization": normalization.RESULTS,
    "06_tokenization": tokenization.RESULTS,
    "07_seq2seq": seq2seq.RESULTS,
}
