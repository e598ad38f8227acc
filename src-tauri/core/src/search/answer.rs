//! From a query to an answer: parse, catch up, gather, and cut passages for the people returned.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use chrono::NaiveDate;

use super::document::Row;
use super::facets::Counts;
use super::gather::{Gathered, Given, Hit, Person, Wanted, gather};
use super::indexer::Index;
use super::languages::Stems;
use super::look::Finder;
use super::plan::{Look, Plan, Role, day_number};
use super::query::{Expr, Reading, Term, parse};
use super::snippet::{Marker, Passage};
use super::store as rows;
use super::words::words;
use super::{Correction, Count, Facets, IndexState, SearchHit, SearchInput, SearchSort, persons, rank};
use crate::cadence::store::RhythmContext;
use crate::clock::Now;
use crate::error::Result;
use crate::id::ContactId;
use crate::settings;
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
    /// The best rows whoever they belong to, where these were asked for.
    pub rows: Vec<FoundRow>,
    /// How many rows there are of these.
    pub total_rows: usize,
    /// How the matches are spread.
    pub facets: Facets,
    /// Words that were corrected.
    pub corrections: Vec<Correction>,
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

/// A row that matches.
#[derive(Debug)]
pub struct FoundRow {
    /// Its rank.
    pub score: f32,
    /// What it is, with its best passage.
    pub hit: SearchHit,
}

/// People in an answer that names no limit.
const PEOPLE: u32 = 20;
/// Passages a person in an answer that names no number.
const HITS: u32 = 3;
/// The most values of a facet that are counted out.
const VALUES: usize = 20;
/// Of how many at least it is looked at how close the words stand in them.
const POOL: usize = 50;

/// What an answer is to be made of: people, or rows whoever they belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// People.
    Person,
    /// Rows.
    Row,
}

/// Searches, after taking in what was saved.
pub fn search(index: &Index, store: &Store, input: &SearchInput, now: Now, by: By) -> Result<Found> {
    let today = now.civil_day();
    let expr = parse(&input.query, Reading { typing: input.prefix.unwrap_or(false), today });
    let limit = input.limit.unwrap_or(PEOPLE) as usize;
    let hits = input.hits.unwrap_or(HITS) as usize;
    let state = index.catch_up_unless_building(store).unwrap_or_else(|error| {
        tracing::warn!(%error, "the search index is behind");
        IndexState::Behind
    });
    if expr.is_empty() {
        return of_signs(store, input.query.trim(), limit, hits);
    }
    if state == IndexState::Away {
        return names(store, &expr, limit);
    }
    let plan = Plan::new(&expr);
    let given = given(store, &plan, now, input.sort.unwrap_or_default())?;
    let is_ranked = given.order.is_none() && plan.leaves.len() > 1;
    let pool = if is_ranked { limit.max(POOL) } else { limit };
    let wanted = Wanted {
        people: if by == By::Person { pool } else { 1 },
        hits: if by == By::Person { hits.max(1) } else { 1 },
        rows: if by == By::Row { pool } else { 0 },
        facets: input.facets.unwrap_or(true) && by == By::Person,
        today: day_number(today),
    };
    let gathered = index.search(|snapshot, scratch| {
        let gathered = gather(&Finder::new(snapshot, &index.fields), &plan, &given, wanted, scratch)?;
        Ok((gathered, Arc::clone(&snapshot.stems)))
    });
    match gathered {
        Ok(Some((gathered, stems))) => {
            let asked = Asked { plan: &plan, stems: &stems, is_ranked, limit, hits };
            let mut found = store.read(|db| asked.shown(db, gathered, by))?;
            found.index = state;
            Ok(found)
        }
        Ok(None) => names(store, &expr, limit),
        Err(error) => {
            tracing::warn!(%error, "the search index cannot be read");
            names(store, &expr, limit)
        }
    }
}

/// Asks the database for what the plan needs of it.
pub(super) fn given(store: &Store, plan: &Plan, now: Now, sort: SearchSort) -> Result<Given> {
    let about_people = plan.leaves.iter().enumerate().filter_map(|(leaf, of)| match &of.look {
        Look::People(test) => Some((leaf, test)),
        _ => None,
    });
    let about_people: Vec<_> = about_people.collect();
    if about_people.is_empty() && sort == SearchSort::Relevance {
        return Ok(Given::default());
    }
    store.read(|db| {
        let settings = settings::load(db)?;
        let context = RhythmContext { now, settings: &settings };
        let mut given = Given { order: persons::in_order(db, &context, sort)?, ..Given::default() };
        for (leaf, test) in about_people {
            given.people.insert(leaf, persons::passing(db, &context, test)?);
        }
        Ok(given)
    })
}

/// What was asked, for showing what was gathered.
struct Asked<'a> {
    plan: &'a Plan,
    stems: &'a Stems,
    /// Whether it is looked at how close the words stand.
    is_ranked: bool,
    limit: usize,
    hits: usize,
}

impl Asked<'_> {
    /// Cuts the passages, and brings those whose words stand close to the front.
    fn shown(&self, db: &Db, mut gathered: Gathered, by: By) -> Result<Found> {
        let marker = Marker::new(self.plan, &gathered.told, self.stems);
        let mut passages = Passages { db, marker, cut: HashMap::new() };
        if self.is_ranked {
            match by {
                By::Person => self.rank_people(&mut passages, &mut gathered.people)?,
                By::Row => self.rank_rows(&mut passages, &mut gathered.rows)?,
            }
        }
        gathered.people.truncate(self.limit);
        gathered.rows.truncate(self.limit);
        let words = |leaf: usize| self.plan.leaves.get(leaf).map(|leaf| word_of(&leaf.term));
        let corrected = gathered.told.iter().enumerate().filter(|(_, told)| !told.corrected.is_empty());
        let corrections =
            corrected.filter_map(|(leaf, told)| Some(Correction { word: words(leaf)?, found: told.corrected.clone() }));
        let row = |passages: &mut Passages<'_>, hit: &Hit| Ok(FoundRow { score: hit.score, hit: passages.of(hit)? });
        Ok(Found {
            let_go: gathered.let_go.iter().filter_map(|leaf| words(*leaf)).collect(),
            corrections: corrections.collect(),
            total_people: gathered.total_people,
            total_hits: gathered.total_hits,
            facets: facets(gathered.facets),
            of_nobody: gathered.of_nobody.iter().map(|hit| passages.of(hit)).collect::<Result<_>>()?,
            people: match by {
                By::Person => self.people(&mut passages, &gathered.people)?,
                By::Row => Vec::new(),
            },
            rows: gathered.rows.iter().map(|hit| row(&mut passages, hit)).collect::<Result<_>>()?,
            total_rows: gathered.total_rows,
            index: IndexState::Ready,
        })
    }

    fn people(&self, passages: &mut Passages<'_>, people: &[Person]) -> Result<Vec<FoundPerson>> {
        people.iter().map(|person| show_person(passages, person, self.hits)).collect()
    }

    fn rank_people(&self, passages: &mut Passages<'_>, people: &mut [Person]) -> Result<()> {
        for person in people.iter_mut() {
            let close = match person.hits.first() {
                Some(hit) => passages.close(hit)?,
                None => 0.0,
            };
            person.score += (person.score - person.elsewhere) * rank::CLOSE * close;
        }
        people.sort_by(|a, b| b.score.total_cmp(&a.score));
        Ok(())
    }

    fn rank_rows(&self, passages: &mut Passages<'_>, hits: &mut [Hit]) -> Result<()> {
        for hit in hits.iter_mut() {
            hit.score *= 1.0 + rank::CLOSE * passages.close(hit)?;
        }
        hits.sort_by(|a, b| b.score.total_cmp(&a.score));
        Ok(())
    }
}

fn show_person(passages: &mut Passages<'_>, person: &Person, hits: usize) -> Result<FoundPerson> {
    Ok(FoundPerson {
        contact: ContactId(person.contact),
        score: person.score,
        hits: person.hits.iter().take(hits).map(|hit| passages.of(hit)).collect::<Result<_>>()?,
        hit_count: person.hit_count,
        newest: person.newest.and_then(NaiveDate::from_epoch_days),
    })
}

/// Cuts passages, each once: a conversation is shown for everyone who was there.
struct Passages<'a> {
    db: &'a Db,
    marker: Marker<'a>,
    cut: HashMap<(Row, i64), (SearchHit, f32)>,
}

impl Passages<'_> {
    fn of(&mut self, hit: &Hit) -> Result<SearchHit> {
        Ok(self.shown(hit)?.0)
    }

    /// How close together what was found stands.
    fn close(&mut self, hit: &Hit) -> Result<f32> {
        Ok(self.shown(hit)?.1)
    }

    fn shown(&mut self, hit: &Hit) -> Result<(SearchHit, f32)> {
        if let Some(shown) = self.cut.get(&(hit.row, hit.id)) {
            return Ok(shown.clone());
        }
        let shown = self.cut(hit)?;
        self.cut.insert((hit.row, hit.id), shown.clone());
        Ok(shown)
    }

    fn cut(&self, hit: &Hit) -> Result<(SearchHit, f32)> {
        let written = written(self.db, hit.row, hit.id)?.0;
        let passage = self.marker.passage(written.iter().map(String::as_str));
        let close = passage.close;
        Ok((shown_as(hit.row, hit.id, hit.day.and_then(NaiveDate::from_epoch_days), passage), close))
    }
}

/// The texts of a row and its day.
fn written(db: &Db, row: Row, id: i64) -> Result<(Vec<String>, Option<NaiveDate>)> {
    Ok(match row {
        Row::Conversation => {
            let row = rows::conversation_alone(db, id)?.unwrap_or_default();
            (row.written(), row.day)
        }
        Row::Contact => (rows::contact_alone(db, id)?.unwrap_or_default().written(), None),
        line => rows::line(db, line, id)?.map(|line| (line.written(), line.day)).unwrap_or_default(),
    })
}

fn shown_as(kind: Row, id: i64, date: Option<NaiveDate>, passage: Passage) -> SearchHit {
    let Passage { text, highlights, cut_before, cut_after, close: _ } = passage;
    SearchHit { kind, id, date, passage: text, highlights, cut_before, cut_after }
}

fn word_of(term: &Term) -> String {
    match term {
        Term::Words { text, .. } => text.clone(),
        other => other.to_string(),
    }
}

fn facets(counts: Counts) -> Facets {
    let years = counts.years.into_iter().map(|(year, count)| Count { value: year.to_string(), count });
    Facets {
        groups: most_first(counts.groups),
        channels: most_first(counts.channels),
        tags: most_first(counts.tags),
        organisations: most_first(counts.orgs),
        places: most_first(counts.places),
        years: years.collect(),
    }
}

fn most_first<K: Into<String>>(counts: BTreeMap<K, u32>) -> Vec<Count> {
    let mut counts: Vec<Count> =
        counts.into_iter().map(|(value, count)| Count { value: value.into(), count }).collect();
    counts.sort_by_key(|count| std::cmp::Reverse(count.count));
    counts.truncate(VALUES);
    counts
}

/// While the index is away: whose name holds every word.
fn names(store: &Store, expr: &Expr, limit: usize) -> Result<Found> {
    let plan = Plan::new(expr);
    let mut asked = Vec::new();
    for leaf in plan.leaves.iter().filter(|leaf| leaf.role == Role::Wanted) {
        asked.extend(words(&word_of(&leaf.term)).map(|word| word.text));
    }
    let (contacts, total) = store.read(|db| rows::by_name(db, &asked, limit))?;
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
fn of_signs(store: &Store, signs: &str, limit: usize, hits: usize) -> Result<Found> {
    if signs.is_empty() {
        return Ok(Found::default());
    }
    store.read(|db| {
        let mut found = Found::default();
        let mut places: BTreeMap<i64, usize> = BTreeMap::new();
        for (row, id, people) in rows::holding(db, signs, SIGNS)? {
            let hit = show_signs(db, row, id, signs)?;
            found.total_hits += 1;
            if found.rows.len() < limit {
                found.rows.push(FoundRow { score: 0.0, hit: hit.clone() });
            }
            if people.is_empty() && found.of_nobody.len() < hits {
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
                if person.hits.len() < hits {
                    person.hits.push(hit.clone());
                }
            }
        }
        found.total_people = found.people.len();
        found.total_rows = found.total_hits;
        found.people.truncate(limit);
        Ok(found)
    })
}

/// Rows of each kind that are looked through for signs.
const SIGNS: usize = 200;

fn show_signs(db: &Db, row: Row, id: i64, signs: &str) -> Result<SearchHit> {
    let (written, date) = written(db, row, id)?;
    Ok(shown_as(row, id, date, Passage::of_signs(&written, signs)))
}
