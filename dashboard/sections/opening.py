"""This module is about what a chosen actor or pair opens, from whichever figure or table it was chosen."""

from dataclasses import replace

from dashboard.session import Context


def open_pair(context: Context, a: str, b: str) -> None:
    """The dyad page of two actors."""
    context.go(replace(context.filter, a=(a,), b=(b,), directed=False), page="dyad")


def open_code(context: Context, code: str) -> None:
    """`A|B` opens a dyad; a single actor is chosen."""
    a, _, b = code.partition("|")
    if b:
        open_pair(context, a, b)
    choose(context, a)


def choose(context: Context, actor: str) -> None:
    """Make an actor A, or B when there is another A; chosen again, it goes."""
    f = context.filter
    if actor in f.a + f.b:
        context.go(replace(f, a=tuple(x for x in f.a if x != actor), b=tuple(x for x in f.b if x != actor)))
    context.go(replace(f, b=(actor,)) if f.a else replace(f, a=(actor,)))
