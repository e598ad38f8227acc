//! The database: one write path, a few readers, nothing lost.
//!
//! Invariants: a write of the user's truth goes through [`Store::transact`] (or a batch of an operation) and
//! is undoable; changes are published after the commit and never before; `FULL` sync, so that what was
//! answered is on disk. A `Connection` is named here and in the features' `store.rs` alone.

pub mod backup;
pub mod check;
mod compare;
mod keep;
pub mod migrate;
mod pieces;
pub mod restore;
pub mod undo;
mod whose;

use std::fs;
use std::io::{Read, Write};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use crate::changes::{ChangeKind, Changes, Commit};
use crate::clock::Now;
use crate::error::{During, Error, Result};
use crate::id::OperationId;
use crate::paths::{Paths, private_file};
use crate::said::Said;

/// A connection inside a snapshot or a transaction, as the features' `store.rs` take it.
pub type Db = Connection;

/// `KITH` as SQLite's application id.
const APPLICATION_ID: i64 = 0x4B49_5448;
/// How every database of SQLite begins.
const MAGIC: &[u8] = b"SQLite format 3\0";
const READERS: usize = 3;
const SPARE_BYTES: usize = 4 << 20;
/// What the writing connection may keep of the database in memory: negative for KiB, as the pragma has it.
const WRITE_CACHE_KIB: i64 = -16_384;
/// How long those who read may take to come to an end before another database is put in place.
const QUIET: Duration = Duration::from_secs(10);

/// What an operation is called in the history, and how it may be undone.
#[derive(Debug, Clone)]
pub struct Op {
    said: Said,
    kind: undo::OperationKind,
}

impl Op {
    /// A change made by hand. The label completes “Undo: …”, as in “Logged a talk with Dana”.
    pub fn edit(said: impl Into<Said>) -> Self {
        Self { said: said.into(), kind: undo::OperationKind::Edit }
    }

    /// A merge of contacts: kept for good.
    pub fn merge(said: impl Into<Said>) -> Self {
        Self { said: said.into(), kind: undo::OperationKind::Merge }
    }

    /// An import: kept for good; undoing keeps what was changed since.
    pub fn import(said: impl Into<Said>) -> Self {
        Self { said: said.into(), kind: undo::OperationKind::Import }
    }
}

/// The open database.
#[derive(Debug)]
pub struct Store {
    paths: Paths,
    writer: Mutex<Option<Connection>>,
    readers: Mutex<Readers>,
    /// Held for the whole of a restore: there is one place beside the database.
    restoring: Mutex<()>,
    changes: Arc<Changes>,
}

/// The connections for reading: those that wait, and how many are in use.
#[derive(Debug, Default)]
struct Readers {
    idle: Vec<Connection>,
    out: usize,
}

/// A connection in use; comes back however the reading ends.
struct Reader<'store> {
    store: &'store Store,
    connection: Option<Connection>,
}

impl Drop for Reader<'_> {
    fn drop(&mut self) {
        let mut readers = self.store.lock_readers();
        readers.out -= 1;
        if let Some(connection) = self.connection.take().filter(Connection::is_autocommit)
            && readers.idle.len() < READERS
        {
            readers.idle.push(connection);
        }
    }
}

impl Store {
    /// Opens or makes the database, and brings it to this version's format.
    ///
    /// Fails untouched on a newer format ([`Error::Newer`]) and on damage ([`Error::Damaged`]).
    /// Where a database was and is none now, no empty one is begun; a damaged one is left, and the newest sound
    /// backup named.
    pub fn open(paths: &Paths, changes: Arc<Changes>) -> Result<Self> {
        let opened = backup::refuse_to_begin_anew(paths).and_then(|()| Self::open_whole(paths, changes));
        opened.map_err(|error| match error {
            Error::Damaged { detail, .. } => {
                let backup = backup::newest_sound(paths).and_then(|backup| backup::told(&backup));
                Error::Damaged { detail, backup }
            }
            other => other,
        })
    }

    fn open_whole(paths: &Paths, changes: Arc<Changes>) -> Result<Self> {
        refuse_what_is_no_database(private_file(&paths.database())?)?;
        let mut writer = connect(&paths.database(), false)?;
        migrate::migrate(&mut writer, || backup::before_migration(paths))?;
        undo::roll_back_unfinished(&mut writer)?;
        let store = Self {
            paths: paths.clone(),
            writer: Mutex::new(Some(writer)),
            readers: Mutex::default(),
            restoring: Mutex::default(),
            changes,
        };
        store.keep_spare();
        Ok(store)
    }

    /// Reads in one snapshot; never waits for a writer.
    pub fn read<T>(&self, reading: impl FnOnce(&Db) -> Result<T>) -> Result<T> {
        let mut reader = {
            let mut readers = self.lock_readers();
            readers.out += 1;
            Reader { store: self, connection: readers.idle.pop() }
        };
        let connection = match reader.connection.as_mut() {
            Some(connection) => connection,
            None => reader.connection.insert(connect(&self.paths.database(), true)?),
        };
        let snapshot = connection.transaction().during("beginning to read")?;
        reading(&snapshot)
    }

    /// Writes the user's truth as one undoable operation; returns only after the commit is on disk.
    pub fn transact<T>(&self, now: Now, op: &Op, writing: impl FnOnce(&Db) -> Result<T>) -> Result<T> {
        self.write(|connection| {
            undo::recorded(connection, None, writing, |tx, batch| undo::write_operation(tx, now, op, batch))
        })
    }

    /// Begins an operation that is written in several batches; an unfinished one is rolled back at the next start.
    pub fn begin_operation(&self, now: Now, op: &Op) -> Result<OperationId> {
        self.write(|connection| Ok((undo::begin(connection, now, op)?, Commit::default())))
    }

    /// Writes one batch of a begun operation.
    pub fn batch<T>(&self, operation: OperationId, writing: impl FnOnce(&Db) -> Result<T>) -> Result<T> {
        self.write(|connection| {
            undo::recorded(connection, Some(operation), writing, |tx, batch| undo::write_batch(tx, operation, batch))
        })
    }

    /// Ends a begun operation: from here on it is undone as one.
    pub fn finish_operation(&self, operation: OperationId) -> Result<()> {
        self.write(|connection| Ok((undo::finish(connection, operation)?, Commit::aside(&[ChangeKind::History]))))
    }

    /// Takes back all batches of a begun operation and forgets it.
    pub fn abort_operation(&self, operation: OperationId) -> Result<()> {
        self.write(|connection| Ok(((), undo::abort(connection, operation)?)))
    }

    /// Writes what is not the user's truth (drafts, day lists, queue): not undoable, told as `kinds`.
    pub fn aside<T>(&self, kinds: &[ChangeKind], writing: impl FnOnce(&Db) -> Result<T>) -> Result<T> {
        self.write(|connection| {
            let tx =
                connection.transaction_with_behavior(TransactionBehavior::Immediate).during("beginning to write")?;
            let answer = writing(&tx)?;
            tx.commit().during("saving")?;
            Ok((answer, Commit::aside(kinds)))
        })
    }

    /// Writes with the one write connection and publishes what came of it.
    pub(crate) fn write<T>(&self, writing: impl FnOnce(&mut Connection) -> Result<(T, Commit)>) -> Result<T> {
        let outcome = {
            let mut writer = self.lock_writer();
            let connection = match writer.as_mut() {
                Some(connection) => connection,
                None => writer.insert(connect(&self.paths.database(), false)?),
            };
            let outcome = writing(connection);
            if let Err(error) = &outcome {
                self.after_failure(error, &mut writer);
            }
            outcome
        };
        let (answer, commit) = outcome?;
        self.changes.publish(commit);
        Ok(answer)
    }

    /// Checkpoints and closes, so that no `-wal` stays behind.
    pub fn close(&self) {
        self.lock_readers().idle.clear();
        drop(self.lock_writer().take());
    }

    /// Gives back what is kept for speed alone. The writer stays: closed before a reader it could not take the log away.
    pub fn rest(&self) {
        self.lock_readers().idle.clear();
        if let Some(writer) = self.lock_writer().as_ref()
            && let Err(error) = writer.execute_batch("PRAGMA shrink_memory")
        {
            tracing::warn!(%error, "the database keeps its memory");
        }
    }

    /// Runs `swap` while nobody in this process has the database open. `writer` is opened anew at its next use.
    ///
    /// Who reads is waited for without holding up others that read within it.
    fn with_all_closed<T>(&self, writer: &mut Option<Connection>, swap: impl FnOnce() -> Result<T>) -> Result<T> {
        let until = Instant::now() + QUIET;
        loop {
            let mut readers = self.lock_readers();
            if readers.out == 0 {
                readers.idle.clear();
                // The last to close takes the `-wal` away; after a failure it was not closed so.
                drop(writer.take().or_else(|| connect(&self.paths.database(), false).ok()));
                return swap();
            }
            drop(readers);
            if Instant::now() >= until {
                let message = "The database is still being read. Nothing was changed.".into();
                return Err(Error::Busy { message });
            }
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    fn lock_readers(&self) -> MutexGuard<'_, Readers> {
        self.readers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn lock_writer(&self) -> MutexGuard<'_, Option<Connection>> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// After a failed fsync nothing on that handle is trustworthy; after a full disk the spare file gives way.
    fn after_failure(&self, error: &Error, writer: &mut Option<Connection>) {
        match error {
            Error::DiskFull => {
                if let Err(error) = fs::remove_file(self.paths.spare()) {
                    tracing::debug!(%error, "no spare file to give up");
                }
            }
            Error::Database { source, .. }
                if source.sqlite_error_code() == Some(rusqlite::ErrorCode::SystemIoFailure) =>
            {
                drop(writer.take());
            }
            _ => {}
        }
    }

    /// Keeps 4 MB aside that are given up when the disk fills, so that reading and messages go on.
    fn keep_spare(&self) {
        let path = self.paths.spare();
        if fs::metadata(&path).is_ok_and(|m| m.len() >= SPARE_BYTES as u64) {
            return;
        }
        let written =
            private_file(&path).and_then(|mut file| file.write_all(&vec![0; SPARE_BYTES]).during("setting room aside"));
        if let Err(error) = written {
            tracing::warn!(%error, "no room could be set aside for a full disk");
        }
    }
}

/// SQLite takes the `-wal` away even of a file that it then calls no database: such a file is not given to it.
fn refuse_what_is_no_database(mut file: fs::File) -> Result<()> {
    let mut start = Vec::new();
    Read::by_ref(&mut file).take(MAGIC.len() as u64).read_to_end(&mut start).during("opening the database")?;
    if start.is_empty() || start == MAGIC {
        return Ok(());
    }
    Err(Error::damaged("file is not a database"))
}

/// One connection, with its pragmas read back.
fn connect(database: &Path, read_only: bool) -> Result<Connection> {
    let access = if read_only { OpenFlags::SQLITE_OPEN_READ_ONLY } else { OpenFlags::SQLITE_OPEN_READ_WRITE };
    let connection = Connection::open_with_flags(database, access | OpenFlags::SQLITE_OPEN_NO_MUTEX)
        .during("opening the database")?;
    connection.set_prepared_statement_cache_capacity(128);
    // Else a statement with a bound LIMIT is prepared anew for every value.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).during("opening the database")?;
    connection.busy_timeout(Duration::from_secs(5)).during("opening the database")?;
    if !read_only {
        connection.pragma_update(None, "journal_mode", "WAL").during("opening the database")?;
        connection.pragma_update(None, "synchronous", "FULL").during("opening the database")?;
        connection.pragma_update(None, "foreign_keys", true).during("opening the database")?;
        // An import writes all over its indexes: with the usual 2 MB it reads most pages again and again.
        connection.pragma_update(None, "cache_size", WRITE_CACHE_KIB).during("opening the database")?;
    }
    connection.pragma_update(None, "trusted_schema", false).during("opening the database")?;
    connection.pragma_update(None, "temp_store", "MEMORY").during("opening the database")?;
    read_back(&connection, read_only)?;
    Ok(connection)
}

/// A pragma that did not take would lose data silently.
fn read_back(connection: &Connection, read_only: bool) -> Result<()> {
    let pragma = |name: &str| -> Result<String> {
        connection
            .pragma_query_value(None, name, |row| {
                row.get_ref(0).map(|value| match value {
                    rusqlite::types::ValueRef::Integer(n) => n.to_string(),
                    other => other.as_str().unwrap_or_default().to_owned(),
                })
            })
            .during("checking how the database was opened")
    };
    let mut expected = vec![("journal_mode", "wal"), ("temp_store", "2"), ("trusted_schema", "0")];
    if !read_only {
        expected.extend([("synchronous", "2"), ("foreign_keys", "1")]);
    }
    for (name, value) in expected {
        let found = pragma(name)?;
        if found != value {
            return Err(Error::damaged(format!("it refuses {name} = {value} and keeps {found}")));
        }
    }
    Ok(())
}
