"""Reads what is written for IOS XE back; shared with classic IOS."""

from shared import ios


def read(files, context):
    (text,) = files.values()
    return ios.read(text, context)
