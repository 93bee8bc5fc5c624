"""Floor 5: fees that are paid, their receipts and the cash book."""
