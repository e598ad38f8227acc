//! Data comes in, goes out and comes back; a backup stands beside.

use kith_tests::Terminal;
use serde_json::json;

use crate::kith;

const CARDS: &str = "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Dana Moreau\r\nEMAIL:dana@harbour.example\r\nEND:VCARD\r\n\
BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Rohan Mehta\r\nN:Mehta;Rohan;;;\r\nTEL:+44 20 7946 0000\r\nEND:VCARD\r\n";

fn with_cards() -> Terminal {
    let kith = kith();
    std::fs::write(kith.beside("cards.vcf"), CARDS).unwrap();
    kith
}

#[test]
fn cards_come_in_and_the_import_is_undone_as_one() {
    let kith = with_cards();
    let dry = kith.json(&["import", "cards.vcf", "--dry-run"]);
    assert_eq!((&dry["added"], &dry["operation"]), (&json!(2), &json!(null)));
    assert_eq!(kith.json(&["people"])["total"], 0, "a dry run writes nothing");
    let report = kith.json(&["import", "cards.vcf"]);
    assert_eq!((&report["added"], &report["problems"]), (&json!(2), &json!([])));
    assert_eq!(kith.json(&["people"])["total"], 2);
    let again = kith.json(&["import", "cards.vcf"]);
    assert_eq!(again["added"], 0, "what is there is not added again: {again}");
    kith.json(&["undo", &report["operation"].to_string()]);
    assert_eq!(kith.json(&["people"])["total"], 0);
}

#[test]
fn a_file_that_cannot_be_understood_ends_with_four_and_a_missing_one_with_an_error() {
    let kith = with_cards();
    std::fs::write(kith.beside("noise.vcf"), [0u8, 159, 146, 150, 13, 10, 255]).unwrap();
    let ran = kith.run(&["import", "noise.vcf", "--json"]);
    assert_eq!(ran.code, 4, "{ran:?}");
    let ran = kith.run(&["import", "missing.vcf", "--json"]);
    assert!([3, 4].contains(&ran.code), "{ran:?}");
    assert_eq!(kith.fails(4, &["import", "cards.vcf", "--as", "papyrus"])["field"], "format");
    assert_eq!(kith.json(&["people"])["total"], 0);
}

#[test]
fn an_import_that_is_killed_leaves_nothing_behind() {
    let kith = kith();
    let cards: String =
        (0..6000).map(|n| format!("BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Person {n}\r\nEND:VCARD\r\n")).collect();
    std::fs::write(kith.beside("many.vcf"), cards).unwrap();
    let mut cut_short = false;
    for wait in [300, 600, 1200, 2400, 4800] {
        let mut importing = kith.command().args(["import", "many.vcf", "--json"]).spawn().unwrap();
        std::thread::sleep(std::time::Duration::from_millis(wait));
        importing.kill().unwrap();
        importing.wait().unwrap();
        let there = kith.json(&["people", "--limit", "1"])["total"].as_i64().unwrap();
        assert!(there == 0 || there == 6000, "all or nothing, not {there}");
        if there == 6000 {
            break;
        }
        cut_short |= kith.data().join("kith.db").exists();
    }
    assert!(cut_short, "at least one was killed on its way");
    assert!(kith.json(&["history"]).as_array().unwrap().len() <= 1);
}

#[test]
fn the_archive_gives_the_same_back_in_an_empty_kith() {
    let kith = with_cards();
    kith.json(&["import", "cards.vcf"]);
    kith.json(&["log", "She sails. #sailing", "--with", "Dana", "--channel", "call"]);
    kith.json(&["fact", "Dana", "daughter Inès sails"]);
    let report = kith.json(&["export", "archive", "all.json"]);
    assert_eq!(report["counts"]["contacts"], 2, "{report}");
    let other = crate::kith();
    let file = kith.beside("all.json");
    other.json(&["import", file.to_str().unwrap()]);
    let (here, there) = (kith.json(&["show", "Dana"]), other.json(&["show", "Dana"]));
    assert_eq!((&here["uid"], &here["facts"][0]["text"]), (&there["uid"], &there["facts"][0]["text"]));
    assert_eq!(here["conversations"][0]["note"], there["conversations"][0]["note"]);
    assert_eq!(kith.run(&["export", "archive", "all.json", "--json"]).code, 4, "no file is written over unasked");
    kith.json(&["export", "vcard", "all.vcf"]);
    assert!(std::fs::read_to_string(kith.beside("all.vcf")).unwrap().contains("FN:Dana Moreau"));
}

#[test]
fn a_backup_is_made_on_demand() {
    let kith = with_cards();
    kith.json(&["import", "cards.vcf"]);
    kith.json(&["backup"]);
    let made = std::fs::read_dir(kith.data().join("backups")).unwrap().count();
    assert!(made >= 1);
    kith.json(&["backup", "mine.db"]);
    assert!(kith.beside("mine.db").exists());
}
