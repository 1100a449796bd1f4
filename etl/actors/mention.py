"""This module is about actor mentions: a span of text that names somebody, and what is known about whom."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ActorMention:
    """Somebody named at `start:end` of the article's text.

    `kind` is that of the decisive word: state, adjective, demonym, metonym, organisation, institution, role or person.
    `actors` holds possible actor ids, best first; empty while a bare role waits for the discourse. `name` is how the text
    names the actor; `role` is the role word, folded, when there is one; `person` is a person's full name, when named.
    `inferred` is true where the actor comes from other sentences.
    """

    start: int
    end: int
    kind: str
    actors: tuple[str, ...]
    sector: str | None
    name: str
    role: str | None = None
    rank: str | None = None
    person: str | None = None
    reporter: bool = False
    group: bool = False
    inferred: bool = False

    @property
    def actor(self) -> str | None:
        """The actor id, or null while unresolved."""
        return self.actors[0] if self.actors else None
