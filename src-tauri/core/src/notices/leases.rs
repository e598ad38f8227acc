//! Who is showing what right now. Kept in memory by the owner of the folder, who alone opens the database: a claim
//! whose process died is free again after a while, and at once when the owner starts anew.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::id::NoticeId;

/// How long a claim holds without a word from the claimant, who is heard of at least once a minute.
const LEASE: Duration = Duration::from_secs(150);

/// The claims that hold.
#[derive(Debug, Default)]
pub struct Leases(Mutex<BTreeMap<NoticeId, Instant>>);

/// The claims, while nobody else can claim.
pub(super) struct Held<'a>(MutexGuard<'a, BTreeMap<NoticeId, Instant>>);

impl Leases {
    pub(super) fn hold(&self) -> Held<'_> {
        let mut claims = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        claims.retain(|_, since| since.elapsed() < LEASE);
        Held(claims)
    }
}

impl Held<'_> {
    pub fn take(&mut self, ids: &[NoticeId]) {
        self.0.extend(ids.iter().map(|id| (*id, Instant::now())));
    }

    pub fn release(&mut self, ids: &[NoticeId]) {
        self.0.retain(|id, _| !ids.contains(id));
    }

    pub fn all(&self) -> Vec<NoticeId> {
        self.0.keys().copied().collect()
    }
}
