//! The days by the terminal: the list, what was planned, the pace, what comes and what was kept up.

use serde_json::{Value, json};

use crate::kith;
use crate::story::{add, names, reach_outs};
use kith_tests::Terminal;

#[test]
fn the_days_list_takes_later_skip_pause_and_tried() {
    let mut kith = kith();
    for name in ["Ann", "Bo", "Cy", "Di"] {
        add(&kith, name, &["--every", "1w"]);
    }
    kith.at("2026-12-05T10:00:00+01:00[Europe/Paris]");
    let today = kith.json(&["today"]);
    for field in ["date", "pace", "follow_ups", "reach_outs", "this_week", "load", "done"] {
        assert!(today.get(field).is_some(), "{field}");
    }
    // Never touched: due on the day the rhythm was set, so two rounds late.
    assert_eq!((&today["date"], &today["reach_outs"][0]["stretch"]), (&json!("2026-12-05"), &json!(3.0)));
    kith.json(&["snooze", "Ann", "--until", "in 2 days"]);
    kith.json(&["skip", "Bo"]);
    kith.json(&["pause", "Cy", "--until", "2027-01-15"]);
    let tried = kith.json(&["tried", "Di", "--again", "3d"]);
    assert_eq!(tried["back_on"], "2026-12-08");
    assert_eq!(reach_outs(&kith), Vec::<String>::new());
    kith.at("2026-12-08T10:00:00+01:00[Europe/Paris]");
    let back = reach_outs(&kith);
    assert!(back.contains(&"Ann".to_owned()) && back.contains(&"Di".to_owned()), "{back:?}");
    assert!(!back.contains(&"Cy".to_owned()) && !back.contains(&"Bo".to_owned()), "{back:?}");
    assert_eq!(kith.json(&["cadence", "Cy", "none"])["cadence_days"], Value::Null);
}

#[test]
fn what_was_planned_is_asked_about_and_answered() {
    let mut kith = kith();
    add(&kith, "Ann", &["--every", "1w"]);
    let log = |kith: &Terminal, when: &str| {
        let logged = kith.json(&["log", "Lunch", "--with", "Ann", "--at", when]);
        logged["id"].to_string()
    };
    let ids = ["2026-11-22T12:00:00+01:00", "2026-11-22T18:00:00+01:00"].map(|when| log(&kith, when));
    assert_eq!(reach_outs(&kith), Vec::<String>::new(), "she will be met");
    kith.at("2026-11-23T10:00:00+01:00[Europe/Paris]");
    let shown = kith.says(&["today"]);
    assert!(
        shown.contains("Did it happen?") && shown.contains(&ids[0]) && shown.contains("Conversation with Ann"),
        "{shown}"
    );
    kith.json(&["happened", &ids[0]]);
    kith.json(&["happened", &ids[1], "--not"]);
    let today = kith.json(&["today"]);
    assert_eq!(today["to_confirm"], json!([]));
    assert_eq!(kith.json(&["show", "Ann"])["last_touch"], "2026-11-22");
}

#[test]
fn a_household_keeps_in_touch_as_one_and_what_was_kept_up_is_shown() {
    let mut kith = kith();
    for name in ["Ann", "Ben"] {
        add(&kith, name, &["--every", "1w", "--group", "Moreau"]);
    }
    assert_eq!(kith.json(&["edit", "group", "Moreau", "--household"])["household"], true);
    kith.json(&["log", "Lunch", "--with", "Ann"]);
    assert_eq!(kith.json(&["show", "Ben"])["last_touch"], "2026-11-21");
    assert_eq!(kith.json(&["edit", "group", "Moreau", "--no-household"])["household"], false);
    assert_eq!(kith.json(&["show", "Ben"])["last_touch"], Value::Null);
    kith.at("2026-11-21T20:00:00+01:00[Europe/Paris]");
    let shown = kith.says(&["kept", "--weeks", "1"]);
    assert!(shown.contains("2026-11-16  ·····▒") && shown.contains("1 routine day in a row"), "{shown}");
    let kept = kith.json(&["kept", "--weeks", "2"]);
    assert_eq!((kept["days"].as_array().map(Vec::len), &kept["streak"]), (Some(13), &json!(1)));
}

#[test]
fn looking_ahead_draws_no_list() {
    let kith = kith();
    add(&kith, "Ann", &["--every", "1w"]);
    kith.json(&["log", "Hello", "--with", "Ann"]);
    let ahead = kith.json(&["today", "--on", "2026-11-28"]);
    assert_eq!((&ahead["date"], names(&ahead["reach_outs"])), (&json!("2026-11-28"), vec!["Ann"]));
    add(&kith, "Bo", &["--every", "1w"]);
    assert_eq!(names(&kith.json(&["today", "--on", "2026-11-28"])["reach_outs"]).len(), 2, "nothing was kept");
}

#[test]
fn the_moment_and_its_zone_belong_to_the_call() {
    let mut kith = kith();
    kith.at("2026-11-21T23:30:00Z[Pacific/Auckland]");
    assert_eq!(kith.json(&["log", "Late", "--at", "today"])["start"], "2026-11-22");
    kith.at("2026-11-21T23:30:00Z[America/New_York]");
    assert_eq!(kith.json(&["log", "Evening", "--at", "today"])["start"], "2026-11-21");
    let now = kith.json(&["log", "Now"]);
    assert!(now["start"].as_str().unwrap().starts_with("2026-11-21"), "{now}");
    // Before the rollover it is still yesterday's routine.
    kith.at("2026-11-22T03:00:00+01:00[Europe/Berlin]");
    assert_eq!(kith.json(&["today"])["date"], "2026-11-21");
    kith.at("2026-11-22T04:00:00+01:00[Europe/Berlin]");
    assert_eq!(kith.json(&["today"])["date"], "2026-11-22");
}

#[test]
fn at_the_latest_and_a_vacation_are_set_in_the_terminal() {
    let kith = kith();
    kith.json(&["add", "Dana Moreau", "--every", "monthly"]);
    kith.json(&["log", "A word.", "--with", "Dana", "--at", "2026-11-01"]);
    let dana = kith.json(&["cadence", "Dana", "monthly", "--latest", "8w"]);
    assert_eq!((&dana["latest_on"], &dana["due"]), (&"2026-12-27".into(), &"2026-12-01".into()));
    assert_eq!(kith.fails(4, &["cadence", "Dana", "monthly", "--latest", "1w"])["field"], "latest");
    let vacations = kith.json(&["vacation", "2026-11-25", "2026-12-04", "--name", "Alps"]);
    assert_eq!(vacations[0]["name"], "Alps");
    assert_eq!(kith.json(&["show", "Dana"])["due"], "2026-12-11", "ten days off push it on");
    assert_eq!(kith.json(&["vacation"]), vacations);
    assert_eq!(kith.fails(4, &["vacation", "2026-11-25", "2026-11-01"])["code"], "invalid");
    assert_eq!(kith.json(&["vacation", "2026-11-25", "--remove"]), json!([]));
}

#[test]
fn the_pace_says_whether_it_holds_the_rhythms_and_slowing_them_is_one_step() {
    let kith = kith();
    for n in 0..4 {
        add(&kith, &format!("Person {n}"), &["--every", "1d"]);
    }
    let pace = kith.json(&["pace", "2"]);
    assert_eq!((&pace["load"], &pace["per_day"]["mon"]), (&json!(2.0), &json!(2)));
    let sentence = "Your rhythms need 4 people a day; your pace is 2: expect every rhythm to run 2 times as long. \
                    Raise the pace, or slow these 4 people.";
    assert_eq!(pace["load_sentence"], sentence);
    assert!(kith.says(&["pace"]).contains(sentence));
    assert!(kith.says(&["today"]).contains(sentence));
    assert_eq!(kith.json(&["pace", "--slow"])["load"], 1.0);
    assert_eq!(kith.json(&["show", "Person 0"])["cadence_days"], 2);
    kith.json(&["undo"]);
    assert_eq!(kith.json(&["show", "Person 3"])["cadence_days"], 1);
    let raised = kith.json(&["pace", "--raise"]);
    assert_eq!((&raised["load"], &raised["per_day"]["sun"]), (&json!(1.0), &json!(4)));
}

#[test]
fn the_days_ahead_are_told_in_the_terminal() {
    let kith = kith();
    add(&kith, "Dana Moreau", &["--every", "monthly"]);
    kith.json(&["log", "A word.", "--with", "Dana", "--at", "2026-11-01"]);
    kith.json(&["cadence", "Dana", "monthly", "--latest", "8w"]);
    kith.json(&["pace", "0"]);
    let ahead = kith.json(&["forecast"]);
    assert_eq!(ahead["days"].as_array().unwrap().len(), 84);
    assert_eq!((&ahead["days"][10]["date"], &ahead["days"][10]["due"]), (&json!("2026-12-01"), &json!(1)));
    assert_eq!(ahead["past_latest"][0]["latest_on"], "2026-12-27");
    let said = kith.says(&["forecast", "--days", "40"]);
    assert!(said.contains("every month") && said.contains("not in these days"), "{said}");
    assert_eq!(kith.fails(4, &["forecast", "--days", "0"])["field"], "days");
}

#[test]
fn a_smart_group_stays_true_by_itself() {
    let kith = kith();
    let made = kith.json(&["group", "Sailors", "--query", "sailing or regatta"]);
    assert_eq!((&made["query"], &made["members"]), (&json!("sailing or regatta"), &json!(0)));
    assert_eq!(kith.json(&["people", "--group", "Sailors"])["total"], 0);
    add(&kith, "Dana", &[]);
    kith.json(&["log", "Has begun to sail", "--with", "Dana"]);
    let people = kith.json(&["people", "--group", "sailors"]);
    assert_eq!((&people["total"], &people["people"][0]["name"]), (&json!(1), &json!("Dana")));
    assert!(kith.says(&["groups"]).contains("found by sailing or regatta"));
    kith.json(&["edit", "group", "Sailors", "--query", "chess"]);
    assert_eq!(kith.json(&["people", "--group", "Sailors"])["total"], 0);
    kith.json(&["undo"]);
    assert_eq!(kith.json(&["people", "--group", "Sailors"])["total"], 1);
}
