//! Builds the index anew from the database, beside the one there is.

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};

use tantivy::{IndexSettings, TantivyError};

use super::Building;
use super::directory::UnsyncedDirectory;
use super::indexer::{Index, Live, Refusal, Worker, open_writer};
use super::languages::Stems;
use super::schema::analyzers;
use super::store::{self as rows, Stale};
use super::tokens::Cutter;
use crate::error::{During, Error, Result};
use crate::jobs::Job;
use crate::store::Store;

/// Rows read at once.
const CHUNK: usize = 500;
/// What a build may hold in memory before it writes a segment.
const BUILD_MEMORY: usize = 64 << 20;
/// After so long it is tried again to build what could not be built.
const TRIED_AGAIN: Duration = Duration::from_secs(2);

impl Index {
    /// How far a build that is under way is; `None` when there is none.
    pub(super) fn building(&self) -> Option<Building> {
        let count = |of: &AtomicU64| of.load(Ordering::Relaxed);
        let building = || Building { done: count(&self.built), total: count(&self.to_build) };
        self.building.load(Ordering::Acquire).then(building)
    }

    /// Builds the index anew from the database; until it is there, or where the job is stopped, the one there was
    /// goes on answering.
    pub fn rebuild(&self, store: &Store, job: &Job) -> Result<()> {
        let mut worker = self.worker.lock().unwrap_or_else(PoisonError::into_inner);
        worker.failed = None;
        self.guarded(&mut worker, |index, worker| index.build(store, worker, "it was asked for", job))
    }

    /// Builds it, unless that failed a moment ago: a search on a full disk is not to try it at every key.
    pub(super) fn build_again(&self, store: &Store, worker: &mut Worker, reason: &'static str) -> Result<(), Refusal> {
        if worker.failed.is_some_and(|failed| failed.elapsed() < TRIED_AGAIN) {
            let detail = "it could not be built a moment ago".into();
            return Err(Refusal::Failed(Error::Index { doing: "building it anew", detail }));
        }
        self.build(store, worker, reason, &Job::default())
    }

    /// Builds a new generation beside the old one and swaps it in. What is saved meanwhile stays in the queue.
    fn build(&self, store: &Store, worker: &mut Worker, reason: &'static str, job: &Job) -> Result<(), Refusal> {
        tracing::info!(reason, "the search index is built anew");
        self.building.store(true, Ordering::Release);
        self.built.store(0, Ordering::Relaxed);
        self.to_build.store(0, Ordering::Relaxed);
        worker.writer = None;
        let outcome = self.build_beside(store, worker, job);
        // The one there was goes on answering where a new one could not be built.
        worker.writer = None;
        worker.failed = outcome.is_err().then(Instant::now);
        self.building.store(false, Ordering::Release);
        outcome
    }

    fn build_beside(&self, store: &Store, worker: &mut Worker, job: &Job) -> Result<(), Refusal> {
        let (generation, folder) = self.generations.begin().during("making a folder for the search index")?;
        let built = self.build_in(&folder, store, worker, job).and_then(|built| {
            self.generations.name(generation).during("naming the search index")?;
            Ok(built)
        });
        if built.is_err() {
            // Its threads would go on writing into the folder.
            worker.writer = None;
            self.generations.remove(generation);
        }
        let (live, index) = built?;
        self.generations.remember_boot();
        self.set_live(Some(live));
        worker.index = Some(index);
        worker.doubted = false;
        self.generations.keep_only(generation);
        Ok(())
    }

    fn build_in(
        &self,
        folder: &Path,
        store: &Store,
        worker: &mut Worker,
        job: &Job,
    ) -> Result<(Live, tantivy::Index), Refusal> {
        let (identity, (seq, _), total) =
            store.read(|db| Ok((rows::identity(db)?, rows::queue_ends(db)?, rows::how_many(db)?)))?;
        self.to_build.store(total, Ordering::Relaxed);
        job.expect(total);
        let stems: Arc<Stems> = Stems::new(&identity.languages).into();
        let directory = UnsyncedDirectory::open(folder).map_err(TantivyError::from)?;
        let mut index = tantivy::Index::create(directory, self.schema.clone(), IndexSettings::default())?;
        index.set_tokenizers(analyzers());
        worker.writer = Some(open_writer(&index, BUILD_MEMORY)?);
        for conversations in [false, true] {
            self.put_all(store, worker, (conversations, &stems), job)?;
        }
        self.commit(worker, &self.payload(&identity, seq))?;
        let live = self.to_live(&index, seq, identity, stems)?;
        Ok((live, index))
    }

    fn put_all(
        &self,
        store: &Store,
        worker: &mut Worker,
        (conversations, stems): (bool, &Arc<Stems>),
        job: &Job,
    ) -> Result<(), Refusal> {
        let mut cutter = Cutter::new(Arc::clone(stems));
        let writer = self.writer(worker)?;
        let mut after = i64::MIN;
        loop {
            let ids = store.read(|db| {
                let ids = rows::ids_after(db, conversations, after, CHUNK)?;
                for &id in &ids {
                    let stale = if conversations { Stale::Conversation(id) } else { Stale::Contact(id) };
                    self.put(db, writer, &mut cutter, stale, false)?;
                }
                Ok(ids)
            })?;
            let Some(&last) = ids.last() else { return Ok(()) };
            self.built.fetch_add(ids.len() as u64, Ordering::Relaxed);
            job.steps(ids.len() as u64)?;
            after = last;
        }
    }
}
