//! Commands of this feature: one call each.

use std::time::Instant;

use super::answer::{Found, search};
use super::{SearchAnswer, SearchInput, SearchPerson};
use crate::api::Call;
use crate::cadence::store::RhythmContext;
use crate::error::Result;
use crate::{people, settings};

/// Who matches.
pub fn search_people(call: &Call<'_>, input: SearchInput) -> Result<SearchAnswer> {
    let start = Instant::now();
    let found = search(&call.app.index, &call.app.store, &input, call.now.civil_day())?;
    let mut answer = call.read(|db| {
        let Found { people: found, total_people, total_hits, facets, let_go, of_nobody, index } = found;
        let settings = settings::load(db)?;
        let context = RhythmContext { now: call.now, settings: &settings };
        let mut shown = Vec::with_capacity(found.len());
        for person in found {
            // Deleted since the index was read: another thread's business.
            if people::store::exists(db, person.contact)? {
                let contact = people::store::contact(db, &context, person.contact)?;
                let (score, hit_count, newest) = (person.score, person.hit_count, person.newest);
                shown.push(SearchPerson { contact, score, hits: person.hits, hit_count, newest });
            }
        }
        Ok(SearchAnswer {
            people: shown,
            total_people: total_people as u32,
            total_hits: total_hits as u32,
            facets,
            corrections: Vec::new(),
            let_go,
            of_nobody,
            index,
            took_ms: 0.0,
        })
    })?;
    answer.took_ms = (start.elapsed().as_secs_f64() * 100_000.0).round() / 100.0;
    Ok(answer)
}
