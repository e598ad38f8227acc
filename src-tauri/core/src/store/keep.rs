//! Undoing an import that other work was built on since: what was changed or referred to stays, whole.
//!
//! A contact or conversation that stays keeps everything the import gave it (points, facts, groups …), so
//! that nobody is left without their telephone number.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Transaction;
use rusqlite::hooks::Action;
use rusqlite::session::{ChangesetItem, ConflictAction, ConflictType};
use rusqlite::types::Value;

use super::pieces::pieces;
use super::undo::{ATTACHED, PIECE_ROWS, each_item, inverted};
use crate::error::{During, Result};

/// A row by table and integer key.
type Row = (String, i64);

/// A column of a table that points at another table's `id`.
struct Reference {
    column: usize,
    name: String,
    parent: String,
}

/// Takes back what `batches` (newest first) did, except for rows changed or referred to since; counts those
/// by table.
pub(super) fn undo_keeping(tx: &Transaction<'_>, batches: &[Vec<u8>]) -> Result<BTreeMap<String, i64>> {
    let (mut wanted, mut kept) = take_back(tx, batches)?;
    // Applying a changeset switched this off at its end.
    tx.pragma_update(None, "defer_foreign_keys", true).during("undoing an import")?;
    let references = references(tx)?;
    let mut seen = BTreeSet::new();
    loop {
        wanted.extend(dangling(tx, &references)?);
        wanted.retain(|row| !seen.contains(row));
        if wanted.is_empty() {
            return Ok(kept);
        }
        for batch in batches.iter().rev() {
            restore(tx, batch, &wanted, &references, &mut kept)?;
        }
        seen.append(&mut wanted);
    }
}

/// Applies the inverted batches, leaving out what conflicts.
fn take_back(tx: &Transaction<'_>, batches: &[Vec<u8>]) -> Result<(BTreeSet<Row>, BTreeMap<String, i64>)> {
    // The conflict handler may borrow nothing, so what it saw is handed out through this.
    let conflicts = Arc::new(Mutex::new((BTreeSet::new(), BTreeMap::new())));
    let pieces = batches.iter().map(|batch| Ok(pieces(&inverted(batch)?, PIECE_ROWS))).collect::<Result<Vec<_>>>()?;
    for piece in pieces.into_iter().flatten() {
        let seen = Arc::clone(&conflicts);
        let handler = move |conflict, item: ChangesetItem| {
            // This one comes once for the whole batch and names no row (asking it for one crashes): `dangling` finds them.
            if conflict == ConflictType::SQLITE_CHANGESET_FOREIGN_KEY {
                return ConflictAction::SQLITE_CHANGESET_OMIT;
            }
            let mut seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
            if let Ok(op) = item.op() {
                let table = op.table_name().to_owned();
                *seen.1.entry(table.clone()).or_default() += 1;
                if let Ok(rusqlite::types::ValueRef::Integer(id)) = item.old_value(0) {
                    seen.0.insert((table, id));
                }
            }
            ConflictAction::SQLITE_CHANGESET_OMIT
        };
        tx.apply_strm(&mut &*piece, None::<fn(&str) -> bool>, handler).during("undoing an import")?;
    }
    let mut seen = conflicts.lock().unwrap_or_else(PoisonError::into_inner);
    Ok(std::mem::take(&mut *seen))
}

/// The references between attached tables.
fn references(tx: &Transaction<'_>) -> Result<BTreeMap<String, Vec<Reference>>> {
    let mut all = BTreeMap::new();
    for table in ATTACHED {
        let columns: Vec<String> = tx
            .prepare("SELECT name FROM pragma_table_info(?1) ORDER BY cid")
            .and_then(|mut statement| statement.query_map([table], |row| row.get(0))?.collect())
            .during("reading the tables")?;
        let references: Vec<(String, String)> = tx
            .prepare("SELECT \"from\", \"table\" FROM pragma_foreign_key_list(?1)")
            .and_then(|mut statement| statement.query_map([table], |row| Ok((row.get(0)?, row.get(1)?)))?.collect())
            .during("reading the tables")?;
        let references = references
            .into_iter()
            .filter_map(|(name, parent)| {
                let column = columns.iter().position(|column| *column == name)?;
                Some(Reference { column, name, parent })
            })
            .collect();
        all.insert((*table).to_owned(), references);
    }
    Ok(all)
}

/// Rows that are gone and that something still points at.
fn dangling(tx: &Transaction<'_>, references: &BTreeMap<String, Vec<Reference>>) -> Result<BTreeSet<Row>> {
    let mut rows = BTreeSet::new();
    for (table, references) in references {
        for Reference { name, parent, .. } in references {
            let sql = format!(
                "SELECT DISTINCT child.{name} FROM {table} AS child
                 LEFT JOIN {parent} AS parent ON parent.id = child.{name}
                 WHERE child.{name} IS NOT NULL AND parent.id IS NULL"
            );
            let missing: Vec<i64> = tx
                .prepare(&sql)
                .and_then(|mut statement| statement.query_map([], |row| row.get(0))?.collect())
                .during("looking what is still needed")?;
            rows.extend(missing.into_iter().map(|id| (parent.clone(), id)));
        }
    }
    Ok(rows)
}

/// Inserts again what `batch` had inserted of the wanted rows, and what belongs to them.
fn restore(
    tx: &Transaction<'_>,
    batch: &[u8],
    wanted: &BTreeSet<Row>,
    references: &BTreeMap<String, Vec<Reference>>,
    kept: &mut BTreeMap<String, i64>,
) -> Result<()> {
    let mut rows: Vec<(String, Vec<Value>)> = Vec::new();
    each_item(batch, |item| {
        let op = item.op()?;
        if op.code() != Action::SQLITE_INSERT {
            return Ok(());
        }
        let columns = usize::try_from(op.number_of_columns()).unwrap_or_default();
        let values: Vec<Value> = (0..columns)
            .map(|column| Ok(Value::try_from(item.new_value(column)?)?))
            .collect::<rusqlite::Result<_>>()?;
        let is = |column: usize, table: &str| matches!(values.get(column), Some(Value::Integer(id)) if wanted.contains(&(table.to_owned(), *id)));
        let belongs = references.get(op.table_name()).into_iter().flatten().any(|reference| {
            matches!(reference.parent.as_str(), "contacts" | "conversations") && is(reference.column, &reference.parent)
        });
        if belongs || is(0, op.table_name()) {
            rows.push((op.table_name().to_owned(), values));
        }
        Ok(())
    })?;
    for (table, values) in rows {
        let holes = vec!["?"; values.len()].join(", ");
        let inserted = tx
            .prepare_cached(&format!("INSERT INTO {table} VALUES ({holes}) ON CONFLICT DO NOTHING"))
            .and_then(|mut statement| statement.execute(rusqlite::params_from_iter(values)))
            .during("keeping what is still needed")?;
        *kept.entry(table).or_default() += i64::try_from(inserted).unwrap_or_default();
    }
    Ok(())
}
