"""The script that finds what of a page's text is cut off, runs out of its box, or makes the window scroll sideways."""

from pathlib import Path

LAYOUT = Path(__file__).with_name("page_layout.js").read_text("utf-8")
