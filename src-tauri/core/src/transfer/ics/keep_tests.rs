#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at what it did not expect")]

use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::testing::TestApp;

/// Dana with a birthday, and a calendar file kept in a folder beside.
struct Kept {
    app: TestApp,
    folder: TempDir,
}

impl Kept {
    fn new() -> Self {
        let app = TestApp::new().unwrap();
        app.call("contact_add", json!({ "name": "Dana Moreau" })).unwrap();
        app.call("occasion_add", json!({ "who": "Dana Moreau", "kind": "birthday", "date": "1986-11-24" })).unwrap();
        let kept = Self { app, folder: tempfile::tempdir().unwrap() };
        kept.app.call("calendar_keep", json!({ "folder": kept.folder.path() })).unwrap();
        kept
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("kith.ics")
    }

    fn text(&self) -> String {
        fs::read_to_string(self.file()).unwrap()
    }

    fn look(&self) -> Value {
        self.app.call("calendar_get", json!({})).unwrap()
    }

    fn is_written(&self) -> bool {
        let looked = self.look();
        assert_eq!(looked["problem"], Value::Null, "{looked}");
        looked["written"].as_bool().unwrap()
    }

    fn in_folder(&self) -> Vec<String> {
        let files = fs::read_dir(self.folder.path()).unwrap();
        files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect()
    }
}

#[test]
fn the_file_is_written_when_it_is_to_say_something_else_and_only_then() {
    let mut kept = Kept::new();
    assert!(kept.text().contains("Dana Moreau’s birthday"));
    assert_eq!(kept.look()["entries"], 2, "the birthday and the routine");
    assert!(!kept.is_written());
    kept.app.call("contact_add", json!({ "name": "Rohan Mehta" })).unwrap();
    assert!(!kept.is_written(), "nothing of him is in it");
    kept.app.set_clock("2026-11-22T10:00:00+01:00").unwrap();
    kept.app.restart().unwrap();
    assert!(!kept.is_written(), "neither a day nor a restart changes it");
    kept.app.call("occasion_edit", json!({ "id": 1, "date": "1986-12-24" })).unwrap();
    assert!(kept.is_written());
    assert!(kept.text().contains("19861224"));
    assert!(!kept.is_written());
    let talk = json!({ "people": ["Dana Moreau"], "start": "2026-11-22T15:00:00+01:00", "channel": "call" });
    kept.app.call("conversation_log", talk).unwrap();
    assert!(kept.is_written());
    kept.app.set_clock("2026-11-23T10:00:00+01:00").unwrap();
    assert!(kept.is_written(), "the call’s day is over");
    assert_eq!(kept.in_folder(), ["kith.ics"], "nothing half is left beside it");
}

#[test]
fn a_file_that_is_deleted_or_damaged_is_written_again_and_one_of_another_program_is_left() {
    let kept = Kept::new();
    let text = kept.text();
    fs::remove_file(kept.file()).unwrap();
    assert!(kept.is_written());
    for damaged in ["", text.get(..text.len() / 2).unwrap()] {
        fs::write(kept.file(), damaged).unwrap();
        assert!(kept.is_written());
        assert_eq!(kept.text(), text);
    }
    fs::write(kept.file(), "BEGIN:VCALENDAR\r\nPRODID:-//Else//EN\r\nEND:VCALENDAR\r\n").unwrap();
    let told = kept.look();
    assert!(told["problem"].as_str().unwrap().contains("Kith did not write it"), "{told}");
    assert!(kept.text().contains("-//Else//"));
    fs::remove_file(kept.file()).unwrap();
    assert!(kept.is_written());
}

#[cfg(unix)]
#[test]
fn the_file_is_for_the_users_eyes_alone() {
    use std::os::unix::fs::PermissionsExt;
    let kept = Kept::new();
    assert_eq!(fs::metadata(kept.file()).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_folder_that_is_gone_is_told_and_the_file_comes_back_with_it() {
    let kept = Kept::new();
    let (here, away) = (kept.folder.path().to_path_buf(), kept.folder.path().with_extension("away"));
    fs::rename(&here, &away).unwrap();
    let told = kept.look();
    let folder = here.display().to_string();
    assert_eq!(
        told["problem"],
        format!("The folder {folder} is not there. Once it is again, the calendar file is written; nothing is lost.")
    );
    assert_eq!((&told["folder"], &told["said"]["parts"]["folder"]), (&json!(folder), &json!(folder)));
    kept.app.call("contact_edit", json!({ "who": 1, "name": "Dana Roy" })).unwrap();
    fs::rename(&away, &here).unwrap();
    assert!(kept.is_written());
    assert!(kept.text().contains("Dana Roy"));
}

#[test]
fn a_file_of_somebody_else_and_a_folder_that_is_none_are_refused() {
    let kept = Kept::new();
    let other = tempfile::tempdir().unwrap();
    fs::write(other.path().join("kith.ics"), "BEGIN:VCALENDAR\r\nPRODID:-//Else//EN\r\nEND:VCALENDAR\r\n").unwrap();
    let missing = other.path().join("nowhere");
    for (folder, said) in [
        (json!(other.path()), "Kith did not write it"),
        (json!(missing), "There is no folder"),
        (json!("calendars"), "full path"),
    ] {
        let refused = kept.app.call("calendar_keep", json!({ "folder": folder })).unwrap_err();
        assert!(refused.message.contains(said), "{refused:?}");
    }
    assert_eq!(kept.look()["file"], json!(kept.file()), "nothing was changed");
    assert!(fs::read_to_string(other.path().join("kith.ics")).unwrap().contains("-//Else//"));
    let refused = kept.app.call("settings_set", json!({ "calendar_folder": "calendars" })).unwrap_err();
    assert!(refused.message.contains("full path"), "{refused:?}");
}

#[test]
fn a_file_that_is_kept_no_more_stays_unless_it_is_to_go_and_undo_keeps_it_again() {
    let kept = Kept::new();
    let stopped = kept.app.call("calendar_keep", json!({ "folder": null })).unwrap();
    assert_eq!((&stopped["file"], &stopped["left"]), (&Value::Null, &json!(kept.file())));
    kept.app.call("contact_edit", json!({ "who": 1, "name": "Dana Roy" })).unwrap();
    assert!(!kept.is_written());
    assert!(kept.text().contains("Dana Moreau"));
    kept.app.call("undo", json!({})).unwrap();
    let history = kept.app.call("history", json!({})).unwrap();
    let said = history.as_array().unwrap().iter().find(|done| done["label"] == "Changed the calendar file").unwrap();
    kept.app.call("undo", json!({ "id": said["id"] })).unwrap();
    assert_eq!(kept.look()["file"], json!(kept.file()), "undone: it is kept again");

    let other = tempfile::tempdir().unwrap();
    let moved = kept.app.call("calendar_keep", json!({ "folder": other.path(), "remove": true })).unwrap();
    assert_eq!((&moved["left"], kept.file().exists()), (&Value::Null, false));
    assert!(other.path().join("kith.ics").exists());
    kept.app.call("calendar_keep", json!({ "folder": null, "remove": true })).unwrap();
    assert!(!other.path().join("kith.ics").exists());
}

#[test]
fn an_archive_says_nothing_about_where_to_write() {
    let kept = Kept::new();
    kept.app.call("settings_set", json!({ "again_days": 4 })).unwrap();
    let archive = kept.folder.path().join("all.json");
    kept.app.call("export", json!({ "format": "archive", "dest": archive })).unwrap();
    let text = fs::read_to_string(&archive).unwrap();
    assert!(!text.contains("calendar_folder"), "{text}");
    let text = text
        .replace("\"settings\": {", &format!("\"settings\": {{\"calendar_folder\": {}, ", json!(kept.folder.path())));
    assert!(text.contains("calendar_folder"));
    fs::write(&archive, text).unwrap();
    let other = TestApp::new().unwrap();
    let report = other.call("import", json!({ "paths": [archive] })).unwrap();
    assert_eq!(report["problems"], json!([]));
    let settings = other.call("settings_get", json!({})).unwrap();
    assert_eq!((&settings["again_days"], &settings["calendar_folder"]), (&json!(4), &json!("")));
}

#[test]
fn the_calendar_goes_out_to_a_file_too() {
    let kept = Kept::new();
    let dest = kept.folder.path().join("once.ics");
    let report = kept.app.call("export", json!({ "format": "ics", "dest": dest })).unwrap();
    assert_eq!(report["counts"], json!({ "occasions": 1, "routine": 1 }));
    assert_eq!(fs::read_to_string(dest).unwrap(), kept.text(), "an export is no news either");
}
