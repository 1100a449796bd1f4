"""This module is about boilerplate: what news pages put around an article, in French and English.

Patterns match whole paragraphs, so that a sentence of the article that happens to say "share" or "comment" stays.
"""

import re

_COUNT = r"(?:\(\s*\d+\s*\)|\d+)"
_WIDGET = (
    rf"(?:comments?\s*{_COUNT}?|commentaires?\s*{_COUNT}?|{_COUNT}\s*comment(?:aire)?s?|leave a comment|"
    r"laisser un commentaire|"
    r"share(?: this)?(?: article)?(?: on \w+)?|partager?(?: cet article)?(?: sur \w+)?|print|imprimer|e-?mail|"
    r"tweet(?:er)?|"
    r"facebook|twitter|x|linkedin|whatsapp|telegram|copy link|copier le lien|envoyer (?:à|par) \w+(?: ami)?|save|"
    r"sauvegarder|"
    r"envoyer à un ami|écouter l'article|listen|\(?traduit d[eu]l?['’ ]?\w+\)?|\(?translated from \w+\)?|"
    r"text(?:e)? (?:et|and) photos? ?:? ?\w{0,12}|tous droits réservés\.?|all rights reserved\.?|publicité|"
    r"advertisement)"
)
_LEAD = (
    r"(?:(?:à )?(?:lire|voir|écouter)(?: aussi| également| plus)?|à lire|sur le même sujet|en savoir plus|"
    r"read (?:more|also|next)|"
    r"see also|also read|related(?: articles?| stories)?|more on this(?: story)?|recommended(?: stories)?|"
    r"plus d'informations)"
)
_NEWSLETTER = (
    r"(?:(?:sign up|subscribe|register)\b.{0,120}\b(?:newsletter|briefing|alerts?|inbox|channel|emails?)\b.{0,80}|"
    r"(?:inscrivez-vous|abonnez-vous|recevez)\b.{0,120}\b(?:newsletter|lettre|infolettre|alertes?|actualité|courriel|mail)\b.{0,80}|"
    r"(?:follow us|suivez-nous|suivez nous)\b.{0,80}|"
    r"(?:download|téléchargez) (?:our|the|notre|l')\b.{0,60}\bapp\w*.{0,60}|"
    r"cet article est réservé aux abonnés\.?|this article is for subscribers\.?)"
)
FURNITURE = re.compile(
    rf"^(?:{_WIDGET}(?:[\s|·•—–-]+{_WIDGET})*[\s|·•.]*|{_LEAD}\s*[:>»→–—-].{{0,300}}|{_LEAD}|{_NEWSLETTER}\.?|"
    r"[|·•*_=#~\-–—\s]+|©.{0,120}|\((?:c|C)\).{0,80}|copyright\b.{0,120})$",
    re.IGNORECASE,
)
"""A paragraph that is no part of the article."""

SOURCE_LINK = re.compile(
    r"^(?:sources?|lien|link|url|original|article original)\s*:\s*(https?://\S+?)[.\s]*$", re.IGNORECASE
)
"""A paragraph that only says where the article is from; group 1 is the URL."""

_AGENCY = (
    r"(?:AFP|AP|Reuters|REUTERS|KCNA|EPA|EFE|TASS|Xinhua|Getty(?: Images)?|ANSA|DPA|Yonhap|Kyodo|VNA|Belga|Anadolu|DR)"
)
CAPTION_CREDIT = re.compile(
    r"\s*(?:\((?:source|photo|photos|crédits?|crédit photo|credit|image|file photo|photo d'archives?|illustration)"
    rf"\s*[:/–-]?"
    rf"\s*[^()]{{0,80}}\)|\({_AGENCY}(?:\s+Photo(?:/[^()]{{0,60}})?|/[^()]{{0,60}})\)|"
    r"(?:©|photo\s*:|crédit(?: photo)?\s*:|credit\s*:)\s*[^.]{1,80})"
    r"\s*\|?\s*$",
    re.IGNORECASE,
)
"""A picture credit at the end of a paragraph: the paragraph is a caption."""

TRAILING_CREDIT = re.compile(r"\s*\|\s*$")
"""A separator that a page left at the end of a paragraph."""
