//! Lines of an iCalendar file (RFC 5545, 3.1): ended by CRLF, folded at 75 octets and never within a letter.

use std::fmt::Write;

/// The longest line, in octets, its end not counted.
const LONGEST: usize = 75;

/// Lines as they are written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lines(String);

impl Lines {
    /// A line as it is, folded.
    pub fn line(&mut self, line: &str) {
        let mut length = 0;
        for letter in line.chars() {
            if length + letter.len_utf8() > LONGEST {
                self.0.push_str("\r\n ");
                length = 1;
            }
            self.0.push(letter);
            length += letter.len_utf8();
        }
        self.0.push_str("\r\n");
    }

    /// A property whose value is text; none where the text is empty.
    pub fn text(&mut self, name: &str, text: &str) {
        if !text.is_empty() {
            self.line(&format!("{name}:{}", escaped(text)));
        }
    }

    /// Lines that are folded already.
    pub fn add(&mut self, lines: &Self) {
        self.0.push_str(&lines.0);
    }

    /// All of it.
    pub fn into_text(self) -> String {
        self.0
    }

    /// All of it, to look at.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Text as a value (RFC 5545, 3.3.11). Control characters, which no value may hold, become spaces.
fn escaped(text: &str) -> String {
    let mut written = String::with_capacity(text.len() + 8);
    for letter in text.replace("\r\n", "\n").chars() {
        match letter {
            '\\' | ';' | ',' => written.extend(['\\', letter]),
            '\n' | '\r' => written.push_str("\\n"),
            _ if letter.is_control() && letter != '\t' => written.push(' '),
            _ => written.push(letter),
        }
    }
    written
}

/// A span of minutes as a duration: `-P6DT15H`, `PT9H30M`.
pub fn duration(minutes: i64) -> String {
    let whole = minutes.unsigned_abs();
    let (days, hours, rest) = (whole / 1440, whole % 1440 / 60, whole % 60);
    let mut text = String::from(if minutes < 0 { "-P" } else { "P" });
    let parts = [(days, "", 'D'), (hours, "T", 'H'), (rest, if hours > 0 { "" } else { "T" }, 'M')];
    for (number, before, unit) in parts.into_iter().filter(|(number, ..)| *number > 0) {
        // Writing to a String cannot fail.
        let _ = write!(text, "{before}{number}{unit}");
    }
    if whole == 0 { "PT0S".into() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_written_as_programs_read_it() {
        let written = [0, 15, -15, 540, 570, 1440, -10080, -9540, 1441, -6 * 1440 - 15 * 60 - 5].map(duration);
        let expected =
            ["PT0S", "PT15M", "-PT15M", "PT9H", "PT9H30M", "P1D", "-P7D", "-P6DT15H", "P1DT1M", "-P6DT15H5M"];
        assert_eq!(written, expected);
    }

    #[test]
    fn a_long_line_is_folded_between_letters() {
        let mut lines = Lines::default();
        lines.text("SUMMARY", &"⛵".repeat(40));
        let text = lines.into_text();
        assert!(text.split("\r\n").all(|line| line.len() <= 75), "{text}");
        assert_eq!(text.replace("\r\n ", ""), format!("SUMMARY:{}\r\n", "⛵".repeat(40)));
    }
}
