//! The calendar file that is kept up to date in a folder of the user's choice.
//!
//! Whoever owns the data folder looks after it: the window and `kith serve` at each of their rounds, `kith remind` once.
//! A look is cheap while nothing changed; the file is written only when its bytes are to be others, in one step. What
//! stands in the way (a folder that is gone, a full disk) is told as a problem of the file and tried again at the next
//! look: nothing of the user's depends on it.

use std::fs::{self, Metadata};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::NaiveDate;
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{PRODUCT, calendar, store};
use crate::api::Call;
use crate::error::{During, Error, Result};
use crate::paths::private_file;
use crate::said;
use crate::said::Said;
use crate::settings;
use crate::store::Op;
use crate::transfer::export::{part_of, put_in_place};

/// The file's name in its folder.
const NAME: &str = "kith.ics";

/// The calendar file, and how it stands.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, TS)]
pub struct CalendarFile {
    /// The folder it is kept in; null where none is kept.
    pub folder: Option<String>,
    /// The file.
    pub file: Option<String>,
    /// What stands in it: dates, promises, conversations, and the routine.
    pub entries: u32,
    /// Whether this look wrote it anew.
    pub written: bool,
    /// Why it is not up to date, as a sentence; null where it is.
    pub problem: Option<String>,
    /// The same as a pattern and its parts.
    pub said: Option<Said>,
    /// The file that was kept until this call, and stays where it is.
    pub left: Option<String>,
}

/// Where to keep a calendar file.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct CalendarKeep {
    /// A folder by its full path; null to keep none.
    #[serde(default)]
    pub folder: Option<String>,
    /// Delete the file that was kept until now, if it is another.
    #[serde(default)]
    pub remove: bool,
}

/// What the last look found, while it holds.
#[derive(Debug, Default)]
pub struct Keeper(Mutex<Option<Seen>>);

#[derive(Debug)]
struct Seen {
    /// The count of changes at the time.
    generation: u64,
    day: NaiveDate,
    zone: Tz,
    path: PathBuf,
    /// The file as it was left.
    file: Metadata,
    entries: u32,
}

impl Seen {
    /// Whether a look at that moment would find the same file, and nothing new to say.
    fn holds(&self, generation: u64, call: &Call<'_>, path: &Path) -> bool {
        let is_same = |file: Metadata| {
            file.len() == self.file.len() && file.modified().ok() == self.file.modified().ok() && file.is_file()
        };
        self.generation == generation
            && (self.day, self.zone) == (call.now.civil_day(), call.now.zone)
            && self.path == path
            && fs::symlink_metadata(path).is_ok_and(is_same)
    }
}

impl Keeper {
    fn lock(&self) -> MutexGuard<'_, Option<Seen>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Brings the file up to date, if one is kept, and says how it stands.
pub fn look(call: &Call<'_>) -> Result<CalendarFile> {
    let mut seen = call.app.calendar.lock();
    // What is read may be newer than this count, never older: then the next look reads once more.
    let generation = call.app.changes.generation();
    let folder = call.settings()?.calendar_folder;
    if folder.is_empty() {
        *seen = None;
        return Ok(CalendarFile::default());
    }
    let path = Path::new(&folder).join(NAME);
    let stands =
        CalendarFile { file: Some(path.display().to_string()), folder: Some(folder), ..CalendarFile::default() };
    if let Some(seen) = seen.as_ref().filter(|seen| seen.holds(generation, call, &path)) {
        return Ok(CalendarFile { entries: seen.entries, ..stands });
    }
    match bring(call, &path) {
        Ok((entries, written, file)) => {
            *seen = Some(Seen { generation, day: call.now.civil_day(), zone: call.now.zone, path, file, entries });
            Ok(CalendarFile { entries, written, ..stands })
        }
        Err(error) => {
            *seen = None;
            Ok(CalendarFile { problem: Some(error.to_string()), said: Some(error.said()), ..stands })
        }
    }
}

/// Keeps the file in another folder, or none; the file is there before the setting says so.
pub fn keep(call: &Call<'_>, input: &CalendarKeep) -> Result<CalendarFile> {
    let before = call.settings()?.calendar_folder;
    let folder = input.folder.as_deref().map(chosen).transpose()?.unwrap_or_default();
    if folder != before {
        if !folder.is_empty() {
            // The system's language as it is now, not as it was when a file was kept before.
            call.app.store.aside(&[], |tx| store::set_language(tx, None))?;
            bring(call, &Path::new(&folder).join(NAME))?;
        }
        call.transact(&Op::edit(said!("Changed the calendar file")), |tx| {
            let wanted = settings::Settings { calendar_folder: folder.clone(), ..settings::load(tx)? };
            settings::save(tx, &wanted)
        })?;
    }
    let old = Path::new(&before).join(NAME);
    let is_left = folder != before && !before.is_empty() && old.is_file();
    if is_left && input.remove {
        fs::remove_file(&old).during("deleting the calendar file")?;
    }
    let left = (is_left && !input.remove).then(|| old.display().to_string());
    Ok(CalendarFile { left, ..look(call)? })
}

/// The folder as it is kept: a full path of one that is there.
fn chosen(folder: &str) -> Result<String> {
    let path = Path::new(folder);
    if !path.is_absolute() {
        return Err(Error::invalid("folder", "Name the folder by its full path."));
    }
    if !path.is_dir() {
        return Err(Error::invalid(
            "folder",
            said!("There is no folder {folder}. Nothing was changed.", folder = folder),
        ));
    }
    Ok(folder.to_owned())
}

/// Whether what is there may be written over: Kith's own file, or an empty one.
fn is_ours(bytes: &[u8]) -> bool {
    bytes.is_empty() || String::from_utf8_lossy(bytes).lines().any(|line| line == PRODUCT)
}

/// Writes the file if its bytes are to be others: how many entries it has, whether it was written, how it now is.
fn bring(call: &Call<'_>, path: &Path) -> Result<(u32, bool, Metadata)> {
    const DOING: &str = "writing the calendar file";
    let folder = path.parent().unwrap_or(path);
    if !folder.is_dir() {
        return Err(Error::Conflict {
            message: said!(
                "The folder {folder} is not there. Once it is again, the calendar file is written; nothing is lost.",
                folder = folder.display().to_string()
            ),
        });
    }
    let there = fs::read(path).ok();
    if there.as_deref().is_some_and(|bytes| !is_ours(bytes)) {
        return Err(Error::Conflict {
            message: said!(
                "{file} is there, and Kith did not write it: it is left as it is. Move it away, or choose another folder.",
                file = path.display().to_string()
            ),
        });
    }
    let calendar = calendar(call)?;
    let is_to_be_written = there.as_deref() != Some(calendar.text.as_bytes());
    if is_to_be_written {
        let part = part_of(path)?;
        let mut file = private_file(part.path())?;
        file.set_len(0).during(DOING)?;
        file.write_all(calendar.text.as_bytes()).during(DOING)?;
        file.sync_all().during(DOING)?;
        put_in_place(part, path)?;
    }
    let entries = calendar.counts.values().sum();
    Ok((entries, is_to_be_written, fs::symlink_metadata(path).during(DOING)?))
}
