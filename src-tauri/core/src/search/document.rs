//! What one row of the database becomes in the index, and the texts passages are cut from.
//!
//! A conversation is one document; a contact is one, and each of its facts one more, so that a fact is found as
//! a fact. Invariant: `written` gives the very texts that are indexed, so that every find can be shown.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use tantivy::TantivyDocument;
use ts_rs::TS;

use super::plan::day_number;
use super::query::CHANNELS;
use super::schema::{Fields, key};
use super::words::fold;

/// What is put into the index; part of what `INDEX_VERSION` stands for.
#[cfg(test)]
pub(super) const CONTENT: &str = "conversation: note line place tags; contact: name nicknames org title groups \
     about expectations points; fact: text";

/// What kind of row was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
#[ts(rename = "HitKind")]
pub enum Row {
    /// A conversation.
    Conversation,
    /// The contact itself: name, organisation, title, groups, about, contact points.
    Contact,
    /// A fact about a contact.
    Fact,
}

impl Row {
    /// Its number in the index.
    pub fn number(self) -> u64 {
        match self {
            Row::Conversation => 0,
            Row::Contact => 1,
            Row::Fact => 2,
        }
    }

    /// The row of a number in the index.
    pub fn from_number(number: u64) -> Row {
        match number {
            1 => Row::Contact,
            2 => Row::Fact,
            _ => Row::Conversation,
        }
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
    /// Organisation, title, about, expectations.
    pub texts: Vec<String>,
    /// Names of its groups.
    pub groups: Vec<String>,
    /// E-mail addresses, phone numbers, addresses, links.
    pub points: Vec<String>,
    /// What is known about it.
    pub facts: Vec<Fact>,
}

/// A fact as the index sees it.
#[derive(Clone, Debug)]
pub struct Fact {
    /// Its id.
    pub id: i64,
    /// The day it was learnt.
    pub day: Option<NaiveDate>,
    /// One line.
    pub text: String,
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
    pub fn document(&self, fields: &Fields) -> TantivyDocument {
        let mut document = start(fields, Row::Conversation, self.id, key(true, self.id), self.day);
        for &contact in &self.people {
            document.add_u64(fields.people, contact.unsigned_abs());
        }
        let channel = CHANNELS.iter().position(|channel| *channel == self.channel).unwrap_or(0);
        document.add_u64(fields.channel, channel as u64);
        for tag in &self.tags {
            document.add_text(fields.tag, fold(tag));
            document.add_text(fields.tag_facet, tag);
        }
        for text in self.written() {
            add_text(&mut document, fields, &text);
        }
        document
    }
}

impl Contact {
    /// The texts that are indexed, names first.
    pub fn written(&self) -> Vec<String> {
        let lists = [&self.names, &self.texts, &self.groups, &self.points];
        lists.into_iter().flatten().filter(|text| !text.is_empty()).cloned().collect()
    }

    /// Its documents: its own and one for each fact.
    pub fn documents(&self, fields: &Fields) -> Vec<TantivyDocument> {
        let key = key(false, self.id);
        let mut own = start(fields, Row::Contact, self.id, key, None);
        own.add_u64(fields.people, self.id.unsigned_abs());
        for name in &self.names {
            own.add_text(fields.name, name);
            own.add_text(fields.pair, name);
        }
        for group in &self.groups {
            own.add_text(fields.group, fold(group));
            own.add_text(fields.group_facet, group);
        }
        for text in [&self.texts, &self.groups, &self.points].into_iter().flatten() {
            add_text(&mut own, fields, text);
        }
        let facts = self.facts.iter().map(|fact| {
            let mut document = start(fields, Row::Fact, fact.id, key, fact.day);
            document.add_u64(fields.people, self.id.unsigned_abs());
            add_text(&mut document, fields, &fact.text);
            document
        });
        std::iter::once(own).chain(facts).collect()
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

fn add_text(document: &mut TantivyDocument, fields: &Fields, text: &str) {
    document.add_text(fields.text, text);
    document.add_text(fields.stem, text);
    document.add_text(fields.pair, text);
}
