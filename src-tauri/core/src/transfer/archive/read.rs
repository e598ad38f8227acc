//! The archive's way in: added and updated by `uid`, pass by pass.
//!
//! A record without a `uid` gets one that follows from what it holds, so that the same file twice is the same.

use std::fs::File;
use std::io::Read;
use std::path::PathBuf;
use std::sync::Arc;

use serde::de::DeserializeOwned;

use super::overlay::{over_conversation, overlaid};
use super::scan::{Broken, Item, Scan};
use super::store::{self, Written};
use crate::cadence::{self, Interval, Unit};
use crate::clock::Now;
use crate::error::{Error, Result};
use crate::people::DiedOn;
use crate::settings;
use crate::store::Db;
use crate::transfer::files::{Brought, is_sha256, sha256};
use crate::transfer::plan::Steps;
use crate::transfer::record::{
    ARCHIVE_VERSION, ContactRecord, ConversationRecord, ExchangeRecord, FeedbackRecord, FollowUpRecord, GroupRecord,
};
use crate::transfer::store as contacts;
use crate::transfer::writer::{self, Writer};
use crate::transfer::{ImportReport, Problem};

/// Problems told; the rest is counted.
const PROBLEMS: usize = 200;
/// Names in the preview.
const NAMES: usize = 50;

/// Where an archive's JSON comes from, again and again.
#[derive(Debug, Clone)]
pub enum Text {
    /// A file.
    File(PathBuf),
    /// What the program itself brings.
    Built(Arc<str>),
}

impl Text {
    /// Begins to read it.
    pub fn open(&self) -> std::io::Result<Box<dyn Read>> {
        match self {
            Self::File(path) => Ok(Box::new(File::open(path)?)),
            Self::Built(text) => Ok(Box::new(Shared { text: Arc::clone(text), at: 0 })),
        }
    }
}

/// Reads a text that several readers share.
struct Shared {
    text: Arc<str>,
    at: usize,
}

impl Read for Shared {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let mut rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let read = rest.read(buffer)?;
        self.at += read;
        Ok(read)
    }
}

/// Looks through the whole file before anything is written; answers with how many records it holds.
pub fn check(text: &Text, name: &str) -> Result<u64> {
    let mut scan = Scan::new(text.open().map_err(|error| refused(name, 0, &format!("It cannot be read: {error}")))?);
    let mut records = 0;
    let mut version = None;
    while let Some(item) = scan.next_item().map_err(|broken| refused(name, broken.line, &broken.reason))? {
        records += 1;
        if item.section == "kith_archive" {
            version = serde_json::from_slice::<u32>(&item.json).ok();
        }
    }
    match version {
        Some(version) if version <= ARCHIVE_VERSION => Ok(records),
        Some(version) => Err(Error::Newer { found: version.into(), known: ARCHIVE_VERSION.into() }),
        None => Err(refused(name, 1, "It has no “kith_archive” and is no archive of Kith's")),
    }
}

fn refused(name: &str, line: u32, reason: &str) -> Error {
    Error::invalid_hint(
        "paths",
        format!("{name}, line {line}: {reason}. Nothing was imported."),
        "Kith reads vCards (.vcf) and its own archives (.json, .zip).",
    )
}

/// The passes, in the order in which one thing needs another.
const PASSES: [&[&str]; 5] = [
    &["groups"],
    &["contacts"],
    &["conversations"],
    &["contacts", "follow_ups", "exchanges", "feedback"],
    &["settings"],
];

/// An import of an archive as it runs.
pub struct ArchiveImport {
    report: ImportReport,
    name: String,
    text: Text,
    now: Now,
    pass: usize,
    scan: Option<Scan<Box<dyn Read>>>,
    writer: Option<Writer>,
    into_empty: bool,
    group_names: Option<Vec<String>>,
    problems: usize,
    brought: Brought,
}

impl ArchiveImport {
    /// An import of this archive, with the files it brought.
    pub fn new(now: Now, name: String, text: Text, brought: Brought) -> Self {
        Self {
            report: ImportReport::default(),
            name,
            text,
            now,
            pass: 0,
            scan: None,
            writer: None,
            into_empty: false,
            group_names: None,
            problems: 0,
            brought,
        }
    }

    /// What came of it; the files stay.
    pub fn end(mut self) -> Result<ImportReport> {
        self.brought.stay()?;
        if self.problems > PROBLEMS {
            let message = format!("{} more records were not understood.", self.problems - PROBLEMS);
            self.report.problems.push(Problem { file: self.name, line: 0, message });
        }
        Ok(self.report)
    }

    fn problem(&mut self, line: u32, message: impl Into<String>) {
        self.problems += 1;
        if self.problems <= PROBLEMS {
            self.report.problems.push(Problem { file: self.name.clone(), line, message: message.into() });
        }
    }

    fn told(&mut self, kind: &str, written: Written) {
        match written {
            Written::Added => self.report.added += 1,
            Written::Updated => self.report.updated += 1,
            Written::Same => {
                self.report.skipped += 1;
                return;
            }
        }
        *self.report.counts.entry(kind.to_owned()).or_default() += 1;
    }

    /// The next record of this pass.
    fn next_item(&mut self, sections: &[&str]) -> Result<Option<Item>> {
        let broken = |name: &str, broken: Broken| refused(name, broken.line, &broken.reason);
        if self.scan.is_none() {
            let text = self.text.open().map_err(|error| refused(&self.name, 0, &error.to_string()))?;
            self.scan = Some(Scan::new(text));
        }
        let Some(scan) = &mut self.scan else { return Ok(None) };
        while let Some(item) = scan.next_item().map_err(|b| broken(&self.name, b))? {
            if sections.contains(&item.section.as_str()) {
                return Ok(Some(item));
            }
        }
        self.scan = None;
        Ok(None)
    }

    /// A record as its type; a problem where it does not fit.
    fn record<T: DeserializeOwned>(&mut self, item: &Item) -> Option<T> {
        match serde_json::from_slice(&item.json) {
            Ok(record) => Some(record),
            Err(error) => {
                let what = item.section.trim_end_matches('s').replace('_', "-");
                let line = item.line.saturating_add(u32::try_from(error.line().saturating_sub(1)).unwrap_or(0));
                self.problem(line, format!("This {what} does not fit: {error}."));
                self.report.skipped += 1;
                None
            }
        }
    }

    fn item(&mut self, tx: &Db, item: &Item) -> Result<()> {
        match (item.section.as_str(), self.pass) {
            ("groups", _) => self.group(tx, item),
            ("contacts", 1) => self.contact(tx, item),
            ("contacts", _) => self.links(tx, item),
            ("conversations", _) => self.conversation(tx, item),
            ("follow_ups", _) => self.follow_up(tx, item),
            ("exchanges", _) => self.exchange(tx, item),
            ("feedback", _) => self.feedback(tx, item),
            ("settings", _) => self.settings(tx, item),
            _ => Ok(()),
        }
    }

    fn group(&mut self, tx: &Db, item: &Item) -> Result<()> {
        let Some(mut record) = self.record::<GroupRecord>(item) else { return Ok(()) };
        let name = record.name.as_deref().unwrap_or_default().trim().to_owned();
        if name.is_empty() {
            self.report.skipped += 1;
            self.problem(item.line, "This group has no name and was left out.");
            return Ok(());
        }
        if !is_cadence(record.cadence.as_ref().and_then(Option::as_ref), false) {
            self.problem(item.line, format!("The cadence of the group “{name}” does not fit and was left out."));
            record.cadence = None;
        }
        let written = store::write_group(tx, self.now, &record, &name)?;
        self.group_names.get_or_insert_default().push(name);
        self.told("groups", written);
        Ok(())
    }

    fn contact(&mut self, tx: &Db, item: &Item) -> Result<()> {
        let Some(mut record) = self.record::<ContactRecord>(item) else { return Ok(()) };
        let name = record.name.as_deref().map(str::trim).unwrap_or_default().to_owned();
        let uid = uid_of(record.uid.take(), item);
        let here = contacts::by_uid(tx, &uid)?;
        if name.is_empty() && (here.is_none() || record.name.is_some()) {
            self.report.skipped += 1;
            self.problem(item.line, "This contact has no name and was left out.");
            return Ok(());
        }
        record.uid = Some(uid);
        record.name = record.name.map(|_| name.clone());
        self.fitting(&mut record, item.line, &name);
        // Facts may point at conversations, which come later.
        record.facts = None;
        let Some(writer) = &mut self.writer else { return Ok(()) };
        let written = match here {
            None => {
                writer.insert(tx, &record)?;
                if self.report.names.len() < NAMES {
                    self.report.names.push(name);
                }
                Written::Added
            }
            Some(id) => {
                let old = contacts::load(tx, id)?;
                let new = overlaid(&old, record);
                if new == old {
                    Written::Same
                } else {
                    writer.update(tx, id, Some(&old), &new)?;
                    Written::Updated
                }
            }
        };
        self.told("contacts", written);
        Ok(())
    }

    /// Takes out of a contact what the tables would refuse.
    fn fitting(&mut self, record: &mut ContactRecord, line: u32, name: &str) {
        if !is_cadence(record.cadence.as_ref().and_then(Option::as_ref), true) {
            self.problem(line, format!("The cadence of {name} does not fit and was left out."));
            record.cadence = None;
        }
        if let Some(Some(photo)) = &record.photo
            && !is_sha256(photo)
        {
            self.problem(line, format!("The photo of {name} is not named by its SHA-256 and was left out."));
            record.photo = None;
        }
        if let Some(Some(died)) = &mut record.deceased_on
            && DiedOn::read(died).is_none()
        {
            let what = format!("The day {name} died (“{died}”) does not fit; it was kept as unknown.");
            *died = DiedOn::Unknown.to_string();
            self.problem(line, what);
        }
        let mut occasions = record.occasions.take().unwrap_or_default();
        for occasion in &mut occasions {
            let date = occasion.date.as_deref().unwrap_or_default();
            let fitting = crate::transfer::dates::occasion_date(date, None).filter(|_| occasion.kind.is_some());
            if fitting.is_none() {
                self.problem(line, format!("An occasion of {name} (“{date}”) does not fit and was left out."));
            }
            occasion.date = fitting;
            occasion.uid = Some(uid_within(occasion.uid.take(), record.uid.as_deref(), &*occasion));
        }
        occasions.retain(|occasion| occasion.date.is_some());
        record.occasions = Some(occasions).filter(|list| !list.is_empty());
        // The same number twice in `groups` is one membership.
        if let Some(groups) = &mut record.groups {
            let mut seen = std::collections::BTreeSet::new();
            groups.retain(|group| !group.trim().is_empty() && seen.insert(group.to_lowercase()));
            groups.sort();
        }
    }

    /// What a contact says that needs everyone and every conversation to be here: facts and connections.
    fn links(&mut self, tx: &Db, item: &Item) -> Result<()> {
        // What does not fit was told in the pass of the contacts.
        let Ok(mut record) = serde_json::from_slice::<ContactRecord>(&item.json) else { return Ok(()) };
        let uid = uid_of(record.uid.take(), item);
        let Some(id) = contacts::by_uid(tx, &uid)? else { return Ok(()) };
        let mut facts = record.facts.take().unwrap_or_default();
        facts.retain(|fact| fact.text.as_deref().is_some_and(|text| !text.trim().is_empty()));
        for fact in &mut facts {
            fact.uid = Some(uid_within(fact.uid.take(), Some(&uid), &*fact));
        }
        if !facts.is_empty() {
            let old = contacts::load(tx, id)?;
            for fact in &facts {
                let before = old.facts.iter().flatten().find(|other| other.uid == fact.uid);
                let Some(writer) = &self.writer else { return Ok(()) };
                if writer.fact(tx, id, before, fact)? {
                    self.told("facts", if before.is_some() { Written::Updated } else { Written::Added });
                }
            }
        }
        for connection in record.connections.unwrap_or_default() {
            let to = connection.to.unwrap_or_default();
            let kind = connection.kind.unwrap_or_else(|| "related".into());
            match store::contact(tx, &to)?.filter(|to| *to != id) {
                Some(to) => writer::connect(tx, id, to, &kind, connection.note.as_deref().unwrap_or_default())?,
                None => self.problem(item.line, format!("A connection points at “{to}”, who is not here.")),
            }
        }
        Ok(())
    }

    fn conversation(&mut self, tx: &Db, item: &Item) -> Result<()> {
        let Some(mut record) = self.record::<ConversationRecord>(item) else { return Ok(()) };
        record.uid = Some(uid_of(record.uid.take(), item));
        let here = store::conversation(tx, record.uid.as_deref().unwrap_or_default())?;
        if record.tags.is_none() && here.is_none() {
            record.tags =
                record.note.as_deref().map(|note| crate::conversations::tags::in_note(note).into_iter().collect());
        }
        let old = here.map(|id| store::load_conversation(tx, id)).transpose()?;
        let given = record.exchanges.take().unwrap_or_default();
        let mut new = old.as_ref().map_or_else(|| record.clone(), |old| over_conversation(old, &record));
        let Some(start) = new.start else {
            self.report.skipped += 1;
            self.problem(item.line, "This conversation has no start and was left out.");
            return Ok(());
        };
        let mut people = Vec::new();
        for uid in new.people.iter().flatten() {
            match store::contact(tx, uid)? {
                Some(id) if !people.contains(&id) => people.push(id),
                Some(_) => {}
                None => self.problem(item.line, format!("“{uid}” took part in this conversation, but is not here.")),
            }
        }
        // They may have been given by name.
        new.people = Some(people.iter().map(|id| store::contact_uid(tx, *id)).collect::<Result<_>>()?);
        let mut written = if old.is_some() { Written::Same } else { Written::Added };
        let id = match (here, old.as_ref() == Some(&new)) {
            (Some(id), true) => id,
            _ => {
                if old.is_some() {
                    written = Written::Updated;
                }
                let id = store::write_conversation(tx, self.now, &new, start)?;
                if old.as_ref().is_none_or(|old| old.people != new.people) {
                    store::write_people(tx, id, &people)?;
                }
                if old.as_ref().is_none_or(|old| old.tags != new.tags) {
                    store::write_tags(tx, id, new.tags.as_deref().unwrap_or_default())?;
                }
                id
            }
        };
        for mut exchange in given {
            exchange.uid = Some(uid_within(exchange.uid.take(), new.uid.as_deref(), &exchange));
            exchange.day = exchange.day.or(Some(start.day()));
            let with = match &exchange.with {
                Some(uid) => store::contact(tx, uid)?,
                None => people.first().copied(),
            };
            let Some(with) = with.filter(|_| exchange.direction.is_some()) else {
                self.problem(
                    item.line,
                    "An exchange in this conversation is with nobody who is here, or without direction.",
                );
                continue;
            };
            let outcome = store::write_exchange(tx, self.now, with, Some(id), &exchange)?;
            if written == Written::Same && outcome != Written::Same {
                written = Written::Updated;
            }
        }
        self.told("conversations", written);
        Ok(())
    }

    /// Contact and conversation of a record that stands on its own; a problem where the contact is not here.
    fn subject(
        &mut self,
        tx: &Db,
        item: &Item,
        with: Option<&String>,
        conversation: Option<&String>,
    ) -> Result<Option<(crate::id::ContactId, Option<crate::id::ConversationId>)>> {
        let contact = with.map(|uid| store::contact(tx, uid)).transpose()?.flatten();
        let Some(contact) = contact else {
            let what = item.section.trim_end_matches('s').replace('_', "-");
            self.report.skipped += 1;
            self.problem(item.line, format!("This {what} is with nobody who is here, and was left out."));
            return Ok(None);
        };
        let conversation = conversation.map(|uid| store::conversation(tx, uid)).transpose()?.flatten();
        Ok(Some((contact, conversation)))
    }

    fn follow_up(&mut self, tx: &Db, item: &Item) -> Result<()> {
        let Some(mut record) = self.record::<FollowUpRecord>(item) else { return Ok(()) };
        if record.text.as_deref().unwrap_or_default().trim().is_empty() {
            self.report.skipped += 1;
            self.problem(item.line, "This follow-up has no text and was left out.");
            return Ok(());
        }
        record.uid = Some(uid_of(record.uid.take(), item));
        let conversation = record.conversation.clone().flatten();
        let Some((with, conversation)) = self.subject(tx, item, record.with.as_ref(), conversation.as_ref())? else {
            return Ok(());
        };
        let written = store::write_follow_up(tx, self.now, with, conversation, &record)?;
        self.told("follow_ups", written);
        Ok(())
    }

    fn exchange(&mut self, tx: &Db, item: &Item) -> Result<()> {
        let Some(mut record) = self.record::<ExchangeRecord>(item) else { return Ok(()) };
        record.uid = Some(uid_of(record.uid.take(), item));
        let Some((with, _)) = self.subject(tx, item, record.with.as_ref(), None)? else { return Ok(()) };
        let written = store::write_exchange(tx, self.now, with, None, &record)?;
        self.told("exchanges", written);
        Ok(())
    }

    fn feedback(&mut self, tx: &Db, item: &Item) -> Result<()> {
        let Some(mut record) = self.record::<FeedbackRecord>(item) else { return Ok(()) };
        if record.score.flatten().is_some_and(|score| score > 10) {
            self.report.skipped += 1;
            self.problem(item.line, "This feedback has a score beyond 10 and was left out.");
            return Ok(());
        }
        record.uid = Some(uid_of(record.uid.take(), item));
        let conversation = record.conversation.clone().flatten();
        let Some((with, conversation)) = self.subject(tx, item, record.with.as_ref(), conversation.as_ref())? else {
            return Ok(());
        };
        let written = store::write_feedback(tx, self.now, with, conversation, &record)?;
        self.told("feedback", written);
        Ok(())
    }

    fn settings(&mut self, tx: &Db, item: &Item) -> Result<()> {
        let given: serde_json::Map<String, serde_json::Value> = match serde_json::from_slice(&item.json) {
            Ok(given) => given,
            Err(error) => {
                self.problem(item.line, format!("The settings do not fit: {error}."));
                return Ok(());
            }
        };
        let before = settings::load(tx)?;
        let mut merged = serde_json::to_value(&before).unwrap_or_default();
        // An archive says nothing about where on this machine to write.
        for (key, value) in given.into_iter().filter(|(key, _)| key != "calendar_folder") {
            let Some(object) = merged.as_object_mut() else { break };
            let previous = object.insert(key.clone(), value);
            let fits = serde_json::from_value::<settings::Settings>(merged.clone()).is_ok_and(|s| s.check().is_ok());
            if let (false, Some(object)) = (fits, merged.as_object_mut()) {
                match previous {
                    Some(previous) => object.insert(key.clone(), previous),
                    None => object.remove(&key),
                };
                self.problem(item.line, format!("The setting “{key}” does not fit and was left as it is."));
            }
        }
        if let Ok(after) = serde_json::from_value::<settings::Settings>(merged)
            && after != before
        {
            settings::save(tx, &after)?;
            *self.report.counts.entry("settings".into()).or_default() += 1;
        }
        Ok(())
    }

    /// Behind the last record of a pass.
    fn end_pass(&mut self, tx: &Db) -> Result<()> {
        if self.pass == 0 {
            // An empty Kith begins with three groups; here it is to hold what the archive holds.
            if let (true, Some(names)) = (self.into_empty, &self.group_names) {
                store::keep_groups(tx, names)?;
            }
            self.writer = Some(Writer::new(tx, self.now)?);
        }
        if let Some(writer) = &mut self.writer
            && self.pass + 1 == PASSES.len()
        {
            writer.spread(tx)?;
        }
        self.pass += 1;
        Ok(())
    }
}

impl Steps for ArchiveImport {
    fn step(&mut self, tx: &Db) -> Result<bool> {
        if self.pass == 0 && self.scan.is_none() {
            self.into_empty = store::is_empty(tx)?;
        }
        let Some(sections) = PASSES.get(self.pass) else { return Ok(false) };
        match self.next_item(sections)? {
            Some(item) => self.item(tx, &item)?,
            None => self.end_pass(tx)?,
        }
        Ok(true)
    }
}

/// Given, or following from what the record holds.
fn uid_of(uid: Option<String>, item: &Item) -> String {
    uid.filter(|uid| !uid.is_empty()).unwrap_or_else(|| sha256(&item.json))
}

/// The same for a record within another.
fn uid_within<T: serde::Serialize>(uid: Option<String>, parent: Option<&str>, record: &T) -> String {
    uid.filter(|uid| !uid.is_empty()).unwrap_or_else(|| {
        let json = serde_json::to_string(record).unwrap_or_default();
        sha256(format!("{}\n{json}", parent.unwrap_or_default()).as_bytes())
    })
}

/// Whether an interval can be kept, and the longest beside it.
fn is_cadence(cadence: Option<&crate::transfer::record::CadenceRecord>, may_decline: bool) -> bool {
    let Some(record) = cadence else { return true };
    match (record.unit.as_deref(), record.every) {
        (Some("none"), None) => may_decline && record.latest.is_none(),
        (Some(unit), Some(every)) if (1..=100_000).contains(&every) => Unit::named(unit).is_some_and(|unit| {
            let fits = |latest: Interval| {
                (1..=100_000).contains(&latest.every) && cadence::check_latest(Interval { every, unit }, latest).is_ok()
            };
            record.latest.is_none_or(fits)
        }),
        _ => false,
    }
}
