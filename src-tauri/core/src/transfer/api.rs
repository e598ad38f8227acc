//! Commands of this feature: one call each.

use super::ics::keep::{self, CalendarFile, CalendarKeep};
use super::{CalendarText, ExportInput, ExportReport, ImportInput, ImportReport};
use crate::api::{Call, Nothing};
use crate::error::Result;

/// Brings data in as one undoable operation, or says what would happen.
pub fn import(call: &Call<'_>, input: ImportInput) -> Result<ImportReport> {
    call.app.jobs.run(input.job.as_deref(), |job| super::import::run(call, job, &input))
}

/// Writes data out.
pub fn export(call: &Call<'_>, input: ExportInput) -> Result<ExportReport> {
    call.app.jobs.run(input.job.as_deref(), |job| super::export::run(call, job, &input))
}

/// The calendar as text, for a program that reads it from another.
pub fn calendar_text(call: &Call<'_>, _: Nothing) -> Result<CalendarText> {
    Ok(CalendarText { text: super::ics::calendar(call)?.text })
}

/// Brings the calendar file up to date, if one is kept, and says how it stands.
pub fn calendar_get(call: &Call<'_>, _: Nothing) -> Result<CalendarFile> {
    keep::look(call)
}

/// Keeps a calendar file in a folder from now on, or none.
pub fn calendar_keep(call: &Call<'_>, input: CalendarKeep) -> Result<CalendarFile> {
    keep::keep(call, &input)
}
