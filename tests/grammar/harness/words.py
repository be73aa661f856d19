"""What readers ask of a value: that it is a word of a list, a number within bounds, an object without strange fields."""

from .model import Unreadable


def word(words, text, whose: str = ""):
    """What a word means, by the list `words`; the word itself where the list is no dictionary."""
    if isinstance(text, bool) or text not in words:
        raise Unreadable(f"{whose or 'the list'} has no {text}")
    return words[text] if isinstance(words, dict) else text


def within(number, least: int, most: int) -> int:
    """A whole number from `least` to `most`."""
    if isinstance(number, bool) or not isinstance(number, int) or not least <= number <= most:
        raise Unreadable(f"{number} is not within {least} and {most}")
    return number


def known(found: dict, names, what: str = "the API") -> None:
    """No field beside these."""
    if set(found) - set(names):
        raise Unreadable(f"{what} has no field {', '.join(sorted(set(found) - set(names)))}")
