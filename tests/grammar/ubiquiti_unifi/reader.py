"""Reads the worksheet back by the labels in sheet.toml."""

from shared import sheet

read = sheet.reader(__file__)
