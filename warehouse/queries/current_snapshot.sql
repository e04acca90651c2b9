-- The number of the newest snapshot of the attached lake.
SELECT id FROM ducklake_current_snapshot('lake')
