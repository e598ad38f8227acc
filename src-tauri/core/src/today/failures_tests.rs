//! What other programs of this kind get wrong, each by its name.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at what it did not expect")]

use chrono::{Days, NaiveDate, NaiveTime};
use chrono_tz::Tz;
use serde_json::{Value, json};

use crate::clock::{Now, instant_of};
use crate::testing::TestApp;

const BEGIN: NaiveDate = NaiveDate::from_ymd_opt(2026, 1, 5).unwrap();

fn set(app: &TestApp, zone: Tz, day: NaiveDate, (hour, minute): (u32, u32)) {
    let time = NaiveTime::from_hms_opt(hour, minute, 0).unwrap();
    app.clock().set(Now { instant: instant_of(zone, day, time), zone });
}

/// The titles of what is due to be told; it is told by it.
fn told(app: &TestApp) -> Vec<String> {
    let claimed = app.call("notices_claim", json!({})).unwrap();
    let notices = claimed["notices"].as_array().unwrap();
    let ids: Vec<&Value> = notices.iter().map(|notice| &notice["id"]).collect();
    app.call("notices_told", json!({ "told": ids })).unwrap();
    notices.iter().map(|notice| notice["title"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_talk_logged_late_in_the_evening_leaves_the_list_at_once() {
    for zone in [Tz::UTC, Tz::America__New_York, Tz::Pacific__Auckland] {
        let app = TestApp::new().unwrap();
        set(&app, zone, BEGIN, (8, 0));
        for name in ["Ann", "Ben"] {
            app.call("contact_add", json!({ "name": name, "every": "1w" })).unwrap();
        }
        assert_eq!(app.listed().unwrap(), ["Ann", "Ben"]);
        set(&app, zone, BEGIN, (23, 50));
        app.call("conversation_log", json!({ "people": ["Ann"] })).unwrap();
        assert_eq!(app.listed().unwrap(), ["Ben"], "{zone}");
        set(&app, zone, BEGIN + Days::new(1), (0, 30));
        app.call("conversation_log", json!({ "people": ["Ben"] })).unwrap();
        assert_eq!(app.listed().unwrap(), [""; 0], "{zone}: after midnight the same evening goes on");
        set(&app, zone, BEGIN + Days::new(1), (8, 0));
        assert_eq!(app.listed().unwrap(), [""; 0], "{zone}: and the next morning nobody is due");
    }
}

#[test]
fn a_rhythm_set_at_eight_with_reminders_at_noon_fires_every_time_for_400_days() {
    for zone in [Tz::UTC, Tz::America__New_York, Tz::Pacific__Auckland] {
        let app = TestApp::new().unwrap();
        set(&app, zone, BEGIN, (8, 0));
        app.call("settings_set", json!({ "routine_time": "12:00" })).unwrap();
        app.call("contact_add", json!({ "name": "Ann", "every": "5d" })).unwrap();
        for days in 0..400 {
            let day = BEGIN + Days::new(days);
            set(&app, zone, day, (11, 59));
            assert_eq!(told(&app), [""; 0], "{day} in {zone}: too early");
            set(&app, zone, day, (12, 0));
            let due = days % 5 == 0;
            let expected: &[&str] = if due { &["Ann is first today"] } else { &[] };
            assert_eq!(told(&app), expected, "{day} in {zone}");
            if due {
                app.call("conversation_log", json!({ "people": ["Ann"] })).unwrap();
            }
        }
    }
}

#[test]
fn closed_for_ten_days_each_due_person_comes_once() {
    let mut app = TestApp::new().unwrap();
    app.set_pace(20).unwrap();
    set(&app, Tz::Europe__Paris, BEGIN, (8, 0));
    let names: Vec<String> = (0..12).map(|n| format!("Person {n:02}")).collect();
    for (n, name) in (0..).zip(&names) {
        app.call("contact_add", json!({ "name": name, "every": "1w" })).unwrap();
        let start = (BEGIN - Days::new(n % 7)).to_string();
        app.call("conversation_log", json!({ "people": [name], "start": start })).unwrap();
    }
    told(&app);
    for days in [11, 12] {
        set(&app, Tz::Europe__Paris, BEGIN + Days::new(days), (9, 30));
        app.restart().unwrap();
        let mut listed = app.listed().unwrap();
        listed.sort();
        assert_eq!(listed, names, "each once");
        assert_eq!(told(&app).len(), 1, "one reminder for all of it, and the next morning one");
        assert_eq!(told(&app), [""; 0]);
    }
}

#[test]
fn changing_the_rhythm_while_overdue_changes_the_list_at_once() {
    let app = TestApp::new().unwrap();
    app.call("contact_add", json!({ "name": "Ann", "every": "1m" })).unwrap();
    app.call("conversation_log", json!({ "people": ["Ann"], "start": "2026-09-21" })).unwrap();
    let ann = |app: &TestApp| app.call("contact_get", json!({ "who": "Ann" })).unwrap();
    assert_eq!((app.listed().unwrap().len(), &ann(&app)["due"]), (1, &json!("2026-10-21")));
    app.call("cadence_set", json!({ "who": "Ann", "every": "1y" })).unwrap();
    assert_eq!(
        (app.listed().unwrap().len(), &ann(&app)["due"]),
        (0, &json!("2027-09-21")),
        "counted from the last talk"
    );
    app.call("cadence_set", json!({ "who": "Ann", "every": "1w" })).unwrap();
    assert_eq!((app.listed().unwrap().len(), &ann(&app)["due"]), (1, &json!("2026-09-28")));
    app.call("undo", json!({})).unwrap();
    assert_eq!(app.listed().unwrap().len(), 0);
}

#[test]
fn an_event_with_thirty_people_is_a_touch_with_each_of_them() {
    let app = TestApp::new().unwrap();
    app.set_pace(40).unwrap();
    let names: Vec<String> = (0..30).map(|n| format!("Person {n:02}")).collect();
    for name in &names {
        app.call("contact_add", json!({ "name": name, "every": "1w" })).unwrap();
    }
    assert_eq!(app.listed().unwrap().len(), 30);
    let event = app.call("conversation_log", json!({ "people": names, "channel": "event" })).unwrap();
    let day = app.call("today_get", json!({})).unwrap();
    assert_eq!((&day["reach_outs"], &day["done"]), (&json!([]), &json!(30)));
    app.call("conversation_delete", json!({ "id": event["id"] })).unwrap();
    assert_eq!(app.listed().unwrap().len(), 30, "and without it none is");
}

#[test]
fn two_cards_of_one_person_count_once() {
    let app = TestApp::new().unwrap();
    let path = app.folder().parent().unwrap().join("twice.vcf");
    let card = |name: &str| format!("BEGIN:VCARD\nFN:{name}\nEMAIL:ann@example.com\nCATEGORIES:Clients\nEND:VCARD\n");
    std::fs::write(&path, card("Ann Lee") + &card("Ann Lee")).unwrap();
    app.call("import", json!({ "paths": [path] })).unwrap();
    let day = app.call("today_get", json!({})).unwrap();
    assert_eq!((app.listed().unwrap(), &day["with_rhythm"]), (vec!["Ann Lee".to_owned()], &json!(1)));
}

#[test]
fn an_archived_contact_never_nags() {
    let app = TestApp::new().unwrap();
    app.call("contact_add", json!({ "name": "Ann", "every": "1w", "birthday": "--11-23" })).unwrap();
    app.call("conversation_log", json!({ "people": ["Ann"], "start": "2026-11-22T12:00:00+01:00" })).unwrap();
    app.call("contacts_bulk", json!({ "ids": [1], "archive": true })).unwrap();
    for moment in ["2026-11-22T11:40:00+01:00", "2026-11-22T14:00:00+01:00", "2026-11-23T10:00:00+01:00"] {
        app.set_clock(moment).unwrap();
        assert_eq!(told(&app), [""; 0], "{moment}");
        let day = app.call("today_get", json!({})).unwrap();
        assert_eq!((&day["reach_outs"], &day["to_confirm"]), (&json!([]), &json!([])), "{moment}");
    }
}

#[test]
fn merged_contacts_count_once() {
    let app = TestApp::new().unwrap();
    app.set_pace(2).unwrap();
    for name in ["Ann Lee", "Annie", "Ben"] {
        app.call("contact_add", json!({ "name": name, "every": "1w" })).unwrap();
    }
    let needed = |app: &TestApp| app.call("today_get", json!({})).unwrap()["needed_per_day"].as_f64().unwrap();
    let three = needed(&app);
    app.call("conversation_log", json!({ "people": ["Ann Lee", "Annie"] })).unwrap();
    app.call("conversation_log", json!({ "people": ["Annie"] })).unwrap();
    let day = app.call("today_get", json!({})).unwrap();
    assert_eq!((&day["done"], &day["with_rhythm"]), (&json!(2), &json!(3)));
    app.call("contact_merge", json!({ "into": "Ann Lee", "from": "Annie" })).unwrap();
    let day = app.call("today_get", json!({})).unwrap();
    assert_eq!((&day["done"], &day["week_done"], &day["with_rhythm"]), (&json!(1), &json!(1), &json!(2)));
    assert!((needed(&app) - three * 2.0 / 3.0).abs() < 1e-9, "and once in the load");
    assert_eq!(app.listed().unwrap(), ["Ben"]);
}

#[test]
fn a_deceased_contact_never_nags() {
    let app = TestApp::new().unwrap();
    app.call("contact_add", json!({ "name": "Ann", "every": "1w", "birthday": "--11-21" })).unwrap();
    app.call("contact_add", json!({ "name": "Ben" })).unwrap();
    app.call("conversation_log", json!({ "people": ["Ann"], "start": "2026-10-01" })).unwrap();
    app.call("conversation_log", json!({ "people": ["Ann"], "start": "2026-11-24T12:00:00+01:00" })).unwrap();
    app.call("follow_up_add", json!({ "who": "Ann", "text": "Send the chart", "due": "2026-11-21" })).unwrap();
    app.call("contacts_bulk", json!({ "ids": [1, 2], "add_groups": ["Moreau"] })).unwrap();
    let groups = app.call("group_list", json!({})).unwrap();
    let moreau = groups.as_array().unwrap().iter().find(|group| group["name"] == "Moreau").unwrap();
    app.call("group_edit", json!({ "id": moreau["id"], "household": true, "every": "1w" })).unwrap();
    app.call("cadence_set", json!({ "who": "Ben", "every": "none" })).unwrap();
    let nags = |app: &TestApp| {
        let day = app.call("today_get", json!({})).unwrap();
        let lists =
            ["reach_outs", "follow_ups", "this_week", "to_confirm"].map(|list| day[list].as_array().unwrap().len());
        let ahead = app.call("forecast", json!({ "days": 60 })).unwrap();
        let calls = |day: &Value| {
            ["due", "reached", "waiting", "planned", "occasions"].map(|count| day[count].as_u64().unwrap())
        };
        let ahead: u64 = ahead["days"].as_array().unwrap().iter().flat_map(calls).sum();
        let calendar = app.call("calendar_text", json!({})).unwrap().to_string().matches("Ann").count();
        (lists, ahead > 0, calendar > 0)
    };
    assert_eq!(nags(&app), ([0, 1, 2, 0], true, true), "her promise, her birthday, and a talk that holds her back");
    app.call("contact_edit", json!({ "who": "Ann", "deceased": "2026-11-20" })).unwrap();
    for moment in ["2026-11-21T10:30:00+01:00", "2026-11-24T11:40:00+01:00", "2026-11-24T14:00:00+01:00"] {
        app.set_clock(moment).unwrap();
        assert_eq!(told(&app), [""; 0], "{moment}");
        assert_eq!(nags(&app), ([0; 4], false, false), "{moment}");
    }
}

#[test]
fn a_talk_planned_with_someone_who_died_holds_nobody_back() {
    let app = TestApp::new().unwrap();
    for name in ["Ann", "Ben"] {
        app.call("contact_add", json!({ "name": name, "every": "1w" })).unwrap();
        app.call("conversation_log", json!({ "people": [name], "start": "2026-11-01" })).unwrap();
    }
    app.call("contacts_bulk", json!({ "ids": [1, 2], "add_groups": ["Peers"] })).unwrap();
    let groups = app.call("group_list", json!({})).unwrap();
    let peers = groups.as_array().unwrap().iter().find(|group| group["name"] == "Peers").unwrap();
    app.call("group_edit", json!({ "id": peers["id"], "household": true })).unwrap();
    app.call("conversation_log", json!({ "people": ["Ann"], "start": "2026-11-23T12:00:00+01:00" })).unwrap();
    assert_eq!(app.listed().unwrap(), [""; 0], "they are met on Monday");
    app.call("contact_edit", json!({ "who": "Ann", "deceased": "2026-11-21" })).unwrap();
    assert_eq!(app.listed().unwrap(), ["Ben"]);
}
