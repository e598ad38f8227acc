//! Completion of the query language while it is typed: what may stand where the caret is.
//!
//! Purpose: every part of the language is offered where it begins, and the values of a part where it has some.
//! Invariant: any text and any place answer; a range lies in the text; what an option puts in is read as the part
//! it is offered for. Nothing is kept between two calls: each reads a few entries of an index.

pub mod api;
mod piece;
mod store;
#[cfg(test)]
mod tests;

use chrono::{Datelike, Months, NaiveDate};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use self::piece::Piece;
use super::words::words;
use crate::error::Result;
use crate::store::Db;
use crate::text::fold;

/// What is typed, and where.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CompleteInput {
    /// The query so far.
    pub text: String,
    /// Where the caret is: characters (Unicode scalar values) before it.
    pub at: u32,
}

/// What may stand there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, TS)]
pub struct Completion {
    /// The first character that an option replaces.
    pub from: u32,
    /// The character behind the last.
    pub to: u32,
    /// What may stand there, best first; few.
    pub options: Vec<CompletionOption>,
}

/// One thing that may stand there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct CompletionOption {
    /// What is put into the query.
    pub insert: String,
    /// How it is shown.
    pub label: String,
    /// The part of the language it is, or belongs to.
    pub what: Part,
    /// Whether it is a value of the part, and not the part itself.
    pub value: bool,
}

/// A part of the language that has a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "lowercase")]
#[ts(rename = "LanguagePart")]
#[allow(missing_docs, reason = "the parts say it themselves")]
pub enum Part {
    With,
    Name,
    Org,
    Title,
    Group,
    Tag,
    Place,
    Channel,
    Kind,
    Note,
    Fact,
    From,
    Since,
    Until,
    On,
    In,
    Last,
    Every,
    Minutes,
    Stretch,
    Gave,
    Received,
    Asked,
    Has,
    Missing,
    Score,
    Intent,
    Phone,
    Never,
    Due,
    Overdue,
    Archived,
    Or,
}

/// The fields, as they are written before the colon.
const FIELDS: [(Part, &str); 28] = [
    (Part::With, "with"),
    (Part::Name, "name"),
    (Part::Org, "org"),
    (Part::Title, "title"),
    (Part::Group, "group"),
    (Part::Tag, "tag"),
    (Part::Place, "place"),
    (Part::Channel, "channel"),
    (Part::Kind, "kind"),
    (Part::Note, "note"),
    (Part::Fact, "fact"),
    (Part::From, "from"),
    (Part::Since, "since"),
    (Part::Until, "until"),
    (Part::On, "on"),
    (Part::In, "in"),
    (Part::Last, "last"),
    (Part::Every, "every"),
    (Part::Minutes, "minutes"),
    (Part::Stretch, "stretch"),
    (Part::Gave, "gave"),
    (Part::Received, "received"),
    (Part::Asked, "asked"),
    (Part::Has, "has"),
    (Part::Missing, "missing"),
    (Part::Score, "score"),
    (Part::Intent, "intent"),
    (Part::Phone, "phone"),
];

/// The words that stand for themselves.
const WORDS: [(Part, &str); 5] = [
    (Part::Never, "never"),
    (Part::Due, "due"),
    (Part::Overdue, "overdue"),
    (Part::Archived, "archived"),
    (Part::Or, "or"),
];

const CHANNELS: [&str; 8] = ["in person", "call", "video", "message", "mail", "letter", "event", "other"];
const KINDS: [&str; 7] = ["conversation", "contact", "fact", "follow-up", "exchange", "feedback", "occasion"];
const EXCHANGES: [&str; 10] =
    ["introduction", "referral", "advice", "article", "favour", "gift", "time", "business", "feedback", "other"];
const HAS: [&str; 7] = ["followup", "photo", "email", "phone", "address", "birthday", "feedback"];
const INTENTS: [&str; 4] = ["grow", "keep", "re-engineer", "let go"];

/// Characters of a query that are read.
const LONGEST: usize = 20_000;
/// Options in one answer.
const FEW: usize = 8;

/// What may stand where the caret is.
fn complete(db: &Db, input: &CompleteInput, today: NaiveDate) -> Result<Completion> {
    let chars: Vec<char> = input.text.chars().take(LONGEST).collect();
    let at = usize::try_from(input.at).unwrap_or(usize::MAX).min(chars.len());
    let nothing = Completion { from: at as u32, to: at as u32, options: Vec::new() };
    let Some(piece) = Piece::at(&chars, at) else { return Ok(nothing) };
    let mut options = match (&piece.field, piece.typed.strip_prefix('#')) {
        (Some(field), _) => match field_named(field) {
            Some(part) => values(db, part, &piece.typed, today)?,
            None => Vec::new(),
        },
        (None, Some(tag)) => values(db, Part::Tag, tag, today)?.into_iter().map(as_sign).collect(),
        (None, None) => parts(&piece.typed, piece.from == 0),
    };
    let there: String = chars.get(piece.from..piece.to).unwrap_or_default().iter().collect();
    options.retain(|option| option.insert != there);
    options.truncate(FEW);
    Ok(Completion { from: piece.from as u32, to: piece.to as u32, options })
}

fn field_named(name: &str) -> Option<Part> {
    FIELDS.iter().find(|(_, field)| field.eq_ignore_ascii_case(name)).map(|(part, _)| *part)
}

fn name_of(part: Part) -> &'static str {
    FIELDS.iter().chain(&WORDS).find(|(one, _)| *one == part).map_or("", |(_, name)| name)
}

/// The parts that what was typed may begin. `or` stands between two things.
fn parts(typed: &str, first: bool) -> Vec<CompletionOption> {
    if typed.is_empty() {
        return Vec::new();
    }
    let begun = |name: &str| name.get(..typed.len()).is_some_and(|start| start.eq_ignore_ascii_case(typed));
    let option = |what, insert: String| CompletionOption { label: insert.clone(), insert, what, value: false };
    let fields = FIELDS.iter().filter(|(_, name)| begun(name)).map(|(part, name)| option(*part, format!("{name}:")));
    let words = WORDS.iter().filter(|(part, name)| begun(name) && !(first && *part == Part::Or));
    fields.chain(words.map(|(part, name)| option(*part, (*name).to_owned()))).collect()
}

/// The values of a part that what was typed may become.
fn values(db: &Db, part: Part, typed: &str, today: NaiveDate) -> Result<Vec<CompletionOption>> {
    use store::Column;
    let known = match part {
        Part::With | Part::Name => store::people(db, &fold(typed), FEW)?,
        Part::Org => store::distinct(db, Column::Org, typed, FEW)?,
        Part::Title => store::distinct(db, Column::Title, typed, FEW)?,
        Part::Group => store::groups(db, &fold(typed), FEW)?,
        Part::Tag => store::distinct(db, Column::Tag, typed.trim_start_matches('#'), FEW)?,
        Part::Place => store::distinct(db, Column::Place, typed, FEW)?,
        Part::Channel => fixed(&CHANNELS, typed),
        Part::Kind => fixed(&KINDS, typed),
        Part::From => fixed(&["me", "them"], typed),
        Part::Since | Part::Until => some(days(today, &["today", "yesterday", "last week", "last month"]), typed),
        Part::On => fixed(&["today", "yesterday"], typed),
        Part::In => some(days(today, &["this week", "last week", "this month", "last month"]), typed),
        Part::Last => fixed(&[">30d", ">90d", ">180d", ">1y", "<7d", "<30d"], typed),
        Part::Every => fixed(&["<30d", "<90d", ">30d", ">90d"], typed),
        Part::Minutes => fixed(&[">30", ">60", "<15"], typed),
        Part::Stretch => fixed(&[">1", ">1.5", ">2"], typed),
        Part::Gave | Part::Received | Part::Asked => fixed(&EXCHANGES, typed),
        Part::Has | Part::Missing => fixed(&HAS, typed),
        Part::Score => fixed(&["<7", ">8"], typed),
        Part::Intent => fixed(&INTENTS, typed),
        Part::Note | Part::Fact | Part::Phone | Part::Never | Part::Due | Part::Overdue | Part::Archived | Part::Or => {
            Vec::new()
        }
    };
    Ok(known.into_iter().filter_map(|value| value_option(part, value)).collect())
}

fn fixed(known: &[&str], typed: &str) -> Vec<String> {
    some(known.iter().map(|&value| value.to_owned()).collect(), typed)
}

/// Those that what was typed begins, or begins a word of.
fn some(known: Vec<String>, typed: &str) -> Vec<String> {
    let typed = fold(typed);
    known.into_iter().filter(|value| store::fits(&fold(value), &typed).is_some()).collect()
}

/// Words for days, then the months and years that lie nearest.
fn days(today: NaiveDate, said: &[&str]) -> Vec<String> {
    let mut days: Vec<String> = said.iter().map(|&word| word.to_owned()).collect();
    let months = (0..3).filter_map(|back| today.checked_sub_months(Months::new(back)));
    days.extend((0..2).map(|back| (today.year() - back).to_string()));
    days.extend(months.map(|month| month.format("%Y-%m").to_string()));
    days.extend((2..10).map(|back| (today.year() - back).to_string()));
    days
}

/// The option for a value; a value without a word could not be read back.
fn value_option(part: Part, value: String) -> Option<CompletionOption> {
    let held: String = value.chars().filter(|c| !piece::is_quote(*c) && !c.is_control()).collect();
    let held = held.trim();
    words(held).next()?;
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '<' | '>' | '.');
    let insert = match (name_of(part), held.chars().all(is_plain)) {
        (name, true) => format!("{name}:{held}"),
        (name, false) => format!("{name}:\"{held}\""),
    };
    Some(CompletionOption { insert, label: value, what: part, value: true })
}

/// A tag as it is written in a note, where it can be.
fn as_sign(option: CompletionOption) -> CompletionOption {
    let insert = match option.insert.strip_prefix("tag:") {
        Some(tag) if !tag.starts_with('"') => format!("#{tag}"),
        _ => option.insert,
    };
    CompletionOption { insert, label: format!("#{}", option.label), ..option }
}
