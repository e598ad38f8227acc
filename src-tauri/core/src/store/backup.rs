//! Backups: a whole copy through SQLite, checked before it counts, thinned by age.
//!
//! Invariants: a backup has its name only after it was opened and found sound; the newest is never deleted;
//! where a database was, none is begun anew.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Datelike, NaiveDateTime, SecondsFormat, TimeDelta, Utc};
use rusqlite::{Connection, OpenFlags};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{APPLICATION_ID, Store, connect, migrate};
use crate::api::{Call, Nothing};
use crate::app::App;
use crate::clock::Now;
use crate::error::{During, Error, Result};
use crate::paths::{Paths, private_file};
use crate::said;

const NAME: &str = "kith-%Y%m%dT%H%M%S%.3fZ.db";

/// A backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Backup {
    /// The file.
    pub file: String,
    /// When it was made: RFC 3339, UTC.
    pub at: String,
    /// Its size.
    #[ts(type = "number")]
    pub bytes: u64,
    /// What it holds; null when it cannot be read. It was checked whole when it was made, and is again before it
    /// is restored.
    pub holds: Option<Holdings>,
}

/// What a backup holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Holdings {
    /// Contacts, archived ones too.
    pub contacts: u32,
    /// Conversations.
    pub conversations: u32,
    /// The date of the newest conversation.
    pub newest_conversation: Option<String>,
}

/// Where to put a backup.
#[derive(Debug, Clone, Default, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct BackupNow {
    /// A file that is not there yet; the folder `backups` where missing.
    pub path: Option<String>,
}

/// Makes a backup now.
pub fn backup_now(call: &Call<'_>, input: BackupNow) -> Result<Backup> {
    let store = &call.app.store;
    match input.path {
        None => store.back_up(call.now),
        Some(path) => {
            let dest = std::path::absolute(&path).during("looking where to write the backup")?;
            if dest.exists() {
                return Err(Error::Conflict {
                    message: said!("{file} is there already. Nothing was written.", file = path.as_str()),
                });
            }
            copy(&store.paths, &dest)?;
            described(&dest, call.now.instant)
        }
    }
}

/// The backups there are, newest first.
pub fn backup_list(call: &Call<'_>, _: Nothing) -> Result<Vec<Backup>> {
    list(&call.app.paths)?.into_iter().rev().map(|(at, path)| described(&path, at)).collect()
}

impl App {
    /// Makes the day's backup, if anything changed since the last one.
    pub fn backup_if_due(&self, now: Now) -> Result<Option<Backup>> {
        let newest = list(&self.paths)?.pop_last();
        let is_todays = |at: &DateTime<Utc>| at.with_timezone(&now.zone).date_naive() == now.civil_day();
        if newest.as_ref().is_some_and(|(at, _)| is_todays(at)) {
            return Ok(None);
        }
        self.store.back_up_changes(now)
    }
}

impl Store {
    /// Makes a backup in the folder `backups`, and thins the older ones.
    pub fn back_up(&self, now: Now) -> Result<Backup> {
        let at = free_moment(&self.paths, now.instant);
        let dest = named(&self.paths, at);
        copy(&self.paths, &dest)?;
        thin(&self.paths, now.instant)?;
        described(&dest, at)
    }

    /// Makes a backup unless the newest one holds the same, or there is nothing to keep.
    pub fn back_up_changes(&self, now: Now) -> Result<Option<Backup>> {
        let mark = self.read(mark)?;
        if mark.is_empty() || newest_mark(&self.paths).as_deref() == Some(mark.as_str()) {
            return Ok(None);
        }
        self.back_up(now).map(Some)
    }
}

/// Copies the database before it is brought to a newer format.
pub(super) fn before_migration(paths: &Paths) -> Result<()> {
    use crate::clock::Clock;
    let now = crate::clock::SystemClock.now();
    copy(paths, &named(paths, free_moment(paths, now.instant)))
}

fn named(paths: &Paths, at: DateTime<Utc>) -> PathBuf {
    paths.backups().join(at.format(NAME).to_string())
}

/// The first moment from `at` whose name no backup has yet.
fn free_moment(paths: &Paths, mut at: DateTime<Utc>) -> DateTime<Utc> {
    while named(paths, at).exists() {
        at += TimeDelta::milliseconds(1);
    }
    at
}

/// How far the history went: two databases with the same mark hold the same. Empty while nothing was ever done.
fn mark(db: &Connection) -> Result<String> {
    db.query_row(
        "SELECT CASE WHEN count(*) = 0 THEN ''
                ELSE (SELECT group_concat(value, ':' ORDER BY key) FROM meta WHERE key IN ('database_id', 'epoch'))
                     || ':' || max(id) || ':' || max(turn) || ':'
                     || sum(state = 'undone') || ':' || count(*) END
         FROM undo_log",
        [],
        |row| row.get(0),
    )
    .during("looking what changed since the last backup")
}

fn newest_mark(paths: &Paths) -> Option<String> {
    let (_, path) = list(paths).ok()?.pop_last()?;
    open_copy(&path).and_then(|copy| mark(&copy)).ok()
}

/// Writes a copy beside, checks it, and gives it its name.
fn copy(paths: &Paths, dest: &Path) -> Result<()> {
    let part = part_of(dest);
    let written = write_copy(paths, &part).and_then(|()| {
        fs::rename(&part, dest).during("giving the backup its name")?;
        sync_folder(dest)
    });
    if written.is_err()
        && let Err(error) = fs::remove_file(&part)
    {
        tracing::debug!(%error, "the part of a backup that failed stays behind");
    }
    written
}

fn part_of(dest: &Path) -> PathBuf {
    let mut name = dest.file_name().unwrap_or_default().to_os_string();
    name.push(".part");
    dest.with_file_name(name)
}

fn write_copy(paths: &Paths, part: &Path) -> Result<()> {
    // SQLite makes files by the umask; it takes an empty one as it is.
    let file = private_file(part)?;
    file.set_len(0).during("writing the backup")?;
    copy_into(&connect(&paths.database(), true)?, part)?;
    check_copy(part)?;
    file.sync_all().during("writing the backup")
}

/// Writes what `source` holds into an empty file.
pub(super) fn copy_into(source: &Connection, file: &Path) -> Result<()> {
    let target = file.to_str().ok_or_else(|| Error::invalid("path", "The backup's path is no text."))?;
    source.execute("VACUUM INTO ?1", [target]).during("copying the database")?;
    Ok(())
}

/// Opens a copy and reads all of it.
pub(super) fn check_copy(path: &Path) -> Result<()> {
    let copy = open_copy(path)?;
    let application: i64 =
        copy.pragma_query_value(None, "application_id", |row| row.get(0)).during("checking the backup")?;
    let sound: String =
        copy.pragma_query_value(None, "integrity_check", |row| row.get(0)).during("checking the backup")?;
    if application != APPLICATION_ID || sound != "ok" {
        return Err(Error::damaged(format!("its copy is not sound ({sound})")));
    }
    let found: i64 = copy.pragma_query_value(None, "user_version", |row| row.get(0)).during("checking the backup")?;
    if found > migrate::newest() {
        return Err(Error::Newer { found, known: migrate::newest() });
    }
    Ok(())
}

pub(super) fn open_copy(path: &Path) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let copy = Connection::open_with_flags(path, flags).during("opening a backup")?;
    copy.pragma_update(None, "trusted_schema", false).during("opening a backup")?;
    Ok(copy)
}

pub(super) fn sync_folder(of: &Path) -> Result<()> {
    match of.parent().filter(|_| cfg!(unix)) {
        Some(folder) => File::open(folder).and_then(|folder| folder.sync_all()).during("writing the backup"),
        None => Ok(()),
    }
}

pub(super) fn described(path: &Path, at: DateTime<Utc>) -> Result<Backup> {
    let bytes = fs::metadata(path).during("looking at a backup")?.len();
    let holds = open_copy(path).and_then(|copy| holdings(&copy)).ok();
    Ok(Backup { file: path.display().to_string(), at: at.to_rfc3339_opts(SecondsFormat::Secs, true), bytes, holds })
}

fn holdings(db: &Connection) -> Result<Holdings> {
    let read = |row: &rusqlite::Row<'_>| {
        Ok(Holdings { contacts: row.get(0)?, conversations: row.get(1)?, newest_conversation: row.get(2)? })
    };
    db.query_row(
        "SELECT (SELECT count(*) FROM contacts), (SELECT count(*) FROM conversations), (SELECT max(day) FROM conversations)",
        [],
        read,
    )
    .during("looking at a backup")
}

/// The backups by the moment in their names.
pub(super) fn list(paths: &Paths) -> Result<BTreeMap<DateTime<Utc>, PathBuf>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(paths.backups()).during("looking through the backups")? {
        let path = entry.during("looking through the backups")?.path();
        if let Some(at) = moment_of(&path) {
            found.insert(at, path);
        }
    }
    Ok(found)
}

/// The moment in a backup's name.
pub(super) fn moment_of(path: &Path) -> Option<DateTime<Utc>> {
    let name = path.file_name()?.to_str()?;
    NaiveDateTime::parse_from_str(name, NAME).ok().map(|at| at.and_utc())
}

fn thin(paths: &Paths, now: DateTime<Utc>) -> Result<()> {
    let backups = list(paths)?;
    let kept = kept(backups.keys().copied(), now);
    for (at, path) in &backups {
        if !kept.contains(at) {
            fs::remove_file(path).during("thinning the backups")?;
        }
    }
    Ok(())
}

/// Which backups stay: all of two days, one a day for two weeks, one a week for three months, one a month
/// beyond; of each the newest, and the newest of all.
fn kept(all: impl Iterator<Item = DateTime<Utc>>, now: DateTime<Utc>) -> BTreeSet<DateTime<Utc>> {
    let mut newest: BTreeMap<(u8, i64), DateTime<Utc>> = BTreeMap::new();
    for at in all {
        let day = i64::from(at.num_days_from_ce());
        let bucket = match now.signed_duration_since(at).num_days() {
            ..2 => (0, at.timestamp_millis()),
            2..14 => (1, day),
            14..92 => (2, day.div_euclid(7)),
            _ => (3, i64::from(at.year()) * 12 + i64::from(at.month0())),
        };
        let slot = newest.entry(bucket).or_insert(at);
        *slot = at.max(*slot);
    }
    newest.into_values().collect()
}

/// The newest backup that can be read whole.
pub fn newest_sound(paths: &Paths) -> Option<Backup> {
    let backups = list(paths).ok()?;
    let (at, path) = backups.into_iter().rev().find(|(_, path)| check_copy(path).is_ok())?;
    described(&path, at).ok()
}

/// A backup as a message names it: its file's name and its date.
pub(super) fn told(backup: &Backup) -> Option<(String, String)> {
    let name = Path::new(&backup.file).file_name()?.to_string_lossy().into_owned();
    let at = DateTime::parse_from_rfc3339(&backup.at).ok()?;
    Some((name, at.format("%-d %B %Y, %H:%M UTC").to_string()))
}

/// Where a database was, none is begun anew.
pub(super) fn refuse_to_begin_anew(paths: &Paths) -> Result<()> {
    let is_there = fs::metadata(paths.database()).is_ok_and(|file| file.len() > 0);
    if is_there {
        return Ok(());
    }
    let holds = |folder: PathBuf| fs::read_dir(folder).is_ok_and(|mut files| files.next().is_some());
    if holds(paths.backups()) || holds(paths.index()) {
        return Err(Error::damaged("the file kith.db is missing or empty, though there was one"));
    }
    Ok(())
}

#[cfg(test)]
#[path = "backup_tests.rs"]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at what it did not expect")]
mod tests;
