use chrono::{Duration, TimeZone};
use serde_json::json;

use super::*;
use crate::api::ApiCode;
use crate::testing::TestApp;

fn names(app: &TestApp) -> Vec<String> {
    let files = fs::read_dir(app.folder().join("backups")).unwrap();
    files.map(|f| f.unwrap().file_name().to_string_lossy().into_owned()).collect()
}

#[test]
fn a_backup_is_a_whole_copy_for_the_users_eyes_only() {
    let app = TestApp::new().unwrap();
    app.call("contact_add", json!({ "name": "Dana Moreau" })).unwrap();
    let backup = app.call("backup_now", json!({})).unwrap();
    let file = PathBuf::from(backup["file"].as_str().unwrap());
    let copy = open_copy(&file).unwrap();
    let name: String = copy.query_row("SELECT name FROM contacts", [], |row| row.get(0)).unwrap();
    assert_eq!(name, "Dana Moreau");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    }
    assert_eq!(app.call("backup_list", json!({})).unwrap(), json!([backup]));
    assert_eq!(names(&app).len(), 1, "nothing else is left in the folder");
}

#[test]
fn a_backup_elsewhere_never_writes_over_a_file() {
    let app = TestApp::new().unwrap();
    let dest = app.folder().parent().unwrap().join("mine.db");
    app.call("backup_now", json!({ "path": dest })).unwrap();
    let error = app.call("backup_now", json!({ "path": dest })).unwrap_err();
    assert_eq!(error.code, ApiCode::Conflict);
}

#[test]
fn the_days_backup_is_made_once_and_only_when_something_changed() {
    let app = TestApp::new().unwrap();
    let due = |app: &TestApp| app.app().backup_if_due(app.app().now()).unwrap().is_some();
    assert!(!due(&app), "an empty Kith has nothing to keep");
    app.call("contact_add", json!({ "name": "Dana" })).unwrap();
    assert!(due(&app));
    app.call("contact_add", json!({ "name": "Luc" })).unwrap();
    assert!(!due(&app), "one a day");
    app.set_clock("2026-11-22T10:00:00+01:00[Europe/Paris]").unwrap();
    assert!(due(&app));
    app.set_clock("2026-11-23T10:00:00+01:00[Europe/Paris]").unwrap();
    assert!(!due(&app), "nothing changed since");
    app.call("undo", json!({})).unwrap();
    assert!(due(&app), "an undo is a change");
}

#[test]
fn an_import_is_preceded_by_a_backup() {
    let app = TestApp::new().unwrap();
    app.call("contact_add", json!({ "name": "Dana" })).unwrap();
    let card = app.folder().parent().unwrap().join("luc.vcf");
    fs::write(&card, "BEGIN:VCARD\nFN:Luc\nEND:VCARD\n").unwrap();
    app.call("import", json!({ "paths": [card] })).unwrap();
    assert_eq!(names(&app).len(), 1);
}

#[test]
fn backups_thin_out_with_age_and_the_newest_stays() {
    let now = Utc.with_ymd_and_hms(2026, 11, 21, 12, 0, 0).unwrap();
    let all: Vec<_> = (0..24 * 400).map(|hours| now - Duration::hours(hours)).collect();
    let kept = kept(all.iter().copied(), now);
    let between = |from: i64, to: i64| {
        kept.iter().filter(|at| (from..to).contains(&now.signed_duration_since(**at).num_days())).count()
    };
    assert_eq!(between(0, 2), 48, "all of two days");
    assert!((12..=13).contains(&between(2, 14)), "one a day for two weeks: {}", between(2, 14));
    assert!((11..=13).contains(&between(14, 92)), "one a week for three months: {}", between(14, 92));
    assert!((10..=12).contains(&between(92, 400)), "one a month beyond: {}", between(92, 400));
    let old = now - Duration::days(2000);
    assert!(super::kept([old].into_iter(), now).contains(&old));
    // Thinning again takes nothing more away.
    assert_eq!(super::kept(kept.iter().copied(), now), kept);
}

#[test]
fn a_damaged_database_is_left_and_the_newest_sound_backup_named() {
    let mut app = TestApp::new().unwrap();
    app.call("contact_add", json!({ "name": "Dana" })).unwrap();
    app.call("backup_now", json!({})).unwrap();
    let database = app.folder().join("kith.db");
    app.app().store.close();
    fs::write(app.folder().join("backups/kith-20261201T000000.000Z.db"), "no database").unwrap();
    fs::write(&database, "this was a database once, and is none any more".repeat(200)).unwrap();
    let _ = fs::remove_file(app.folder().join("kith.db-wal"));
    let before = fs::read(&database).unwrap();
    let error = crate::api::ApiError::from(app.restart().unwrap_err());
    assert_eq!(error.code, ApiCode::Damaged);
    assert!(error.hint.unwrap().contains("kith-20261121T090000.000Z.db of 21 November 2026"));
    assert_eq!(fs::read(&database).unwrap(), before);
}

#[test]
fn where_a_database_was_no_empty_one_is_begun() {
    let mut app = TestApp::new().unwrap();
    app.call("contact_add", json!({ "name": "Dana" })).unwrap();
    app.call("backup_now", json!({})).unwrap();
    app.app().store.close();
    fs::remove_file(app.folder().join("kith.db")).unwrap();
    let error = crate::api::ApiError::from(app.restart().unwrap_err());
    assert_eq!(error.code, ApiCode::Damaged);
    assert!(error.message.contains("missing"), "{}", error.message);
    assert!(!app.folder().join("kith.db").exists());
}

#[test]
fn a_database_of_a_newer_version_is_refused_untouched() {
    let mut app = TestApp::new().unwrap();
    app.call("contact_add", json!({ "name": "Dana" })).unwrap();
    app.app().store.close();
    let database = app.folder().join("kith.db");
    Connection::open(&database).unwrap().pragma_update(None, "user_version", 99).unwrap();
    let before = fs::read(&database).unwrap();
    let error = crate::api::ApiError::from(app.restart().unwrap_err());
    assert_eq!(error.code, ApiCode::Newer);
    assert_eq!(fs::read(&database).unwrap(), before);
}
