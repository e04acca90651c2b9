-- How many files the table of the attached lake with the most of them has.
SELECT coalesce(max(file_count), 0) FROM ducklake_table_info('lake')
