//! Cuts text into words and folds them: the one place that decides what a word is, for notes and queries alike.
//!
//! Invariant: `from..to` of every word are byte offsets on character boundaries of the original text, so that
//! what was found can be marked exactly. Case, accents, ligatures and look-alikes are folded away; nothing here
//! knows a language (stems are made in `schema.rs`).

use std::collections::VecDeque;
use std::iter::Peekable;
use std::str::CharIndices;

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// The longest word that is told apart, in characters; what follows is ignored alike in notes and queries.
const LONGEST: usize = 64;

/// What kind of word it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A run of letters and digits.
    Word,
    /// A further reading of the word at the same position: `obrien` beside `o` and `brien`, `c++` beside `c`.
    Reading,
    /// One character of a script that writes no spaces.
    Glyph,
    /// An emoji or another sign that stands for itself.
    Sign,
}

/// A folded word and where it stood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// The folded text.
    pub text: String,
    /// The first byte in the original.
    pub from: usize,
    /// The byte behind the last.
    pub to: usize,
    /// Counts words from 0; readings share the position of the word they read.
    pub position: usize,
    /// What it is.
    pub kind: Kind,
}

/// Cuts `text` into folded words.
pub fn words(text: &str) -> Words<'_> {
    Words { text, chars: text.char_indices().peekable(), ready: VecDeque::new(), position: 0, initials: None }
}

/// As [`words`], but may leave out words that begin with none of these folded letters: most of a long text is then
/// passed over without being copied. Positions count what was left out.
pub fn words_beginning<'a>(text: &'a str, initials: &'a [char]) -> Words<'a> {
    Words { initials: Some(initials), ..words(text) }
}

/// The words of a text alone, without how several may be read as one.
pub fn plain(text: &str) -> Vec<Word> {
    words(text).filter(|word| word.kind != Kind::Reading).collect()
}

/// Folds a whole text, words joined by single spaces: how names of groups and tags are compared.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in words(text).filter(|word| word.kind != Kind::Reading) {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(&word.text);
    }
    folded
}

/// The iterator behind [`words`].
pub struct Words<'a> {
    text: &'a str,
    chars: Peekable<CharIndices<'a>>,
    ready: VecDeque<Word>,
    position: usize,
    initials: Option<&'a [char]>,
}

impl Iterator for Words<'_> {
    type Item = Word;

    fn next(&mut self) -> Option<Word> {
        loop {
            if let Some(word) = self.ready.pop_front() {
                return Some(word);
            }
            let (from, first) = self.chars.next()?;
            match class(first) {
                Class::Letter => match self.plain(from, first) {
                    Some(more) => self.pass(from, first, more),
                    None => self.run(from, first),
                },
                Class::Glyph => self.single(from, first, Kind::Glyph),
                Class::Sign => self.single(from, first, Kind::Sign),
                Class::Mark | Class::Apostrophe | Class::Gap => {}
            }
        }
    }
}

impl Words<'_> {
    fn single(&mut self, from: usize, c: char, kind: Kind) {
        let mut text = String::with_capacity(4);
        if !('\u{FF61}'..='\u{FFDC}').contains(&c) {
            text.push(c); // decomposing would take Hangul syllables apart, and ℃ into a sign and a letter
        } else {
            fold_char(c, &mut text);
        }
        if !text.is_empty() {
            self.push(text, from, from + c.len_utf8(), kind);
            self.position += 1;
        }
    }

    /// For a plain word, of ASCII letters and digits alone, which is one word whatever follows: how many characters
    /// follow its first. Most words are, and need not be looked at character by character.
    fn plain(&self, from: usize, first: char) -> Option<usize> {
        if !first.is_ascii() {
            return None;
        }
        let rest = self.text.as_bytes().get(from + 1..)?;
        let more = rest.iter().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(rest.len());
        let goes_on = |byte: &u8| !byte.is_ascii() || matches!(byte, b'\'' | b'+' | b'#');
        (!rest.get(more).is_some_and(goes_on)).then_some(more)
    }

    /// Passes over a plain word, which is read unless it may be left out.
    fn pass(&mut self, from: usize, first: char, more: usize) {
        if more > 0 {
            self.chars.nth(more - 1);
        }
        let is_wanted = self.initials.is_none_or(|initials| initials.contains(&first.to_ascii_lowercase()));
        match self.text.get(from..=from + more).filter(|_| is_wanted) {
            Some(word) => self.word(word.to_ascii_lowercase(), from, from + more + 1),
            None => self.position += 1,
        }
    }

    /// Reads letters, digits and their marks; an apostrophe between letters splits, and joins as a reading.
    fn run(&mut self, from: usize, first: char) {
        let (start, position) = (from, self.position);
        let (mut joined, mut part) = (String::new(), String::new());
        let (mut part_from, mut end, mut parts, mut part_end) = (from, from + first.len_utf8(), 1, from);
        fold_char(first, &mut part);
        while let Some(&(at, c)) = self.chars.peek() {
            match class(c) {
                Class::Letter => fold_char(c, &mut part),
                Class::Mark => fold_mark(c, &mut part),
                Class::Apostrophe if self.letter_follows(at + c.len_utf8()) => {
                    joined.push_str(&part);
                    self.word(std::mem::take(&mut part), part_from, end);
                    part_end = end;
                    part_from = at + c.len_utf8();
                    parts += 1;
                }
                Class::Apostrophe | Class::Glyph | Class::Sign | Class::Gap => break,
            }
            end = at + c.len_utf8();
            self.chars.next();
        }
        if parts == 1 {
            let reading = self.suffix(end).map(|suffix| (format!("{part}{suffix}"), end + suffix.len()));
            self.word(part, part_from, end);
            if let Some((text, end)) = reading {
                self.reading(text, start, end, position);
            }
            return;
        }
        // A short tail is an ending (dana's, don't), not a part of the name.
        let is_ending = part.chars().count() <= 2;
        if !is_ending {
            joined.push_str(&part);
            part_end = end;
            parts += 1;
        }
        self.word(part, part_from, end);
        if parts > 2 {
            self.reading(joined, start, part_end, position);
        }
    }

    /// `++` of C++, `#` of C#: signs that belong to the word before them.
    fn suffix(&mut self, end: usize) -> Option<String> {
        let rest = self.text.get(end..)?;
        let signs: String = rest.chars().take_while(|c| matches!(c, '+' | '#')).take(4).collect();
        let after = rest.get(signs.len()..)?.chars().next();
        let stands_alone = after.is_none_or(|c| class(c) != Class::Letter && !matches!(c, '+' | '#'));
        (!signs.is_empty() && signs.len() < 4 && stands_alone).then_some(signs)
    }

    fn letter_follows(&self, at: usize) -> bool {
        let next = self.text.get(at..).and_then(|rest| rest.chars().next());
        next.is_some_and(|c| class(c) == Class::Letter)
    }

    fn word(&mut self, text: String, from: usize, to: usize) {
        if text.is_empty() {
            return;
        }
        self.push(text, from, to, Kind::Word);
        self.position += 1;
    }

    /// Puts a further reading behind the word at `position`, keeping positions in order.
    fn reading(&mut self, text: String, from: usize, to: usize, position: usize) {
        let reading = Word { text: cut(text), from, to, position, kind: Kind::Reading };
        let place = self.ready.iter().take_while(|word| word.position <= position).count();
        self.ready.insert(place, reading);
    }

    fn push(&mut self, text: String, from: usize, to: usize, kind: Kind) {
        self.ready.push_back(Word { text: cut(text), from, to, position: self.position, kind });
    }
}

fn cut(mut text: String) -> String {
    if text.len() > LONGEST
        && let Some((at, _)) = text.char_indices().nth(LONGEST)
    {
        text.truncate(at);
    }
    text
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Letter,
    Mark,
    Apostrophe,
    Glyph,
    Sign,
    Gap,
}

fn class(c: char) -> Class {
    if c.is_ascii() {
        return match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' => Class::Letter,
            '\'' => Class::Apostrophe,
            _ => Class::Gap,
        };
    }
    match c {
        '\u{2019}' | '\u{02BC}' | '\u{FF07}' | '\u{2018}' => Class::Apostrophe,
        '\u{00AD}' | '\u{200C}' | '\u{200D}' | '\u{2060}' => Class::Mark,
        '\u{FE00}'..='\u{FE0F}' | '\u{1F3FB}'..='\u{1F3FF}' => Class::Mark,
        _ if is_glyph(c) => Class::Glyph,
        _ if is_combining_mark(c) => Class::Mark,
        // ㆒ is 一 in another shape, and no letter of a longer word either; 🈀 is ほか in one.
        _ if stands_for_a_glyph(c) => Class::Glyph,
        _ if c.is_alphanumeric() => Class::Letter,
        '\u{00A2}'..='\u{00A9}' | '\u{00AE}' | '\u{00B0}' | '\u{20A0}'..='\u{20CF}' => Class::Sign,
        '\u{2100}'..='\u{2BFF}' | '\u{1F000}'..='\u{1FAFF}' => Class::Sign,
        _ => Class::Gap,
    }
}

/// Scripts written without spaces: words are found by overlapping characters.
fn is_glyph(c: char) -> bool {
    matches!(c,
        '\u{0E00}'..='\u{0EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}'   // Thai, Lao, Myanmar, Khmer
        | '\u{1100}'..='\u{11FF}' | '\u{3130}'..='\u{318F}' | '\u{AC00}'..='\u{D7FF}' // Hangul
        | '\u{3005}'..='\u{3007}' | '\u{3031}'..='\u{3035}' | '\u{3041}'..='\u{309F}' // Hiragana
        | '\u{30A1}'..='\u{30FA}' | '\u{30FC}'..='\u{312F}' | '\u{31F0}'..='\u{31FF}' // Katakana, Bopomofo
        | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' // Han
        | '\u{FF66}'..='\u{FFDC}' | '\u{20000}'..='\u{3FFFF}')
}

/// Whether a sign is made of glyphs, as ㆒, ㈠ and 🈀 are.
fn stands_for_a_glyph(c: char) -> bool {
    let mut found = false;
    decompose_compatible(c, |part| found |= is_glyph(part));
    found
}

/// Appends the folded form of a letter: lower case, without accent, look-alikes as the plain letter.
fn fold_char(c: char, out: &mut String) {
    if c.is_ascii() {
        out.push(c.to_ascii_lowercase());
        return;
    }
    if matches!(c, '\u{00C0}'..='\u{024F}' | '\u{1E00}'..='\u{1EFF}')
        && let Some(plain) = deunicode::deunicode_char(c)
    {
        out.extend(plain.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()));
        return;
    }
    decompose_compatible(c, |d| {
        if is_combining_mark(d) {
            fold_mark(d, out);
            return;
        }
        for lower in d.to_lowercase() {
            match lower {
                'ς' => out.push('σ'),
                'ى' | 'ی' => out.push('ي'),
                'ة' => out.push('ه'),
                'ک' => out.push('ك'),
                'ـ' => {}
                '\u{00C0}'..='\u{024F}' if lower != c => fold_char(lower, out),
                other if other.is_alphanumeric() || class(other) == Class::Sign => out.push(other),
                _ => {}
            }
        }
    });
}

/// Keeps the marks that are letters of their script (Indic vowels), drops accents, points and joiners.
fn fold_mark(c: char, out: &mut String) {
    let is_accent = matches!(c,
        '\u{0300}'..='\u{036F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}'
        | '\u{FE00}'..='\u{FE2F}' | '\u{0483}'..='\u{0489}' | '\u{0591}'..='\u{05C7}'
        | '\u{0610}'..='\u{061A}' | '\u{064B}'..='\u{065F}' | '\u{0670}' | '\u{06D6}'..='\u{06ED}'
        | '\u{3099}' | '\u{309A}');
    // A mark without a letter before it would not be the beginning of a word when read again.
    if !is_accent && !out.is_empty() && is_combining_mark(c) {
        out.push(c);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn texts(text: &str) -> Vec<String> {
        words(text).map(|word| word.text).collect()
    }

    #[test]
    fn case_accents_and_look_alikes_are_folded_away() {
        assert_eq!(texts("Café CAFÉ cafe\u{301}"), ["cafe", "cafe", "cafe"]);
        assert_eq!(
            texts("Łódź Straße Ærø İstanbul ırmak Đorđe"),
            ["lodz", "strasse", "aero", "istanbul", "irmak", "dorde"]
        );
        assert_eq!(texts("Ｆｕｌｌ ﬁne Ёлка Σίσυφος ẼT"), ["full", "fine", "елка", "σισυφοσ", "et"]);
        assert_eq!(texts("أحمد إبراهيم שָׁלוֹם"), ["احمد", "ابراهيم", "שלום"]);
    }

    #[test]
    fn names_with_apostrophes_are_found_in_parts_and_as_one() {
        assert_eq!(texts("O'Brien"), ["o", "obrien", "brien"]);
        assert_eq!(texts("dana's don’t"), ["dana", "s", "don", "t"]);
        assert_eq!(texts("O'Brien's"), ["o", "obrien", "brien", "s"]);
        assert_eq!(texts("jean-luc liam@x.com"), ["jean", "luc", "liam", "x", "com"]);
    }

    #[test]
    fn signs_that_belong_to_a_word_are_a_reading_of_it() {
        assert_eq!(texts("C++, C# and a+b"), ["c", "c++", "c", "c#", "and", "a", "b"]);
        assert_eq!(texts("#sailing"), ["sailing"]);
    }

    #[test]
    fn scripts_without_spaces_are_cut_into_characters() {
        let found: Vec<Word> = words("東京 tower 🎉👍🏽").collect();
        let texts: Vec<&str> = found.iter().map(|word| word.text.as_str()).collect();
        assert_eq!(texts, ["東", "京", "tower", "🎉", "👍"]);
        assert_eq!(found.iter().map(|word| word.position).collect::<Vec<_>>(), [0, 1, 2, 3, 4]);
    }

    #[test]
    fn a_glyph_in_another_shape_is_a_glyph() {
        assert_eq!(texts("㆒A 🈀"), ["㆒", "a", "🈀"]);
    }

    #[test]
    fn a_word_without_end_is_cut_and_found_by_the_same_cut() {
        let long = "x".repeat(2_000_000);
        assert_eq!(texts(&long), ["x".repeat(LONGEST)]);
    }

    proptest! {
        #[test]
        fn words_left_out_change_none_of_the_others(
            text in "([a-zA-Z0-9é'+#. ]{0,80}|\\PC{0,40})",
            initials in prop::collection::vec(prop::char::range('a', 'z'), 0..4),
        ) {
            let wanted = |word: &Word| word.text.starts_with(initials.as_slice());
            let all: Vec<Word> = words(&text).filter(wanted).collect();
            let some: Vec<Word> = words_beginning(&text, &initials).filter(wanted).collect();
            prop_assert_eq!(all, some);
        }

        #[test]
        fn any_text_is_cut_at_characters_and_in_order(text in "\\PC*") {
            let mut last = 0;
            for word in words(&text) {
                prop_assert!(text.get(word.from..word.to).is_some_and(|s| !s.is_empty()));
                prop_assert!(word.position >= last);
                prop_assert!(!word.text.is_empty());
                last = word.position;
            }
        }

        #[test]
        fn folding_twice_changes_nothing(text in "\\PC{0,40}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }
    }
}
