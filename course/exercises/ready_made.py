"""What torch and NLTK have ready-made of what answers are to write by hand, as dotted names for `by_hand`."""

_WAYS_ROUND = ("torch.ops", "torch._ops", "torch._refs", "torch._decomp")  # the same functions under other names
_MODULES = "torch.nn.modules"
_FUNCTIONAL = "torch.nn.functional"
_KINDS = ("RNN", "LSTM", "GRU")
_CELLS = ("lstm", "gru", "rnn_tanh", "rnn_relu", "quantized_lstm", "quantized_gru")

RECURRENT = [
    *(f"torch.nn.{kind}" for kind in _KINDS),
    *(f"torch.nn.{kind}Cell" for kind in _KINDS),
    *("torch.nn.RNNBase", "torch.nn.RNNCellBase", f"{_MODULES}.rnn"),
    *(f"torch.{cell}" for cell in _CELLS),
    *(f"torch.{cell}_cell" for cell in _CELLS),
    *("torch._thnn_fused_lstm_cell", "torch._thnn_fused_gru_cell", "torch.mkldnn_rnn_layer"),
    *("torch._VF", "torch._C._VariableFunctions"),
    *("torch.nn.quantized", "torch.nn.quantizable", "torch.ao.nn"),
    *_WAYS_ROUND,
]

NORMS = [
    *(f"{_FUNCTIONAL}.{kind}_norm" for kind in ("layer", "batch", "instance", "group", "rms")),
    *(f"torch.{kind}_norm" for kind in ("layer", "batch", "instance", "group", "rms")),
    *(f"torch.native_{kind}_norm" for kind in ("layer", "batch", "group")),
    *("torch._native_batch_norm_legit", "torch._native_batch_norm_legit_no_training", "torch._batch_norm_impl_index"),
    *("torch.batch_norm_elemt", "torch.batch_norm_stats", "torch.batch_norm_update_stats", "torch._fused_rms_norm"),
    *(f"torch.nn.{kind}Norm" for kind in ("Layer", "Group", "RMS")),
    *(f"torch.nn.{kind}Norm{axes}d" for kind in ("Batch", "Instance") for axes in (1, 2, 3)),
    *(f"torch.nn.{kind}Norm{axes}d" for kind in ("LazyBatch", "LazyInstance") for axes in (1, 2, 3)),
    *("torch.nn.SyncBatchNorm", f"{_MODULES}.normalization", f"{_MODULES}.batchnorm", f"{_MODULES}.instancenorm"),
    *_WAYS_ROUND,
]

DROPOUTS = [
    f"{_FUNCTIONAL}.dropout",
    *(f"{_FUNCTIONAL}.dropout{axes}d" for axes in (1, 2, 3)),
    *(f"{_FUNCTIONAL}.{kind}_dropout" for kind in ("alpha", "feature_alpha")),
    *(f"torch.{kind}" for kind in ("dropout", "dropout_", "native_dropout", "_fused_dropout")),
    *(f"torch.{kind}_dropout" for kind in ("feature", "alpha", "feature_alpha")),
    *(f"torch.{kind}_dropout_" for kind in ("feature", "alpha", "feature_alpha")),
    *("torch.nn.Dropout", "torch.nn.Dropout1d", "torch.nn.Dropout2d", "torch.nn.Dropout3d"),
    *("torch.nn.AlphaDropout", "torch.nn.FeatureAlphaDropout", f"{_MODULES}.dropout"),
    *_WAYS_ROUND,
]

AUTOGRAD = [  # one by one, because torch.no_grad lives in torch.autograd, and torch.vmap beside torch.func's
    "torch.Tensor.backward",
    *(f"torch.autograd.{name}" for name in ("grad", "backward", "functional", "forward_ad", "gradcheck", "Function")),
    "torch.autograd.graph",
    *(f"torch.func.{name}" for name in ("grad", "grad_and_value", "vjp", "jvp", "jacrev", "jacfwd", "hessian")),
    "torch.func.linearize",
    *(f"functorch.{name}" for name in ("grad", "grad_and_value", "jacrev", "jacfwd", "hessian", "vjp", "jvp")),
]

EMBEDDINGS = [
    *("torch.nn.Embedding", "torch.nn.EmbeddingBag", f"{_MODULES}.sparse"),
    *(f"{_FUNCTIONAL}.{name}" for name in ("embedding", "embedding_bag")),
    *(f"torch.{name}" for name in ("embedding", "embedding_bag", "embedding_renorm_", "_embedding_bag")),
    *("torch._embedding_bag_forward_only", "torch._VF", "torch._C._VariableFunctions"),
    *_WAYS_ROUND,
]

CROSS_ENTROPIES = [
    *(f"{_FUNCTIONAL}.{name}" for name in ("cross_entropy", "nll_loss")),
    *("torch.nn.CrossEntropyLoss", "torch.nn.NLLLoss", "torch.nn.NLLLoss2d", "torch.nn.AdaptiveLogSoftmaxWithLoss"),
    *(f"torch._C._nn.{name}" for name in ("cross_entropy_loss", "nll_loss", "nll_loss_nd", "nll_loss2d")),
    *(f"{_MODULES}.loss", *_WAYS_ROUND),
]

TOKENIZERS = ["nltk.tokenize"]
BLEUS = ["nltk.translate.bleu_score"]
