"""Cleaning: a page, a plain text or the content of a feed entry to a document."""

from pipeline.clean.from_feed import clean_feed_content
from pipeline.clean.from_page import clean_page
from pipeline.clean.from_text import clean_text

__all__ = ["clean_feed_content", "clean_page", "clean_text"]
