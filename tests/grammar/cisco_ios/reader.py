"""Reads what is written for classic IOS back; shared with IOS XE."""

from shared import ios


def read(files, context):
    (text,) = files.values()
    return ios.read(text, context)
