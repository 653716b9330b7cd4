"""Datasets, training, export to ONNX, and reports."""
