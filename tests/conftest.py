"""How property tests run: few examples, the same ones each time, and no limit on the time of one."""

from hypothesis import settings

settings.register_profile("keyplan", max_examples=40, deadline=None, derandomize=True)
settings.load_profile("keyplan")
