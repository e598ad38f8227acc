//! What comes within the next days: occasions from the day their lead time begins, planned conversations.

use chrono::NaiveDate;

use super::day::after;
use super::{Upcoming, store, words};
use crate::clock::Now;
use crate::error::Result;
use crate::id::ContactId;
use crate::settings::LeapDay;
use crate::store::Db;
use crate::{conversations, occasions, people};

/// Days ahead that “this week” shows.
const WEEK: u64 = 7;
/// The longest lead time that is looked for, in days.
const LONGEST_LEAD: u32 = 92;

/// Occasions and planned conversations of the next days, by date.
pub(super) fn coming(db: &Db, now: &Now, today: NaiveDate, leap_day: LeapDay) -> Result<Vec<Upcoming>> {
    let mut coming = Vec::new();
    let occasions = occasions::store::coming(db, today, LONGEST_LEAD, leap_day)?;
    let whose: Vec<ContactId> = occasions.iter().map(|occasion| occasion.contact_id).collect();
    let whose = people::store::contact_refs(db, &whose)?;
    for occasion in occasions {
        let Some((date, contact)) = occasion.next.zip(whose.get(&occasion.contact_id).cloned()) else { continue };
        // Within the week, or from the day its lead time begins.
        let lead = i64::from(occasion.lead_days).max(WEEK as i64);
        if date.signed_duration_since(today).num_days() > lead {
            continue;
        }
        let text = words::occasion(&contact.name, &occasion, date, today).to_string();
        coming.push(Upcoming::Occasion { date, contact, occasion, text });
    }
    let planned = store::planned(db, now, after(today, WEEK))?;
    let ids: Vec<_> = planned.iter().map(|planned| planned.id).collect();
    for conversation in conversations::store::load(db, &ids)? {
        coming.push(Upcoming::Planned(conversation.into()));
    }
    coming.sort_by_key(Upcoming::date);
    Ok(coming)
}
