//! An import from its files to its report.

use std::path::Path;

use super::archive::read::{self, ArchiveImport, Text};
use super::archive::zip;
use super::cards::CardImport;
use super::files::{self, Brought, Source};
use super::plan::{self, Steps};
use super::{ImportFormat, ImportInput, ImportReport, Problem};
use crate::api::Call;
use crate::error::{Error, Result};
use crate::id::OperationId;
use crate::jobs::Job;
use crate::said;
use crate::said::Said;
use crate::store::Op;

/// Runs an import, or tries it out.
pub fn run(call: &Call<'_>, job: &Job, input: &ImportInput) -> Result<ImportReport> {
    let (sources, problems) = files::sources(&input.paths, input.format)?;
    let (cards, archives): (Vec<_>, Vec<_>) = sources.into_iter().partition(|s| s.format == ImportFormat::Vcard);
    let mut report = match (archives.as_slice(), cards.is_empty()) {
        ([], _) => vcards(call, job, input.dry_run, cards)?,
        ([archive], true) => archive_file(call, job, input.dry_run, archive)?,
        _ => return Err(Error::invalid("paths", "Import one archive at a time, and vCards apart from it.")),
    };
    let told = problems.into_iter().map(|(file, message)| Problem { file, line: 0, message });
    report.problems.splice(0..0, told);
    Ok(report)
}

/// Does it, or tries it out.
fn apply(call: &Call<'_>, job: &Job, dry_run: bool, op: &Op, steps: &mut dyn Steps) -> Result<Option<OperationId>> {
    if dry_run {
        return plan::try_out(call, job, op, steps).map(|()| None);
    }
    call.app.store.back_up_changes(call.now)?;
    plan::apply(call, job, op, steps)
}

fn vcards(call: &Call<'_>, job: &Job, dry_run: bool, files: Vec<Source>) -> Result<ImportReport> {
    let op = Op::import(label(&files));
    let brought = (!dry_run).then(|| Brought::new(&call.app.paths));
    let mut import = CardImport::new(call.now, files, brought)?;
    let operation = apply(call, job, dry_run, &op, &mut import)?;
    let (report, understood) = import.end()?;
    if !understood {
        return Err(nothing_understood(&report));
    }
    Ok(ImportReport { operation, ..report })
}

fn archive_file(call: &Call<'_>, job: &Job, dry_run: bool, source: &Source) -> Result<ImportReport> {
    if !is_zip(&source.path) {
        return archive(call, job, dry_run, &source.name, Text::File(source.path.clone()), None);
    }
    let unpacked = zip::unpack(&source.path, &source.name, &call.app.paths)?;
    archive(call, job, dry_run, &source.name, Text::File(unpacked.json.clone()), Some(&source.path))
}

/// Imports an archive's JSON, with the files of its ZIP.
pub fn archive(
    call: &Call<'_>,
    job: &Job,
    dry_run: bool,
    name: &str,
    text: Text,
    zip: Option<&Path>,
) -> Result<ImportReport> {
    job.expect(read::check(&text, name)?);
    let mut brought = Brought::new(&call.app.paths);
    let mut problems = Vec::new();
    if let Some(zip) = zip.filter(|_| !dry_run) {
        problems = zip::bring_files(zip, name, &mut brought)?;
    }
    let mut import = ArchiveImport::new(call.now, name.to_owned(), text, brought);
    let operation = apply(call, job, dry_run, &Op::import(said!("Imported {file}", file = name)), &mut import)?;
    let mut report = import.end()?;
    report.problems.extend(problems);
    Ok(ImportReport { operation, ..report })
}

/// Shown in the history.
fn label(files: &[Source]) -> Said {
    match files {
        [one] => said!("Imported {file}", file = one.name.as_str()),
        several => said!("Imported {n} files", n = several.len()),
    }
}

fn is_zip(path: &Path) -> bool {
    use std::io::Read;
    let mut start = [0_u8; 4];
    std::fs::File::open(path).and_then(|mut file| file.read_exact(&mut start)).is_ok() && start == *b"PK\x03\x04"
}

fn nothing_understood(report: &ImportReport) -> Error {
    let first = report.problems.first().map(|p| format!("{}: {}", p.file, p.message));
    Error::invalid_hint(
        "paths",
        first.unwrap_or_else(|| "Nothing in these files could be understood.".into()),
        "Kith reads vCards (.vcf) and its own archives (.json, .zip).",
    )
}
