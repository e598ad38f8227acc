//! Tags: words written `#like-this` in a note.
//!
//! A tag is letters, digits, `-` and `_` of any script with at least one letter, folded to lower case. Code,
//! links' addresses and bare URLs hold none.

use std::collections::BTreeSet;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};

use crate::error::{Error, Result};
use crate::said;

/// The longest tag, in characters.
const LONGEST: usize = 100;

/// The tags of a note, sorted.
pub fn in_note(note: &str) -> BTreeSet<String> {
    if note.contains('#') { in_prose(&prose(note)) } else { BTreeSet::new() }
}

/// A note's running text: no code, no addresses; blocks apart.
fn prose(note: &str) -> String {
    let mut text = String::with_capacity(note.len());
    let mut hidden = 0usize;
    for event in Parser::new_ext(note, Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::CodeBlock(_) | Tag::Link { link_type: LinkType::Autolink | LinkType::Email, .. }) => {
                hidden += 1;
            }
            Event::Start(Tag::Link { .. }) if hidden > 0 => hidden += 1,
            Event::End(TagEnd::CodeBlock) => hidden = hidden.saturating_sub(1),
            Event::End(TagEnd::Link) => hidden = hidden.saturating_sub(1),
            Event::Text(part) if hidden == 0 => text.push_str(&part),
            Event::Text(_) => {}
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough)
            | Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough) => {}
            // Code, HTML, line breaks and the ends of blocks part words.
            _ => text.push('\n'),
        }
    }
    text
}

fn in_prose(text: &str) -> BTreeSet<String> {
    text.split_whitespace().filter(|word| word.contains('#') && !is_address(word)).flat_map(in_word).collect()
}

fn is_address(word: &str) -> bool {
    let before = word.split('#').next().unwrap_or_default();
    before.contains("://") || before.contains("www.") || before.contains("mailto:")
}

/// The tags of a word without spaces, as in `(#sailing,#french)`.
fn in_word(word: &str) -> Vec<String> {
    let mut tags = Vec::new();
    let mut before = None;
    let mut rest = word;
    while let Some(at) = rest.find('#') {
        let (head, tail) = rest.split_at_checked(at).unwrap_or((rest, ""));
        before = head.chars().next_back().or(before);
        let tail = tail.strip_prefix('#').unwrap_or_default();
        let end = tail.find(|c| !is_part(c)).unwrap_or(tail.len());
        let (found, after) = tail.split_at_checked(end).unwrap_or((tail, ""));
        let begins = before.is_none_or(|c| !is_part(c) && !matches!(c, '/' | '#' | '&' | '='));
        if begins && !after.starts_with('#') {
            tags.extend(folded(found));
        }
        before = Some(found.chars().next_back().unwrap_or('#'));
        rest = after;
    }
    tags
}

/// Letters, digits, `-`, `_`, and the marks and joiners that stand inside words of many scripts.
fn is_part(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_' | '\u{200c}' | '\u{200d}') || is_mark(c)
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{64b}'..='\u{65f}' | '\u{e31}'..='\u{e4e}' | '\u{3099}' | '\u{309a}')
        // The viramas of the scripts of India stand at the same place of each block.
        || matches!(c, '\u{900}'..='\u{d7f}') && matches!(u32::from(c) % 0x80, 0x3c | 0x4d)
}

fn folded(found: &str) -> Option<String> {
    let tag = found.trim_matches(['-', '_', '\u{200c}', '\u{200d}']).to_lowercase();
    let fits = tag.chars().count() <= LONGEST && tag.chars().any(char::is_alphabetic);
    fits.then_some(tag)
}

/// A tag given by itself, with or without `#`; spaces become hyphens.
pub fn given(text: &str) -> Result<String> {
    let joined = text.trim().trim_start_matches('#').split_whitespace().collect::<Vec<_>>().join("-");
    match folded(&joined) {
        Some(tag) if joined.chars().all(is_part) => Ok(tag),
        _ => Err(Error::invalid_hint(
            "tags",
            said!("“{text}” is no tag.", text = text.trim()),
            "A tag is letters, digits, - and _, at most 100 of them.",
        )),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at what it did not expect")]
mod tests {
    use super::*;

    fn tags(note: &str) -> Vec<String> {
        in_note(note).into_iter().collect()
    }

    #[test]
    fn tags_are_read_in_any_script_and_folded() {
        assert_eq!(
            tags("We sailed. #Sailing #french-lessons, (#a_b) #Ångström"),
            ["a_b", "french-lessons", "sailing", "ångström"]
        );
        assert_eq!(tags("#東京 и #Встреча; #हिन्दी #cafe\u{301}"), ["cafe\u{301}", "встреча", "हिन्दी", "東京"]);
        assert_eq!(
            tags("#sailing\nnext line #regatta.\n\n- a #list\n> #quote"),
            ["list", "quote", "regatta", "sailing"]
        );
        assert_eq!(tags("**#bold** and *#slanted*, [#linked](https://x.example)"), ["bold", "linked", "slanted"]);
    }

    #[test]
    fn code_addresses_and_numbers_hold_no_tags() {
        assert_eq!(tags("`#include` and\n\n```\n#define X\n```\n\n    #indented"), [""; 0]);
        assert_eq!(tags("https://x.example/#top http://x.example/a#b <https://x.example/#c> www.x.example#d"), [""; 0]);
        assert_eq!(tags("[text](https://x.example/#frag) a#b &#39; We're #1, ## #- #2026 C#"), [""; 0]);
        assert_eq!(tags("# A heading\n## Another #one"), ["one"]);
    }

    #[test]
    fn a_tag_given_by_itself_may_be_several_words() {
        assert_eq!(given("#French lessons").unwrap(), "french-lessons");
        assert_eq!(given(" Segeln ").unwrap(), "segeln");
        assert!(given("").is_err() && given("a,b").is_err() && given("#").is_err() && given(&"x".repeat(101)).is_err());
    }

    #[test]
    fn a_note_of_two_million_characters_is_read_in_a_moment() {
        let note = "a #tag and #another ".repeat(100_000);
        assert_eq!(tags(&note), ["another", "tag"]);
        let hostile = "#".repeat(2_000_000);
        assert_eq!(tags(&hostile), [""; 0]);
    }
}
