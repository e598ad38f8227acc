//! Single things in words.

use serde_json::Value;

use super::field::{count, interval, is, joined, line, list, number, string};
use crate::text;

/// A contact: who, how to reach them, the rhythm.
pub(crate) fn contact(of: &Value) -> String {
    let mut lines = vec![format!("{}  (contact {})", line(of, "name"), line(of, "id"))];
    let work: Vec<String> = ["title", "org"].iter().map(|field| line(of, field)).filter(|t| !t.is_empty()).collect();
    let mut row = |name: &str, value: String| {
        if !value.is_empty() {
            lines.push(format!("  {name:<11}{value}"));
        }
    };
    row("work", work.join(", "));
    row("also", joined(of, "nicknames", ""));
    row("groups", joined(of, "groups", "name"));
    for (field, name) in
        [("emails", "mail"), ("phones", "phone"), ("addresses", "address"), ("urls", "link"), ("profiles", "profile")]
    {
        for point in list(of, field) {
            let label = line(point, "label");
            let label = if label.is_empty() { label } else { format!("  ({label})") };
            row(name, format!("{}{label}", line(point, "value").replace("\\u{a}", ", ")));
        }
    }
    row("rhythm", rhythm(of));
    row("last touch", line(of, "last_touch"));
    row("died", line(of, "deceased_on"));
    row("archived", line(of, "archived_on"));
    let mut shown = lines.join("\n") + "\n";
    let about = string(of, "about");
    if !about.is_empty() {
        shown += &format!("\n{}", text::indented(&about));
    }
    shown
}

/// Who was merged into whom, and the way back.
pub(crate) fn merged(of: &Value) -> String {
    let gone = of.get("merged").map(|gone| line(gone, "name")).unwrap_or_default();
    format!("{gone} is merged into {}. `kith undo` makes two of them again.\n\n{}", line(of, "name"), contact(of))
}

fn rhythm(of: &Value) -> String {
    let interval = interval(of, "interval");
    if interval.is_empty() {
        return if is(of, "declined") { "none, by choice".into() } else { interval };
    }
    let mut parts = vec![interval];
    let mut say = |words: &str, field: &str| {
        let day = line(of, field);
        if !day.is_empty() {
            parts.push(format!("{words} {day}"));
        }
    };
    say("due", "due");
    say("at the latest", "latest_on");
    say("paused until", "paused_until");
    say("later:", "snoozed_until");
    if let Some(stretch) = of.get("stretch").and_then(Value::as_f64) {
        parts.push(format!("stretch {stretch:.2}"));
    }
    parts.join(", ")
}

/// A contact with everything about it.
pub(crate) fn contact_in_full(of: &Value) -> String {
    let mut shown = contact(of);
    let expectations = string(of, "expectations");
    if !expectations.is_empty() {
        shown += &format!("\nWhat they want\n{}", text::indented(&expectations));
    }
    let mut part = |title: &str, rows: Vec<Vec<String>>| {
        if !rows.is_empty() {
            shown += &format!("\n{title}\n{}", text::table(&[], rows));
        }
    };
    let rows = |field: &str, columns: &[&str]| -> Vec<Vec<String>> {
        list(of, field).iter().map(|item| columns.iter().map(|column| string(item, column)).collect()).collect()
    };
    part("Facts", rows("facts", &["id", "kind", "text"]));
    part("Follow-ups", list(of, "follow_ups").iter().map(follow_up_row).collect());
    part("Dates", rows("occasions", &["id", "kind", "date", "label"]));
    part("Give and take", rows("exchanges", &["id", "day", "direction", "kind", "text", "worth"]));
    part("Feedback", rows("feedback", &["id", "day", "score", "text"]));
    let conversations = list(of, "conversations");
    if !conversations.is_empty() {
        shown += &format!("\nConversations ({})\n", line(of, "conversation_count"));
        for conversation in conversations {
            shown += &text::indented(&conversation_words(conversation));
        }
    }
    shown
}

/// A conversation with its note.
pub(crate) fn conversation(of: &Value) -> String {
    text::lines(&conversation_words(of))
}

fn conversation_words(of: &Value) -> String {
    let mut head = vec![line(of, "start")];
    if is(of, "attempt") {
        head.push("attempt".into());
    }
    head.push(line(of, "channel"));
    if let Some(minutes) = of.get("minutes").and_then(Value::as_u64) {
        head.push(format!("{minutes} min"));
    }
    let people = joined(of, "people", "name");
    head.push(if people.is_empty() { "with nobody named yet".into() } else { format!("with {people}") });
    let place = line(of, "place");
    if !place.is_empty() {
        head.push(format!("at {place}"));
    }
    let began = line(of, "initiated_by");
    if !began.is_empty() {
        head.push(format!("begun by {began}"));
    }
    let mut shown = format!("{}  (conversation {})\n", head.join(", "), line(of, "id"));
    shown += &text::indented(&string(of, "note"));
    for exchange in list(of, "exchanges") {
        shown += &format!("  {}: {}\n", line(exchange, "direction"), line(exchange, "text"));
    }
    for follow_up in list(of, "follow_ups") {
        shown += &format!("  {}\n", follow_up_row(follow_up).join("  "));
    }
    // Most tags stand in the note already.
    let note = string(of, "note").to_lowercase();
    let tags = list(of, "tags").iter().filter_map(Value::as_str).map(|tag| format!("#{}", text::line(tag)));
    let tags: Vec<String> = tags.filter(|tag| !note.contains(tag.as_str())).collect();
    if !tags.is_empty() {
        shown += &format!("  {}\n", tags.join(" "));
    }
    shown
}

/// A fact.
pub(crate) fn fact(of: &Value) -> String {
    format!("{}: {}  (fact {})", line(of, "kind"), line(of, "text"), line(of, "id"))
}

pub(super) fn follow_up_row(of: &Value) -> Vec<String> {
    let due = line(of, "due");
    let with = of.get("with").map(|with| line(with, "name")).unwrap_or_default();
    let state = line(of, "state");
    let whose = if is(of, "theirs") { "theirs" } else { "mine" };
    let due = if due.is_empty() { due } else { format!("due {due}") };
    vec![line(of, "id"), line(of, "kind"), whose.into(), with, string(of, "text"), due, state]
}

/// A follow-up.
pub(crate) fn follow_up(of: &Value) -> String {
    let parts: Vec<String> = follow_up_row(of).into_iter().skip(1).filter(|part| !part.is_empty()).collect();
    format!("{}  (follow-up {})", text::line(&parts.join(", ")), line(of, "id"))
}

fn with_name(of: &Value) -> String {
    of.get("with").map(|with| line(with, "name")).unwrap_or_default()
}

/// An exchange.
pub(crate) fn exchange(of: &Value) -> String {
    let worth = line(of, "worth");
    let worth = if worth.is_empty() { worth } else { format!(", worth {worth}") };
    let (day, direction, kind) = (line(of, "day"), line(of, "direction"), line(of, "kind"));
    let with = with_name(of);
    format!("{day} {direction} ({kind}), {with}: {}{worth}  (exchange {})", line(of, "text"), line(of, "id"))
}

/// Feedback.
pub(crate) fn feedback(of: &Value) -> String {
    let score = line(of, "score");
    let score = if score.is_empty() { score } else { format!(" {score}/10") };
    format!("{} {}{score}: {}  (feedback {})", line(of, "day"), with_name(of), line(of, "text"), line(of, "id"))
}

/// An occasion.
pub(crate) fn occasion(of: &Value) -> String {
    let label = line(of, "label");
    let label = if label.is_empty() { label } else { format!(" “{label}”") };
    let next = line(of, "next");
    let next = if next.is_empty() { next } else { format!(", next on {next}") };
    format!("{}{label} on {}{next}  (occasion {})", line(of, "kind"), line(of, "date"), line(of, "id"))
}

/// A group.
pub(crate) fn group(of: &Value) -> String {
    let query = line(of, "query");
    let members = if query.is_empty() {
        count(number(of, "members"), "member", "members")
    } else {
        format!("a smart group, found by {query}")
    };
    let household = if is(of, "household") { "household".to_owned() } else { String::new() };
    let parts: Vec<String> = [household, line(of, "intent"), interval(of, "cadence"), members]
        .into_iter()
        .filter(|p| !p.is_empty())
        .collect();
    format!("{}: {}  (group {})", line(of, "name"), parts.join(", "), line(of, "id"))
}

/// What was deleted, and the way back.
pub(crate) fn deleted(of: &Value) -> String {
    let named = ["name", "text", "start", "date"].iter().map(|field| line(of, field)).find(|text| !text.is_empty());
    format!("Deleted “{}”. `kith undo` brings it back.", named.unwrap_or_default())
}

/// What an action of the day did.
pub(crate) fn day_item(of: &Value) -> String {
    let name = of.get("contact").map(|contact| line(contact, "name")).unwrap_or_default();
    let (due, back) = (line(of, "due"), line(of, "back_on"));
    match (back.is_empty(), due.is_empty()) {
        (false, _) => format!("{name}: back on {back}."),
        (true, false) => format!("{name}: due on {due}."),
        (true, true) => format!("{name}: nothing is due."),
    }
}

/// The pace.
pub(crate) fn pace(of: &Value) -> String {
    let days = of.get("per_day").and_then(Value::as_object).into_iter().flatten();
    let days: Vec<String> = days.map(|(day, people)| format!("{day} {people}")).collect();
    format!("{}; {} minutes\n{}", days.join("  "), line(of, "minutes"), line(of, "load_sentence"))
}

/// What was undone.
pub(crate) fn undone(of: &Value) -> String {
    if of.is_null() { "There is nothing to undo.".into() } else { taken_back("Undone", of) }
}

/// What was done again.
pub(crate) fn redone(of: &Value) -> String {
    if of.is_null() { "There is nothing to redo.".into() } else { taken_back("Done again", of) }
}

fn taken_back(how: &str, of: &Value) -> String {
    let mut shown = format!("{how}: {}  (operation {})", line(of, "label"), line(of, "id"));
    for (table, rows) in of.get("kept").and_then(Value::as_object).into_iter().flatten() {
        shown += &format!("\n  kept, because changed or needed since: {rows} of {}", text::line(table));
    }
    shown
}
