//! Who wants to know that something changed.
//!
//! Published after a commit and never before; told by kind only, so that no name leaves the core this way.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What kind of thing changed; a screen asks again for what it shows of that kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// Contacts, their points, groups, facts, occasions, connections.
    People,
    /// Conversations and what was noted in them.
    Conversations,
    /// Exchanges, follow-ups and feedback.
    GiveAndTake,
    /// Groups themselves.
    Groups,
    /// Settings.
    Settings,
    /// The day's list.
    Today,
    /// What can be undone.
    History,
    /// Drafts.
    Drafts,
    /// Everything: another database is in place, and what was read before means nothing any more.
    Restored,
}

impl ChangeKind {
    /// Every kind.
    pub const ALL: [Self; 9] = [
        Self::People,
        Self::Conversations,
        Self::GiveAndTake,
        Self::Groups,
        Self::Settings,
        Self::Today,
        Self::History,
        Self::Drafts,
        Self::Restored,
    ];
}

impl ChangeKind {
    /// The kind to which a table's rows belong.
    pub fn of_table(table: &str) -> Self {
        match table {
            "conversations" | "conversation_people" | "conversation_tags" => Self::Conversations,
            "exchanges" | "follow_ups" | "feedback" => Self::GiveAndTake,
            "groups" => Self::Groups,
            "settings" => Self::Settings,
            _ => Self::People,
        }
    }
}

/// One commit's kinds.
pub type ChangeSet = BTreeSet<ChangeKind>;

type Listener = Box<dyn Fn(&ChangeSet) + Send + Sync>;

/// The stream of changes.
#[derive(Default)]
pub struct Changes {
    generation: AtomicU64,
    listeners: Mutex<Vec<Listener>>,
    subscribers: Mutex<Vec<Sender<ChangeSet>>>,
}

impl Changes {
    /// Calls `listener` after every commit, on the thread that committed. It must be quick.
    pub fn listen(&self, listener: impl Fn(&ChangeSet) + Send + Sync + 'static) {
        self.listeners.lock().unwrap_or_else(PoisonError::into_inner).push(Box::new(listener));
    }

    /// Hands on every commit's kinds until the receiver is dropped.
    pub fn subscribe(&self) -> Receiver<ChangeSet> {
        let (told, heard) = channel();
        self.subscribers.lock().unwrap_or_else(PoisonError::into_inner).push(told);
        heard
    }

    /// How often something changed since the start: what was read at the same count still holds.
    ///
    /// It is raised after a commit, before the one who wrote is answered; so a snapshot may be newer than the
    /// count read before it, and never older.
    pub fn generation(&self) -> u64 {
        self.generation.load(Ordering::SeqCst)
    }

    pub(crate) fn publish(&self, kinds: &ChangeSet) {
        if kinds.is_empty() {
            return;
        }
        self.generation.fetch_add(1, Ordering::SeqCst);
        for listener in self.listeners.lock().unwrap_or_else(PoisonError::into_inner).iter() {
            listener(kinds);
        }
        let mut subscribers = self.subscribers.lock().unwrap_or_else(PoisonError::into_inner);
        subscribers.retain(|subscriber| subscriber.send(kinds.clone()).is_ok());
    }
}

impl std::fmt::Debug for Changes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Changes")
    }
}
