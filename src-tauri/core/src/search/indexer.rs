//! Keeps the index equal to the database: opens it, checks it, drains the queue. `building.rs` builds it anew.
//!
//! Invariants: a commit carries the number of the last queue line it holds, so every crash is followed by a
//! replay; nothing is searched before what was saved is in; what is behind catches up, and what is ahead,
//! foreign, of another version or damaged is built anew beside and swapped in. A lock or an I/O error never
//! throws an index away. The folder holds one sub-folder for each generation and `current`, which names it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, TryLockError};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use tantivy::directory::error::{LockError, OpenDirectoryError, OpenReadError};
use tantivy::indexer::{IndexWriterOptions, LogMergePolicy};
use tantivy::schema::Schema;
use tantivy::{IndexReader, IndexWriter, ReloadPolicy, TantivyError, Term};

use super::IndexState;
use super::directory::UnsyncedDirectory;
use super::generations::{Current, Generations};
use super::languages::Stems;
use super::schema::{Fields, INDEX_VERSION, analyzers, key, schema};
use super::scratch::Scratch;
use super::snapshot::Snapshot;
use super::store::{self as rows, Identity, Stale};
use super::tokens::Cutter;
use crate::error::{Error, Result};
use crate::paths::Paths;
use crate::store::Store;

/// Queue lines taken into one commit.
const BATCH: usize = 1_000;
/// Queue lines that are kept although the index has them; then they are taken out together.
const KEPT: i64 = 5_000;
/// What is held in memory of what is saved day by day, before a segment is written: the least that tantivy takes, because it clears tables of that size.
const DAILY_MEMORY: usize = 15_000_000;

/// The search index, a projection of the database.
pub struct Index {
    pub(super) generations: Generations,
    pub(super) schema: Schema,
    pub(super) fields: Fields,
    live: RwLock<Option<Arc<Live>>>,
    pub(super) worker: Mutex<Worker>,
    pub(super) building: AtomicBool,
    pub(super) built: AtomicU64,
    pub(super) to_build: AtomicU64,
    scratch: Mutex<Vec<Scratch>>,
}

/// What can be searched.
pub(super) struct Live {
    reader: IndexReader,
    snapshot: RwLock<Arc<Snapshot>>,
    /// The last queue line that is in.
    applied: AtomicI64,
    /// The database it is the projection of.
    identity: Identity,
}

impl Live {
    fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.snapshot.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Whether everything up to a queue line of this database is in.
    fn holds(&self, identity: &Identity, seq: i64) -> bool {
        self.identity == *identity && self.applied.load(Ordering::Acquire) >= seq
    }
}

/// What only one at a time may do: write.
#[derive(Default)]
pub(super) struct Worker {
    pub(super) writer: Option<IndexWriter>,
    pub(super) index: Option<tantivy::Index>,
    /// Set when the files cannot be trusted any more.
    pub(super) doubted: bool,
    /// When it last could not be built.
    pub(super) failed: Option<Instant>,
}

/// What a commit says of itself.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Payload {
    seq: i64,
    version: u32,
    database: String,
    epoch: String,
    languages: Vec<String>,
}

/// Why an index was not opened.
pub(super) enum Refusal {
    /// It is to be built anew; the reason is logged.
    Rebuild(&'static str),
    /// It may be sound, but cannot be opened now.
    Failed(Error),
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Refusal {
        Refusal::Failed(error)
    }
}

impl From<TantivyError> for Refusal {
    fn from(error: TantivyError) -> Refusal {
        if is_damage(&error) { Refusal::Rebuild("it is damaged") } else { Refusal::Failed(failed("opening", error)) }
    }
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Index").field("root", &self.generations.root()).finish_non_exhaustive()
    }
}

impl Index {
    /// Names the folder. Nothing is read before the first search or [`Index::catch_up`], so that a start waits
    /// for nothing.
    pub fn open(paths: &Paths, _store: &Store) -> Result<Index> {
        let (schema, fields) = schema();
        Ok(Index {
            generations: Generations::new(paths.index()),
            schema,
            fields,
            live: RwLock::new(None),
            worker: Mutex::new(Worker::default()),
            building: AtomicBool::new(false),
            built: AtomicU64::new(0),
            to_build: AtomicU64::new(0),
            scratch: Mutex::new(Vec::new()),
        })
    }

    /// Brings the index up to what was saved before the call; opens it or builds it anew where that is needed.
    pub fn catch_up(&self, store: &Store) -> Result<()> {
        let (identity, (newest, _)) = store.read(|db| Ok((rows::identity(db)?, rows::queue_ends(db)?)))?;
        while !self.live().is_some_and(|live| live.holds(&identity, newest)) {
            let mut worker = self.worker.lock().unwrap_or_else(PoisonError::into_inner);
            if self.live().is_some_and(|live| live.holds(&identity, newest)) {
                break;
            }
            self.guarded(&mut worker, |index, worker| index.step(store, worker))?;
        }
        Ok(())
    }

    /// As [`Index::catch_up`], but does not wait for another thread that builds it anew; says what can be searched.
    pub(super) fn catch_up_unless_building(&self, store: &Store) -> Result<IndexState> {
        let is_building =
            self.building.load(Ordering::Acquire) && matches!(self.worker.try_lock(), Err(TryLockError::WouldBlock));
        if !is_building {
            return self.catch_up(store).map(|()| IndexState::Ready);
        }
        let (identity, (newest, _)) = store.read(|db| Ok((rows::identity(db)?, rows::queue_ends(db)?)))?;
        Ok(match self.live() {
            Some(live) if live.holds(&identity, newest) => IndexState::Ready,
            Some(live) if live.identity.is_same_database(&identity) => IndexState::Behind,
            // What is there belongs to another database.
            Some(_) | None => IndexState::Away,
        })
    }

    /// Its size on the disk.
    pub(super) fn bytes(&self) -> u64 {
        self.generations.bytes()
    }

    /// Searches the committed state; `None` while there is none. A panic in damaged files is caught, and the
    /// index built anew.
    pub(super) fn search<T>(
        &self,
        search: impl FnOnce(&Snapshot, &mut Scratch) -> tantivy::Result<T>,
    ) -> Result<Option<T>> {
        let Some(live) = self.live() else { return Ok(None) };
        let snapshot = live.snapshot();
        let mut scratch = self.scratches().pop().unwrap_or_default();
        match catch_unwind(AssertUnwindSafe(|| search(&snapshot, &mut scratch))) {
            Ok(Ok(found)) => {
                self.scratches().push(scratch);
                Ok(Some(found))
            }
            Ok(Err(error)) => {
                if is_damage(&error) {
                    self.doubt();
                }
                Err(failed("searching", error))
            }
            Err(_) => {
                self.doubt();
                Err(Error::Index { doing: "searching", detail: "its files are damaged".into() })
            }
        }
    }

    /// Reads every file of the index and compares its sum; `None` while it is not open.
    pub(super) fn has_sound_files(&self) -> Result<Option<bool>> {
        let worker = self.worker.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(index) = &worker.index else { return Ok(None) };
        match index.validate_checksum() {
            Ok(damaged) => Ok(Some(damaged.is_empty())),
            Err(error) if is_damage(&error) => Ok(Some(false)),
            Err(error) => Err(failed("checking", error)),
        }
    }

    fn scratches(&self) -> MutexGuard<'_, Vec<Scratch>> {
        self.scratch.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn live(&self) -> Option<Arc<Live>> {
        self.live.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn set_live(&self, live: Option<Live>) {
        *self.live.write().unwrap_or_else(PoisonError::into_inner) = live.map(Arc::new);
    }

    fn doubt(&self) {
        self.set_live(None);
        self.worker.lock().unwrap_or_else(PoisonError::into_inner).doubted = true;
    }

    /// Does a piece of writing. After a failure the writer is let go, so that the next one replays from the last
    /// commit; after a panic or damage the files are not trusted either.
    pub(super) fn guarded(
        &self,
        worker: &mut Worker,
        work: impl FnOnce(&Index, &mut Worker) -> Result<(), Refusal>,
    ) -> Result<()> {
        let outcome = catch_unwind(AssertUnwindSafe(|| work(self, worker)));
        let refusal = match outcome {
            Ok(Ok(())) => return Ok(()),
            Ok(Err(refusal)) => refusal,
            Err(_) => Refusal::Rebuild("it is damaged"),
        };
        self.building.store(false, Ordering::Release);
        worker.writer = None;
        match refusal {
            Refusal::Failed(error) => Err(error),
            Refusal::Rebuild(reason) if !worker.doubted => {
                tracing::warn!(reason, "the search index is doubted");
                self.set_live(None);
                worker.doubted = true;
                Ok(())
            }
            Refusal::Rebuild(reason) => Err(Error::Index { doing: "building it anew", detail: reason.into() }),
        }
    }

    /// One step towards the database: opens, builds, or takes in a batch of the queue.
    fn step(&self, store: &Store, worker: &mut Worker) -> Result<(), Refusal> {
        if self.live().is_none() {
            if worker.doubted {
                return self.build_again(store, worker, "it was doubted");
            }
            match self.try_open(store, worker) {
                Ok(live) => self.set_live(Some(live)),
                Err(Refusal::Rebuild(reason)) => return self.build_again(store, worker, reason),
                Err(failed) => return Err(failed),
            }
            return Ok(());
        }
        self.drain(store, worker)
    }

    /// Opens the current generation and makes sure that it is the projection of this database.
    fn try_open(&self, store: &Store, worker: &mut Worker) -> Result<Live, Refusal> {
        let generation = match self.generations.current().map_err(|error| failed("opening", error))? {
            Current::Is(generation) => generation,
            Current::None => return Err(Refusal::Rebuild("there is none")),
            Current::Unreadable => return Err(Refusal::Rebuild("it is not named")),
        };
        let folder = self.generations.folder(generation);
        let directory = UnsyncedDirectory::open(&folder).map_err(TantivyError::from)?;
        let mut index = tantivy::Index::open(directory)?;
        if index.schema() != self.schema {
            return Err(Refusal::Rebuild("it has another schema"));
        }
        index.set_tokenizers(analyzers());
        let payload = index.load_metas()?.payload.unwrap_or_default();
        let Ok(payload) = serde_json::from_str::<Payload>(&payload) else {
            return Err(Refusal::Rebuild("it does not say what it holds"));
        };
        self.judge(store, &payload)?;
        if self.generations.must_be_checked(generation) {
            let damaged = index.validate_checksum()?;
            if !damaged.is_empty() {
                return Err(Refusal::Rebuild("its files are damaged"));
            }
        }
        let stems = Stems::new(&payload.languages).into();
        let identity = Identity { database: payload.database, epoch: payload.epoch, languages: payload.languages };
        let live = self.to_live(&index, payload.seq, identity, stems)?;
        self.generations.remember_boot();
        worker.index = Some(index);
        Ok(live)
    }

    /// Whether what the payload says can be brought up to this database by replaying its queue.
    fn judge(&self, store: &Store, payload: &Payload) -> Result<(), Refusal> {
        let (identity, (newest, oldest)) = store.read(|db| Ok((rows::identity(db)?, rows::queue_ends(db)?)))?;
        if *payload != self.payload(&identity, payload.seq) {
            return Err(Refusal::Rebuild("it is of another database, version or language"));
        }
        if payload.seq > newest {
            return Err(Refusal::Rebuild("it is ahead of the database"));
        }
        if payload.seq < newest && oldest.is_none_or(|oldest| oldest > payload.seq + 1) {
            return Err(Refusal::Rebuild("the queue does not reach back to it"));
        }
        Ok(())
    }

    pub(super) fn payload(&self, identity: &Identity, seq: i64) -> Payload {
        Payload {
            seq,
            version: INDEX_VERSION,
            database: identity.database.clone(),
            epoch: identity.epoch.clone(),
            languages: identity.languages.clone(),
        }
    }

    /// Takes the next batch of the queue in.
    fn drain(&self, store: &Store, worker: &mut Worker) -> Result<(), Refusal> {
        let Some(live) = self.live() else { return Ok(()) };
        let applied = live.applied.load(Ordering::Acquire);
        let (stale, identity, oldest) = store.read(|db| {
            let lines = rows::queue_after(db, applied, BATCH)?;
            Ok((lines, rows::identity(db)?, rows::queue_ends(db)?.1))
        })?;
        if !identity.is_same_database(&live.identity) {
            return Err(Refusal::Rebuild("the database is another one"));
        }
        if identity.languages != live.identity.languages {
            return self.build_again(store, worker, "its languages are others");
        }
        let reached = oldest.is_some_and(|oldest| oldest <= applied + 1);
        let Some((seq, _)) = stale.last().copied().filter(|_| reached) else {
            return Err(Refusal::Rebuild("the queue does not reach back to it"));
        };
        let mut ids: Vec<Stale> = stale.into_iter().map(|(_, id)| id).collect();
        ids.sort_unstable();
        ids.dedup();
        {
            let mut cutter = Cutter::new(Arc::clone(&live.snapshot().stems));
            let writer = self.writer(worker)?;
            store.read(|db| ids.iter().try_for_each(|id| self.put(db, writer, &mut cutter, *id, true)))?;
        }
        self.commit(worker, &self.payload(&identity, seq))?;
        self.reload(&live, seq)?;
        if oldest.is_some_and(|oldest| seq - oldest >= KEPT) {
            store.aside(&[], |tx| rows::prune(tx, seq))?;
        }
        Ok(())
    }

    /// Puts the documents of a contact or conversation in place of those it had.
    pub(super) fn put(
        &self,
        db: &crate::store::Db,
        writer: &IndexWriter,
        cutter: &mut Cutter,
        stale: Stale,
        had: bool,
    ) -> Result<()> {
        let (is_conversation, id) = match stale {
            Stale::Conversation(id) => (true, id),
            Stale::Contact(id) => (false, id),
        };
        if had {
            writer.delete_term(Term::from_field_u64(self.fields.key, key(is_conversation, id)));
        }
        let documents = match stale {
            Stale::Conversation(id) => rows::conversation(db, id)?.map(|row| vec![row.document(&self.fields, cutter)]),
            Stale::Contact(id) => rows::contact(db, id)?.map(|row| row.documents(&self.fields, cutter)),
        };
        for document in documents.into_iter().flatten() {
            writer.add_document(document).map_err(|error| failed("indexing", error))?;
        }
        Ok(())
    }

    pub(super) fn writer<'w>(&self, worker: &'w mut Worker) -> Result<&'w IndexWriter, Refusal> {
        if worker.writer.is_none() {
            let index = worker.index.as_ref().ok_or(Refusal::Rebuild("it is not open"))?;
            worker.writer = Some(open_writer(index, DAILY_MEMORY)?);
        }
        worker.writer.as_ref().ok_or(Refusal::Rebuild("it is not open"))
    }

    pub(super) fn commit(&self, worker: &mut Worker, payload: &Payload) -> Result<(), Refusal> {
        let writer = worker.writer.as_mut().ok_or(Refusal::Rebuild("it is not open"))?;
        let payload = serde_json::to_string(payload).unwrap_or_default();
        let mut commit = writer.prepare_commit().map_err(|error| failed("indexing", error))?;
        commit.set_payload(&payload);
        commit.commit().map_err(|error| failed("indexing", error))?;
        Ok(())
    }

    fn reload(&self, live: &Live, seq: i64) -> Result<(), Refusal> {
        live.reader.reload()?;
        let before = live.snapshot();
        let stems = Arc::clone(&before.stems);
        let snapshot = Snapshot::new(live.reader.searcher(), &self.fields, stems, Some(&before))?;
        *live.snapshot.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(snapshot);
        live.applied.store(seq, Ordering::Release);
        Ok(())
    }

    pub(super) fn to_live(
        &self,
        index: &tantivy::Index,
        seq: i64,
        identity: Identity,
        stems: Arc<Stems>,
    ) -> Result<Live, Refusal> {
        let reader: IndexReader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let snapshot = Snapshot::new(reader.searcher(), &self.fields, stems, None)?;
        Ok(Live { reader, snapshot: RwLock::new(Arc::new(snapshot)), applied: AtomicI64::new(seq), identity })
    }
}

pub(super) fn open_writer(index: &tantivy::Index, memory: usize) -> Result<IndexWriter, Refusal> {
    let options = IndexWriterOptions::builder()
        .num_worker_threads(1)
        .memory_budget_per_thread(memory)
        .num_merge_threads(1)
        .build();
    let writer: IndexWriter = once_unlocked(|| index.writer_with_options(options.clone()))?;
    let mut policy = LogMergePolicy::default();
    policy.set_del_docs_ratio_before_merge(0.3);
    writer.set_merge_policy(Box::new(policy));
    Ok(writer)
}

/// Whoever else writes, as a second process of Kith may for a moment, is waited for.
fn once_unlocked<T>(mut open: impl FnMut() -> tantivy::Result<T>) -> tantivy::Result<T> {
    for _ in 0..LOCKED {
        match open() {
            Err(TantivyError::LockFailure(LockError::LockBusy, _)) => std::thread::sleep(LOCKED_FOR),
            opened => return opened,
        }
    }
    open()
}

/// How often and how long a lock is waited for.
const LOCKED: usize = 50;
const LOCKED_FOR: Duration = Duration::from_millis(10);

fn failed(doing: &'static str, error: impl std::fmt::Display) -> Error {
    let detail = error.to_string();
    if detail.contains("No space left") || detail.contains("os error 28") {
        return Error::DiskFull;
    }
    Error::Index { doing, detail }
}

/// Whether the files are wrong, as opposed to not being readable or writable now.
fn is_damage(error: &TantivyError) -> bool {
    use std::io::ErrorKind::{InvalidData, UnexpectedEof};
    let is_wrong = |error: &std::io::Error| matches!(error.kind(), InvalidData | UnexpectedEof);
    match error {
        TantivyError::DataCorruption(_)
        | TantivyError::IncompatibleIndex(_)
        | TantivyError::SchemaError(_)
        | TantivyError::InternalError(_)
        | TantivyError::DeserializeError(_)
        | TantivyError::FieldNotFound(_)
        | TantivyError::InvalidArgument(_)
        | TantivyError::OpenReadError(OpenReadError::FileDoesNotExist(_) | OpenReadError::IncompatibleIndex(_))
        | TantivyError::OpenDirectoryError(
            OpenDirectoryError::DoesNotExist(_) | OpenDirectoryError::NotADirectory(_),
        ) => true,
        TantivyError::IoError(error) => is_wrong(error),
        TantivyError::OpenReadError(OpenReadError::IoError { io_error, .. }) => is_wrong(io_error),
        _ => false,
    }
}
