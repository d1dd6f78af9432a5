"""The tests. Whoever imports a part of them can run the functions: what the build would make is made."""

from tests.plain_data import make_plain_data

make_plain_data()
