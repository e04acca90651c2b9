"""Reading on a Dask cluster: the run's side (`workers`, `crew`) and what runs on its workers (`seats`)."""
