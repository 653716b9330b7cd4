"""Data sets, one module each on one template.

A module holds `NAME`, `CITATION`, `TERMS` (what may be done with the data and with weights
trained on it) and `load(root)`, where `root` is the folder that holds all sets. `load`
raises `DatasetMissing` when the set is not there, `DatasetBroken` when it is not whole. No data
lives in this package.
"""

from training.datasets.template import (
    DatasetBroken,
    DatasetMissing,
    FeatureTable,
    Song,
    SourceOfData,
    describe,
)

__all__ = ["DatasetBroken", "DatasetMissing", "FeatureTable", "Song", "SourceOfData", "describe"]
