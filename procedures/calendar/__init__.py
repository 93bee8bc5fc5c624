"""The official working calendar: looked up from published versions, read from and written as lines."""
