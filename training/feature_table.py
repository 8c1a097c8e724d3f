"""Reads the feature tables that `anel features` writes."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

KEY_COLUMNS = ["id", "at", "seq", "label"]


class TableError(Exception):
    """A table that cannot be used. The message names the file and what to do."""


@dataclass(frozen=True)
class FeatureTable:
    """The labelled rows of one stream, in the order of the stream. `features` is float32, as scoring sees it."""

    file: str
    sha256: str
    feature_set_hash: str
    names: tuple[str, ...]
    features: np.ndarray
    labels: np.ndarray

    def describe(self) -> dict:
        """What the manifest of a model says about a stream."""
        rows, positives = len(self.labels), int(self.labels.sum())
        return {"file": self.file, "sha256": self.sha256, "rows": rows, "positives": positives}


def _read_manifest(path: Path) -> tuple[str, tuple[str, ...]]:
    manifest = path.with_name(path.name + ".manifest.json")
    if not manifest.is_file():
        raise TableError(f'table "{path.name}": there is no {manifest.name}; make the table with "anel features"')
    content = json.loads(manifest.read_text())
    return content["hash"], tuple(feature["name"] for feature in content["features"])


def _check_header(path: Path, header: list[str], names: tuple[str, ...]) -> None:
    expected = KEY_COLUMNS + list(names)
    if header != expected:
        wrong = next((i for i, pair in enumerate(zip(header, expected)) if pair[0] != pair[1]), min(len(header), len(expected)))
        raise TableError(f'table "{path.name}": column {wrong + 1} is not the one of its manifest; make both again')


def _labels(path: Path, column: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    labelled = column.isin(["0", "1"]).to_numpy()
    if not (labelled | column.isna().to_numpy()).all():
        raise TableError(f'table "{path.name}": a label is neither 0, 1 nor empty; correct the column "label"')
    labels = (column[labelled] == "1").to_numpy().astype(np.int8)
    if not 0 < labels.sum() < len(labels):
        raise TableError(f'table "{path.name}": it needs rows of both labels; use a stream with known fraud')
    return labelled, labels


def read_table(path: Path) -> FeatureTable:
    """Reads a table and its manifest. Rows without a label are left out. Values are rounded to float32 first of all:
    a split that was found on float64 values can send a row the other way once scoring has rounded it."""
    if not path.is_file():
        raise TableError(f'table "{path}": there is no such file; make it with "anel features"')
    feature_set_hash, names = _read_manifest(path)
    _check_header(path, pd.read_csv(path, nrows=0).columns.to_list(), names)
    types = {"id": str, "label": str} | {name: np.float64 for name in names}
    frame = pd.read_csv(path, dtype=types, usecols=["label", *names])
    labelled, labels = _labels(path, frame["label"])
    with np.errstate(over="ignore"):
        features = frame.loc[labelled, list(names)].to_numpy(dtype=np.float64).astype(np.float32)
    if np.isnan(features).any():
        name = names[int(np.isnan(features).any(axis=0).argmax())]
        raise TableError(f'table "{path.name}": feature "{name}" has an empty or NaN value; every feature is a number')
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    return FeatureTable(path.name, sha256, feature_set_hash, names, features, labels)


def read_tables(paths: list[Path]) -> list[FeatureTable]:
    """Reads tables that must all have the same feature set."""
    tables = [read_table(path) for path in paths]
    for table in tables[1:]:
        if (table.feature_set_hash, table.names) != (tables[0].feature_set_hash, tables[0].names):
            raise TableError(f'tables "{tables[0].file}" and "{table.file}" have other features; make all with one version')
    return tables
