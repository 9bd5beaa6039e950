"""What torch has ready-made of this lecture's exercises, and what their answers therefore may not call."""

_FUNCTIONS = "lstm lstm_cell gru gru_cell rnn_tanh rnn_tanh_cell rnn_relu rnn_relu_cell _thnn_fused_lstm_cell".split()
_HOMES = ("torch", "torch._VF", "torch._C._VariableFunctions", "torch.ops.aten")

RECURRENT = [
    *(f"torch.nn.{name}" for name in ("RNN", "LSTM", "GRU", "RNNCell", "LSTMCell", "GRUCell")),
    "torch.nn.modules.rnn",
    "torch.ao.nn",
    "torch.nn.quantized",
    "torch.nn.quantizable",
    *(f"{home}.{name}" for home in _HOMES for name in _FUNCTIONS),
]

AUTOGRAD = [  # one by one, because torch.no_grad lives in torch.autograd, and torch.vmap beside torch.func's
    "torch.Tensor.backward",
    *(f"torch.autograd.{name}" for name in ("grad", "backward", "functional", "forward_ad", "gradcheck", "Function")),
    *(f"torch.func.{name}" for name in ("grad", "grad_and_value", "jacrev", "jacfwd", "hessian")),
    *(f"torch.func.{name}" for name in ("vjp", "jvp", "linearize")),
    *(f"functorch.{name}" for name in ("grad", "grad_and_value", "jacrev", "jacfwd", "hessian", "vjp", "jvp")),
]
