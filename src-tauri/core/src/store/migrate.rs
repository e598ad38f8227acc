//! The ladder of formats: each migration once, in order, in one transaction; the triggers anew at every start.
//!
//! A published migration is never edited (tidy.rs holds their hashes). A migration adds columns only at the
//! end of an attached table, or clears the undo log and says so.

use rusqlite::{Connection, TransactionBehavior};

use super::APPLICATION_ID;
use crate::error::{During, Error, Result};

/// The migrations, oldest first; a database's `user_version` is how many it has seen.
const MIGRATIONS: &[&str] = &[
    include_str!("migrations/0001_initial.sql"),
    include_str!("migrations/0002_deceased.sql"),
    include_str!("migrations/0003_search.sql"),
];
const TRIGGERS: &str = include_str!("triggers.sql");

/// The newest format this program knows.
pub fn newest() -> i64 {
    MIGRATIONS.len() as i64
}

/// Brings the database to the newest format; refuses a newer one, or one that is not Kith's, untouched.
/// `before` is run before a database that holds something is changed.
pub(super) fn migrate(connection: &mut Connection, before: impl FnOnce() -> Result<()>) -> Result<()> {
    let pragma =
        |name| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0)).during("reading the format");
    let version = pragma("user_version")?;
    let application = pragma("application_id")?;
    if version > newest() {
        return Err(Error::Newer { found: version, known: newest() });
    }
    if version > 0 && application != APPLICATION_ID {
        return Err(Error::damaged("it is a database of another program"));
    }
    if version > 0 && version < newest() {
        before()?;
    }
    let tx = connection
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .during("bringing the database up to date")?;
    for migration in MIGRATIONS.iter().skip(usize::try_from(version).unwrap_or(0)) {
        tx.execute_batch(migration).during("bringing the database up to date")?;
    }
    tx.pragma_update(None, "application_id", APPLICATION_ID).during("bringing the database up to date")?;
    tx.pragma_update(None, "user_version", newest()).during("bringing the database up to date")?;
    renew_triggers(&tx)?;
    name_database(&tx)?;
    tx.commit().during("bringing the database up to date")
}

fn renew_triggers(tx: &Connection) -> Result<()> {
    let names: Vec<String> = tx
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
        .and_then(|mut statement| statement.query_map([], |row| row.get(0))?.collect())
        .during("renewing the triggers")?;
    for name in names {
        tx.execute_batch(&format!("DROP TRIGGER \"{name}\"")).during("renewing the triggers")?;
    }
    tx.execute_batch(TRIGGERS).during("renewing the triggers")
}

/// Gives a new database an id of its own, so that an index of another one is recognised.
fn name_database(tx: &Connection) -> Result<()> {
    tx.execute(
        "INSERT INTO meta (key, value) VALUES ('database_id', ?1), ('epoch', '1') ON CONFLICT DO NOTHING",
        [crate::id::new_uid()],
    )
    .during("naming the database")?;
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at what it did not expect")]

    use serde_json::{Value, json};

    use crate::error::During;
    use crate::store::Op;
    use crate::testing::TestApp;

    #[test]
    fn what_was_done_before_the_tables_grew_is_undone_and_redone_after_it() {
        const ADDED: &str = "INSERT INTO contacts (id, uid, name, sort_name, created_at, updated_at)
             VALUES (1, 'dana', 'Dana', 'dana', 0, 0)";
        let mut app = TestApp::new().unwrap();
        let store = &app.app().store;
        let as_before = "ALTER TABLE contacts DROP COLUMN deceased_on;
             ALTER TABLE groups DROP COLUMN query;
             ALTER TABLE day_items DROP COLUMN chosen;
             DROP INDEX contacts_by_org;
             DROP INDEX contacts_by_title;
             DROP INDEX conversations_by_place;
             PRAGMA user_version = 1";
        store.aside(&[], |tx| tx.execute_batch(as_before).during("going back")).unwrap();
        store.transact(app.app().now(), &Op::edit("Added Dana"), |tx| Ok(tx.execute_batch(ADDED)?)).unwrap();
        app.restart().unwrap();
        let total = |app: &TestApp| app.call("contact_list", json!({})).unwrap()["total"].clone();
        assert_eq!(app.call("contact_get", json!({ "who": "Dana" })).unwrap()["deceased_on"], Value::Null);
        app.call("undo", json!({})).unwrap();
        assert_eq!(total(&app), 0);
        app.call("redo", json!({})).unwrap();
        assert_eq!(total(&app), 1);
        app.call("contact_edit", json!({ "who": "Dana", "deceased": "2024" })).unwrap();
        app.call("undo", json!({})).unwrap();
        app.call("undo", json!({})).unwrap();
        assert_eq!(total(&app), 0);
    }
}
