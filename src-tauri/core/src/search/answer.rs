//! From a query to an answer: parse, catch up, gather, and cut passages for the people returned.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;

use super::document::Row;
use super::facets::Counts;
use super::gather::{Gathered, Hit, Person, Wanted, gather};
use super::indexer::Index;
use super::look::Finder;
use super::plan::{Plan, Role, day_number};
use super::query::{Expr, Term, parse};
use super::snippet::{Marker, Passage};
use super::store as rows;
use super::words::words;
use super::{Count, Facets, IndexState, SearchHit, SearchInput};
use crate::error::Result;
use crate::id::ContactId;
use crate::store::{Db, Store};

/// An answer before its contacts are read.
#[derive(Debug, Default)]
pub struct Found {
    /// The people, best first.
    pub people: Vec<FoundPerson>,
    /// How many match.
    pub total_people: usize,
    /// How many rows speak for them.
    pub total_hits: usize,
    /// How the matches are spread.
    pub facets: Facets,
    /// Words that were let go.
    pub let_go: Vec<String>,
    /// What matches and belongs to nobody.
    pub of_nobody: Vec<SearchHit>,
    /// What was searched.
    pub index: IndexState,
}

/// A person who matches.
#[derive(Debug)]
pub struct FoundPerson {
    /// Who.
    pub contact: ContactId,
    /// Their rank.
    pub score: f32,
    /// What speaks for them, best first.
    pub hits: Vec<SearchHit>,
    /// How much there is of it.
    pub hit_count: u32,
    /// The day of the newest of it.
    pub newest: Option<NaiveDate>,
}

/// People in an answer that names no limit.
const PEOPLE: u32 = 20;
/// Passages a person in an answer that names no number.
const HITS: u32 = 3;
/// The most tags that are counted out.
const TAGS: usize = 20;

/// Searches, after taking in what was saved.
pub fn search(index: &Index, store: &Store, input: &SearchInput, today: NaiveDate) -> Result<Found> {
    let expr = parse(&input.query, input.prefix.unwrap_or(false));
    let wanted = Wanted {
        people: input.limit.unwrap_or(PEOPLE) as usize,
        hits: input.hits.unwrap_or(HITS) as usize,
        today: day_number(today),
    };
    let state = index.catch_up_unless_building(store).unwrap_or_else(|error| {
        tracing::warn!(%error, "the search index is behind");
        IndexState::Behind
    });
    if expr.is_empty() {
        return of_signs(store, input.query.trim(), wanted);
    }
    if state == IndexState::Away {
        return names(store, &expr, wanted);
    }
    let plan = Plan::new(&expr);
    let gathered = index.search(|snapshot, scratch| {
        gather(&Finder { snapshot, fields: &index.fields, stems: &index.stems }, &plan, wanted, scratch)
    });
    match gathered {
        Ok(Some(gathered)) => {
            let mut found = store.read(|db| shown(db, &plan, index, gathered))?;
            found.index = state;
            Ok(found)
        }
        Ok(None) => names(store, &expr, wanted),
        Err(error) => {
            tracing::warn!(%error, "the search index cannot be read");
            names(store, &expr, wanted)
        }
    }
}

/// Cuts the passages.
fn shown(db: &Db, plan: &Plan, index: &Index, gathered: Gathered) -> Result<Found> {
    let mut passages = Passages { db, marker: Marker::new(plan, &index.stems), cut: HashMap::new() };
    let let_go = gathered.let_go.iter().filter_map(|leaf| plan.leaves.get(*leaf)).map(|leaf| word_of(&leaf.term));
    Ok(Found {
        let_go: let_go.collect(),
        total_people: gathered.total_people,
        total_hits: gathered.total_hits,
        facets: facets(gathered.facets),
        of_nobody: gathered.of_nobody.iter().map(|hit| passages.of(hit)).collect::<Result<_>>()?,
        people: gathered.people.iter().map(|person| show_person(&mut passages, person)).collect::<Result<_>>()?,
        index: IndexState::Ready,
    })
}

fn show_person(passages: &mut Passages<'_>, person: &Person) -> Result<FoundPerson> {
    Ok(FoundPerson {
        contact: ContactId(person.contact),
        score: person.score,
        hits: person.hits.iter().map(|hit| passages.of(hit)).collect::<Result<_>>()?,
        hit_count: person.hit_count,
        newest: person.newest.and_then(NaiveDate::from_epoch_days),
    })
}

/// Cuts passages, each once: a conversation is shown for everyone who was there.
struct Passages<'a> {
    db: &'a Db,
    marker: Marker<'a>,
    cut: HashMap<(Row, i64), SearchHit>,
}

impl Passages<'_> {
    fn of(&mut self, hit: &Hit) -> Result<SearchHit> {
        if let Some(shown) = self.cut.get(&(hit.row, hit.id)) {
            return Ok(shown.clone());
        }
        let shown = self.cut(hit)?;
        self.cut.insert((hit.row, hit.id), shown.clone());
        Ok(shown)
    }

    fn cut(&self, hit: &Hit) -> Result<SearchHit> {
        let written = match hit.row {
            Row::Conversation => rows::conversation_alone(self.db, hit.id)?.map(|row| row.written()),
            Row::Contact => rows::contact_alone(self.db, hit.id)?.map(|row| row.written()),
            Row::Fact => rows::fact(self.db, hit.id)?.map(|fact| vec![fact.text]),
        };
        let Passage { text, highlights, cut_before, cut_after } =
            self.marker.passage(written.unwrap_or_default().iter().map(String::as_str));
        let date = hit.day.and_then(NaiveDate::from_epoch_days);
        Ok(SearchHit { kind: hit.row, id: hit.id, date, passage: text, highlights, cut_before, cut_after })
    }
}

fn word_of(term: &Term) -> String {
    match term {
        Term::Words { text, .. } => text.clone(),
        other => other.to_string(),
    }
}

fn facets(counts: Counts) -> Facets {
    let years = counts.years.into_iter().map(|(year, count)| Count { value: year.to_string(), count });
    let mut tags = most_first(counts.tags);
    tags.truncate(TAGS);
    Facets { groups: most_first(counts.groups), channels: most_first(counts.channels), tags, years: years.collect() }
}

fn most_first<K: Into<String>>(counts: BTreeMap<K, u32>) -> Vec<Count> {
    let mut counts: Vec<Count> =
        counts.into_iter().map(|(value, count)| Count { value: value.into(), count }).collect();
    counts.sort_by_key(|count| std::cmp::Reverse(count.count));
    counts
}

/// While the index is away: whose name holds every word.
fn names(store: &Store, expr: &Expr, wanted: Wanted) -> Result<Found> {
    let plan = Plan::new(expr);
    let mut asked = Vec::new();
    for leaf in plan.leaves.iter().filter(|leaf| matches!(leaf.role, Role::Wanted | Role::Slight)) {
        asked.extend(words(&word_of(&leaf.term)).map(|word| word.text));
    }
    let (contacts, total) = store.read(|db| rows::by_name(db, &asked, wanted.people))?;
    let person = |contact: i64| FoundPerson {
        contact: ContactId(contact),
        score: 0.0,
        hits: Vec::new(),
        hit_count: 0,
        newest: None,
    };
    Ok(Found {
        people: contacts.into_iter().map(person).collect(),
        total_people: total,
        index: IndexState::Away,
        ..Found::default()
    })
}

/// Signs that make no word are looked for as they stand, in the rows themselves.
fn of_signs(store: &Store, signs: &str, wanted: Wanted) -> Result<Found> {
    if signs.is_empty() {
        return Ok(Found::default());
    }
    store.read(|db| {
        let mut found = Found::default();
        let mut places: BTreeMap<i64, usize> = BTreeMap::new();
        for (row, id, people) in rows::holding(db, signs, SIGNS)? {
            let hit = show_signs(db, row, id, signs)?;
            found.total_hits += 1;
            if people.is_empty() && found.of_nobody.len() < wanted.hits {
                found.of_nobody.push(hit.clone());
            }
            for contact in people {
                let place = *places.entry(contact).or_insert_with(|| {
                    let contact = ContactId(contact);
                    found.people.push(FoundPerson {
                        contact,
                        score: 0.0,
                        hits: Vec::new(),
                        hit_count: 0,
                        newest: None,
                    });
                    found.people.len() - 1
                });
                let Some(person) = found.people.get_mut(place) else { continue };
                person.hit_count += 1;
                person.newest = person.newest.max(hit.date);
                if person.hits.len() < wanted.hits {
                    person.hits.push(hit.clone());
                }
            }
        }
        found.total_people = found.people.len();
        found.people.truncate(wanted.people);
        Ok(found)
    })
}

/// Rows of each kind that are looked through for signs.
const SIGNS: usize = 200;

fn show_signs(db: &Db, row: Row, id: i64, signs: &str) -> Result<SearchHit> {
    let (written, date) = match row {
        Row::Conversation => {
            let row = rows::conversation_alone(db, id)?.unwrap_or_default();
            (row.written(), row.day)
        }
        Row::Contact => (rows::contact_alone(db, id)?.unwrap_or_default().written(), None),
        Row::Fact => match rows::fact(db, id)? {
            Some(fact) => (vec![fact.text], fact.day),
            None => (Vec::new(), None),
        },
    };
    let Passage { text, highlights, cut_before, cut_after } = Passage::of_signs(&written, signs);
    Ok(SearchHit { kind: row, id, date, passage: text, highlights, cut_before, cut_after })
}
