//! Whether the index holds the rows of the database, no more and no fewer.

use std::collections::BTreeSet;

use super::document::Row;
use super::indexer::Index;
use super::snapshot::Snapshot;
use super::store as rows;
use crate::error::Result;
use crate::store::Store;

/// Rows read at once.
const CHUNK: usize = 5_000;

impl Index {
    /// What is wrong with the index, as the rest of a sentence; `None` when nothing is.
    pub fn fault(&self, store: &Store) -> Result<Option<String>> {
        self.catch_up(store)?;
        if self.has_sound_files()? == Some(false) {
            return Ok(Some("has damaged files".into()));
        }
        let Some(held) =
            self.search(|snapshot, _| Ok([Row::Contact, Row::Conversation].map(|row| held(snapshot, row))))?
        else {
            return Ok(Some("is not there".into()));
        };
        let mut differing = 0;
        for (held, conversations) in held.iter().zip([false, true]) {
            let there = there(store, conversations)?;
            differing += held.symmetric_difference(&there).count();
        }
        Ok((differing > 0).then(|| format!("differs from the database in {differing} things")))
    }
}

fn held(snapshot: &Snapshot, row: Row) -> BTreeSet<i64> {
    let mut ids = BTreeSet::new();
    for (reader, part) in snapshot.segments() {
        let live = |doc: usize| !u32::try_from(doc).is_ok_and(|doc| reader.is_deleted(doc));
        let rows = part.rows.entries().iter().zip(part.rows.ids()).enumerate();
        let of_kind = rows.filter(|(doc, (entry, _))| entry.row() == row && live(*doc));
        ids.extend(of_kind.map(|(_, (_, id))| i64::from(*id)));
    }
    ids
}

fn there(store: &Store, conversations: bool) -> Result<BTreeSet<i64>> {
    let mut all = BTreeSet::new();
    let mut after = i64::MIN;
    loop {
        let ids = store.read(|db| rows::ids_after(db, conversations, after, CHUNK))?;
        let Some(&last) = ids.last() else { return Ok(all) };
        all.extend(ids);
        after = last;
    }
}
