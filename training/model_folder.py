"""Writes a model folder so that a reader finds the old model or the new one, never a mixture."""

import hashlib
import json
import os
import re
from pathlib import Path

import numpy as np

PROBE_ROWS = 64


def to_json(content: object) -> bytes:
    """JSON as the repository's formatter writes it: exponents without a leading zero."""
    text = json.dumps(content, indent=2, allow_nan=False)
    return (re.sub(r"(?<=: )(-?[\d.]+e-)0(\d)(?=,?$)", r"\1\2", text, flags=re.MULTILINE) + "\n").encode()


def make_probe(rows: np.ndarray, on_thresholds: np.ndarray, score) -> bytes:
    """Rows spread over the range of scores, half of them on split thresholds, with their scores: the Node runtime must
    give the same. One row a line: the score, then the features."""
    half = PROBE_ROWS // 2
    chosen = np.concatenate([_spread(rows, score, half), _spread(on_thresholds, score, half)])
    lines = [",".join(repr(float(value)) for value in [found, *row]) for found, row in zip(score(chosen), chosen)]
    return ("\n".join(lines) + "\n").encode()


def _spread(rows: np.ndarray, score, count: int) -> np.ndarray:
    finite = rows[np.isfinite(rows).all(axis=1)]
    order = np.argsort(score(finite), kind="stable")
    return finite[order[np.linspace(0, len(order) - 1, count).astype(int)]]


def _write(path: Path, content: bytes) -> None:
    temporary = path.with_name(path.name + ".part")
    with open(temporary, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, path)


def write_model_folder(folder: Path, manifest: dict, model: bytes, probe: bytes) -> None:
    """The files get their digest as part of their name; the manifest that names them replaces the old one last."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {}
    for role, suffix, content in (("model", "onnx", model), ("probe", "csv", probe)):
        digest = hashlib.sha256(content).hexdigest()
        files[role] = {"name": f"{role}-{digest[:12]}.{suffix}", "sha256": digest}
        _write(folder / files[role]["name"], content)
    _write(folder / "manifest.json", to_json(manifest | {"files": files}))
    kept = {"manifest.json"} | {file["name"] for file in files.values()}
    for pattern in ("model-*.onnx", "probe-*.csv", "*.part"):
        for stale in folder.glob(pattern):
            if stale.name not in kept:
                stale.unlink()
