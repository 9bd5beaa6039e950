"""What torch has ready-made of what this lecture asks to write by hand, as dotted names."""

_KINDS = ("GRU", "LSTM", "RNN")
_FUNCTIONS = ("gru", "lstm", "rnn_tanh", "rnn_relu")

RECURRENT = [
    *(f"torch.nn.{kind}" for kind in _KINDS),
    *(f"torch.nn.{kind}Cell" for kind in _KINDS),
    *("torch.nn.RNNBase", "torch.nn.RNNCellBase", "torch.nn.modules.rnn"),
    *(f"torch.{function}" for function in _FUNCTIONS),
    *(f"torch.{function}_cell" for function in _FUNCTIONS),
    *("torch.quantized_gru", "torch.quantized_gru_cell", "torch.quantized_lstm", "torch.quantized_lstm_cell"),
    *("torch._VF", "torch._C._VariableFunctions", "torch.ops", "torch._ops"),
    *("torch.nn.quantized", "torch.ao.nn", "torch.nn.quantizable"),
]
