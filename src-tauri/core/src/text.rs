//! What may stand in a line or a note, and how text is folded to sort and match. Pure.

use crate::error::{Error, Result};
use crate::said;
use crate::said::Said;

/// The longest name, in characters.
pub const LONGEST_NAME: usize = 1_000;
/// The longest line of other things, in characters.
pub const LONGEST_LINE: usize = 10_000;
/// The longest note, in characters.
pub const LONGEST_NOTE: usize = 4 << 20;

/// One line as it is kept: trimmed, its line breaks made spaces; NUL and more than `longest` characters are refused.
pub fn line(field: &'static str, text: &str, longest: usize) -> Result<String> {
    let line = note(field, text)?;
    if line.chars().nth(longest).is_some() {
        return Err(Error::invalid(field, said!("This is too long: {n} characters at most.", n = longest)));
    }
    if !line.contains(char::is_control) {
        return Ok(line);
    }
    let spaced: String = line.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    Ok(spaced.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// A line that must not be empty.
pub fn needed_line(field: &'static str, text: &str, longest: usize) -> Result<String> {
    let line = line(field, text, longest)?;
    if line.is_empty() {
        return Err(Error::invalid(field, said!("The {field} is missing.", field = Said::from(field))));
    }
    Ok(line)
}

/// A name as it is kept: a line of 1 to 1,000 characters.
pub fn name(text: &str) -> Result<String> {
    let name = line("name", text, LONGEST_NAME)?;
    if name.is_empty() {
        return Err(Error::invalid("name", "A name is missing."));
    }
    Ok(name)
}

/// A note as it is kept: trimmed; NUL and more than four million characters are refused.
pub fn note(field: &'static str, text: &str) -> Result<String> {
    if text.contains('\0') {
        return Err(Error::invalid(field, "The text holds a NUL character, which cannot be kept. Take it out."));
    }
    let text = text.trim();
    // A character has at least a byte: most texts need no counting.
    if text.len() > LONGEST_NOTE && text.chars().nth(LONGEST_NOTE).is_some() {
        return Err(Error::invalid(field, "This is too long: four million characters at most."));
    }
    Ok(text.to_owned())
}

/// Folded to sort and match: Latin letters without accents, lower case, single spaces. Never shown.
pub fn fold(text: &str) -> String {
    let ascii = deunicode::deunicode(text);
    let mut folded = String::with_capacity(ascii.len());
    for word in ascii.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(word);
    }
    folded.make_ascii_lowercase();
    folded
}

/// A name short enough for a label.
pub fn short(name: &str) -> String {
    const ENOUGH: usize = 60;
    match name.char_indices().nth(ENOUGH) {
        Some((at, _)) => format!("{}…", name.get(..at).unwrap_or_default().trim_end()),
        None => name.to_owned(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at what it did not expect")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_name_is_one_trimmed_line() {
        assert_eq!(name("  Dana\n Moreau ").unwrap(), "Dana Moreau");
        assert_eq!(name("👩‍🚀🇫🇷").unwrap(), "👩‍🚀🇫🇷");
        assert_eq!(name("e\u{301}\u{301}\u{301}").unwrap(), "e\u{301}\u{301}\u{301}");
        assert!(name(" \n ").is_err());
        assert!(name("Dana\0").is_err());
        assert!(name(&"x".repeat(1_000)).is_ok());
        assert!(name(&"x".repeat(1_001)).is_err());
    }

    #[test]
    fn a_note_of_two_million_characters_is_fine() {
        assert!(note("about", &"🚢".repeat(2_000_000)).is_ok());
        assert!(note("about", &"x".repeat(LONGEST_NOTE + 1)).is_err());
        assert!(note("about", "a\0b").is_err());
    }

    #[test]
    fn accents_and_case_are_folded() {
        assert_eq!(fold("Zoë  ŁUKASZ Größe"), "zoe lukasz grosse");
        assert_eq!(fold("Cafe\u{301}"), "cafe");
    }

    proptest! {
        #[test]
        fn folding_is_done_once(text in "\\PC*") {
            prop_assert_eq!(fold(&fold(&text)), fold(&text));
        }
    }
}
