#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at what it did not expect")]

use serde_json::{Value, json};

use crate::testing::TestApp;

/// Paris, Saturday 21 November 2026, 10:00; each of these people has a rhythm and was last met that many days ago.
fn app(people: &[(&str, &str, u64)]) -> TestApp {
    let app = TestApp::new().unwrap();
    for (name, every, days_ago) in people {
        app.call("contact_add", json!({ "name": name, "every": every })).unwrap();
        log(&app, name, json!({ "start": day(*days_ago) }));
    }
    app
}

fn day(days_ago: u64) -> String {
    let today: chrono::NaiveDate = "2026-11-21".parse().unwrap();
    (today - chrono::Days::new(days_ago)).to_string()
}

fn log(app: &TestApp, who: &str, mut input: Value) -> Value {
    input["people"] = json!([who]);
    app.call("conversation_log", input).unwrap()
}

fn today(app: &TestApp) -> Value {
    app.call("today_get", json!({})).unwrap()
}

fn names_of(view: &Value) -> Vec<String> {
    view["reach_outs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["contact"]["name"].as_str().unwrap().to_owned())
        .collect()
}

fn undo(app: &TestApp) {
    assert!(!app.call("undo", json!({})).unwrap().is_null());
}

const FOUR: &[(&str, &str, u64)] = &[("Ann", "10d", 20), ("Ben", "10d", 40), ("Cleo", "30d", 30), ("Dan", "60d", 5)];

#[test]
fn the_most_stretched_come_first_at_most_the_days_pace() {
    let app = app(FOUR);
    let view = today(&app);
    assert_eq!(names_of(&view), ["Ben", "Ann", "Cleo"]);
    assert_eq!((&view["date"], &view["pace"]["people"]), (&json!("2026-11-21"), &json!(5)));
    let ben = &view["reach_outs"][0];
    assert_eq!((&ben["stretch"], &ben["cadence_days"], &ben["due"]), (&json!(4.0), &json!(10), &json!("2026-10-22")));
    assert_eq!(ben["why"], json!(["40 days since you spoke, rhythm 10"]));
    assert_eq!(view["reach_outs"][2]["why"], json!(["due today, rhythm 30"]));
    assert_eq!((&view["with_rhythm"], &view["waiting"]), (&json!(4), &json!(0)));
    app.set_pace(2).unwrap();
    let view = today(&app);
    assert_eq!((names_of(&view), &view["waiting"]), (vec!["Ben".into(), "Ann".into()], &json!(1)));
}

#[test]
fn a_logged_talk_leaves_today_at_once() {
    let app = app(FOUR);
    assert_eq!(app.listed().unwrap().len(), 3);
    log(&app, "Ann", json!({}));
    let view = today(&app);
    assert_eq!((names_of(&view), &view["done"]), (vec!["Ben".into(), "Cleo".into()], &json!(1)));
}

#[test]
fn undo_brings_the_person_back_to_today() {
    let app = app(FOUR);
    let before = today(&app);
    for (command, input) in [
        ("conversation_log", json!({ "people": ["Ann"] })),
        ("snooze", json!({ "who": "Ann", "until": "tomorrow" })),
        ("skip", json!({ "who": "Ann" })),
        ("pause", json!({ "who": "Ann", "until": "in 3 weeks" })),
        ("tried", json!({ "who": "Ann" })),
        ("cadence_set", json!({ "who": "Ann", "every": "none" })),
        ("contact_delete", json!({ "who": "Ann" })),
    ] {
        app.call(command, input).unwrap();
        assert_eq!(app.listed().unwrap(), ["Ben", "Cleo"], "{command}");
        undo(&app);
        assert_eq!(today(&app), before, "{command}");
    }
}

#[test]
fn the_list_does_not_shuffle() {
    let mut app = app(FOUR);
    app.set_pace(3).unwrap();
    assert_eq!(app.listed().unwrap(), ["Ben", "Ann", "Cleo"]);
    // Someone far more urgent comes in, and Cleo becomes the most stretched of all.
    app.call("contact_add", json!({ "name": "Eve", "every": "1d" })).unwrap();
    log(&app, "Eve", json!({ "start": "2026-01-01" }));
    app.call("cadence_set", json!({ "who": "Cleo", "every": "1d" })).unwrap();
    assert_eq!(app.listed().unwrap(), ["Ben", "Ann", "Cleo"]);
    app.restart().unwrap();
    assert_eq!(app.listed().unwrap(), ["Ben", "Ann", "Cleo"]);
    log(&app, "Ben", json!({}));
    assert_eq!(app.listed().unwrap(), ["Ann", "Cleo"], "nobody takes the place of who was reached");
    app.set_clock("2026-11-22T09:00:00+01:00[Europe/Paris]").unwrap();
    assert_eq!(app.listed().unwrap(), ["Eve", "Cleo", "Ann"], "the next day draws anew");
}

#[test]
fn free_places_are_taken_by_those_who_become_due_later() {
    let app = app(&[("Ann", "10d", 20)]);
    assert_eq!(app.listed().unwrap(), ["Ann"]);
    app.call("contact_add", json!({ "name": "Zoe", "every": "1w" })).unwrap();
    assert_eq!(app.listed().unwrap(), ["Ann", "Zoe"]);
    app.set_pace(2).unwrap();
    app.call("contact_add", json!({ "name": "Yan", "every": "1w" })).unwrap();
    let view = today(&app);
    assert_eq!((names_of(&view), &view["waiting"]), (vec!["Ann".into(), "Zoe".into()], &json!(1)));
}

#[test]
fn the_day_can_be_topped_up() {
    let app = app(FOUR);
    app.set_pace(1).unwrap();
    assert_eq!(app.listed().unwrap(), ["Ben"]);
    log(&app, "Ben", json!({}));
    assert_eq!(app.listed().unwrap(), [""; 0]);
    let more = app.call("today_top_up", json!({ "count": 2 })).unwrap();
    assert_eq!((names_of(&more), &more["pace"]["people"]), (vec!["Ann".into(), "Cleo".into()], &json!(3)));
    assert_eq!(app.listed().unwrap(), ["Ann", "Cleo"]);
    assert!(app.call("today_top_up", json!({ "count": 0 })).is_err());
}

#[test]
fn anyone_can_be_put_on_todays_list_and_taken_off_again() {
    let app = app(FOUR);
    app.set_pace(1).unwrap();
    assert_eq!(app.listed().unwrap(), ["Ben"]);
    let rohan = app.call("contact_add", json!({ "name": "Rohan" })).unwrap()["id"].clone();
    let ann = app.call("contact_get", json!({ "who": "Ann" })).unwrap()["id"].clone();
    let added = app.call("today_add", json!({ "contacts": [rohan, ann] })).unwrap();
    assert_eq!(added["added"], json!([rohan, ann]));
    assert_eq!(app.listed().unwrap(), ["Ben", "Rohan", "Ann"], "without a rhythm too, beyond the pace");
    let view = today(&app);
    let card = &view["reach_outs"][1];
    assert_eq!(card["why"], json!(["put on the list by you", "never spoken"]));
    let again = app.call("today_add", json!({ "contacts": [rohan] })).unwrap();
    assert_eq!(again["added"], json!([]), "who is on it already is not put there twice");
    log(&app, "Rohan", json!({}));
    assert_eq!(app.listed().unwrap(), ["Ben", "Ann"], "what is logged drops out");
    app.call("snooze", json!({ "who": ann, "until": "in 3 days" })).unwrap();
    assert_eq!(app.listed().unwrap(), ["Ben"]);
    app.call("undo", json!({})).unwrap();
    app.call("today_remove", json!({ "contacts": [rohan, ann] })).unwrap();
    assert_eq!((app.listed().unwrap(), &today(&app)["pace"]["people"]), (vec!["Ben".into()], &json!(1)));
    assert!(app.call("today_add", json!({ "contacts": [] })).is_err());
    assert!(app.call("today_add", json!({ "contacts": [999_999] })).is_err());
}

#[test]
fn a_talk_dated_back_neither_moves_the_last_touch_back_nor_mutes() {
    let app = app(&[("Ann", "10d", 12), ("Ben", "10d", 12)]);
    assert_eq!(app.listed().unwrap(), ["Ann", "Ben"]);
    log(&app, "Ann", json!({ "start": day(300) }));
    log(&app, "Ben", json!({ "start": day(11) }));
    let view = today(&app);
    assert_eq!(names_of(&view), ["Ann", "Ben"]);
    assert_eq!(view["reach_outs"][0]["last_touch"], json!(day(12)));
    assert_eq!(view["reach_outs"][1]["last_touch"], json!(day(11)));
    log(&app, "Ben", json!({ "start": "yesterday" }));
    assert_eq!(app.listed().unwrap(), ["Ann"], "the due date moved past today");
    log(&app, "Ann", json!({ "start": "yesterday", "attempt": true }));
    assert_eq!(app.listed().unwrap(), ["Ann"], "an attempt dated back moves nothing today");
}

#[test]
fn deleting_the_last_talk_makes_due_again() {
    let app = app(&[("Ann", "10d", 20)]);
    let logged = log(&app, "Ann", json!({ "start": day(2) }));
    assert_eq!(app.listed().unwrap(), [""; 0]);
    app.call("conversation_delete", json!({ "id": logged["id"] })).unwrap();
    let view = today(&app);
    assert_eq!((names_of(&view), &view["reach_outs"][0]["last_touch"]), (vec!["Ann".into()], &json!(day(20))));
}

#[test]
fn a_future_talk_postpones_nothing() {
    let app = app(&[("Ann", "10d", 20)]);
    log(&app, "Ann", json!({ "start": "2026-11-25" }));
    log(&app, "Ann", json!({ "start": "2026-11-26T10:00:00+01:00", "channel": "in person", "place": "Chez Max" }));
    let view = today(&app);
    assert_eq!((names_of(&view), &view["reach_outs"][0]["last_touch"]), (vec!["Ann".into()], &json!(day(20))));
    let texts: Vec<_> =
        view["this_week"].as_array().unwrap().iter().map(|item| item["text"].as_str().unwrap()).collect();
    assert_eq!(texts, ["Conversation with Ann", "Meeting with Ann at Chez Max, 10:00"]);
    app.set_clock("2026-11-26T12:00:00+01:00[Europe/Paris]").unwrap();
    assert_eq!(app.listed().unwrap(), [""; 0], "when it has been, it counts");
}

#[test]
fn an_ask_alone_is_no_touch() {
    let app = app(&[("Ann", "10d", 20)]);
    let ask = json!([{ "direction": "asked", "text": "a discount" }]);
    log(&app, "Ann", json!({ "start": day(3), "exchanges": ask }));
    let view = today(&app);
    let ann = &view["reach_outs"][0];
    assert_eq!(ann["why"], json!(["20 days since more than an ask, rhythm 10", "spoke 3 days ago, asking"]));
    assert_eq!((&ann["last_touch"], &ann["contact"]["last_spoken"]), (&json!(day(20)), &json!(day(3))));
    log(&app, "Ann", json!({ "exchanges": ask }));
    assert_eq!(app.listed().unwrap(), [""; 0], "who was asked today is off today's list");
    app.set_clock("2026-11-22T09:00:00+01:00[Europe/Paris]").unwrap();
    assert_eq!(app.listed().unwrap(), ["Ann"], "and comes back on a later day");
    app.call("settings_set", json!({ "ask_alone_is_touch": true })).unwrap();
    assert_eq!(app.listed().unwrap(), [""; 0], "unless asks count");
}

#[test]
fn who_was_tried_in_vain_comes_back_after_the_interval() {
    let app = app(&[("Ann", "10d", 20)]);
    let item = app.call("tried", json!({ "who": "Ann", "again": "2d" })).unwrap();
    assert_eq!((&item["due"], &item["back_on"]), (&json!(day(10)), &json!("2026-11-23")));
    assert!(item["conversation_id"].is_i64());
    assert_eq!(app.listed().unwrap(), [""; 0]);
    app.set_clock("2026-11-22T09:00:00+01:00[Europe/Paris]").unwrap();
    assert_eq!(app.listed().unwrap(), [""; 0]);
    app.set_clock("2026-11-23T09:00:00+01:00[Europe/Paris]").unwrap();
    let view = today(&app);
    assert_eq!(view["reach_outs"][0]["why"], json!(["22 days since you spoke, rhythm 10", "tried once"]));
    log(&app, "Ann", json!({ "attempt": true, "channel": "mail" }));
    app.set_clock("2026-11-25T09:00:00+01:00[Europe/Paris]").unwrap();
    assert_eq!(app.listed().unwrap(), [""; 0], "an attempt logged by any route is the same thing");
    app.set_clock("2026-11-26T09:00:00+01:00[Europe/Paris]").unwrap();
    assert_eq!(app.listed().unwrap(), ["Ann"]);
}

#[test]
fn later_skip_and_pause_say_when_someone_comes_back() {
    let app = app(&[("Ann", "10d", 20)]);
    let later = app.call("snooze", json!({ "who": "Ann", "until": "2026-11-25" })).unwrap();
    assert_eq!((&later["due"], &later["back_on"]), (&json!(day(10)), &json!("2026-11-25")));
    assert!(app.call("snooze", json!({ "who": "Ann", "until": "2026-11-20" })).is_err());
    app.call("snooze", json!({ "who": "Ann", "until": "today" })).unwrap();
    assert_eq!(app.listed().unwrap(), ["Ann"]);
    let paused = app.call("pause", json!({ "who": "Ann", "until": "2027-01-01" })).unwrap();
    assert_eq!(paused["back_on"], "2027-01-01");
    assert_eq!(today(&app)["needed_per_day"], 0.0);
    let label = app.call("history", json!({ "limit": 1 })).unwrap()[0]["label"].clone();
    assert_eq!(label, "Paused Ann until 1 January");
    undo(&app);
    let skipped = app.call("skip", json!({ "who": "Ann" })).unwrap();
    assert_eq!((&skipped["due"], &skipped["back_on"]), (&json!("2026-12-01"), &Value::Null));
    let label = app.call("history", json!({ "limit": 1 })).unwrap()[0]["label"].clone();
    assert_eq!(label, "Skipped this round with Ann");
}

#[test]
fn looking_ahead_draws_and_stores_nothing() {
    let app = app(&[("Ann", "10d", 8), ("Ben", "10d", 20)]);
    let ahead = app.call("today_get", json!({ "on": "2026-11-23" })).unwrap();
    assert_eq!((names_of(&ahead), &ahead["date"]), (vec!["Ben".into(), "Ann".into()], &json!("2026-11-23")));
    assert_eq!(ahead["reach_outs"][1]["why"], json!(["due today, rhythm 10"]));
    let now = app.call("today_get", json!({ "on": "today" })).unwrap();
    assert_eq!(names_of(&now), ["Ben"]);
    let lists: i64 =
        app.app().store.read(|db| Ok(db.query_row("SELECT count(*) FROM day_lists", [], |row| row.get(0))?)).unwrap();
    assert_eq!(lists, 0);
}

#[test]
fn the_night_belongs_to_the_day_before() {
    let app = app(&[("Ann", "10d", 20), ("Ben", "10d", 20)]);
    assert_eq!(app.listed().unwrap(), ["Ann", "Ben"]);
    app.set_clock("2026-11-22T01:30:00+01:00[Europe/Paris]").unwrap();
    log(&app, "Ann", json!({}));
    log(&app, "Ben", json!({ "start": "2026-11-22", "exchanges": [{ "direction": "asked", "text": "a favour" }] }));
    let view = today(&app);
    assert_eq!((&view["date"], names_of(&view), &view["done"]), (&json!("2026-11-21"), vec![], &json!(2)));
}

#[test]
fn what_is_owed_comes_first_and_a_card_knows_what_to_talk_about() {
    let app = app(&[("Ann", "10d", 20)]);
    app.call("fact_add", json!({ "who": "Ann", "text": "sails a Folkboat" })).unwrap();
    app.call("follow_up_add", json!({ "who": "Ann", "text": "send the drawings", "due": "2026-11-21" })).unwrap();
    app.call("follow_up_add", json!({ "who": "Ann", "text": "lend the book", "due": "2026-12-21" })).unwrap();
    app.call("exchange_add", json!({ "who": "Ann", "direction": "gave", "text": "an introduction" })).unwrap();
    log(&app, "Ann", json!({ "start": day(15), "note": "The regatta was in *October*.\n\nMore." }));
    let view = today(&app);
    assert_eq!(view["follow_ups"][0]["text"], "send the drawings");
    assert_eq!(view["follow_ups"].as_array().unwrap().len(), 1);
    let ann = &view["reach_outs"][0];
    assert_eq!(ann["last_line"], "The regatta was in October.");
    assert_eq!(ann["facts"][0]["text"], "sails a Folkboat");
    assert_eq!(ann["follow_ups"].as_array().unwrap().len(), 2);
    assert_eq!(ann["why"][1], "You gave last");
}

#[test]
fn birthdays_of_the_week_are_told() {
    let app = app(&[]);
    app.call("contact_add", json!({ "name": "Amara Okafor", "birthday": "1986-11-24" })).unwrap();
    app.call("contact_add", json!({ "name": "Ben", "birthday": "--12-24" })).unwrap();
    let view = today(&app);
    let week = view["this_week"].as_array().unwrap();
    assert_eq!(week.len(), 1);
    assert_eq!((&week[0]["text"], &week[0]["date"]), (&json!("Amara Okafor turns 40"), &json!("2026-11-24")));
}

#[test]
fn a_pace_that_cannot_hold_the_rhythms_says_by_how_much() {
    let people: Vec<(String, &str, u64)> = (0..12).map(|n| (format!("Person {n}"), "1d", 3)).collect();
    let people: Vec<(&str, &str, u64)> =
        people.iter().map(|(name, every, ago)| (name.as_str(), *every, *ago)).collect();
    let view = today(&app(&people));
    assert_eq!(
        (&view["load"], &view["needed_per_day"], &view["pace_per_day"]),
        (&json!(2.4), &json!(12.0), &json!(5.0))
    );
    assert_eq!(
        view["load_sentence"],
        "Your rhythms need 12 people a day; your pace is 5: expect every rhythm to run 2.4 times as long. \
         Raise the pace, or slow these 12 people."
    );
    assert_eq!(view["waiting"], 7);
}

#[test]
fn the_archived_are_left_alone() {
    let app = app(&[("Ann", "10d", 20)]);
    let id = today(&app)["reach_outs"][0]["contact"]["id"].clone();
    app.call("contacts_bulk", json!({ "ids": [id], "archive": true })).unwrap();
    let view = today(&app);
    assert_eq!((names_of(&view), &view["with_rhythm"]), (vec![], &json!(0)));
    undo(&app);
    assert_eq!(app.listed().unwrap(), ["Ann"]);
}

#[test]
fn a_groups_rhythm_brings_its_members_and_no_rhythm_declines_it() {
    let app = app(&[]);
    app.call("contact_add", json!({ "name": "Ann", "groups": ["Clients"] })).unwrap();
    app.call("contact_add", json!({ "name": "Ben", "groups": ["Clients", "Peers"] })).unwrap();
    let view = today(&app);
    assert_eq!(names_of(&view), ["Ann", "Ben"]);
    assert_eq!(view["reach_outs"][1]["why"], json!(["due today, rhythm 61", "never spoken"]));
    assert_eq!(view["reach_outs"][1]["contact"]["cadence_source"], json!({ "group": "Clients" }));
    app.call("cadence_set", json!({ "who": "Ann", "every": "none" })).unwrap();
    assert_eq!(app.listed().unwrap(), ["Ben"]);
    app.call("cadence_set", json!({ "who": "Ann", "every": "inherit" })).unwrap();
    assert_eq!(app.listed().unwrap(), ["Ann", "Ben"]);
}

#[test]
fn a_day_off_draws_nobody_and_can_still_be_topped_up() {
    let app = app(FOUR);
    app.set_pace(0).unwrap();
    let view = today(&app);
    assert_eq!((names_of(&view), &view["waiting"], &view["load"]), (vec![], &json!(3), &Value::Null));
    let more = app.call("today_top_up", json!({ "count": 1 })).unwrap();
    assert_eq!(names_of(&more), ["Ben"]);
}

#[test]
fn a_look_sees_what_was_done_a_moment_ago_and_what_time_has_brought() {
    let app = app(&[("Ann", "10d", 20)]);
    log(&app, "Ann", json!({ "start": "2026-11-21T11:00:00+01:00" }));
    assert_eq!(
        (app.listed().unwrap(), today(&app)["done"].clone()),
        (vec![], json!(0)),
        "it is planned for today, and not yet done"
    );
    app.set_clock("2026-11-21T11:00:01+01:00[Europe/Paris]").unwrap();
    assert_eq!(today(&app)["done"], 1);
    app.set_clock("2026-11-21T10:30:00+01:00[Europe/Paris]").unwrap();
    assert_eq!(today(&app)["done"], 0, "a clock that is set back is believed");
    undo(&app);
    assert_eq!(app.listed().unwrap(), ["Ann"]);
}

#[test]
fn who_is_past_at_the_latest_comes_first_and_the_card_says_so() {
    let app = app(FOUR);
    app.call("cadence_set", json!({ "who": "Cleo", "every": "20d", "latest": "27d" })).unwrap();
    app.call("cadence_set", json!({ "who": "Ann", "every": "10d", "latest": "21d" })).unwrap();
    let view = today(&app);
    assert_eq!(names_of(&view), ["Cleo", "Ben", "Ann"], "Ben is stretched more, and Ann has a day left");
    let cleo = &view["reach_outs"][0];
    assert_eq!(cleo["latest_on"], json!(day(3)));
    assert_eq!(cleo["why"], json!(["3 days past “at the latest”", "30 days since you spoke, rhythm 20"]));
    app.set_clock("2026-11-22T09:00:00+01:00[Europe/Paris]").unwrap();
    let view = today(&app);
    assert_eq!(names_of(&view), ["Ann", "Cleo", "Ben"]);
    assert_eq!(view["reach_outs"][0]["why"][0], "at the latest today");
}

#[test]
fn after_three_tries_in_a_row_the_card_says_so_and_another_waits_for_a_whole_round() {
    let app = app(&[("Ann", "10d", 20)]);
    let tried = |again: Option<&str>| app.call("tried", json!({ "who": "Ann", "again": again })).unwrap();
    for (times, back_on) in [(1, "2026-11-24"), (2, "2026-11-27"), (3, "2026-11-30")] {
        let item = tried(None);
        assert_eq!((&item["back_on"], &item["tried"]), (&json!(back_on), &json!(times)));
        assert_eq!(app.listed().unwrap(), [""; 0]);
        app.set_clock(&format!("{back_on}T09:00:00+01:00[Europe/Paris]")).unwrap();
        assert_eq!(app.listed().unwrap(), ["Ann"], "back after {times}");
    }
    let why = today(&app)["reach_outs"][0]["why"][1].clone();
    assert_eq!(why, "tried 3 times in a row, no answer: perhaps another way");
    assert_eq!(tried(None)["back_on"], "2026-12-10", "and not only in three days again");
    undo(&app);
    assert_eq!(tried(Some("2d"))["back_on"], "2026-12-02", "unless a day is chosen");
    undo(&app);
    log(&app, "Ann", json!({ "attempt": true }));
    app.set_clock("2026-12-09T09:00:00+01:00[Europe/Paris]").unwrap();
    assert_eq!(app.listed().unwrap(), [""; 0], "an attempt logged by any route is the same thing");
    app.set_clock("2026-12-10T09:00:00+01:00[Europe/Paris]").unwrap();
    assert_eq!(app.listed().unwrap(), ["Ann"]);
    log(&app, "Ann", json!({}));
    app.set_clock("2026-12-20T09:00:00+01:00[Europe/Paris]").unwrap();
    assert_eq!(tried(None)["tried"], 1, "a talk begins the count anew");
}
