//! What one row of the database becomes in the index, and the texts passages are cut from.
//!
//! A conversation is one document; a contact is one, and each of its facts, follow-ups, exchanges, occasions and each
//! feedback is one more, so that a fact is found as a fact. Invariant: `written` gives the very texts that are
//! indexed, so that every find can be shown.

use chrono::NaiveDate;
use serde::Serialize;
use tantivy::TantivyDocument;
use ts_rs::TS;

use super::plan::day_number;
use super::query::CHANNELS;
use super::schema::{Fields, key};
use super::sound;
use super::tokens::Cutter;
use super::words::{Kind, fold, words};

/// What is put into the index; part of what `INDEX_VERSION` stands for.
#[cfg(test)]
pub(super) const CONTENT: &str = "conversation: note line place tags; contact: name nicknames org title groups \
     about expectations points, digits of phones; fact: text; follow-up: text kind; exchange: text kind; \
     feedback: text; occasion: label kind";

/// What kind of row was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(rename = "HitKind")]
pub enum Row {
    /// A conversation.
    Conversation,
    /// The contact itself: name, organisation, title, groups, about, contact points.
    Contact,
    /// A fact about a contact.
    Fact,
    /// What is owed, by me or by them.
    FollowUp,
    /// What I gave.
    #[serde(rename = "exchange")]
    Gave,
    /// What I received.
    #[serde(rename = "exchange")]
    Received,
    /// What was asked.
    #[serde(rename = "exchange")]
    Asked,
    /// What a contact said of us.
    Feedback,
    /// A date that returns.
    Occasion,
}

impl Row {
    /// All kinds, in the order of their numbers in the index.
    pub const ALL: [Row; 9] = [
        Row::Conversation,
        Row::Contact,
        Row::Fact,
        Row::FollowUp,
        Row::Gave,
        Row::Received,
        Row::Asked,
        Row::Feedback,
        Row::Occasion,
    ];

    /// Its number in the index.
    pub fn number(self) -> u64 {
        match self {
            Row::Conversation => 0,
            Row::Contact => 1,
            Row::Fact => 2,
            Row::FollowUp => 3,
            Row::Gave => 4,
            Row::Received => 5,
            Row::Asked => 6,
            Row::Feedback => 7,
            Row::Occasion => 8,
        }
    }

    /// The row of a number in the index.
    pub fn from_number(number: u64) -> Row {
        usize::try_from(number).ok().and_then(|number| Row::ALL.get(number)).copied().unwrap_or(Row::Conversation)
    }
}

/// A conversation as the index sees it.
#[derive(Clone, Debug, Default)]
pub struct Conversation {
    /// Its id.
    pub id: i64,
    /// Its local date.
    pub day: Option<NaiveDate>,
    /// As the database spells it.
    pub channel: String,
    /// Markdown.
    pub note: String,
    /// As typed, if it was read from one line.
    pub line: Option<String>,
    /// Who began it: `me` or `them`.
    pub from: Option<String>,
    /// How long it took.
    pub minutes: Option<u32>,
    /// Where.
    pub place: String,
    /// Without `#`.
    pub tags: Vec<String>,
    /// The contacts.
    pub people: Vec<i64>,
}

/// A contact as the index sees it.
#[derive(Clone, Debug, Default)]
pub struct Contact {
    /// Its id.
    pub id: i64,
    /// Name first, then nicknames.
    pub names: Vec<String>,
    /// Organisation.
    pub org: String,
    /// Title.
    pub title: String,
    /// About, expectations.
    pub texts: Vec<String>,
    /// Names of its groups.
    pub groups: Vec<String>,
    /// E-mail addresses, phone numbers, addresses, links.
    pub points: Vec<Point>,
    /// What is kept beside it, each a line of its own.
    pub lines: Vec<Line>,
}

/// An e-mail address, phone number, address or link.
#[derive(Clone, Debug)]
pub struct Point {
    /// Whether it is a phone number.
    pub is_phone: bool,
    /// As written.
    pub value: String,
}

/// A fact, follow-up, exchange, occasion or feedback as the index sees it.
#[derive(Clone, Debug)]
pub struct Line {
    /// What it is.
    pub row: Row,
    /// Its id.
    pub id: i64,
    /// Its day.
    pub day: Option<NaiveDate>,
    /// What was written.
    pub text: String,
    /// The word for its kind (`article`, `promise`, `birthday`); empty where that says nothing.
    pub kind: String,
    /// The score of feedback.
    pub score: Option<u32>,
}

impl Line {
    /// The texts that are indexed.
    pub fn written(&self) -> Vec<String> {
        [&self.text, &self.kind].into_iter().filter(|text| !text.is_empty()).cloned().collect()
    }

    fn document(&self, fields: &Fields, cutter: &mut Cutter, contact: i64) -> TantivyDocument {
        let mut document = start(fields, self.row, self.id, key(false, contact), self.day);
        document.add_u64(fields.people, contact.unsigned_abs());
        if let Some(score) = self.score {
            document.add_u64(fields.number, u64::from(score));
        }
        for text in self.written() {
            add_text(&mut document, fields, cutter, &text);
        }
        document
    }
}

impl Conversation {
    /// The texts that are indexed, in the order in which a passage is looked for.
    pub fn written(&self) -> Vec<String> {
        let tags: Vec<String> = self.tags.iter().map(|tag| format!("#{tag}")).collect();
        let line = self.line.as_ref().filter(|line| **line != self.note).cloned().unwrap_or_default();
        let texts = [self.note.clone(), line, tags.join(" "), self.place.clone()];
        texts.into_iter().filter(|text| !text.is_empty()).collect()
    }

    /// Its document.
    pub fn document(&self, fields: &Fields, cutter: &mut Cutter) -> TantivyDocument {
        let mut document = start(fields, Row::Conversation, self.id, key(true, self.id), self.day);
        for &contact in &self.people {
            document.add_u64(fields.people, contact.unsigned_abs());
        }
        let channel = CHANNELS.iter().position(|channel| *channel == self.channel).unwrap_or(0);
        document.add_u64(fields.channel, channel as u64);
        match self.from.as_deref() {
            Some("me") => document.add_u64(fields.from, 1),
            Some("them") => document.add_u64(fields.from, 2),
            _ => {}
        }
        if let Some(minutes) = self.minutes {
            document.add_u64(fields.number, u64::from(minutes));
        }
        for tag in &self.tags {
            document.add_text(fields.tag, fold(tag));
            document.add_text(fields.tag_facet, tag);
        }
        if !self.place.is_empty() {
            document.add_pre_tokenized_text(fields.place, Cutter::words(&self.place));
            document.add_text(fields.place_facet, &self.place);
        }
        for text in self.written() {
            add_text(&mut document, fields, cutter, &text);
        }
        document
    }
}

impl Contact {
    /// The texts that are indexed, names first.
    pub fn written(&self) -> Vec<String> {
        let own = [&self.org, &self.title].into_iter();
        let points = self.points.iter().map(|point| &point.value);
        let all = self.names.iter().chain(own).chain(&self.texts).chain(&self.groups).chain(points);
        all.filter(|text| !text.is_empty()).cloned().collect()
    }

    /// Its documents: its own and one for each line.
    pub fn documents(&self, fields: &Fields, cutter: &mut Cutter) -> Vec<TantivyDocument> {
        let mut own = start(fields, Row::Contact, self.id, key(false, self.id), None);
        own.add_u64(fields.people, self.id.unsigned_abs());
        for name in &self.names {
            add_name(&mut own, fields, cutter, name);
        }
        for (field, text) in [(fields.org, &self.org), (fields.title, &self.title)] {
            if !text.is_empty() {
                own.add_pre_tokenized_text(field, Cutter::words(text));
            }
        }
        if !self.org.is_empty() {
            own.add_text(fields.org_facet, &self.org);
        }
        for group in &self.groups {
            own.add_text(fields.group, fold(group));
            own.add_text(fields.group_facet, group);
        }
        for phone in self.points.iter().filter(|point| point.is_phone) {
            digits_of(&phone.value).for_each(|digits| own.add_text(fields.digits, digits));
        }
        for text in self.written().into_iter().skip(self.names.len()) {
            add_text(&mut own, fields, cutter, &text);
        }
        let lines = self.lines.iter().map(|line| line.document(fields, cutter, self.id));
        std::iter::once(own).chain(lines).collect()
    }
}

fn start(fields: &Fields, row: Row, id: i64, key: u64, day: Option<NaiveDate>) -> TantivyDocument {
    let mut document = TantivyDocument::new();
    document.add_u64(fields.key, key);
    document.add_u64(fields.kind, row.number());
    document.add_u64(fields.id, id.unsigned_abs());
    if let Some(day) = day {
        document.add_i64(fields.day, i64::from(day_number(day)));
    }
    document
}

fn add_name(document: &mut TantivyDocument, fields: &Fields, cutter: &mut Cutter, name: &str) {
    for word in words(name).filter(|word| word.kind == Kind::Word) {
        sound::keys(&word.text).for_each(|key| document.add_text(fields.sound, key));
    }
    let cut = cutter.cut(name);
    document.add_pre_tokenized_text(fields.name, cut.words);
    if !cut.pairs.tokens.is_empty() {
        document.add_pre_tokenized_text(fields.pair, cut.pairs);
    }
}

fn add_text(document: &mut TantivyDocument, fields: &Fields, cutter: &mut Cutter, text: &str) {
    let cut = cutter.cut(text);
    document.add_pre_tokenized_text(fields.text, cut.words);
    document.add_pre_tokenized_text(fields.stem, cut.stems);
    if !cut.pairs.tokens.is_empty() {
        document.add_pre_tokenized_text(fields.pair, cut.pairs);
    }
}

/// The fewest digits by which a phone number is found.
pub const FEWEST_DIGITS: usize = 4;
/// The most digits of a number that are told apart: E.164 has fifteen.
const MOST_DIGITS: usize = 20;

/// What the index keeps of a phone number: its digits from each on, and the whole of it without leading zeros
/// behind a `=`, by which it is found with a country code that it was written without.
pub fn digits_of(phone: &str) -> impl Iterator<Item = String> {
    let digits: String = phone.chars().filter_map(|c| c.to_digit(10)).filter_map(|d| char::from_digit(d, 10)).collect();
    let digits: String = digits.chars().take(MOST_DIGITS).collect();
    let whole = digits.trim_start_matches('0').to_owned();
    let last = (digits.len() + 1).saturating_sub(FEWEST_DIGITS);
    let from_each: Vec<String> = (0..last).filter_map(|from| digits.get(from..).map(str::to_owned)).collect();
    let whole = (whole.len() >= FEWEST_DIGITS).then(|| format!("={whole}"));
    from_each.into_iter().chain(whole)
}
