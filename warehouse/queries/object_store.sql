-- Keys, region and address of an object store come from the environment, where httpfs looks for them when it is loaded. Any
-- other than Amazon's is asked by path, as MinIO and its like want it.
SET s3_url_style = CASE current_setting('s3_endpoint') WHEN 's3.amazonaws.com' THEN 'vhost' ELSE 'path' END
