"""The demo world of `seeds/newsroom`: loaded, rendered and served on loopback. Nothing of the product depends on it."""

from workers.newsroom.render import export
from workers.newsroom.server import Newsroom, serve_newsroom
from workers.newsroom.world import World, load_world

__all__ = ["Newsroom", "World", "export", "load_world", "serve_newsroom"]
