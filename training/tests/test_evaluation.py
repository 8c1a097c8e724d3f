import numpy as np
import pytest

from evaluation import NEVER, average_precision, at_threshold, choose_thresholds, curve, measure, recall_at


def test_average_precision_by_hand():
    found = curve(np.array([0.9, 0.8, 0.7, 0.1]), np.array([1, 0, 1, 0]))
    assert average_precision(found) == pytest.approx((1 + 2 / 3) / 2)


def test_equal_scores_are_one_cut():
    found = curve(np.array([0.5, 0.5, 0.5, 0.5]), np.array([1, 0, 0, 0]))
    assert average_precision(found) == pytest.approx(0.25)
    assert recall_at(found, 0.5) == pytest.approx(0.5)


def test_recall_counts_the_highest_scores():
    labels = np.array([1, 1, 0, 0, 0, 0, 0, 0, 0, 1])
    found = curve(np.linspace(1, 0, 10), labels)
    assert recall_at(found, 0.2) == pytest.approx(2 / 3)
    assert recall_at(found, 1) == pytest.approx(1)


def test_average_precision_agrees_with_scikit_learn():
    from sklearn.metrics import average_precision_score

    random = np.random.default_rng(1)
    scores, labels = np.round(random.random(5000), 2), random.integers(0, 2, 5000)
    assert average_precision(curve(scores, labels)) == pytest.approx(average_precision_score(labels, scores))


def test_thresholds_keep_the_budget_and_the_precision():
    scores = np.arange(10_000) / 10_000
    labels = np.zeros(10_000, dtype=int)
    labels[-50:] = 1
    thresholds = choose_thresholds(curve(scores, labels))
    metrics = measure(scores, labels, thresholds)
    assert metrics["atReview"]["alertShare"] == pytest.approx(0.01)
    assert metrics["atReview"]["recall"] == 1
    assert metrics["atReject"]["precision"] == pytest.approx(0.9, abs=0.02)
    assert metrics["atReject"]["recall"] == 1


def test_never_rejects_when_no_score_is_sure():
    random = np.random.default_rng(1)
    scores, labels = random.random(5000), (random.random(5000) < 0.05).astype(int)
    thresholds = choose_thresholds(curve(scores, labels))
    assert thresholds["reject"] == NEVER
    assert at_threshold(curve(scores, labels), NEVER) == {"alertShare": 0, "precision": None, "recall": 0}


def test_one_score_for_all_reviews_from_that_score():
    thresholds = choose_thresholds(curve(np.full(100, 0.3), np.arange(100) % 2))
    assert thresholds["review"] == 0.3
