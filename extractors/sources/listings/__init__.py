"""Listings: the bytes of a feed, sitemap, web page or search answer → the documents that it lists.

Pure functions, one format a file; they run in worker processes, because what they read is anybody's.
"""
