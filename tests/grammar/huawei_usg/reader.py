"""Reads the configuration back; what USG and AR share is in shared/vrp.py."""

from shared import vrp


def read(files, context):
    (text,) = files.values()
    return vrp.read(text, context)
