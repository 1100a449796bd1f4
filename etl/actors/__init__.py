"""Finds who is named in a text and which actor each name stands for, also through roles, pronouns and earlier sentences."""

from etl.actors.discourse import Discourse
from etl.actors.finding import find_mentions
from etl.actors.mention import ActorMention

__all__ = ["ActorMention", "Discourse", "find_mentions"]
