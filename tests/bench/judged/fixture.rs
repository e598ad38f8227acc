//! Reads the made-up people and the judged queries from `tests/fixtures/relevance`; its README describes the format.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Map, Value, json};

/// What is tried by a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the classes say it themselves; the README tells what each holds")]
pub enum Class {
    Keyword,
    Several,
    Typo,
    Sound,
    Script,
    Phrase,
    Question,
}

impl Class {
    /// All, in the order in which they are told.
    pub const ALL: [Self; 7] =
        [Self::Keyword, Self::Several, Self::Typo, Self::Sound, Self::Script, Self::Phrase, Self::Question];
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Keyword => "keyword",
            Self::Several => "several",
            Self::Typo => "typo",
            Self::Sound => "sound",
            Self::Script => "script",
            Self::Phrase => "phrase",
            Self::Question => "question",
        })
    }
}

/// A query and its right answers.
#[derive(Debug, Clone)]
pub struct Query {
    /// What it tries.
    pub class: Class,
    /// ISO 639-1.
    pub language: String,
    /// As typed.
    pub text: String,
    /// The `uid`s of the people wanted.
    pub people: Vec<String>,
    /// The `uid`s of the conversations wanted; empty where only people are judged.
    pub conversations: Vec<String>,
    /// Where it stands in the file.
    pub line: usize,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/relevance")
}

/// The queries, in the order of the file.
pub fn queries() -> Result<Vec<Query>> {
    let text = fs::read_to_string(folder().join("queries.txt"))?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
    lines.map(|(at, line)| query(line, at + 1).with_context(|| format!("queries.txt:{}: {line}", at + 1))).collect()
}

fn query(line: &str, number: usize) -> Result<Query> {
    let parts: Vec<&str> = line.split(" | ").map(str::trim).collect();
    let [class, language, text, people, rest @ ..] = parts.as_slice() else { bail!("a query has four parts or five") };
    let class = Class::ALL.into_iter().find(|known| known.to_string() == *class).context("no such class")?;
    let uids = |list: &str| list.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let people = uids(people);
    ensure!(!people.is_empty() && rest.len() < 2, "who is wanted?");
    Ok(Query {
        class,
        language: (*language).to_owned(),
        text: (*text).to_owned(),
        people,
        conversations: rest.first().map(|list| uids(list)).unwrap_or_default(),
        line: number,
    })
}

/// The people and their conversations as an archive that `kith import` takes.
pub fn archive() -> Result<Value> {
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder().join("people"))?.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    files.sort();
    let mut archive = Archive::default();
    for file in files {
        let text = fs::read_to_string(&file)?;
        for (at, line) in text.lines().enumerate() {
            let place = || format!("{}:{}: {line}", file.display(), at + 1);
            archive.line(line.trim_end()).with_context(place)?;
        }
        archive.contact_ends();
    }
    Ok(archive.finish())
}

/// The languages of the files with people, as their names say.
pub fn languages() -> Result<BTreeSet<String>> {
    let names =
        fs::read_dir(folder().join("people"))?.map(|entry| Ok(entry?.file_name())).collect::<Result<Vec<_>>>()?;
    Ok(names.iter().filter_map(|name| name.to_str()?.split(['-', '.']).next().map(str::to_owned)).collect())
}

/// When contacts and the facts outside of conversations were noted: 1 January 2020.
const NOTED: i64 = 1_577_836_800_000;

/// An archive while the lines of the files are read.
#[derive(Default)]
struct Archive {
    contact: Map<String, Value>,
    contacts: Vec<Value>,
    talks: BTreeMap<String, Map<String, Value>>,
    /// The `uid` of the conversation the lines belong to.
    talk: Option<String>,
    follow_ups: Vec<Value>,
    feedback: Vec<Value>,
}

impl Archive {
    fn line(&mut self, line: &str) -> Result<()> {
        if line.is_empty() || line.starts_with('#') {
            return Ok(());
        }
        if let Some(person) = line.strip_prefix('@') {
            return self.person(person);
        }
        if let Some(more) = line.strip_prefix("  | ") {
            return self.more(more);
        }
        if let Some(field) = line.strip_prefix("  ") {
            let (key, value) = field.split_once(": ").context("a field is `  key: value`")?;
            return self.field(key, value);
        }
        self.talk(line)
    }

    /// `@uid Name | organisation | title`
    fn person(&mut self, line: &str) -> Result<()> {
        self.contact_ends();
        let (uid, rest) = line.split_once(' ').context("a person has a name")?;
        let mut parts = rest.split(" | ");
        let name = parts.next().unwrap_or_default();
        let (org, title) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        let contact = json!({ "uid": uid, "name": name, "org": org, "title": title, "created_at": NOTED });
        self.contact = contact.as_object().cloned().unwrap_or_default();
        Ok(())
    }

    /// `date channel +uid…: note`
    fn talk(&mut self, line: &str) -> Result<()> {
        let (head, note) = line.split_once(": ").context("a conversation is `date channel: note`")?;
        let mut words = head.split(' ');
        let (day, channel) = (words.next().unwrap_or_default(), words.next().context("which channel?")?);
        let owner = self.owner()?;
        let mut people = vec![owner.clone()];
        for word in words {
            people.push(word.strip_prefix('+').context("others are `+uid`")?.to_owned());
        }
        let uid = format!("{owner}/{day}");
        let channel = if channel == "meet" { "in person" } else { channel };
        let talk = json!({ "uid": uid, "start": day, "channel": channel, "people": people, "note": note });
        let talk = talk.as_object().cloned().unwrap_or_default();
        ensure!(self.talks.insert(uid.clone(), talk).is_none(), "a second conversation of that day");
        self.talk = Some(uid);
        Ok(())
    }

    /// A further paragraph of the note.
    fn more(&mut self, text: &str) -> Result<()> {
        let talk = self.current().context("a paragraph belongs to a conversation")?;
        let note = talk.get("note").and_then(Value::as_str).unwrap_or_default();
        let note = format!("{note}\n\n{text}");
        talk.insert("note".into(), note.into());
        Ok(())
    }

    fn field(&mut self, key: &str, value: &str) -> Result<()> {
        let owner = self.owner()?;
        let (first, second) = key.split_once(' ').unwrap_or((key, ""));
        match (first, second) {
            ("personal" | "professional" | "wants" | "offers" | "likes" | "dislikes", "") => {
                let fact = json!({ "kind": first, "text": value, "conversation": self.talk, "created_at": NOTED });
                push(&mut self.contact, "facts", fact);
            }
            ("promise" | "amends" | "thank-you", _) | ("answer", "owed") | ("they", "promise") => {
                let kind = if first == "they" { "promise" } else { key };
                let (due, text) = due_first(value);
                let theirs = first == "they";
                let follow_up = json!({ "with": owner, "conversation": self.talk, "kind": kind, "theirs": theirs,
                    "text": text, "due": due });
                self.follow_ups.push(follow_up);
            }
            ("feedback", score) => {
                let day = self.talk.as_ref().and_then(|uid| uid.split('/').next_back());
                let score: Option<u8> = if score.is_empty() { None } else { Some(score.parse()?) };
                self.feedback.push(json!({ "with": owner, "conversation": self.talk, "score": score,
                    "day": day, "text": value }));
            }
            ("gave" | "received" | "asked", kind) => {
                let kind = if kind.is_empty() { "other" } else { kind };
                let exchange = json!({ "with": owner, "direction": first, "kind": kind, "text": value });
                push(self.current()?, "exchanges", exchange);
            }
            ("place", "") => drop(self.current()?.insert("place".into(), value.into())),
            ("tags", "") => drop(self.current()?.insert("tags".into(), split(value))),
            ("nick", "") => drop(self.contact.insert("nicknames".into(), split(value))),
            ("in", "") => drop(self.contact.insert("groups".into(), split(value))),
            ("about", "") => drop(self.contact.insert("about".into(), value.into())),
            ("expects", "") => drop(self.contact.insert("expectations".into(), value.into())),
            ("phone" | "email" | "url" | "address", "") => {
                let list = if first == "address" { "addresses".to_owned() } else { format!("{first}s") };
                push(&mut self.contact, &list, json!({ "value": value, "label": "" }));
            }
            ("born", "") => push(&mut self.contact, "occasions", json!({ "kind": "birthday", "date": value })),
            ("day", "") => {
                let (date, label) = value.split_once(' ').context("a day has a label")?;
                push(&mut self.contact, "occasions", json!({ "kind": "custom", "date": date, "label": label }));
            }
            _ => bail!("no such field: {key}"),
        }
        Ok(())
    }

    fn owner(&self) -> Result<String> {
        let uid = self.contact.get("uid").and_then(Value::as_str);
        Ok(uid.context("everything belongs to a person")?.to_owned())
    }

    fn current(&mut self) -> Result<&mut Map<String, Value>> {
        let talk = self.talk.as_ref().and_then(|uid| self.talks.get_mut(uid));
        talk.context("this belongs to a conversation")
    }

    fn contact_ends(&mut self) {
        self.talk = None;
        if !self.contact.is_empty() {
            self.contacts.push(Value::Object(std::mem::take(&mut self.contact)));
        }
    }

    fn finish(self) -> Value {
        // In the order of their days, as they would have been logged.
        let mut talks: Vec<_> = self.talks.into_values().collect();
        talks.sort_by_key(|talk| talk.get("start").map(Value::to_string));
        json!({
            "kith_archive": 1,
            "exported_at": "2026-11-21T10:00:00Z",
            "groups": [],
            "contacts": self.contacts,
            "conversations": talks,
            "follow_ups": self.follow_ups,
            "feedback": self.feedback,
        })
    }
}

fn push(map: &mut Map<String, Value>, key: &str, value: Value) {
    if let Value::Array(list) = map.entry(key).or_insert_with(|| json!([])) {
        list.push(value);
    }
}

fn split(value: &str) -> Value {
    value.split(", ").collect()
}

/// A date at the start, and the rest.
fn due_first(value: &str) -> (Option<&str>, &str) {
    match value.split_once(' ') {
        Some((first, rest)) if first.parse::<chrono::NaiveDate>().is_ok() => (Some(first), rest),
        _ => (None, value),
    }
}
