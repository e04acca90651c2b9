-- One row per item at an asked address that was not there at the last look: source, address, then the fields of
-- warehouse.records.Absent.
SELECT source, uri, sign, looks, first_at
FROM store.absences
SEMI JOIN asked_uris USING (uri)
