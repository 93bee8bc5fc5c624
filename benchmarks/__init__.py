"""Benchmarks against a floor, and against less data; run by `bin/bench`, never as a test."""
