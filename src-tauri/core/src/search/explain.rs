//! Why people rank where they do, and how the index stands: for `--explain` and `kith index`.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::answer::given;
use super::document::Row;
use super::gather::{Gathered, Wanted, gather};
use super::look::Finder;
use super::plan::{Plan, day_number};
use super::query::{Reading, parse};
use super::schema::INDEX_VERSION;
use super::{Building, IndexState, SearchInput, rank};
use crate::api::{Call, Nothing};
use crate::error::{Error, Result};
use crate::id::ContactId;
use crate::people::{self, ContactRef};

/// Why people rank where they do.
#[derive(Debug, Default, Serialize, TS)]
pub struct Explained {
    /// The query as it was understood.
    pub query: String,
    /// What was looked for.
    pub words: Vec<ExplainedWord>,
    /// The first people with their best rows.
    pub people: Vec<ExplainedPerson>,
}

/// A thing that was looked for.
#[derive(Debug, Serialize, TS)]
pub struct ExplainedWord {
    /// As it was asked for.
    pub word: String,
    /// In how many rows it was found, in any of its forms.
    pub rows: u32,
    /// How telling it is therefore.
    pub rarity: f32,
    /// Other words that are finds of it.
    pub also: Vec<String>,
}

/// A person, and what makes their rank.
#[derive(Debug, Serialize, TS)]
pub struct ExplainedPerson {
    /// Who.
    pub contact: ContactRef,
    /// Their rank, before it is looked at how close the words stand.
    pub score: f32,
    /// What of it comes from words in other rows than the best.
    pub elsewhere: f32,
    /// What kind of row the best is.
    pub kind: Row,
    /// Its id.
    #[ts(type = "number")]
    pub id: i64,
    /// What its kind makes of its finds.
    pub kind_weight: f32,
    /// What its age makes of them.
    pub recency: f32,
    /// What was found in it.
    pub finds: Vec<Find>,
}

/// A find, and what it is worth.
#[derive(Debug, Clone, Serialize, TS)]
pub struct Find {
    /// What was looked for.
    pub word: String,
    /// In which form it was found.
    pub why: String,
    /// What it is worth.
    pub worth: f32,
}

/// How the index stands.
#[derive(Debug, Serialize, TS)]
pub struct IndexStatus {
    /// What can be searched by it.
    pub state: IndexState,
    /// How far a build that is under way is.
    pub building: Option<Building>,
    /// How many rows it holds.
    pub rows: u32,
    /// Its size on the disk.
    #[ts(type = "number")]
    pub bytes: u64,
    /// The version of what is in it.
    pub version: u32,
    /// The languages the user named; all are looked for where there is none.
    pub languages: Vec<String>,
}

/// Whether the index holds what the database does.
#[derive(Debug, Serialize, TS)]
pub struct IndexVerified {
    /// Whether nothing is wrong.
    pub sound: bool,
    /// What is wrong, as the rest of a sentence about the index.
    pub problem: Option<String>,
}

/// People that are explained in an answer that names no limit.
const PEOPLE: u32 = 5;

/// Why the first people rank where they do.
pub fn search_explain(call: &Call<'_>, input: SearchInput) -> Result<Explained> {
    let (index, store) = (&call.app.index, &call.app.store);
    index.catch_up(store)?;
    let today = call.now.civil_day();
    let expr = parse(&input.query, Reading { typing: input.prefix.unwrap_or(false), today });
    let plan = Plan::new(&expr);
    let given = given(store, &plan, call.now, input.sort.unwrap_or_default())?;
    let people = input.limit.unwrap_or(PEOPLE) as usize;
    let wanted = Wanted { people, hits: 1, rows: 0, facets: false, today: day_number(today) };
    let looked = index.search(|snapshot, scratch| {
        let finder = Finder::new(snapshot, &index.fields);
        let gathered = gather(&finder, &plan, &given, wanted, scratch)?;
        let found = look_again(&finder, &plan, &gathered)?;
        Ok((gathered, found))
    })?;
    let Some((gathered, (words, finds))) = looked else {
        return Err(Error::Index { doing: "explaining a search", detail: "it is being built".into() });
    };
    call.read(|db| {
        let ids: Vec<ContactId> = gathered.people.iter().map(|person| ContactId(person.contact)).collect();
        let mut refs = people::store::contact_refs(db, &ids)?;
        let explained = gathered.people.iter().filter_map(|person| {
            let hit = person.hits.first()?;
            Some(ExplainedPerson {
                contact: refs.remove(&ContactId(person.contact))?,
                score: person.score,
                elsewhere: person.elsewhere,
                kind: hit.row,
                id: hit.id,
                kind_weight: rank::row_weight(hit.row),
                recency: rank::recency(hit.day, day_number(today)),
                finds: finds.iter().filter(|(row, _)| *row == hit.place).map(|(_, find)| find.clone()).collect(),
            })
        });
        Ok(Explained { query: expr.to_string(), words, people: explained.collect() })
    })
}

type Looked = (Vec<ExplainedWord>, Vec<(u32, Find)>);

/// Looks everything up once more, and keeps what was found in the rows shown.
fn look_again(finder: &Finder<'_>, plan: &Plan, gathered: &Gathered) -> tantivy::Result<Looked> {
    let shown: Vec<u32> = gathered.people.iter().filter_map(|person| Some(person.hits.first()?.place)).collect();
    let (mut words, mut finds) = (Vec::new(), Vec::new());
    for (leaf, told) in plan.leaves.iter().zip(&gathered.told) {
        let word = leaf.term.to_string();
        let mut rows = std::collections::BTreeSet::new();
        finder.find(&finder.sources(&leaf.look)?, &mut |row, worth, why| {
            rows.insert(row);
            if shown.contains(&row) {
                finds.push((row, Find { word: word.clone(), why: why.to_owned(), worth }));
            }
        })?;
        let rarity = rank::rarity(rows.len() as u64, finder.snapshot.size as u64);
        words.push(ExplainedWord { word, rows: rows.len() as u32, rarity, also: told.also.clone() });
    }
    Ok((words, finds))
}

/// How the index stands, once it was opened and brought up to what is saved.
pub fn index_status(call: &Call<'_>, _: Nothing) -> Result<IndexStatus> {
    let index = &call.app.index;
    let state = index.catch_up_unless_building(&call.app.store)?;
    let shown = index.search(|snapshot, _| Ok((snapshot.live(), snapshot.stems.codes().to_vec())))?;
    let (rows, languages) = shown.unwrap_or_default();
    Ok(IndexStatus { state, building: index.building(), rows, bytes: index.bytes(), version: INDEX_VERSION, languages })
}

/// How the rebuild is to be called.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct IndexRebuild {
    /// The name by which it can be watched and stopped.
    #[ts(optional)]
    pub job: Option<String>,
}

/// Builds the index anew from the database beside the one there is; answers once it is there.
pub fn index_rebuild(call: &Call<'_>, input: IndexRebuild) -> Result<IndexStatus> {
    call.app.jobs.run(input.job.as_deref(), |job| call.app.index.rebuild(&call.app.store, job))?;
    index_status(call, Nothing {})
}

/// Compares the index with the database, and its files with their sums.
pub fn index_verify(call: &Call<'_>, _: Nothing) -> Result<IndexVerified> {
    let problem = call.app.index.fault(&call.app.store)?;
    Ok(IndexVerified { sound: problem.is_none(), problem })
}
