"""The exit codes of every command, in one place (CONTRACT: they change only with a changelog entry)."""

from enum import IntEnum

from extractors.errors import ConfigurationError, DocumentError, GreenpaperError, WarehouseError


class Exit(IntEnum):
    """How a command ended."""

    DONE = 0
    SOME_FAILED = 1
    """Some documents failed; each is listed, the rest is loaded."""
    USAGE = 2
    """Wrong usage or configuration."""
    WAREHOUSE = 3
    """The warehouse could not be opened, or is damaged."""
    DEFECT = 70
    """A fault of this program (EX_SOFTWARE of sysexits.h)."""
    INTERRUPTED = 130
    """Ctrl-C, as shells number it."""


def exit_for(error: GreenpaperError) -> Exit:
    """Return the exit code of a command that ended with `error`."""
    match error:
        case ConfigurationError():
            return Exit.USAGE
        case WarehouseError():
            return Exit.WAREHOUSE
        case DocumentError():
            return Exit.SOME_FAILED
    return Exit.DEFECT
