#![allow(clippy::unwrap_used, reason = "a test may stop at what it did not expect")]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::json;

use super::*;
use crate::changes::{ChangeKind, ChangeSet};
use crate::clock::Clock;
use crate::testing::TestApp;

fn put_contact(db: &Db, id: i64, name: &str) -> Result<()> {
    db.execute(
        "INSERT INTO contacts (id, uid, name, sort_name, created_at, updated_at) VALUES (?1, ?2, ?3, ?3, 0, 0)",
        params![id, format!("uid-{id}"), name],
    )?;
    Ok(())
}

fn put_phone(db: &Db, contact: i64) -> Result<()> {
    db.execute("INSERT INTO contact_points (contact_id, kind, value) VALUES (?1, 'phone', '123')", [contact])?;
    Ok(())
}

fn names(app: &TestApp) -> Vec<String> {
    app.app()
        .store
        .read(|db| {
            Ok(db
                .prepare("SELECT name FROM contacts ORDER BY id")?
                .query_map([], |row| row.get(0))?
                .collect::<rusqlite::Result<_>>()?)
        })
        .unwrap()
}

fn edit(app: &TestApp, label: &str, writing: impl FnOnce(&Db) -> Result<()>) {
    app.app().store.transact(app.app().now(), &Op::edit(label), writing).unwrap();
}

#[test]
fn undo_takes_back_and_redo_does_again_across_a_restart() {
    let mut app = TestApp::new().unwrap();
    edit(&app, "Added Dana", |tx| put_contact(tx, 1, "Dana"));
    edit(&app, "Added Rohan", |tx| put_contact(tx, 2, "Rohan"));
    app.restart().unwrap();
    assert_eq!(app.app().store.undo(None).unwrap().unwrap().operation.label, "Added Rohan");
    assert_eq!(app.app().store.undo(None).unwrap().unwrap().operation.label, "Added Dana");
    assert!(app.app().store.undo(None).unwrap().is_none());
    assert!(names(&app).is_empty());
    app.restart().unwrap();
    assert_eq!(app.app().store.redo().unwrap().unwrap().operation.label, "Added Dana");
    assert_eq!(app.app().store.redo().unwrap().unwrap().operation.label, "Added Rohan");
    assert!(app.app().store.redo().unwrap().is_none());
    assert_eq!(names(&app), ["Dana", "Rohan"]);
}

#[test]
fn a_change_tells_the_kinds_of_all_rows_it_touched() {
    let app = TestApp::new().unwrap();
    let told = app.app().changes.subscribe();
    edit(&app, "Logged a talk with Dana", |tx| {
        put_contact(tx, 1, "Dana")?;
        tx.execute_batch(
            "INSERT INTO conversations (id, uid, day, created_at, updated_at) VALUES (1, 'talk', '2026-11-20', 0, 0);
             INSERT INTO conversation_people (conversation_id, contact_id) VALUES (1, 1);",
        )?;
        Ok(())
    });
    let mut wanted = ChangeSet::from([ChangeKind::People, ChangeKind::Conversations, ChangeKind::History]);
    assert_eq!(told.try_recv().unwrap(), wanted);
    edit(&app, "Took Dana out of it", |tx| {
        tx.execute("DELETE FROM conversation_people", [])?;
        Ok(())
    });
    wanted.remove(&ChangeKind::People);
    assert_eq!(told.try_recv().unwrap(), wanted);
}

#[test]
fn an_older_change_that_was_built_on_since_is_refused_and_nothing_changes() {
    let app = TestApp::new().unwrap();
    edit(&app, "Added Dana", |tx| put_contact(tx, 1, "Dana"));
    edit(&app, "Renamed Dana", |tx| {
        tx.execute("UPDATE contacts SET name = 'Dana Moreau'", [])?;
        Ok(())
    });
    let first = app.app().store.history(10).unwrap().pop().unwrap();
    let refused = app.app().store.undo(Some(first.id)).unwrap_err();
    assert!(matches!(&refused, Error::Conflict { message } if message.to_string().contains("Added Dana")), "{refused}");
    assert_eq!(names(&app), ["Dana Moreau"]);
}

#[test]
fn an_older_import_is_undone_but_for_what_is_needed_since() {
    let app = TestApp::new().unwrap();
    let store = &app.app().store;
    let import = store.begin_operation(app.app().now(), &Op::import("Imported phone.vcf")).unwrap();
    for (id, name) in [(1, "Kept because talked with"), (2, "Kept because renamed"), (3, "Gone")] {
        store.batch(import, |tx| put_contact(tx, id, name).and_then(|()| put_phone(tx, id))).unwrap();
    }
    store.finish_operation(import).unwrap();
    edit(&app, "Logged a talk", |tx| {
        tx.execute(
            "INSERT INTO conversations (id, uid, day, created_at, updated_at) VALUES (7, 'c', '2026-11-21', 0, 0)",
            [],
        )?;
        tx.execute("INSERT INTO conversation_people (conversation_id, contact_id) VALUES (7, 1)", [])?;
        tx.execute("UPDATE contacts SET name = 'Renamed' WHERE id = 2", [])?;
        Ok(())
    });
    let report = store.undo(Some(import)).unwrap().unwrap();
    assert_eq!(names(&app), ["Kept because talked with", "Renamed"]);
    assert_eq!(report.kept.get("contacts"), Some(&2), "{:?}", report.kept);
    let phones: i64 =
        store.read(|db| Ok(db.query_row("SELECT count(*) FROM contact_points", [], |row| row.get(0))?)).unwrap();
    assert_eq!(phones, 2, "those who stay keep their telephone numbers");
}

#[test]
fn an_import_that_a_crash_cut_short_is_gone_at_the_next_start() {
    let mut app = TestApp::new().unwrap();
    edit(&app, "Added Dana", |tx| put_contact(tx, 1, "Dana"));
    let import = app.app().store.begin_operation(app.app().now(), &Op::import("Imported phone.vcf")).unwrap();
    app.app().store.batch(import, |tx| put_contact(tx, 2, "Half an import")).unwrap();
    assert_eq!(names(&app).len(), 2);
    app.restart().unwrap();
    assert_eq!(names(&app), ["Dana"]);
    assert_eq!(app.app().store.history(10).unwrap().len(), 1);
}

#[test]
fn a_new_change_ends_what_could_be_redone() {
    let app = TestApp::new().unwrap();
    edit(&app, "Added Dana", |tx| put_contact(tx, 1, "Dana"));
    app.app().store.undo(None).unwrap();
    edit(&app, "Added Rohan", |tx| put_contact(tx, 2, "Rohan"));
    assert!(app.app().store.redo().unwrap().is_none());
}

#[test]
fn a_change_that_fails_leaves_nothing_and_tells_nobody() {
    let app = TestApp::new().unwrap();
    let told = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&told);
    app.app().changes.listen(move |_| {
        counter.fetch_add(1, Ordering::SeqCst);
    });
    let failed = app.app().store.transact(app.app().now(), &Op::edit("Added Dana"), |tx| {
        put_contact(tx, 1, "Dana")?;
        Err::<(), _>(Error::invalid("name", "No."))
    });
    assert!(failed.is_err());
    assert!(names(&app).is_empty());
    assert!(app.app().store.history(10).unwrap().is_empty());
    assert_eq!(told.load(Ordering::SeqCst), 0);
}

#[test]
fn settings_are_undone_like_everything_else() {
    let app = TestApp::new().unwrap();
    app.call("settings_set", json!({ "rollover": "05:30" })).unwrap();
    assert_eq!(app.call("settings_get", json!({})).unwrap()["rollover"], "05:30");
    let refused = app.call("settings_set", json!({ "rollover": "25:00" })).unwrap_err();
    assert_eq!(refused.field.as_deref(), Some("rollover"));
    app.call("undo", json!({})).unwrap();
    assert_eq!(app.call("settings_get", json!({})).unwrap()["rollover"], "04:00");
}

#[test]
fn a_change_of_nothing_leaves_no_trace_in_the_history() {
    let app = TestApp::new().unwrap();
    app.call("settings_set", json!({ "rollover": "04:00" })).unwrap();
    assert!(app.app().store.history(10).unwrap().is_empty());
}

#[test]
fn changes_of_90_days_the_newest_thousand_and_every_import_are_kept() {
    let app = TestApp::new().unwrap();
    let (now, day) = (app.clock().now().millis(), 86_400_000);
    // 2,099 changes of long ago, one of them an import; another change makes it a round number.
    let fill = format!(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2099)
         INSERT INTO undo_log (id, label, kind, at)
         SELECT i, 'Change ' || i, iif(i = 7, 'import', 'edit'), {now} - iif(i % 2, 89, 91) * {day} FROM n"
    );
    app.app().store.aside(&[], |tx| tx.execute_batch(&fill).during("making a history")).unwrap();
    app.call("settings_set", json!({ "rollover": "05:30" })).unwrap();
    let kept = app.app().store.history(3000).unwrap();
    let is_old = |id: i64| id <= 1100 && id != 7 && id % 2 == 0;
    let expected: Vec<i64> = (1..=2100).rev().filter(|id| !is_old(*id)).collect();
    assert_eq!(kept.iter().map(|operation| operation.id.0).collect::<Vec<_>>(), expected);
}

#[test]
fn a_change_of_many_rows_is_undone_and_done_again_in_pieces() {
    let app = TestApp::new().unwrap();
    edit(&app, "Added many", |tx| {
        (1..=700).try_for_each(|id| put_contact(tx, id, "Someone").and_then(|()| put_phone(tx, id)))
    });
    edit(&app, "Renamed many", |tx| {
        tx.execute("UPDATE contacts SET name = 'Renamed ' || id, about = ?1", ["word ".repeat(60)])?;
        Ok(())
    });
    let after = app.app().store.read(crate::testing::dump).unwrap();
    app.call("undo", json!({})).unwrap();
    assert_eq!(names(&app)[699], "Someone");
    app.call("undo", json!({})).unwrap();
    assert!(names(&app).is_empty());
    app.call("redo", json!({})).unwrap();
    app.call("redo", json!({})).unwrap();
    assert_eq!(app.app().store.read(crate::testing::dump).unwrap(), after);
}

#[test]
fn names_that_changed_places_are_undone_though_no_single_row_can_go_first() {
    let app = TestApp::new().unwrap();
    let name = |tx: &Db, id: i64, name: &str| {
        tx.execute("UPDATE groups SET name = ?2 WHERE id = ?1", params![id, name]).map(drop)
    };
    edit(&app, "Added groups", |tx| {
        for id in 100..500 {
            tx.execute(
                "INSERT INTO groups (id, uid, name, created_at) VALUES (?1, ?2, ?2, 0)",
                params![id, format!("g{id}")],
            )?;
        }
        Ok(())
    });
    let before = app.app().store.read(crate::testing::dump).unwrap();
    edit(&app, "Turned all names round", |tx| {
        for id in 100..500 {
            name(tx, id, &format!("t{id}"))?;
        }
        for id in 100..500 {
            name(tx, id, &format!("g{}", 599 - id))?;
        }
        Ok(())
    });
    app.call("undo", json!({})).unwrap();
    assert_eq!(app.app().store.read(crate::testing::dump).unwrap(), before);
}

#[test]
fn an_import_that_is_stopped_keeps_what_was_changed_while_it_ran_and_never_blocks_the_next_start() {
    let mut app = TestApp::new().unwrap();
    let import = app.app().store.begin_operation(app.app().now(), &Op::import("Imported phone.vcf")).unwrap();
    app.app().store.batch(import, |tx| (1..=3).try_for_each(|id| put_contact(tx, id, "Imported"))).unwrap();
    edit(&app, "Renamed one", |tx| {
        tx.execute("UPDATE contacts SET name = 'Renamed meanwhile' WHERE id = 2", [])?;
        Ok(())
    });
    app.restart().unwrap();
    assert_eq!(names(&app), ["Renamed meanwhile"]);
}
