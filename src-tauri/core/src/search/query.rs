//! The query language: what was typed becomes an expression. No input is an error; what is not language is words.
//!
//! `words` · `"a phrase"` · `-not` · `a or b` · `pre*` · `name:` `group:` `tag:` `#tag` `channel:` `since:` `until:`.
//! Invariant: printing an expression and parsing it again gives the same expression.

use std::fmt;

use chrono::{Days, Months, NaiveDate};

use super::words::{fold, words};

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

/// One thing to look for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Term {
    /// A word as typed. What it is cut into (`jean-luc`) must stand together.
    Words {
        /// As typed, without the `*`.
        text: String,
        /// Whether the last word may go on.
        prefix: bool,
    },
    /// Words that must stand together as they are, unstemmed.
    Phrase(String),
    /// Words of the person's name, folded.
    Name(String),
    /// The person is in the group of this folded name.
    Group(String),
    /// The conversation has this folded tag.
    Tag(String),
    /// The conversation went this way.
    Channel(String),
    /// On this day or later.
    Since(NaiveDate),
    /// On this day or earlier.
    Until(NaiveDate),
}

/// Parses what was typed. While `typing`, the last word may go on.
pub fn parse(input: &str, typing: bool) -> Expr {
    let mut chunks = cut(input);
    if typing
        && !input.ends_with(char::is_whitespace)
        && let Some(Chunk { body: Body::Bare(text), .. }) = chunks.last_mut()
        && text.ends_with(char::is_alphanumeric)
    {
        text.push('*');
    }
    let mut parts: Vec<Expr> = Vec::new();
    let mut either = false;
    let last = chunks.len().saturating_sub(1);
    for (at, chunk) in chunks.into_iter().enumerate() {
        if chunk.is_or() && !parts.is_empty() && !either && at < last {
            either = true;
            continue;
        }
        let Some(part) = chunk.read() else { continue };
        match (std::mem::take(&mut either), parts.pop()) {
            (true, Some(Expr::Any(mut any))) => {
                any.push(part);
                parts.push(Expr::Any(any));
            }
            (true, Some(before)) => parts.push(Expr::Any(vec![before, part])),
            (_, before) => {
                parts.extend(before);
                parts.push(part);
            }
        }
    }
    Expr::All(parts)
}

impl Expr {
    /// Whether nothing is asked for.
    pub fn is_empty(&self) -> bool {
        matches!(self, Expr::All(parts) if parts.is_empty())
    }
}

/// A piece of the input between spaces, quotes kept together.
struct Chunk {
    negated: bool,
    field: Option<String>,
    body: Body,
}

enum Body {
    Bare(String),
    Quoted(String),
}

fn is_opening(c: char) -> bool {
    matches!(c, '"' | '“' | '„' | '«' | '＂')
}

fn is_closing(c: char) -> bool {
    matches!(c, '"' | '”' | '“' | '»' | '＂')
}

/// How many characters of a query are read: a pasted book must not stall the screens.
const LONGEST: usize = 20_000;

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
        Some(after) if after.starts_with(|c: char| is_opening(c) || c == '#' || c.is_alphanumeric()) => (true, after),
        _ => (false, rest),
    };
    if let Some((text, after)) = quoted(positive) {
        return Ok((Chunk { negated, field: None, body: Body::Quoted(text) }, after));
    }
    if positive.starts_with(is_opening) {
        return Err(rest.len() - positive.len());
    }
    if let Some((field, value)) = positive.split_once(':')
        && is_field(field)
        && value.starts_with(is_opening)
    {
        let (text, after) = quoted(value).ok_or(rest.len() - value.len())?;
        return Ok((Chunk { negated, field: Some(field.to_lowercase()), body: Body::Quoted(text) }, after));
    }
    let end = positive.find(char::is_whitespace).unwrap_or(positive.len());
    let (bare, after) = positive.split_at(end);
    let (field, text) = match bare.split_once(':') {
        Some((field, value)) if is_field(field) && !value.is_empty() => (Some(field.to_lowercase()), value),
        _ => (None, bare),
    };
    Ok((Chunk { negated, field, body: Body::Bare(text.to_owned()) }, after))
}

/// The text of a phrase that starts here and is closed before a space or the end.
fn quoted(rest: &str) -> Option<(String, &str)> {
    let mut chars = rest.chars();
    let inner = is_opening(chars.next()?).then_some(chars.as_str())?;
    let (text, after) = inner.split_once(is_closing)?;
    let is_whole = after.chars().next().is_none_or(char::is_whitespace);
    (is_whole && has_word(text)).then(|| (text.trim().to_owned(), after))
}

fn is_field(name: &str) -> bool {
    let known = ["name", "group", "tag", "channel", "since", "until"];
    known.iter().any(|field| field.eq_ignore_ascii_case(name))
}

fn has_word(text: &str) -> bool {
    words(text).next().is_some()
}

impl Chunk {
    fn is_or(&self) -> bool {
        let is_plain = !self.negated && self.field.is_none();
        is_plain && matches!(&self.body, Body::Bare(text) if text == "or" || text == "OR")
    }

    /// What the chunk asks for; `None` where it holds no word.
    fn read(self) -> Option<Expr> {
        let Chunk { negated, field, body } = self;
        let term = match (field, body) {
            (Some(field), Body::Bare(value)) => {
                let bare = value.trim_end_matches('*');
                in_field(&field, bare).or_else(|| bare_words(&format!("{field}:{value}")))
            }
            (Some(field), Body::Quoted(value)) => in_field(&field, &value).or(Some(Term::Phrase(value))),
            (None, Body::Quoted(value)) => Some(Term::Phrase(value)),
            (None, Body::Bare(value)) => match value.strip_prefix('#') {
                Some(tag) if has_word(tag) => Some(Term::Tag(fold(tag))),
                _ => bare_words(&value),
            },
        }?;
        let term = Expr::Term(term);
        Some(if negated { Expr::Not(Box::new(term)) } else { term })
    }
}

fn bare_words(value: &str) -> Option<Term> {
    let text = value.trim_end_matches('*');
    let prefix = text.len() < value.len();
    has_word(text).then(|| Term::Words { text: text.to_owned(), prefix })
}

fn in_field(field: &str, value: &str) -> Option<Term> {
    if !has_word(value) {
        return None;
    }
    let folded = fold(value);
    match field {
        "name" => Some(Term::Name(folded)),
        "group" => Some(Term::Group(folded)),
        "tag" => Some(Term::Tag(folded)),
        "channel" => CHANNELS.contains(&folded.as_str()).then_some(Term::Channel(folded)),
        "since" => span(value).map(|(first, _)| Term::Since(first)),
        "until" => span(value).map(|(_, last)| Term::Until(last)),
        _ => None,
    }
}

/// The channels, spelled as the database spells them, in the order of their numbers in the index.
pub(super) const CHANNELS: [&str; 8] = ["other", "in person", "call", "video", "message", "mail", "letter", "event"];

/// The first and last day of `2024`, `2024-05` or `2024-05-17`.
fn span(value: &str) -> Option<(NaiveDate, NaiveDate)> {
    if value.len() == 10 {
        let day = NaiveDate::parse_from_str(value, "%Y-%m-%d").ok()?;
        return Some((day, day));
    }
    let (first, months) = match value.len() {
        4 => (format!("{value}-01-01"), 12),
        7 => (format!("{value}-01"), 1),
        _ => return None,
    };
    let first = NaiveDate::parse_from_str(&first, "%Y-%m-%d").ok()?;
    let last = first.checked_add_months(Months::new(months))?.checked_sub_days(Days::new(1))?;
    Some((first, last))
}

impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (parts, between) = match self {
            Expr::All(parts) => (parts, " "),
            Expr::Any(parts) => (parts, " or "),
            Expr::Not(part) => return write!(f, "-{part}"),
            Expr::Term(term) => return term.fmt(f),
        };
        for (at, part) in parts.iter().enumerate() {
            write!(f, "{}{part}", if at == 0 { "" } else { between })?;
        }
        Ok(())
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Term::Words { text, prefix } => write!(f, "{text}{}", if *prefix { "*" } else { "" }),
            Term::Phrase(text) => write!(f, "\"{text}\""),
            Term::Name(text) => field(f, "name", text),
            Term::Group(text) => field(f, "group", text),
            Term::Tag(text) => field(f, "tag", text),
            Term::Channel(text) => field(f, "channel", text),
            Term::Since(day) => write!(f, "since:{day}"),
            Term::Until(day) => write!(f, "until:{day}"),
        }
    }
}

fn field(f: &mut fmt::Formatter<'_>, name: &str, value: &str) -> fmt::Result {
    if value.contains(char::is_whitespace) { write!(f, "{name}:\"{value}\"") } else { write!(f, "{name}:{value}") }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn said(input: &str) -> String {
        format!("{:?}", parse(input, false))
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
        assert_eq!(parse("sailing or rowing \"dock drawings\" -golf", false), expected);
    }

    #[test]
    fn the_last_word_may_go_on_while_typing() {
        let last = |input, typing| match parse(input, typing) {
            Expr::All(parts) => parts.last().cloned(),
            _ => None,
        };
        let prefix = Some(Expr::Term(Term::Words { text: "sai".into(), prefix: true }));
        assert_eq!(last("french sai", true), prefix);
        assert_eq!(last("sai*", false), prefix);
        assert_eq!(last("sai ", true), Some(word("sai")));
        assert_eq!(last("\"sai\"", true), Some(Expr::Term(Term::Phrase("sai".into()))));
    }

    #[test]
    fn fields_are_read_and_what_is_no_field_is_words() {
        assert!(said("#sailing tag:#boats group:\"Core suppliers\" channel:call").contains("Tag(\"sailing\")"));
        assert!(said("group:\"Core suppliers\"").contains("Group(\"core suppliers\")"));
        assert!(said("since:2024 until:2024-02").contains("Since(2024-01-01)"));
        assert!(said("until:2024-02").contains("Until(2024-02-29)"));
        for plain in ["since:soon", "channel:pigeon", "group:", "http://x.com", "re:lunch"] {
            assert!(said(plain).contains("Words"), "{plain}");
        }
    }

    #[test]
    fn no_input_is_an_error() {
        let paste = "word ".repeat(2_000);
        for input in
            ["C++", "C#", "o'brien", "AND", "or", "a or", "or b", "jean-luc", "(555) 123", "\"half a quote", &paste]
        {
            assert!(!parse(input, true).is_empty(), "{input}");
        }
        for input in ["", " ", ":::", "-", "*", "\"\"", "--", "#", "-\""] {
            assert!(parse(input, true).is_empty(), "{input}");
        }
    }

    proptest! {
        #[test]
        fn any_string_is_parsed_and_prints_as_itself(input in "\\PC{0,60}", typing: bool) {
            let once = parse(&input, typing);
            prop_assert_eq!(parse(&once.to_string(), false), once);
        }

        #[test]
        fn strings_full_of_language_print_as_themselves(
            parts in prop::collection::vec("(or|OR|-|#|\\*|:|tag:|group:|since:2024|name:|a|b c|é|'|\"|“|”|«|\n| ){1,4}", 0..8),
            typing: bool,
        ) {
            let input = parts.join(" ");
            let once = parse(&input, typing);
            prop_assert_eq!(parse(&once.to_string(), false), once);
        }
    }
}
