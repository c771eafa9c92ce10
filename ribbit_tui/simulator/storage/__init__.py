"""The SQLite file: schema, migrations, event log, schedule, ids and the stored clock."""
