//! Backups: a whole copy through SQLite, checked before it counts, thinned by age.
//!
//! Invariants: a backup has its name only after it was opened and found sound; the newest is never deleted;
//! where a database was, none is begun anew.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Datelike, NaiveDateTime, SecondsFormat, Utc};
use rusqlite::{Connection, OpenFlags};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{APPLICATION_ID, Store, connect};
use crate::api::{Call, Nothing};
use crate::app::App;
use crate::clock::Now;
use crate::error::{During, Error, Result};
use crate::paths::{Paths, private_file};

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
                return Err(Error::Conflict { message: format!("{path} is there already. Nothing was written.") });
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
        let dest = self.paths.backups().join(now.instant.format(NAME).to_string());
        if !dest.exists() {
            copy(&self.paths, &dest)?;
        }
        thin(&self.paths, now.instant)?;
        described(&dest, now.instant)
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
    copy(paths, &paths.backups().join(now.instant.format(NAME).to_string()))
}

/// How far the history went: two databases with the same mark hold the same. Empty while nothing was ever done.
fn mark(db: &Connection) -> Result<String> {
    db.query_row(
        "SELECT CASE WHEN count(*) = 0 THEN ''
                ELSE (SELECT value FROM meta WHERE key = 'database_id') || ':' || max(id) || ':' || max(turn) || ':'
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
    let source = connect(paths, true)?;
    let target = part.to_str().ok_or_else(|| Error::invalid("path", "The backup's path is no text."))?;
    source.execute("VACUUM INTO ?1", [target]).during("writing the backup")?;
    check_copy(part)?;
    file.sync_all().during("writing the backup")
}

/// Opens a copy and reads all of it.
fn check_copy(path: &Path) -> Result<()> {
    let copy = open_copy(path)?;
    let application: i64 =
        copy.pragma_query_value(None, "application_id", |row| row.get(0)).during("checking the backup")?;
    let sound: String =
        copy.pragma_query_value(None, "integrity_check", |row| row.get(0)).during("checking the backup")?;
    if application != APPLICATION_ID || sound != "ok" {
        return Err(Error::damaged(format!("its copy is not sound ({sound})")));
    }
    Ok(())
}

fn open_copy(path: &Path) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let copy = Connection::open_with_flags(path, flags).during("opening a backup")?;
    copy.pragma_update(None, "trusted_schema", false).during("opening a backup")?;
    Ok(copy)
}

fn sync_folder(of: &Path) -> Result<()> {
    match of.parent().filter(|_| cfg!(unix)) {
        Some(folder) => File::open(folder).and_then(|folder| folder.sync_all()).during("writing the backup"),
        None => Ok(()),
    }
}

fn described(path: &Path, at: DateTime<Utc>) -> Result<Backup> {
    let bytes = fs::metadata(path).during("looking at a backup")?.len();
    Ok(Backup { file: path.display().to_string(), at: at.to_rfc3339_opts(SecondsFormat::Secs, true), bytes })
}

/// The backups by the moment in their names.
fn list(paths: &Paths) -> Result<BTreeMap<DateTime<Utc>, PathBuf>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(paths.backups()).during("looking through the backups")? {
        let path = entry.during("looking through the backups")?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if let Ok(at) = NaiveDateTime::parse_from_str(name, NAME) {
            found.insert(at.and_utc(), path);
        }
    }
    Ok(found)
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

/// The newest backup that can be read whole, as it is told.
pub(super) fn newest_sound(paths: &Paths) -> Option<String> {
    let backups = list(paths).ok()?;
    backups.into_iter().rev().find(|(_, path)| check_copy(path).is_ok()).map(|(at, path)| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        format!("{name} of {}", at.format("%-d %B %Y, %H:%M UTC"))
    })
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
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at what it did not expect")]
mod tests {
    use chrono::{Duration, TimeZone};
    use serde_json::json;

    use super::*;
    use crate::api::ApiCode;
    use crate::testing::TestApp;

    fn names(app: &TestApp) -> Vec<String> {
        let files = fs::read_dir(app.folder().join("backups")).unwrap();
        files.map(|f| f.unwrap().file_name().to_string_lossy().into_owned()).collect()
    }

    #[test]
    fn a_backup_is_a_whole_copy_for_the_users_eyes_only() {
        let app = TestApp::new().unwrap();
        app.call("contact_add", json!({ "name": "Dana Moreau" })).unwrap();
        let backup = app.call("backup_now", json!({})).unwrap();
        let file = PathBuf::from(backup["file"].as_str().unwrap());
        let copy = open_copy(&file).unwrap();
        let name: String = copy.query_row("SELECT name FROM contacts", [], |row| row.get(0)).unwrap();
        assert_eq!(name, "Dana Moreau");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        }
        assert_eq!(app.call("backup_list", json!({})).unwrap(), json!([backup]));
        assert_eq!(names(&app).len(), 1, "nothing else is left in the folder");
    }

    #[test]
    fn a_backup_elsewhere_never_writes_over_a_file() {
        let app = TestApp::new().unwrap();
        let dest = app.folder().parent().unwrap().join("mine.db");
        app.call("backup_now", json!({ "path": dest })).unwrap();
        let error = app.call("backup_now", json!({ "path": dest })).unwrap_err();
        assert_eq!(error.code, ApiCode::Conflict);
    }

    #[test]
    fn the_days_backup_is_made_once_and_only_when_something_changed() {
        let app = TestApp::new().unwrap();
        let due = |app: &TestApp| app.app().backup_if_due(app.app().now()).unwrap().is_some();
        assert!(!due(&app), "an empty Kith has nothing to keep");
        app.call("contact_add", json!({ "name": "Dana" })).unwrap();
        assert!(due(&app));
        app.call("contact_add", json!({ "name": "Luc" })).unwrap();
        assert!(!due(&app), "one a day");
        app.set_clock("2026-11-22T10:00:00+01:00[Europe/Paris]").unwrap();
        assert!(due(&app));
        app.set_clock("2026-11-23T10:00:00+01:00[Europe/Paris]").unwrap();
        assert!(!due(&app), "nothing changed since");
        app.call("undo", json!({})).unwrap();
        assert!(due(&app), "an undo is a change");
    }

    #[test]
    fn an_import_is_preceded_by_a_backup() {
        let app = TestApp::new().unwrap();
        app.call("contact_add", json!({ "name": "Dana" })).unwrap();
        let card = app.folder().parent().unwrap().join("luc.vcf");
        fs::write(&card, "BEGIN:VCARD\nFN:Luc\nEND:VCARD\n").unwrap();
        app.call("import", json!({ "paths": [card] })).unwrap();
        assert_eq!(names(&app).len(), 1);
    }

    #[test]
    fn backups_thin_out_with_age_and_the_newest_stays() {
        let now = Utc.with_ymd_and_hms(2026, 11, 21, 12, 0, 0).unwrap();
        let all: Vec<_> = (0..24 * 400).map(|hours| now - Duration::hours(hours)).collect();
        let kept = kept(all.iter().copied(), now);
        let between = |from: i64, to: i64| {
            kept.iter().filter(|at| (from..to).contains(&now.signed_duration_since(**at).num_days())).count()
        };
        assert_eq!(between(0, 2), 48, "all of two days");
        assert!((12..=13).contains(&between(2, 14)), "one a day for two weeks: {}", between(2, 14));
        assert!((11..=13).contains(&between(14, 92)), "one a week for three months: {}", between(14, 92));
        assert!((10..=12).contains(&between(92, 400)), "one a month beyond: {}", between(92, 400));
        let old = now - Duration::days(2000);
        assert!(super::kept([old].into_iter(), now).contains(&old));
        // Thinning again takes nothing more away.
        assert_eq!(super::kept(kept.iter().copied(), now), kept);
    }

    #[test]
    fn a_damaged_database_is_left_and_the_newest_sound_backup_named() {
        let mut app = TestApp::new().unwrap();
        app.call("contact_add", json!({ "name": "Dana" })).unwrap();
        app.call("backup_now", json!({})).unwrap();
        let database = app.folder().join("kith.db");
        app.app().store.close();
        fs::write(app.folder().join("backups/kith-20261201T000000.000Z.db"), "no database").unwrap();
        fs::write(&database, "this was a database once, and is none any more".repeat(200)).unwrap();
        let _ = fs::remove_file(app.folder().join("kith.db-wal"));
        let before = fs::read(&database).unwrap();
        let error = crate::api::ApiError::from(app.restart().unwrap_err());
        assert_eq!(error.code, ApiCode::Damaged);
        assert!(error.hint.unwrap().contains("kith-20261121T090000.000Z.db of 21 November 2026"));
        assert_eq!(fs::read(&database).unwrap(), before);
    }

    #[test]
    fn where_a_database_was_no_empty_one_is_begun() {
        let mut app = TestApp::new().unwrap();
        app.call("contact_add", json!({ "name": "Dana" })).unwrap();
        app.call("backup_now", json!({})).unwrap();
        app.app().store.close();
        fs::remove_file(app.folder().join("kith.db")).unwrap();
        let error = crate::api::ApiError::from(app.restart().unwrap_err());
        assert_eq!(error.code, ApiCode::Damaged);
        assert!(error.message.contains("missing"), "{}", error.message);
        assert!(!app.folder().join("kith.db").exists());
    }

    #[test]
    fn a_database_of_a_newer_version_is_refused_untouched() {
        let mut app = TestApp::new().unwrap();
        app.call("contact_add", json!({ "name": "Dana" })).unwrap();
        app.app().store.close();
        let database = app.folder().join("kith.db");
        Connection::open(&database).unwrap().pragma_update(None, "user_version", 99).unwrap();
        let before = fs::read(&database).unwrap();
        let error = crate::api::ApiError::from(app.restart().unwrap_err());
        assert_eq!(error.code, ApiCode::Newer);
        assert_eq!(fs::read(&database).unwrap(), before);
    }
}
