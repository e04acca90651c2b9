-- In each table of the attached lake, files smaller than so many bytes become one. Snapshots see what they saw.
CALL ducklake_merge_adjacent_files('lake', max_file_size => {size})
