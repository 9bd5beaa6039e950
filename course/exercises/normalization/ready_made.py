"""What torch has ready-made of what this lecture asks to write by hand, as dotted names."""

_FUNCTIONAL = "torch.nn.functional"
_MODULES = "torch.nn.modules"

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
    "torch.ops",
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
    "torch.ops",
]

AUTOGRAD = [
    *("torch.autograd.grad", "torch.autograd.backward", "torch.autograd.functional", "torch.Tensor.backward"),
    "torch.autograd.forward_ad",
    *(f"torch.func.{name}" for name in ("grad", "grad_and_value", "vjp", "jvp", "jacrev", "jacfwd", "hessian")),
    "torch.func.linearize",
]
