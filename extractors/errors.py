"""What can go wrong, as types.

GreenpaperError                  everything that this project raises on purpose
├── ConfigurationError           a setting, an argument or a file that the user must change (exit code 2)
├── WarehouseError               the warehouse could not be opened, or is damaged (exit code 3)
│   └── WarehouseBusy            another process holds it; the same call may work later
├── SourceError                  a source as a whole cannot be read; its documents stay as they are (exit code 1)
│   └── ListingChanged           … because it lists fewer or more documents than its minimum and maximum allow
└── DocumentError                one document cannot be used; the rest of the run goes on (exit code 1)
    ├── FetchError               its bytes could not be had
    │   ├── TransientFetchError  … this time: trying again may help
    │   └── DocumentGone         … because there is nothing at its address (any more)
    ├── UnsupportedDocument      its format is not one that is read
    ├── UnreadableDocument       its bytes are not what its format promises, or hold no text
    ├── DocumentTooLarge         it is over a limit that the settings name
    └── ExtractionError          reading it took too long, too much memory, or ended its process

Every message says what failed, where, why, and what to do next, in one line that can be shown as it is.
"""


class GreenpaperError(Exception):
    """Everything that this project raises on purpose."""


class ConfigurationError(GreenpaperError):
    """A setting, an argument or a file that the user must change."""


class WarehouseError(GreenpaperError):
    """The warehouse could not be opened, or is damaged."""


class WarehouseBusy(WarehouseError):
    """Another process holds the warehouse; the same call may work later."""


class SourceError(GreenpaperError):
    """A source as a whole cannot be read; its documents stay as they are."""


class ListingChanged(SourceError):
    """A source lists fewer or more documents than its minimum and maximum allow; `listed` were counted."""

    def __init__(self, message: str, listed: int = 0) -> None:
        super().__init__(message)
        self.listed = listed


class DocumentError(GreenpaperError):
    """One document cannot be used; the rest of the run goes on."""


class FetchError(DocumentError):
    """The document's bytes could not be had."""


class TransientFetchError(FetchError):
    """The document's bytes could not be had this time; trying again may help.

    `retry_after` is in how many seconds the server wants to be asked again at the earliest, None where it does not say.
    """

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class DocumentGone(FetchError):
    """The server says that there is nothing at the address (`status` 404), or not any more (410)."""

    def __init__(self, message: str, status: int = 404) -> None:
        super().__init__(message)
        self.status = status


class UnsupportedDocument(DocumentError):
    """The document's format is not one that is read."""


class UnreadableDocument(DocumentError):
    """The bytes are not what their format promises, or hold no text."""


class DocumentTooLarge(DocumentError):
    """The document is over a limit that the settings name."""


class ExtractionError(DocumentError):
    """Reading the document took too long, too much memory, or ended its process."""
