//! Notices in words. With names left out, nothing tells a bystander whom it is about.

use chrono::NaiveDate;

use crate::id::ContactId;
use crate::occasions::Occasion;
use crate::text::short;
use crate::today::{Glance, day_in_words, occasion_in_words};

/// What a notice says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Words {
    pub title: String,
    pub body: String,
    pub contact_id: Option<ContactId>,
}

/// An occasion that is told.
#[derive(Debug, Clone)]
pub(super) struct Observed {
    pub occasion: Occasion,
    pub contact_id: ContactId,
    pub name: String,
    pub date: NaiveDate,
}

impl Observed {
    fn text(&self) -> String {
        // The date is said beside it.
        short(&occasion_in_words(&self.name, &self.occasion, self.date, self.date))
    }
}

/// Dates that a summary names.
const NAMED: usize = 4;

/// The morning's digest; nothing when nobody waits and nothing is owed.
pub(super) fn digest(day: &Glance, private: bool) -> Option<Words> {
    if day.is_empty() {
        return None;
    }
    let (contact_id, title, more) = match (&day.first, &day.owed) {
        _ if private => {
            let contact_id = day.first.as_ref().or(day.owed.as_ref()).map(|(id, _, _)| *id);
            let waiting = (day.people > 0).then(|| waiting(day.people, ""));
            (contact_id, "Time to reach out".to_owned(), waiting)
        }
        (Some((id, name, why)), _) => {
            let why = capital(why);
            let others = (day.people > 1).then(|| waiting(day.people - 1, "more "));
            let more = [Some(why).filter(|why| !why.is_empty()), others].into_iter().flatten().collect::<Vec<_>>();
            (Some(*id), format!("{} is first today", short(name)), Some(more.join(". ")))
        }
        (None, Some((id, name, what))) => {
            (Some(*id), "Keep your word today".to_owned(), Some(format!("{}: {}", short(name), short(what))))
        }
        (None, None) => return None,
    };
    let owed = (day.follow_ups > 0).then(|| owed(day.follow_ups));
    let body: Vec<String> = [more, owed].into_iter().flatten().filter(|line| !line.is_empty()).collect();
    Some(Words { title, body: format!("{}.", body.join(". ")), contact_id })
}

/// An occasion, on its day or before.
pub(super) fn occasion(observed: &Observed, today: NaiveDate, private: bool) -> Words {
    let when = when(observed.date, today);
    let title = if private { "A date to remember".to_owned() } else { observed.text() };
    Words { title, body: when, contact_id: Some(observed.contact_id) }
}

/// What came due in an absence; nothing when there is nothing to say.
pub(super) fn summary(day: Option<&Glance>, dates: &[Observed], today: NaiveDate, private: bool) -> Option<Words> {
    if day.is_none() && dates.is_empty() {
        return None;
    }
    let mut lines = Vec::new();
    if let Some(day) = day {
        match &day.first {
            Some((_, name, _)) if !private => {
                lines.push(format!("{}, {} first.", waiting(day.people, ""), short(name)));
            }
            _ if day.people > 0 => lines.push(format!("{}.", waiting(day.people, ""))),
            _ => {}
        }
        if day.follow_ups > 0 {
            lines.push(format!("{}.", owed(day.follow_ups)));
        }
    }
    if private && !dates.is_empty() {
        lines.push(format!("{}.", counted(dates.len(), "date to remember", "dates to remember")));
    } else {
        lines
            .extend(dates.iter().take(NAMED).map(|date| format!("{} {}", date.text(), lower(&when(date.date, today)))));
        if let Some(more @ 1..) = dates.len().checked_sub(NAMED) {
            lines.push(format!("And {}.", counted(more, "more date", "more dates")));
        }
    }
    let contact_id = day.and_then(|day| day.first.as_ref()).map(|(id, _, _)| *id);
    Some(Words { title: "While you were away".into(), body: lines.join("\n"), contact_id })
}

fn waiting(people: usize, more: &str) -> String {
    if people == 1 { format!("1 {more}person waits") } else { format!("{people} {more}people wait") }
}

fn owed(n: usize) -> String {
    if n == 1 { "1 promise is due".into() } else { format!("{n} promises are due") }
}

fn counted(n: usize, one: &str, many: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {many}") }
}

/// “Today, 24 November.”
fn when(date: NaiveDate, today: NaiveDate) -> String {
    let day = day_in_words(date);
    match date.signed_duration_since(today).num_days() {
        0 => format!("Today, {day}."),
        1 => format!("Tomorrow, {day}."),
        -1 => format!("Yesterday, {day}."),
        days @ 2.. => format!("In {days} days, on {day}."),
        _ => format!("On {day}."),
    }
}

fn capital(text: &str) -> String {
    recased(text, |first| first.to_uppercase().collect())
}

fn lower(text: &str) -> String {
    recased(text, |first| first.to_lowercase().collect())
}

fn recased(text: &str, case: impl Fn(char) -> String) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| case(first) + letters.as_str()).unwrap_or_default()
}
