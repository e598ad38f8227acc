//! An import from its files to its report.

use super::cards::CardImport;
use super::files::{self, Brought, Source};
use super::{ImportFormat, ImportInput, ImportReport, Problem, plan};
use crate::api::Call;
use crate::error::{Error, Result};
use crate::jobs::Job;
use crate::store::Op;

/// Runs an import, or tries it out.
pub fn run(call: &Call<'_>, job: &Job, input: &ImportInput) -> Result<ImportReport> {
    let (sources, problems) = files::sources(&input.paths, input.format)?;
    let (cards, archives): (Vec<_>, Vec<_>) = sources.into_iter().partition(|s| s.format == ImportFormat::Vcard);
    let mut report = ImportReport::default();
    report.problems.extend(problems.into_iter().map(|(file, message)| Problem { file, line: 0, message }));
    if !archives.is_empty() {
        return Err(Error::invalid("paths", "Archives cannot be read yet."));
    }
    vcards(call, job, input.dry_run, cards, report)
}

fn vcards(call: &Call<'_>, job: &Job, dry_run: bool, files: Vec<Source>, before: ImportReport) -> Result<ImportReport> {
    let op = Op::import(label(&files));
    let brought = (!dry_run).then(|| Brought::new(&call.app.paths));
    let mut import = CardImport::new(call.now, files, brought);
    let operation = if dry_run {
        plan::try_out(call, job, &op, &mut import)?;
        None
    } else {
        plan::apply(call, job, &op, &mut import)?
    };
    let (mut report, understood) = import.end()?;
    report.operation = operation;
    report.problems.splice(0..0, before.problems);
    if !understood {
        return Err(nothing_understood(&report));
    }
    Ok(report)
}

/// Shown in the history.
fn label(files: &[Source]) -> String {
    match files {
        [one] => format!("Imported {}", one.name),
        several => format!("Imported {} files", several.len()),
    }
}

fn nothing_understood(report: &ImportReport) -> Error {
    let first = report.problems.first().map(|p| format!("{}: {}", p.file, p.message));
    Error::invalid_hint(
        "paths",
        first.unwrap_or_else(|| "Nothing in these files could be understood.".into()),
        "Kith reads vCards (.vcf) and its own archives (.json, .zip).",
    )
}
