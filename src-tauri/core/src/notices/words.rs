//! Notices in words. With names left out, nothing tells a bystander whom it is about.

use chrono::NaiveDate;

use crate::civil::Start;
use crate::clock::Now;
use crate::conversations::{Conversation, label};
use crate::id::{ContactId, ConversationId};
use crate::occasions::Occasion;
use crate::said;
use crate::said::Said;
use crate::text::short;
use crate::today::{Glance, day_in_words, occasion_in_words};
use crate::tongue::Tongue;

/// What a notice says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Words {
    pub title: String,
    pub body: String,
    pub contact_id: Option<ContactId>,
    pub conversation_id: Option<ConversationId>,
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
    fn text(&self, tongue: Tongue) -> String {
        // The date is said beside it.
        short(&tongue.say(&occasion_in_words(&self.name, &self.occasion, self.date, self.date)))
    }
}

/// Dates that a summary names.
const NAMED: usize = 4;

/// The morning's digest; nothing when nobody waits and nothing is owed.
pub(super) fn digest(day: &Glance, private: bool, tongue: Tongue) -> Option<Words> {
    if day.is_empty() {
        return None;
    }
    let (contact_id, title, more) = match (&day.first, &day.owed) {
        _ if private => {
            let owed = day.owed.as_ref().map(|(id, _, _)| *id);
            let contact_id = day.first.as_ref().map(|(id, _, _)| *id).or(owed);
            let waiting = (day.people > 0).then(|| tongue.say(&waiting(day.people)));
            (contact_id, said!("Time to reach out"), waiting)
        }
        (Some((id, name, why)), _) => {
            let why = capital(&tongue.say(why));
            let others = others(day).map(|others| tongue.say(&others));
            let more = [Some(why).filter(|why| !why.is_empty()), others].into_iter().flatten().collect::<Vec<_>>();
            (Some(*id), said!("{name} is first today", name = short(name)), Some(more.join(". ")))
        }
        (None, Some((id, name, what))) => {
            (Some(*id), said!("Keep your word today"), Some(format!("{}: {}", short(name), short(what))))
        }
        (None, None) => return None,
    };
    let owed = (day.follow_ups > 0).then(|| tongue.say(&owed(day.follow_ups)));
    let body: Vec<String> = [more, owed].into_iter().flatten().filter(|line| !line.is_empty()).collect();
    let body = format!("{}.", body.join(". "));
    Some(Words { title: tongue.say(&title), body, contact_id, conversation_id: None })
}

/// An occasion, on its day or before.
pub(super) fn occasion(observed: &Observed, today: NaiveDate, private: bool, tongue: Tongue) -> Words {
    let when = tongue.say(&when(observed.date, today));
    let title = if private { tongue.say(&said!("A date to remember")) } else { observed.text(tongue) };
    Words { title, body: format!("{when}."), contact_id: Some(observed.contact_id), conversation_id: None }
}

/// A planned conversation, before it begins.
pub(super) fn planned(talk: &Conversation, now: &Now, private: bool, tongue: Tongue) -> Words {
    let title = match private {
        true => tongue.say(&said!("A planned conversation")),
        false => capital(&tongue.say(&label::of(talk))),
    };
    let when = match talk.start {
        Start::Moment(moment) => said!("At {time}", time = moment.with_timezone(&now.zone).format("%H:%M").to_string()),
        Start::Day(_) => said!("Today"),
    };
    let place = Some(short(&talk.place)).filter(|place| !private && !place.is_empty());
    let body = [Some(tongue.say(&when)), place].into_iter().flatten().collect::<Vec<_>>().join(", ");
    of_talk(talk, title, format!("{body}."))
}

/// A planned conversation that is over: did it happen?
pub(super) fn happened(talk: &Conversation, today: NaiveDate, private: bool, tongue: Tongue) -> Words {
    let when = tongue.say(&when(talk.start.day(), today));
    let body = match private {
        true => format!("{}. {when}.", tongue.say(&said!("A planned conversation"))),
        false => format!("{}. {when}.", capital(&tongue.say(&label::of(talk)))),
    };
    of_talk(talk, tongue.say(&said!("Did it happen?")), body)
}

fn of_talk(talk: &Conversation, title: String, body: String) -> Words {
    Words { title, body, contact_id: talk.people.first().map(|first| first.id), conversation_id: Some(talk.id) }
}

/// What came due in an absence; nothing when there is nothing to say.
pub(super) fn summary(
    day: Option<&Glance>,
    dates: &[Observed],
    to_confirm: usize,
    today: NaiveDate,
    private: bool,
    tongue: Tongue,
) -> Option<Words> {
    if day.is_none() && dates.is_empty() && to_confirm == 0 {
        return None;
    }
    let mut lines: Vec<String> = Vec::new();
    let sentence = |said: Said| format!("{}.", tongue.say(&said));
    if let Some(day) = day {
        match &day.first {
            Some((_, name, _)) if !private => {
                let waiting = waiting(day.people);
                lines.push(sentence(said!("{waiting}, {name} first", waiting = waiting, name = short(name))));
            }
            _ if day.people > 0 => lines.push(sentence(waiting(day.people))),
            _ => {}
        }
        if day.follow_ups > 0 {
            lines.push(sentence(owed(day.follow_ups)));
        }
    }
    if private && !dates.is_empty() {
        lines.push(sentence(match dates.len() {
            1 => said!("1 date to remember"),
            n => said!("{n} dates to remember", n = n),
        }));
    } else {
        let named = |date: &Observed| format!("{} {}.", date.text(tongue), lower(&tongue.say(&when(date.date, today))));
        lines.extend(dates.iter().take(NAMED).map(named));
        match dates.len().saturating_sub(NAMED) {
            0 => {}
            1 => lines.push(sentence(said!("And 1 more date"))),
            n => lines.push(sentence(said!("And {n} more dates", n = n))),
        }
    }
    match to_confirm {
        0 => {}
        1 => lines.push(tongue.say(&said!("1 planned conversation is over: did it happen?"))),
        n => lines.push(tongue.say(&said!("{n} planned conversations are over: did they happen?", n = n))),
    }
    let contact_id = day.and_then(|day| day.first.as_ref()).map(|(id, _, _)| *id);
    let title = tongue.say(&said!("While you were away"));
    Some(Words { title, body: lines.join("\n"), contact_id, conversation_id: None })
}

/// How many wait, for the tray as for a notice.
pub fn waiting(people: usize) -> Said {
    if people == 1 { said!("1 person waits") } else { said!("{n} people wait", n = people) }
}

fn more_waiting(people: usize) -> Said {
    if people == 1 { said!("1 more person waits") } else { said!("{n} more people wait", n = people) }
}

/// How many wait behind the first, and who of them comes next.
fn others(day: &Glance) -> Option<Said> {
    let more = day.people.checked_sub(1).filter(|more| *more > 0)?;
    let names = match day.next.as_slice() {
        [one, other, ..] => said!("{one} and {other}", one = short(one), other = short(other)),
        [one] => short(one).into(),
        [] => return Some(more_waiting(more)),
    };
    Some(if day.next.len() < more {
        said!("{waiting}, {name} first", waiting = more_waiting(more), name = names)
    } else {
        said!("{waiting}: {names}", waiting = more_waiting(more), names = names)
    })
}

/// How many promises are due.
pub fn owed(n: usize) -> Said {
    if n == 1 { said!("1 promise is due") } else { said!("{n} promises are due", n = n) }
}

/// “Today, 24 November”
fn when(date: NaiveDate, today: NaiveDate) -> Said {
    let day = day_in_words(date);
    match date.signed_duration_since(today).num_days() {
        0 => said!("Today, {day}", day = day),
        1 => said!("Tomorrow, {day}", day = day),
        -1 => said!("Yesterday, {day}", day = day),
        days @ 2.. => said!("In {n} days, on {day}", n = days.to_string(), day = day),
        _ => said!("On {day}", day = day),
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
