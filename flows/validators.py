"""What to send so that an answer that is held already is not sent again."""

from extractors.looks import FetchRecord
from extractors.sources.fetch import Validators
from warehouse.archive import Archive


def validators_of(before: FetchRecord | None, archive: Archive) -> Validators | None:
    """Return the validators of the last answer; None where we do not have it, and so need it again."""
    if before is None or not archive.holds(before.content_sha256):
        return None
    return Validators(before.etag, before.last_modified)
