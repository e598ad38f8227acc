//! What is asked: several queries of each class, chosen out of the notes by how many of these hold a word.
//!
//! So they are right for any text: a rare word stands in one note of 5,000, a common one in one of three to ten.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

use anyhow::{Context, Result, ensure};
use kith_core::testing::Chance;
use rusqlite::{Connection, OpenFlags};
use serde::{Deserialize, Serialize};

/// What kind of query it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Class {
    Rare,
    Common,
    TwoWords,
    TwoWordsApart,
    TwoCommon,
    TwoCommonApart,
    Prefix(u8),
    Phrase,
    Typo,
    Filter,
    Question,
}

impl Class {
    /// All, in the order in which they are told.
    pub const ALL: [Class; 14] = [
        Class::Rare,
        Class::Common,
        Class::TwoWords,
        Class::TwoWordsApart,
        Class::TwoCommon,
        Class::TwoCommonApart,
        Class::Prefix(1),
        Class::Prefix(2),
        Class::Prefix(3),
        Class::Prefix(4),
        Class::Phrase,
        Class::Typo,
        Class::Filter,
        Class::Question,
    ];

    /// How it is told, and how `--class` names it.
    pub fn name(self) -> &'static str {
        match self {
            Class::Rare => "rare word",
            Class::Common => "common word",
            Class::TwoWords => "two words",
            Class::TwoWordsApart => "two words of a person",
            Class::TwoCommon => "two common words",
            Class::TwoCommonApart => "two common words of a person",
            Class::Prefix(1) => "prefix of 1 letter",
            Class::Prefix(2) => "prefix of 2 letters",
            Class::Prefix(3) => "prefix of 3 letters",
            Class::Prefix(_) => "prefix of 4 letters",
            Class::Phrase => "phrase",
            Class::Typo => "typo",
            Class::Filter => "filter",
            Class::Question => "question",
        }
    }
}

/// A query, in Kith's language and in FTS5's.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Asked {
    /// Of what kind.
    pub class: Class,
    /// As typed.
    pub query: String,
    /// Whether it is asked while it is typed, so that the last word may go on.
    pub typing: bool,
    /// What FTS5 is asked.
    pub full_text: String,
    /// Two words of which a person must have each, in FTS5's language.
    pub apart: Option<(String, String)>,
    /// What else must hold in SQL, where FTS5 has no word for it.
    pub condition: String,
}

impl Asked {
    fn new(class: Class, query: String, full_text: String) -> Asked {
        let typing = matches!(class, Class::Prefix(_));
        Asked { class, query, typing, full_text, apart: None, condition: String::new() }
    }

    /// Two words: FTS5 is asked for notes with both.
    fn both(class: Class, one: &str, other: &str) -> Asked {
        Asked::new(class, format!("{one} {other}"), quoted(&[one, other], " "))
    }

    /// Two words: FTS5 is asked for people with both, in one note or in two.
    fn apart(class: Class, one: &str, other: &str) -> Asked {
        let apart = Some((quoted(&[one], ""), quoted(&[other], "")));
        Asked { apart, ..Asked::new(class, format!("{one} {other}"), quoted(&[one, other], " OR ")) }
    }
}

/// Queries of each class.
const EACH: usize = 8;
/// Notes in which words that follow each other are counted.
const SAMPLE: i64 = 20_000;
/// Words that say nothing by themselves.
const SLIGHT: &str = " a about after again all also am an and any are as at be because been before but by can could did \
    do does for from get good great had has have he her hers him his how i if in into is it its just know last like \
    love me more most my no not of on one or our out she should so some somebody than that the their them then there \
    they this to too up us very was we well were what when where whether which while who why will with would yes you \
    your ";

/// How many notes hold each word, and pairs of words in a sample of notes.
struct Counted {
    notes: f64,
    words: BTreeMap<String, u32>,
    pairs: BTreeMap<(String, String), u32>,
    sampled: f64,
}

/// Chooses the queries of all classes for the notes of a database.
pub fn choose(database: &Path) -> Result<Vec<Asked>> {
    let counted = Counted::read(database)?;
    let rare = counted.near(1.0 / 5_000.0, 2 * EACH);
    let medium = counted.near(1.0 / 60.0, 2 * EACH);
    let common = counted.common();
    ensure!(
        rare.len() > EACH && medium.len() > EACH && common.len() > 1,
        "the notes hold too few words: {} rare, {} between, {} common",
        rare.len(),
        medium.len(),
        common.len()
    );
    let mut asked = Vec::new();
    let word = |class, word: &String| Asked::new(class, word.clone(), quoted(&[word], ""));
    asked.extend(rare.iter().take(EACH).map(|rare| word(Class::Rare, rare)));
    asked.extend(common.iter().take(EACH).map(|common| word(Class::Common, common)));
    let pairs: Vec<_> = medium.iter().zip(medium.iter().skip(EACH)).collect();
    asked.extend(pairs.iter().map(|(one, other)| Asked::both(Class::TwoWords, one, other)));
    asked.extend(pairs.iter().map(|(one, other)| Asked::apart(Class::TwoWordsApart, one, other)));
    let pairs: Vec<_> = common.iter().zip(common.iter().cycle().skip(1)).collect();
    asked.extend(pairs.iter().map(|(one, other)| Asked::both(Class::TwoCommon, one, other)));
    asked.extend(pairs.iter().map(|(one, other)| Asked::apart(Class::TwoCommonApart, one, other)));
    for letters in 1..=4 {
        asked.extend(prefixes(letters, [&common, &medium, &rare]));
    }
    let phrases = counted.phrases();
    asked.extend(phrases.iter().map(|(one, other)| {
        let phrase = format!("\"{one} {other}\"");
        Asked::new(Class::Phrase, phrase.clone(), phrase)
    }));
    asked.extend(counted.typos([&medium, &common, &rare]));
    asked.extend(filters(&common, &medium));
    asked.extend(questions(&medium, &rare, &common));
    Ok(asked)
}

impl Counted {
    fn read(database: &Path) -> Result<Counted> {
        let db = Connection::open_with_flags(database, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        let notes: i64 = db.query_row("SELECT count(*) FROM conversations", [], |row| row.get(0))?;
        let every = (notes / SAMPLE).max(1);
        let (mut words, mut pairs, mut sampled) = (HashMap::new(), HashMap::new(), 0);
        let mut statement = db.prepare("SELECT note FROM conversations ORDER BY id")?;
        let mut rows = statement.query([])?;
        let mut number = 0;
        while let Some(row) = rows.next()? {
            let note = row.get_ref(0)?.as_str()?.to_lowercase();
            if number % every == 0 {
                sampled += 1;
                for (one, other) in pairs_of(&note) {
                    *pairs.entry((one.to_owned(), other.to_owned())).or_insert(0) += 1;
                }
            }
            let mut here: Vec<&str> = plain(&note).filter(|word| telling(word)).collect();
            here.sort_unstable();
            here.dedup();
            for word in here {
                match words.get_mut(word) {
                    Some(count) => *count += 1,
                    None => drop(words.insert(word.to_owned(), 1)),
                }
            }
            number += 1;
        }
        ensure!(number > 0, "there are no notes");
        let [notes, sampled] = [notes, sampled].map(|count| count as f64);
        Ok(Counted { notes, words: words.into_iter().collect(), pairs: pairs.into_iter().collect(), sampled })
    }

    fn share(&self, word: &str) -> f64 {
        f64::from(self.words.get(word).copied().unwrap_or(0)) / self.notes
    }

    /// The words whose share of the notes is nearest, none of them a form of a much commoner one.
    fn near(&self, share: f64, most: usize) -> Vec<String> {
        let distance = |word: &String| (self.share(word) / share).ln().abs();
        let mut words: Vec<&String> = self.words.keys().filter(|word| word.len() >= 5).collect();
        words.sort_by(|a, b| distance(a).total_cmp(&distance(b)).then(shuffled(a).cmp(&shuffled(b))));
        words.into_iter().filter(|word| distance(word) < 1.6 && self.stands_alone(word)).take(most).cloned().collect()
    }

    /// Whether neither what it begins with nor what begins like it is much commoner.
    fn stands_alone(&self, word: &str) -> bool {
        let count = self.words.get(word).copied().unwrap_or(0);
        let stem = word.get(..(word.len() - 2).max(4)).unwrap_or(word);
        let kin = self.words.range(stem.to_owned()..).take_while(|(other, _)| other.starts_with(stem));
        let shorter = (4..word.len()).filter_map(|length| self.words.get(word.get(..length)?));
        kin.map(|(_, count)| count).sum::<u32>() < 2 * count && shorter.sum::<u32>() < count
    }

    /// Words in one of three to ten notes, from the commonest on, evenly.
    fn common(&self) -> Vec<String> {
        let is_common = |word: &&String| word.len() >= 4 && (0.1..=0.34).contains(&self.share(word));
        let mut words: Vec<&String> = self.words.keys().filter(is_common).collect();
        words.sort_by(|a, b| self.share(b).total_cmp(&self.share(a)).then(a.cmp(b)));
        spread(&words).into_iter().map(|word| (*word).clone()).collect()
    }

    /// Pairs of words that stand together in one of 20 to 1,000 notes, each word in one pair.
    fn phrases(&self) -> Vec<(String, String)> {
        let share = |pair: &(String, String)| f64::from(self.pairs.get(pair).copied().unwrap_or(0)) / self.sampled;
        let fits = |pair: &&(String, String)| (0.001..=0.05).contains(&share(pair));
        let mut pairs: Vec<&(String, String)> = self.pairs.keys().filter(fits).collect();
        pairs.sort_by(|a, b| share(b).total_cmp(&share(a)).then(a.cmp(b)));
        let mut seen = BTreeSet::new();
        pairs.retain(|(one, other)| seen.insert(one) & seen.insert(other));
        spread(&pairs).into_iter().map(|pair| (*pair).clone()).collect()
    }

    /// Words with one mistake each: two letters swapped, one left out, one too many, one wrong.
    fn typos(&self, kinds: [&Vec<String>; 3]) -> Vec<Asked> {
        let mut chance = Chance::new(7);
        let mut asked = Vec::new();
        let right = in_turns(kinds).filter(|word| word.len() >= 5);
        for (number, right) in right.enumerate() {
            let wrong = misspelt(right, number % 4, &mut chance);
            if asked.len() < EACH && wrong != *right && !self.words.contains_key(&wrong) {
                asked.push(Asked::new(Class::Typo, wrong, quoted(&[right], " ")));
            }
        }
        asked
    }
}

/// The words of a text that are of plain letters, with those between them left out.
fn plain(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split_whitespace().map(|word| word.trim_matches(|c: char| c.is_ascii_punctuation()));
    words.filter(|word| is_plain(word))
}

/// Telling words that follow each other with nothing between, each pair once.
fn pairs_of(text: &str) -> BTreeSet<(&str, &str)> {
    let between = |c: char| !c.is_alphabetic() && c != ' ' && c != '\'';
    let mut pairs = BTreeSet::new();
    for part in text.split(between) {
        let words: Vec<&str> = part.split_whitespace().collect();
        let both = words.windows(2).filter_map(|pair| Some((*pair.first()?, *pair.get(1)?)));
        pairs.extend(both.filter(|(one, other)| [one, other].iter().all(|word| telling(word) && is_plain(word))));
    }
    pairs
}

fn is_plain(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// Puts words that are alike otherwise into an order that is not the alphabet's.
fn shuffled(word: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    word.hash(&mut hasher);
    hasher.finish()
}

fn telling(word: &str) -> bool {
    word.len() >= 3 && !SLIGHT.contains(&format!(" {word} "))
}

/// So many of them as a class has, evenly from the first to the last.
fn spread<T>(all: &[T]) -> Vec<&T> {
    let step = (all.len() as f64 / EACH as f64).max(1.0);
    (0..EACH).filter_map(|number| all.get((number as f64 * step) as usize)).collect()
}

fn quoted(words: &[&str], between: &str) -> String {
    let words: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
    words.join(between)
}

/// A word of each kind, then the next of each.
fn in_turns(kinds: [&Vec<String>; 3]) -> impl Iterator<Item = &String> {
    let most = kinds.iter().map(|words| words.len()).max().unwrap_or(0);
    (0..most).flat_map(move |at| kinds.map(|words| words.get(at))).flatten()
}

/// The first letters of common, less common and rare words, each once.
fn prefixes(letters: u8, kinds: [&Vec<String>; 3]) -> Vec<Asked> {
    let mut asked: Vec<Asked> = Vec::new();
    for word in in_turns(kinds) {
        let Some(start) = word.get(..letters.into()).filter(|start| start.len() < word.len()) else { continue };
        if asked.len() < EACH && asked.iter().all(|other| other.query != start) {
            asked.push(Asked::new(Class::Prefix(letters), start.to_owned(), format!("\"{start}\"*")));
        }
    }
    asked
}

fn misspelt(word: &str, how: usize, chance: &mut Chance) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    // The first letter stays: that it is wrong too is another test's business.
    let at = 1 + chance.below(letters.len().saturating_sub(2));
    let other = char::from(b'a' + chance.below(26) as u8);
    match how {
        0 if at + 1 < letters.len() => letters.swap(at, at + 1),
        1 => drop(letters.remove(at)),
        2 => letters.insert(at, other),
        _ => letters.iter_mut().skip(at).take(1).for_each(|letter| *letter = other),
    }
    letters.into_iter().collect()
}

/// A common or less common word, and what its conversation must be like.
fn filters(common: &[String], medium: &[String]) -> Vec<Asked> {
    let conversation = |condition: &str| {
        format!(
            "text_id % 4 = 0 AND EXISTS (SELECT 1 FROM kith.conversations AS c WHERE c.id = text_id / 4 AND {condition})"
        )
    };
    let tagged = |tag: &str| {
        format!(
            "text_id % 4 = 0 AND EXISTS (SELECT 1 FROM kith.conversation_tags AS t WHERE t.conversation_id = text_id / 4 AND t.tag = '{tag}')"
        )
    };
    let member = |group: &str| {
        format!(
            "contact_id IN (SELECT m.contact_id FROM kith.memberships AS m JOIN kith.groups AS g ON g.id = m.group_id WHERE g.name = '{group}')"
        )
    };
    let kinds = [
        ("since:2025-11-21", "day >= '2025-11-21'".to_owned()),
        ("channel:call", conversation("c.channel = 'call'")),
        ("group:Clients", member("Clients")),
        ("tag:work", tagged("work")),
        ("since:2024", "day >= '2024-01-01'".to_owned()),
        ("channel:letter", conversation("c.channel = 'letter'")),
        ("group:Peers", member("Peers")),
        ("tag:travel", tagged("travel")),
    ];
    let words = common.iter().cycle().zip(medium.iter().cycle()).flat_map(|(one, other)| [one, one, other, other]);
    let asked = kinds.into_iter().zip(words).map(|((filter, condition), word)| {
        let asked = Asked::new(Class::Filter, format!("{word} {filter}"), quoted(&[word], " "));
        Asked { condition, ..asked }
    });
    asked.collect()
}

/// Whole questions. FTS5 is asked for any of their telling words: it finds nothing that holds all of a question.
fn questions(medium: &[String], rare: &[String], common: &[String]) -> Vec<Asked> {
    let words = medium.iter().zip(rare).zip(common.iter().cycle());
    let asked = words.take(EACH).enumerate().map(|(number, ((one, seldom), often))| {
        let question = match number % 4 {
            0 => format!("Who told me about the {one} and the {seldom}?"),
            1 => format!("Which of them wanted to hear more of {often} and {one}?"),
            2 => format!("When did we last speak of the {seldom}?"),
            _ => format!("Who could help somebody with {one}, {often} or {seldom}?"),
        };
        let folded = question.to_lowercase();
        let telling: Vec<&str> = plain(&folded).filter(|word| telling(word)).collect();
        Asked::new(Class::Question, question.clone(), quoted(&telling, " OR "))
    });
    asked.collect()
}

/// The queries chosen before, out of a file.
pub fn read(file: &Path) -> Result<Vec<Asked>> {
    let text = std::fs::read(file).with_context(|| format!("reading {}", file.display()))?;
    Ok(serde_json::from_slice(&text)?)
}
