#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at what it did not expect")]

use std::path::PathBuf;

use serde_json::{Value, json};

use crate::testing::TestApp;

/// Writes a file beside the data folder and imports it.
fn import(app: &TestApp, name: &str, bytes: &[u8]) -> Value {
    app.call("import", json!({ "paths": [file(app, name, bytes)] })).unwrap()
}

fn file(app: &TestApp, name: &str, bytes: &[u8]) -> String {
    let path = app.folder().parent().unwrap().join(name);
    std::fs::write(&path, bytes).unwrap();
    path.display().to_string()
}

fn contacts(app: &TestApp) -> Vec<super::record::ContactRecord> {
    app.app()
        .store
        .read(|db| super::store::contact_ids(db)?.into_iter().map(|id| super::store::load(db, id)).collect())
        .unwrap()
}

fn real_vcards() -> Option<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/vcards");
    if !folder.is_dir() {
        println!("skipped: {} is not there", folder.display());
        return None;
    }
    Some(folder)
}

#[test]
fn every_real_vcard_comes_in() {
    let Some(folder) = real_vcards() else { return };
    let app = TestApp::new().unwrap();
    let report = app.call("import", json!({ "paths": [folder] })).unwrap();
    assert_eq!(report["counts"]["contacts"], report["added"]);
    assert!(report["added"].as_u64().unwrap() >= 80, "{report}");
    let all = serde_json::to_string(&contacts(&app)).unwrap();
    let problems = report["problems"].to_string();
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let phones: std::collections::BTreeSet<String> =
        contacts(&app).iter().flat_map(|c| c.phones.clone().unwrap()).map(|p| digits(&p.shown())).collect();
    for file in std::fs::read_dir(folder).unwrap() {
        for (name, value) in points_by_a_naive_eye(&std::fs::read(file.unwrap().path()).unwrap()) {
            let is_here = match name.as_str() {
                "TEL" if value.contains(char::is_numeric) => {
                    phones.iter().any(|phone| phone.starts_with(&digits(&value)))
                }
                _ => all.contains(&value),
            };
            assert!(is_here || problems.contains(&value), "{name}:{value} is lost");
        }
    }
}

/// E-mail addresses and phone numbers as anyone would pick them out of a file, without reading the format.
fn points_by_a_naive_eye(file: &[u8]) -> Vec<(String, String)> {
    let text = String::from_utf8_lossy(file).replace("\r\n", "\n").replace("\n ", "").replace("\n\t", "");
    let mut points = Vec::new();
    for line in text.lines() {
        let Some((header, value)) = line.split_once(':') else { continue };
        let name = header.split(';').next().unwrap().rsplit('.').next().unwrap().to_uppercase();
        if !["EMAIL", "TEL"].contains(&name.as_str()) || header.to_uppercase().contains("QUOTED") {
            continue;
        }
        let value = value.rsplit("tel:").next().unwrap().split(";ext").next().unwrap().trim();
        let value = value.replace("\\,", ",").replace("\\;", ";");
        points.push((name, serde_json::to_string(&value).unwrap().trim_matches('"').to_owned()));
    }
    points
}

const DANA: &str = "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:dana-1\r\nN:Moreau;Dana;;;\r\nFN:Dana Moreau\r\n\
    ORG:Harbour Supply\r\nEMAIL;TYPE=WORK:dana@harbour.example\r\nCATEGORIES:clients,Sailing\r\n\
    BDAY:1604-03-04\r\nX-FOO:bar\r\nEND:VCARD\r\n";

#[test]
fn a_card_becomes_a_contact_with_groups_dates_and_kept_lines() {
    let app = TestApp::new().unwrap();
    let report = import(&app, "dana.vcf", DANA.as_bytes());
    assert_eq!((&report["added"], &report["names"]), (&json!(1), &json!(["Dana Moreau"])));
    let dana = contacts(&app).remove(0);
    assert_eq!(dana.uid.as_deref(), Some("dana-1"));
    assert_eq!(dana.groups, Some(vec!["Clients".into(), "Sailing".into()]), "a group that is there is taken");
    assert_eq!(dana.occasions.unwrap()[0].date.as_deref(), Some("--03-04"));
    assert_eq!(dana.vcard_extra, Some(vec!["X-FOO:bar".into()]));
    assert_eq!(dana.source.as_deref(), Some("dana.vcf"));
    assert_eq!(report["problems"][0]["line"], 10);
}

#[test]
fn the_same_card_twice_changes_nothing_the_second_time() {
    let app = TestApp::new().unwrap();
    import(&app, "dana.vcf", DANA.as_bytes());
    let before = contacts(&app);
    let report = import(&app, "dana.vcf", DANA.as_bytes());
    assert_eq!((&report["added"], &report["updated"]), (&json!(0), &json!(0)));
    assert_eq!((&report["duplicates"], &report["skipped"]), (&json!(1), &json!(1)));
    assert_eq!(report["operation"], Value::Null);
    assert_eq!(contacts(&app), before);
}

#[test]
fn another_card_of_the_same_person_fills_what_is_missing() {
    let app = TestApp::new().unwrap();
    import(&app, "dana.vcf", DANA.as_bytes());
    let card = "BEGIN:VCARD\nFN:D. Moreau\nEMAIL:Dana@Harbour.example\nTEL:+33 1 23\nTITLE:Operations lead\nORG:Other\nEND:VCARD\n\
        BEGIN:VCARD\nFN:Luc Petit\nEMAIL:dana@harbour.example\nEND:VCARD\n";
    let report = import(&app, "more.vcf", card.as_bytes());
    assert_eq!((&report["added"], &report["updated"], &report["duplicates"]), (&json!(1), &json!(1), &json!(1)));
    let all = contacts(&app);
    assert_eq!(all[0].name.as_deref(), Some("Dana Moreau"));
    assert_eq!(all[0].nicknames, Some(vec!["D. Moreau".into()]));
    assert_eq!(all[0].title.as_deref(), Some("Operations lead"));
    assert_eq!(all[0].org.as_deref(), Some("Harbour Supply"));
    assert!(report["problems"].to_string().contains("“Other” stands against “Harbour Supply”"));
    assert_eq!(all[1].name.as_deref(), Some("Luc Petit"), "two people may share an address");
}

#[test]
fn a_dry_run_says_the_same_and_writes_nothing() {
    let app = TestApp::new().unwrap();
    let photo = "BEGIN:VCARD\nFN:A\nPHOTO;ENCODING=b:iVBORw0KGgo=\nEND:VCARD\n";
    let path = file(&app, "both.vcf", format!("{DANA}{photo}").as_bytes());
    let mut dry = app.call("import", json!({ "paths": [path], "dry_run": true })).unwrap();
    assert!(contacts(&app).is_empty());
    assert_eq!(std::fs::read_dir(app.folder().join("files")).unwrap().count(), 0);
    let wet = app.call("import", json!({ "paths": [path] })).unwrap();
    dry["operation"] = wet["operation"].clone();
    assert_eq!(dry, wet);
}

#[test]
fn an_import_is_undone_and_done_again_as_one() {
    let app = TestApp::new().unwrap();
    let cards: String = (0..1200)
        .map(|n| format!("BEGIN:VCARD\nFN:Person {n}\nTEL:+1 555 {n:07}\nCATEGORIES:Clients\nEND:VCARD\n"))
        .collect();
    import(&app, "many.vcf", cards.as_bytes());
    let all = contacts(&app);
    assert_eq!(all.len(), 1200);
    let due: std::collections::BTreeSet<_> =
        all.iter().flat_map(|c| c.memberships.clone().unwrap().into_values()).map(|m| m.first_due.unwrap()).collect();
    assert_eq!(due.len(), 61, "those who join a group at once are spread over its rhythm");
    app.call("undo", json!({})).unwrap();
    assert!(contacts(&app).is_empty());
    app.call("redo", json!({})).unwrap();
    assert_eq!(contacts(&app), all);
}

#[test]
fn a_photo_is_kept_beside_the_database_for_the_users_eyes_only() {
    let app = TestApp::new().unwrap();
    import(&app, "p.vcf", b"BEGIN:VCARD\nFN:A\nPHOTO:data:image/png;base64,iVBORw0KGgo=\nEND:VCARD\n");
    let name = contacts(&app)[0].photo.clone().unwrap().unwrap();
    let path = app.folder().join("files").join(&name);
    assert_eq!(std::fs::read(&path).unwrap(), b"\x89PNG\r\n\x1a\n");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(path).unwrap().permissions().mode() & 0o777, 0o600);
    }
}

#[test]
fn a_group_card_becomes_a_group_of_those_who_are_here() {
    let app = TestApp::new().unwrap();
    let cards = "BEGIN:VCARD\nVERSION:4.0\nKIND:group\nFN:Crew\nMEMBER:urn:uuid:dana-1\nMEMBER:mailto:luc@example.com\nMEMBER:urn:uuid:nobody\nEND:VCARD\n\
        BEGIN:VCARD\nVERSION:4.0\nFN:Luc\nEMAIL:luc@example.com\nEND:VCARD\n";
    let report = import(&app, "crew.vcf", format!("{cards}{DANA}").as_bytes());
    let groups: Vec<_> = contacts(&app).into_iter().map(|c| c.groups.unwrap()).collect();
    assert_eq!(groups, [vec!["Crew".to_owned()], vec!["Clients".into(), "Crew".into(), "Sailing".into()]]);
    assert!(report["problems"].to_string().contains("1 of the members of “Crew” are not among the contacts."));
}

#[test]
fn what_cannot_be_understood_is_named_by_file_and_line_and_the_good_cards_come_in() {
    let app = TestApp::new().unwrap();
    let report = import(&app, "odd.vcf", b"rubbish\nBEGIN:VCARD\nFN:Dana\nno colon here\nPHOTO;VALUE=uri:https://x.example/p.png\nBEGIN:VCARD\nEND:VCARD\n\xff\xfe\0\nBEGIN:VCARD\nFN:\xff\nEND:VCARD\n");
    let problems: Vec<(u64, &str)> = report["problems"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| (p["line"].as_u64().unwrap(), p["message"].as_str().unwrap()))
        .collect();
    assert_eq!(report["added"], 2);
    assert_eq!(problems.iter().map(|p| p.0).collect::<Vec<_>>(), [1, 2, 4, 5, 6, 8], "{problems:?}");
}

#[test]
fn a_file_in_which_nothing_can_be_understood_is_refused() {
    let app = TestApp::new().unwrap();
    let path = file(&app, "notes.txt", b"nothing to see");
    let error = app.call("import", json!({ "paths": [path] })).unwrap_err();
    assert_eq!(error.code, crate::api::ApiCode::Invalid);
    assert!(app.call("import", json!({ "paths": ["/no/such/file.vcf"] })).is_err());
}

#[test]
fn an_import_that_is_stopped_leaves_no_trace() {
    let app = TestApp::new().unwrap();
    let cards: String =
        (0..2000).map(|n| format!("BEGIN:VCARD\nFN:Person {n}\nPHOTO;ENCODING=b:iVBORw0KGgo=\nEND:VCARD\n")).collect();
    let path = file(&app, "many.vcf", cards.as_bytes());
    let stopper = app.app().changes.clone();
    let core = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    let flag = core.clone();
    stopper.listen(move |_| flag.store(true, std::sync::atomic::Ordering::Relaxed));
    std::thread::scope(|scope| {
        let import = scope.spawn(|| app.call("import", json!({ "paths": [path], "job": "import" })));
        while !core.load(std::sync::atomic::Ordering::Relaxed) && !import.is_finished() {
            std::thread::yield_now();
        }
        app.call("job_cancel", json!({ "job": "import" })).unwrap();
        assert_eq!(import.join().unwrap().unwrap_err().code, crate::api::ApiCode::Cancelled);
    });
    assert!(contacts(&app).is_empty());
    assert_eq!(app.call("history", json!({})).unwrap(), json!([]));
    assert_eq!(std::fs::read_dir(app.folder().join("files")).unwrap().count(), 0);
}

/// Everything as JSON, without the moment of the export.
fn export(app: &TestApp, name: &str) -> (PathBuf, Value) {
    let path = app.folder().parent().unwrap().join(name);
    app.call("export", json!({ "format": "archive", "dest": path, "overwrite": true })).unwrap();
    let mut archive: Value = match std::fs::read(&path).unwrap() {
        bytes if bytes.starts_with(b"PK") => Value::Null,
        bytes => serde_json::from_slice(&bytes).unwrap(),
    };
    if let Some(object) = archive.as_object_mut() {
        object.remove("exported_at");
    }
    (path, archive)
}

const ARCHIVE: &str = r#"{"kith_archive": 1, "exported_at": "2026-11-21T09:00:00Z",
 "contacts": [{"uid": "dana", "name": "Dana Moreau", "kind": "person", "given": "Dana", "family": "Moreau", "org": "Harbour Supply",
   "emails": [{"value": "dana@harbour.example", "label": "work"}], "phones": [], "groups": ["Core suppliers"],
   "addresses": [{"parts": {"street": "12 Quai Sud", "city": "Marseille"}, "label": "work"}],
   "cadence": {"every": 60, "unit": "day", "latest": {"every": 3, "unit": "month"}}, "occasions": [{"kind": "birthday", "date": "--03-04"}],
   "facts": [{"text": "daughter Inès sails", "kind": "personal", "conversation": "rush"}],
   "expectations": "Orders a week ahead", "connections": [{"to": "luc", "kind": "colleague"}], "vcard_extra": ["X-FOO:bar"]},
  {"uid": "luc", "name": "Luc Petit", "cadence": {"unit": "none"}, "archived_on": "2026-01-02"},
  {"name": "葉 美玲"}],
 "conversations": [{"uid": "rush", "start": "2026-08-01T15:20:00+02:00", "minutes": 20, "channel": "call", "initiated_by": "me",
   "people": ["dana", "luc"], "note": "Rush order for the Lyon fair. #lyon", "exchanges": [{"direction": "asked", "kind": "favour", "text": "eight percent", "with": "dana", "worth": "120.50 EUR"}]},
  {"start": "2026-08-02", "people": ["葉 美玲"], "attempt": true}],
 "follow_ups": [{"with": "dana", "text": "send the drawings", "due": "2026-12-01", "conversation": "rush"}, {"with": "luc", "text": "x", "state": "kept", "kind": "answer owed", "theirs": true}],
 "exchanges": [{"with": "luc", "direction": "gave", "kind": "gift", "text": "a book", "day": "2026-05-05"}],
 "groups": [{"name": "Core suppliers", "intent": "re-engineer", "expectations": "", "cadence": null}, {"name": "Clients", "cadence": {"every": 2, "unit": "month", "latest": {"every": 10, "unit": "week"}}}],
 "feedback": [{"with": "dana", "score": 9, "text": "best supplier", "day": "2026-08-01"}], "settings": {"again_days": 5}}"#;

#[test]
fn an_archive_comes_back_the_same_into_an_empty_kith() {
    let first = TestApp::new().unwrap();
    let report = import(&first, "a.json", ARCHIVE.as_bytes());
    assert_eq!(report["problems"], json!([]));
    assert_eq!(
        report["counts"],
        json!({"contacts": 3, "conversations": 2, "exchanges": 1, "facts": 1, "feedback": 1, "follow_ups": 2, "groups": 2, "settings": 1})
    );
    let (path, archive) = export(&first, "out.json");
    assert_eq!(archive["conversations"][0]["tags"], json!(["lyon"]));
    assert_eq!(archive["contacts"][0]["facts"][0]["conversation"], "rush");
    assert_eq!(archive["contacts"][0]["cadence"]["latest"], json!({ "every": 3, "unit": "month" }));
    assert!(
        archive["groups"]
            .as_array()
            .unwrap()
            .iter()
            .any(|g| g["cadence"]["latest"] == json!({ "every": 10, "unit": "week" }))
    );
    assert_eq!(archive["conversations"][0]["exchanges"][0]["worth"], "120.50 EUR");
    let second = TestApp::at("2027-03-01T10:00:00+09:00[Asia/Tokyo]").unwrap();
    let report = second.call("import", json!({ "paths": [path] })).unwrap();
    assert_eq!(report["problems"], json!([]));
    assert_eq!(export(&second, "again.json").1, archive);
}

#[test]
fn an_archive_twice_changes_nothing_the_second_time() {
    let app = TestApp::new().unwrap();
    import(&app, "a.json", ARCHIVE.as_bytes());
    let before = app.app().store.read(crate::testing::dump).unwrap();
    let report = import(&app, "a.json", ARCHIVE.as_bytes());
    assert_eq!(
        (&report["added"], &report["updated"], &report["operation"]),
        (&json!(0), &json!(0), &Value::Null),
        "{report}"
    );
    assert_eq!(app.app().store.read(crate::testing::dump).unwrap(), before);
}

#[test]
fn an_archive_updates_by_uid_and_leaves_what_it_does_not_say() {
    let app = TestApp::new().unwrap();
    import(&app, "a.json", ARCHIVE.as_bytes());
    let part =
        r#"{"kith_archive": 1, "contacts": [{"uid": "dana", "name": "Dana M.", "facts": [{"text": "likes tea"}]}]}"#;
    let report = import(&app, "b.json", part.as_bytes());
    assert_eq!((&report["updated"], &report["added"]), (&json!(1), &json!(1)));
    let dana = contacts(&app).remove(0);
    assert_eq!((dana.name.as_deref(), dana.org.as_deref()), (Some("Dana M."), Some("Harbour Supply")));
    assert_eq!(dana.facts.unwrap().len(), 2);
    assert_eq!(dana.emails.unwrap().len(), 1);
}

#[test]
fn importing_and_undoing_an_archive_is_no_change() {
    let app = TestApp::new().unwrap();
    let before = app.app().store.read(crate::testing::dump).unwrap();
    import(&app, "a.json", ARCHIVE.as_bytes());
    app.call("undo", json!({})).unwrap();
    assert_eq!(app.app().store.read(crate::testing::dump).unwrap(), before);
}

#[test]
fn an_archive_with_photos_is_a_zip_and_brings_them_back() {
    let first = TestApp::new().unwrap();
    import(&first, "p.vcf", b"BEGIN:VCARD\nFN:A\nPHOTO:data:image/png;base64,iVBORw0KGgo=\nEND:VCARD\n");
    let (path, archive) = export(&first, "out.zip");
    assert_eq!(archive, Value::Null, "a ZIP");
    let second = TestApp::new().unwrap();
    second.call("import", json!({ "paths": [path] })).unwrap();
    assert_eq!(contacts(&second), contacts(&first));
    let name = contacts(&second)[0].photo.clone().unwrap().unwrap();
    assert!(second.folder().join("files").join(name).exists());
    let rest: Vec<_> = std::fs::read_dir(second.folder())
        .unwrap()
        .map(|f| f.unwrap().file_name())
        .filter(|n| n.to_string_lossy().contains("part"))
        .collect();
    assert!(rest.is_empty(), "{rest:?}");
}

#[test]
fn a_record_that_does_not_fit_is_named_and_a_broken_archive_refused_whole() {
    let app = TestApp::new().unwrap();
    let odd = "{\"kith_archive\": 1, \"contacts\": [\n{\"name\": \"A\"},\n{\"name\": 3},\n{\"org\": \"x\"}],\n\"conversations\": [{\"people\": []}, {\"start\": \"2026-01-01\", \"people\": [\"nobody\"]}]}";
    let report = import(&app, "odd.json", odd.as_bytes());
    let lines: Vec<u64> = report["problems"].as_array().unwrap().iter().map(|p| p["line"].as_u64().unwrap()).collect();
    assert_eq!((lines, &report["added"]), (vec![3, 4, 5, 5], &json!(2)));
    let before = app.app().store.read(crate::testing::dump).unwrap();
    for broken in [
        &ARCHIVE[..600],
        "{\"kith_archive\": 99}",
        "{\"a\": 1}",
        "{\"kith_archive\": 1, \"contacts\": [{\"name\": \"Z\"}",
    ] {
        let path = file(&app, "broken.json", broken.as_bytes());
        app.call("import", json!({ "paths": [path] })).unwrap_err();
        assert_eq!(app.app().store.read(crate::testing::dump).unwrap(), before);
    }
}

#[test]
fn an_export_never_writes_over_a_file_unless_asked() {
    let app = TestApp::new().unwrap();
    import(&app, "dana.vcf", DANA.as_bytes());
    let dest = file(&app, "there.json", b"mine");
    let error = app.call("export", json!({ "format": "archive", "dest": dest })).unwrap_err();
    assert_eq!(error.code, crate::api::ApiCode::Conflict);
    assert_eq!(std::fs::read(&dest).unwrap(), b"mine");
    app.call("export", json!({ "format": "archive", "dest": dest, "overwrite": true })).unwrap();
    assert_ne!(std::fs::read(&dest).unwrap(), b"mine");
}

#[test]
fn contacts_go_out_as_vcards_and_come_back_the_same() {
    let first = TestApp::new().unwrap();
    let cards = format!(
        "{DANA}BEGIN:VCARD\nVERSION:3.0\nFN:Dr. José Núñez\nN:Núñez;José;Maria;Dr.;\nORG:ACME;Research\nitem1.TEL:+34 1\nitem1.X-ABLabel:boat, red\n\
        ADR;TYPE=HOME:;;1 Rua\\, A;Lisboa;;1000;Portugal\nX-SKYPE:jose\nNOTE:one\\ntwo\\, three\nX-ABDATE;VALUE=date:2001-02-03\nBDAY:1980-01-02\n\
        PHOTO;ENCODING=b:iVBORw0KGgo=\nEND:VCARD\n"
    );
    import(&first, "two.vcf", cards.as_bytes());
    let path = first.folder().parent().unwrap().join("out.vcf");
    first.call("export", json!({ "format": "vcard", "dest": path })).unwrap();
    let second = TestApp::new().unwrap();
    second.call("import", json!({ "paths": [path] })).unwrap();
    let plain = |app: &TestApp| -> Vec<super::record::ContactRecord> {
        contacts(app)
            .into_iter()
            .map(|mut c| {
                (c.source, c.created_at, c.updated_at) = (None, None, None);
                c.occasions.iter_mut().flatten().for_each(|o| o.uid = None);
                c
            })
            .collect()
    };
    assert_eq!(plain(&second), plain(&first));
}

#[test]
fn the_demo_is_a_life_whose_newest_talk_was_yesterday() {
    let app = TestApp::at("2027-06-05T10:00:00+02:00[Europe/Paris]").unwrap();
    let report = app.call("demo_load", json!({})).unwrap();
    assert_eq!(report["problems"], json!([]));
    assert!(report["counts"]["contacts"].as_u64().unwrap() >= 40);
    let today = app.call("today_get", json!({})).unwrap();
    let names: Vec<&str> =
        today["reach_outs"].as_array().unwrap().iter().map(|r| r["contact"]["name"].as_str().unwrap()).collect();
    assert_eq!(names[0], "Dana Moreau");
    assert!(names.contains(&"Tomasz Kowalski") && names.contains(&"葉 美玲 (Mei-Ling Yeh)"), "{names:?}");
    let newest = app.call("conversation_list", json!({ "to": "2027-06-05", "limit": 1 })).unwrap();
    assert!(newest["conversations"][0]["start"].as_str().unwrap().starts_with("2027-06-04"));
    let error = app.call("demo_load", json!({})).unwrap_err();
    assert_eq!(error.code, crate::api::ApiCode::Conflict);
}

#[test]
fn the_demo_goes_out_and_comes_back_the_same() {
    let first = TestApp::new().unwrap();
    first.call("demo_load", json!({})).unwrap();
    let (path, archive) = export(&first, "demo.json");
    let second = TestApp::new().unwrap();
    second.call("import", json!({ "paths": [path] })).unwrap();
    assert_eq!(export(&second, "again.json").1, archive);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(256))]

    #[test]
    fn any_bytes_are_read_without_a_panic(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..400)) {
        let mut file = b"BEGIN:VCARD\n".to_vec();
        file.extend_from_slice(&bytes);
        file.extend_from_slice(b"\nEND:VCARD\n");
        let mut cards = super::lines::Cards::new(&file[..]);
        while let Some(piece) = cards.next_piece().unwrap() {
            if let super::lines::Piece::Card(card) = piece {
                super::vcard::read(&card);
            }
        }
    }

    #[test]
    fn any_values_are_read_without_a_panic(
        name in "(TEL|EMAIL|ADR|N|FN|BDAY|X-ABDATE|PHOTO|ORG|NOTE|X-ANDROID-CUSTOM|RELATED|X-FCENCODED-[0-9A-F]{0,9}|IMPP)",
        params in "(;[A-Z=\",b-]{0,12}){0,3}",
        value in "\\PC{0,80}",
    ) {
        let file = format!("BEGIN:VCARD\n{name}{params}:{value}\nEND:VCARD\n");
        let mut cards = super::lines::Cards::new(file.as_bytes());
        while let Some(piece) = cards.next_piece().unwrap() {
            if let super::lines::Piece::Card(card) = piece {
                super::vcard::read(&card);
            }
        }
    }
}

const DIED: &str = "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Ann\r\nDEATHDATE:20240503\r\nEND:VCARD\r\n\
    BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Ben\r\nDEATHDATE:1998\r\nEND:VCARD\r\n\
    BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Cleo\r\nDEATHDATE;VALUE=text:circa 1800\r\nEND:VCARD\r\n\
    BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Di\r\nEND:VCARD\r\n";

fn deaths(app: &TestApp) -> Vec<(Option<String>, bool)> {
    contacts(app).into_iter().map(|c| (c.deceased_on.flatten(), c.archived_on.flatten().is_some())).collect()
}

#[test]
fn whoever_died_goes_out_as_a_vcard_and_an_archive_and_comes_back_so() {
    let first = TestApp::new().unwrap();
    import(&first, "died.vcf", DIED.as_bytes());
    let known = |text: &str| (Some(text.to_owned()), true);
    let expected = vec![known("2024-05-03"), known("1998"), known("unknown"), (None, false)];
    assert_eq!(deaths(&first), expected);
    let cleo = &contacts(&first)[2];
    assert_eq!(cleo.vcard_extra, Some(vec!["DEATHDATE;VALUE=text:circa 1800".into()]));
    first.call("contact_add", json!({ "name": "Ed" })).unwrap();
    first.call("contact_edit", json!({ "who": "Ed", "deceased": "unknown" })).unwrap();
    let expected = [expected, vec![known("unknown")]].concat();
    let folder = first.folder().parent().unwrap().to_path_buf();
    for (format, name) in [("vcard", "out.vcf"), ("archive", "out.json")] {
        let path = folder.join(name);
        first.call("export", json!({ "format": format, "dest": path })).unwrap();
        let written = std::fs::read_to_string(&path).unwrap();
        assert_eq!(written.matches("circa 1800").count(), 1, "{format}");
        let second = TestApp::new().unwrap();
        second.call("import", json!({ "paths": [path] })).unwrap();
        assert_eq!(deaths(&second), expected, "{format}");
        let extra = |app: &TestApp| contacts(app).into_iter().map(|c| c.vcard_extra).collect::<Vec<_>>();
        assert_eq!(extra(&second), extra(&first), "{format}");
    }
    first.call("contact_edit", json!({ "who": "Cleo", "deceased": null })).unwrap();
    let path = folder.join("alive.vcf");
    first.call("export", json!({ "format": "vcard", "dest": path })).unwrap();
    assert!(!std::fs::read_to_string(&path).unwrap().contains("circa 1800"), "who lives goes out as living");
}

#[test]
fn an_archive_that_says_who_died_puts_them_into_the_archive() {
    let app = TestApp::new().unwrap();
    app.call("contact_add", json!({ "name": "Ann" })).unwrap();
    let uid = app.call("contact_get", json!({ "who": "Ann" })).unwrap()["uid"].clone();
    let archive = json!({ "kith_archive": 1, "contacts": [
        { "uid": uid, "deceased_on": "2024-05" },
        { "name": "Ben", "deceased_on": "long ago", "archived_on": null },
    ] });
    let report = import(&app, "died.json", archive.to_string().as_bytes());
    assert_eq!(deaths(&app), [(Some("2024-05".into()), true), (Some("unknown".into()), true)]);
    assert!(report["problems"][0]["message"].as_str().unwrap().contains("Ben"), "{report}");
}

#[test]
fn some_people_alone_go_out_as_cards_or_as_a_table() {
    let app = TestApp::new().unwrap();
    let mut ids = Vec::new();
    for name in ["Dana Moreau", "Rohan Hall", "Zoë Ng"] {
        ids.push(app.call("contact_add", json!({ "name": name })).unwrap()["id"].clone());
    }
    let some = json!([ids[2], ids[0]]);
    let export = |format: &str, contacts: &Value| {
        let dest = app.folder().join(format!("some.{format}"));
        app.call("export", json!({ "format": format, "dest": dest, "overwrite": true, "contacts": contacts }))?;
        Ok::<String, crate::api::ApiError>(std::fs::read_to_string(dest).unwrap())
    };
    let cards = export("vcard", &some).unwrap();
    assert!(cards.contains("FN:Zoë Ng") && cards.contains("FN:Dana Moreau") && !cards.contains("Rohan"), "{cards}");
    let table = export("csv", &some).unwrap();
    let names: Vec<&str> = table.lines().map(|line| line.split(',').next().unwrap()).collect();
    assert_eq!(names, ["\u{FEFF}Name", "Zoë Ng", "Dana Moreau"]);
    assert_eq!(export("csv", &Value::Null).unwrap().lines().count(), 4, "all without a choice");
    assert_eq!(export("archive", &some).unwrap_err().field.as_deref(), Some("contacts"));
}
