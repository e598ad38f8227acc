//! A backup takes the database's place: made ready beside it, and swapped in by one renaming.
//!
//! Invariants: the backup is read whole and brought to this version's format before anything changes; what is
//! there is backed up first, or set aside when it is damaged, and nothing is deleted; a crash at any step leaves
//! the old database or the new one, whole. The new one has an epoch of its own, so that the index is built anew,
//! and its history begins with the restore, which is undone by putting the safety backup back.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError};

use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::backup::{self, Backup};
use super::compare::{self, Difference, Lost};
use super::undo::{self, Operation, OperationKind, UndoReport};
use super::{Store, connect, migrate};
use crate::api::Call;
use crate::app::Options;
use crate::changes::Commit;
use crate::clock::Now;
use crate::error::{During, Error, Result};
use crate::id::OperationId;
use crate::owner::Lock;
use crate::paths::{Paths, private_file};
use crate::said;
use crate::said::Said;

const DOING: &str = "restoring a backup";

/// Which backup to restore.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct RestoreInput {
    /// The name of a file in the folder `backups`, or a path.
    pub file: String,
    /// Only say what would change.
    #[serde(default)]
    pub dry_run: bool,
}

/// What a restore did, or would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct RestoreReport {
    /// The backup.
    pub backup: Backup,
    /// What changes, by kind; null when what is there cannot be read.
    pub changes: Option<Vec<Difference>>,
    /// The newest things that are lost by it.
    pub lost: Vec<Lost>,
    /// The copy of what was there before; null in a dry run, and where that was damaged.
    pub safety: Option<Backup>,
    /// Where the damaged database was set aside.
    pub set_aside: Option<String>,
    /// The operation in the history that takes it back.
    pub operation: Option<OperationId>,
}

/// Restores a backup, or says what would change.
pub fn restore(call: &Call<'_>, input: RestoreInput) -> Result<RestoreReport> {
    let source = find(&call.app.paths, &input.file)?;
    call.app.store.restore(call.now, &source, if input.dry_run { How::DryRun } else { How::Restore })
}

/// Undoes a restore if it is what is to be undone; `None` when it is something else.
pub fn take_back(call: &Call<'_>, wanted: Option<OperationId>) -> Result<Option<UndoReport>> {
    let store = &call.app.store;
    let restored = store.read(|db| {
        let Some(newest) = undo::newest_done(db)?.filter(|newest| wanted.is_none_or(|wanted| wanted == *newest)) else {
            return Ok(None);
        };
        let operation = undo::operation(db, newest)?;
        let safety: Option<String> = db
            .query_row("SELECT (SELECT value FROM meta WHERE key = ?1)", [safety_key(newest)], |row| row.get(0))
            .during("reading the history")?;
        Ok((operation.kind == OperationKind::Restore).then_some((operation, safety)))
    })?;
    let Some((operation, safety)) = restored else { return Ok(None) };
    let safety = safety.map(|name| call.app.paths.backups().join(name)).filter(|file| file.exists());
    let Some(safety) = safety else {
        let message = said!(
            "“{what}” cannot be undone: there is no backup of what was before it.",
            what = operation.said.clone()
        );
        return Err(Error::Conflict { message });
    };
    store.restore(call.now, &safety, How::TakeBack)?;
    Ok(Some(UndoReport { operation: Operation { undone: true, ..operation }, kept: [].into() }))
}

/// Restores into a folder whose database may be damaged or missing: it is set aside, and the backup put in its place.
///
/// Without a file the newest sound backup is taken.
pub fn recover(options: &Options, file: Option<&str>) -> Result<RestoreReport> {
    let paths = Paths::make(&options.data_dir)?;
    let _lock = Lock::take(&paths)?;
    let now = options.clock.now();
    let opened = Store::open(&paths, Arc::default());
    let source = match file {
        Some(file) => find(&paths, file)?,
        None => match backup::newest_sound(&paths) {
            Some(backup) => PathBuf::from(backup.file),
            None => return Err(Error::not_found("backup", "newest")),
        },
    };
    match opened {
        Ok(store) => return store.restore(now, &source, How::Restore),
        Err(Error::Damaged { .. }) => {}
        Err(error) => return Err(error),
    }
    let backup = described(&source)?;
    let mut ready = make_ready(&paths, &source)?;
    let operation = seal(&mut ready, now, Some(&label(&source, &backup, now)), None)?;
    close(&paths, ready)?;
    let set_aside = set_aside(&paths, now)?;
    put_in_place(&paths)?;
    let set_aside = set_aside.map(|path| path.display().to_string());
    Ok(RestoreReport { backup, changes: None, lost: Vec::new(), safety: None, set_aside, operation })
}

/// What is wanted of a restore.
#[derive(Clone, Copy, PartialEq, Eq)]
enum How {
    DryRun,
    Restore,
    /// Back to what was before another restore: nothing is added to that history.
    TakeBack,
}

impl Store {
    fn restore(&self, now: Now, source: &Path, how: How) -> Result<RestoreReport> {
        let _alone = self.restoring.lock().unwrap_or_else(PoisonError::into_inner);
        let backup = described(source)?;
        let mut ready = make_ready(&self.paths, source)?;
        let (changes, lost) = match self.compare(&ready) {
            Ok((changes, lost)) => (Some(changes), lost),
            // What is damaged cannot be compared, and all the more needs a backup.
            Err(Error::Damaged { .. }) => (None, Vec::new()),
            Err(error) => return Err(error),
        };
        let mut report = RestoreReport { backup, changes, lost, safety: None, set_aside: None, operation: None };
        if how == How::DryRun {
            drop(ready);
            clear(&self.paths)?;
            return Ok(report);
        }
        let label = (how == How::Restore).then(|| label(source, &report.backup, now));
        let mut writer = self.lock_writer();
        if writer.is_none() {
            *writer = match connect(&self.paths.database(), false) {
                Err(Error::Damaged { .. }) => None,
                opened => Some(opened?),
            };
        }
        if let Some(writer) = writer.as_ref() {
            refuse_amid_work(writer)?;
            carry_what_is_of_now(&ready, &self.paths.database())?;
        }
        report.safety = match self.back_up(now) {
            Ok(safety) => Some(safety),
            Err(Error::Damaged { .. }) => None,
            Err(error) => return Err(error),
        };
        report.operation = match label {
            Some(label) => seal(&mut ready, now, Some(&label), report.safety.as_ref())?,
            None => seal(&mut ready, now, None, None)?,
        };
        close(&self.paths, ready)?;
        let is_sound = report.safety.is_some();
        let aside = self.with_all_closed(&mut writer, || {
            let aside = if is_sound { forget_log(&self.paths).map(|()| None) } else { set_aside(&self.paths, now) }?;
            put_in_place(&self.paths)?;
            Ok(aside)
        })?;
        *writer = Some(connect(&self.paths.database(), false)?);
        drop(writer);
        report.set_aside = aside.map(|path| path.display().to_string());
        self.changes.publish(Commit::everything());
        Ok(report)
    }

    fn compare(&self, ready: &Connection) -> Result<(Vec<Difference>, Vec<Lost>)> {
        let now = self.paths.database();
        let now = now.to_str().ok_or_else(|| Error::invalid("path", "The folder's path is no text."))?;
        ready.execute("ATTACH ?1 AS now", [now]).during(DOING)?;
        let compared = compare::differences(ready).and_then(|changes| Ok((changes, compare::lost(ready)?)));
        let detached = ready.execute_batch("DETACH now").during(DOING);
        let compared = compared?;
        detached.map(|()| compared)
    }
}

/// A file of the folder `backups` by its name, or any other by its path.
fn find(paths: &Paths, file: &str) -> Result<PathBuf> {
    let named = paths.backups().join(file);
    let given = std::path::absolute(file).during("looking for the backup")?;
    let is_name = !file.is_empty() && Path::new(file).file_name() == Some(file.as_ref());
    let found = [is_name.then_some(named), Some(given)].into_iter().flatten().find(|path| path.is_file());
    found.ok_or_else(|| Error::not_found("backup", file))
}

/// Describes a backup by the moment in its name, or else by when the file was written.
fn described(source: &Path) -> Result<Backup> {
    let at = match backup::moment_of(source) {
        Some(at) => at,
        None => fs::metadata(source).and_then(|file| file.modified()).during("looking at a backup")?.into(),
    };
    backup::described(source, at)
}

fn label(source: &Path, backup: &Backup, now: Now) -> Said {
    match (backup::moment_of(source), chrono::DateTime::parse_from_rfc3339(&backup.at)) {
        (Some(_), Ok(at)) => {
            let when = at.with_timezone(&now.zone).format("%-d %B %Y, %H:%M").to_string();
            said!("Restored the backup of {when}", when = when)
        }
        _ => said!("Restored {file}", file = source.file_name().unwrap_or_default().to_string_lossy().into_owned()),
    }
}

/// Copies a backup beside the database, in this version's format.
fn make_ready(paths: &Paths, source: &Path) -> Result<Connection> {
    match backup::check_copy(source) {
        Err(Error::Damaged { detail, .. }) => {
            return Err(Error::invalid_hint(
                "file",
                said!(
                    "{file} is no sound backup of Kith: {detail}. Nothing was changed.",
                    file = source.display().to_string(),
                    detail = detail
                ),
                "Choose another backup.",
            ));
        }
        checked => checked?,
    }
    clear(paths)?;
    let beside = paths.restoring();
    drop(private_file(&beside)?);
    backup::copy_into(&backup::open_copy(source)?, &beside)?;
    let mut ready = connect(&beside, false)?;
    migrate::migrate(&mut ready, || Ok(()))?;
    undo::roll_back_unfinished(&mut ready)?;
    Ok(ready)
}

/// Takes away what an earlier attempt left.
fn clear(paths: &Paths) -> Result<()> {
    for file in with_companions(&paths.restoring()) {
        remove(&file)?;
    }
    Ok(())
}

/// A database's file with what SQLite keeps beside it.
fn with_companions(database: &Path) -> [PathBuf; 3] {
    ["", "-wal", "-shm"].map(|ending| {
        let mut name = database.as_os_str().to_os_string();
        name.push(ending);
        PathBuf::from(name)
    })
}

fn remove(file: &Path) -> Result<()> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error).during(DOING),
        _ => Ok(()),
    }
}

/// An import that runs would go on into a database that knows nothing of it.
fn refuse_amid_work(writer: &Connection) -> Result<()> {
    let running: rusqlite::Result<bool> =
        writer.query_row("SELECT EXISTS (SELECT 1 FROM undo_log WHERE state = 'running')", [], |row| row.get(0));
    match running {
        Ok(true) => Err(Error::Busy { message: "An import is running. Nothing was changed.".into() }),
        // What cannot be read does not run.
        Ok(false) | Err(_) => Ok(()),
    }
}

/// What is of now goes along: which reminders were told, so that none comes twice, and the drafts, except for those of
/// things that may be others in the backup. What is damaged has nothing to give.
fn carry_what_is_of_now(ready: &Connection, database: &Path) -> Result<()> {
    let Some(database) = database.to_str() else { return Ok(()) };
    let carried = ready.execute("ATTACH ?1 AS now", [database]).and_then(|_| {
        ready.execute_batch(
            "BEGIN;
             DELETE FROM drafts;
             INSERT INTO drafts SELECT * FROM now.drafts WHERE id NOT GLOB '*:[0-9]*';
             DELETE FROM notices;
             INSERT INTO notices SELECT * FROM now.notices ORDER BY id;
             COMMIT;",
        )
    });
    if let Err(error) = carried {
        tracing::warn!(%error, "drafts and reminders stay as the backup has them");
        if !ready.is_autocommit() {
            ready.execute_batch("ROLLBACK").during(DOING)?;
        }
    }
    match ready.execute_batch("DETACH now") {
        Err(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::Unknown) => Ok(()),
        detached => detached.during(DOING),
    }
}

/// Gives the copy an epoch of its own, and its history the line that takes the restore back; none without a label.
fn seal(
    ready: &mut Connection,
    now: Now,
    label: Option<&Said>,
    safety: Option<&Backup>,
) -> Result<Option<OperationId>> {
    let tx = ready.transaction().during(DOING)?;
    tx.execute("UPDATE meta SET value = ?1 WHERE key = 'epoch'", [crate::id::new_uid()]).during(DOING)?;
    let mut operation = None;
    if let Some(label) = label {
        let said = serde_json::to_string(label).unwrap_or_default();
        tx.execute(
            "INSERT INTO undo_log (label, said, kind, state, at) VALUES (?1, ?2, ?3, 'done', ?4)",
            params![label.to_string(), said, OperationKind::Restore.as_str(), now.millis()],
        )
        .during(DOING)?;
        operation = Some(OperationId(tx.last_insert_rowid()));
    }
    if let (Some(id), Some(name)) = (operation, safety.and_then(|safety| Path::new(&safety.file).file_name())) {
        tx.execute(
            "INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (safety_key(id), name.to_string_lossy()),
        )
        .during(DOING)?;
    }
    tx.commit().during(DOING)?;
    Ok(operation)
}

fn safety_key(operation: OperationId) -> String {
    format!("safety:{operation}")
}

/// Closes the copy, whole and on disk.
fn close(paths: &Paths, ready: Connection) -> Result<()> {
    ready.close().map_err(|(_, error)| error).during(DOING)?;
    let [beside, log, _] = with_companions(&paths.restoring());
    if holds_something(&log) {
        return Err(Error::Conflict { message: "The backup could not be made ready. Nothing was changed.".into() });
    }
    private_file(&beside)?.sync_all().during(DOING)?;
    backup::sync_folder(&beside)
}

fn holds_something(file: &Path) -> bool {
    fs::metadata(file).is_ok_and(|file| file.len() > 0)
}

/// Makes sure that nothing of the closed database is left outside its file: a log would be read into the next.
fn forget_log(paths: &Paths) -> Result<()> {
    let [_, log, shared] = with_companions(&paths.database());
    if holds_something(&log) {
        let message = "The database is in use. Nothing was changed.".into();
        return Err(Error::Busy { message });
    }
    remove(&log)?;
    remove(&shared)
}

/// Keeps a damaged database with its `-wal` under another name.
///
/// The name is given first and taken away from the old place after, so that a crash in between loses neither.
fn set_aside(paths: &Paths, now: Now) -> Result<Option<PathBuf>> {
    let [database, log, shared] = with_companions(&paths.database());
    let is_there = holds_something(&database) || holds_something(&log);
    let mut kept = None;
    if is_there {
        let stamp = now.instant.format("%Y%m%dT%H%M%S%.3fZ");
        let mut aside = paths.root().join(format!("kith.db.damaged-{stamp}"));
        for again in 2.. {
            if with_companions(&aside).iter().all(|file| !file.exists()) {
                break;
            }
            aside = paths.root().join(format!("kith.db.damaged-{stamp}-{again}"));
        }
        let [aside_database, aside_log, _] = with_companions(&aside);
        for (from, to) in [(&log, &aside_log), (&database, &aside_database)] {
            if from.exists() && fs::hard_link(from, to).is_err() {
                fs::rename(from, to).during("setting the damaged database aside")?;
            }
        }
        backup::sync_folder(&aside)?;
        kept = Some(aside);
    }
    remove(&log)?;
    remove(&shared)?;
    Ok(kept)
}

/// The one step that counts.
fn put_in_place(paths: &Paths) -> Result<()> {
    fs::rename(paths.restoring(), paths.database()).during("putting the backup in its place")?;
    backup::sync_folder(&paths.database())
}

#[cfg(test)]
#[path = "restore_tests.rs"]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at what it did not expect")]
mod tests;
