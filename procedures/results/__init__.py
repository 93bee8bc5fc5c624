"""Kinds of result as data: the file of a template, its fields, and the body that they fill. No code runs in one."""
