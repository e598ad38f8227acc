#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at what it did not expect")]

use std::cell::RefCell;
use std::collections::VecDeque;
use std::sync::mpsc::channel;

use serde_json::{Value, json};

use super::{Answer, NotShown, Notice, Notifier, Teller, tell};
use crate::notices::Said;
use crate::testing::TestApp;

/// Claims what is due, and has it told.
pub(super) fn told(app: &TestApp) -> Vec<(String, String)> {
    let claimed = app.call("notices_claim", json!({})).unwrap();
    let ids: Vec<&Value> = claimed["notices"].as_array().unwrap().iter().map(|notice| &notice["id"]).collect();
    app.call("notices_told", json!({ "told": ids })).unwrap();
    said(&claimed)
}

pub(super) fn said(claimed: &Value) -> Vec<(String, String)> {
    let text = |notice: &Value, field: &str| notice[field].as_str().unwrap().to_owned();
    claimed["notices"].as_array().unwrap().iter().map(|n| (text(n, "title"), text(n, "body"))).collect()
}

pub(super) fn titles(app: &TestApp) -> Vec<String> {
    told(app).into_iter().map(|(title, _)| title).collect()
}

/// Dana and Rohan, both due since the twentieth, at half past eight.
pub(super) fn two_people() -> TestApp {
    let app = TestApp::at("2026-11-20T08:00:00+01:00[Europe/Paris]").unwrap();
    for name in ["Dana Moreau", "Rohan Mehta"] {
        app.call("contact_add", json!({ "name": name, "every": "1w" })).unwrap();
    }
    app.set_clock("2026-11-20T08:30:00+01:00[Europe/Paris]").unwrap();
    app
}

#[test]
fn the_morning_tells_once_who_is_first_and_how_many_wait() {
    let mut app = two_people();
    assert!(told(&app).is_empty(), "the routine begins at nine");
    app.set_clock("2026-11-20T09:00:00+01:00").unwrap();
    let expected =
        ("Dana Moreau is first today".to_owned(), "Due today, rhythm 7. 1 more person waits: Rohan Mehta.".to_owned());
    assert_eq!(told(&app), std::slice::from_ref(&expected));
    app.set_clock("2026-11-20T18:00:00+01:00").unwrap();
    app.restart().unwrap();
    assert!(told(&app).is_empty(), "once, also after a restart");
    app.set_clock("2026-11-21T09:01:00+01:00").unwrap();
    assert_eq!(titles(&app), [expected.0], "and once the next morning");
}

#[test]
fn the_morning_names_three_and_counts_the_others() {
    let app = two_people();
    for (name, waiting) in [
        ("Amara Okafor", "2 more people wait: Rohan Mehta and Amara Okafor"),
        ("Ben Ito", "3 more people wait, Rohan Mehta and Amara Okafor first"),
    ] {
        app.call("contact_add", json!({ "name": name, "every": "1w" })).unwrap();
        app.set_clock("2026-11-20T09:00:00+01:00").unwrap();
        let claimed = app.call("notices_claim", json!({})).unwrap();
        assert_eq!(said(&claimed)[0].1, format!("Due today, rhythm 7. {waiting}."));
        app.call("notices_told", json!({ "failed": [claimed["notices"][0]["id"]] })).unwrap();
        app.call("today_top_up", json!({ "count": 1 })).unwrap();
    }
}

#[test]
fn reminders_speak_the_language_of_the_screens() {
    let app = two_people();
    app.call("settings_set", json!({ "language": "de" })).unwrap();
    app.call("occasion_add", json!({ "who": "Dana Moreau", "kind": "birthday", "date": "1986-11-20" })).unwrap();
    app.set_clock("2026-11-20T09:00:00+01:00").unwrap();
    let said = told(&app);
    let said: Vec<(&str, &str)> = said.iter().map(|(title, body)| (title.as_str(), body.as_str())).collect();
    let digest = "Heute fällig, Rhythmus 7. 1 weitere Person wartet: Rohan Mehta.";
    assert_eq!(said, [("Dana Moreau ist heute zuerst dran", digest), ("Dana Moreau wird 40", "Heute, 20. November.")]);
    // Away for days.
    app.set_clock("2026-11-24T12:00:00+01:00").unwrap();
    let said = told(&app);
    assert_eq!(said.first().map(|(title, _)| title.as_str()), Some("Während du weg warst"), "{said:?}");
}

#[test]
fn names_can_be_left_out_and_reminders_switched_off() {
    let app = two_people();
    app.call("settings_set", json!({ "notices_private": true })).unwrap();
    app.set_clock("2026-11-20T09:00:00+01:00").unwrap();
    assert_eq!(told(&app), [("Time to reach out".to_owned(), "2 people wait.".to_owned())]);
    app.call("settings_set", json!({ "notices": false })).unwrap();
    for day in 21..=29 {
        app.set_clock(&format!("2026-11-{day}T12:00:00+01:00")).unwrap();
        assert!(told(&app).is_empty());
    }
    app.call("settings_set", json!({ "notices": true, "notices_private": false })).unwrap();
    app.set_clock("2026-11-30T12:00:00+01:00").unwrap();
    assert_eq!(titles(&app), ["Dana Moreau is first today"], "what was not wanted is not told later");
}

#[test]
fn in_quiet_hours_nothing_comes_and_after_them_everything_does() {
    let mut app = two_people();
    app.call("settings_set", json!({ "quiet_hours": { "from": "21:30", "to": "10:15" } })).unwrap();
    for hour in ["2026-11-20T09:00:00+01:00", "2026-11-20T10:14:59+01:00"] {
        app.set_clock(hour).unwrap();
        assert!(told(&app).is_empty(), "{hour}");
    }
    app.restart().unwrap();
    app.set_clock("2026-11-20T10:15:00+01:00").unwrap();
    let claimed = app.call("notices_claim", json!({})).unwrap();
    let id = &claimed["notices"][0]["id"];
    app.call("notices_told", json!({ "told": [id] })).unwrap();
    assert_eq!(said(&claimed)[0].0, "Dana Moreau is first today");
    app.set_clock("2026-11-20T21:00:00+01:00").unwrap();
    app.call("notice_again", json!({ "id": id })).unwrap();
    app.set_clock("2026-11-20T22:00:00+01:00").unwrap();
    assert!(told(&app).is_empty(), "in an hour, but that is quiet");
    app.set_clock("2026-11-21T10:15:00+01:00").unwrap();
    assert_eq!(titles(&app), ["Dana Moreau is first today"], "the next morning's tells it too");
    assert!(told(&app).is_empty());
}

#[test]
fn quiet_hours_without_an_end_are_refused() {
    let app = two_people();
    for (from, to) in [("22:00", "22:00"), ("25:00", "07:00"), ("22:00", "")] {
        let refused = app.call("settings_set", json!({ "quiet_hours": { "from": from, "to": to } })).unwrap_err();
        assert_eq!(refused.field.as_deref(), Some("quiet_hours"));
    }
    assert_eq!(app.call("settings_get", json!({})).unwrap()["quiet_hours"], json!(null));
}

#[test]
fn a_day_off_and_a_day_on_which_nobody_waits_have_no_digest() {
    let app = two_people();
    app.call("settings_set", json!({ "pace": { "per_day": { "fri": 0, "sat": 5 }, "minutes": 30 } })).unwrap();
    app.set_clock("2026-11-20T12:00:00+01:00").unwrap();
    assert!(told(&app).is_empty(), "a Friday off");
    for who in ["Dana Moreau", "Rohan Mehta"] {
        app.call("conversation_log", json!({ "note": "Coffee", "people": [who] })).unwrap();
    }
    app.set_clock("2026-11-21T12:00:00+01:00").unwrap();
    assert!(told(&app).is_empty(), "nobody waits");
}

#[test]
fn what_is_claimed_is_told_by_nobody_else_and_what_fails_is_due_again() {
    let mut app = two_people();
    app.set_clock("2026-11-20T09:00:00+01:00").unwrap();
    let first = app.call("notices_claim", json!({})).unwrap();
    let second = app.call("notices_claim", json!({})).unwrap();
    assert_eq!((said(&first).len(), said(&second).len(), &second["elsewhere"]), (1, 0, &json!(1)));
    app.call("notices_told", json!({ "failed": [first["notices"][0]["id"]] })).unwrap();
    assert_eq!(said(&app.call("notices_claim", json!({})).unwrap()).len(), 1);
    app.restart().unwrap();
    assert_eq!(told(&app).len(), 1, "killed before the desktop answered: once more rather than lost");
    assert!(told(&app).is_empty());
}

#[test]
fn a_notice_comes_again_an_hour_after_it_was_asked_for() {
    let app = two_people();
    app.set_clock("2026-11-20T09:00:00+01:00").unwrap();
    let first = app.call("notices_claim", json!({})).unwrap();
    let id = &first["notices"][0]["id"];
    app.call("notices_told", json!({ "told": [id] })).unwrap();
    app.call("notice_again", json!({ "id": id })).unwrap();
    app.set_clock("2026-11-20T09:59:00+01:00").unwrap();
    assert!(told(&app).is_empty());
    app.call("conversation_log", json!({ "note": "Coffee", "people": ["Dana Moreau"] })).unwrap();
    app.set_clock("2026-11-20T10:00:00+01:00").unwrap();
    assert_eq!(titles(&app), ["Rohan Mehta is first today"], "as things stand by then");
    assert!(told(&app).is_empty());
    assert_eq!(app.call("notice_again", json!({ "id": 999 })).unwrap_err().message, "There is no reminder “999”.");
}

#[test]
fn a_birthday_of_someone_who_died_meanwhile_is_not_told_again() {
    for died in [false, true] {
        let app = TestApp::at("2026-11-19T08:00:00+01:00[Europe/Paris]").unwrap();
        app.call("contact_add", json!({ "name": "Dana Moreau", "birthday": "--11-20" })).unwrap();
        app.set_clock("2026-11-20T09:00:00+01:00").unwrap();
        let first = app.call("notices_claim", json!({})).unwrap();
        let id = &first["notices"][0]["id"];
        app.call("notices_told", json!({ "told": [id] })).unwrap();
        app.call("notice_again", json!({ "id": id })).unwrap();
        if died {
            app.call("contact_edit", json!({ "who": "Dana Moreau", "deceased": "2026-11-19" })).unwrap();
        }
        app.set_clock("2026-11-20T10:00:00+01:00").unwrap();
        assert_eq!(titles(&app).is_empty(), died, "{first}");
    }
}

#[test]
fn an_occasion_is_told_on_the_day_its_lead_time_begins_and_on_its_day() {
    let app = TestApp::at("2026-11-10T10:00:00+01:00[Europe/Paris]").unwrap();
    app.call("contact_add", json!({ "name": "Amara Okafor", "birthday": "1986-11-24" })).unwrap();
    app.set_clock("2026-11-17T08:00:00+01:00").unwrap();
    assert!(told(&app).is_empty());
    app.set_clock("2026-11-17T09:00:00+01:00").unwrap();
    assert_eq!(told(&app), [("Amara Okafor turns 40".to_owned(), "In 7 days, on 24 November.".to_owned())]);
    app.set_clock("2026-11-24T09:00:00+01:00").unwrap();
    assert_eq!(told(&app), [("Amara Okafor turns 40".to_owned(), "Today, 24 November.".to_owned())]);
    app.set_clock("2026-11-24T23:00:00+01:00").unwrap();
    assert!(told(&app).is_empty());
    let hers = app.call("contact_get", json!({ "who": "Amara Okafor" })).unwrap();
    app.call("contact_delete", json!({ "who": hers["id"] })).unwrap();
    app.set_clock("2027-11-24T09:00:00+01:00").unwrap();
    assert!(told(&app).is_empty(), "who is gone is told of no more");
}

#[test]
fn what_is_noted_after_its_day_is_not_told_as_missed() {
    let app = TestApp::at("2026-11-20T10:00:00+01:00[Europe/Paris]").unwrap();
    assert!(told(&app).is_empty());
    app.set_clock("2026-11-26T10:00:00+01:00").unwrap();
    app.call("contact_add", json!({ "name": "Amara Okafor", "birthday": "1986-11-24" })).unwrap();
    app.call("contact_add", json!({ "name": "Luc Roux", "birthday": "1990-11-28" })).unwrap();
    assert!(told(&app).is_empty(), "the day, and the day the lead time began, were before");
    app.set_clock("2026-11-28T10:00:00+01:00").unwrap();
    assert_eq!(titles(&app), ["Luc Roux turns 36"]);
}

#[test]
fn after_three_days_asleep_one_summary_tells_what_came_due() {
    let app = two_people();
    app.call("contact_add", json!({ "name": "Amara Okafor", "birthday": "1986-11-22" })).unwrap();
    app.set_clock("2026-11-20T12:00:00+01:00").unwrap();
    assert_eq!(told(&app).len(), 1);
    app.set_clock("2026-11-23T12:00:00+01:00").unwrap();
    let body = "2 people wait, Dana Moreau first.\nAmara Okafor turns 40 yesterday, 22 November.";
    assert_eq!(told(&app), [("While you were away".to_owned(), body.to_owned())]);
    assert!(told(&app).is_empty());
    app.set_clock("2026-11-24T12:00:00+01:00").unwrap();
    assert_eq!(titles(&app), ["Dana Moreau is first today"]);
}

#[test]
fn one_missed_morning_is_told_with_the_next() {
    let app = two_people();
    app.set_clock("2026-11-20T12:00:00+01:00").unwrap();
    assert_eq!(told(&app).len(), 1);
    app.set_clock("2026-11-22T08:00:00+01:00").unwrap();
    assert_eq!(titles(&app), ["Dana Moreau is first today"], "yesterday's, before today's is due");
    app.set_clock("2026-11-22T09:00:00+01:00").unwrap();
    assert_eq!(titles(&app).len(), 1);
    app.set_clock("2026-11-24T09:30:00+01:00").unwrap();
    assert_eq!(titles(&app), ["Dana Moreau is first today"], "two mornings, one of them missed: one notice");
    assert!(told(&app).is_empty());
}

#[test]
fn quiet_days_are_not_taken_for_an_absence() {
    let app = TestApp::at("2026-11-20T10:00:00+01:00[Europe/Paris]").unwrap();
    for day in 20..=25 {
        app.set_clock(&format!("2026-11-{day}T12:00:00+01:00")).unwrap();
        assert!(told(&app).is_empty());
    }
    app.call("contact_add", json!({ "name": "Dana Moreau", "every": "1w" })).unwrap();
    assert_eq!(titles(&app), ["Dana Moreau is first today"]);
}

#[test]
fn a_morning_without_anyone_is_not_told_in_the_night_when_someone_becomes_due() {
    let app = two_people();
    app.set_clock("2026-11-20T09:00:00+01:00").unwrap();
    told(&app);
    app.call("conversation_log", json!({ "people": ["Dana Moreau", "Rohan Mehta"] })).unwrap();
    for day in 21..=26 {
        app.set_clock(&format!("2026-11-{day}T09:00:00+01:00")).unwrap();
        assert!(told(&app).is_empty(), "nobody waits");
    }
    app.set_clock("2026-11-27T04:00:00+01:00").unwrap();
    assert!(told(&app).is_empty(), "they are due as the day begins, and told when the routine does");
    app.set_clock("2026-11-27T09:00:00+01:00").unwrap();
    assert_eq!(titles(&app), ["Dana Moreau is first today"]);
    assert!(told(&app).is_empty());
}

/// Shows nothing, or everything.
struct Desktop(Result<(), NotShown>);

impl Notifier for Desktop {
    fn show(&self, _: &Notice, answer: Answer) {
        answer(self.0.clone());
    }
}

#[test]
fn a_round_says_what_was_shown_and_what_waits() {
    let app = two_people();
    app.call("contact_add", json!({ "name": "Amara Okafor", "birthday": "1986-11-20" })).unwrap();
    app.set_clock("2026-11-20T09:00:00+01:00").unwrap();
    let round = |desktop: Result<(), NotShown>| {
        let ask = |command: &str, input: Value| app.call(command, input);
        let told = tell(Box::new(ask), &Desktop(desktop), std::time::Duration::from_secs(5)).unwrap();
        (told.shown.len(), told.waiting)
    };
    assert_eq!(round(Err(NotShown("nobody there".into()))), (0, 2));
    assert_eq!(round(Ok(())), (2, 0));
    assert_eq!(round(Ok(())), (0, 0));
}

/// A desktop that answers when the test says so.
#[derive(Default)]
struct Slow(RefCell<VecDeque<Answer>>);

impl Notifier for Slow {
    fn show(&self, _: &Notice, answer: Answer) {
        self.0.borrow_mut().push_back(answer);
    }
}

#[test]
fn a_round_asked_for_while_the_desktop_owes_an_answer_is_made_up_for() {
    let app = two_people();
    app.set_clock("2026-11-20T09:00:00+01:00").unwrap();
    let (desktop, (post, heard)) = (Slow::default(), channel());
    let ask = |command: &str, input: Value| app.call(command, input);
    let mut teller = Teller::new(Box::new(ask), &desktop, move |said: Said| post.send(said).unwrap());
    let answer = |teller: &mut Teller<'_>, shown| {
        let asked = desktop.0.borrow_mut().pop_front().unwrap();
        asked(shown);
        teller.heard(heard.recv().unwrap()).unwrap();
    };
    teller.round().unwrap();
    // Another service has come up before the end of the first is heard of.
    teller.round().unwrap();
    answer(&mut teller, Err(NotShown("it died".to_owned())));
    assert!(!teller.is_idle(), "the other service is given the reminder at once");
    answer(&mut teller, Ok(()));
    assert!(teller.is_idle() && teller.told().shown.len() == 1, "once");
    assert!(told(&app).is_empty());
}

#[test]
fn no_digest_comes_on_a_vacation_and_no_summary_after_it() {
    let app = two_people();
    app.call("occasion_add", json!({ "who": "Dana Moreau", "kind": "birthday", "date": "1986-11-22" })).unwrap();
    app.call("follow_up_add", json!({ "who": "Rohan Mehta", "text": "the drawings", "due": "2026-11-20" })).unwrap();
    app.call("vacation_add", json!({ "from": "2026-11-21", "to": "2026-11-29" })).unwrap();
    app.set_clock("2026-11-20T09:00:00+01:00").unwrap();
    assert_eq!(titles(&app)[0], "Dana Moreau is first today");
    for day in 21..=29 {
        app.set_clock(&format!("2026-11-{day}T12:00:00+01:00")).unwrap();
        let expected: &[&str] = if day == 22 { &["Dana Moreau turns 40"] } else { &[] };
        assert_eq!(titles(&app), expected, "a birthday is told all the same, on {day} November");
    }
    app.set_clock("2026-11-30T12:00:00+01:00").unwrap();
    assert_eq!(titles(&app), ["Dana Moreau is first today"]);
}
