"""This module is about errors: every broken assumption is an `EtlError` that says which input, where and why."""


class EtlError(Exception):
    """A one-line reason that a user can act on. `ref` is the file or URL, `line` the row within it, when known."""

    def __init__(self, reason: str, ref: str | None = None, line: int | None = None) -> None:
        where = f"{ref}: " if ref and line is None else f"{ref}:{line}: " if ref else ""
        super().__init__(f"{where}{reason}")
        self.reason, self.ref, self.line = reason, ref, line


class InputError(EtlError):
    """An input that cannot be read as an article; it becomes a row in `rejected`."""


class LexiconError(EtlError):
    """A resource file that breaks its own schema."""


class GazetteerError(EtlError):
    """The gazetteer is missing, half-built or of another version."""


class StoreError(EtlError):
    """The store cannot be read or written."""


class UsageError(EtlError):
    """A command was called in a way that cannot work (exit status 2)."""
