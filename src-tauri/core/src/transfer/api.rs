//! Commands of this feature: one call each.

use super::{ExportInput, ExportReport, ImportInput, ImportReport};
use crate::api::Call;
use crate::error::Result;

/// Brings data in as one undoable operation, or says what would happen.
pub fn import(call: &Call<'_>, input: ImportInput) -> Result<ImportReport> {
    call.app.jobs.run(input.job.as_deref(), |job| super::import::run(call, job, &input))
}

/// Writes data out.
pub fn export(call: &Call<'_>, input: ExportInput) -> Result<ExportReport> {
    call.app.jobs.run(input.job.as_deref(), |job| super::export::run(call, job, &input))
}
