//! What is known of all who have a rhythm, kept from one reading to the next: only those whom a change concerned, or
//! with whom a conversation has come to pass since, are read again.

use std::collections::BTreeMap;

use super::store::{self, RhythmContext, Whom};
use super::{Known, Own};
use crate::changes::{Changes, Whose};
use crate::clock::Now;
use crate::error::Result;
use crate::id::ContactId;
use crate::store::Db;

/// What was known at a moment, of those with a rhythm who are not archived.
#[derive(Debug)]
pub struct KeptRhythms {
    /// The count of changes at the time.
    generation: u64,
    /// The moment: what was later was no touch.
    now: Now,
    known: BTreeMap<ContactId, Known>,
    /// Whether there are households, if empty ones: whoever comes in shares touches. That there are any changes by a
    /// change of the groups, after which all are read.
    shared: bool,
}

impl KeptRhythms {
    /// What is known of them now; `generation` was counted before the snapshot was begun, so that a change is rather
    /// read twice than never.
    pub fn at(
        before: Option<Self>,
        db: &Db,
        context: &RhythmContext<'_>,
        generation: u64,
        changes: &Changes,
    ) -> Result<Self> {
        match before {
            Some(mut kept) => {
                let moved = changes.moved_since(kept.generation);
                if moved.everyone || kept.shared && moved.memberships {
                    return Self::read(db, context, generation);
                }
                kept.read_again(db, context, &moved)?;
                (kept.generation, kept.now) = (generation, context.now);
                Ok(kept)
            }
            None => Self::read(db, context, generation),
        }
    }

    /// The count of changes to which it holds at least.
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// What is known, by contact.
    pub fn known(&self) -> &BTreeMap<ContactId, Known> {
        &self.known
    }

    fn read(db: &Db, context: &RhythmContext<'_>, generation: u64) -> Result<Self> {
        let mut known = store::known(db, context, Whom::WithRhythm)?;
        known.retain(|_, known| has_rhythm(known));
        let shared = store::has_households(db)?;
        Ok(Self { generation, now: context.now, known, shared })
    }

    /// Reads those again whom the changes concern, and those with whom a conversation is dated between the moment of
    /// the last reading and this one.
    fn read_again(&mut self, db: &Db, context: &RhythmContext<'_>, moved: &Whose) -> Result<()> {
        let mut ids = store::concerned(db, moved)?;
        if context.now != self.now {
            let [one, other] = [self.now.civil_day(), context.now.civil_day()];
            ids.extend(store::talking_between(db, one.min(other), one.max(other))?);
        }
        if self.shared {
            let those: Vec<_> = ids.iter().copied().collect();
            ids.extend(store::living_together(db, Whom::These(&those))?.into_iter().map(|(_, contact)| contact));
        }
        let ids: Vec<_> = ids.into_iter().collect();
        if ids.is_empty() {
            return Ok(());
        }
        let mut fresh = store::known(db, context, Whom::These(&ids))?;
        for archived in store::archived_of(db, &ids)? {
            fresh.remove(&archived);
        }
        for id in ids {
            match fresh.remove(&id).filter(has_rhythm) {
                Some(known) => drop(self.known.insert(id, known)),
                None => drop(self.known.remove(&id)),
            }
        }
        Ok(())
    }
}

fn has_rhythm(known: &Known) -> bool {
    match known.own {
        Own::Set { .. } => true,
        Own::Inherit => !known.groups.is_empty(),
        Own::Declined => false,
    }
}
