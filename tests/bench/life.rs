//! A made-up life of any size, the same for the same seed: people and dated conversations whose words are
//! as unevenly spread as in real notes.

use std::collections::BTreeMap;

use anyhow::Result;
use chrono::{Days, NaiveDate};
use kith_core::app::App;
use kith_core::error::Error;
use kith_core::store::Db;
use kith_core::testing::Chance;

/// How much of it.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// People.
    pub people: usize,
    /// Conversations.
    pub talks: usize,
}

/// Where notes and facts come from.
pub trait Text {
    /// One note.
    fn note(&mut self, chance: &mut Chance) -> String;
    /// One fact about a person.
    fn fact(&mut self, chance: &mut Chance) -> String;
}

/// Made-up notes and facts.
#[derive(Debug)]
pub struct MadeUp;

impl Text for MadeUp {
    fn note(&mut self, chance: &mut Chance) -> String {
        note(chance)
    }

    fn fact(&mut self, chance: &mut Chance) -> String {
        format!("Likes {}", pick(chance, TOPICS))
    }
}

/// One of the words, the first ones far more often (Zipf's law, roughly).
fn pick<'a>(chance: &mut Chance, words: &[&'a str]) -> &'a str {
    let (a, b) = (chance.below(words.len()), chance.below(words.len()));
    words.get(a * b / words.len().max(1)).copied().unwrap_or("")
}

const GIVEN: &[&str] = &[
    "Anna", "Ben", "Clara", "David", "Elena", "Felix", "Grace", "Hugo", "Irene", "Jonas", "Katrin", "Liam", "Mara",
    "Noah", "Olga", "Paul", "Rosa", "Samir", "Tess", "Umar", "Vera", "Wim", "Yara", "Zoe", "Amara", "Bo", "Dana",
    "Inès", "Jürgen", "Łukasz", "Mei", "Priya", "Rohan", "Søren", "Tomasz", "Chiara",
];
const FAMILY: &[&str] = &[
    "Moreau",
    "Hall",
    "Kowalski",
    "Okafor",
    "Becker",
    "Vidal",
    "Petit",
    "Nair",
    "Lindqvist",
    "Yeh",
    "Schmidt",
    "Rossi",
    "García",
    "Novák",
    "Larsen",
    "Dubois",
    "Murphy",
    "Kim",
    "Tanaka",
    "Silva",
    "Popescu",
    "Haddad",
    "Weber",
    "Jansen",
    "Costa",
    "Ivanova",
    "Bauer",
    "Nowak",
    "Fischer",
    "Ames",
    "Quist",
    "Rehn",
    "Sato",
    "Thorne",
    "Urban",
    "Voss",
];
const TRADE: &[&str] = &["Supply", "Textiles", "Charter", "Print", "Studio", "Social", "Foods", "Logistics", "Works"];
const GROUPS: &[&str] = &["Clients", "Vendors", "Peers"];
const CHANNELS: &[&str] = &["call", "mail", "in person", "message", "video", "letter", "event", "other"];
const TOPICS: &[&str] = &[
    "project",
    "meeting",
    "budget",
    "contract",
    "delivery",
    "price",
    "garden",
    "holiday",
    "family",
    "school",
    "football",
    "music",
    "travel",
    "cooking",
    "photography",
    "running",
    "cycling",
    "painting",
    "chess",
    "wireless",
    "sailing",
    "climbing",
    "theatre",
    "history",
    "astronomy",
    "pottery",
    "beekeeping",
    "archery",
    "calligraphy",
    "falconry",
    "regatta",
];
const SYLLABLES: &[&str] = &[
    "ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu", "na", "pe", "ri", "so", "tu", "va", "we", "xi", "yo",
    "zu",
];
/// Tags of conversations.
const TAGS: &[&str] = &["work", "family", "idea", "travel", "money", "health", "books", "favour"];
/// How many words there are that are only made up.
const MADE_UP: usize = 20_000;
/// One note in so many speaks of the rare word.
const RARELY: usize = 5_000;
const PLACES: &[&str] =
    &["the office", "Lyon", "the fair", "Berlin", "the old port", "Taipei", "their studio", "Lagos", "Corsica"];
const OPENINGS: &[&str] = &[
    "Talked about the {t} and how the {u} is going",
    "They asked whether the {t} could wait until spring",
    "Long chat on {t}; the {u} comes next",
    "Met at {p} and spoke of {t}",
    "Their daughter has taken up {t} and loves it",
    "The {t} is late again, because of the {u}",
    "Wants an introduction to somebody who knows {t}",
    "Back from {p}, full of stories about {t}",
];
const CLOSINGS: &[&str] = &[
    "Promised to send the notes by Friday.",
    "We should speak again before the summer.",
    "They seemed tired, but glad that I rang.",
    "Mentioned a move to {p} next year.",
    "The {u} worries them more than they say.",
    "Thanked me for the {t} article.",
];

/// One note of two to five sentences.
pub fn note(chance: &mut Chance) -> String {
    let mut text = String::new();
    for _ in 0..1 + chance.below(4) {
        sentence(&mut text, OPENINGS, chance);
        text.push_str(". ");
    }
    sentence(&mut text, CLOSINGS, chance);
    for _ in 0..2 {
        text.push_str(" Noted: ");
        made_up(&mut text, chance);
        text.push('.');
    }
    if chance.below(RARELY) == 0 {
        text.push_str(" A folkboat is for sale.");
    }
    text
}

/// A word made of syllables; a few come often, most hardly ever, as in any language.
fn made_up(text: &mut String, chance: &mut Chance) {
    let share = chance.below(1 << 20) as f64 / f64::from(1 << 20);
    let mut number = (MADE_UP as f64).powf(share) as usize;
    for _ in 0..4 {
        text.push_str(SYLLABLES.get(number % SYLLABLES.len()).copied().unwrap_or(""));
        number /= SYLLABLES.len();
    }
}

fn sentence(text: &mut String, patterns: &[&str], chance: &mut Chance) {
    let pattern = patterns.get(chance.below(patterns.len())).copied().unwrap_or("");
    let place = PLACES.get(chance.below(PLACES.len())).copied().unwrap_or("");
    text.push_str(
        &pattern.replace("{t}", pick(chance, TOPICS)).replace("{u}", pick(chance, TOPICS)).replace("{p}", place),
    );
}

/// Fills an empty Kith; the newest conversation is on `today`, the oldest six years before.
pub fn fill(app: &App, seed: u64, size: Size, today: NaiveDate) -> Result<()> {
    fill_with(app, &mut MadeUp, seed, size, today)
}

/// The same with notes and facts from elsewhere.
pub fn fill_with(app: &App, text: &mut dyn Text, seed: u64, size: Size, today: NaiveDate) -> Result<()> {
    let mut chance = Chance::new(seed);
    app.store.aside(&[], |db| {
        let groups = groups(db)?;
        for person in 1..=size.people {
            put_person(db, person, &groups, (&mut *text, &mut chance), today)?;
        }
        for talk in 1..=size.talks {
            put_talk(db, talk, size.people, (&mut *text, &mut chance), today)?;
        }
        Ok(())
    })?;
    Ok(())
}

fn groups(db: &Db) -> Result<BTreeMap<String, i64>, Error> {
    let mut statement = db.prepare("SELECT name, id FROM groups")?;
    let groups = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
    Ok(groups)
}

fn put_person(
    db: &Db,
    person: usize,
    groups: &BTreeMap<String, i64>,
    (text, chance): (&mut dyn Text, &mut Chance),
    today: NaiveDate,
) -> Result<(), Error> {
    let (given, family) = (pick(chance, GIVEN), pick(chance, FAMILY));
    let name = format!("{given} {family}");
    let org = format!("{family} {}", pick(chance, TRADE));
    // Every other person has a rhythm, from two weeks to a year.
    let every = person.is_multiple_of(2).then(|| 14 + chance.below(350));
    let set_on = today.checked_sub_days(Days::new(400)).unwrap_or(today).to_string();
    db.prepare_cached(
        "INSERT INTO contacts (id, uid, name, sort_name, given, family, org, title, about,
                               cadence_every, cadence_unit, cadence_set_on, created_at, updated_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'Lead', '', ?8, ?9, ?10, 0, 0)",
    )?
    .execute((
        person as i64,
        format!("person-{person}"),
        &name,
        name.to_lowercase(),
        given,
        family,
        &org,
        every.map(|days| days as i64),
        every.map(|_| "day"),
        every.map(|_| set_on.clone()),
    ))?;
    db.prepare_cached("INSERT INTO contact_points (contact_id, kind, value, label) VALUES (?1, 'email', ?2, 'work')")?
        .execute((person as i64, format!("{}.{person}@example.org", given.to_lowercase())))?;
    db.prepare_cached("INSERT INTO facts (uid, contact_id, text, created_at) VALUES (?1, ?2, ?3, 0)")?.execute((
        format!("fact-{person}"),
        person as i64,
        text.fact(chance),
    ))?;
    if let Some(group) = GROUPS.get(chance.below(6)).and_then(|name| groups.get(*name)) {
        db.prepare_cached("INSERT INTO memberships (contact_id, group_id, added_on) VALUES (?1, ?2, ?3)")?
            .execute((person as i64, group, &set_on))?;
    }
    Ok(())
}

fn put_talk(
    db: &Db,
    talk: usize,
    people: usize,
    (text, chance): (&mut dyn Text, &mut Chance),
    today: NaiveDate,
) -> Result<(), Error> {
    let day = today.checked_sub_days(Days::new(chance.below(6 * 365) as u64)).unwrap_or(today);
    let channel = pick(chance, CHANNELS);
    let note = text.note(chance);
    // One in six took place somewhere, one in four is tagged.
    let place = if chance.below(6) == 0 { pick(chance, PLACES) } else { "" };
    let tag = (chance.below(4) == 0).then(|| pick(chance, TAGS));
    db.prepare_cached(
        "INSERT INTO conversations (id, uid, day, minutes, channel, note, place, created_at, updated_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, unixepoch(?3, '+1 day') * 1000, unixepoch(?3, '+1 day') * 1000)",
    )?
    .execute((
        talk as i64,
        format!("talk-{talk}"),
        day.to_string(),
        15 * (1 + chance.below(5)) as i64,
        channel,
        &note,
        place,
    ))?;
    if let Some(tag) = tag {
        db.prepare_cached("INSERT INTO conversation_tags (conversation_id, tag) VALUES (?1, ?2)")?
            .execute((talk as i64, tag))?;
    }
    let with = 1 + usize::from(chance.below(5) == 0);
    for position in 0..with {
        db.prepare_cached(
            "INSERT INTO conversation_people (conversation_id, contact_id, position) VALUES (?1, ?2, ?3)
             ON CONFLICT DO NOTHING",
        )?
        .execute((talk as i64, 1 + chance.below(people) as i64, position as i64))?;
    }
    Ok(())
}
