//! Commands about Kith itself: settings and history.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use super::{Call, Nothing};
use crate::error::{During, Error, Result};
use crate::id::OperationId;
use crate::said;
use crate::said::Said;
use crate::settings::{self, Settings};
use crate::store::undo::{Operation, UndoReport};
use crate::store::{Op, restore};

/// What the user set.
pub fn settings_get(call: &Call<'_>, _: Nothing) -> Result<Settings> {
    call.settings()
}

/// Changes settings; what is not given stays.
pub fn settings_set(call: &Call<'_>, patch: Value) -> Result<Settings> {
    let Value::Object(patch) = patch else {
        return Err(Error::invalid("input", "Settings are given as an object."));
    };
    call.transact(&Op::edit(changed(&patch)), |tx| {
        let mut merged = serde_json::to_value(settings::load(tx)?).unwrap_or_default();
        for (key, value) in patch {
            match merged.get_mut(&key) {
                Some(slot) => *slot = value,
                None => return Err(Error::invalid("input", format!("There is no setting “{key}”."))),
            }
        }
        let wanted: Settings = serde_json::from_value(merged)
            .map_err(|error| Error::invalid("input", format!("This setting does not fit: {error}.")))?;
        settings::save(tx, &wanted)?;
        Ok(wanted)
    })
}

/// What the history calls it: one setting by its name, several together.
fn changed(patch: &serde_json::Map<String, Value>) -> Said {
    let mut keys = patch.keys().map(String::as_str);
    match (keys.next(), keys.next()) {
        (Some("pace"), None) => said!("Changed the pace"),
        (Some("rollover"), None) => said!("Changed when a new day begins"),
        (Some("theme"), None) => said!("Changed the theme"),
        (Some("language"), None) => said!("Changed the language"),
        (Some("note_languages"), None) => said!("Changed the languages of the notes"),
        (Some("again_days"), None) => said!("Changed when to try again"),
        (Some("ask_alone_is_touch"), None) => said!("Changed whether an ask alone counts"),
        (Some("leap_day"), None) => said!("Changed where 29 February is kept"),
        (Some("notices" | "notices_private" | "routine_time" | "quiet_hours"), None) => said!("Changed the reminders"),
        (Some("calendar_folder" | "calendar_private"), None) => said!("Changed the calendar file"),
        (Some("vacations"), None) => said!("Changed the vacations"),
        (Some("keep_running"), None) => said!("Changed whether Kith stays when its window is closed"),
        (Some("log_shortcut"), None) => said!("Changed the key that opens the log"),
        _ => said!("Changed the settings"),
    }
}

/// How far to look back.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct HistoryInput {
    /// Entries at most; 100 where it is missing.
    #[serde(default)]
    pub limit: Option<u32>,
}

/// What was done, newest first.
pub fn history(call: &Call<'_>, input: HistoryInput) -> Result<Vec<Operation>> {
    call.app.store.history(input.limit.unwrap_or(100))
}

/// Which operation.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct UndoInput {
    /// An operation's id; the newest where it is missing.
    #[serde(default)]
    pub id: Option<OperationId>,
}

/// Undoes an operation.
pub fn undo(call: &Call<'_>, input: UndoInput) -> Result<Option<UndoReport>> {
    match restore::take_back(call, input.id)? {
        Some(taken_back) => Ok(Some(taken_back)),
        None => call.app.store.undo(input.id),
    }
}

/// Does again what was undone last.
pub fn redo(call: &Call<'_>, _: Nothing) -> Result<Option<UndoReport>> {
    call.app.store.redo()
}

/// The folder, what it holds, and what Kith is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Status {
    /// Kith's version.
    pub version: String,
    /// The data folder.
    pub data_dir: String,
    /// The zone of this call.
    pub zone: String,
    /// The civil day of this call.
    pub civil_day: String,
    /// The routine day of this call.
    pub routine_day: String,
    /// Contacts, archived ones too.
    pub contacts: u32,
    /// Conversations.
    pub conversations: u32,
}

/// The folder, what it holds, and what Kith is.
pub fn status(call: &Call<'_>, _: Nothing) -> Result<Status> {
    let (contacts, conversations) = call.read(|db| {
        db.query_row("SELECT (SELECT count(*) FROM contacts), (SELECT count(*) FROM conversations)", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .during("counting what there is")
    })?;
    Ok(Status {
        version: env!("CARGO_PKG_VERSION").into(),
        data_dir: call.app.paths.root().display().to_string(),
        zone: call.now.zone.name().into(),
        civil_day: call.now.civil_day().to_string(),
        routine_day: call.today()?.to_string(),
        contacts,
        conversations,
    })
}
