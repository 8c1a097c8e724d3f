"""LightGBM to ONNX, and the proof that both score alike."""

import lightgbm as lgb
import numpy as np
import onnx
import onnxruntime
from onnxmltools import convert_lightgbm
from onnxmltools.convert.common.data_types import FloatTensorType

from boosting import splits

INPUT = "features"
OUTPUT = "probabilities"
TOLERANCE = 1e-6
BATCH = 4096


class ParityError(Exception):
    """The exported model scores differently."""


def export(booster: lgb.Booster) -> bytes:
    """The model as ONNX bytes, the same at every export: input `features` [n, width], output `probabilities` [n, 2]."""
    shape = FloatTensorType([None, booster.num_feature()])
    model = convert_lightgbm(booster, "anel", [(INPUT, shape)], zipmap=False)
    for node in model.graph.node:
        # Statistics that nothing reads, a tenth of the file.
        kept = [attribute for attribute in node.attribute if attribute.name != "nodes_hitrates"]
        del node.attribute[:]
        node.attribute.extend(kept)
    onnx.checker.check_model(model)
    return model.SerializeToString(deterministic=True)


def open_scorer(model: bytes):
    """Returns rows -> float32 scores: ONNX Runtime set up as scoring does."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])

    def score(rows: np.ndarray) -> np.ndarray:
        parts = [rows[start : start + BATCH] for start in range(0, len(rows), BATCH)]
        return np.concatenate([session.run([OUTPUT], {INPUT: part})[0][:, 1] for part in parts])

    return score


def rows_on_thresholds(booster: lgb.Booster, rows: np.ndarray, seed: int) -> np.ndarray:
    """For every split three rows that differ from a random one of `rows` in that feature: exactly on the threshold,
    and the next float32 below and above."""
    found = splits(booster)
    made = rows[np.random.default_rng(seed).integers(len(rows), size=3 * len(found))]
    for index, (feature, threshold) in enumerate(found):
        exact = np.float32(threshold)
        made[3 * index, feature] = exact
        made[3 * index + 1, feature] = np.nextafter(exact, np.float32(-np.inf))
        made[3 * index + 2, feature] = np.nextafter(exact, np.float32(np.inf))
    return made


def check_parity(booster: lgb.Booster, score, rows: np.ndarray) -> float:
    """The largest difference between both scores. Raises ParityError above the tolerance."""
    largest = float(np.abs(booster.predict(rows) - score(rows)).max())
    if largest > TOLERANCE:
        raise ParityError(f"the ONNX model differs from LightGBM by {largest:.3g} on {len(rows)} rows; do not use it")
    return largest
