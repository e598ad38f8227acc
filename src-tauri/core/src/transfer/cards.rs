//! The import of vCards: card by card, matched with who is here, and groups and connections at the end.

use std::collections::{BTreeMap, BTreeSet};

use super::files::{Brought, Source};
use super::merge::{self, Index};
use super::plan::Steps;
use super::reading::{Found, Reading};
use super::record::ContactRecord;
use super::store;
use super::vcard::Card;
use super::writer::{self, Writer};
use super::{ImportReport, Problem};
use crate::clock::Now;
use crate::error::Result;
use crate::id::{ContactId, new_uid};
use crate::store::Db;

/// Problems told for one file; the rest is counted.
const PROBLEMS: usize = 200;
/// Names in the preview.
const NAMES: usize = 50;

/// An import of vCard files as it runs.
pub struct CardImport {
    report: ImportReport,
    understood: u32,
    reading: Reading,
    open: Option<OpenFile>,
    brought: Option<Brought>,
    now: Now,
    begun: Option<Begun>,
    fresh: BTreeSet<ContactId>,
    groups: Vec<(String, u32, Card)>,
    related: Vec<(ContactId, String, String)>,
}

struct OpenFile {
    name: String,
    problems: usize,
    unknown: BTreeMap<String, (u32, u32)>,
    found: bool,
}

struct Begun {
    index: Index,
    writer: Writer,
}

impl CardImport {
    /// An import of these files; without `brought` no picture is written.
    pub fn new(now: Now, files: Vec<Source>, brought: Option<Brought>) -> Result<Self> {
        Ok(Self {
            report: ImportReport::default(),
            understood: 0,
            reading: Reading::of(files)?,
            open: None,
            brought,
            now,
            begun: None,
            fresh: BTreeSet::new(),
            groups: Vec::new(),
            related: Vec::new(),
        })
    }

    /// What came of it, and whether anything was understood; the pictures stay.
    pub fn end(mut self) -> Result<(ImportReport, bool)> {
        if let Some(brought) = self.brought.take() {
            brought.stay()?;
        }
        Ok((self.report, self.understood > 0))
    }

    /// The next card of the files, if any.
    fn next_card(&mut self) -> Option<Card> {
        loop {
            match self.reading.next()? {
                Found::File(name) => self.open = Some(OpenFile::new(name)),
                Found::Closed(name, error) => self.tell(name, 0, format!("This file cannot be read: {error}.")),
                Found::Card(card) => {
                    self.understand();
                    return Some(*card);
                }
                Found::Unreadable(line) => {
                    self.understand();
                    self.report.skipped += 1;
                    self.problem(line, "This card could not be read and was left out.".into());
                }
                Found::Stray(line) => {
                    self.problem(line, "This line is outside of any card and was left out.".into());
                }
                Found::End(error) => {
                    if let Some(error) = error {
                        self.problem(0, format!("This file could not be read to its end: {error}."));
                    }
                    self.close();
                }
            }
        }
    }

    /// There is a card in the open file.
    fn understand(&mut self) {
        self.understood += 1;
        if let Some(open) = &mut self.open {
            open.found = true;
        }
    }

    fn close(&mut self) {
        let Some(open) = self.open.take() else { return };
        if !open.found {
            self.tell(open.name.clone(), 0, "This file holds no vCard.".into());
        }
        for (name, (line, count)) in open.unknown {
            let cards = if count == 1 { "1 card".to_owned() } else { format!("{count} cards") };
            self.tell(
                open.name.clone(),
                line,
                format!("{name} is not known to Kith; it was kept as a line ({cards})."),
            );
        }
        if open.problems > PROBLEMS {
            let more = open.problems - PROBLEMS;
            self.tell(open.name, 0, format!("{more} more lines of this file were not understood."));
        }
    }

    /// A problem in the open file.
    fn problem(&mut self, line: u32, message: String) {
        let Some(open) = &mut self.open else { return };
        open.problems += 1;
        if open.problems <= PROBLEMS {
            let file = open.name.clone();
            self.tell(file, line, message);
        }
    }

    fn tell(&mut self, file: String, line: u32, message: String) {
        self.report.problems.push(Problem { file, line, message });
    }

    fn card(&mut self, tx: &Db, mut card: Card) -> Result<()> {
        for (line, message) in std::mem::take(&mut card.problems) {
            self.problem(line, message);
        }
        if let Some(open) = &mut self.open {
            for (line, name) in std::mem::take(&mut card.unknown) {
                open.unknown.entry(name).or_insert((line, 0)).1 += 1;
            }
        }
        if card.members.is_some() {
            let file = self.open.as_ref().map(|open| open.name.clone()).unwrap_or_default();
            self.groups.push((file, card.line, card));
            return Ok(());
        }
        if card.contact.name.as_deref().unwrap_or_default().is_empty() {
            self.report.skipped += 1;
            self.problem(
                card.line,
                "This card has no name, organisation or way to reach anyone; it was left out.".into(),
            );
            return Ok(());
        }
        self.contact(tx, card)
    }

    fn contact(&mut self, tx: &Db, mut card: Card) -> Result<()> {
        if let (Some(bytes), Some(brought)) = (&card.photo, &mut self.brought) {
            card.contact.photo = Some(Some(brought.keep(bytes)?));
        } else if let Some(bytes) = &card.photo {
            card.contact.photo = Some(Some(super::files::sha256(bytes)));
        }
        let Some(begun) = &mut self.begun else { return Ok(()) };
        let source = self.open.as_ref().map(|open| open.name.clone());
        let (id, left) = match begun.index.find(&card.contact) {
            Some(id) => {
                self.report.duplicates += 1;
                let left = update(tx, begun, id, &card.contact, &mut self.report, self.fresh.contains(&id))?;
                (id, left)
            }
            None => {
                let id = insert(tx, begun, ContactRecord { source, ..card.contact }, &mut self.report)?;
                self.fresh.insert(id);
                (id, Vec::new())
            }
        };
        self.related.extend(card.related.into_iter().map(|(kind, uid)| (id, kind, uid)));
        for message in left {
            self.problem(card.line, message);
        }
        Ok(())
    }

    /// A group card becomes a group, once everyone is here.
    fn group(&mut self, tx: &Db, file: String, line: u32, card: Card) -> Result<()> {
        let Some(begun) = &mut self.begun else { return Ok(()) };
        let name = card.contact.name.unwrap_or_default();
        if name.is_empty() {
            self.report.skipped += 1;
            self.tell(file, line, "This group has no name and was left out.".into());
            return Ok(());
        }
        begun.writer.group(tx, &name)?;
        let mut missing = 0_u32;
        for member in card.members.unwrap_or_default() {
            match begun.index.by_uid(&member).or_else(|| begun.index.by_address(&member)) {
                Some(id) => begun.writer.join(tx, id, &name, None)?,
                None => missing += 1,
            }
        }
        *self.report.counts.entry("groups".into()).or_default() += 1;
        if missing > 0 {
            self.tell(file, line, format!("{missing} of the members of “{name}” are not among the contacts."));
        }
        Ok(())
    }

    fn relate(&mut self, tx: &Db, from: ContactId, kind: &str, uid: &str) -> Result<()> {
        let Some(begun) = &mut self.begun else { return Ok(()) };
        if let Some(to) = begun.index.by_uid(uid).or_else(|| begun.index.by_address(uid)).filter(|to| *to != from) {
            writer::connect(tx, from, to, kind, "")?;
        }
        Ok(())
    }
}

impl OpenFile {
    fn new(name: String) -> Self {
        Self { name, problems: 0, unknown: BTreeMap::new(), found: false }
    }
}

fn insert(tx: &Db, begun: &mut Begun, mut record: ContactRecord, report: &mut ImportReport) -> Result<ContactId> {
    record.uid.get_or_insert_with(new_uid);
    let id = begun.writer.insert(tx, &record)?;
    begun.index.add_record(id, &record);
    report.added += 1;
    *report.counts.entry("contacts".into()).or_default() += 1;
    if report.names.len() < NAMES {
        report.names.extend(record.name);
    }
    Ok(id)
}

fn update(
    tx: &Db,
    begun: &mut Begun,
    id: ContactId,
    card: &ContactRecord,
    report: &mut ImportReport,
    fresh: bool,
) -> Result<Vec<String>> {
    let old = store::load(tx, id)?;
    let mut new = old.clone();
    let left = merge::fill(&mut new, card);
    if new == old {
        report.skipped += 1;
        return Ok(left);
    }
    begun.writer.update(tx, id, Some(&old), &new)?;
    begun.index.add_record(id, &new);
    if !fresh {
        report.updated += 1;
    }
    Ok(left)
}

impl Steps for CardImport {
    fn step(&mut self, tx: &Db) -> Result<bool> {
        if self.begun.is_none() {
            let mut index = Index::default();
            store::each_known(tx, |known| index.add(&known))?;
            self.begun = Some(Begun { index, writer: Writer::new(tx, self.now)? });
        }
        if let Some(card) = self.next_card() {
            self.card(tx, card)?;
            return Ok(true);
        }
        if let Some((file, line, card)) = self.groups.pop() {
            self.group(tx, file, line, card)?;
            return Ok(true);
        }
        if let Some((from, kind, uid)) = self.related.pop() {
            self.relate(tx, from, &kind, &uid)?;
            return Ok(true);
        }
        if let Some(begun) = &mut self.begun {
            begun.writer.spread(tx)?;
        }
        Ok(false)
    }
}
