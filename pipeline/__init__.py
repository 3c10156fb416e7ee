"""Keyplan: one Excel workbook per key account in, a Word account plan and a PowerPoint review deck out."""
