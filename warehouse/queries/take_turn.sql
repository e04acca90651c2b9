-- Waits up to a second for the turn to write to a lake (a lock of the attached PostgreSQL database `turns`); the settings
-- are those of the transaction that holds it alone. A machine that lost its power is known to be gone after about two
-- minutes, and not after the system's two hours.
SELECT turn FROM postgres_query('turns', $$
    SELECT
        set_config('lock_timeout', '1000', true) AS setting_1,
        set_config('tcp_keepalives_idle', '60', true) AS setting_2,
        set_config('tcp_keepalives_interval', '20', true) AS setting_3,
        set_config('tcp_keepalives_count', '3', true) AS setting_4,
        pg_advisory_xact_lock(hashtextextended('greenpaper', 0))::text AS turn
$$)
