//! One thing to look for, and the fields of the query language.

use std::fmt;

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

use super::document::Row;
use super::words::{fold, words};
use crate::cadence::parse_interval;

/// One thing to look for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Term {
    /// A word as typed. What it is cut into (`jean-luc`) must stand together.
    Words {
        /// As typed, without the `*`.
        text: String,
        /// Whether the last word may go on.
        prefix: bool,
    },
    /// Words that must stand together as they are, unstemmed.
    Phrase(String),
    /// A phone number as typed.
    Number(String),
    /// Folded words in one part of the record.
    In(Part, String),
    /// The conversation went this way.
    Channel(String),
    /// What was found is of this kind.
    Kind(Kind),
    /// The conversation was begun by me, or else by them.
    FromMe(bool),
    /// On this day or later.
    Since(NaiveDate),
    /// On this day or earlier.
    Until(NaiveDate),
    /// Between two days, both included.
    During(NaiveDate, NaiveDate),
    /// The conversation took so many minutes.
    Minutes(Compare, u32),
    /// Their feedback had such a score.
    Score(Compare, u32),
    /// Of the person's rhythm.
    State(State),
    /// So many days since the last touch.
    Last(Compare, u32),
    /// The rhythm is of so many days.
    Every(Compare, u32),
    /// The stretch in hundredths.
    Stretch(Compare, u32),
    /// The person has, or lacks, such a thing.
    Has(Thing, bool),
    /// The person is in a group of this intent.
    Intent(String),
}

/// A part of the record that words are looked for in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// The person's name.
    Name,
    /// Their organisation.
    Org,
    /// Their title.
    Title,
    /// The whole name of a group they are in.
    Group,
    /// A whole tag of a conversation.
    Tag,
    /// Where a conversation was.
    Place,
    /// What was written of a conversation.
    Note,
    /// A fact.
    Fact,
    /// What I gave.
    Gave,
    /// What I received.
    Received,
    /// What was asked.
    Asked,
    /// The name of somebody else who was there.
    With,
}

/// A kind of row, as the language names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Rows of one kind.
    Of(Row),
    /// What was given, received or asked.
    Exchange,
}

/// How a number is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Compare {
    /// More than.
    More,
    /// That or more.
    AtLeast,
    /// Less than.
    Less,
    /// That or less.
    AtMost,
    /// Just that.
    Equal,
}

impl Compare {
    const ALL: [(&'static str, Compare); 5] = [
        (">=", Compare::AtLeast),
        ("<=", Compare::AtMost),
        (">", Compare::More),
        ("<", Compare::Less),
        ("=", Compare::Equal),
    ];

    /// Whether a number compares so.
    pub fn holds(self, number: f64, with: f64) -> bool {
        match self {
            Compare::More => number > with,
            Compare::AtLeast => number >= with,
            Compare::Less => number < with,
            Compare::AtMost => number <= with,
            Compare::Equal => (number - with).abs() < 1e-9,
        }
    }

    fn sign(self) -> &'static str {
        Compare::ALL.iter().find(|(_, compare)| *compare == self).map_or("", |(sign, _)| sign)
    }
}

/// How it stands with a person's rhythm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// Nobody has spoken with them.
    Never,
    /// Due today or before.
    Due,
    /// Due before today.
    Overdue,
    /// Archived.
    Archived,
}

impl State {
    const ALL: [(&'static str, State); 4] =
        [("never", State::Never), ("due", State::Due), ("overdue", State::Overdue), ("archived", State::Archived)];
}

/// What a person may have or lack.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Thing {
    /// An open follow-up.
    FollowUp,
    /// A photo.
    Photo,
    /// An e-mail address.
    Email,
    /// A phone number.
    Phone,
    /// A postal address.
    Address,
    /// A birthday.
    Birthday,
    /// Feedback.
    Feedback,
}

impl Thing {
    /// All, as the language names them.
    pub const ALL: [(&'static str, Thing); 7] = [
        ("followup", Thing::FollowUp),
        ("photo", Thing::Photo),
        ("email", Thing::Email),
        ("phone", Thing::Phone),
        ("address", Thing::Address),
        ("birthday", Thing::Birthday),
        ("feedback", Thing::Feedback),
    ];
}

/// The channels, spelled as the database spells them, in the order of their numbers in the index.
pub const CHANNELS: [&str; 8] = ["other", "in person", "call", "video", "message", "mail", "letter", "event"];

/// The intents of a group, folded.
const INTENTS: [&str; 4] = ["grow", "keep", "re engineer", "let go"];

const PARTS: [(&str, Part); 12] = [
    ("name", Part::Name),
    ("org", Part::Org),
    ("title", Part::Title),
    ("group", Part::Group),
    ("tag", Part::Tag),
    ("place", Part::Place),
    ("note", Part::Note),
    ("fact", Part::Fact),
    ("gave", Part::Gave),
    ("received", Part::Received),
    ("asked", Part::Asked),
    ("with", Part::With),
];

const KINDS: [(&str, Kind); 11] = [
    ("conversation", Kind::Of(Row::Conversation)),
    ("contact", Kind::Of(Row::Contact)),
    ("fact", Kind::Of(Row::Fact)),
    ("followup", Kind::Of(Row::FollowUp)),
    ("follow-up", Kind::Of(Row::FollowUp)),
    ("exchange", Kind::Exchange),
    ("gave", Kind::Of(Row::Gave)),
    ("received", Kind::Of(Row::Received)),
    ("asked", Kind::Of(Row::Asked)),
    ("feedback", Kind::Of(Row::Feedback)),
    ("occasion", Kind::Of(Row::Occasion)),
];

const OTHER_FIELDS: [&str; 16] = [
    "channel", "kind", "from", "since", "until", "on", "in", "last", "stretch", "every", "minutes", "has", "missing",
    "score", "intent", "phone",
];

/// Whether a word before a colon is a field.
pub fn is_field(name: &str) -> bool {
    let mut fields = PARTS.iter().map(|(field, _)| *field).chain(OTHER_FIELDS);
    fields.any(|field| field.eq_ignore_ascii_case(name))
}

/// A bare word that says how it stands with somebody.
pub fn state(word: &str) -> Option<Term> {
    State::ALL.iter().find(|(name, _)| name.eq_ignore_ascii_case(word)).map(|(_, state)| Term::State(*state))
}

/// What a field asks for; `None` where its value makes no sense, and all of it is words.
pub fn in_field(field: &str, value: &str, today: NaiveDate) -> Option<Term> {
    if let Some((_, part)) = PARTS.iter().find(|(name, _)| *name == field) {
        let folded = fold(value);
        return (!folded.is_empty()).then_some(Term::In(*part, folded));
    }
    let folded = fold(value);
    match field {
        "channel" => CHANNELS.contains(&folded.as_str()).then_some(Term::Channel(folded)),
        "phone" => number_of(value),
        "intent" => INTENTS.contains(&folded.as_str()).then_some(Term::Intent(folded)),
        "kind" => named(&KINDS, value).map(Term::Kind),
        "from" => match folded.as_str() {
            "me" => Some(Term::FromMe(true)),
            "them" => Some(Term::FromMe(false)),
            _ => None,
        },
        "since" => span(value, today).map(|(first, _)| Term::Since(first)),
        "until" => span(value, today).map(|(_, last)| Term::Until(last)),
        "on" | "in" => match value.split_once("..") {
            Some((first, last)) => Some(Term::During(span(first, today)?.0, span(last, today)?.1)),
            None => span(value, today).map(|(first, last)| Term::During(first, last)),
        },
        "minutes" => compared(value, |number| number.parse().ok()).map(|(by, number)| Term::Minutes(by, number)),
        "score" => compared(value, |number| number.parse().ok()).map(|(by, number)| Term::Score(by, number)),
        "last" => compared(value, days).map(|(by, number)| Term::Last(by, number)),
        "every" => compared(value, days).map(|(by, number)| Term::Every(by, number)),
        "stretch" => compared(value, hundredths).map(|(by, number)| Term::Stretch(by, number)),
        "has" => named(&Thing::ALL, value).map(|thing| Term::Has(thing, true)),
        "missing" => named(&Thing::ALL, value).map(|thing| Term::Has(thing, false)),
        _ => None,
    }
}

/// A phone number by what of it can be dialled; `None` where that is too little.
pub fn number_of(value: &str) -> Option<Term> {
    let is_dialled = |c: &char| c.is_ascii_digit() || " +()-./".contains(*c);
    let said: String = value.chars().filter(is_dialled).collect();
    let digits = said.chars().filter(char::is_ascii_digit).count();
    (digits >= super::document::FEWEST_DIGITS).then(|| Term::Number(said.trim().to_owned()))
}

fn named<T: Copy>(names: &[(&str, T)], value: &str) -> Option<T> {
    names.iter().find(|(name, _)| name.eq_ignore_ascii_case(value)).map(|(_, named)| *named)
}

fn compared(value: &str, read: impl Fn(&str) -> Option<u32>) -> Option<(Compare, u32)> {
    let signed = Compare::ALL.iter().find_map(|(sign, by)| Some((*by, value.strip_prefix(sign)?)));
    let (by, number) = signed.unwrap_or((Compare::Equal, value));
    Some((by, read(number)?))
}

/// Days of an interval as the terminal spells them: `90d`, `3m`, `monthly`; bare numbers are days.
fn days(text: &str) -> Option<u32> {
    if let Ok(days) = text.parse() {
        return Some(days);
    }
    let interval = parse_interval(text).ok()?;
    Some((1.0 / crate::cadence::per_day(interval)).round() as u32)
}

fn hundredths(text: &str) -> Option<u32> {
    let number: f64 = text.parse().ok()?;
    ((0.0..10_000.0).contains(&number)).then(|| (number * 100.0).round() as u32)
}

/// The first and last day of a day, month or year, in numbers or words: `2024-05`, `may`, `yesterday`, `last month`.
pub fn span(value: &str, today: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
    if let Some(span) = numbered(value) {
        return Some(span);
    }
    let folded = fold(value);
    in_words(&folded, today).or_else(|| month(&folded, today))
}

/// `2024`, `2024-05` or `2024-05-17`.
fn numbered(value: &str) -> Option<(NaiveDate, NaiveDate)> {
    if !value.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    if value.len() == 10 {
        let day = NaiveDate::parse_from_str(value, "%Y-%m-%d").ok()?;
        return Some((day, day));
    }
    let (first, months) = match value.len() {
        4 => (format!("{value}-01-01"), 12),
        7 => (format!("{value}-01"), 1),
        _ => return None,
    };
    months_from(NaiveDate::parse_from_str(&first, "%Y-%m-%d").ok()?, months)
}

fn months_from(first: NaiveDate, months: u32) -> Option<(NaiveDate, NaiveDate)> {
    let last = first.checked_add_months(Months::new(months))?.checked_sub_days(Days::new(1))?;
    Some((first, last))
}

fn in_words(folded: &str, today: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
    let day = |back: u64| today.checked_sub_days(Days::new(back)).map(|day| (day, day));
    let week = |back: u64| {
        let monday = today.week(Weekday::Mon).checked_first_day()?.checked_sub_days(Days::new(7 * back))?;
        Some((monday, monday.checked_add_days(Days::new(6))?))
    };
    let month = |back: u32| months_from(today.with_day(1)?.checked_sub_months(Months::new(back))?, 1);
    let year = |back: i32| months_from(NaiveDate::from_ymd_opt(today.year() - back, 1, 1)?, 12);
    match folded {
        "today" | "heute" => day(0),
        "yesterday" | "gestern" => day(1),
        "this week" | "diese woche" => week(0),
        "last week" | "letzte woche" => week(1),
        "this month" | "diesen monat" => month(0),
        "last month" | "letzten monat" => month(1),
        "this year" | "dieses jahr" => year(0),
        "last year" | "letztes jahr" => year(1),
        _ => None,
    }
}

/// English and German, as the core's dates in words are.
const MONTHS: [[&str; 2]; 12] = [
    ["january", "januar"],
    ["february", "februar"],
    ["march", "marz"],
    ["april", "april"],
    ["may", "mai"],
    ["june", "juni"],
    ["july", "juli"],
    ["august", "august"],
    ["september", "september"],
    ["october", "oktober"],
    ["november", "november"],
    ["december", "dezember"],
];

/// The number of a month by its name or its first three letters or more, folded.
pub fn month_named(word: &str) -> Option<u32> {
    let begins = |name: &&str| name.starts_with(word) && word.len() >= 3;
    let place = MONTHS.iter().position(|names| names.iter().any(begins))?;
    u32::try_from(place + 1).ok()
}

/// A month, the latest that has begun, or of the year named with it.
fn month(folded: &str, today: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
    let mut parts = words(folded).map(|word| word.text);
    let (name, year) = (parts.next()?, parts.next());
    let number = month_named(&name)?;
    let year = match year {
        Some(year) => year.parse().ok().filter(|year| (1..=9999).contains(year))?,
        None if number > today.month() => today.year() - 1,
        None => today.year(),
    };
    if parts.next().is_some() {
        return None;
    }
    months_from(NaiveDate::from_ymd_opt(year, number, 1)?, 1)
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = |of: &dyn fmt::Debug| format!("{of:?}").to_lowercase();
        match self {
            Term::Words { text, prefix } => write!(f, "{text}{}", if *prefix { "*" } else { "" }),
            Term::Phrase(text) => write!(f, "\"{text}\""),
            Term::Number(text) => write!(f, "phone:\"{text}\""),
            Term::In(part, text) => field(f, &name(part), text),
            Term::Channel(text) => field(f, "channel", text),
            Term::Kind(kind) => field(f, "kind", spelled(&KINDS, *kind)),
            Term::FromMe(me) => field(f, "from", if *me { "me" } else { "them" }),
            Term::Since(day) => write!(f, "since:{day}"),
            Term::Until(day) => write!(f, "until:{day}"),
            Term::During(first, last) => write!(f, "in:{first}..{last}"),
            Term::Minutes(by, number) => write!(f, "minutes:{}{number}", by.sign()),
            Term::Score(by, number) => write!(f, "score:{}{number}", by.sign()),
            Term::State(state) => write!(f, "{}", spelled(&State::ALL, *state)),
            Term::Last(by, days) => write!(f, "last:{}{days}d", by.sign()),
            Term::Every(by, days) => write!(f, "every:{}{days}d", by.sign()),
            Term::Stretch(by, number) => write!(f, "stretch:{}{}", by.sign(), f64::from(*number) / 100.0),
            Term::Has(thing, has) => field(f, if *has { "has" } else { "missing" }, spelled(&Thing::ALL, *thing)),
            Term::Intent(text) => field(f, "intent", text),
        }
    }
}

fn spelled<T: PartialEq>(names: &[(&'static str, T)], value: T) -> &'static str {
    names.iter().find(|(_, named)| *named == value).map_or("", |(name, _)| name)
}

fn field(f: &mut fmt::Formatter<'_>, name: &str, value: &str) -> fmt::Result {
    if value.contains(char::is_whitespace) { write!(f, "{name}:\"{value}\"") } else { write!(f, "{name}:{value}") }
}
