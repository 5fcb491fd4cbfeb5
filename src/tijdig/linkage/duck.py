"""DuckDB's own engine, without the layer of Python on top: only statements are sent to it.

That layer builds queries in Python, which this room does not. It takes a tenth of a second to load, a tenth of all that
a small town takes to link.
"""

from _duckdb import DuckDBPyConnection as Database
from _duckdb import Error, connect

__all__ = ["Database", "Error", "connect"]
