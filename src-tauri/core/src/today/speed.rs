//! How long a day takes with 10,000 people and 100,000 conversations; run by hand:
//! `cargo test -p kith-core --features testing --lib -- --ignored --nocapture today::speed`.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may stop at what it did not expect"
)]

use std::time::Instant;

use serde_json::{Value, json};

use crate::testing::TestApp;

/// Ten thousand people with rhythms of 10 to 369 days and birthdays, a hundred thousand talks of ten years.
fn crowd() -> TestApp {
    let app = TestApp::new().unwrap();
    let fill = "
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)
        INSERT INTO contacts (uid, name, sort_name, cadence_every, cadence_unit, cadence_set_on, created_at, updated_at)
        SELECT 'c' || i, 'Person ' || i, 'person ' || i, 10 + i % 360, 'day', '2020-01-01', 0, 0 FROM n;
        INSERT INTO occasions (uid, contact_id, kind, date, created_at)
        SELECT 'o' || id, id, 'birthday', printf('19%02d-%02d-%02d', id % 90 + 10, id % 12 + 1, id % 28 + 1), 0 FROM contacts;
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
        INSERT INTO conversations (uid, day, at, offset_minutes, channel, note, created_at, updated_at)
        SELECT 't' || i, date('2026-11-20', '-' || (i * 7919 % 3650) || ' days'),
               unixepoch(date('2026-11-20', '-' || (i * 7919 % 3650) || ' days')) * 1000 + 43200000, 60, 'call',
               'We spoke about the regatta, #sailing and dock ' || i, 0, 0 FROM n;
        INSERT INTO conversation_people (conversation_id, contact_id) SELECT id, id * 31 % 10000 + 1 FROM conversations;
        INSERT INTO conversation_people (conversation_id, contact_id)
        SELECT id, id * 17 % 10000 + 1 FROM conversations WHERE id % 4 = 0 ON CONFLICT DO NOTHING;
        DELETE FROM search_queue;";
    app.app().store.aside(&[], |db| Ok(db.execute_batch(fill)?)).unwrap();
    app
}

fn timed(app: &TestApp, what: &str, command: &str, input: Value) -> Value {
    let (begun, worked) = (Instant::now(), on_processor());
    let answer = app.call(command, input).unwrap();
    println!(
        "{what}: {:.1} ms, {:.1} on the processor",
        begun.elapsed().as_secs_f64() * 1000.0,
        on_processor() - worked
    );
    answer
}

/// Milliseconds this thread has run, where the system tells: a busy machine makes the clock on the wall useless.
fn on_processor() -> f64 {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    stat.split(' ').next().and_then(|ns| ns.parse::<f64>().ok()).unwrap_or_default() / 1e6
}

#[test]
#[ignore = "measures, and says nothing on a busy machine"]
fn a_day_with_ten_thousand_people_is_drawn_in_a_moment() {
    let app = crowd();
    timed(&app, "(warm up: status)", "status", json!({}));
    let view = timed(&app, "first look", "today_get", json!({}));
    assert_eq!(view["reach_outs"].as_array().unwrap().len(), 5);
    timed(&app, "second look", "today_get", json!({}));
    let who = view["reach_outs"][0]["contact"]["id"].clone();
    timed(&app, "log", "conversation_log", json!({ "people": [who], "note": "A word." }));
    timed(&app, "look after a log", "today_get", json!({}));
    timed(&app, "look ahead", "today_get", json!({ "on": "2026-12-01" }));
    timed(&app, "People", "contact_list", json!({ "limit": 100 }));
    timed(&app, "journal", "conversation_list", json!({}));
    timed(&app, "journal, far down", "conversation_list", json!({ "offset": 90_000 }));
    timed(&app, "timeline", "conversation_list", json!({ "contact_id": 77 }));
    timed(&app, "contact", "contact_get", json!({ "who": 77 }));
}
