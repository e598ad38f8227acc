//! The People list and the picker. One pass over small rows; only a page is read in full.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use rusqlite::Row;

use super::named;
use crate::cadence::Rhythm;
use crate::cadence::store::{RhythmContext, Whom, rhythms};
use crate::civil::StoredDay;
use crate::error::{During, Result};
use crate::groups;
use crate::id::{self, ContactId};
use crate::markdown;
use crate::people::{
    Candidate, ContactKind, ContactList, ContactListInput, ContactRef, ContactRow, PeopleCounts, PeopleFilter,
    PeopleSort, names,
};
use crate::store::Db;
use crate::text::fold;

/// A page of the People list.
pub fn list(db: &Db, context: &RhythmContext<'_>, input: &ContactListInput) -> Result<ContactList> {
    let today = context.today();
    let known = rhythms(db, context, Whom::All)?;
    let mut heads = heads(db)?;
    if let Some(group) = input.group.as_deref().filter(|group| !group.trim().is_empty()) {
        let members = groups::store::members_named(db, group)?;
        heads.retain(|head| members.contains(&head.id));
    }
    if let Some(query) = input.query.as_deref().filter(|query| !query.trim().is_empty()) {
        let fitting = fitting(db, query)?;
        heads.retain(|head| fitting.contains(&head.id));
    }
    let filter = input.filter.unwrap_or_default();
    let mut counts = PeopleCounts::default();
    heads.retain(|head| {
        let rhythm = known.get(&head.id);
        count(&mut counts, head, rhythm, today);
        is_in(filter, head, rhythm, today)
    });
    sort(&mut heads, &known, input.sort.unwrap_or_default(), input.descending.unwrap_or(false));
    let offset = input.offset.map_or(0, |offset| usize::try_from(offset).unwrap_or(usize::MAX));
    let limit = input.limit.map_or(usize::MAX, |limit| usize::try_from(limit).unwrap_or(usize::MAX));
    let page: Vec<ContactId> = heads.iter().skip(offset).take(limit).map(|head| head.id).collect();
    let total = u32::try_from(heads.len()).unwrap_or(u32::MAX);
    Ok(ContactList { people: rows(db, &page, &known)?, total, counts })
}

/// What is sorted and filtered by, of every contact.
struct Head {
    id: ContactId,
    org: String,
    archived: bool,
    created_at: i64,
}

fn heads(db: &Db) -> Result<Vec<Head>> {
    let row =
        |row: &Row<'_>| Ok(Head { id: row.get(0)?, org: row.get(1)?, archived: row.get(2)?, created_at: row.get(3)? });
    db.prepare_cached("SELECT id, org, archived_on IS NOT NULL, created_at FROM contacts ORDER BY sort_name, id")
        .and_then(|mut statement| statement.query_map([], row)?.collect())
        .during("reading the people")
}

fn count(counts: &mut PeopleCounts, head: &Head, rhythm: Option<&Rhythm>, today: NaiveDate) {
    for (filter, count) in [
        (PeopleFilter::All, &mut counts.all),
        (PeopleFilter::WithRhythm, &mut counts.with_rhythm),
        (PeopleFilter::Due, &mut counts.due),
        (PeopleFilter::Never, &mut counts.never),
        (PeopleFilter::Undecided, &mut counts.undecided),
        (PeopleFilter::Archived, &mut counts.archived),
    ] {
        *count += u32::from(is_in(filter, head, rhythm, today));
    }
}

fn is_in(filter: PeopleFilter, head: &Head, rhythm: Option<&Rhythm>, today: NaiveDate) -> bool {
    let rhythm_is = |fits: fn(&Rhythm, NaiveDate) -> bool| rhythm.is_some_and(|rhythm| fits(rhythm, today));
    match filter {
        PeopleFilter::Archived => head.archived,
        _ if head.archived => false,
        PeopleFilter::All => true,
        PeopleFilter::WithRhythm => rhythm_is(|rhythm, _| rhythm.interval.is_some()),
        PeopleFilter::Due => rhythm_is(Rhythm::is_due),
        PeopleFilter::Never => rhythm_is(|rhythm, _| rhythm.last_spoken.is_none()),
        PeopleFilter::Undecided => rhythm_is(|rhythm, _| rhythm.interval.is_none() && !rhythm.declined),
    }
}

/// Sorts what stands in the order of names; what has no value comes last in both directions.
fn sort(heads: &mut Vec<Head>, known: &BTreeMap<ContactId, Rhythm>, by: PeopleSort, descending: bool) {
    let rhythm = |head: &Head| known.get(&head.id);
    let days = |day: Option<NaiveDate>| day.map(|day| i64::from(chrono::Datelike::num_days_from_ce(&day)));
    match by {
        PeopleSort::Name if descending => heads.reverse(),
        PeopleSort::Name => {}
        PeopleSort::Org => {
            let org = |head: &Head| Some(fold(&head.org)).filter(|org| !org.is_empty());
            sort_by(heads, descending, org);
        }
        PeopleSort::LastTouch => sort_by(heads, descending, |head| days(rhythm(head)?.last_touch)),
        PeopleSort::Due => sort_by(heads, descending, |head| days(rhythm(head)?.due)),
        PeopleSort::Cadence => sort_by(heads, descending, |head| {
            // In ten-thousandths of a day: equal rhythms compare equal.
            rhythm(head)?.interval.map(|interval| (10_000.0 / crate::cadence::per_day(interval)) as i64)
        }),
        PeopleSort::Added => sort_by(heads, descending, |head| Some((head.created_at, head.id))),
    }
}

fn sort_by<Key: Ord>(heads: &mut Vec<Head>, descending: bool, key: impl Fn(&Head) -> Option<Key>) {
    let mut keyed: Vec<(Option<Key>, Head)> = heads.drain(..).map(|head| (key(&head), head)).collect();
    keyed.sort_by(|(a, _), (b, _)| match (a, b) {
        (Some(a), Some(b)) if descending => b.cmp(a),
        (Some(a), Some(b)) => a.cmp(b),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    });
    heads.extend(keyed.into_iter().map(|(_, head)| head));
}

/// Whom every word of the query fits: the beginning of a word, or a part of four letters and more.
fn fitting(db: &Db, query: &str) -> Result<BTreeSet<ContactId>> {
    let words: Vec<String> = fold(query).split(' ').map(str::to_owned).collect();
    let raw = query.trim().to_lowercase();
    let mut statement = db
        .prepare_cached(
            "SELECT c.id, concat_ws(' ', c.name, c.nicknames, c.org, c.title, c.source,
                      (SELECT group_concat(p.value, ' ') FROM contact_points AS p WHERE p.contact_id = c.id),
                      (SELECT group_concat(g.name, ' ')
                       FROM memberships AS m JOIN groups AS g ON g.id = m.group_id
                       WHERE m.contact_id = c.id))
             FROM contacts AS c",
        )
        .during("looking through the people")?;
    let mut rows = statement.query([]).during("looking through the people")?;
    let mut fitting = BTreeSet::new();
    while let Some(row) = rows.next().during("looking through the people")? {
        let text = row.get_ref(1)?.as_str().unwrap_or_default();
        let folded = fold(text);
        if words.iter().all(|word| folded.contains(word)) && !words.iter().all(String::is_empty)
            || text.to_lowercase().contains(&raw)
        {
            fitting.insert(row.get(0)?);
        }
    }
    Ok(fitting)
}

/// Rows of lists for these contacts, in this order; ids of nobody are left out.
pub fn rows(db: &Db, ids: &[ContactId], known: &BTreeMap<ContactId, Rhythm>) -> Result<Vec<ContactRow>> {
    let mut groups = groups::store::of_contacts(db, ids)?;
    let mut statement = db
        .prepare_cached(
            "SELECT c.id, c.uid, c.kind, c.name, c.org, c.title, c.photo, c.source, c.archived_on IS NOT NULL,
                    substr(c.about, 1, 2000),
                    (SELECT p.value FROM contact_points AS p
                     WHERE p.contact_id = c.id AND p.kind = 'email' ORDER BY p.position LIMIT 1),
                    (SELECT p.value FROM contact_points AS p
                     WHERE p.contact_id = c.id AND p.kind = 'phone' ORDER BY p.position LIMIT 1)
             FROM contacts AS c
             WHERE c.id IN (SELECT value FROM json_each(?1))",
        )
        .during("reading the people")?;
    let mut rows = statement.query([id::json(ids)]).during("reading the people")?;
    let mut read = BTreeMap::new();
    while let Some(row) = rows.next().during("reading the people")? {
        let id = row.get(0)?;
        let Some(rhythm) = known.get(&id) else { continue };
        read.insert(id, contact_row(row, id, groups.remove(&id).unwrap_or_default(), rhythm.clone())?);
    }
    Ok(ids.iter().filter_map(|id| read.remove(id)).collect())
}

fn contact_row(
    row: &Row<'_>,
    id: ContactId,
    groups: Vec<crate::groups::GroupRef>,
    rhythm: Rhythm,
) -> rusqlite::Result<ContactRow> {
    let about = row.get_ref(9)?.as_str()?;
    Ok(ContactRow {
        id,
        uid: row.get(1)?,
        kind: ContactKind::named(row.get_ref(2)?.as_str()?),
        name: row.get(3)?,
        org: row.get(4)?,
        title: row.get(5)?,
        groups,
        photo: row.get(6)?,
        email: row.get::<_, Option<String>>(10)?.unwrap_or_default(),
        phone: row.get::<_, Option<String>>(11)?.unwrap_or_default(),
        about_line: if about.is_empty() { String::new() } else { markdown::plain_line(about) },
        source: row.get(7)?,
        archived: row.get(8)?,
        rhythm,
    })
}

/// Who might be meant by what is typed: the best first, among equals those spoken with last.
pub fn find(db: &Db, context: &RhythmContext<'_>, text: &str, limit: usize) -> Result<Vec<Candidate>> {
    let civil = context.now.civil_day();
    let mut ranked: Vec<(u8, ContactId)> = if text.trim().is_empty() {
        lately_spoken(db, civil, limit)?.into_iter().map(|id| (0, id)).collect()
    } else {
        ranked(&named(db)?, text)
    };
    // Stable: among equals the order of names stays.
    ranked.sort_by_key(|(rank, _)| *rank);
    let best = ranked.get(limit.saturating_sub(1)).map_or(u8::MAX, |(rank, _)| *rank);
    ranked.retain(|(rank, _)| *rank <= best);
    if !text.trim().is_empty() {
        let ids: Vec<ContactId> = ranked.iter().map(|(_, id)| *id).take(500).collect();
        let spoken = last_spoken(db, civil, &ids)?;
        ranked.sort_by_key(|(rank, id)| (*rank, std::cmp::Reverse(spoken.get(id).cloned())));
    }
    let ids: Vec<ContactId> = ranked.into_iter().map(|(_, id)| id).take(limit).collect();
    candidates(db, &ids)
}

/// Those whom the text fits with how well it does; slips of the hand are forgiven where it fits nobody.
fn ranked(people: &[names::Named], text: &str) -> Vec<(u8, ContactId)> {
    let (raw, folded) = (text.trim().to_lowercase(), fold(text));
    let fitting = |person: &names::Named| Some((names::rank(person, &raw, &folded)?, person.id));
    let ranked: Vec<(u8, ContactId)> = people.iter().filter_map(fitting).collect();
    if !ranked.is_empty() {
        return ranked;
    }
    people.iter().filter(|person| names::is_nearly(person, &folded)).map(|person| (u8::MAX, person.id)).collect()
}

/// Those spoken with last, then those added last.
fn lately_spoken(db: &Db, today: NaiveDate, limit: usize) -> Result<Vec<ContactId>> {
    db.prepare_cached(
        "SELECT c.id
         FROM contacts AS c
         LEFT JOIN (SELECT contact_id, max(day) AS day FROM touches WHERE day <= ?1 GROUP BY contact_id) AS t
           ON t.contact_id = c.id
         WHERE c.archived_on IS NULL
         ORDER BY t.day DESC, c.id DESC
         LIMIT ?2",
    )
    .and_then(|mut statement| {
        statement.query_map((StoredDay(today), i64::try_from(limit).unwrap_or(i64::MAX)), |row| row.get(0))?.collect()
    })
    .during("looking who was spoken with last")
}

fn last_spoken(db: &Db, today: NaiveDate, ids: &[ContactId]) -> Result<BTreeMap<ContactId, String>> {
    db.prepare_cached(
        "SELECT contact_id, max(day)
         FROM touches
         WHERE contact_id IN (SELECT value FROM json_each(?1)) AND day <= ?2
         GROUP BY contact_id",
    )
    .and_then(|mut statement| {
        statement.query_map((id::json(ids), StoredDay(today)), |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
    })
    .during("looking who was spoken with last")
}

fn candidates(db: &Db, ids: &[ContactId]) -> Result<Vec<Candidate>> {
    let row = |row: &Row<'_>| {
        let id = row.get(0)?;
        let contact = ContactRef { id, uid: row.get(1)?, name: row.get(2)? };
        Ok((id, Candidate { contact, org: row.get(3)?, photo: row.get(4)? }))
    };
    let mut found: BTreeMap<ContactId, Candidate> = db
        .prepare_cached("SELECT id, uid, name, org, photo FROM contacts WHERE id IN (SELECT value FROM json_each(?1))")
        .and_then(|mut statement| statement.query_map([id::json(ids)], row)?.collect())
        .during("reading the names")?;
    Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
}
