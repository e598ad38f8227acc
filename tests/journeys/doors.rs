//! What every command of the terminal keeps to: exit codes, JSON, usage, the moment, the folder.

use std::io::Read;
use std::os::unix::fs::PermissionsExt;
use std::process::Stdio;

use kith_tests::ended;

use crate::kith;

#[test]
fn without_a_command_kith_shows_short_help_and_with_a_wrong_one_it_says_so() {
    let kith = kith();
    let help = ended(kith.bare_command().spawn().unwrap());
    assert_eq!(help.code, 0);
    assert!(help.out.contains("Usage: kith") && help.out.contains("search"), "{}", help.out);
    assert_eq!(kith.run(&["remember"]).code, 2);
    assert_eq!(kith.fails(2, &["remember"])["code"], "usage");
    let error = kith.fails(2, &["show"]);
    assert_eq!(error["code"], "usage");
    assert!(error["message"].as_str().unwrap().contains("<WHO>"), "what is missing is said: {error}");
    assert_eq!(kith.fails(2, &[])["code"], "usage", "no command at all");
    assert!(!kith.data().exists(), "help and usage make no folder");
}

#[test]
fn an_error_is_json_when_json_is_wanted_and_a_sentence_otherwise() {
    let kith = kith();
    let error = kith.fails(4, &["log", "Hello", "--channel", "pigeon"]);
    assert_eq!((error["code"].as_str(), error["field"].as_str()), (Some("invalid"), Some("channel")));
    assert!(error["hint"].as_str().unwrap().contains("in person"), "{error}");
    let ran = kith.run(&["log", "Hello", "--channel", "pigeon"]);
    assert!(ran.err.starts_with("kith: “pigeon” is no channel."), "{}", ran.err);
    assert_eq!(kith.fails(4, &["history", "--now", "tomorrow"])["field"], "now");
}

#[test]
fn the_folder_is_private_and_may_be_named_by_the_environment() {
    let kith = kith();
    let folder = kith.beside("elsewhere");
    let ran = ended(kith.bare_command().env("KITH_DATA", &folder).args(["pace", "--json"]).spawn().unwrap());
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(ran.json()["minutes"], 30);
    assert_eq!(std::fs::metadata(&folder).unwrap().permissions().mode() & 0o777, 0o700);
    assert_eq!(std::fs::metadata(folder.join("kith.db")).unwrap().permissions().mode() & 0o777, 0o600);
    // Without either it is the platform's own place.
    let ran = ended(kith.bare_command().args(["pace", "--json"]).spawn().unwrap());
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(kith.beside(".local/share/kith/kith.db").exists());
}

#[test]
fn the_pace_is_shown_set_and_set_back() {
    let kith = kith();
    let usual = kith.json(&["pace"]);
    assert_eq!(usual["per_day"]["sun"], 5);
    let set = kith.json(&["pace", "3", "--day", "sat=0", "--day", "Sun=0", "--minutes", "20"]);
    let begins = r#"{"per_day":{"mon":3,"tue":3,"wed":3,"thu":3,"fri":3,"sat":0,"sun":0},"minutes":20,"load":0.0"#;
    assert!(set.to_string().starts_with(begins), "{set}");
    assert_eq!(kith.json(&["pace"]), set);
    assert_eq!(kith.fails(4, &["pace", "--day", "caturday=3"])["field"], "day");
    assert_eq!(kith.fails(4, &["pace", "5000"])["code"], "invalid");
    assert_eq!(kith.fails(2, &["pace", "-3"])["code"], "usage");
    let undone = kith.json(&["undo"]);
    assert_eq!(undone["undone"], true);
    assert_eq!(kith.json(&["pace"]), usual);
    assert_eq!(kith.json(&["redo"])["undone"], false);
    assert_eq!(kith.json(&["pace"]), set);
}

#[test]
fn an_empty_history_has_nothing_to_undo() {
    let kith = kith();
    assert_eq!(kith.json(&["history"]).to_string(), "[]");
    assert!(kith.json(&["undo"]).is_null());
    assert!(kith.json(&["redo"]).is_null());
    assert_eq!(kith.says(&["undo"]), "There is nothing to undo.\n");
    assert_eq!(kith.fails(3, &["undo", "99"])["code"], "not_found");
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let kith = kith();
    let mut child = kith.command().arg("--help").stdout(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let mut said = String::new();
    child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    child.wait().unwrap();
    assert!(!said.contains("panicked"), "{said}");
    let mut child = kith.command().args(["groups"]).spawn().unwrap();
    drop(child.stdout.take());
    child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert!(!said.contains("panicked"), "{said}");
    child.wait().unwrap();
}

#[test]
fn what_cannot_be_written_or_read_has_an_exit_code_of_its_own() {
    let kith = kith();
    std::fs::write(kith.data(), "a file where the folder should be").unwrap();
    let error = kith.fails(7, &["pace"]);
    assert_eq!(error["code"], "not_writable");
    std::fs::remove_file(kith.data()).unwrap();
    kith.json(&["pace"]);
    std::fs::write(kith.data().join("kith.db"), "no database at all ".repeat(500)).unwrap();
    std::fs::remove_file(kith.data().join("kith.db-wal")).ok();
    assert_eq!(kith.fails(6, &["pace"])["code"], "damaged");
    assert!(std::fs::read(kith.data().join("kith.db")).unwrap().starts_with(b"no database"), "it is left as it was");
}
