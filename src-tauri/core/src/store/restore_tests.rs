use serde_json::{Value, json};

use super::*;
use crate::api::{ApiCode, ApiError};
use crate::testing::{TestApp, dump};

fn add(app: &TestApp, name: &str) {
    app.call("contact_add", json!({ "name": name })).unwrap();
}

fn names(app: &TestApp) -> Vec<String> {
    let list = app.call("contact_list", json!({})).unwrap();
    list["people"].as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap().to_owned()).collect()
}

fn back_up(app: &TestApp) -> String {
    let backup = app.call("backup_now", json!({})).unwrap();
    Path::new(backup["file"].as_str().unwrap()).file_name().unwrap().to_string_lossy().into_owned()
}

fn truth(app: &TestApp) -> String {
    app.app().store.read(dump).unwrap()
}

fn found(app: &TestApp, query: &str) -> usize {
    let answer = app.call("search_people", json!({ "query": query })).unwrap();
    answer["people"].as_array().unwrap().len()
}

/// Dana and Luc, a backup, and then Luc renamed, Priya added and a talk with her.
fn with_a_backup() -> (TestApp, String) {
    let app = TestApp::new().unwrap();
    add(&app, "Dana Moreau");
    add(&app, "Luc Petit");
    let backup = back_up(&app);
    app.call("contact_edit", json!({ "who": "Luc Petit", "title": "Skipper" })).unwrap();
    add(&app, "Priya Raman");
    let talk = json!({ "people": ["Priya Raman"], "start": "2026-11-20", "note": "She keeps bees." });
    app.call("conversation_log", talk).unwrap();
    app.call("contact_delete", json!({ "who": "Dana Moreau" })).unwrap();
    (app, backup)
}

#[test]
fn a_dry_run_tells_what_would_change_and_changes_nothing() {
    let (app, backup) = with_a_backup();
    let before = truth(&app);
    let report = app.call("restore", json!({ "file": backup, "dry_run": true })).unwrap();
    assert_eq!(
        report["changes"],
        json!([
            { "kind": "contacts", "added": 1, "removed": 1, "changed": 1 },
            { "kind": "conversations", "added": 0, "removed": 1, "changed": 0 },
        ])
    );
    let lost: Vec<&str> =
        report["lost"].as_array().unwrap().iter().map(|lost| lost["text"].as_str().unwrap()).collect();
    assert_eq!(lost, ["Priya Raman", "2026-11-20, Priya Raman: She keeps bees."]);
    assert_eq!(report["backup"]["holds"]["contacts"], 2);
    assert_eq!((&report["safety"], &report["operation"]), (&Value::Null, &Value::Null));
    assert_eq!(truth(&app), before);
    assert_eq!(fs::read_dir(app.folder().join("backups")).unwrap().count(), 1);
    assert!(with_companions(&app.app().paths.restoring()).iter().all(|file| !file.exists()));
}

#[test]
fn a_restore_brings_back_what_was_and_undo_takes_it_back() {
    let (mut app, backup) = with_a_backup();
    let (before, bees) = (truth(&app), found(&app, "bees"));
    assert_eq!(bees, 1);
    app.call("draft_save", json!({ "id": "log", "body": "half a thought" })).unwrap();
    let report = app.call("restore", json!({ "file": backup })).unwrap();
    assert_eq!(names(&app), ["Dana Moreau", "Luc Petit"]);
    assert_eq!((found(&app, "bees"), found(&app, "Dana")), (0, 1), "the index is that of the backup");
    assert_eq!(app.call("draft_get", json!({ "id": "log" })).unwrap()["body"], "half a thought");
    assert!(Path::new(report["safety"]["file"].as_str().unwrap()).exists());
    assert_eq!(report["set_aside"], Value::Null);
    let newest = &app.call("history", json!({})).unwrap()[0];
    assert_eq!(newest["label"], "Restored the backup of 21 November 2026, 10:00");
    assert_eq!(newest["id"], report["operation"]);

    app.restart().unwrap();
    let undone = app.call("undo", json!({})).unwrap();
    assert_eq!(undone["operation"]["label"], newest["label"]);
    assert_eq!(truth(&app), before);
    assert_eq!((found(&app, "bees"), found(&app, "Dana")), (1, 0));
    app.call("undo", json!({})).unwrap();
    assert_eq!(names(&app).len(), 3, "and what was done before it is undone after it");
}

#[test]
fn a_restore_with_newer_work_on_it_is_undone_only_after_that() {
    let (app, backup) = with_a_backup();
    let operation = app.call("restore", json!({ "file": backup })).unwrap()["operation"].clone();
    add(&app, "Rohan Mehta");
    let error = app.call("undo", json!({ "id": operation })).unwrap_err();
    assert_eq!(error.code, ApiCode::Conflict);
    assert_eq!(names(&app).len(), 3);
    app.call("undo", json!({})).unwrap();
    app.call("undo", json!({})).unwrap();
    assert_eq!(names(&app), ["Luc Petit", "Priya Raman"]);
}

#[test]
fn a_database_damaged_while_it_is_open_is_set_aside_by_a_restore() {
    let (app, backup) = with_a_backup();
    let database = app.folder().join("kith.db");
    app.app().store.close();
    let mut bytes = fs::read(&database).unwrap();
    let length = bytes.len();
    bytes[4096..length].fill(0x5A);
    fs::write(&database, &bytes).unwrap();
    let report = app.call("restore", json!({ "file": backup })).unwrap();
    assert_eq!((&report["changes"], &report["safety"]), (&Value::Null, &Value::Null));
    let aside = report["set_aside"].as_str().unwrap();
    assert!(fs::read(aside).unwrap() == bytes, "kept, byte for byte");
    assert_eq!(names(&app), ["Dana Moreau", "Luc Petit"]);
    assert_eq!(found(&app, "Dana"), 1);
}

#[test]
fn what_is_no_backup_is_refused_and_nothing_is_changed() {
    let (app, backup) = with_a_backup();
    let before = truth(&app);
    let beside = |name: &str| app.folder().parent().unwrap().join(name);
    fs::write(beside("text.db"), "no database").unwrap();
    let other = Connection::open(beside("other.db")).unwrap();
    other.execute_batch("CREATE TABLE t (a)").unwrap();
    let backups = app.folder().join("backups");
    fs::copy(backups.join(&backup), beside("newer.db")).unwrap();
    Connection::open(beside("newer.db")).unwrap().pragma_update(None, "user_version", 99).unwrap();
    for (file, code) in [
        ("text.db", ApiCode::Invalid),
        ("other.db", ApiCode::Invalid),
        ("newer.db", ApiCode::Newer),
        ("no.db", ApiCode::NotFound),
    ] {
        let error = app.call("restore", json!({ "file": beside(file) })).unwrap_err();
        assert_eq!(error.code, code, "{file}: {error:?}");
    }
    assert_eq!(truth(&app), before);
}

#[test]
fn an_import_that_runs_keeps_a_restore_out() {
    let (app, backup) = with_a_backup();
    let store = &app.app().store;
    let op = super::super::Op::import("Imported people.vcf");
    let operation = store.begin_operation(app.app().now(), &op).unwrap();
    let error = app.call("restore", json!({ "file": backup })).unwrap_err();
    assert_eq!(error.code, ApiCode::Busy);
    store.abort_operation(operation).unwrap();
    app.call("restore", json!({ "file": backup })).unwrap();
}

#[test]
fn who_reads_meanwhile_reads_one_database_or_the_other() {
    let (app, backup) = with_a_backup();
    let (app, backup) = (&app, &backup);
    let done = std::sync::atomic::AtomicBool::new(false);
    let done = &done;
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(move || {
                while !done.load(std::sync::atomic::Ordering::SeqCst) {
                    let names = names(app);
                    assert!(
                        names == ["Luc Petit", "Priya Raman"] || names == ["Dana Moreau", "Luc Petit"],
                        "{names:?}"
                    );
                }
            });
        }
        for _ in 0..5 {
            app.call("restore", json!({ "file": backup })).unwrap();
            app.call("undo", json!({})).unwrap();
        }
        done.store(true, std::sync::atomic::Ordering::SeqCst);
    });
}

#[test]
fn a_damaged_or_missing_database_is_set_aside_for_the_newest_sound_backup() {
    for missing in [false, true] {
        let (mut app, _) = with_a_backup();
        app.call("backup_now", json!({})).unwrap();
        let before = truth(&app);
        let database = app.folder().join("kith.db");
        app.app().store.close();
        fs::write(app.folder().join("backups/kith-20261201T000000.000Z.db"), "no database").unwrap();
        let damage = b"this was a database once, and is none any more".repeat(200);
        match missing {
            true => fs::remove_file(&database).unwrap(),
            false => fs::write(&database, &damage).unwrap(),
        }
        fs::write(app.folder().join("kith.db-wal"), "its log").unwrap();
        let options = Options { data_dir: app.folder(), clock: std::sync::Arc::new(crate::clock::SystemClock) };
        assert_eq!(ApiError::from(recover(&options, None).unwrap_err()).code, ApiCode::Busy, "the folder is owned");
        let refused = ApiError::from(app.restart().unwrap_err());
        assert_eq!(refused.code, ApiCode::Damaged);
        assert!(refused.hint.unwrap().contains("`kith restore kith-20261121T0900"));
        let report = recover(&options, None).unwrap();
        let aside = PathBuf::from(report.set_aside.unwrap());
        let [aside, log, _] = with_companions(&aside);
        assert!(missing || fs::read(aside).unwrap() == damage);
        assert_eq!(fs::read(log).unwrap(), b"its log");
        app.restart().unwrap();
        assert_eq!(truth(&app), before);
        assert_eq!(found(&app, "bees"), 1);
    }
}

#[test]
fn what_a_restore_that_was_cut_short_left_is_in_nobodys_way() {
    let (mut app, backup) = with_a_backup();
    let before = truth(&app);
    for file in with_companions(&app.app().paths.restoring()) {
        fs::write(file, "half a database").unwrap();
    }
    app.restart().unwrap();
    assert_eq!(truth(&app), before);
    app.call("restore", json!({ "file": backup })).unwrap();
    assert_eq!(names(&app), ["Dana Moreau", "Luc Petit"]);
}
