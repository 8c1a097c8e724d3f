"""Trains the model that scoring loads: feature tables in, a folder with an ONNX file and its manifest out."""

import argparse
import sys
from pathlib import Path

import numpy as np

from boosting import LEAVES_MAX, SETTINGS, TREES_MAX, train
from evaluation import choose_thresholds, curve, measure
from feature_table import FeatureTable, TableError, read_tables
from model_folder import make_probe, write_model_folder
from onnx_export import ParityError, check_parity, export, open_scorer, rows_on_thresholds

MODEL_BYTES_MAX = 1_500_000


def build_manifest(options: argparse.Namespace, tables: dict, trees: int, thresholds: dict, metrics: dict) -> dict:
    """Everything but the files. Has no time and no folder names, so that the same streams give the same bytes."""
    training: list[FeatureTable] = tables["training"]
    features = " ".join(table.file for table in training)
    return {
        "name": options.name,
        "version": options.version,
        "createdFrom": f"training/train.py --features {features} --validation {tables['validation'].file} --seed {options.seed}",
        "features": list(training[0].names),
        "featureSetHash": training[0].feature_set_hash,
        "thresholds": thresholds,
        "metrics": metrics,
        "trainedOn": {
            "seed": options.seed,
            "streams": [table.describe() for table in training],
            "validation": tables["validation"].describe(),
            **({"test": tables["test"].describe()} if tables["test"] else {}),
            "trees": trees,
            "settings": settings_of(options),
        },
    }


def settings_of(options: argparse.Namespace) -> dict:
    """The learner's settings with those that the command line changes."""
    return SETTINGS | {"num_leaves": options.leaves, "early_stopping_round": options.patience}


def read_all(options: argparse.Namespace) -> dict:
    """The tables by their part in the training; no stream may have two parts."""
    paths = [*options.features, options.validation, *([options.test] if options.test else [])]
    read = read_tables(paths)
    if len({table.sha256 for table in read}) < len(read):
        raise TableError("two of the tables are the same stream; give other seeds, else the metrics mean nothing")
    count = len(options.features)
    return {"training": read[:count], "validation": read[count], "test": read[count + 1] if options.test else None}


def run(options: argparse.Namespace) -> dict:
    """Trains, checks and writes. Returns the manifest without its files."""
    tables = read_all(options)
    training, validation, test = tables["training"], tables["validation"], tables["test"]
    features = np.concatenate([table.features for table in training])
    labels = np.concatenate([table.labels for table in training])
    booster = train(features, labels, validation.features, validation.labels, options.seed, options.trees, settings_of(options))
    model = export(booster)
    if len(model) > MODEL_BYTES_MAX:
        raise ParityError(f"the model has {len(model)} bytes, more than {MODEL_BYTES_MAX}; use fewer trees")
    score = open_scorer(model)
    edges = rows_on_thresholds(booster, validation.features, options.seed)
    parity = max(check_parity(booster, score, rows) for rows in (validation.features, edges))
    scores = score(validation.features)
    thresholds = choose_thresholds(curve(scores, validation.labels))
    metrics = {"validation": measure(scores, validation.labels, thresholds), "parityMaxDifference": parity}
    if test:
        metrics["test"] = measure(score(test.features), test.labels, thresholds)
    manifest = build_manifest(options, tables, booster.num_trees(), thresholds, metrics)
    write_model_folder(options.out, manifest, model, make_probe(validation.features, edges, score))
    return manifest


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="training/train.py", description=__doc__)
    parser.add_argument("--features", type=Path, nargs="+", required=True, help="tables to learn from")
    parser.add_argument("--validation", type=Path, required=True, help="table to stop early and to choose thresholds on")
    parser.add_argument("--test", type=Path, help="table that only the metrics see")
    parser.add_argument("--out", type=Path, required=True, help="folder of the model; replaced at the very end")
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--trees", type=int, default=TREES_MAX, help=f"at most (default {TREES_MAX})")
    parser.add_argument("--leaves", type=int, default=LEAVES_MAX, help=f"of a tree, at most (default {LEAVES_MAX})")
    parser.add_argument("--patience", type=int, default=SETTINGS["early_stopping_round"], help="trees without a gain")
    parser.add_argument("--name", default="champion")
    parser.add_argument("--version", default="1")
    return parser.parse_args(arguments)


def main(arguments: list[str]) -> int:
    try:
        manifest = run(parse(arguments))
    except (TableError, ParityError, OSError) as error:
        print(f"train: {error}", file=sys.stderr)
        return 1
    for stream in ("validation", "test"):
        if stream in manifest["metrics"]:
            found = manifest["metrics"][stream]
            print(
                f"{stream}: AUPRC {found['auprc']:.3f}, recall at 1 % {found['recallAt1Percent']:.3f}, "
                f"base rate {found['baseRate']:.5f}",
                file=sys.stderr,
            )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
