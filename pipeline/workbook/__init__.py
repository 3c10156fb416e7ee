"""Excel to model and back: where fields stand, the input workbook, what people typed, and what is wrong with it."""
