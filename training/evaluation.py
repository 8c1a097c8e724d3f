"""How good scores are, and where to cut them."""

from dataclasses import dataclass

import numpy as np

ALERT_BUDGET = 0.01
REJECT_PRECISION = 0.9
REJECT_ROWS_MIN = 20
# Above every score: no transaction is rejected by its score alone.
NEVER = 1.01


@dataclass(frozen=True)
class Curve:
    """The cuts of a list of scores, from the highest down: `flagged` rows have a score >= `cut`, `hits` are fraud."""

    cut: np.ndarray
    flagged: np.ndarray
    hits: np.ndarray
    rows: int
    positives: int


def curve(scores: np.ndarray, labels: np.ndarray) -> Curve:
    """One cut per distinct score, so that rows with equal scores are never told apart."""
    order = np.argsort(-scores, kind="stable")
    ordered = scores[order]
    last = np.append(np.flatnonzero(np.diff(ordered)), len(ordered) - 1)
    hits = np.cumsum(labels[order], dtype=np.int64)[last]
    return Curve(ordered[last], last + 1, hits, len(labels), int(labels.sum()))


def average_precision(found: Curve) -> float:
    """The area under the precision-recall curve as a sum of steps."""
    gained = np.diff(found.hits, prepend=0)
    return float((gained * found.hits / found.flagged).sum() / found.positives)


def recall_at(found: Curve, share: float) -> float:
    """The share of fraud among the `share` of rows with the highest scores; of a tie that crosses, its expected part."""
    budget = share * found.rows
    flagged = np.concatenate([[0], found.flagged])
    hits = np.concatenate([[0], found.hits])
    return float(np.interp(budget, flagged, hits) / found.positives)


def at_threshold(found: Curve, threshold: float) -> dict:
    """What a threshold gives: share of rows flagged, precision (null when none is) and recall."""
    index = int((found.cut >= threshold).sum()) - 1
    flagged, hits = (int(found.flagged[index]), int(found.hits[index])) if index >= 0 else (0, 0)
    precision = hits / flagged if flagged else None
    return {"alertShare": flagged / found.rows, "precision": precision, "recall": hits / found.positives}


def choose_thresholds(found: Curve) -> dict:
    """Review: the lowest score that keeps within the alert budget. Reject: the lowest score, not below review, from
    which at least 9 of 10 are fraud, on no fewer than 20 rows; NEVER where there is none."""
    within = np.flatnonzero(found.flagged <= ALERT_BUDGET * found.rows)
    review = float(found.cut[within[-1]]) if len(within) else float(found.cut[0])
    sure = (found.hits >= REJECT_PRECISION * found.flagged) & (found.flagged >= REJECT_ROWS_MIN) & (found.cut >= review)
    reject = float(found.cut[np.flatnonzero(sure)[-1]]) if sure.any() else NEVER
    return {"review": review, "reject": reject}


def measure(scores: np.ndarray, labels: np.ndarray, thresholds: dict) -> dict:
    """The metrics of one stream, for the manifest."""
    found = curve(scores, labels)
    return {
        "rows": found.rows,
        "baseRate": found.positives / found.rows,
        "auprc": average_precision(found),
        "recallAt1Percent": recall_at(found, 0.01),
        "atReview": at_threshold(found, thresholds["review"]),
        "atReject": at_threshold(found, thresholds["reject"]),
    }
