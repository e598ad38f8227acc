//! In words: who would want a text, and whom to introduce to whom.

use serde_json::Value;

use super::field::{count, line, list, number, string};
use super::search::passage;
use crate::text;

/// Who would want a text, each with the words and passages that say why.
pub(crate) fn wanted(of: &Value) -> String {
    let people = list(of, "people");
    let title = text::strong(&text::first_line(&string(of, "title"), 100));
    if string(of, "index") == "away" {
        return "The search index is being built. Ask again in a moment.".into();
    }
    if people.is_empty() {
        return format!("{title}\nNobody you know has shown an interest in this.");
    }
    let mut shown = format!("{title}\n");
    for person in people {
        let got = line(person, "got");
        let got = if got.is_empty() { got } else { text::warm(&format!("  got it on {got}")) };
        shown += &format!("{}{got}\n{}", heading(person), reasons(person));
    }
    shown + &count(number(of, "total_people"), "person", "people")
}

/// Whom to introduce to somebody.
pub(crate) fn introductions(of: &Value) -> String {
    let mut shown = String::new();
    for (field, verb, nobody) in [
        ("wants", "Wants", "nobody you know answers it yet"),
        ("offers", "Offers", "nobody you know is looking for it yet"),
    ] {
        for introduction in list(of, field) {
            let fact = introduction.get("fact").map(|fact| line(fact, "text")).unwrap_or_default();
            shown += &format!("{} {}\n", text::strong(&format!("{verb}:")), fact);
            let people = list(introduction, "people");
            if people.is_empty() {
                shown += &format!("  {nobody}\n");
            }
            for person in people {
                shown += &format!("{}{}\n{}", heading(person), known(person), reasons(person));
            }
        }
    }
    if shown.is_empty() {
        let name = of.get("contact").map(|contact| line(contact, "name")).unwrap_or_default();
        return format!("Nothing is noted of what {name} wants or offers: `kith fact WHO TEXT --kind wants` notes it.");
    }
    shown
}

fn heading(person: &Value) -> String {
    let contact = person.get("contact").unwrap_or(&Value::Null);
    format!("{}  {}", text::strong(&line(contact, "name")), text::soft(&format!("(contact {})", line(contact, "id"))))
}

fn reasons(person: &Value) -> String {
    let words: Vec<String> = list(person, "words").iter().filter_map(Value::as_str).map(text::line).collect();
    let passages: String = list(person, "hits").iter().map(passage).collect();
    format!("  {}\n{passages}", text::mark(&words.join(", ")))
}

/// Whether they need no introduction any more.
fn known(person: &Value) -> String {
    let (introduced, together) = (line(person, "introduced"), line(person, "together"));
    match (introduced.as_str(), together.as_str()) {
        ("", "") => String::new(),
        ("", day) => text::warm(&format!("  they met on {day}")),
        (day, _) => text::warm(&format!("  introduced on {day}")),
    }
}
