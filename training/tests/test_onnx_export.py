import numpy as np
import pytest

from boosting import floor_to_float32, splits, train
from onnx_export import ParityError, check_parity, export, open_scorer, rows_on_thresholds


@pytest.fixture(scope="module")
def trained():
    random = np.random.default_rng(3)
    rows = random.normal(size=(6000, 5)).astype(np.float32)
    rows[:, 0] = np.round(rows[:, 0] * 2)
    rows[:, 1] *= 1e-3
    labels = (rows[:, 0] * rows[:, 2] + random.normal(size=6000) > 2).astype(np.int8)
    booster = train(rows[:4000], labels[:4000], rows[4000:], labels[4000:], 1, 30)
    return booster, rows


def test_floor_is_the_largest_float32_that_is_not_above():
    random = np.random.default_rng(1)
    values = np.concatenate([random.normal(size=1000), [0.1, 0.5, 1e-40, -0.1, 16777217.0, 0.0]])
    floors = floor_to_float32(values)
    assert (floors.astype(np.float64) <= values).all()
    assert (np.nextafter(floors, np.float32(np.inf)).astype(np.float64) > values).all()


def test_thresholds_are_float32(trained):
    found = splits(trained[0])
    assert len(found) > 100
    assert all(float(np.float32(threshold)) == threshold for _, threshold in found)


def test_scores_are_equal_on_rows_on_every_threshold(trained):
    booster, rows = trained
    edges = rows_on_thresholds(booster, rows, 1)
    assert len(edges) == 3 * len(splits(booster))
    score = open_scorer(export(booster))
    assert check_parity(booster, score, edges) <= 1e-6
    assert check_parity(booster, score, rows) <= 1e-6


def test_parity_check_notices_another_model(trained):
    booster, rows = trained
    score = open_scorer(export(booster))
    with pytest.raises(ParityError):
        check_parity(booster, lambda given: score(given + np.float32(0.5)), rows)


def test_scores_do_not_depend_on_the_batch(trained):
    booster, rows = trained
    score = open_scorer(export(booster))
    whole = score(rows[:512])
    for size in (1, 7, 32, 256):
        parts = [score(rows[start : start + size]) for start in range(0, 512, size)]
        assert (np.concatenate(parts)[:512] == whole).all()


def test_export_gives_the_same_bytes_twice(trained):
    assert export(trained[0]) == export(trained[0])
