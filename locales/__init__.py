"""Every sentence of ours, in French and English, and the rules of dates, numbers and plurals."""

from locales.words import LANGUAGES, Words, language_of, words

__all__ = ["LANGUAGES", "Words", "language_of", "words"]
