//! A conversation that is logged or changed: what is checked, and what is written in one operation.

use std::collections::BTreeSet;

use chrono::{Duration, NaiveDate, SubsecRound};
use serde_json::Value;

use super::store::{self, Columns};
use super::{
    Conversation, ConversationEdit, ConversationLog, FactInput, LONGEST_PLACE, MOST_MINUTES, MOST_PEOPLE, tags,
};
use crate::api::Call;
use crate::cadence::store::{RhythmContext, rhythm_of};
use crate::cadence::{self, Interval, Unit};
use crate::civil::Start;
use crate::clock::Now;
use crate::error::{Error, Result};
use crate::exchanges::store::NewExchange;
use crate::exchanges::{ExchangeInput, Worth};
use crate::followups::FollowUpInput;
use crate::followups::store::NewFollowUp;
use crate::id::{ContactId, ConversationId};
use crate::people::ContactRef;
use crate::people::store::{contact_refs, make, resolve};
use crate::said;
use crate::store::Db;
use crate::{drafts, exchanges, facts, followups, text, when};

/// When a conversation began: now where nothing is said.
pub(super) fn start(text: Option<&str>, now: &Now) -> Result<Start> {
    match text.map(str::trim).filter(|text| !text.is_empty()) {
        Some(text) => when::past(text, now),
        None => Ok(Start::Moment(now.local().fixed_offset().trunc_subsecs(0))),
    }
}

/// Attempts in a row after which someone comes back in a few days; after another one they wait for a whole round.
const TRIES: u32 = 3;

/// The day to try again after an attempt on `day` to reach these people.
pub(crate) fn again_on(call: &Call<'_>, day: NaiveDate, again: Option<&str>, who: &[ContactId]) -> Result<NaiveDate> {
    if let (None, [one]) = (again, who)
        && let Some(round) = round_of_one_who_never_answers(call, *one)?
    {
        return Ok(cadence::add(day, round));
    }
    let interval = match again {
        Some(text) => cadence::parse_interval(text).map_err(|error| match error {
            Error::Invalid { message, hint, .. } => Error::Invalid { field: "again", message, hint },
            other => other,
        })?,
        None => Interval { every: call.settings()?.again_days, unit: Unit::Day },
    };
    Ok(cadence::add(day, interval))
}

/// The rhythm of someone who was tried in vain as often as makes sense in a row, if they have one.
fn round_of_one_who_never_answers(call: &Call<'_>, who: ContactId) -> Result<Option<Interval>> {
    let settings = call.settings()?;
    call.read(|db| {
        let context = RhythmContext { now: call.now, settings: &settings };
        let rhythm = rhythm_of(db, &context, who)?;
        let tried = store::tried_since(db, &call.now, who, rhythm.last_spoken)?;
        Ok(rhythm.interval.filter(|_| tried >= TRIES))
    })
}

/// Who takes part: those known, as they are named, and the names of those to be made.
pub(super) struct Party {
    pub known: Vec<ContactRef>,
    pub new: Vec<String>,
}

impl Party {
    pub fn read(db: &Db, people: &[Value], new: &[String]) -> Result<Self> {
        if people.len() + new.len() > MOST_PEOPLE {
            return Err(Error::invalid(
                "people",
                said!("At most {n} people take part in a conversation.", n = MOST_PEOPLE),
            ));
        }
        let mut ids: Vec<ContactId> = Vec::with_capacity(people.len());
        for who in people {
            let id = resolve(db, who)?;
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        let mut refs = contact_refs(db, &ids)?;
        let known = ids.iter().filter_map(|id| refs.remove(id)).collect();
        let new = new.iter().map(|name| text::name(name)).collect::<Result<_>>()?;
        Ok(Self { known, new })
    }

    /// All names, in order.
    pub fn names(&self) -> Vec<&str> {
        self.known.iter().map(|person| person.name.as_str()).chain(self.new.iter().map(String::as_str)).collect()
    }

    /// Makes the new ones; answers with all, in order.
    fn settle(&self, tx: &Db, now: &Now) -> Result<Vec<ContactRef>> {
        let mut all = self.known.clone();
        let mut made = Vec::with_capacity(self.new.len());
        for name in &self.new {
            made.push(make(tx, *now, name)?);
        }
        if !made.is_empty() {
            let mut refs = contact_refs(tx, &made)?;
            all.extend(made.iter().filter_map(|id| refs.remove(id)));
        }
        Ok(all)
    }
}

/// Refuses what no conversation holds.
pub(super) fn check(minutes: Option<u32>) -> Result<()> {
    if minutes.is_some_and(|minutes| minutes > MOST_MINUTES) {
        return Err(Error::invalid("minutes", "A conversation lasts at most a week (10080 minutes)."));
    }
    Ok(())
}

/// All tags: those in the note and those given beside it.
fn all_tags(note: &str, given: &[String]) -> Result<BTreeSet<String>> {
    let mut all = tags::in_note(note);
    for tag in given {
        all.insert(tags::given(tag)?);
    }
    Ok(all)
}

/// Writes a new conversation with everything in it.
pub(super) fn log(
    tx: &Db,
    now: &Now,
    input: &ConversationLog,
    party: &Party,
    start: Start,
    again_on: Option<NaiveDate>,
) -> Result<ConversationId> {
    let place = text::line("place", input.place.as_deref().unwrap_or_default(), LONGEST_PLACE)?;
    let note = text::note("note", input.note.as_deref().unwrap_or_default())?;
    let columns = Columns {
        start,
        minutes: input.minutes,
        channel: input.channel.unwrap_or_default(),
        initiated_by: input.initiated_by,
        attempt: input.attempt.unwrap_or(false),
        again_on,
        place: &place,
        note: &note,
        line: None,
    };
    let id = store::insert(tx, now, None, &columns)?;
    let people = party.settle(tx, now)?;
    let ids: Vec<ContactId> = people.iter().map(|person| person.id).collect();
    store::set_people(tx, id, &ids)?;
    let read_from = if input.plain == Some(true) { "" } else { note.as_str() };
    store::set_tags(tx, id, &all_tags(read_from, input.tags.as_deref().unwrap_or_default())?)?;
    let inside = Inside { tx, now, id, day: start.day(), people: &people };
    for exchange in input.exchanges.iter().flatten() {
        inside.exchange(exchange)?;
    }
    for follow_up in input.follow_ups.iter().flatten() {
        inside.follow_up(follow_up)?;
    }
    for fact in input.facts.iter().flatten() {
        inside.fact(fact)?;
    }
    if let Some(draft) = &input.draft {
        drafts::discard(tx, draft)?;
    }
    Ok(id)
}

/// A conversation that is being written, for what stands in it.
struct Inside<'a> {
    tx: &'a Db,
    now: &'a Now,
    id: ConversationId,
    day: NaiveDate,
    people: &'a [ContactRef],
}

impl Inside<'_> {
    /// Who is meant: one of those who take part, by id, uid or name, or anyone else.
    fn who(&self, who: &Value) -> Result<ContactId> {
        let here = self.people.iter().find(|person| match who {
            Value::Number(number) => number.as_i64() == Some(person.id.0),
            Value::String(text) => *text == person.uid || text.to_lowercase() == person.name.to_lowercase(),
            _ => false,
        });
        here.map_or_else(|| resolve(self.tx, who), |person| Ok(person.id))
    }

    /// The one meant, or the first who takes part.
    fn one(&self, who: Option<&Value>, field: &'static str) -> Result<ContactId> {
        match (who, self.people.first()) {
            (Some(who), _) => self.who(who),
            (None, Some(first)) => Ok(first.id),
            (None, None) => Err(Error::invalid(field, "Say with whom this was.")),
        }
    }

    fn exchange(&self, input: &ExchangeInput) -> Result<()> {
        let text = text::needed_line("text", &input.text, exchanges::LONGEST_TEXT)?;
        let worth = input.worth.as_deref().map(str::parse::<Worth>).transpose()?;
        let with: Vec<ContactId> = match &input.with {
            None if self.people.len() > 1 => self.people.iter().map(|person| person.id).collect(),
            who => vec![self.one(who.as_ref(), "exchanges")?],
        };
        for contact_id in with {
            let new = NewExchange {
                contact_id,
                conversation_id: Some(self.id),
                direction: input.direction,
                kind: input.kind.unwrap_or_default(),
                text: &text,
                worth: worth.as_ref(),
                day: self.day,
            };
            exchanges::store::insert(self.tx, self.now, &new)?;
        }
        Ok(())
    }

    fn follow_up(&self, input: &FollowUpInput) -> Result<()> {
        let text = text::needed_line("text", &input.text, followups::LONGEST_TEXT)?;
        let new = NewFollowUp {
            contact_id: self.one(input.with.as_ref(), "follow_ups")?,
            conversation_id: Some(self.id),
            kind: input.kind.unwrap_or_default(),
            theirs: input.theirs,
            text: &text,
            due: input.due.as_deref().map(|due| when::future(due, self.now)).transpose()?,
        };
        followups::store::insert(self.tx, self.now, &new)?;
        Ok(())
    }

    fn fact(&self, input: &FactInput) -> Result<()> {
        let text = text::needed_line("text", &input.text, text::LONGEST_LINE)?;
        let about = self.one(input.with.as_ref(), "facts")?;
        facts::store::insert(self.tx, *self.now, about, input.kind.unwrap_or_default(), &text, Some(self.id))?;
        Ok(())
    }
}

/// What an edit makes of a conversation.
pub(super) struct Edited {
    pub start: Start,
    pub again_on: Option<NaiveDate>,
    pub party: Option<Party>,
}

/// Writes the change of a conversation; what is not given stays.
pub(super) fn edit(tx: &Db, now: &Now, before: &Conversation, input: &ConversationEdit, edited: &Edited) -> Result<()> {
    let place = text::line("place", input.place.as_deref().unwrap_or(&before.place), LONGEST_PLACE)?;
    let note = text::note("note", input.note.as_deref().unwrap_or(&before.note))?;
    let columns = Columns {
        start: edited.start,
        minutes: input.minutes.unwrap_or(before.minutes),
        channel: input.channel.unwrap_or(before.channel),
        initiated_by: input.initiated_by.unwrap_or(before.initiated_by),
        attempt: input.attempt.unwrap_or(before.attempt),
        again_on: edited.again_on,
        place: &place,
        note: &note,
        line: before.line.as_deref(),
    };
    store::update(tx, now, before.id, &columns)?;
    if let Some(party) = &edited.party {
        let people: Vec<ContactId> = party.settle(tx, now)?.iter().map(|person| person.id).collect();
        store::set_people(tx, before.id, &people)?;
    }
    store::set_tags(tx, before.id, &tags_after(before, input)?)?;
    if let Some(draft) = &input.draft {
        drafts::discard(tx, draft)?;
    }
    Ok(())
}

/// The tags after an edit: a tag that stood only in the old note goes with it.
fn tags_after(before: &Conversation, input: &ConversationEdit) -> Result<BTreeSet<String>> {
    let note = input.note.as_deref().unwrap_or(&before.note);
    match &input.tags {
        Some(given) => all_tags(note, given),
        None => {
            let old = tags::in_note(&before.note);
            let mut all = tags::in_note(note);
            all.extend(before.tags.iter().filter(|tag| !old.contains(*tag)).cloned());
            Ok(all)
        }
    }
}

/// The day to try again after an edit: it moves with the attempt.
pub(super) fn again_after(
    call: &Call<'_>,
    before: &Conversation,
    again_before: Option<NaiveDate>,
    attempt: bool,
    start: Start,
) -> Result<Option<NaiveDate>> {
    match (attempt, again_before) {
        (false, _) => Ok(None),
        (true, None) => {
            let who: Vec<ContactId> = before.people.iter().map(|person| person.id).collect();
            again_on(call, start.day(), None, &who).map(Some)
        }
        (true, Some(again)) => {
            let gap: Duration = again.signed_duration_since(before.start.day());
            Ok(start.day().checked_add_signed(gap))
        }
    }
}
