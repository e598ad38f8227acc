//! An export: written beside, waited for, and then put in its place, so that no half file is ever there.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use super::archive::{write, zip};
use super::files::sync_folder;
use super::{ExportFormat, ExportInput, ExportReport, csv, ics, store, vcard_write};
use crate::api::Call;
use crate::error::{During, Error, Result};
use crate::id::ContactId;
use crate::jobs::Job;
use crate::paths::private_file;
use crate::said;
use crate::store::Db;

/// Writes everything, all contacts, or the calendar, to a file.
pub fn run(call: &Call<'_>, job: &Job, input: &ExportInput) -> Result<ExportReport> {
    if input.contacts.is_some() && matches!(input.format, ExportFormat::Archive | ExportFormat::Ics) {
        return Err(Error::invalid("contacts", "Only vCards and a table can be of some people."));
    }
    let dest = destination(&input.dest, input.overwrite)?;
    let part = part_of(&dest)?;
    let file = private_file(&part.0)?;
    file.set_len(0).during("writing the export")?;
    let mut out = BufWriter::with_capacity(256 << 10, file);
    let counts = match input.format {
        ExportFormat::Archive => archive(call, job, &mut out)?,
        ExportFormat::Vcard => vcards(call, job, input.contacts.as_deref(), &mut out)?,
        ExportFormat::Csv => table(call, job, input.contacts.as_deref(), &mut out)?,
        ExportFormat::Ics => events(call, &mut out)?,
    };
    let file = out.into_inner().map_err(std::io::IntoInnerError::into_error).during("writing the export")?;
    file.sync_all().during("writing the export")?;
    put_in_place(part, &dest)?;
    Ok(ExportReport { file: dest.display().to_string(), counts })
}

fn archive(call: &Call<'_>, job: &Job, out: &mut BufWriter<File>) -> Result<BTreeMap<String, u32>> {
    call.read(|db| {
        if write::files(db)?.is_empty() {
            return Ok(write::json(db, job, call.now, out)?.counts);
        }
        let mut archive = zip::begin(out)?;
        let wrote = write::json(db, job, call.now, &mut archive)?;
        let mut counts = wrote.counts;
        let wanted = u32::try_from(wrote.files.len()).unwrap_or(u32::MAX);
        let missing = zip::add_files(&mut archive, &call.app.paths, wrote.files)?;
        counts.insert("files".into(), wanted.saturating_sub(u32::try_from(missing.len()).unwrap_or(0)));
        zip::finish(archive)?.flush().during("writing the archive")?;
        Ok(counts)
    })
}

/// Whom to write: the chosen ones, or all.
fn wanted(db: &Db, job: &Job, chosen: Option<&[ContactId]>) -> Result<Vec<ContactId>> {
    let ids = match chosen {
        Some(chosen) => chosen.to_vec(),
        None => store::contact_ids(db)?,
    };
    job.expect(u64::try_from(ids.len()).unwrap_or(u64::MAX));
    Ok(ids)
}

fn table(
    call: &Call<'_>,
    job: &Job,
    chosen: Option<&[ContactId]>,
    out: &mut BufWriter<File>,
) -> Result<BTreeMap<String, u32>> {
    call.read(|db| {
        let mut count = 0;
        out.write_all(csv::HEAD.as_bytes()).during("writing the table")?;
        for id in wanted(db, job, chosen)? {
            job.step()?;
            out.write_all(csv::line(&store::load(db, id)?).as_bytes()).during("writing the table")?;
            count += 1;
        }
        Ok([("contacts".to_owned(), count)].into())
    })
}

fn vcards(
    call: &Call<'_>,
    job: &Job,
    chosen: Option<&[ContactId]>,
    out: &mut BufWriter<File>,
) -> Result<BTreeMap<String, u32>> {
    call.read(|db| {
        let ids = wanted(db, job, chosen)?;
        let mut count = 0;
        for id in ids {
            job.step()?;
            let record = store::load(db, id)?;
            let photo =
                record.photo.clone().flatten().and_then(|name| fs::read(call.app.paths.files().join(name)).ok());
            out.write_all(vcard_write::card(&record, photo.as_deref()).as_bytes()).during("writing the vCards")?;
            count += 1;
        }
        Ok([("contacts".to_owned(), count)].into())
    })
}

fn events(call: &Call<'_>, out: &mut BufWriter<File>) -> Result<BTreeMap<String, u32>> {
    let calendar = ics::calendar(call)?;
    out.write_all(calendar.text.as_bytes()).during("writing the calendar")?;
    Ok(calendar.counts)
}

/// Where it goes: a file in a folder that is there.
fn destination(dest: &str, overwrite: bool) -> Result<PathBuf> {
    if dest.trim().is_empty() {
        return Err(Error::invalid("dest", "Say where to write the file."));
    }
    let dest = std::path::absolute(dest).during("looking where to write")?;
    if dest.is_dir() {
        return Err(Error::invalid("dest", format!("{} is a folder. Give the file a name.", dest.display())));
    }
    if dest.exists() && !overwrite {
        return Err(Error::Conflict {
            message: said!("{file} is there already. Nothing was written.", file = dest.display().to_string()),
        });
    }
    Ok(dest)
}

/// A file that is taken away unless it comes to its place.
pub(super) struct Part(PathBuf);

impl Part {
    /// Where it is written.
    pub(super) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        if self.0.exists()
            && let Err(error) = fs::remove_file(&self.0)
        {
            tracing::debug!(%error, "the part of an export that failed stays behind");
        }
    }
}

/// Where a file is written before it comes to its place beside it.
pub(super) fn part_of(dest: &Path) -> Result<Part> {
    let name = dest.file_name().ok_or_else(|| Error::invalid("dest", "Give the file a name."))?;
    let mut part = name.to_os_string();
    part.push(format!(".{}.part", std::process::id()));
    Ok(Part(dest.with_file_name(part)))
}

/// Puts what was written in its place, in one step.
pub(super) fn put_in_place(part: Part, dest: &Path) -> Result<()> {
    fs::rename(&part.0, dest).during("putting the export in its place")?;
    drop(part);
    dest.parent().map_or(Ok(()), sync_folder)
}
