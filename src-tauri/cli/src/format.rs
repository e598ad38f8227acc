//! The day in one line, for a prompt or a status bar: `[{due} to reach, first {first}]`.
//!
//! A field stands in braces; what stands in brackets is shown when a field in it says something (is neither
//! empty nor 0). A doubled brace or bracket stands for itself, unless there are two brackets to close.

use kith_core::api::ApiError;
use kith_core::error::Error;
use serde_json::Value;

use crate::text;

/// What can stand in braces.
const FIELDS: &[&str] = &["date", "left", "due", "promises", "done", "waiting", "pace", "first", "why", "promise"];

/// A line with holes.
#[derive(Debug)]
pub(crate) struct Format(Vec<Piece>);

#[derive(Debug)]
enum Piece {
    Text(String),
    Field(&'static str),
    /// Shown when a field in it says something.
    Optional(Vec<Piece>),
}

impl Format {
    /// Reads a line with holes; a field that is not known is refused.
    pub(crate) fn read(line: &str) -> Result<Self, ApiError> {
        let mut letters = line.chars().peekable();
        let mut stack: Vec<Vec<Piece>> = vec![Vec::new()];
        while let Some(letter) = letters.next() {
            let closes_two = letter == ']' && stack.len() > 2;
            let is_doubled = "{}[]".contains(letter) && !closes_two && letters.next_if_eq(&letter).is_some();
            match letter {
                '{' if !is_doubled => {
                    let name: String = letters.by_ref().take_while(|letter| *letter != '}').collect();
                    put(&mut stack, Piece::Field(field(name.trim())?));
                }
                '[' if !is_doubled => stack.push(Vec::new()),
                ']' if !is_doubled && stack.len() > 1 => {
                    let inside = stack.pop().unwrap_or_default();
                    put(&mut stack, Piece::Optional(inside));
                }
                letter => put(&mut stack, Piece::Text(letter.to_string())),
            }
        }
        // A bracket that nothing closes reaches to the end.
        while stack.len() > 1 {
            let inside = stack.pop().unwrap_or_default();
            put(&mut stack, Piece::Optional(inside));
        }
        Ok(Self(stack.pop().unwrap_or_default()))
    }

    /// The line of a day; null is a day with nothing in it.
    pub(crate) fn line(&self, day: &Value) -> String {
        filled(&self.0, day).0
    }
}

fn put(stack: &mut [Vec<Piece>], piece: Piece) {
    if let Some(top) = stack.last_mut() {
        top.push(piece);
    }
}

fn field(name: &str) -> Result<&'static str, ApiError> {
    FIELDS.iter().find(|known| **known == name).copied().ok_or_else(|| {
        let known = format!("It is one of: {}.", FIELDS.join(", "));
        Error::invalid_hint("format", format!("“{{{name}}}” is no field of the day."), known).into()
    })
}

/// The text of some pieces, and whether a field in them says something.
fn filled(pieces: &[Piece], day: &Value) -> (String, bool) {
    let (mut line, mut says) = (String::new(), false);
    for piece in pieces {
        match piece {
            Piece::Text(text) => line.push_str(text),
            Piece::Field(name) => {
                let value = value(name, day);
                says |= !value.is_empty() && value != "0";
                line.push_str(&text::line(&value));
            }
            Piece::Optional(inside) => {
                let (text, inside_says) = filled(inside, day);
                if inside_says {
                    line.push_str(&text);
                    says = true;
                }
            }
        }
    }
    (line, says)
}

fn value(name: &str, day: &Value) -> String {
    let count = |list: &str| day.get(list).and_then(Value::as_array).map_or(0, Vec::len);
    let number = |field: &str| day.get(field).and_then(Value::as_u64).unwrap_or(0).to_string();
    let at = |path: &str| day.pointer(path).and_then(Value::as_str).unwrap_or_default().to_owned();
    match name {
        "date" => at("/date"),
        "left" => (count("reach_outs") + count("follow_ups")).to_string(),
        "due" => count("reach_outs").to_string(),
        "promises" => count("follow_ups").to_string(),
        "pace" => day.pointer("/pace/people").and_then(Value::as_u64).unwrap_or(0).to_string(),
        "first" => at("/reach_outs/0/contact/name"),
        "why" => at("/reach_outs/0/why/0"),
        "promise" => at("/follow_ups/0/text"),
        counted => number(counted),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at what it did not expect")]
mod tests {
    use serde_json::json;

    use super::*;

    fn line(format: &str, day: &Value) -> String {
        Format::read(format).unwrap().line(day)
    }

    #[test]
    fn a_day_is_put_in_one_line_and_an_empty_one_says_nothing() {
        let day = json!({
            "date": "2026-11-21", "done": 2, "waiting": 0, "pace": { "people": 5 }, "follow_ups": [],
            "reach_outs": [{ "contact": { "name": "Dana\nMoreau" }, "why": ["due today"] }, {}],
        });
        let format = "[{due} to reach, first {first}[ ({why})]][; {waiting} wait]";
        assert_eq!(line(format, &day), "2 to reach, first Dana\\u{a}Moreau (due today)");
        assert_eq!(line(format, &Value::Null), "");
        assert_eq!(line("{left}/{pace} {done} [[{{x}}]]", &day), "2/5 2 [{x}]");
        assert_eq!(line("{date} {due}", &Value::Null), " 0");
    }

    #[test]
    fn what_nothing_closes_is_read_to_the_end_and_an_unknown_field_refused() {
        assert_eq!(line("a] [b {due", &json!({ "reach_outs": [{}] })), "a] b 1");
        assert!(Format::read("{dew}").unwrap_err().message.contains("“{dew}”"));
    }
}
