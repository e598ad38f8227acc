//! Who wants to know that something changed.
//!
//! Published after a commit and never before; told by kind only, so that no name leaves the core this way.

use std::collections::{BTreeSet, VecDeque};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::id::{ContactId, ConversationId, ExchangeId};

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

/// Whose rhythm may have moved.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Whose {
    /// That of all.
    pub everyone: bool,
    /// That of members of a household with one of these, too.
    pub memberships: bool,
    /// That of these.
    pub contacts: BTreeSet<ContactId>,
    /// That of the people of these.
    pub conversations: BTreeSet<ConversationId>,
    /// That of the people of the conversations to which these belong.
    pub exchanges: BTreeSet<ExchangeId>,
}

impl Whose {
    pub fn everyone() -> Self {
        Self { everyone: true, ..Self::default() }
    }

    pub fn extend(&mut self, other: Self) {
        self.everyone |= other.everyone;
        self.memberships |= other.memberships;
        self.contacts.extend(other.contacts);
        self.conversations.extend(other.conversations);
        self.exchanges.extend(other.exchanges);
    }
}

/// What came of a commit.
#[derive(Debug, Clone, Default)]
pub(crate) struct Commit {
    /// What it changed.
    pub kinds: ChangeSet,
    /// Whose rhythm it may have moved.
    pub whose: Whose,
}

impl Commit {
    /// Changes of these kinds beside the user's truth.
    pub fn aside(kinds: &[ChangeKind]) -> Self {
        let still = |kind: &ChangeKind| matches!(kind, ChangeKind::Today | ChangeKind::History | ChangeKind::Drafts);
        // What was repaired may be what rhythms follow from.
        let whose = if kinds.iter().all(still) { Whose::default() } else { Whose::everyone() };
        Self { kinds: kinds.iter().copied().collect(), whose }
    }

    /// Everything changed.
    pub fn everything() -> Self {
        Self { kinds: ChangeKind::ALL.into(), whose: Whose::everyone() }
    }
}

/// Of how many commits one remembers whose rhythms they may have moved.
const REMEMBERED: usize = 256;

type Listener = Box<dyn Fn(&ChangeSet) + Send + Sync>;

/// The stream of changes.
#[derive(Default)]
pub struct Changes {
    generation: AtomicU64,
    /// Whose rhythms the latest commits may have moved, each with the count it raised to.
    moved: Mutex<VecDeque<(u64, Whose)>>,
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

    /// Whose rhythms may have moved since the count was that; everyone's when that is too long ago.
    pub(crate) fn moved_since(&self, generation: u64) -> Whose {
        let moved = self.moved.lock().unwrap_or_else(PoisonError::into_inner);
        let mut whose = Whose::default();
        if generation < self.generation() && moved.front().is_none_or(|(first, _)| *first > generation + 1) {
            return Whose::everyone();
        }
        for (_, since) in moved.iter().filter(|(count, _)| *count > generation) {
            whose.extend(since.clone());
        }
        whose
    }

    pub(crate) fn publish(&self, commit: Commit) {
        let Commit { kinds, whose } = &commit;
        if kinds.is_empty() {
            return;
        }
        {
            // Noted before the count is raised, and both at once: who sees the count finds whose it was.
            let mut moved = self.moved.lock().unwrap_or_else(PoisonError::into_inner);
            moved.push_back((self.generation() + 1, whose.clone()));
            if moved.len() > REMEMBERED {
                moved.pop_front();
            }
            self.generation.fetch_add(1, Ordering::SeqCst);
        }
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
