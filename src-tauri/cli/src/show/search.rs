//! Answers of the search in words.

use serde_json::Value;

use super::field::{count, is, line, list, number, string};
use crate::text;

/// Who matches, with the passages.
pub(crate) fn found(of: &Value) -> String {
    let mut shown = String::new();
    for person in list(of, "people") {
        let contact = person.get("contact").unwrap_or(&Value::Null);
        let id = text::soft(&format!("(contact {})", line(contact, "id")));
        shown += &format!("{}  {id}\n", text::strong(&line(contact, "name")));
        for hit in list(person, "hits") {
            shown += &passage(hit);
        }
        let more = number(person, "hit_count") - list(person, "hits").len() as f64;
        if more > 0.0 {
            shown += &format!("  and {more} more\n");
        }
    }
    for hit in list(of, "of_nobody") {
        shown += &format!("With nobody named yet\n{}", passage(hit));
    }
    if shown.is_empty() {
        return format!("{}Nobody matches.", changed_words(of));
    }
    changed_words(of) + &shown + &count(number(of, "total_people"), "person", "people")
}

/// What matches, whoever it belongs to.
pub(crate) fn found_flat(of: &Value) -> String {
    let mut shown = String::new();
    for hit in list(of, "hits") {
        let people: Vec<String> = list(hit, "people").iter().map(|person| line(person, "name")).collect();
        let id = text::soft(&format!("({} {})", line(hit, "kind"), line(hit, "id")));
        shown += &format!("{}  {id}\n{}", text::strong(&people.join(", ")), passage(hit));
    }
    if shown.is_empty() {
        return format!("{}Nothing matches.", changed_words(of));
    }
    changed_words(of) + &shown + &count(number(of, "total_hits"), "match", "matches")
}

/// The words that were corrected or let go, a line each.
fn changed_words(of: &Value) -> String {
    let words = |value: Option<&Value>| -> Vec<String> {
        value.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).map(text::line).collect()
    };
    let mut said = String::new();
    for correction in list(of, "corrections") {
        let (word, found) = (line(correction, "word"), words(correction.get("found")).join(", "));
        said += &format!("Nobody wrote “{word}”; shown is {found}. Put it in quotes to insist.\n");
    }
    let let_go = words(of.get("let_go"));
    if !let_go.is_empty() {
        said += &format!("Nobody has all of it; left out: {}\n", let_go.join(", "));
    }
    said
}

/// Why people rank where they do.
pub(crate) fn explained(of: &Value) -> String {
    let mut shown = format!("Understood as: {}\n", line(of, "query"));
    let words = list(of, "words").iter().map(|word| {
        vec![
            line(word, "word"),
            line(word, "rows"),
            format!("{:.2}", number(word, "rarity")),
            joined_words(word, "also"),
        ]
    });
    shown += &text::table(&["looked for", "rows", "rarity", "also"], words);
    for person in list(of, "people") {
        let name = person.get("contact").map(|contact| line(contact, "name")).unwrap_or_default();
        let (score, elsewhere) = (number(person, "score"), number(person, "elsewhere"));
        let best = format!("{} {}", line(person, "kind"), line(person, "id"));
        let (kind, recency) = (number(person, "kind_weight"), number(person, "recency"));
        shown += &format!("{}  {score:.2}\n", text::strong(&name));
        for find in list(person, "finds") {
            shown += &format!("  {:>7.2}  {} ({})\n", number(find, "worth"), line(find, "word"), line(find, "why"));
        }
        shown +=
            &format!("  in {best}, × {kind:.2} for its kind, × {recency:.2} for its age; elsewhere {elsewhere:.2}\n");
    }
    shown.trim_end().to_owned()
}

fn joined_words(of: &Value, field: &str) -> String {
    let words: Vec<String> = list(of, field).iter().filter_map(Value::as_str).map(text::line).collect();
    words.join(" ")
}

/// How the search index stands.
pub(crate) fn index(of: &Value) -> String {
    let (rows, version) = (line(of, "rows"), line(of, "version"));
    let (state, megabytes) = (line(of, "state"), number(of, "bytes") / 1e6);
    let building = &of["building"];
    let building = match (number(building, "done"), number(building, "total")) {
        (done, total) if total > 0.0 => format!(" It is being built: {done} of {total}."),
        _ => String::new(),
    };
    format!("The search index is {state}: {rows} rows, {megabytes:.1} MB, version {version}.{building}")
}

/// Whether the search index holds what the database does.
pub(crate) fn index_verified(of: &Value) -> String {
    if is(of, "sound") {
        return "The search index holds what the database does.".into();
    }
    format!("The search index {}. Your data is safe; `kith index rebuild` builds it anew.", line(of, "problem"))
}

/// 6 where the index is damaged.
pub(crate) fn index_exit(of: &Value) -> u8 {
    if is(of, "sound") { 0 } else { 6 }
}

pub(super) fn passage(hit: &Value) -> String {
    let date = line(hit, "date");
    let mark = |field: &str| if is(hit, field) { "…" } else { "" };
    let (before, after) = (mark("cut_before"), mark("cut_after"));
    format!("  {}  {before}{}{after}\n", text::soft(&format!("{date:<10}")), highlighted(hit))
}

/// The passage in one line, what was found in it marked.
fn highlighted(hit: &Value) -> String {
    let end = |range: &Value, n: usize| range.get(n).and_then(Value::as_u64).and_then(|end| usize::try_from(end).ok());
    let ranges: Vec<_> =
        list(hit, "highlights").iter().filter_map(|range| Some(end(range, 0)?..end(range, 1)?)).collect();
    // Runs of letters that are all marked, or all not; white space is one space and belongs to the run before it.
    let mut runs: Vec<(bool, String)> = Vec::new();
    for (at, letter) in string(hit, "passage").chars().enumerate() {
        let is_marked = ranges.iter().any(|range| range.contains(&at));
        match runs.last_mut() {
            Some((_, run)) if letter.is_whitespace() => {
                if !run.ends_with(' ') {
                    run.push(' ');
                }
            }
            None if letter.is_whitespace() => {}
            Some((marked, run)) if *marked == is_marked => run.push(letter),
            Some(_) | None => runs.push((is_marked, letter.to_string())),
        }
    }
    let show = |(marked, run): &(bool, String)| match marked {
        true => text::mark(&text::line(run)),
        false => text::line(run),
    };
    runs.iter().map(show).collect::<String>().trim_end().to_owned()
}
