//! Whether everything holds together, and the repair of what follows from the rest.
//!
//! Invariant: nothing the user wrote is changed. What is derived (SQLite's own indexes, `touches`, the search index)
//! is made anew; what is not (a damaged page, a missing photo) is named, with what to do.

use std::collections::BTreeMap;

use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::backup;
use crate::api::Call;
use crate::changes::ChangeKind;
use crate::error::{During, Error, Result};
use crate::jobs::Job;
use crate::paths::Paths;

const DOING: &str = "checking the database";

/// Who was spoken with when, by its definition; `touches` holds the same.
const TOUCHES: &str = "SELECT p.contact_id,
       CASE WHEN c.attempt = 1 THEN 0
            WHEN EXISTS (SELECT 1 FROM exchanges WHERE conversation_id = c.id)
             AND NOT EXISTS (SELECT 1 FROM exchanges WHERE conversation_id = c.id AND direction <> 'asked') THEN 1
            ELSE 2 END,
       c.day, c.at, c.id
  FROM conversation_people AS p JOIN conversations AS c ON c.id = p.conversation_id";
const HELD: &str = "SELECT contact_id, counts, day, at, conversation_id FROM touches";

/// Whether to repair.
#[derive(Debug, Clone, Copy, Default, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct CheckInput {
    /// Make what can be derived anew where it is wrong.
    pub repair: bool,
}

/// Something that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Finding {
    /// What it is about.
    pub about: Part,
    /// What is wrong, and what to do.
    pub message: String,
    /// Whether a repair makes it right.
    pub repairable: bool,
    /// Whether it was made right just now.
    pub repaired: bool,
}

/// A part that is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum Part {
    /// The database's file.
    Database,
    /// What one row says of another.
    References,
    /// Who was spoken with when.
    Touches,
    /// The search index.
    Index,
    /// The files of photos.
    Photos,
    /// The backups.
    Backups,
}

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct CheckReport {
    /// Nothing is wrong, or nothing any more.
    pub sound: bool,
    /// What was found, repaired or not.
    pub findings: Vec<Finding>,
    /// Backups that were read whole.
    pub backups: u32,
    /// Photos that were read whole.
    pub photos: u32,
}

/// Checks everything, and repairs what can be derived.
pub fn check(call: &Call<'_>, input: CheckInput) -> Result<CheckReport> {
    let (mut findings, mut photos) = (Vec::new(), 0);
    let is_readable = database(call, input.repair, &mut findings)?;
    if is_readable {
        findings.extend(call.read(references)?);
        findings.extend(touches(call, input.repair)?);
        findings.extend(index(call, input.repair)?);
        photos = photos_of(call, &mut findings)?;
    }
    let backups = backups(&call.app.paths, &mut findings)?;
    let sound = findings.iter().all(|finding| finding.repaired);
    Ok(CheckReport { sound, findings, backups, photos })
}

/// Reads every page. Answers whether the rows can be trusted.
fn database(call: &Call<'_>, repair: bool, findings: &mut Vec<Finding>) -> Result<bool> {
    let verdict = || match call.read(verdict) {
        Err(Error::Damaged { detail, .. }) => Ok(vec![detail]),
        verdict => verdict,
    };
    let lines = verdict()?;
    let Some(first) = lines.first() else { return Ok(true) };
    // SQLite's indexes follow from its tables.
    let repairable = lines.iter().all(|line| line.contains("index"));
    let mut repaired = false;
    if repair && repairable {
        const READ_THROUGH_THEM: &[ChangeKind] = &[ChangeKind::People, ChangeKind::Conversations, ChangeKind::Today];
        let renewed =
            call.app.store.aside(READ_THROUGH_THEM, |tx| tx.execute_batch("REINDEX").during("repairing the database"));
        repaired = renewed.is_ok() && verdict()?.is_empty();
    }
    let next = if repairable { "" } else { " Restore the newest sound backup: it is read whole before." };
    let message = format!("The database's file is damaged: {first} ({} in all).{next}", lines.len());
    findings.push(Finding { about: Part::Database, message, repairable, repaired });
    Ok(repairable)
}

fn verdict(db: &Connection) -> Result<Vec<String>> {
    let mut lines: Vec<String> = db
        .prepare("PRAGMA integrity_check(100)")
        .and_then(|mut statement| statement.query_map([], |row| row.get(0))?.collect())
        .during(DOING)?;
    lines.retain(|line| line != "ok");
    Ok(lines)
}

fn references(db: &Connection) -> Result<Vec<Finding>> {
    let broken: Vec<(String, String)> = db
        .prepare("SELECT \"table\", parent FROM pragma_foreign_key_check")
        .and_then(|mut statement| statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect())
        .during(DOING)?;
    let mut counted: BTreeMap<(String, String), usize> = BTreeMap::new();
    for pair in broken {
        *counted.entry(pair).or_default() += 1;
    }
    let finding = |((table, parent), count): ((String, String), usize)| Finding {
        about: Part::References,
        message: format!("{count} of {table} belong to {parent} that are not there. Restore a backup from before."),
        repairable: false,
        repaired: false,
    };
    Ok(counted.into_iter().map(finding).collect())
}

fn touches(call: &Call<'_>, repair: bool) -> Result<Option<Finding>> {
    let wrong = |db: &Connection| -> Result<u32> {
        let sql = format!(
            "SELECT (SELECT count(*) FROM ({TOUCHES} EXCEPT {HELD})) + (SELECT count(*) FROM ({HELD} EXCEPT {TOUCHES}))"
        );
        db.query_row(&sql, [], |row| row.get(0)).during(DOING)
    };
    let count = call.read(wrong)?;
    if count == 0 {
        return Ok(None);
    }
    if repair {
        call.app.store.aside(&[ChangeKind::People, ChangeKind::Today], |tx| {
            let sql = format!(
                "DELETE FROM touches;
                 INSERT INTO touches (contact_id, counts, day, at, conversation_id) {TOUCHES};"
            );
            tx.execute_batch(&sql).during("repairing the last touches")
        })?;
    }
    let message = format!("{count} last touches are not what the conversations say.");
    Ok(Some(Finding { about: Part::Touches, message, repairable: true, repaired: repair && call.read(wrong)? == 0 }))
}

fn index(call: &Call<'_>, repair: bool) -> Result<Option<Finding>> {
    let (index, store) = (&call.app.index, &call.app.store);
    let Some(fault) = index.fault(store)? else { return Ok(None) };
    if repair {
        index.rebuild(store, &Job::default())?;
    }
    let repaired = repair && index.fault(store)?.is_none();
    Ok(Some(Finding { about: Part::Index, message: format!("The search index {fault}."), repairable: true, repaired }))
}

/// Reads every photo; answers how many are as they should be.
fn photos_of(call: &Call<'_>, findings: &mut Vec<Finding>) -> Result<u32> {
    let named: Vec<(String, String)> = call.read(|db| {
        db.prepare("SELECT photo, name FROM contacts WHERE photo IS NOT NULL ORDER BY sort_name")
            .and_then(|mut statement| statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect())
            .during("checking the photos")
    })?;
    let mut sound = 0;
    for (photo, name) in named {
        let wrong = match std::fs::read(call.app.paths.files().join(&photo)) {
            Ok(bytes) if crate::transfer::files::sha256(&bytes) == photo => {
                sound += 1;
                continue;
            }
            Ok(_) => "is damaged",
            Err(_) => "is missing",
        };
        let message =
            format!("The photo of {name} {wrong}: files/{photo}. Put the file back, or give them another photo.");
        findings.push(Finding { about: Part::Photos, message, repairable: false, repaired: false });
    }
    Ok(sound)
}

/// Reads every backup whole; answers how many are sound.
fn backups(paths: &Paths, findings: &mut Vec<Finding>) -> Result<u32> {
    let mut sound = 0;
    for path in backup::list(paths)?.into_values() {
        match backup::check_copy(&path) {
            Ok(()) => sound += 1,
            Err(_) => {
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                let message = format!("The backup {name} is damaged, and will not be offered.");
                findings.push(Finding { about: Part::Backups, message, repairable: false, repaired: false });
            }
        }
    }
    Ok(sound)
}

#[cfg(test)]
#[path = "check_tests.rs"]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at what it did not expect")]
mod tests;
