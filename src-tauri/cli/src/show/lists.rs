//! Lists in words: people, search results, the day, groups, the history, what went in and out.

use serde_json::Value;

use super::calendar::calendar_problem;
use super::field::{count, interval, is, joined, line, list, number, string};
use super::things::follow_up_row;
use crate::text;

/// The People list.
pub(crate) fn people(of: &Value) -> String {
    let rows = list(of, "people").iter().map(|row| {
        let groups = joined(row, "groups", "name");
        vec![
            line(row, "id"),
            string(row, "name"),
            string(row, "org"),
            groups,
            interval(row, "interval"),
            line(row, "last_touch"),
            line(row, "due"),
        ]
    });
    let heading = ["id", "name", "organisation", "groups", "rhythm", "last touch", "due"];
    let shown = text::table(&heading, rows);
    let (total, listed) = (number(of, "total"), list(of, "people").len());
    match (listed, total) {
        (0, 0.0) => "Nobody.".into(),
        (listed, total) if (listed as f64) < total => format!("{shown}{listed} of {total}"),
        _ => shown,
    }
}

/// The day's list.
pub(crate) fn today(of: &Value) -> String {
    let pace = of.get("pace").unwrap_or(&Value::Null);
    let mut shown = format!("{}, pace {}\n", line(of, "date"), count(number(pace, "people"), "person", "people"));
    let to_confirm: Vec<Vec<String>> = list(of, "to_confirm")
        .iter()
        .map(|talk| vec![line(talk, "conversation_id"), line(talk, "date"), string(talk, "text")])
        .collect();
    if !to_confirm.is_empty() {
        let asked = text::strong("Did it happen?  (`kith happened ID`, or with --not)");
        shown += &format!("\n{asked}\n{}", text::table(&[], to_confirm));
    }
    let follow_ups: Vec<Vec<String>> = list(of, "follow_ups").iter().map(follow_up_row).collect();
    if !follow_ups.is_empty() {
        shown += &format!("\n{}\n{}", text::strong("Keep your word"), text::table(&[], follow_ups));
    }
    let reach_outs = list(of, "reach_outs");
    if !reach_outs.is_empty() {
        shown += &format!("\n{}\n", text::strong("Reach out"));
        for reach_out in reach_outs {
            shown += &reach_out_words(reach_out);
        }
    }
    let week: Vec<Vec<String>> =
        list(of, "this_week").iter().map(|item| vec![line(item, "date"), string(item, "text")]).collect();
    if !week.is_empty() {
        shown += &format!("\n{}\n{}", text::strong("This week"), text::table(&[], week));
    }
    shown + &format!("\n{}\n{}", line(of, "load_sentence"), how_far(of, reach_outs.len()))
}

fn how_far(of: &Value, open: usize) -> String {
    let done = number(of, "done");
    match (open, done) {
        (0, _) if !string(of, "vacation_until").is_empty() => {
            format!("Vacation: nothing is due before {}.", line(of, "vacation_until"))
        }
        (0, 0.0) if number(of, "with_rhythm") == 0.0 => {
            "Nobody has a rhythm yet: `kith cadence WHO monthly` gives one.".into()
        }
        (0, 0.0) => "Nobody is due today.".into(),
        (0, done) => format!("{} reached. The day is done.", count(done, "person", "people")),
        (open, done) => format!("{done} reached, {open} to go, {} waiting.", line(of, "waiting")),
    }
}

fn reach_out_words(of: &Value) -> String {
    let contact = of.get("contact").unwrap_or(&Value::Null);
    let org = line(contact, "org");
    let org = if org.is_empty() { org } else { format!(", {org}") };
    let why: Vec<String> = list(of, "why").iter().filter_map(Value::as_str).map(text::line).collect();
    let id = text::soft(&format!("{:>4}", line(contact, "id")));
    let (name, why) = (text::strong(&line(contact, "name")), text::warm(&why.join("; ")));
    let mut shown = format!("  {id}  {name}{org}: {why}\n");
    for more in [line(contact, "phone"), line(contact, "email"), text::first_line(&string(of, "last_line"), 100)] {
        if !more.is_empty() {
            shown += &format!("        {more}\n");
        }
    }
    for fact in list(of, "facts") {
        shown += &format!("        {}: {}\n", line(fact, "kind"), line(fact, "text"));
    }
    shown
}

/// What was done week by week, as a picture of letters, and how many days in a row.
pub(crate) fn kept(of: &Value) -> String {
    let shade = |day: &Value| match (number(day, "reached"), is(day, "off")) {
        (reached, _) if reached >= 5.0 => '█',
        (reached, _) if reached >= 3.0 => '▓',
        (reached, _) if reached >= 1.0 => '▒',
        (_, true) => ' ',
        _ => '·',
    };
    let mut shown = String::new();
    for week in list(of, "days").chunks(7) {
        let monday = week.first().map(|day| line(day, "date")).unwrap_or_default();
        let reached: f64 = week.iter().map(|day| number(day, "reached")).sum();
        shown += &format!("{monday}  {:<7}  {reached}\n", week.iter().map(shade).collect::<String>());
    }
    let rate = format!("{} of {}", line(of, "in_rhythm"), count(number(of, "with_rhythm"), "person is", "people are"));
    let days = |field: &str| count(number(of, field), "routine day", "routine days");
    shown + &format!("\n{rate} within their rhythm. {} in a row, {} at the most.", days("streak"), days("longest"))
}

/// The days ahead.
pub(crate) fn forecast(of: &Value) -> String {
    let fields = ["date", "due", "reached", "waiting", "planned", "occasions", "pace"];
    let of_day = |day: &Value| {
        let mut row = fields.map(|field| line(day, field)).to_vec();
        row.push(if is(day, "vacation") { "vacation".into() } else { String::new() });
        row
    };
    let heading: Vec<&str> = fields.into_iter().chain([""]).collect();
    let mut shown =
        format!("{}\n\n{}", line(of, "load_sentence"), text::table(&heading, list(of, "days").iter().map(of_day)));
    let stretched = list(of, "cadences").iter().map(|one| {
        let stretch =
            |field: &str| one.get(field).and_then(Value::as_f64).map(|n| format!("{n:.2}")).unwrap_or_default();
        vec![interval(one, "interval"), line(one, "people"), line(one, "reached"), stretch("mean"), stretch("worst")]
    });
    let heading = ["rhythm", "people", "reached", "mean stretch", "worst"];
    shown += &format!("\n{}\n{}", text::strong("How far the rhythms stretch"), text::table(&heading, stretched));
    let past = list(of, "past_latest").iter().map(|past| {
        let name = past.get("contact").map(|contact| string(contact, "name")).unwrap_or_default();
        let reached = line(past, "reached_on");
        vec![name, line(past, "latest_on"), if reached.is_empty() { "not in these days".into() } else { reached }]
    });
    let past = text::table(&["who", "at the latest", "reached"], past);
    if !past.is_empty() {
        shown += &format!("\n{}\n{past}", text::strong("Past “at the latest”"));
    }
    shown
}

/// Vacation and holidays.
pub(crate) fn vacations(of: &Value) -> String {
    let rows = of.as_array().into_iter().flatten();
    let shown = text::table(
        &["from", "to", "name"],
        rows.map(|one| ["from", "to", "name"].map(|field| string(one, field)).to_vec()),
    );
    if shown.is_empty() { "No vacation is set.".into() } else { shown }
}

/// The groups.
pub(crate) fn groups(of: &Value) -> String {
    let rows = of.as_array().into_iter().flatten().map(|group| {
        vec![
            line(group, "id"),
            string(group, "name"),
            interval(group, "cadence"),
            line(group, "intent"),
            members(group),
        ]
    });
    text::table(&["id", "name", "rhythm", "intent", "members"], rows)
}

fn members(group: &Value) -> String {
    let query = line(group, "query");
    if query.is_empty() { line(group, "members") } else { format!("found by {query}") }
}

/// What was done.
pub(crate) fn history(of: &Value) -> String {
    let rows = of.as_array().into_iter().flatten().map(|operation| {
        let state = if is(operation, "undone") { "undone" } else { "" };
        vec![line(operation, "id"), string(operation, "label"), state.into()]
    });
    let shown = text::table(&["id", "what", ""], rows);
    if shown.is_empty() { "Nothing was done yet.".into() } else { shown }
}

/// The reminders of a round: in full where nothing else shows them.
pub(crate) fn reminders(of: &Value) -> String {
    let (shown, waiting) = (list(of, "shown"), number(of, "waiting"));
    let mut said = String::new();
    if string(of, "on") == "terminal" {
        for notice in shown {
            said += &format!("{}\n", line(notice, "title"));
            said += &string(notice, "body").lines().map(|body| format!("  {}\n", text::line(body))).collect::<String>();
        }
    } else if !shown.is_empty() {
        said += &format!("{} shown.\n", count(shown.len() as f64, "reminder", "reminders"));
    }
    if waiting > 0.0 {
        said += &format!("{} not shown yet: the desktop did not answer.\n", count(waiting, "reminder", "reminders"));
    }
    said + &of.get("calendar").map(calendar_problem).unwrap_or_default()
}

/// What an import did.
pub(crate) fn import(of: &Value) -> String {
    let parts = ["added", "updated", "skipped", "duplicates"].map(|field| format!("{} {field}", line(of, field)));
    let mut shown = parts.join(", ") + "\n";
    for problem in list(of, "problems") {
        shown += &format!("  {}: {}\n", place(problem), line(problem, "message"));
    }
    let operation = line(of, "operation");
    if !operation.is_empty() {
        shown += &format!("`kith undo {operation}` takes it back.\n");
    }
    shown
}

/// Nothing came of it, and not because it was there already: exit code 4.
pub(crate) fn import_exit(of: &Value) -> u8 {
    let understood = ["added", "updated", "skipped", "duplicates"].iter().any(|field| number(of, field) > 0.0);
    if understood || list(of, "problems").is_empty() { 0 } else { 4 }
}

fn place(problem: &Value) -> String {
    match line(problem, "line").as_str() {
        "" | "0" => line(problem, "file"),
        number => format!("{}:{number}", line(problem, "file")),
    }
}

/// What an export wrote.
pub(crate) fn export(of: &Value) -> String {
    let counts = of.get("counts").and_then(Value::as_object).into_iter().flatten();
    let counts: Vec<String> = counts.map(|(kind, n)| format!("{n} {}", text::line(kind))).collect();
    format!("{}: {}", line(of, "file"), counts.join(", "))
}

/// The day in one line; nothing at all where it says nothing.
pub(crate) fn in_a_line(of: &Value) -> String {
    string(of, "line")
}

/// Text for another program, as it is.
pub(crate) fn script(of: &Value) -> String {
    string(of, "script")
}
