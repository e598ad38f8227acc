//! The commands of a report.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use ts_rs::TS;

use super::{Facts, Report, log, store, written};
use crate::api::{Call, Nothing};
use crate::error::{During, Result};
use crate::paths::private_file;
use crate::settings;

/// Where to write a report.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ReportSave {
    /// The file; one that is there is written over.
    pub dest: PathBuf,
    /// The report as it was shown, perhaps with what the person wrote into it.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub text: Option<String>,
}

/// A report of a problem, without anything personal.
pub fn report_get(call: &Call<'_>, _: Nothing) -> Result<Report> {
    let (counts, (sqlite, format), settings) =
        call.read(|db| Ok((store::counts(db)?, store::versions(db)?, settings::load(db)?)))?;
    let paths = &call.app.paths;
    let parts = [
        ("database", paths.database()),
        ("index", paths.index()),
        ("backups", paths.backups()),
        ("files", paths.files()),
        ("logs", paths.logs()),
    ];
    let sizes = parts.into_iter().map(|(part, path)| {
        let (bytes, files) = size(&path);
        (part, bytes, files)
    });
    let facts = Facts {
        system: system(),
        sqlite,
        format,
        counts,
        sizes: sizes.collect(),
        settings,
        log: log::last_lines(&paths.logs()),
    };
    Ok(Report { text: written(&facts) })
}

/// Writes a report to a file that only the user can read.
pub fn report_save(call: &Call<'_>, input: ReportSave) -> Result<Report> {
    let dest = std::path::absolute(&input.dest).during("looking where to write the report")?;
    let report = match input.text {
        Some(text) => Report { text },
        None => report_get(call, Nothing {})?,
    };
    let mut file = private_file(&dest)?;
    file.set_len(0).and_then(|()| file.write_all(report.text.as_bytes())).during("writing the report")?;
    Ok(report)
}

/// Bytes and files of a file or folder.
fn size(path: &Path) -> (u64, u64) {
    let Ok(meta) = fs::symlink_metadata(path) else { return (0, 0) };
    if meta.is_file() {
        return (meta.len(), 1);
    }
    let entries = fs::read_dir(path).into_iter().flatten().flatten();
    entries
        .map(|entry| size(&entry.path()))
        .fold((0, 0), |(bytes, files), (more, others)| (bytes + more, files + others))
}

/// The system by its own name, and the kind of machine.
fn system() -> String {
    let release = fs::read_to_string("/etc/os-release").unwrap_or_default();
    let name = release.lines().find_map(|line| line.strip_prefix("PRETTY_NAME="));
    let name = name.map_or(std::env::consts::OS, |name| name.trim_matches('"'));
    format!("{name}, {}", std::env::consts::ARCH)
}
