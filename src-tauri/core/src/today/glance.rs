//! What the day comes to in a few words, for a reminder.

use super::{list, view, words};
use crate::api::Call;
use crate::error::Result;
use crate::id::ContactId;
use crate::said::Said;

/// What the day comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glance {
    /// Who is first on the list, with the strongest reason in words.
    pub first: Option<(ContactId, String, Said)>,
    /// The names of the two after them.
    pub next: Vec<String>,
    /// How many are on the list.
    pub people: usize,
    /// Follow-ups of mine and theirs that are due.
    pub follow_ups: usize,
    /// The oldest of them: with whom, who that is, and what.
    pub owed: Option<(ContactId, String, String)>,
}

impl Glance {
    /// Whether nobody waits and nothing is owed.
    pub fn is_empty(&self) -> bool {
        self.people == 0 && self.follow_ups == 0
    }
}

/// Looks at today's list, which is drawn by it as by any first look.
pub fn glance(call: &Call<'_>) -> Result<Glance> {
    let (day, list) = list::look(call)?;
    let shown = call.read(|db| view::view(db, &day, &list))?;
    let first = shown.reach_outs.first().map(|first| {
        let why = words::why(&first.reasons).into_iter().next();
        (first.contact.id, first.contact.name.clone(), why.unwrap_or_else(|| Said::from("")))
    });
    let next = shown.reach_outs.iter().skip(1).take(2).map(|next| next.contact.name.clone()).collect();
    let owed = shown.follow_ups.first().map(|owed| (owed.with.id, owed.with.name.clone(), owed.text.clone()));
    Ok(Glance { first, next, people: shown.reach_outs.len(), follow_ups: shown.follow_ups.len(), owed })
}
