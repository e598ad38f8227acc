//! Commands of this feature: one call each.

use super::store::{self, Page};
use super::write::{self, Edited, Party};
use super::{
    Conversation, ConversationConfirm, ConversationEdit, ConversationList, ConversationListInput, ConversationLog,
    ConversationOnly, NoteHtml, NotePreview, label, planned, tags,
};
use crate::api::Call;
use crate::error::{Error, Result};
use crate::id::ContactId;
use crate::said;
use crate::store::Op;
use crate::{markdown, text, when};

/// Logs a conversation; answers once it is on disk.
pub fn conversation_log(call: &Call<'_>, input: ConversationLog) -> Result<Conversation> {
    write::check(input.minutes)?;
    if says_nothing(&input) {
        return Err(Error::invalid("note", "There is nothing to keep yet: name someone, or write a note."));
    }
    let start = write::start(input.start.as_deref(), &call.now)?;
    let attempt = input.attempt.unwrap_or(false);
    if input.again.is_some() && !attempt {
        return Err(Error::invalid("again", "Only after an attempt there is something to try again."));
    }
    let people = input.people.as_deref().unwrap_or_default();
    let party = call.read(|db| Party::read(db, people, input.new_people.as_deref().unwrap_or_default()))?;
    let known: Vec<ContactId> = party.known.iter().map(|person| person.id).collect();
    let again_on = attempt.then(|| write::again_on(call, start.day(), input.again.as_deref(), &known)).transpose()?;
    let is_planned = planned::is_to_come(&start, &call.now);
    let talk = label::talk(input.channel.unwrap_or_default(), attempt, &party.names());
    let op = if is_planned {
        Op::edit(said!("Planned {talk}", talk = talk))
    } else {
        Op::edit(said!("Logged {talk}", talk = talk))
    };
    let id = call.transact(&op, |tx| write::log(tx, &call.now, &input, &party, start, again_on))?;
    call.read(|db| store::get(db, id))
}

/// Whether neither anyone nor anything is named: a slip of the finger, which would only have to be deleted again.
fn says_nothing(input: &ConversationLog) -> bool {
    let is_empty = |text: &Option<String>| text.as_deref().unwrap_or_default().trim().is_empty();
    input.people.iter().flatten().next().is_none()
        && input.new_people.iter().flatten().all(|name| name.trim().is_empty())
        && is_empty(&input.note)
        && input.tags.iter().flatten().next().is_none()
        && input.facts.iter().flatten().next().is_none()
        && input.follow_ups.iter().flatten().next().is_none()
        && input.exchanges.iter().flatten().next().is_none()
}

/// A conversation.
pub fn conversation_get(call: &Call<'_>, input: ConversationOnly) -> Result<Conversation> {
    call.read(|db| store::get(db, input.id))
}

/// Changes a conversation; what is not given stays.
pub fn conversation_edit(call: &Call<'_>, input: ConversationEdit) -> Result<Conversation> {
    let id = input.id.ok_or_else(|| Error::invalid("id", "Say which conversation."))?;
    write::check(input.minutes.flatten())?;
    let (before, again) = call.read(|db| Ok((store::get(db, id)?, store::again_on(db, id)?)))?;
    let start = match input.start.as_deref() {
        Some(text) => write::start(Some(text), &call.now)?,
        None => before.start,
    };
    let attempt = input.attempt.unwrap_or(before.attempt);
    let again_on = write::again_after(call, &before, again, attempt, start)?;
    let party = call.read(|db| party_after(db, &before, &input))?;
    let edited = Edited { start, again_on, party };
    call.transact(&Op::edit(said!("Changed {talk}", talk = label::of(&before))), |tx| {
        write::edit(tx, &call.now, &before, &input, &edited)
    })?;
    call.read(|db| store::get(db, id))
}

/// Notes that a conversation that was planned took place, or deletes it where it did not. One that is confirmed already
/// stays as it is.
pub fn conversation_confirm(call: &Call<'_>, input: ConversationConfirm) -> Result<Conversation> {
    let (talk, is_unconfirmed) =
        call.read(|db| Ok((store::get(db, input.id)?, planned::is_unconfirmed(db, &call.now, input.id)?)))?;
    if planned::is_to_come(&talk.start, &call.now) {
        return Err(Error::invalid("id", "This conversation is yet to come. Nothing was changed."));
    }
    match (input.happened.unwrap_or(true), is_unconfirmed) {
        (true, true) => {
            let op = Op::edit(said!("Confirmed {talk}", talk = label::of(&talk)));
            call.transact(&op, |tx| store::touch(tx, &call.now, input.id))?;
        }
        (true, false) => {}
        (false, true) => {
            let op = Op::edit(said!("Deleted {talk}", talk = label::of(&talk)));
            call.transact(&op, |tx| store::delete(tx, input.id))?;
        }
        (false, false) => {
            return Err(Error::invalid(
                "id",
                "Nothing asks whether this conversation took place. Nothing was deleted.",
            ));
        }
    }
    Ok(talk)
}

/// Who takes part after an edit; none where that stays.
fn party_after(db: &crate::store::Db, before: &Conversation, input: &ConversationEdit) -> Result<Option<Party>> {
    let new = input.new_people.as_deref().unwrap_or_default();
    match &input.people {
        Some(people) => Party::read(db, people, new).map(Some),
        None if new.is_empty() => Ok(None),
        None => {
            let people: Vec<_> = before.people.iter().map(|person| person.id.0.into()).collect();
            Party::read(db, &people, new).map(Some)
        }
    }
}

/// Deletes a conversation with its exchanges and feedback; facts and follow-ups from it stay.
pub fn conversation_delete(call: &Call<'_>, input: ConversationOnly) -> Result<Conversation> {
    let before = call.read(|db| store::get(db, input.id))?;
    call.transact(&Op::edit(said!("Deleted {talk}", talk = label::of(&before))), |tx| store::delete(tx, input.id))?;
    Ok(before)
}

/// The log, newest first.
pub fn conversation_list(call: &Call<'_>, input: ConversationListInput) -> Result<ConversationList> {
    let day = |text: Option<&str>| text.map(|text| when::past(text, &call.now).map(|start| start.day())).transpose();
    let page = Page {
        contact: input.contact_id,
        from: day(input.from.as_deref())?,
        to: day(input.to.as_deref())?,
        limit: input.limit.unwrap_or(50).min(1_000),
        offset: input.offset.unwrap_or(0),
    };
    call.read(|db| {
        let (ids, total) = store::page(db, &page)?;
        Ok(ConversationList { conversations: store::load(db, &ids)?, total })
    })
}

/// A note as it will be shown, and the tags in it; nothing is stored.
pub fn note_preview(_: &Call<'_>, input: NotePreview) -> Result<NoteHtml> {
    let note = text::note("note", &input.note)?;
    Ok(NoteHtml { html: markdown::html(&note), tags: tags::in_note(&note).into_iter().collect() })
}
