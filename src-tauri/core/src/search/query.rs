//! The query language: what was typed becomes an expression. No input is an error; what is not language is words.
//!
//! `words` · `"a phrase"` · `-not` · `a or b` · `(…)` · `pre*` · `field:value` (`term.rs` has the fields). Invariant:
//! printing an expression and parsing it again gives the same expression.

use std::fmt;

use chrono::NaiveDate;

pub use super::term::{CHANNELS, Term};
use super::term::{in_field, is_field, number_of, state};
use super::words::words;

/// What was asked for. An empty `All` asks for nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expr {
    /// Every part must hold of the person.
    All(Vec<Expr>),
    /// At least one part must.
    Any(Vec<Expr>),
    /// The part must not.
    Not(Box<Expr>),
    /// One thing to look for.
    Term(Term),
}

/// How a query is to be read.
#[derive(Clone, Copy, Debug)]
pub struct Reading {
    /// Whether the last word may go on, because it is still being typed.
    pub typing: bool,
    /// Today, for dates in words.
    pub today: NaiveDate,
}

/// Parses what was typed.
pub fn parse(input: &str, reading: Reading) -> Expr {
    let mut chunks = cut(input);
    if let Some(number) = number(&chunks) {
        return Expr::All(vec![Expr::Term(number)]);
    }
    let ends = input.chars().next_back().is_some_and(char::is_alphanumeric);
    if reading.typing
        && ends
        && let Some(Chunk::Item { body: Body::Bare(text), field: None, .. }) = chunks.last_mut()
    {
        text.push('*');
    }
    let is_prose = is_prose(&chunks);
    let mut parser = Parser { chunks: chunks.into_iter().peekable(), today: reading.today, is_prose };
    let parts = parser.parts(0);
    Expr::All(parts)
}

impl Expr {
    /// Whether nothing is asked for.
    pub fn is_empty(&self) -> bool {
        matches!(self, Expr::All(parts) if parts.is_empty())
    }
}

/// A piece of the input: a bracket, or what stands between spaces with its quotes kept together.
enum Chunk {
    Open { negated: bool },
    Close,
    Item { negated: bool, field: Option<String>, body: Body },
}

enum Body {
    Bare(String),
    Quoted(String),
}

/// Plain words from which a query is read as prose, not as language: its “due” and “never” are words.
const PROSE: usize = 5;

fn is_prose(chunks: &[Chunk]) -> bool {
    let bare = chunks.iter().filter(|chunk| !is_or(chunk)).filter_map(|chunk| match chunk {
        Chunk::Item { field: None, body: Body::Bare(text), .. } if !text.starts_with('#') && has_word(text) => {
            Some(text)
        }
        _ => None,
    });
    let (mut count, mut asks) = (0, false);
    for text in bare {
        count += 1;
        asks |= text.ends_with(['?', '？', '؟']);
    }
    asks || count >= PROSE
}

fn is_opening(c: char) -> bool {
    matches!(c, '"' | '“' | '„' | '«' | '＂')
}

fn is_closing(c: char) -> bool {
    matches!(c, '"' | '”' | '“' | '»' | '＂')
}

/// How many characters of a query are read: a pasted book must not stall the screens.
const LONGEST: usize = 20_000;
/// How deep brackets are told apart.
const DEEPEST: usize = 16;

fn cut(input: &str) -> Vec<Chunk> {
    let (mut text, mut chunks, mut at) = (input.chars().take(LONGEST).collect::<String>(), Vec::new(), 0);
    while let Some(rest) = text.get(at..).map(str::trim_start).filter(|rest| !rest.is_empty()) {
        let start = text.len() - rest.len();
        match one(rest) {
            Ok((chunk, after)) => {
                chunks.push(chunk);
                at = text.len() - after.len();
            }
            Err(half_quote) => {
                text.remove(start + half_quote);
                at = start;
            }
        }
    }
    chunks
}

/// Reads the chunk at the start of `rest`, which starts with no space, and returns what follows it; an error is the
/// place of a quote that nothing closes, which is to be read as if it were not there.
fn one(rest: &str) -> Result<(Chunk, &str), usize> {
    let (negated, positive) = match rest.strip_prefix('-') {
        Some(after) if after.starts_with(|c: char| is_opening(c) || "(#".contains(c) || c.is_alphanumeric()) => {
            (true, after)
        }
        _ => (false, rest),
    };
    if let Some(after) = positive.strip_prefix('(') {
        return Ok((Chunk::Open { negated }, after));
    }
    if let Some(after) = positive.strip_prefix(')') {
        return Ok((Chunk::Close, after));
    }
    if let Some((text, after)) = quoted(positive) {
        return Ok((Chunk::Item { negated, field: None, body: Body::Quoted(text) }, after));
    }
    if positive.starts_with(is_opening) {
        return Err(rest.len() - positive.len());
    }
    if let Some((field, value)) = positive.split_once(':')
        && is_field(field)
        && value.starts_with(is_opening)
    {
        let (text, after) = quoted(value).ok_or(rest.len() - value.len())?;
        return Ok((Chunk::Item { negated, field: Some(field.to_lowercase()), body: Body::Quoted(text) }, after));
    }
    let ends = |c: char| c.is_whitespace() || c == '(' || c == ')';
    let end = positive.find(ends).unwrap_or(positive.len());
    let (bare, after) = positive.split_at(end);
    let (field, text) = match bare.split_once(':') {
        Some((field, value)) if is_field(field) && !value.is_empty() => (Some(field.to_lowercase()), value),
        _ => (None, bare),
    };
    Ok((Chunk::Item { negated, field, body: Body::Bare(text.to_owned()) }, after))
}

/// The text of a phrase that starts here and is closed before a space, a bracket or the end.
fn quoted(rest: &str) -> Option<(String, &str)> {
    let mut chars = rest.chars();
    let inner = is_opening(chars.next()?).then_some(chars.as_str())?;
    let (text, after) = inner.split_once(is_closing)?;
    let is_whole = after.chars().next().is_none_or(|c| c.is_whitespace() || c == ')' || c == '(');
    (is_whole && has_word(text)).then(|| (text.trim().to_owned(), after))
}

/// The fewest digits of what is read as a phone number, and the fewest where it is in pieces and begins with neither
/// `+`, `0` nor a bracket.
const FEWEST_DIGITS: [usize; 2] = [6, 9];

/// A query that is nothing but a phone number: `(555) 123`, `+33 4 91 00`.
fn number(chunks: &[Chunk]) -> Option<Term> {
    let (mut said, mut pieces) = (String::new(), 0);
    for chunk in chunks {
        match chunk {
            Chunk::Open { negated: false } => said.push('('),
            Chunk::Close => said.push(')'),
            Chunk::Item { negated: false, field: None, body: Body::Bare(text) } => {
                if text.contains(|c: char| c.is_alphanumeric() && !c.is_ascii_digit()) {
                    return None;
                }
                pieces += usize::from(has_word(text));
                said.push_str(text);
            }
            _ => return None,
        }
    }
    let digits = said.chars().filter(char::is_ascii_digit).count();
    let is_dialled = said.starts_with(['+', '(', '0']) || pieces == 1;
    let [fewest, of_pieces] = FEWEST_DIGITS;
    (digits >= if is_dialled { fewest } else { of_pieces }).then(|| number_of(&said)).flatten()
}

fn has_word(text: &str) -> bool {
    words(text).next().is_some()
}

struct Parser<I: Iterator<Item = Chunk>> {
    chunks: std::iter::Peekable<I>,
    today: NaiveDate,
    is_prose: bool,
}

impl<I: Iterator<Item = Chunk>> Parser<I> {
    /// The parts up to the bracket that closes, or the end.
    fn parts(&mut self, depth: usize) -> Vec<Expr> {
        let mut parts: Vec<Expr> = Vec::new();
        let mut either = false;
        while let Some(chunk) = self.chunks.next() {
            if matches!(chunk, Chunk::Close) {
                if depth > 0 {
                    break;
                }
                continue;
            }
            if is_or(&chunk) {
                let between = !parts.is_empty() && !either && self.chunks.peek().is_some();
                if between {
                    either = true;
                    continue;
                }
                if depth > 0 {
                    continue;
                }
            }
            let part = match chunk {
                Chunk::Open { negated } => self.group(negated, depth),
                Chunk::Item { negated, field, body } => self.item(negated, field, body),
                Chunk::Close => None,
            };
            let Some(part) = part else { continue };
            put(&mut parts, part, std::mem::take(&mut either));
        }
        // Brackets that change nothing are taken away.
        let flat = parts.into_iter().flat_map(|part| match part {
            Expr::All(inner) => inner,
            part => vec![part],
        });
        flat.collect()
    }

    fn group(&mut self, negated: bool, depth: usize) -> Option<Expr> {
        if depth >= DEEPEST {
            return None;
        }
        let mut parts = self.parts(depth + 1);
        let inner = match parts.len() {
            0 => return None,
            1 => parts.pop()?,
            _ => Expr::All(parts),
        };
        Some(if negated { Expr::Not(Box::new(inner)) } else { inner })
    }

    fn item(&self, negated: bool, field: Option<String>, body: Body) -> Option<Expr> {
        let term = match (field, body) {
            (Some(field), Body::Bare(value)) => {
                let bare = value.trim_end_matches('*');
                in_field(&field, bare, self.today).or_else(|| bare_words(&format!("{field}:{value}")))
            }
            (Some(field), Body::Quoted(value)) => in_field(&field, &value, self.today).or(Some(Term::Phrase(value))),
            (None, Body::Quoted(value)) => Some(Term::Phrase(value)),
            (None, Body::Bare(value)) => match value.strip_prefix('#') {
                Some(tag) if has_word(tag) => in_field("tag", tag.trim_end_matches('*'), self.today),
                _ => state(&value).filter(|_| !self.is_prose).or_else(|| bare_words(&value)),
            },
        }?;
        let term = Expr::Term(term);
        Some(if negated { Expr::Not(Box::new(term)) } else { term })
    }
}

fn is_or(chunk: &Chunk) -> bool {
    matches!(chunk, Chunk::Item { negated: false, field: None, body: Body::Bare(text) } if text == "or" || text == "OR")
}

/// Adds a part, or makes it a choice with the one before.
fn put(parts: &mut Vec<Expr>, part: Expr, either: bool) {
    if !either {
        parts.push(part);
        return;
    }
    let mut any = match parts.pop() {
        Some(Expr::Any(any)) => any,
        Some(before) => vec![before],
        None => Vec::new(),
    };
    match part {
        Expr::Any(more) => any.extend(more),
        part => any.push(part),
    }
    parts.push(Expr::Any(any));
}

fn bare_words(value: &str) -> Option<Term> {
    let text = value.trim_end_matches('*');
    let prefix = text.len() < value.len();
    has_word(text).then(|| Term::Words { text: text.to_owned(), prefix })
}

impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (parts, between) = match self {
            Expr::All(parts) => (parts, " "),
            Expr::Any(parts) => (parts, " or "),
            Expr::Not(part) => {
                let said = part.to_string();
                // A minus is read as “not” only before these.
                let is_plain =
                    matches!(**part, Expr::Term(_)) && said.starts_with(|c: char| c == '"' || c.is_alphanumeric());
                return if is_plain { write!(f, "-{said}") } else { write!(f, "-({said})") };
            }
            Expr::Term(term) => return term.fmt(f),
        };
        for (at, part) in parts.iter().enumerate() {
            let needs_brackets = match part {
                Expr::All(_) => true,
                Expr::Any(_) => matches!(self, Expr::Any(_)),
                Expr::Not(_) | Expr::Term(_) => false,
            };
            let (open, close) = if needs_brackets { ("(", ")") } else { ("", "") };
            write!(f, "{}{open}{part}{close}", if at == 0 { "" } else { between })?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::term::{Compare, Part, State};
    use super::*;

    fn reading(typing: bool) -> Reading {
        Reading { typing, today: NaiveDate::from_ymd_opt(2026, 11, 21).unwrap() }
    }

    fn read(input: &str) -> Expr {
        parse(input, reading(false))
    }

    fn word(text: &str) -> Expr {
        Expr::Term(Term::Words { text: text.into(), prefix: false })
    }

    #[test]
    fn words_phrases_not_and_or_are_read() {
        let expected = Expr::All(vec![
            Expr::Any(vec![word("sailing"), word("rowing")]),
            Expr::Term(Term::Phrase("dock drawings".into())),
            Expr::Not(Box::new(word("golf"))),
        ]);
        assert_eq!(read("sailing or rowing \"dock drawings\" -golf"), expected);
    }

    #[test]
    fn brackets_hold_parts_together() {
        let rows = Expr::Any(vec![Expr::All(vec![word("french"), word("boat")]), word("rowing")]);
        assert_eq!(read("(french boat) or rowing"), Expr::All(vec![rows]));
        let neither = Expr::Not(Box::new(Expr::Any(vec![word("golf"), word("chess")])));
        assert_eq!(read("tea -(golf or chess)"), Expr::All(vec![word("tea"), neither]));
        assert_eq!(read("((tea"), Expr::All(vec![word("tea")]));
        assert_eq!(read("tea) f(x)"), Expr::All(vec![word("tea"), word("f"), word("x")]));
    }

    #[test]
    fn the_last_word_may_go_on_while_typing() {
        let last = |input, typing| match parse(input, reading(typing)) {
            Expr::All(parts) => parts.last().cloned(),
            _ => None,
        };
        let prefix = Some(Expr::Term(Term::Words { text: "sai".into(), prefix: true }));
        assert_eq!(last("french sai", true), prefix);
        assert_eq!(last("sai*", false), prefix);
        assert_eq!(last("sai ", true), Some(word("sai")));
        assert_eq!(last("\"sai\"", true), Some(Expr::Term(Term::Phrase("sai".into()))));
    }

    fn term(input: &str) -> Term {
        match read(input) {
            Expr::All(parts) => match parts.as_slice() {
                [Expr::Term(term)] => term.clone(),
                other => panic!("{other:?}"),
            },
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn every_field_is_read() {
        let day = |month, day| NaiveDate::from_ymd_opt(2026, month, day).unwrap();
        assert_eq!(term("group:\"Core suppliers\""), Term::In(Part::Group, "core suppliers".into()));
        assert_eq!(term("#Sailing"), Term::In(Part::Tag, "sailing".into()));
        assert_eq!(term("with:dana"), Term::In(Part::With, "dana".into()));
        assert_eq!(term("until:2024-02").to_string(), "until:2024-02-29");
        assert_eq!(term("on:yesterday"), Term::During(day(11, 20), day(11, 20)));
        assert_eq!(term("in:may"), Term::During(day(5, 1), day(5, 31)));
        assert_eq!(term("in:\"last month\""), Term::During(day(10, 1), day(10, 31)));
        assert_eq!(term("in:2024-01..2024-02").to_string(), "in:2024-01-01..2024-02-29");
        assert_eq!(term("last:>90d"), Term::Last(Compare::More, 90));
        assert_eq!(term("every:<30d"), Term::Every(Compare::Less, 30));
        assert_eq!(term("stretch:>1.5"), Term::Stretch(Compare::More, 150));
        assert_eq!(term("minutes:>=60"), Term::Minutes(Compare::AtLeast, 60));
        assert_eq!(term("overdue"), Term::State(State::Overdue));
        for known in [
            "name:jo",
            "org:harbour",
            "title:lead",
            "tag:boats",
            "place:Lyon",
            "channel:call",
            "kind:fact",
            "note:dock",
            "fact:sails",
            "from:me",
            "from:them",
            "since:2024",
            "never",
            "due",
            "gave:article",
            "received:advice",
            "asked:favour",
            "has:followup",
            "has:photo",
            "missing:email",
            "has:birthday",
            "has:feedback",
            "score:<7",
            "intent:grow",
            "intent:\"re-engineer\"",
            "archived",
            "phone:4910",
        ] {
            assert!(!matches!(term(known), Term::Words { .. } | Term::Phrase(_)), "{known}");
        }
    }

    #[test]
    fn what_is_no_language_is_words() {
        for plain in ["since:soon", "channel:pigeon", "group:", "http://x.com", "re:lunch", "last:>soon", "score:bad"] {
            assert!(matches!(term(plain), Term::Words { .. }), "{plain}");
        }
        assert!(matches!(term("\"due\""), Term::Phrase(_)));
        assert_eq!(read("when is rent due?").to_string(), "when is rent due?");
        let said = format!("{:?}", read("what has she never done before"));
        assert!(!said.contains("State"), "{said}");
        let choice = format!("{:?}", read("a or b or never or due"));
        assert!(choice.contains("State"), "an “or” makes no sentence: {choice}");
    }

    #[test]
    fn a_phone_number_alone_is_read_as_one() {
        for number in ["(555) 123", "+33 4 91 00 12 34", "555-1234", "0491001234", "555 123 4567"] {
            assert!(matches!(term(number), Term::Number(_)), "{number}");
        }
        assert!(matches!(read("2024 2025"), Expr::All(parts) if parts.len() == 2));
    }

    #[test]
    fn no_input_is_an_error() {
        let paste = "word ".repeat(2_000);
        for input in
            ["C++", "C#", "o'brien", "AND", "or", "a or", "or b", "jean-luc", "(555) 123", "\"half a quote", &paste]
        {
            assert!(!parse(input, reading(true)).is_empty(), "{input}");
        }
        for input in ["", " ", ":::", "-", "*", "\"\"", "--", "#", "-\"", "()", "(()", ")"] {
            assert!(parse(input, reading(true)).is_empty(), "{input}");
        }
        let deep = format!("{}a{}", "(".repeat(5_000), ")".repeat(5_000));
        assert_eq!(parse(&deep, reading(false)).to_string(), "a");
    }

    proptest! {
        #[test]
        fn any_string_is_parsed_and_prints_as_itself(input in "\\PC{0,60}", typing: bool) {
            let once = parse(&input, reading(typing));
            prop_assert_eq!(read(&once.to_string()), once);
        }

        #[test]
        fn strings_full_of_language_print_as_themselves(
            parts in prop::collection::vec(
                "(or|OR|-|#|\\*|:|tag:|group:|since:2024|name:|due|never|\\(|\\)|last:>|90d|phone:|04|12|\\+|a|b c|é|\\?|'|\"|“|”|«|\n| ){1,4}",
                0..8,
            ),
            typing: bool,
        ) {
            let input = parts.join(" ");
            let once = parse(&input, reading(typing));
            prop_assert_eq!(read(&once.to_string()), once, "{}", input);
        }
    }
}
