//! From an expression to what is looked up: numbered leaves, and the rule that says which of them a person needs.
//!
//! A person's record is a set of leaf numbers (one bit each); a rule is judged on that set. Nothing here reads
//! the index.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::document::Row;
use super::query::{CHANNELS, Expr, Term};
use super::sentence;
use super::snapshot::Entry;
use super::term::{Compare, Kind as RowKind, Part, State, Thing};
use super::tokens;
use super::words::{Kind, Word, plain, words};

/// How many different things one query can look for; what a paste holds beyond is let go.
const MOST: usize = 60;
/// What is looked up, and who matches.
#[derive(Debug)]
pub struct Plan {
    /// What is looked up; a leaf's place is its bit.
    pub leaves: Vec<Leaf>,
    /// Who matches.
    pub rule: Rule,
    /// Who matches when no one has every word: the rule without the words that may be let go.
    pub lenient: Rule,
    /// What a row must be for anything in it to count.
    pub tests: Vec<RowTest>,
    /// Whether it reads like a sentence, of which people have this and that.
    pub is_sentence: bool,
}

/// One thing that is looked up.
#[derive(Debug)]
pub struct Leaf {
    /// As asked.
    pub term: Term,
    /// How it is found.
    pub look: Look,
    /// What finding it means.
    pub role: Role,
    /// In rows of which kind it counts; in all where none is named.
    pub within: Option<Row>,
}

/// How a leaf is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Look {
    /// One word, its other forms included.
    Word {
        /// Folded.
        text: String,
        /// In small letters with its accents, where folding changed it.
        lower: Option<String>,
        /// Longer words that begin so, too.
        prefix: bool,
    },
    /// Words in a row, as they are.
    Row {
        /// Folded.
        words: Vec<String>,
        /// The same in one word (`obrien`).
        joined: Option<String>,
        /// Whether the last may go on.
        prefix: bool,
        /// Overlapping pairs, where all words are characters of a script without spaces.
        pairs: Option<Vec<String>>,
    },
    /// One word just as it is.
    Exact(String),
    /// Words in a row of a name, organisation, title or place; the last may go on.
    In(Part, Vec<String>),
    /// A whole folded group name.
    Group(String),
    /// A whole folded tag.
    Tag(String),
    /// A phone number's digits.
    Number {
        /// The digits as typed.
        digits: String,
        /// What of it may stand in a text.
        words: Vec<String>,
    },
    /// Conversations with somebody of this name.
    With(Vec<String>),
    /// Rows that pass a test.
    Rows(RowTest),
    /// People of whom something holds that the database knows.
    People(PersonTest),
}

/// What can be told of a row by its columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowTest {
    /// A channel's number.
    Channel(u8),
    /// A kind.
    Kind(RowKind),
    /// Who began it: 1 me, 2 them.
    From(u8),
    /// Days since 1970-01-01, both ends included.
    Days(i32, i32),
    /// Minutes of a conversation.
    Minutes(Compare, u32),
    /// The score of feedback.
    Score(Compare, u32),
}

impl RowTest {
    /// Whether a row passes.
    pub fn holds(&self, entry: &Entry) -> bool {
        let is_conversation = entry.row() == Row::Conversation;
        let number =
            |by: &Compare, with: u32| entry.number().is_some_and(|of| by.holds(f64::from(of), f64::from(with)));
        match self {
            RowTest::Channel(channel) => is_conversation && entry.channel() == *channel,
            RowTest::Kind(RowKind::Of(row)) => entry.row() == *row,
            RowTest::Kind(RowKind::Exchange) => matches!(entry.row(), Row::Gave | Row::Received | Row::Asked),
            RowTest::From(from) => is_conversation && entry.from() == *from,
            RowTest::Days(first, last) => entry.day().is_some_and(|day| (*first..=*last).contains(&day)),
            RowTest::Minutes(by, minutes) => is_conversation && number(by, *minutes),
            RowTest::Score(by, score) => entry.row() == Row::Feedback && number(by, *score),
        }
    }
}

/// What the database knows of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PersonTest {
    /// How it stands with their rhythm.
    State(State),
    /// Days since the last touch.
    Last(Compare, u32),
    /// Days of the rhythm.
    Every(Compare, u32),
    /// The stretch in hundredths.
    Stretch(Compare, u32),
    /// They have, or lack, something.
    Has(Thing, bool),
    /// They are in a group of this folded intent.
    Intent(String),
}

/// What finding a leaf means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Narrows which rows count at all.
    Filter,
    /// Must be somewhere in the record.
    Wanted,
    /// One of several that will do.
    Choice,
    /// Must not be there.
    Unwanted,
}

/// A rule over the bits of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rule {
    /// All must hold.
    All(Vec<Rule>),
    /// One must hold.
    Any(Vec<Rule>),
    /// Must not hold.
    Not(Box<Rule>),
    /// The bit is set.
    Leaf(usize),
}

impl Rule {
    /// Whether the rule holds for a record.
    pub fn holds(&self, record: u64) -> bool {
        match self {
            Rule::All(rules) => rules.iter().all(|rule| rule.holds(record)),
            Rule::Any(rules) => rules.iter().any(|rule| rule.holds(record)),
            Rule::Not(rule) => !rule.holds(record),
            Rule::Leaf(bit) => record & (1 << bit) != 0,
        }
    }
}

impl Plan {
    /// Plans an expression.
    pub fn new(expr: &Expr) -> Plan {
        let parts = match expr {
            Expr::All(parts) => parts.as_slice(),
            one => std::slice::from_ref(one),
        };
        let spelled = sentence::spelled_out(parts);
        let parts = spelled.as_deref().unwrap_or(parts);
        let small = sentence::small_ones(parts);
        let mut planner = Planner { leaves: Vec::new(), bits: HashMap::new(), within: None };
        let (mut strict, mut lenient, mut tests) = (Vec::new(), Vec::new(), Vec::new());
        for (at, part) in parts.iter().enumerate() {
            if small.contains(&at) {
                continue;
            }
            match part {
                Expr::Term(term) if row_test(term).is_some() => tests.extend(row_test(term)),
                Expr::Term(term) if is_filter(term) => {
                    lenient.extend(planner.rule(part, Role::Filter));
                }
                _ => {
                    let Some(rule) = planner.rule(part, Role::Wanted) else { continue };
                    let may_go = matches!(part, Expr::Term(Term::Words { .. } | Term::Phrase(_)));
                    let list = if may_go { &mut strict } else { &mut lenient };
                    if !list.contains(&rule) {
                        list.push(rule);
                    }
                }
            }
        }
        let needed = lenient.iter().chain(&strict).cloned().collect();
        let is_sentence = spelled.is_some() || sentence::reads_so(parts, strict.len(), !small.is_empty());
        if let Some((first, last)) = is_sentence.then(|| sentence::days_spoken_of(parts)).flatten() {
            planner.add(Term::During(first, last), Role::Choice);
        }
        Plan { leaves: planner.leaves, rule: Rule::All(needed), lenient: Rule::All(lenient), tests, is_sentence }
    }

    /// A plan that finds who has any of these folded words, those with more and rarer ones first.
    pub fn any_of(words: &[String]) -> Plan {
        let word = |text: &String| Expr::Term(Term::Words { text: text.clone(), prefix: false });
        Plan::new(&Expr::All(vec![Expr::Any(words.iter().take(MOST).map(word).collect())]))
    }

    /// The bits of the leaves that have one of these roles.
    pub fn bits(&self, roles: &[Role]) -> u64 {
        let with_role = self.leaves.iter().enumerate().filter(|(_, leaf)| roles.contains(&leaf.role));
        with_role.fold(0, |bits, (bit, _)| bits | 1 << bit)
    }
}

struct Planner {
    leaves: Vec<Leaf>,
    bits: HashMap<Term, usize>,
    within: Option<Row>,
}

impl Planner {
    fn rule(&mut self, expr: &Expr, role: Role) -> Option<Rule> {
        let inner = if role == Role::Unwanted { Role::Unwanted } else { Role::Choice };
        match expr {
            Expr::Term(term) => self.leaf(term, role).map(Rule::Leaf),
            Expr::Not(part) => {
                let flipped = if role == Role::Unwanted { Role::Choice } else { Role::Unwanted };
                Some(Rule::Not(Box::new(self.rule(part, flipped)?)))
            }
            Expr::Any(parts) => {
                let rules: Vec<Rule> = parts.iter().filter_map(|part| self.rule(part, inner)).collect();
                (!rules.is_empty()).then_some(Rule::Any(rules))
            }
            Expr::All(parts) => Some(Rule::All(parts.iter().filter_map(|part| self.rule(part, inner)).collect())),
        }
    }

    fn leaf(&mut self, term: &Term, role: Role) -> Option<usize> {
        if let Some(&bit) = self.bits.get(term) {
            return Some(bit);
        }
        if self.leaves.len() >= MOST {
            return None;
        }
        self.within = None;
        let look = self.look(term)?;
        let bit = self.leaves.len();
        self.leaves.push(Leaf { term: term.clone(), look, role, within: self.within });
        self.bits.insert(term.clone(), bit);
        Some(bit)
    }

    /// Adds a leaf that the rule does not ask for.
    fn add(&mut self, term: Term, role: Role) {
        self.leaf(&term, role);
    }

    fn look(&mut self, term: &Term) -> Option<Look> {
        match term {
            Term::Words { text, prefix } => as_words(text, *prefix),
            Term::Phrase(text) => match as_words(text, false)? {
                Look::Word { text, .. } => Some(Look::Exact(text)),
                row => Some(row),
            },
            Term::Number(text) => Some(Look::Number {
                digits: text.chars().filter(char::is_ascii_digit).collect(),
                words: plain(text).into_iter().map(|word| word.text).collect(),
            }),
            Term::In(part, text) => self.in_part(*part, text),
            Term::State(state) => Some(Look::People(PersonTest::State(*state))),
            Term::Last(by, days) => Some(Look::People(PersonTest::Last(*by, *days))),
            Term::Every(by, days) => Some(Look::People(PersonTest::Every(*by, *days))),
            Term::Stretch(by, number) => Some(Look::People(PersonTest::Stretch(*by, *number))),
            Term::Has(thing, has) => Some(Look::People(PersonTest::Has(*thing, *has))),
            Term::Intent(intent) => Some(Look::People(PersonTest::Intent(intent.clone()))),
            Term::Channel(_)
            | Term::Kind(_)
            | Term::FromMe(_)
            | Term::Since(_)
            | Term::Until(_)
            | Term::During(..)
            | Term::Minutes(..)
            | Term::Score(..) => row_test(term).map(Look::Rows),
        }
    }

    fn in_part(&mut self, part: Part, text: &str) -> Option<Look> {
        let row = match part {
            Part::Group => return Some(Look::Group(text.to_owned())),
            Part::Tag => return Some(Look::Tag(text.to_owned())),
            Part::Name | Part::Org | Part::Title | Part::Place | Part::With => {
                let words: Vec<String> = plain(text).into_iter().map(|word| word.text).collect();
                return match part {
                    _ if words.is_empty() => None,
                    Part::With => Some(Look::With(words)),
                    _ => Some(Look::In(part, words)),
                };
            }
            Part::Note => Row::Conversation,
            Part::Fact => Row::Fact,
            Part::Gave => Row::Gave,
            Part::Received => Row::Received,
            Part::Asked => Row::Asked,
        };
        self.within = Some(row);
        as_words(text, false)
    }
}

/// What a term says of a row by itself.
fn row_test(term: &Term) -> Option<RowTest> {
    Some(match term {
        Term::Channel(text) => {
            RowTest::Channel(u8::try_from(CHANNELS.iter().position(|channel| channel == text)?).ok()?)
        }
        Term::Kind(kind) => RowTest::Kind(*kind),
        Term::FromMe(me) => RowTest::From(if *me { 1 } else { 2 }),
        Term::Since(day) => RowTest::Days(day_number(*day), i32::MAX),
        Term::Until(day) => RowTest::Days(i32::MIN + 1, day_number(*day)),
        Term::During(first, last) => RowTest::Days(day_number(*first), day_number(*last)),
        Term::Minutes(by, minutes) => RowTest::Minutes(*by, *minutes),
        Term::Score(by, score) => RowTest::Score(*by, *score),
        _ => return None,
    })
}

fn is_filter(term: &Term) -> bool {
    matches!(term, Term::In(Part::Tag | Part::Place | Part::With, _))
}

/// Days since 1970-01-01.
pub fn day_number(day: NaiveDate) -> i32 {
    day.to_epoch_days()
}

/// What stands before an apostrophe in French, Italian and Catalan and is no part of the word.
const ELIDED: [&str; 12] = ["c", "d", "j", "l", "m", "n", "s", "t", "qu", "dell", "all", "un"];

/// The word that matters of one with an apostrophe: Samantha of *Samantha's*, eau of *l'eau*.
fn without_ending(text: &str) -> Option<Word> {
    let [first, second] = <[Word; 2]>::try_from(plain(text)).ok()?;
    let between = text.get(first.to..second.from)?;
    if !matches!(between, "'" | "’" | "ʼ" | "＇" | "‘") {
        return None;
    }
    match second.text.as_str() {
        "s" => Some(first),
        _ if ELIDED.contains(&first.text.as_str()) => Some(second),
        _ => None,
    }
}

fn as_words(text: &str, prefix: bool) -> Option<Look> {
    if let Some(word) = without_ending(text) {
        let mut held = String::new();
        let lower = super::languages::lower(text, &word, &mut held).map(str::to_owned);
        return Some(Look::Word { text: word.text, lower, prefix });
    }
    let reading = words(text).find(|word| word.kind == Kind::Reading).map(|word| word.text);
    let mut plain = plain(text);
    match (plain.len(), reading) {
        (0, _) => None,
        (1, Some(reading)) => Some(Look::Exact(reading)),
        (1, None) => {
            let word = plain.pop()?;
            let mut held = String::new();
            let lower = super::languages::lower(text, &word, &mut held).map(str::to_owned);
            Some(Look::Word { text: word.text, lower, prefix })
        }
        (_, joined) => {
            let is_run = plain
                .windows(2)
                .all(|two| matches!(two, [a, b] if a.kind == Kind::Glyph && b.kind == Kind::Glyph && a.to == b.from));
            let pairs = is_run.then(|| tokens::pairs(&plain).into_iter().map(|pair| pair.text).collect());
            let words = plain.into_iter().map(|word| word.text).collect();
            Some(Look::Row { words, joined, prefix, pairs })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::query::{Reading, parse};
    use super::*;

    fn plan(input: &str) -> Plan {
        let today = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
        Plan::new(&parse(input, Reading { typing: false, today }))
    }

    #[test]
    fn every_word_is_needed_and_small_words_only_alone() {
        let plan_of = plan("who went sailing to Corsica");
        assert_eq!(plan_of.leaves.len(), 3, "{:?}", plan_of.leaves);
        assert!(plan_of.rule.holds(plan_of.bits(&[Role::Wanted])));
        assert_eq!(plan("the").bits(&[Role::Wanted]), 1);
    }

    #[test]
    fn a_sentence_has_small_words_or_asks_and_keywords_are_all_needed() {
        for sentence in ["who has a boat and went sailing to Corsica", "sailing Corsica?", "去年夏天我们去了哪里"]
        {
            assert!(plan(sentence).is_sentence, "{sentence}");
        }
        for keywords in ["sailing french corsica guitar", "boat tea tea tea the", "sailing to Corsica"] {
            assert!(!plan(keywords).is_sentence, "{keywords}");
        }
    }

    #[test]
    fn what_must_not_be_there_and_choices_are_judged_on_the_record() {
        let plan = plan("sailing or rowing -golf");
        assert!(plan.rule.holds(0b001) && plan.rule.holds(0b010) && !plan.rule.holds(0b101) && !plan.rule.holds(0));
    }

    #[test]
    fn compound_words_must_stand_together() {
        let row = |words: &[&str], joined: Option<&str>, pairs: Option<Vec<String>>| Look::Row {
            words: words.iter().map(|&word| word.into()).collect(),
            joined: joined.map(Into::into),
            prefix: false,
            pairs,
        };
        assert_eq!(as_words("o'brien", false), Some(row(&["o", "brien"], Some("obrien"), None)));
        assert_eq!(
            as_words("東京都", false),
            Some(row(&["東", "京", "都"], None, Some(vec!["東京".into(), "京都".into()])))
        );
        assert_eq!(as_words("C++", false), Some(Look::Exact("c++".into())));
    }

    #[test]
    fn a_paste_without_end_is_planned_within_bounds() {
        let paste: String = (0..5_000).map(|n| format!("word{n} ")).collect();
        assert_eq!(plan(&paste).leaves.len(), MOST);
    }
}
