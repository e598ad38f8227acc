//! Undo and redo for every change of the user's truth, through SQLite sessions.
//!
//! An operation is a label and the changesets of its batches. Undo applies them inverted, newest first, redo
//! as they are; a conflict aborts and says why, except for an import that is not the newest operation: there
//! every row changed or referred to since is kept and counted. No entity writes its own inverse.
//!
//! Only the tables of [`ATTACHED`] are recorded, by name: queue, undo log, drafts, day lists and derived
//! tables never are.

use std::collections::BTreeMap;

use rusqlite::session::{ConflictAction, ConflictType, Session};
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::pieces::{self, pieces};
use super::whose::whose;
use super::{Db, Op, Store, keep};
use crate::changes::{ChangeKind, Commit};
use crate::clock::Now;
use crate::error::{During, Error, Result};
use crate::id::OperationId;
use crate::said;
use crate::said::Said;

/// The tables of the user's truth.
pub const ATTACHED: &[&str] = &[
    "contacts",
    "contact_points",
    "groups",
    "memberships",
    "connections",
    "conversations",
    "conversation_people",
    "conversation_tags",
    "facts",
    "exchanges",
    "follow_ups",
    "occasions",
    "feedback",
    "settings",
];

/// Days for which operations are kept, and how many at least.
const KEPT_DAYS: i64 = 90;
const KEPT_AT_LEAST: i64 = 1000;
/// Of how many operations one looks for others to forget.
const THINNED_EVERY: i64 = 100;

/// Rows that are applied at a time.
pub(super) const PIECE_ROWS: usize = 200;

/// How an operation came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum OperationKind {
    /// A change made by hand.
    Edit,
    /// An import.
    Import,
    /// A merge of contacts.
    Merge,
    /// A backup that was put in the database's place; undone by putting the safety backup back (`restore.rs`).
    Restore,
}

impl OperationKind {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Edit => "edit",
            Self::Import => "import",
            Self::Merge => "merge",
            Self::Restore => "restore",
        }
    }

    fn named(name: &str) -> Self {
        match name {
            "import" => Self::Import,
            "merge" => Self::Merge,
            "restore" => Self::Restore,
            _ => Self::Edit,
        }
    }
}

/// One entry of the history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Operation {
    /// Its id, for `undo ID`.
    pub id: OperationId,
    /// What was done, as “Logged a talk with Dana Moreau”.
    pub label: String,
    /// The same as a pattern and its parts, for a screen that speaks another language.
    pub said: Said,
    /// How it came about.
    pub kind: OperationKind,
    /// Whether it is undone at present.
    pub undone: bool,
    /// When it was done: milliseconds UTC.
    #[ts(type = "number")]
    pub at: i64,
}

/// What an undo or redo did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct UndoReport {
    /// The operation.
    pub operation: Operation,
    /// Rows of an older import that were kept because they were changed or referred to since, by table.
    #[ts(type = "Record<string, number>")]
    pub kept: BTreeMap<String, i64>,
}

impl Store {
    /// Undoes an operation: the given one, or the newest that is not undone. `None`: there is nothing to undo.
    pub fn undo(&self, id: Option<OperationId>) -> Result<Option<UndoReport>> {
        self.write(|connection| {
            in_pieces_or_whole(|pieces| {
                let tx = begin_immediate(connection)?;
                let newest = newest_done(&tx)?;
                let Some(wanted) = id.or(newest) else { return Ok((None, Commit::default())) };
                let operation = operation(&tx, wanted)?;
                if operation.undone {
                    return Err(Error::Conflict {
                        message: said!("“{what}” is undone already.", what = operation.said.clone()),
                    });
                }
                if operation.kind == OperationKind::Restore {
                    return Err(Error::Conflict {
                        message: said!(
                            "“{what}” can be undone while it is the newest. Undo what came after it first, or restore the backup that was made before it.",
                            what = operation.said.clone()
                        ),
                    });
                }
                let keeping = operation.kind == OperationKind::Import && newest != Some(wanted);
                let (kept, mut commit) = apply(&tx, &operation, true, keeping, pieces)?;
                tx.execute(
                    "UPDATE undo_log
                 SET state = 'undone', turn = 1 + (SELECT max(turn) FROM undo_log)
                 WHERE id = ?1",
                    [wanted],
                )
                .during("undoing")?;
                tx.commit().map_err(|error| conflict(&operation, error))?;
                commit.kinds.insert(ChangeKind::History);
                Ok((Some(UndoReport { operation: Operation { undone: true, ..operation }, kept }), commit))
            })
        })
    }

    /// Does again what was undone last. `None`: there is nothing to redo.
    pub fn redo(&self) -> Result<Option<UndoReport>> {
        self.write(|connection| {
            in_pieces_or_whole(|pieces| {
                let tx = begin_immediate(connection)?;
                let wanted = tx
                    .query_row("SELECT id FROM undo_log WHERE state = 'undone' ORDER BY turn DESC LIMIT 1", [], |row| {
                        row.get(0)
                    })
                    .optional()
                    .during("looking what to redo")?;
                let Some(wanted) = wanted else { return Ok((None, Commit::default())) };
                let operation = operation(&tx, wanted)?;
                let (kept, mut commit) = apply(&tx, &operation, false, false, pieces)?;
                tx.execute("UPDATE undo_log SET state = 'done' WHERE id = ?1", [wanted]).during("redoing")?;
                tx.commit().map_err(|error| conflict(&operation, error))?;
                commit.kinds.insert(ChangeKind::History);
                Ok((Some(UndoReport { operation: Operation { undone: false, ..operation }, kept }), commit))
            })
        })
    }

    /// The history, newest first.
    pub fn history(&self, limit: u32) -> Result<Vec<Operation>> {
        self.read(|db| {
            db.prepare_cached(
                "SELECT id, label, said, kind, state, at FROM undo_log
                 WHERE state <> 'running' ORDER BY id DESC LIMIT ?1",
            )
            .and_then(|mut statement| statement.query_map([limit], operation_row)?.collect())
            .during("reading the history")
        })
    }
}

/// Runs `writing` with a session attached and hands the changeset to `keep` before the commit.
pub(super) fn recorded<T>(
    connection: &mut Connection,
    _operation: Option<OperationId>,
    writing: impl FnOnce(&Db) -> Result<T>,
    keep: impl FnOnce(&Transaction<'_>, &[u8]) -> Result<()>,
) -> Result<(T, Commit)> {
    let tx = begin_immediate(connection)?;
    let (answer, changeset, mut commit) = {
        let mut session = attach(&tx)?;
        let answer = writing(&tx)?;
        let mut changeset = Vec::new();
        session.changeset_strm(&mut changeset).during("recording the change")?;
        let commit = commit_of(&changeset);
        (answer, changeset, commit)
    };
    if !changeset.is_empty() {
        keep(&tx, &changeset)?;
        commit.kinds.insert(ChangeKind::History);
    }
    tx.commit().during("saving")?;
    Ok((answer, commit))
}

fn attach<'tx>(tx: &'tx Transaction<'_>) -> Result<Session<'tx>> {
    let mut session = Session::new(tx).during("recording the change")?;
    // Asked once for each table that is written, where naming all would cost each small write something.
    session.table_filter(Some(|table: &str| ATTACHED.contains(&table)));
    session.attach(None::<&str>).during("recording the change")?;
    Ok(session)
}

/// Stores a finished operation; what had been undone can no longer be redone.
pub(super) fn write_operation(tx: &Transaction<'_>, now: Now, op: &Op, changeset: &[u8]) -> Result<()> {
    let id = insert_operation(tx, now, op, "done")?;
    write_batch(tx, id, changeset)?;
    if id.0 % THINNED_EVERY == 0 { prune(tx, now, id) } else { Ok(()) }
}

fn insert_operation(tx: &Connection, now: Now, op: &Op, state: &str) -> Result<OperationId> {
    let said = serde_json::to_string(&op.said).unwrap_or_default();
    tx.prepare_cached("DELETE FROM undo_log WHERE state = 'undone'")
        .and_then(|mut statement| statement.execute([]))
        .during("recording the change")?;
    tx.prepare_cached("INSERT INTO undo_log (label, said, kind, state, at) VALUES (?1, ?2, ?3, ?4, ?5)")
        .and_then(|mut statement| {
            statement.execute(params![op.said.to_string(), said, op.kind.as_str(), state, now.millis()])
        })
        .during("recording the change")?;
    Ok(OperationId(tx.last_insert_rowid()))
}

pub(super) fn write_batch(tx: &Transaction<'_>, operation: OperationId, changeset: &[u8]) -> Result<()> {
    tx.prepare_cached(
        "INSERT INTO undo_changes (operation_id, batch, changeset)
         VALUES (?1, (SELECT 1 + ifnull(max(batch), 0) FROM undo_changes WHERE operation_id = ?1), ?2)",
    )
    .and_then(|mut statement| statement.execute(params![operation, changeset]))
    .during("recording the change")?;
    Ok(())
}

/// Drops operations past their 90 days, beyond the newest thousand; imports and merges stay.
fn prune(tx: &Connection, now: Now, newest: OperationId) -> Result<()> {
    tx.prepare_cached("DELETE FROM undo_log WHERE id <= ?1 AND at < ?2 AND kind = 'edit'")
        .and_then(|mut statement| {
            statement.execute(params![newest.0 - KEPT_AT_LEAST, now.millis() - KEPT_DAYS * 86_400_000])
        })
        .during("thinning the history")?;
    Ok(())
}

pub(super) fn begin(connection: &mut Connection, now: Now, op: &Op) -> Result<OperationId> {
    let tx = begin_immediate(connection)?;
    let id = insert_operation(&tx, now, op, "running")?;
    tx.commit().during("beginning an operation")?;
    Ok(id)
}

pub(super) fn finish(connection: &Connection, operation: OperationId) -> Result<()> {
    connection
        .execute("UPDATE undo_log SET state = 'done' WHERE id = ?1 AND state = 'running'", [operation])
        .during("finishing an operation")?;
    Ok(())
}

/// Takes back all batches of a begun operation and forgets it. What someone changed meanwhile stays, with what
/// it needs: an import that is stopped must never be in the way of the next start.
pub(super) fn abort(connection: &mut Connection, id: OperationId) -> Result<Commit> {
    let mut take_back = |keeping, pieces| {
        let tx = begin_immediate(connection)?;
        let operation = operation(&tx, id)?;
        let (_, commit) = apply(&tx, &operation, true, keeping, pieces)?;
        tx.execute("DELETE FROM undo_log WHERE id = ?1", [id]).during("rolling back")?;
        tx.commit().map_err(|error| conflict(&operation, error))?;
        Ok(commit)
    };
    match in_pieces_or_whole(|pieces| take_back(false, pieces)) {
        Err(Error::Conflict { .. }) => take_back(true, true),
        done => done,
    }
}

/// An operation that a crash cut short is taken back whole.
pub(super) fn roll_back_unfinished(connection: &mut Connection) -> Result<()> {
    let unfinished: Vec<OperationId> = connection
        .prepare("SELECT id FROM undo_log WHERE state = 'running' ORDER BY id DESC")
        .and_then(|mut statement| statement.query_map([], |row| row.get(0))?.collect())
        .during("looking for unfinished operations")?;
    for id in unfinished {
        tracing::info!(operation = id.0, "rolling back an operation that was cut short");
        abort(connection, id)?;
    }
    Ok(())
}

fn begin_immediate(connection: &mut Connection) -> Result<Transaction<'_>> {
    connection.transaction_with_behavior(TransactionBehavior::Immediate).during("beginning to write")
}

pub(super) fn newest_done(tx: &Connection) -> Result<Option<OperationId>> {
    tx.query_row("SELECT id FROM undo_log WHERE state = 'done' ORDER BY id DESC LIMIT 1", [], |row| row.get(0))
        .optional()
        .during("looking what to undo")
}

pub(super) fn operation(tx: &Connection, id: OperationId) -> Result<Operation> {
    tx.query_row("SELECT id, label, said, kind, state, at FROM undo_log WHERE id = ?1", [id], operation_row)
        .optional()
        .during("reading the history")?
        .ok_or_else(|| Error::not_found("operation", id))
}

fn operation_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<Operation> {
    let label: String = row.get(1)?;
    Ok(Operation {
        id: row.get(0)?,
        said: serde_json::from_str(&row.get::<_, String>(2)?).unwrap_or_else(|_| Said::from(label.as_str())),
        label,
        kind: OperationKind::named(&row.get::<_, String>(3)?),
        undone: row.get::<_, String>(4)? == "undone",
        at: row.get(5)?,
    })
}

/// Tries it with changesets in pieces, which is fast; and where that is in conflict, with whole ones: within
/// one changeset SQLite tries again what another row of it stood in the way of.
fn in_pieces_or_whole<T>(mut attempt: impl FnMut(bool) -> Result<T>) -> Result<T> {
    match attempt(true) {
        Err(Error::Conflict { .. }) => attempt(false),
        done => done,
    }
}

/// Applies an operation's changesets, inverted and newest first when `undoing`.
fn apply(
    tx: &Transaction<'_>,
    operation: &Operation,
    undoing: bool,
    keeping: bool,
    in_pieces: bool,
) -> Result<(BTreeMap<String, i64>, Commit)> {
    let order = if undoing { "DESC" } else { "ASC" };
    let batches: Vec<Vec<u8>> = tx
        .prepare(&format!("SELECT changeset FROM undo_changes WHERE operation_id = ?1 ORDER BY batch {order}"))
        .and_then(|mut statement| statement.query_map([operation.id], |row| row.get(0))?.collect())
        .during("reading the history")?;
    tx.pragma_update(None, "defer_foreign_keys", true).during("undoing")?;
    let mut commit = Commit::default();
    for batch in &batches {
        let part = commit_of(batch);
        commit.kinds.extend(part.kinds);
        commit.whose.extend(part.whose);
    }
    if keeping {
        return Ok((keep::undo_keeping(tx, &batches)?, commit));
    }
    for batch in &batches {
        let changeset = if undoing { inverted(batch)? } else { batch.clone() };
        let changesets = if in_pieces { pieces(&changeset, PIECE_ROWS) } else { vec![changeset] };
        // Between pieces a row may point at one that is still missing: the commit judges that.
        let several = changesets.len() > 1;
        for changeset in changesets {
            tx.apply_strm(&mut &*changeset, None::<fn(&str) -> bool>, move |kind, _| {
                let pending = several && kind == ConflictType::SQLITE_CHANGESET_FOREIGN_KEY;
                if pending { ConflictAction::SQLITE_CHANGESET_OMIT } else { ConflictAction::SQLITE_CHANGESET_ABORT }
            })
            .map_err(|error| conflict(operation, error))?;
        }
    }
    Ok((BTreeMap::new(), commit))
}

pub(super) fn inverted(changeset: &[u8]) -> Result<Vec<u8>> {
    let mut inverted = Vec::with_capacity(changeset.len());
    rusqlite::session::invert_strm(&mut &*changeset, &mut inverted).during("undoing")?;
    Ok(inverted)
}

fn conflict(operation: &Operation, source: rusqlite::Error) -> Error {
    match source.sqlite_error_code() {
        Some(rusqlite::ErrorCode::OperationAborted | rusqlite::ErrorCode::ConstraintViolation) => Error::Conflict {
            message: said!(
                "“{what}” cannot be undone or redone, because something it touched was changed since. Nothing was changed now.",
                what = operation.said.clone()
            ),
        },
        _ => Error::Database { doing: "undoing", source },
    }
}

/// What a changeset changes, done or undone; everything, should it not be understood.
fn commit_of(changeset: &[u8]) -> Commit {
    match pieces::tables(changeset) {
        Some(tables) => {
            Commit { kinds: tables.into_iter().map(ChangeKind::of_table).collect(), whose: whose(changeset) }
        }
        None => Commit::everything(),
    }
}

/// Visits the rows of a changeset in order.
pub(super) fn each_item(
    changeset: &[u8],
    mut visit: impl FnMut(&rusqlite::session::ChangesetItem) -> rusqlite::Result<()>,
) -> Result<()> {
    use rusqlite::fallible_streaming_iterator::FallibleStreamingIterator;
    if changeset.is_empty() {
        return Ok(());
    }
    let input: &mut dyn std::io::Read = &mut &*changeset;
    let mut items = rusqlite::session::ChangesetIter::start_strm(&input).during("reading a change")?;
    while let Some(item) = items.next().during("reading a change")? {
        visit(item).during("reading a change")?;
    }
    Ok(())
}

#[cfg(test)]
#[path = "undo_tests.rs"]
mod tests;

#[cfg(test)]
#[path = "undo_properties.rs"]
pub(crate) mod properties;
