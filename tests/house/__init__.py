"""The house rules of docs/recipes and how each of them is measured."""
