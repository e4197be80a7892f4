"""Whether confidence means what it says, on figures that can be counted by hand."""

import pytest

from claims.text.reliability import auc, calibration_error, steps


def test_steps_tell_confidence_and_hit_rate() -> None:
    (low, high) = steps([(0.25, False), (0.21, True), (1.0, True)])
    assert (low.low, low.number, low.right) == (0.2, 2, 0.5)
    assert (high.low, high.confidence, high.right) == (0.9, 1.0, 1.0)


def test_calibration_error_is_the_weighted_distance() -> None:
    assert calibration_error([(0.75, True)] * 3 + [(0.75, False)]) == 0
    assert calibration_error([(0.9, False)]) == pytest.approx(0.9)
    assert calibration_error([(0.9, False), (0.1, False)]) == pytest.approx(0.5)
    assert calibration_error([]) == 0


def test_auc_counts_how_often_right_is_above_wrong() -> None:
    assert auc([(0.9, True), (0.8, False)]) == 1.0
    assert auc([(0.8, True), (0.9, False)]) == 0.0
    assert auc([(0.8, True), (0.8, False)]) == 0.5
    assert auc([(0.8, True)]) == 0.5
