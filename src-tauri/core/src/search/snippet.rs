//! Passages: the part of a text that says best why it was found, with every find marked exactly.
//!
//! Marks are made by cutting the text with the same [`words`] that cut it for the index, so stemmed, folded and
//! begun words are marked as they stand. Invariant: a passage is a verbatim part of its text, and every
//! highlight is a non-empty range of characters (Unicode scalar values) in it, in order and apart.

use std::collections::HashMap;

use super::languages::{Languages, Stems, lower};
use super::look::Told;
use super::plan::{Look, Plan, Role};
use super::words::{Kind, Word, words, words_beginning};

/// How long a passage is, in characters.
const LONG: usize = 220;
/// How far the edge of a passage moves to stand between words.
const SLACK: usize = 30;
/// How far apart, in characters for each of them, things found stand that are half as close as can be.
const NEAR: f32 = 25.0;
/// Finds after which the rest of a text is not read.
const ENOUGH: usize = 400;

/// A passage.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Passage {
    /// A verbatim part of the text.
    pub text: String,
    /// Ranges of characters in it.
    pub highlights: Vec<(u32, u32)>,
    /// Whether the text goes on before it.
    pub cut_before: bool,
    /// Whether the text goes on behind it.
    pub cut_after: bool,
    /// How close together the different things found stand in the text: from 0 to 1; 0 where it is one thing.
    pub close: f32,
}

impl Passage {
    /// A passage that shows signs as they stand.
    pub fn of_signs(texts: &[String], signs: &str) -> Passage {
        let found = texts.iter().find_map(|text| Some((text, text.find(signs)?)));
        let Some((text, from)) = found else { return Passage::default() };
        let marks: Vec<Mark> = text
            .match_indices(signs)
            .take(ENOUGH)
            .map(|(from, signs)| Mark { from, to: from + signs.len(), leaf: 0 })
            .collect();
        let is_short = text.chars().nth(LONG + SLACK).is_none();
        let (start, end) = if is_short { (0, text.len()) } else { around(text, from, from + signs.len()) };
        passage(text, start, end, &marks)
    }
}

/// Marks what a plan looks for.
pub struct Marker<'a> {
    stems: &'a Stems,
    whole: HashMap<String, usize>,
    stemmed: HashMap<String, usize>,
    /// The languages of these stems.
    languages: Languages,
    /// How the words looked for begin, where a word begins as its stem does: most words need not be stemmed then.
    initials: Option<Vec<char>>,
    beginnings: Vec<(String, usize)>,
    rows: Vec<RowOfWords>,
    /// Digits of phone numbers.
    numbers: Vec<(String, usize)>,
    /// What each leaf counts when passages are compared.
    counts: Vec<f32>,
}

struct RowOfWords {
    words: Vec<String>,
    prefix: bool,
    leaf: usize,
}

impl RowOfWords {
    /// Whether the row's word at `at` is this one.
    fn fits(&self, at: usize, text: &str) -> bool {
        self.words.get(at).is_some_and(|word| {
            word == text || self.prefix && at + 1 == self.words.len() && text.starts_with(word.as_str())
        })
    }
}

/// A find: bytes of the text, and the leaf that was found.
#[derive(Clone, Copy, Debug)]
struct Mark {
    from: usize,
    to: usize,
    leaf: usize,
}

impl<'a> Marker<'a> {
    /// A marker of what the plan looks for, and of what the index told of it; what must not be there is not marked.
    pub fn new(plan: &Plan, told: &[Told], stems: &'a Stems) -> Marker<'a> {
        let is_wanted = |leaf: usize| plan.leaves.get(leaf).is_some_and(|leaf| leaf.role != Role::Unwanted);
        let stemmed = told.iter().enumerate().filter(|(leaf, _)| is_wanted(*leaf));
        let stemmed = stemmed.flat_map(|(leaf, told)| told.stems.iter().map(move |stem| (stem.clone(), leaf)));
        let mut marker = Marker {
            stems,
            whole: HashMap::new(),
            stemmed: stemmed.collect(),
            languages: Languages::of_stems(told.iter().flat_map(|told| &told.stems)),
            initials: None,
            beginnings: Vec::new(),
            rows: Vec::new(),
            numbers: Vec::new(),
            counts: vec![1.0; plan.leaves.len()],
        };
        for (leaf, of_plan) in plan.leaves.iter().enumerate().filter(|(_, leaf)| leaf.role != Role::Unwanted) {
            marker.learn(&of_plan.look, leaf);
            let Some(told) = told.get(leaf) else { continue };
            for word in &told.also {
                marker.whole.entry(word.clone()).or_insert(leaf);
            }
            marker.beginnings.extend(told.begins.iter().map(|begins| (begins.clone(), leaf)));
        }
        let beginnings = marker.beginnings.iter().map(|(text, _)| text.as_str());
        let stems = marker.stemmed.keys().filter_map(|stem| stem.get(2..));
        let looked_for = marker.whole.keys().map(String::as_str).chain(stems).chain(beginnings);
        let initials = looked_for.filter_map(|text| text.chars().next()).collect();
        marker.initials = marker.languages.keep_beginnings().then_some(initials);
        marker
    }

    fn learn(&mut self, look: &Look, leaf: usize) {
        match look {
            Look::Word { text, prefix, .. } => {
                self.whole.entry(text.clone()).or_insert(leaf);
                if *prefix {
                    self.beginnings.push((text.clone(), leaf));
                }
            }
            Look::Exact(text) => {
                self.whole.entry(text.clone()).or_insert(leaf);
            }
            Look::Row { words, joined, prefix, .. } => {
                if let Some(joined) = joined {
                    self.whole.entry(joined.clone()).or_insert(leaf);
                }
                self.rows.push(RowOfWords { words: words.clone(), prefix: *prefix, leaf });
            }
            Look::In(_, words) => self.rows.push(RowOfWords { words: words.clone(), prefix: true, leaf }),
            Look::Number { digits, words } => {
                self.rows.push(RowOfWords { words: words.clone(), prefix: false, leaf });
                self.numbers.push((digits.trim_start_matches('0').to_owned(), leaf));
            }
            Look::Tag(tag) => {
                let words = tag.split(' ').map(str::to_owned).collect();
                self.rows.push(RowOfWords { words, prefix: false, leaf });
            }
            Look::Group(_) | Look::With(_) | Look::Rows(_) | Look::People(_) => {}
        }
    }

    /// The best passage of the first text that says most.
    pub fn passage<'t>(&self, texts: impl IntoIterator<Item = &'t str>) -> Passage {
        let mut best: Option<(f32, &str, Vec<Mark>)> = None;
        for text in texts {
            let marks = self.marks(text);
            let worth = self.worth(&marks);
            if best.as_ref().is_none_or(|(most, ..)| worth > *most) {
                best = Some((worth, text, marks));
            }
        }
        best.map_or_else(Passage::default, |(_, text, marks)| self.cut(text, &marks))
    }

    /// Different leaves count most, how often they are found hardly.
    fn worth(&self, marks: &[Mark]) -> f32 {
        let mut seen = 0_u64;
        let mut worth = 0.0;
        for mark in marks {
            let bit = 1_u64.checked_shl(mark.leaf as u32).unwrap_or(0);
            let count = self.counts.get(mark.leaf).copied().unwrap_or(0.0);
            worth += if seen & bit == 0 { count } else { count * 0.01 };
            seen |= bit;
        }
        worth
    }

    fn marks(&self, text: &str) -> Vec<Mark> {
        let mut marks = Vec::new();
        let mut begun: Vec<(usize, usize, usize)> = Vec::new();
        let read = match &self.initials {
            Some(initials) if self.rows.is_empty() => words_beginning(text, initials),
            _ => words(text),
        };
        for word in read {
            if let Some(leaf) = self.leaf(text, &word) {
                marks.push(Mark { from: word.from, to: word.to, leaf });
            }
            if word.kind != Kind::Reading && !self.rows.is_empty() {
                begun = self.follow(begun, &word, &mut marks);
            }
            if marks.len() >= ENOUGH {
                break;
            }
        }
        for (digits, leaf) in &self.numbers {
            marks.extend(dialled(text, digits).map(|(from, to)| Mark { from, to, leaf: *leaf }));
        }
        marks.sort_by_key(|mark| (mark.from, mark.to));
        marks
    }

    /// How close together the different leaves that were found stand.
    fn close(&self, marks: &[Mark]) -> f32 {
        let leaves = |marks: &[Mark]| marks.iter().fold(0_u64, |bits, mark| bits | 1 << mark.leaf.min(63));
        let all = leaves(marks);
        if all.count_ones() < 2 {
            return 0.0;
        }
        let mut least = usize::MAX;
        for (at, first) in marks.iter().enumerate() {
            let rest = marks.get(at..).unwrap_or_default();
            let mut seen = 0;
            for last in rest.iter().take_while(|last| last.from.saturating_sub(first.from) < least) {
                seen |= leaves(std::slice::from_ref(last));
                if seen == all {
                    least = last.from - first.from;
                    break;
                }
            }
        }
        1.0 / (1.0 + least as f32 / (NEAR * all.count_ones() as f32))
    }

    /// The leaf a word by itself is a find of.
    fn leaf(&self, text: &str, word: &Word) -> Option<usize> {
        if self.initials.as_ref().is_some_and(|initials| !word.text.starts_with(initials.as_slice())) {
            return None;
        }
        if let Some(leaf) = self.whole.get(&word.text) {
            return Some(*leaf);
        }
        if !self.stemmed.is_empty() && matches!(word.kind, Kind::Word | Kind::Reading) {
            let (mut held, mut stems) = (String::new(), Vec::new());
            self.stems.put(&word.text, lower(text, word, &mut held), self.languages, &mut stems);
            if let Some(leaf) = stems.iter().find_map(|stem| self.stemmed.get(stem)) {
                return Some(*leaf);
            }
        }
        let begins = |(beginning, _): &&(String, usize)| word.text.starts_with(beginning.as_str());
        self.beginnings.iter().find(begins).map(|(_, leaf)| *leaf)
    }

    /// Takes rows of words one word further; complete ones become marks.
    fn follow(
        &self,
        begun: Vec<(usize, usize, usize)>,
        word: &Word,
        marks: &mut Vec<Mark>,
    ) -> Vec<(usize, usize, usize)> {
        let starting = (0..self.rows.len()).map(|row| (row, 0, word.from));
        let mut going_on = Vec::new();
        for (row, at, from) in begun.into_iter().chain(starting) {
            let Some(of_words) = self.rows.get(row).filter(|of_words| of_words.fits(at, &word.text)) else { continue };
            if at + 1 == of_words.words.len() {
                marks.push(Mark { from, to: word.to, leaf: of_words.leaf });
            } else {
                going_on.push((row, at + 1, from));
            }
        }
        going_on
    }

    /// Cuts the passage around the finds that say most together.
    fn cut(&self, text: &str, marks: &[Mark]) -> Passage {
        let (from, to) = self.window(text, marks);
        Passage { close: self.close(marks), ..passage(text, from, to, marks) }
    }

    /// The bytes of the passage.
    fn window(&self, text: &str, marks: &[Mark]) -> (usize, usize) {
        if text.chars().nth(LONG + SLACK).is_none() {
            return (0, text.len());
        }
        let mut best: (f32, &[Mark]) = (-1.0, &[]);
        for (at, first) in marks.iter().enumerate() {
            let rest = marks.get(at..).unwrap_or_default();
            let near = rest.partition_point(|mark| mark.from < first.from + LONG * 3 / 4);
            let group = rest.get(..near).unwrap_or_default();
            let worth = self.worth(group);
            if worth > best.0 {
                best = (worth, group);
            }
        }
        let (first, last) = match best.1 {
            [] => (0, 0),
            [first, .., last] => (first.from, last.to),
            [one] => (one.from, one.to),
        };
        around(text, first, last)
    }
}

fn passage(text: &str, from: usize, to: usize, marks: &[Mark]) -> Passage {
    let from = from + text.get(from..to).map_or(0, |part| part.len() - part.trim_start().len());
    let part = text.get(from..to).unwrap_or_default().trim_end();
    let to = from + part.len();
    Passage {
        highlights: highlights(part, from, marks),
        text: part.to_owned(),
        cut_before: text.get(..from).is_some_and(|before| !before.trim().is_empty()),
        cut_after: text.get(to..).is_some_and(|behind| !behind.trim().is_empty()),
        close: 0.0,
    }
}

/// Where digits stand in a phone number, with the signs between them.
fn dialled<'t>(text: &'t str, digits: &'t str) -> impl Iterator<Item = (usize, usize)> {
    let of_number: Vec<(usize, char)> = text.char_indices().filter(|(_, c)| c.is_ascii_digit()).collect();
    let said: String = of_number.iter().map(|(_, c)| *c).collect();
    let found = said.find(digits).filter(|_| !digits.is_empty());
    let ends = found.and_then(|at| Some((of_number.get(at)?.0, of_number.get(at + digits.len() - 1)?.0 + 1)));
    let is_dialled = |(from, to): &(usize, usize)| {
        text.get(*from..*to).is_some_and(|part| part.chars().all(|c| c.is_ascii_digit() || " +()-./".contains(c)))
    };
    ends.filter(is_dialled).into_iter()
}

/// A passage's bytes around `first..last`: a third of the room before, the rest behind, whole words.
fn around(text: &str, first: usize, last: usize) -> (usize, usize) {
    let inner = text.get(first..last).map_or(0, |part| part.chars().take(LONG).count());
    let room = LONG.saturating_sub(inner);
    let before = text.get(..first).unwrap_or_default();
    let from = back(before, room / 3);
    let lead = text.get(from..first).map_or(0, |lead| lead.chars().count());
    let behind = text.get(first..).unwrap_or_default();
    let to = first + forth(behind, inner + room.saturating_sub(lead));
    (from, to)
}

/// The byte some `room` characters before the end of `text`: after a sentence, or between words.
fn back(text: &str, room: usize) -> usize {
    let mut edge = text.len();
    let mut sentence = None;
    let mut gap = None;
    for (count, (at, c)) in text.char_indices().rev().enumerate() {
        if count > room + SLACK {
            return sentence.or(gap).unwrap_or(edge);
        }
        let behind = at + c.len_utf8();
        if matches!(c, '\n' | '.' | '!' | '?' | '。') && count > 1 && count <= room {
            sentence = Some(behind);
        }
        if c.is_whitespace() && count <= room {
            gap = Some(behind);
        }
        if count < room {
            edge = at;
        }
    }
    0
}

/// The byte at most `room` characters (and some more to end a word) into `text`.
fn forth(text: &str, room: usize) -> usize {
    let mut edge = 0;
    for (count, (at, c)) in text.char_indices().enumerate() {
        if count >= room && c.is_whitespace() {
            return at;
        }
        if count >= room + SLACK {
            return edge;
        }
        if count < room {
            edge = at + c.len_utf8();
        }
    }
    text.len()
}

/// The finds within `part`, which starts at byte `start`, as ranges of characters, joined where they touch.
fn highlights(part: &str, start: usize, marks: &[Mark]) -> Vec<(u32, u32)> {
    let mut ranges: Vec<(usize, usize)> = Vec::new();
    let end = start + part.len();
    for mark in marks.iter().filter(|mark| mark.from < end && mark.to > start) {
        let (from, to) = (mark.from.max(start) - start, mark.to.min(end) - start);
        match ranges.last_mut() {
            Some(last) if from < last.1 => last.1 = last.1.max(to),
            _ => ranges.push((from, to)),
        }
    }
    let (mut byte, mut chars) = (0, 0);
    let mut count_to = |to: usize| {
        chars += part.get(byte..to).map_or(0, |between| between.chars().count() as u32);
        byte = to;
        chars
    };
    ranges.into_iter().map(|(from, to)| (count_to(from), count_to(to))).filter(|(from, to)| from < to).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::plan::Leaf;
    use super::super::query::{Reading, parse};
    use super::*;

    fn marked(query: &str, typing: bool, texts: &[&str]) -> String {
        let stems = Stems::new(&["en".into()]);
        show(&passage_of(query, typing, &stems, texts))
    }

    fn passage_of(query: &str, typing: bool, stems: &Stems, texts: &[&str]) -> Passage {
        let today = chrono::NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
        let plan = Plan::new(&parse(query, Reading { typing, today }));
        let stems_of = |leaf: &Leaf| match &leaf.look {
            Look::Word { text, lower, .. } => stems.asked(text, lower.as_deref()),
            _ => Vec::new(),
        };
        let told: Vec<Told> =
            plan.leaves.iter().map(|leaf| Told { stems: stems_of(leaf), ..Told::default() }).collect();
        Marker::new(&plan, &told, stems).passage(texts.iter().copied())
    }

    fn show(passage: &Passage) -> String {
        let mut shown = String::new();
        for (at, c) in passage.text.chars().enumerate() {
            let at = at as u32;
            if passage.highlights.iter().any(|(from, _)| *from == at) {
                shown.push('[');
            }
            shown.push(c);
            if passage.highlights.iter().any(|(_, to)| *to == at + 1) {
                shown.push(']');
            }
        }
        shown
    }

    #[test]
    fn stemmed_folded_and_begun_words_are_marked_as_they_stand() {
        assert_eq!(marked("sailing", false, &["She sailed, he sails."]), "She [sailed], he [sails].");
        assert_eq!(marked("cafe", false, &["Im Café Łódź"]), "Im [Café] Łódź");
        assert_eq!(marked("lodz reg", true, &["Łódź regatta"]), "[Łódź] [regatta]");
        assert_eq!(marked("o'brien C++", false, &["Pat O’Brien likes C++ most"]), "Pat [O’Brien] likes [C++] most");
        assert_eq!(marked("京都", false, &["東京都です"]), "東[京都]です");
    }

    #[test]
    fn phrases_are_marked_only_where_the_words_stand_together() {
        let text = "Drawings of the dock. The dock drawings are late.";
        assert_eq!(marked("\"dock drawings\"", false, &[text]), "Drawings of the dock. The [dock drawings] are late.");
        assert_eq!(marked("sailing -golf", false, &["golf and sailing"]), "golf and [sailing]");
    }

    #[test]
    fn the_text_and_the_part_of_it_that_say_most_are_shown() {
        assert_eq!(marked("french boat", false, &["a boat", "her French boat"]), "her [French] [boat]");
        let long = format!("sailing {} she sailed to the French coast {}", "word ".repeat(200), "more ".repeat(200));
        let shown = marked("sailing french", false, &[&long]);
        assert!(shown.contains("[sailed] to the [French] coast"), "{shown}");
        assert!(shown.chars().count() < LONG + 2 * SLACK + 8, "{shown}");
        assert!(shown.starts_with("word") && shown.ends_with("more"), "{shown}");
    }

    #[test]
    fn a_text_of_two_million_characters_gives_a_short_passage() {
        let endless = "x".repeat(2_000_000);
        let query = "x".repeat(100);
        let shown = marked(&query, false, &[&endless]);
        assert!(shown.chars().count() < 300);
        let spaced = "noise ".repeat(300_000) + "needle";
        assert!(marked("needle", false, &[&spaced]).ends_with("[needle]"));
    }

    proptest! {
        #[test]
        fn highlights_lie_in_the_passage_and_the_passage_in_the_text(
            query in "[\\PC ]{0,20}",
            text in "([a-zé東京都'\\. ]{0,400}|\\PC{0,60})",
            typing: bool,
        ) {
            let stems = Stems::new(&["en".into(), "de".into()]);
            let passage = passage_of(&query, typing, &stems, &[text.as_str()]);
            prop_assert!(text.contains(&passage.text));
            let long = passage.text.chars().count() as u32;
            let mut last = 0;
            for (from, to) in passage.highlights {
                prop_assert!(from < to && to <= long && from >= last);
                last = to;
            }
        }

        #[test]
        fn a_word_of_the_text_is_marked_when_it_is_asked_for(words in prop::collection::vec("[a-zéł]{3,9}", 1..120), pick: prop::sample::Index) {
            let text = words.join(" ");
            let word = pick.get(&words);
            let stems = Stems::new(&["en".into()]);
            let passage = passage_of(word, false, &stems, &[text.as_str()]);
            prop_assert!(!passage.highlights.is_empty(), "{} in {}", word, text);
        }
    }
}
