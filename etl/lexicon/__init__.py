"""The only code that opens `etl/resources/`: frozen, validated look-ups of what words mean."""

from etl.lexicon.actors import ActorLexicon, Meaning, load_actor_lexicon, load_actor_names
from etl.lexicon.ontology import Ontology, load_ontology
from etl.lexicon.realis import RealisLexicon, load_realis_lexicon
from etl.lexicon.triggers import LightVerb, Sense, TriggerLexicon, load_trigger_lexicon

__all__ = [
    "ActorLexicon", "LightVerb", "Meaning", "Ontology", "RealisLexicon", "Sense", "TriggerLexicon", "load_actor_lexicon",
    "load_actor_names", "load_ontology", "load_realis_lexicon", "load_trigger_lexicon",
]  # fmt: skip
