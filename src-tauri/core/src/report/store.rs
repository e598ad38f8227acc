//! How many rows there are.

use crate::error::{During, Result};
use crate::store::Db;

/// Every table of the database and its rows; what SQLite and the search queue keep for themselves is left out.
pub(super) fn counts(db: &Db) -> Result<Vec<(String, i64)>> {
    let mut tables = db
        .prepare(
            "SELECT name
             FROM sqlite_schema
             WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
             ORDER BY name",
        )
        .during("listing the tables")?;
    let names = tables.query_map([], |row| row.get::<_, String>(0)).during("listing the tables")?;
    let mut counts = Vec::new();
    for name in names {
        let name = name.during("listing the tables")?;
        // The name is the schema's own.
        let rows = db.query_row(&format!("SELECT count(*) FROM \"{name}\""), [], |row| row.get(0));
        counts.push((name, rows.during("counting rows")?));
    }
    Ok(counts)
}

/// SQLite's version and the format of the database.
pub(super) fn versions(db: &Db) -> Result<(String, i64)> {
    let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?));
    db.query_row("SELECT sqlite_version(), user_version FROM pragma_user_version", [], read).during("reading versions")
}
