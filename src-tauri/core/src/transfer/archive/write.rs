//! The archive's way out.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use chrono::SecondsFormat;
use serde::Serialize;

use super::store;
use crate::clock::Now;
use crate::error::{During, Error, Result};
use crate::jobs::Job;
use crate::store::Db;
use crate::transfer::record::ARCHIVE_VERSION;
use crate::transfer::store as contacts;

/// How many of each kind were written, and which files they name.
#[derive(Debug, Default)]
pub struct Wrote {
    /// By kind.
    pub counts: BTreeMap<String, u32>,
    /// SHA-256 names.
    pub files: BTreeSet<String>,
}

/// The names of the files that contacts refer to.
pub fn files(db: &Db) -> Result<BTreeSet<String>> {
    contacts::photos(db)
}

/// Writes everything as JSON, one record a line.
pub fn json(db: &Db, job: &Job, now: Now, out: &mut dyn Write) -> Result<Wrote> {
    let mut archive = Archive { out, job, wrote: Wrote::default() };
    let at = now.instant.to_rfc3339_opts(SecondsFormat::Secs, true);
    archive.text(&format!("{{\"kith_archive\": {ARCHIVE_VERSION}, \"exported_at\": \"{at}\""))?;
    let (ids, conversations) = (contacts::contact_ids(db)?, store::conversation_ids(db)?);
    job.expect(u64::try_from(ids.len() + conversations.len()).unwrap_or(u64::MAX));
    archive.list("groups", contacts::group_records(db)?.into_iter().map(Ok))?;
    archive.list(
        "contacts",
        ids.into_iter().map(|id| {
            job.step()?;
            let mut record = contacts::load(db, id)?;
            record.connections = Some(store::connections(db, id)?);
            Ok(record)
        }),
    )?;
    archive.list(
        "conversations",
        conversations.into_iter().map(|id| {
            job.step()?;
            store::load_conversation(db, id)
        }),
    )?;
    archive.list("follow_ups", store::follow_ups(db)?.into_iter().map(Ok))?;
    archive.list("exchanges", store::exchanges(db, None)?.into_iter().map(Ok))?;
    archive.list("feedback", store::feedback(db)?.into_iter().map(Ok))?;
    let settings = serde_json::to_string(&store::settings(db)?).map_err(unwritable)?;
    archive.text(&format!(",\n\"settings\": {settings}\n}}\n"))?;
    archive.wrote.files = files(db)?;
    Ok(archive.wrote)
}

struct Archive<'a> {
    out: &'a mut dyn Write,
    job: &'a Job,
    wrote: Wrote,
}

impl Archive<'_> {
    fn text(&mut self, text: &str) -> Result<()> {
        self.out.write_all(text.as_bytes()).during("writing the archive")
    }

    fn list<T: Serialize>(&mut self, section: &str, records: impl Iterator<Item = Result<T>>) -> Result<()> {
        self.text(&format!(",\n\"{section}\": ["))?;
        let mut count = 0_u32;
        for record in records {
            self.job.check()?;
            let json = serde_json::to_string(&record?).map_err(unwritable)?;
            self.text(if count == 0 { "\n" } else { ",\n" })?;
            self.text(&json)?;
            count += 1;
        }
        self.wrote.counts.insert(section.to_owned(), count);
        self.text("]")
    }
}

fn unwritable(error: serde_json::Error) -> Error {
    Error::Io { doing: "writing the archive", source: std::io::Error::other(error) }
}
