"""Keyplan: one Excel workbook per key account in, a Word account plan and a PowerPoint review deck out."""

__version__ = "0.1.0"
