"""Whatever happens: nobody is told twice, nothing rescinded in time is told, nothing is missing."""

from hypothesis import settings

from tests.simulation.world import Telling

TestTelling = Telling.TestCase
TestTelling.settings = settings(max_examples=1000, stateful_step_count=15)
