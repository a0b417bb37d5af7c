"""Releases and their variants: import, quantize, evaluate, measure, publish; blobs by digest."""
