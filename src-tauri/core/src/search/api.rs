//! Commands of this feature: one call each.

use std::time::Instant;

use super::answer::{By, Found, FoundRow, search};
use super::{FlatHit, HitsAnswer, SearchAnswer, SearchInput, SearchPerson, store as rows};
use crate::api::Call;
use crate::cadence::store::RhythmContext;
use crate::error::Result;
use crate::id::ContactId;
use crate::store::Db;
use crate::{people, settings};

/// Who matches.
pub fn search_people(call: &Call<'_>, input: SearchInput) -> Result<SearchAnswer> {
    let start = Instant::now();
    let found = search(&call.app.index, &call.app.store, &input, call.now, By::Person)?;
    let mut answer = call.read(|db| {
        let settings = settings::load(db)?;
        let context = RhythmContext { now: call.now, settings: &settings };
        let mut shown = Vec::with_capacity(found.people.len());
        for person in found.people {
            // Deleted since the index was read: another thread's business.
            if people::store::exists(db, person.contact)? {
                let contact = people::store::contact(db, &context, person.contact)?;
                let (score, hit_count, newest) = (person.score, person.hit_count, person.newest);
                shown.push(SearchPerson { contact, score, hits: person.hits, hit_count, newest });
            }
        }
        Ok(SearchAnswer {
            people: shown,
            total_people: found.total_people as u32,
            total_hits: found.total_hits as u32,
            facets: found.facets,
            corrections: found.corrections,
            let_go: found.let_go,
            of_nobody: found.of_nobody,
            index: found.index,
            building: call.app.index.building(),
            took_ms: 0.0,
        })
    })?;
    answer.took_ms = took(start);
    Ok(answer)
}

/// What matches, whoever it belongs to.
pub fn search_hits(call: &Call<'_>, input: SearchInput) -> Result<HitsAnswer> {
    let start = Instant::now();
    let Found { rows: found, total_rows, corrections, let_go, index, .. } =
        search(&call.app.index, &call.app.store, &input, call.now, By::Row)?;
    let shown = call.read(|db| found.into_iter().map(|row| flat(db, row)).collect::<Result<Vec<_>>>())?;
    Ok(HitsAnswer {
        hits: shown.into_iter().flatten().collect(),
        total_hits: total_rows as u32,
        corrections,
        let_go,
        index,
        building: call.app.index.building(),
        took_ms: took(start),
    })
}

/// A row with its uid and people; `None` where it was deleted since the index was read.
fn flat(db: &Db, FoundRow { score, hit }: FoundRow) -> Result<Option<FlatHit>> {
    let Some(uid) = rows::uid(db, hit.kind, hit.id)? else { return Ok(None) };
    let ids: Vec<ContactId> = rows::people_of(db, hit.kind, hit.id)?.into_iter().map(ContactId).collect();
    let mut refs = people::store::contact_refs(db, &ids)?;
    let people = ids.iter().filter_map(|id| refs.remove(id)).collect();
    Ok(Some(FlatHit { hit, uid, people, score }))
}

fn took(start: Instant) -> f64 {
    (start.elapsed().as_secs_f64() * 100_000.0).round() / 100.0
}
