//! From an expression to what is looked up: numbered leaves, and the rule that says which of them a person needs.
//!
//! A person's record is a set of leaf numbers (one bit each); a rule is judged on that set. Nothing here reads
//! the index.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::query::{CHANNELS, Expr, Term};
use super::words::{Kind, Word, words};

/// How many different things one query can look for; what a paste holds beyond is let go.
const MOST: usize = 60;

/// What is looked up, and who matches.
#[derive(Debug)]
pub struct Plan {
    /// What is looked up; a leaf's place is its bit. Filters come first.
    pub leaves: Vec<Leaf>,
    /// Who matches.
    pub rule: Rule,
    /// Who matches when no one has every word: the rule without the words that may be let go.
    pub lenient: Rule,
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
}

/// How a leaf is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Look {
    /// One word, its other forms included.
    Word {
        /// Folded.
        text: String,
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
    /// Words of the name in a row; the last may go on.
    Name(Vec<String>),
    /// A whole folded group name.
    Group(String),
    /// A whole folded tag.
    Tag(String),
    /// A channel's number.
    Channel(u64),
    /// Days since 1970-01-01, both ends included.
    Days(i32, i32),
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
    /// A small word of the language: it helps the order and is not needed.
    Slight,
    /// Must not be there.
    Unwanted,
}

/// A rule over the bits of a record.
#[derive(Debug, PartialEq, Eq)]
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
        let mut planner = Planner { leaves: Vec::new(), bits: HashMap::new() };
        for part in parts {
            if let Expr::Term(term) = part
                && is_filter(term)
            {
                planner.leaf(term, Role::Filter);
            }
        }
        let all_slight = !parts.iter().any(|part| !matches!(part, Expr::Term(term) if is_slight(term)));
        let (mut strict, mut lenient) = (Vec::new(), Vec::new());
        for part in parts {
            let role = match part {
                Expr::Term(term) if is_slight(term) && !all_slight => Role::Slight,
                _ => Role::Wanted,
            };
            let Some(rule) = planner.rule(part, role) else { continue };
            let may_go = matches!(part, Expr::Term(Term::Words { .. } | Term::Phrase(_)));
            if role != Role::Slight {
                let list = if may_go { &mut strict } else { &mut lenient };
                list.push(rule);
            }
        }
        let needed = lenient.iter().chain(&strict).map(Rule::copy).collect();
        Plan { leaves: planner.leaves, rule: Rule::All(needed), lenient: Rule::All(lenient) }
    }

    /// The bits of the leaves that have one of these roles.
    pub fn bits(&self, roles: &[Role]) -> u64 {
        let with_role = self.leaves.iter().enumerate().filter(|(_, leaf)| roles.contains(&leaf.role));
        with_role.fold(0, |bits, (bit, _)| bits | 1 << bit)
    }
}

impl Rule {
    fn copy(&self) -> Rule {
        match self {
            Rule::All(rules) => Rule::All(rules.iter().map(Rule::copy).collect()),
            Rule::Any(rules) => Rule::Any(rules.iter().map(Rule::copy).collect()),
            Rule::Not(rule) => Rule::Not(Box::new(rule.copy())),
            Rule::Leaf(bit) => Rule::Leaf(*bit),
        }
    }
}

struct Planner {
    leaves: Vec<Leaf>,
    bits: HashMap<Term, usize>,
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
        let look = look(term)?;
        let bit = self.leaves.len();
        self.leaves.push(Leaf { term: term.clone(), look, role });
        self.bits.insert(term.clone(), bit);
        Some(bit)
    }
}

fn is_filter(term: &Term) -> bool {
    matches!(term, Term::Tag(_) | Term::Channel(_) | Term::Since(_) | Term::Until(_))
}

fn is_slight(term: &Term) -> bool {
    match term {
        Term::Words { text, prefix: false } => SLIGHT.contains(&text.to_lowercase().as_str()),
        _ => false,
    }
}

fn look(term: &Term) -> Option<Look> {
    match term {
        Term::Words { text, prefix } => as_words(text, *prefix),
        Term::Phrase(text) => match as_words(text, false)? {
            Look::Word { text, .. } => Some(Look::Exact(text)),
            row => Some(row),
        },
        Term::Name(text) => {
            let words: Vec<String> = plain(text).into_iter().map(|word| word.text).collect();
            (!words.is_empty()).then_some(Look::Name(words))
        }
        Term::Group(text) => Some(Look::Group(text.clone())),
        Term::Tag(text) => Some(Look::Tag(text.clone())),
        Term::Channel(text) => {
            let number = CHANNELS.iter().position(|channel| channel == text)?;
            Some(Look::Channel(u64::try_from(number).ok()?))
        }
        Term::Since(day) => Some(Look::Days(day_number(*day), i32::MAX)),
        Term::Until(day) => Some(Look::Days(i32::MIN + 1, day_number(*day))),
    }
}

/// Days since 1970-01-01.
pub fn day_number(day: NaiveDate) -> i32 {
    day.to_epoch_days()
}

fn plain(text: &str) -> Vec<Word> {
    words(text).filter(|word| word.kind != Kind::Reading).collect()
}

fn as_words(text: &str, prefix: bool) -> Option<Look> {
    let reading = words(text).find(|word| word.kind == Kind::Reading).map(|word| word.text);
    let mut plain = plain(text);
    match (plain.len(), reading) {
        (0, _) => None,
        (1, Some(reading)) => Some(Look::Exact(reading)),
        (1, None) => plain.pop().map(|word| Look::Word { text: word.text, prefix }),
        (_, joined) => {
            let is_run = plain
                .windows(2)
                .all(|two| matches!(two, [a, b] if a.kind == Kind::Glyph && b.kind == Kind::Glyph && a.to == b.from));
            let pairs = is_run.then(|| {
                let two = plain.windows(2);
                two.map(|two| two.iter().map(|word| word.text.as_str()).collect()).collect()
            });
            let words = plain.into_iter().map(|word| word.text).collect();
            Some(Look::Row { words, joined, prefix, pairs })
        }
    }
}

/// Words that carry a question rather than its matter. They are needed only where nothing else is asked.
const SLIGHT: [&str; 68] = [
    "a", "about", "am", "an", "and", "any", "are", "as", "at", "be", "been", "but", "by", "can", "could", "did", "do",
    "does", "for", "from", "had", "has", "have", "he", "her", "him", "his", "how", "i", "if", "in", "into", "is", "it",
    "its", "me", "my", "of", "on", "or", "our", "she", "so", "than", "that", "the", "their", "them", "then", "there",
    "they", "this", "to", "us", "was", "we", "were", "what", "when", "where", "which", "who", "whom", "whose", "why",
    "with", "would", "you",
];

#[cfg(test)]
mod tests {
    use super::super::query::parse;
    use super::*;

    fn plan(input: &str) -> Plan {
        Plan::new(&parse(input, false))
    }

    #[test]
    fn every_word_is_needed_and_small_words_only_alone() {
        let plan_of = plan("who went sailing to Corsica");
        let needed: Vec<&Look> =
            plan_of.leaves.iter().filter(|leaf| leaf.role == Role::Wanted).map(|leaf| &leaf.look).collect();
        assert_eq!(needed.len(), 3, "{needed:?}");
        assert!(plan_of.rule.holds(plan_of.bits(&[Role::Wanted])));
        assert!(!plan_of.rule.holds(plan_of.bits(&[Role::Slight])));
        assert_eq!(plan("the").bits(&[Role::Wanted]), 1);
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
