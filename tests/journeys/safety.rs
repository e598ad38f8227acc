//! What goes wrong outside of Kith is said clearly and loses nothing: disks, folders, databases, files, texts.

use std::io::ErrorKind;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use kith_core::api::{ApiCode, ApiError, Request};
use kith_core::app::{App, Options};
use kith_core::clock::SystemClock;
use kith_tests::{Terminal, folder};
use serde_json::{Value, json};

use crate::kith;

fn open(folder: &Path) -> Result<App, ApiError> {
    let options = Options { data_dir: folder.to_path_buf(), clock: Arc::new(SystemClock) };
    App::open(options).map_err(ApiError::from)
}

fn call(app: &App, command: &str, input: Value) -> Result<Value, ApiError> {
    kith_core::api::call(app, &Request { command: command.into(), input, now: None })
}

fn log(app: &App, note: &str) -> Result<Value, ApiError> {
    call(app, "conversation_log", json!({ "people": ["Dana Moreau"], "start": "2026-11-20", "note": note }))
}

fn fixture(name: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name)).unwrap()
}

/// Whether this process may mount as it likes: the test is run once more in a namespace where it may, so that no
/// mount outlives it. `false` there means that all is done, or that the system does not allow it.
fn has_mounts_of_its_own(test: &str) -> bool {
    const INSIDE: &str = "KITH_TEST_MOUNTS";
    if std::env::var_os(INSIDE).is_some() {
        return true;
    }
    let ways: [&[&str]; 2] = [&["--mount"], &["--user", "--map-root-user", "--mount"]];
    let works = |way: &&&[&str]| {
        let probe = "mount -t tmpfs -o size=1m tmpfs /mnt";
        let tried = Command::new("unshare").args(**way).args(["sh", "-c", probe]).output();
        tried.is_ok_and(|output| output.status.success())
    };
    let Some(way) = ways.iter().find(works) else {
        println!("skipped: nothing can be mounted here");
        return false;
    };
    let mut again = Command::new("unshare");
    again.args(*way).arg(std::env::current_exe().unwrap()).args(["--exact", test, "--nocapture"]).env(INSIDE, "1");
    let output = again.output().unwrap();
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success() && out.contains("1 passed"), "{out}{err}");
    false
}

fn mount(options: &str, at: &Path) {
    let done = Command::new("mount").args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(at).status().unwrap();
    assert!(done.success());
}

/// Takes all the room there is.
fn fill(ballast: &Path) {
    use std::io::Write;
    let mut file = std::fs::File::create(ballast).unwrap();
    for size in [1 << 16, 1 << 12, 1] {
        while file.write_all(&vec![7; size]).is_ok() {}
    }
}

#[test]
fn on_a_full_disk_nothing_saved_is_lost_and_saving_works_again_once_there_is_room() {
    if !has_mounts_of_its_own("safety::on_a_full_disk_nothing_saved_is_lost_and_saving_works_again_once_there_is_room")
    {
        return;
    }
    let disk = folder();
    mount("size=24m", disk.path());
    let app = open(&disk.path().join("kith")).unwrap();
    call(&app, "contact_add", json!({ "name": "Dana Moreau" })).unwrap();
    log(&app, "She sails.").unwrap();
    call(&app, "draft_save", json!({ "id": "log", "body": "half a thought" })).unwrap();

    let ballast: Vec<PathBuf> = (0..3).map(|n| disk.path().join(format!("ballast{n}"))).collect();
    let long = "word ".repeat(400_000);
    fill(&ballast[0]);
    let error = log(&app, &long).unwrap_err();
    assert_eq!(error.code, ApiCode::DiskFull, "{error:?}");
    assert_eq!(error.message, "The disk is full. What was saved before is safe; this was not saved.");
    assert_eq!(error.hint.as_deref(), Some("Make room on the disk and save again."));
    // The room that was set aside is given up; when that is gone too, drafts are told so as well.
    fill(&ballast[1]);
    let error = call(&app, "draft_save", json!({ "id": "log", "body": long })).unwrap_err();
    assert_eq!(error.code, ApiCode::DiskFull, "{error:?}");
    let list = call(&app, "conversation_list", json!({})).unwrap().to_string();
    assert!(list.contains("She sails.") && !list.contains("word word"), "{list}");
    assert_eq!(call(&app, "draft_get", json!({ "id": "log" })).unwrap()["body"], "half a thought");
    assert!(call(&app, "contact_get", json!({ "who": "Dana Moreau" })).is_ok());

    for file in ballast.iter().filter(|file| file.exists()) {
        std::fs::remove_file(file).unwrap();
    }
    log(&app, "Her brother rows.").unwrap();
    call(&app, "draft_save", json!({ "id": "log", "body": "a whole thought" })).unwrap();
    let found = call(&app, "search_people", json!({ "query": "rows" })).unwrap().to_string();
    assert!(found.contains("Dana Moreau"), "{found}");
    drop(app);
    let app = open(&disk.path().join("kith")).unwrap();
    let list = call(&app, "conversation_list", json!({})).unwrap().to_string();
    assert!(list.contains("She sails.") && list.contains("Her brother rows."), "{list}");
    assert_eq!(call(&app, "draft_get", json!({ "id": "log" })).unwrap()["body"], "a whole thought");
}

#[test]
fn a_search_on_a_full_disk_still_answers_and_its_index_heals_once_there_is_room() {
    if !has_mounts_of_its_own("safety::a_search_on_a_full_disk_still_answers_and_its_index_heals_once_there_is_room") {
        return;
    }
    let disk = folder();
    mount("size=24m", disk.path());
    let data = disk.path().join("kith");
    let app = open(&data).unwrap();
    call(&app, "contact_add", json!({ "name": "Dana Moreau" })).unwrap();
    log(&app, "She sails.").unwrap();
    let found = |query: &str| call(&app, "search_people", json!({ "query": query })).unwrap();
    assert_eq!(found("sails")["total_people"], 1);
    let ballast: Vec<PathBuf> = (0..2).map(|n| disk.path().join(format!("ballast{n}"))).collect();
    ballast.iter().for_each(|file| fill(file));

    let error = call(&app, "index_rebuild", json!({})).unwrap_err();
    assert_eq!(error.code, ApiCode::DiskFull, "{error:?}");
    assert_eq!(found("sails")["total_people"], 1, "the index there was goes on answering");

    for generation in std::fs::read_dir(data.join("index")).unwrap().flatten().filter(|entry| entry.path().is_dir()) {
        std::fs::remove_dir_all(generation.path()).unwrap();
    }
    ballast.iter().for_each(|file| fill(file));
    call(&app, "index_rebuild", json!({})).unwrap_err();
    assert_eq!(found("dana")["total_people"], 1, "names are found without an index");

    ballast.iter().filter(|file| file.exists()).for_each(|file| std::fs::remove_file(file).unwrap());
    let mut healed = found("sails");
    for _ in 0..200 {
        if healed["index"] == "ready" {
            break;
        }
        std::thread::sleep(Duration::from_millis(100));
        healed = found("sails");
    }
    assert_eq!((&healed["index"], &healed["total_people"]), (&json!("ready"), &json!(1)));
}

#[test]
fn a_folder_that_cannot_be_written_is_named_and_left_as_it_is() {
    if !has_mounts_of_its_own("safety::a_folder_that_cannot_be_written_is_named_and_left_as_it_is") {
        return;
    }
    let kith = kith();
    std::fs::create_dir(kith.data()).unwrap();
    mount("size=24m", &kith.data());
    kith.json(&["add", "Dana Moreau"]);
    let before = everything(&kith.data());
    mount("remount,ro", &kith.data());
    for args in [&["log", "She sails.", "--with", "Dana"][..], &["people"]] {
        let error = kith.fails(7, args);
        assert_eq!(error["code"], "not_writable", "{error}");
        let told = error["message"].as_str().unwrap();
        assert!(told.contains(kith.data().to_str().unwrap()) && told.contains("is safe"), "{told}");
    }
    assert_eq!(everything(&kith.data()), before);
    mount("remount,rw", &kith.data());
    assert_eq!(kith.json(&["people"])["total"], 1);
}

/// Every file below a folder with its bytes.
fn everything(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(everything(&path));
        } else {
            found.push((path.clone(), std::fs::read(&path).unwrap()));
        }
    }
    found.sort();
    found
}

/// A Kith with Dana in it and a backup, closed.
fn with_a_backup() -> Terminal {
    let kith = kith();
    kith.json(&["add", "Dana Moreau"]);
    kith.json(&["backup"]);
    kith
}

#[test]
fn a_database_of_a_newer_version_is_refused_and_left_as_it_is() {
    let kith = with_a_backup();
    let database = kith.data().join("kith.db");
    let mut bytes = std::fs::read(&database).unwrap();
    // SQLite's user_version, in the header of the file.
    bytes[60..64].copy_from_slice(&999_u32.to_be_bytes());
    std::fs::write(&database, &bytes).unwrap();
    for args in [&["people"][..], &["log", "She sails.", "--with", "Dana"]] {
        let error = kith.fails(6, args);
        assert_eq!(error["code"], "newer");
        assert!(error["message"].as_str().unwrap().contains("newer version of Kith (format 999"), "{error}");
        assert_eq!(error["hint"], "Update Kith, or choose another data folder.");
    }
    assert!(std::fs::read(&database).unwrap() == bytes, "untouched, byte for byte");
}

#[test]
fn a_damaged_database_is_refused_and_the_newest_backup_named() {
    let kith = with_a_backup();
    let database = kith.data().join("kith.db");
    let mut bytes = std::fs::read(&database).unwrap();
    bytes[..100].fill(0x5A);
    std::fs::write(&database, &bytes).unwrap();
    let backups = everything(&kith.data().join("backups"));
    let error = kith.fails(6, &["people"]);
    assert_eq!(error["code"], "damaged");
    assert!(error["message"].as_str().unwrap().ends_with("Nothing was deleted."), "{error}");
    let name = backups[0].0.file_name().unwrap().to_str().unwrap();
    assert!(error["hint"].as_str().unwrap().contains(name), "{error}");
    assert!(std::fs::read(&database).unwrap() == bytes, "untouched, byte for byte");
    assert!(everything(&kith.data().join("backups")) == backups);
    // The hint's own words bring it back; what was damaged is kept.
    let hint = error["hint"].as_str().unwrap();
    assert!(hint.contains(&format!("`kith restore {name}`")), "{hint}");
    let report = kith.json(&["restore", name]);
    let aside = report["set_aside"].as_str().unwrap();
    assert!(std::fs::read(aside).unwrap() == bytes, "set aside, byte for byte");
    assert_eq!(kith.json(&["people"])["total"], 1);
    assert_eq!(kith.json(&["check"])["sound"], true);
}

#[test]
fn a_restore_is_looked_at_first_done_and_taken_back() {
    let kith = with_a_backup();
    kith.json(&["add", "Luc Petit"]);
    kith.json(&["log", "She sails.", "--with", "Dana"]);
    let listed = kith.json(&["backup", "--list"]);
    let backup = listed[0]["file"].as_str().unwrap();
    let name = Path::new(backup).file_name().unwrap().to_str().unwrap();
    assert_eq!(listed[0]["holds"], json!({ "contacts": 1, "conversations": 0, "newest_conversation": null }));
    assert!(kith.says(&["backup", "--list"]).contains(&format!("{name}  ")));

    let would = kith.says(&["restore", name, "--dry-run"]);
    assert!(would.contains("contacts       0     1     0"), "{would}");
    assert!(would.contains("Dana Moreau: She sails."), "{would}");
    assert_eq!(kith.json(&["people"])["total"], 2);
    let done = kith.says(&["restore", backup]);
    assert!(done.contains("Restored. `kith undo` takes it back."), "{done}");
    assert_eq!(kith.json(&["people"])["total"], 1);
    assert_eq!(kith.json(&["search", "sails"])["total_people"], 0);
    kith.json(&["undo"]);
    assert_eq!(kith.json(&["people"])["total"], 2);
    assert_eq!(kith.json(&["search", "sails"])["total_people"], 1);

    assert_eq!(kith.fails(3, &["restore", "no-such.db"])["code"], "not_found");
    std::fs::write(kith.beside("text.db"), "no database").unwrap();
    let error = kith.fails(4, &["restore", "text.db"]);
    assert!(error["message"].as_str().unwrap().ends_with("Nothing was changed."), "{error}");
}

#[test]
fn a_check_names_what_is_wrong_and_repairs_what_can_be_derived() {
    let kith = with_a_backup();
    kith.json(&["log", "She sails.", "--with", "Dana"]);
    assert_eq!(kith.says(&["check"]), "Everything is sound; 1 sound backup.\n");
    let write =
        |sql: &str| rusqlite::Connection::open(kith.data().join("kith.db")).unwrap().execute_batch(sql).unwrap();
    write("DELETE FROM touches; UPDATE contacts SET photo = 'abc'");
    let ran = kith.run(&["check"]);
    assert_eq!(ran.code, 6, "{ran:?}");
    assert!(ran.out.contains("`kith check --repair` repairs: 1 last touches"), "{}", ran.out);
    assert!(ran.out.contains("The photo of Dana Moreau is missing"), "{}", ran.out);
    kith.run(&["check", "--repair"]);
    write("UPDATE contacts SET photo = NULL");
    assert_eq!(kith.says(&["check"]), "Everything is sound; 1 sound backup.\n");
}

#[test]
fn where_a_database_is_missing_beside_its_backups_no_empty_one_is_begun() {
    let kith = with_a_backup();
    std::fs::remove_file(kith.data().join("kith.db")).unwrap();
    for _ in 0..2 {
        let error = kith.fails(6, &["add", "Luc Petit"]);
        assert_eq!(error["code"], "damaged");
        assert!(error["message"].as_str().unwrap().contains("missing"), "{error}");
        assert!(error["hint"].as_str().unwrap().contains("The newest sound backup is kith-2026"), "{error}");
        assert!(!kith.data().join("kith.db").exists());
    }
    let backups = everything(&kith.data().join("backups"));
    let report = kith.json(&["restore", backups[0].0.to_str().unwrap()]);
    assert_eq!(report["set_aside"], Value::Null);
    assert_eq!(kith.json(&["people"])["total"], 1);
}

#[test]
fn a_note_of_two_million_characters_is_kept_found_shown_and_taken_back() {
    let kith = kith();
    kith.json(&["add", "Dana Moreau"]);
    let mut note = "Wind and water, é and 帆. ".repeat(80_000);
    note.push_str("Then the lighthouse.");
    assert!(note.chars().count() >= 2_000_000);
    let ran = kith.run_with(&["log", "-", "--with", "Dana", "--json"], note.as_bytes());
    assert_eq!(ran.code, 0, "{}", ran.err);
    let found = kith.json(&["search", "lighthouse"]).to_string();
    assert!(found.contains("Dana Moreau"), "found by its last word");
    assert!(found.len() < 100_000, "shown by a passage of it, not whole");
    let shown = kith.json(&["show", "Dana"]);
    let shown_note = shown["conversations"][0]["note"].as_str().unwrap();
    assert!(shown_note == note, "whole: {} of {} bytes", shown_note.len(), note.len());
    kith.json(&["undo"]);
    assert_eq!(kith.json(&["show", "Dana"])["conversations"], json!([]));
}

#[test]
fn names_of_emoji_from_right_to_left_and_with_combining_marks_are_names() {
    let kith = kith();
    std::fs::write(kith.beside("names.vcf"), fixture("names.vcf")).unwrap();
    let report = kith.json(&["import", "names.vcf"]);
    assert_eq!((&report["added"], &report["problems"]), (&json!(3), &json!([])));
    kith.json(&["add", "👾"]);
    for (asked, name) in [("👾", "👾"), ("zoe", "👩🏽‍🚀 Zoë 🦄"), ("ليلى", "ليلى العلي")] {
        let shown = kith.json(&["show", asked]);
        assert_eq!(shown["name"], name);
        let found = kith.json(&["search", asked]).to_string();
        assert!(asked == "👾" || found.contains(name), "{asked}: {found}");
    }
    let marked = kith.json(&["show", "aneta zivkovic"]);
    kith.json(&["log", "Rowed together.", "--with", marked["name"].as_str().unwrap()]);
    assert!(kith.json(&["search", "rowed"]).to_string().contains(marked["name"].as_str().unwrap()));
    kith.says(&["people"]);
}

#[test]
fn a_nul_is_refused_wherever_it_stands_and_nothing_is_written() {
    let home = folder();
    let app = open(&home.path().join("kith")).unwrap();
    call(&app, "contact_add", json!({ "name": "Dana Moreau" })).unwrap();
    let before = call(&app, "history", json!({})).unwrap();
    for (command, input) in [
        ("contact_add", json!({ "name": "Da\0na" })),
        ("contact_add", json!({ "name": "Luc", "about": "a\0b" })),
        ("contact_add", json!({ "name": "Luc", "points": [{ "kind": "email", "value": "a\0@b.example" }] })),
        ("conversation_log", json!({ "people": ["Dana Moreau"], "start": "2026-11-20", "note": "a\0b" })),
        ("fact_add", json!({ "who": "Dana Moreau", "text": "a\0b" })),
    ] {
        let error = call(&app, command, input.clone()).unwrap_err();
        assert_eq!(error.code, ApiCode::Invalid, "{command} {input}: {error:?}");
        assert!(error.message.contains("NUL"), "{command} {input}: {error:?}");
    }
    assert_eq!(call(&app, "history", json!({})).unwrap(), before);
}

#[test]
fn the_good_cards_of_a_hostile_file_come_in_and_the_rest_is_named() {
    let kith = kith();
    std::fs::write(kith.beside("truncated.vcf"), fixture("truncated.vcf")).unwrap();
    let report = kith.run(&["import", "truncated.vcf", "--json"]).json();
    assert!(report["names"].to_string().contains("Whole Before"), "{report}");
    let problem = &report["problems"][0];
    assert_eq!((&problem["file"], &problem["line"]), (&json!("truncated.vcf"), &json!(6)), "{report}");

    std::fs::write(kith.beside("nested.vcf"), fixture("nested.vcf")).unwrap();
    let report = kith.run(&["import", "nested.vcf", "--json"]).json();
    for name in ["Inner Person", "Person After"] {
        assert!(report["names"].to_string().contains(name), "{report}");
    }
    assert_eq!(report["problems"][0]["file"], "nested.vcf", "{report}");

    let good = "BEGIN:VCARD\nVERSION:4.0\nFN:Good Person\nEND:VCARD\n";
    let endless = format!("BEGIN:VCARD\nVERSION:4.0\nFN:Endless\nNOTE:{}\nEND:VCARD\n", "a".repeat(64 << 20));
    std::fs::write(kith.beside("endless.vcf"), format!("{endless}{good}")).unwrap();
    let report = kith.run(&["import", "endless.vcf", "--json"]).json();
    assert!(report["names"].to_string().contains("Good Person"), "{}", report["problems"]);
    assert_eq!(report["problems"][0]["line"], 1, "{}", report["problems"]);
    kith.json(&["undo"]);

    // A megabyte of noise, the same every time.
    let mut state = 0x2545_F491_u32;
    let mut noise: Vec<u8> = std::iter::repeat_with(|| {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state.to_le_bytes()[1]
    })
    .take(1 << 20)
    .collect();
    noise.extend_from_slice(format!("\n{good}").as_bytes());
    std::fs::write(kith.beside("noise.vcf"), noise).unwrap();
    let report = kith.run(&["import", "noise.vcf", "--json"]).json();
    assert_eq!((&report["added"], &report["names"]), (&json!(1), &json!(["Good Person"])), "{report}");
    assert!(report["problems"][0]["line"].as_u64().is_some_and(|line| line > 0), "{report}");
}

#[test]
fn the_address_of_a_photo_is_never_asked_for_the_photo() {
    let kith = kith();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let card = fixture("photo-url.vcf").replace("127.0.0.1:9", &address);
    assert!(card.contains(&address));
    std::fs::write(kith.beside("photo-url.vcf"), card).unwrap();
    let report = kith.json(&["import", "photo-url.vcf"]);
    assert_eq!(report["added"], 1);
    assert_eq!(report["problems"][0]["line"], 4, "it is said that there is a photo: {report}");
    assert_eq!(kith.json(&["show", "Watched Person"])["photo"], Value::Null);
    kith.json(&["export", "vcard", "all.vcf"]);
    assert_eq!(listener.accept().unwrap_err().kind(), ErrorKind::WouldBlock, "nobody knocked");
    assert!(everything(&kith.data().join("files")).is_empty());
}
