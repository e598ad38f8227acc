//! Commands of this feature: one call each.

use crate::api::Call;
use crate::error::{Error, Result};

use super::{ExportInput, ExportReport, ImportInput, ImportReport};

/// Brings data in as one undoable operation, or says what would happen.
pub fn import(_call: &Call<'_>, _input: ImportInput) -> Result<ImportReport> {
    Err(Error::Conflict { message: "This is not built yet.".into() })
}

/// Writes data out.
pub fn export(_call: &Call<'_>, _input: ExportInput) -> Result<ExportReport> {
    Err(Error::Conflict { message: "This is not built yet.".into() })
}
