//! What is known of contacts' rhythms, from the database.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use rusqlite::{Params, Row, params};

use super::{FromGroup, Interval, Known, Own, Rhythm, Unit, household, rhythm};
use crate::changes::Whose;
use crate::civil::StoredDay;
use crate::clock::Now;
use crate::error::{During, Result};
use crate::id::{ContactId, GroupId};
use crate::settings::Settings;
use crate::store::Db;

/// The moment and the settings by which rhythms are judged.
#[derive(Debug, Clone, Copy)]
pub struct RhythmContext<'a> {
    /// The moment: what is later is no touch yet. Stretch is of its routine day.
    pub now: Now,
    /// What the user set.
    pub settings: &'a Settings,
}

impl RhythmContext<'_> {
    /// The routine day.
    pub fn today(&self) -> NaiveDate {
        self.now.routine_day(self.settings.rollover_time())
    }
}

/// Of whom something is asked.
#[derive(Debug, Clone, Copy)]
pub enum Whom<'a> {
    /// Of all.
    All,
    /// Of those with a rhythm, the archived left out.
    WithRhythm,
    /// Of these.
    These(&'a [ContactId]),
}

/// The rhythms of contacts.
pub fn rhythms(db: &Db, context: &RhythmContext<'_>, whom: Whom<'_>) -> Result<BTreeMap<ContactId, Rhythm>> {
    let (today, off) = (context.today(), context.settings.days_off());
    let known = known(db, context, whom)?;
    Ok(known.into_iter().map(|(id, known)| (id, rhythm(&known, today, &off))).collect())
}

/// The rhythm of one contact; that of nobody where there is none of this id.
pub fn rhythm_of(db: &Db, context: &RhythmContext<'_>, id: ContactId) -> Result<Rhythm> {
    let found = rhythms(db, context, Whom::These(&[id]))?.remove(&id);
    Ok(found.unwrap_or_else(|| rhythm(&Known::nothing(), context.today(), &context.settings.days_off())))
}

impl Known {
    /// Nothing is known.
    fn nothing() -> Self {
        Self {
            own: Own::Inherit,
            groups: Vec::new(),
            last_touch: None,
            last_spoken: None,
            skipped_on: None,
            paused_until: None,
            snoozed_until: None,
        }
    }
}

/// The latest day of a kind of touch that is not in the future: a seek in `touches_by_contact` each, which
/// was twice as fast as one grouping pass over all touches.
macro_rules! known_sql {
    ($where:literal) => {
        concat!(
            "SELECT c.id, c.cadence_every, c.cadence_unit, c.cadence_set_on, c.cadence_first_due,
                    c.paused_until, c.snoozed_until, c.skipped_on,
                    (SELECT t.day FROM touches AS t
                     WHERE t.contact_id = c.id AND t.counts = 2
                       AND (t.at <= ?2 OR t.at IS NULL AND t.day <= ?1)
                     ORDER BY t.day DESC LIMIT 1),
                    (SELECT t.day FROM touches AS t INDEXED BY touches_asks
                     WHERE t.contact_id = c.id AND t.counts = 1
                       AND (t.at <= ?2 OR t.at IS NULL AND t.day <= ?1)
                     ORDER BY t.day DESC LIMIT 1),
                    c.latest_every, c.latest_unit
             FROM contacts AS c",
            $where
        )
    };
}

macro_rules! groups_sql {
    ($where:literal) => {
        concat!(
            "SELECT m.contact_id, g.name, g.cadence_every, g.cadence_unit, g.cadence_set_on, m.added_on, m.first_due,
                    g.latest_every, g.latest_unit
             FROM groups AS g
             JOIN memberships AS m ON m.group_id = g.id
             WHERE g.cadence_unit IS NOT NULL",
            $where
        )
    };
}

/// Those who have a rhythm from their groups alone.
const INHERITING: &str = known_sql!(
    " WHERE c.cadence_unit IS NULL AND c.archived_on IS NULL AND c.id IN
        (SELECT m.contact_id FROM groups AS g CROSS JOIN memberships AS m ON m.group_id = g.id
         WHERE g.cadence_unit IS NOT NULL)"
);
/// Those who have one of their own.
const OWN: &str = known_sql!(" WHERE c.cadence_unit <> 'none' AND c.archived_on IS NULL");

/// What is known of contacts.
pub fn known(db: &Db, context: &RhythmContext<'_>, whom: Whom<'_>) -> Result<BTreeMap<ContactId, Known>> {
    let mut known = BTreeMap::new();
    let civil = StoredDay(context.now.civil_day());
    let millis = context.now.millis();
    let asks = context.settings.ask_alone_is_touch;
    match whom {
        Whom::WithRhythm => {
            contacts(db, OWN, (civil, millis), asks, &mut known)?;
            contacts(db, INHERITING, (civil, millis), asks, &mut known)?;
            groups(db, groups_sql!(""), (), &mut known)?;
        }
        Whom::All => {
            contacts(db, known_sql!(""), (civil, millis), asks, &mut known)?;
            groups(db, groups_sql!(""), (), &mut known)?;
        }
        Whom::These(ids) => {
            let ids = crate::id::json(ids);
            let wanted = known_sql!(" WHERE c.id IN (SELECT value FROM json_each(?3))");
            contacts(db, wanted, (civil, millis, &ids), asks, &mut known)?;
            let wanted = groups_sql!(" AND m.contact_id IN (SELECT value FROM json_each(?1))");
            groups(db, wanted, [&ids], &mut known)?;
        }
    }
    household::share(db, context, whom, &mut known)?;
    Ok(known)
}

/// Who lives in which household, of those that concern whom something is asked of.
pub(super) fn living_together(db: &Db, whom: Whom<'_>) -> Result<Vec<(GroupId, ContactId)>> {
    const ALL: &str = "SELECT g.id, m.contact_id FROM groups AS g CROSS JOIN memberships AS m ON m.group_id = g.id
         WHERE g.household = 1 ORDER BY g.id, m.contact_id";
    const OF_THESE: &str = "SELECT g.id, m.contact_id FROM groups AS g CROSS JOIN memberships AS m ON m.group_id = g.id
         WHERE g.household = 1
           AND g.id IN (SELECT group_id FROM memberships WHERE contact_id IN (SELECT value FROM json_each(?1)))
         ORDER BY g.id, m.contact_id";
    let row = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
    let found = match whom {
        Whom::All | Whom::WithRhythm => {
            db.prepare_cached(ALL).and_then(|mut statement| statement.query_map([], row)?.collect())
        }
        Whom::These(ids) => db
            .prepare_cached(OF_THESE)
            .and_then(|mut statement| statement.query_map([crate::id::json(ids)], row)?.collect()),
    };
    found.during("reading the households")
}

/// The last touch of a contact, that of others in the household left out.
pub(super) fn last_touch(db: &Db, context: &RhythmContext<'_>, id: ContactId) -> Result<Option<NaiveDate>> {
    let mut one = BTreeMap::new();
    let (civil, millis) = (StoredDay(context.now.civil_day()), context.now.millis());
    contacts(db, known_sql!(" WHERE c.id = ?3"), (civil, millis, id), context.settings.ask_alone_is_touch, &mut one)?;
    Ok(one.remove(&id).and_then(|known| known.last_touch))
}

/// Whether there are households.
pub(super) fn has_households(db: &Db) -> Result<bool> {
    db.prepare_cached("SELECT EXISTS (SELECT 1 FROM groups WHERE household = 1)")
        .and_then(|mut statement| statement.query_row([], |row| row.get(0)))
        .during("reading the households")
}

/// Those whose rhythm a change may have moved; the people of conversations as they are now.
pub(super) fn concerned(db: &Db, whose: &Whose) -> Result<BTreeSet<ContactId>> {
    const TALKING: &str = "SELECT contact_id FROM conversation_people
         WHERE conversation_id IN (SELECT value FROM json_each(?1)
                                   UNION SELECT conversation_id FROM exchanges WHERE id IN (SELECT value FROM json_each(?2)))";
    let mut ids = whose.contacts.clone();
    if !whose.conversations.is_empty() || !whose.exchanges.is_empty() {
        let talks = crate::id::json(&whose.conversations.iter().copied().collect::<Vec<_>>());
        let exchanges = crate::id::json(&whose.exchanges.iter().copied().collect::<Vec<_>>());
        ids.extend(ids_of(db, TALKING, params![talks, exchanges])?);
    }
    Ok(ids)
}

/// Those with whom a conversation is dated from one day to another; its own local date, which may be two days off that
/// of the same moment elsewhere.
pub(super) fn talking_between(db: &Db, from: NaiveDate, to: NaiveDate) -> Result<Vec<ContactId>> {
    const TALKING: &str = "SELECT DISTINCT p.contact_id FROM conversations AS c
         CROSS JOIN conversation_people AS p ON p.conversation_id = c.id WHERE c.day BETWEEN ?1 AND ?2";
    let wide = Days::new(2);
    let (from, to) = (from.checked_sub_days(wide).unwrap_or(from), to.checked_add_days(wide).unwrap_or(to));
    ids_of(db, TALKING, params![StoredDay(from), StoredDay(to)])
}

/// Those of the contacts who are archived.
pub(crate) fn archived_of(db: &Db, ids: &[ContactId]) -> Result<Vec<ContactId>> {
    const ARCHIVED: &str =
        "SELECT id FROM contacts WHERE id IN (SELECT value FROM json_each(?1)) AND archived_on IS NOT NULL";
    ids_of(db, ARCHIVED, [crate::id::json(ids)])
}

fn ids_of(db: &Db, sql: &str, params: impl Params) -> Result<Vec<ContactId>> {
    db.prepare_cached(sql)
        .and_then(|mut statement| statement.query_map(params, |row| row.get(0))?.collect())
        .during("reading the rhythms")
}

fn contacts(db: &Db, sql: &str, params: impl Params, asks: bool, known: &mut BTreeMap<ContactId, Known>) -> Result<()> {
    let mut statement = db.prepare_cached(sql).during("reading the rhythms")?;
    let mut rows = statement.query(params).during("reading the rhythms")?;
    while let Some(row) = rows.next().during("reading the rhythms")? {
        known.insert(row.get(0)?, known_row(row, asks)?);
    }
    Ok(())
}

fn known_row(row: &Row<'_>, asks: bool) -> Result<Known> {
    let day = |column: usize| -> rusqlite::Result<Option<NaiveDate>> {
        Ok(row.get::<_, Option<StoredDay>>(column)?.map(|day| day.0))
    };
    let every: Option<u32> = row.get(1)?;
    let unit = row.get_ref(2)?.as_str_or_null().ok().flatten();
    let own = match (every, unit) {
        (_, Some("none")) => Own::Declined,
        (Some(every), Some(unit)) => match Unit::named(unit) {
            Some(unit) => {
                let (set_on, first_due) = first_days(day(3)?, day(4)?);
                Own::Set { interval: Interval { every, unit }, latest: interval(row, 10)?, set_on, first_due }
            }
            None => Own::Inherit,
        },
        (_, _) => Own::Inherit,
    };
    let (touched, asked) = (day(8)?, day(9)?);
    Ok(Known {
        own,
        groups: Vec::new(),
        last_touch: if asks { touched.max(asked) } else { touched },
        last_spoken: touched.max(asked),
        skipped_on: day(7)?,
        paused_until: day(5)?,
        snoozed_until: day(6)?,
    })
}

fn groups(db: &Db, sql: &str, params: impl Params, known: &mut BTreeMap<ContactId, Known>) -> Result<()> {
    let mut statement = db.prepare_cached(sql).during("reading the rhythms of groups")?;
    let mut rows = statement.query(params).during("reading the rhythms of groups")?;
    while let Some(row) = rows.next().during("reading the rhythms of groups")? {
        let inherits = |known: &&mut Known| known.own == Own::Inherit;
        let Some(contact) = known.get_mut(&row.get(0)?).filter(inherits) else { continue };
        let unit: String = row.get(3)?;
        let Some(unit) = Unit::named(&unit) else { continue };
        let [set_on, added_on, first_due] =
            [row.get(4)?, row.get(5)?, row.get(6)?].map(|day: Option<StoredDay>| day.map(|day| day.0));
        let (set_on, first_due) = first_days(set_on.max(added_on), first_due);
        contact.groups.push(FromGroup {
            name: row.get(1)?,
            interval: Interval { every: row.get(2)?, unit },
            latest: interval(row, 7)?,
            set_on,
            first_due,
        });
    }
    Ok(())
}

/// The day a rhythm was set, and the first due day: where only one is known, it is both.
fn first_days(set_on: Option<NaiveDate>, first_due: Option<NaiveDate>) -> (NaiveDate, NaiveDate) {
    let first_due = first_due.or(set_on).unwrap_or(NaiveDate::MIN);
    (set_on.unwrap_or(first_due).min(first_due), first_due)
}

/// The interval of two columns: how many, and the unit.
pub fn interval(row: &Row<'_>, at: usize) -> rusqlite::Result<Option<Interval>> {
    let every: Option<u32> = row.get(at)?;
    let unit = row.get_ref(at + 1)?.as_str_or_null()?.and_then(Unit::named);
    Ok(every.zip(unit).map(|(every, unit)| Interval { every, unit }))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at what it did not expect")]

    use super::{INHERITING, OWN};
    use crate::testing::TestApp;

    fn plan(app: &TestApp, sql: &str) -> Vec<String> {
        let steps = app.app().store.read(|db| {
            let mut plan = db.prepare(&format!("EXPLAIN QUERY PLAN {sql}"))?;
            let steps = plan.query_map(["2026-11-21", "0"], |row| row.get(3))?;
            Ok(steps.collect::<Result<_, _>>()?)
        });
        steps.unwrap()
    }

    #[test]
    fn of_those_with_a_rhythm_nothing_but_their_index_and_the_last_touch_is_read() {
        let app = TestApp::new().unwrap();
        let own = plan(&app, OWN);
        assert!(own.iter().any(|step| step.contains("c USING COVERING INDEX contacts_with_rhythm")), "{own:?}");
        // The groups are few.
        let reads_few = |step: &String| step.contains("contacts_with_rhythm") || step == "SCAN g";
        for step in own.iter().chain(&plan(&app, INHERITING)) {
            assert!(!step.starts_with("SCAN") || reads_few(step), "{step}");
        }
    }
}
