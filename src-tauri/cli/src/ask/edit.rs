//! What is there is changed or deleted.

use kith_core::api::ApiError;
use kith_core::conversations::{Channel, Initiator};
use kith_core::error::Error;
use kith_core::facts::FactKind;
use kith_core::groups::Intent;
use kith_core::occasions::OccasionKind;
use serde_json::{Value, json};

use super::{Asked, Kith, one, points, steps, who_is};
use crate::args::{Edit, EditContact, EditConversation};
use crate::input::{Input, maybe_spelled, path, text_or_stdin};
use crate::show;

pub(super) fn delete(kind: &str, id: String) -> Result<Asked, ApiError> {
    let command = match kind.to_lowercase().replace([' ', '_'], "-").as_str() {
        "contact" | "person" => return one("contact_delete", who_is(id), show::deleted),
        "group" => {
            return steps(
                move |kith| {
                    let id = group_id(kith, &id)?;
                    kith.call("group_delete", Input::new().with("id", id))
                },
                show::deleted,
            );
        }
        "conversation" => "conversation_delete",
        "fact" => "fact_delete",
        "follow-up" | "followup" => "follow_up_delete",
        "exchange" => "exchange_delete",
        "feedback" => "feedback_delete",
        "occasion" => "occasion_delete",
        _ => {
            return Err(Error::invalid_hint(
                "kind",
                format!("“{kind}” is nothing that can be deleted."),
                "It is one of: contact, conversation, fact, follow-up, exchange, feedback, occasion, group.",
            )
            .into());
        }
    };
    one(command, Input::new().with("id", number(&id)?), show::deleted)
}

fn number(id: &str) -> Result<i64, ApiError> {
    id.trim().parse().map_err(|_| Error::invalid_hint("id", format!("“{id}” is no id."), "An id is a number.").into())
}

/// A group by id or name.
fn group_id(kith: &mut Kith, group: &str) -> Result<i64, ApiError> {
    let groups = kith.call("group_list", Input::new())?;
    let number: Option<i64> = group.parse().ok();
    let named = |candidate: &&Value| {
        let is = |field: &str| candidate.get(field).and_then(Value::as_str).is_some_and(|text| text == group);
        number.is_some_and(|number| candidate.get("id").and_then(Value::as_i64) == Some(number))
            || is("uid")
            || is("name")
    };
    let found =
        groups.as_array().and_then(|groups| groups.iter().find(named)).and_then(|group| group.get("id")?.as_i64());
    found.ok_or_else(|| Error::not_found("group", group).into())
}

pub(super) fn edit(typed: Edit) -> Result<Asked, ApiError> {
    match typed {
        Edit::Contact(typed) => edit_contact(typed),
        Edit::Conversation(typed) => edit_conversation(typed),
        Edit::Fact { id, text, kind } => {
            let kind = maybe_spelled::<FactKind>("kind", kind.as_deref())?;
            one("fact_edit", Input::new().with("id", id).maybe("text", text).maybe("kind", kind), show::fact)
        }
        Edit::Group { group, name, every, latest, intent, expectations, household, no_household, query } => {
            let household = household.then_some(true).or(no_household.then_some(false));
            let changes = Input::new()
                .maybe("name", name)
                .maybe("every", every)
                .maybe("latest", latest)
                .maybe("intent", or_none::<Intent>("intent", intent.as_deref())?)
                .maybe("expectations", expectations)
                .maybe("household", household)
                .maybe("query", query);
            steps(
                move |kith| {
                    let id = group_id(kith, &group)?;
                    kith.call("group_edit", changes.with("id", id))
                },
                show::group,
            )
        }
        Edit::Occasion { id, date, kind, label, lead } => {
            let input = Input::new()
                .with("id", id)
                .maybe("date", date)
                .maybe("kind", maybe_spelled::<OccasionKind>("kind", kind.as_deref())?)
                .maybe("label", label)
                .maybe("lead_days", lead);
            one("occasion_edit", input, show::occasion)
        }
    }
}

/// The merged contact, and beside it who went into it.
pub(super) fn merge(into: String, from: String) -> Result<Asked, ApiError> {
    steps(
        move |kith| {
            let gone = kith.call("contact_get", who_is(from))?;
            let [id, name] = ["id", "name"].map(|field| gone.get(field).cloned().unwrap_or_default());
            let mut merged = kith.call("contact_merge", Input::new().with("into", into).with("from", id.clone()))?;
            if let Some(fields) = merged.as_object_mut() {
                fields.insert("merged".into(), json!({ "id": id, "name": name }));
            }
            Ok(merged)
        },
        show::merged,
    )
}

/// `none` takes the value away.
fn or_none<T: serde::Serialize + serde::de::DeserializeOwned>(
    field: &'static str,
    typed: Option<&str>,
) -> Result<Option<Value>, ApiError> {
    match typed {
        Some("none") => Ok(Some(Value::Null)),
        typed => maybe_spelled::<T>(field, typed),
    }
}

fn edit_contact(typed: EditContact) -> Result<Asked, ApiError> {
    let changes = Input::new()
        .maybe("name", typed.name)
        .maybe("org", typed.org)
        .maybe("title", typed.title)
        .list("groups", typed.group)
        .list("nicknames", typed.nickname)
        .maybe("about", typed.about)
        .maybe("expectations", typed.expectations)
        .maybe("photo_file", typed.photo.as_deref().map(path).transpose()?)
        .maybe("photo", typed.no_photo.then_some(Value::Null))
        .maybe("deceased", typed.deceased.map(Value::from).or(typed.living.then_some(Value::Null)));
    let archive = typed.archive.then_some(true).or(typed.unarchive.then_some(false));
    let (who, emails, phones) = (typed.who, typed.email, typed.phone);
    steps(
        move |kith| {
            let before = kith.call("contact_get", who_is(who))?;
            let id = before.get("id").cloned().unwrap_or_default();
            let changes = changes.maybe("points", points_in_place(&before, &emails, &phones));
            let mut answer = None;
            if !changes.is_empty() {
                answer = Some(kith.call("contact_edit", changes.with("who", id.clone()))?);
            }
            // Behind the edit: who is said to live may come back.
            if let Some(archive) = archive {
                kith.call("contacts_bulk", Input::new().with("ids", vec![id.clone()]).with("archive", archive))?;
                answer = None;
            }
            match answer {
                Some(answer) => Ok(answer),
                None => kith.call("contact_get", Input::new().with("who", id)),
            }
        },
        show::contact,
    )
}

/// All points, with those of a kind that was typed in the place of those there are.
fn points_in_place(before: &Value, emails: &[String], phones: &[String]) -> Option<Vec<Value>> {
    if emails.is_empty() && phones.is_empty() {
        return None;
    }
    let replaced = |kind: &str| kind == "email" && !emails.is_empty() || kind == "phone" && !phones.is_empty();
    let kept = before.get("points").and_then(Value::as_array).into_iter().flatten().filter_map(|point| {
        let kind = point.get("kind")?.as_str()?;
        let field = |name: &str| point.get(name).cloned().unwrap_or_default();
        (!replaced(kind))
            .then(|| json!({ "kind": kind, "value": field("value"), "label": field("label"), "parts": field("parts") }))
    });
    Some(points(emails, phones).into_iter().chain(kept).collect())
}

fn edit_conversation(typed: EditConversation) -> Result<Asked, ApiError> {
    let minutes = match typed.minutes.as_deref() {
        None => None,
        Some("none") => Some(Value::Null),
        Some(text) => Some(text.parse::<u32>().map(Value::from).map_err(|_| {
            Error::invalid_hint("minutes", format!("“{text}” is no number of minutes."), "Write a number, or none.")
        })?),
    };
    let input = Input::new()
        .with("id", typed.id)
        .list("people", typed.with)
        .maybe("start", typed.at)
        .maybe("channel", maybe_spelled::<Channel>("channel", typed.channel.as_deref())?)
        .maybe("minutes", minutes)
        .maybe("place", typed.place)
        .maybe("initiated_by", or_none::<Initiator>("initiated_by", typed.initiated_by.as_deref())?)
        .maybe("attempt", typed.attempt)
        .maybe("note", typed.note.map(text_or_stdin).transpose()?);
    one("conversation_edit", input, show::conversation)
}
