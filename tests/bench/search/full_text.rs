//! The baseline: SQLite FTS5 over the same texts, grouped by person in SQL.

use std::path::Path;

use anyhow::{Context, Result};
use rusqlite::{Connection, OpenFlags};

use super::asked::Asked;

/// Makes it: a row for each conversation (its id × 4), contact (+ 1) and fact (+ 2), with everything Kith indexes.
pub fn build(database: &Path, file: &Path) -> Result<()> {
    let fts = Connection::open(file)?;
    fts.pragma_update(None, "journal_mode", "WAL")?;
    fts.execute("ATTACH ?1 AS kith", [database.to_str().context("a path")?])?;
    fts.execute_batch(
        "CREATE VIRTUAL TABLE texts USING fts5 (body, tokenize = 'porter unicode61 remove_diacritics 2');
         CREATE TABLE owners (text_id INTEGER NOT NULL, contact_id INTEGER NOT NULL, day TEXT,
                              PRIMARY KEY (text_id, contact_id)) WITHOUT ROWID;
         BEGIN;
         INSERT INTO texts (rowid, body)
           SELECT id * 4, concat_ws(' ', note, line, place,
                    (SELECT group_concat(tag, ' ') FROM kith.conversation_tags WHERE conversation_id = id))
           FROM kith.conversations;
         INSERT INTO owners SELECT conversation_id * 4, contact_id, day
           FROM kith.conversation_people JOIN kith.conversations ON id = conversation_id;
         INSERT INTO texts (rowid, body)
           SELECT id * 4 + 1, concat_ws(' ', name, nicknames, org, title, about, expectations,
                    (SELECT group_concat(value, ' ') FROM kith.contact_points WHERE contact_id = contacts.id),
                    (SELECT group_concat(groups.name, ' ') FROM kith.memberships JOIN kith.groups ON groups.id = group_id
                      WHERE contact_id = contacts.id))
           FROM kith.contacts;
         INSERT INTO owners SELECT id * 4 + 1, id, NULL FROM kith.contacts;
         INSERT INTO texts (rowid, body) SELECT id * 4 + 2, text FROM kith.facts;
         INSERT INTO owners SELECT id * 4 + 2, contact_id, NULL FROM kith.facts;
         COMMIT;
         INSERT INTO texts (texts) VALUES ('optimize');
         ANALYZE;
         PRAGMA wal_checkpoint(TRUNCATE);
         DETACH kith;",
    )?;
    Ok(())
}

/// Opens it, with Kith's tables beside it for what filters ask.
pub fn open(database: &Path, file: &Path) -> Result<Connection> {
    let fts = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_URI)?;
    fts.execute("ATTACH ?1 AS kith", [format!("file:{}?mode=ro", database.display())])?;
    Ok(fts)
}

/// The best 20 people with how many texts match, the newest day and the best text's passage; and how many people.
///
/// Of two words it is asked either for texts with both, or for what Kith answers: people who have both, in one text or
/// in two.
pub fn ask(fts: &Connection, asked: &Asked) -> Result<i64> {
    let condition = if asked.condition.is_empty() { "true" } else { &asked.condition };
    let (found, has_both) = match asked.apart {
        Some(_) => (
            "SELECT rowid AS text_id, rank AS score, 1 AS word FROM texts WHERE texts MATCH ?1
             UNION ALL SELECT rowid, rank, 2 FROM texts WHERE texts MATCH ?2",
            "HAVING min(word) < max(word)",
        ),
        None => ("SELECT rowid AS text_id, rank AS score FROM texts WHERE texts MATCH ?1", ""),
    };
    // A cross join keeps SQLite from going through all owners for each text.
    let mut people = fts.prepare_cached(&format!(
        "WITH found AS MATERIALIZED ({found})
         SELECT contact_id, min(score), text_id, count(*), max(day), count(*) OVER () AS people
         FROM found CROSS JOIN owners USING (text_id)
         WHERE {condition}
         GROUP BY contact_id {has_both}
         ORDER BY min(score)
         LIMIT 20"
    ))?;
    let mut passage = fts
        .prepare_cached("SELECT snippet(texts, 0, '[', ']', '…', 32) FROM texts WHERE texts MATCH ?1 AND rowid = ?2")?;
    let mut rows = match &asked.apart {
        Some((one, other)) => people.query([one, other])?,
        None => people.query([&asked.full_text])?,
    };
    let mut total = 0;
    while let Some(row) = rows.next()? {
        total = row.get(5)?;
        let text: String = passage.query_row((&asked.full_text, row.get::<_, i64>(2)?), |row| row.get(0))?;
        std::hint::black_box(text);
    }
    Ok(total)
}
