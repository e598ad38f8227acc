//! Backups, restores and checks in words.

use serde_json::Value;

use super::field::{count, is, line, list, number, string};
use crate::text;

/// A backup.
pub(crate) fn backup(of: &Value) -> String {
    format!("Backed up to {}", line(of, "file"))
}

/// A report of a problem, as it would be written.
pub(crate) fn report(of: &Value) -> String {
    string(of, "text")
}

/// The backups, the newest first.
pub(crate) fn backups(of: &Value) -> String {
    let rows = of.as_array().into_iter().flatten().map(|backup| {
        let name = string(backup, "file").rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
        let size = format!("{:.1} MB", number(backup, "bytes") / 1e6);
        vec![name, line(backup, "at"), size, holds(backup)]
    });
    let shown = text::table(&["file", "made", "size", "holds"], rows);
    if shown.is_empty() { "There are no backups yet.".into() } else { shown }
}

fn holds(backup: &Value) -> String {
    let Some(holds) = backup.get("holds").filter(|holds| holds.is_object()) else {
        return "it cannot be read".into();
    };
    let people = count(number(holds, "contacts"), "contact", "contacts");
    let talks = count(number(holds, "conversations"), "conversation", "conversations");
    let newest = line(holds, "newest_conversation");
    let newest = if newest.is_empty() { newest } else { format!(", the newest of {newest}") };
    format!("{people}, {talks}{newest}")
}

/// What a restore did or would do.
pub(crate) fn restore(of: &Value) -> String {
    let backup = of.get("backup").unwrap_or(&Value::Null);
    let mut shown = format!("{} of {}: {}\n", line(backup, "file"), line(backup, "at"), holds(backup));
    match of.get("changes").and_then(Value::as_array) {
        None => shown += "What was there could not be read.\n",
        Some(changes) if changes.is_empty() => shown += "It holds the same as what is there.\n",
        Some(changes) => {
            let rows = changes.iter().map(|change| {
                let kind = string(change, "kind").replace('_', "-");
                vec![kind, line(change, "added"), line(change, "removed"), line(change, "changed")]
            });
            shown += &text::table(&["kind", "back", "gone", "changed"], rows);
        }
    }
    let lost = list(of, "lost");
    if !lost.is_empty() {
        shown += "The newest of what goes:\n";
        for lost in lost {
            shown += &format!("  {}\n", text::first_line(&string(lost, "text"), 100));
        }
    }
    if let Some(aside) = of.get("set_aside").and_then(Value::as_str) {
        shown += &format!("The damaged database was set aside as {}\n", text::line(aside));
    }
    if let Some(safety) = of.get("safety").filter(|safety| safety.is_object()) {
        shown += &format!("What was there before is in {}\n", line(safety, "file"));
        shown += "Restored. `kith undo` takes it back.\n";
    } else if of.get("operation").is_some_and(Value::is_number) {
        shown += "Restored.\n";
    }
    shown
}

/// What a check found.
pub(crate) fn check(of: &Value) -> String {
    let mut shown = String::new();
    for finding in list(of, "findings") {
        let mark = match (is(finding, "repaired"), is(finding, "repairable")) {
            (true, _) => "repaired: ",
            (false, true) => "`kith check --repair` repairs: ",
            (false, false) => "",
        };
        shown += &format!("  {mark}{}\n", line(finding, "message"));
    }
    let backups = count(number(of, "backups"), "sound backup", "sound backups");
    let verdict = if is(of, "sound") { "Everything is sound" } else { "Not everything is sound" };
    shown + &format!("{verdict}; {backups}.")
}

/// Something is wrong and stays so: exit code 6.
pub(crate) fn check_exit(of: &Value) -> u8 {
    if is(of, "sound") { 0 } else { 6 }
}
