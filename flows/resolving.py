"""What is judged over all documents once they are loaded, without Prefect: which names are one, which documents are."""

from extractors.resolution.candidates import candidates
from extractors.resolution.duplicates import clusters_of
from extractors.resolution.judgement import clusters, judge, settled
from warehouse.writer import Writer


def resolve_entities(writer: Writer, run_id: str, version: str) -> None:
    """Judge which names are one person or organisation across all documents; nothing where that is known already.

    `version` is the extractors', of which the rules of resolution are a part.
    """
    if writer.is_resolved(version):
        return
    known, decisions = writer.known_entities(), writer.decisions()
    found = candidates(known, [(each.entity_a_id, each.entity_b_id) for each in decisions])
    matches = judge(found, writer.company([each.pair for each in found]), decisions)
    goes_by = clusters(known, matches)
    writer.keep_resolution(run_id, version, settled(matches, goes_by), goes_by)


def find_duplicates(writer: Writer, run_id: str, version: str) -> None:
    """Find which documents are the same or nearly; nothing where that is known already.

    `version` is the extractors', of which the rules on duplicates are a part.
    """
    if writer.is_clustered(version):
        return
    signed = writer.signed()
    same = clusters_of(
        {document_id: each.signature for document_id, each in signed.items()},
        {document_id: each.keys for document_id, each in signed.items()},
    )
    writer.keep_clusters(run_id, version, same)
