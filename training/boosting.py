"""The learner: LightGBM, deterministic, with split thresholds that float32 holds exactly."""

import re

import lightgbm as lgb
import numpy as np

TREES_MAX = 200
LEAVES_MAX = 31
ZERO_RANGE = np.float32(1e-35)

SETTINGS = {
    "objective": "binary",
    "metric": "average_precision",
    "num_leaves": LEAVES_MAX,
    "early_stopping_round": 40,
    "learning_rate": 0.05,
    "min_data_in_leaf": 60,
    "lambda_l2": 5.0,
    "feature_fraction": 0.5,
    # Twice, not by the odds: a weight of hundreds makes every score of a rare class a false alarm.
    "scale_pos_weight": 2.0,
    # Features are always numbers, so NaN needs no branch of its own.
    "use_missing": False,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 1,
    "verbose": -1,
}


def floor_to_float32(values: np.ndarray) -> np.ndarray:
    """The largest float32 that is not above each float64: x <= t and x <= floor(t) agree for every float32 x."""
    rounded = values.astype(np.float32)
    above = rounded.astype(np.float64) > values
    rounded[above] = np.nextafter(rounded[above], np.float32(-np.inf))
    return rounded


def snap(thresholds: np.ndarray) -> np.ndarray:
    """Float32 thresholds that part float32 rows as LightGBM does. It reads a value within its zero range as 0, so the
    lower end of that range, where it likes to split, must send the end itself to the right."""
    snapped = floor_to_float32(thresholds)
    snapped[snapped == -ZERO_RANGE] = np.nextafter(-ZERO_RANGE, np.float32(-np.inf))
    return snapped


def snap_thresholds(booster: lgb.Booster) -> lgb.Booster:
    """The same trees with float32 thresholds. Rounding to the nearest instead moves rows that sit on a threshold."""

    def snap_line(line: re.Match) -> str:
        thresholds = np.array([float(value) for value in line[1].split()])
        return "threshold=" + " ".join(repr(float(value)) for value in snap(thresholds))

    text = re.sub(r"^threshold=(.+)$", snap_line, booster.model_to_string(), flags=re.MULTILINE)
    # The sizes are byte offsets of the trees in the text, which is now longer; without them LightGBM finds the trees itself.
    text = re.sub(r"^tree_sizes=.*\n", "", text, flags=re.MULTILINE)
    return lgb.Booster(model_str=text)


def train(
    features: np.ndarray,
    labels: np.ndarray,
    validation_features: np.ndarray,
    validation_labels: np.ndarray,
    seed: int,
    trees_max: int = TREES_MAX,
    settings: dict = SETTINGS,
) -> lgb.Booster:
    """Learns from float32 rows; stops when the average precision on the validation stream no longer rises."""
    data = lgb.Dataset(features, labels, free_raw_data=True)
    validation = data.create_valid(validation_features, validation_labels)
    booster = lgb.train(settings | {"seed": seed}, data, trees_max, valid_sets=[validation])
    best = lgb.Booster(model_str=booster.model_to_string(num_iteration=booster.best_iteration))
    return snap_thresholds(best)


def splits(booster: lgb.Booster) -> list[tuple[int, float]]:
    """Every (feature index, threshold) of the trees, in order, without repetition."""
    found: dict[tuple[int, float], None] = {}
    pending = [tree["tree_structure"] for tree in reversed(booster.dump_model()["tree_info"])]
    while pending:
        node = pending.pop()
        if "split_feature" in node:
            found[(node["split_feature"], node["threshold"])] = None
            pending += [node["right_child"], node["left_child"]]
    return list(found)
