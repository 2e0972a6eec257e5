"""Settings of all tests: Hypothesis measures no time, and draws the same examples for everybody.

Its own deadline (200 ms an example) fails on a machine that is busy with something else. Other examples than the usual
ones: `pytest --hypothesis-profile=default --hypothesis-seed=N`.
"""

from __future__ import annotations

from hypothesis import HealthCheck, settings

settings.register_profile("steady", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("steady")
