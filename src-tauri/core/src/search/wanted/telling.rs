//! The words that tell what a text is about: rare ones before common ones, often said before said once.
//!
//! Small words of the text's own language are left out, and words that nearly every row of this life holds. Forms of
//! one word count together. Nothing here knows a person.

use std::collections::{HashMap, HashSet};

use tantivy::Term as IndexTerm;

use super::super::languages::{Languages, Stems, are_small, lower};
use super::super::look::Finder;
use super::super::plan::{Leaf, Look, Plan, Role, Rule};
use super::super::query::Term;
use super::super::rank;
use super::super::words::{Kind, Word, words};
use super::everyday;

/// The most words that are looked for: a plan has a bit for each.
const MOST: usize = 58;
/// How much of a text is read, in words.
const READ: usize = 60_000;
/// A word in more of the rows than this says nothing of anybody.
const COMMON: f64 = 0.04;
/// So many rows are never too many, in a small life.
const FEW: u64 = 40;
/// What the text itself dwells on may be this common.
const COMMON_FOR_A_THEME: f64 = 0.2;
/// Said so often, a word is what the text is about.
const THEME: u32 = 3;
/// What a word of the title counts more.
const TITLE: f32 = 1.5;
/// Added to every word's rarity, so that one rare word does not outweigh several of the matter.
const GROUND: f32 = 1.0;
/// What a word of every day counts, unless the text dwells on it.
const EVERYDAY: f32 = 0.25;

/// A word that tells.
#[derive(Clone, Debug)]
pub struct Tell {
    /// As it stands in the text.
    pub shown: String,
    /// How it is looked for.
    look: Look,
    /// What it tells by itself: the rarer, the more.
    pub tells: f32,
    /// What it counts in this text.
    pub weight: f32,
    /// Whether it is what the text dwells on: said twice, or in the title.
    pub is_theme: bool,
    /// Whether it is a word of every day that the text does not dwell on.
    pub is_everyday: bool,
}

/// The words of a text that tell, the most telling first.
#[derive(Clone, Debug, Default)]
pub struct Telling {
    /// The words.
    pub tells: Vec<Tell>,
    /// Which of them a stem, or a pair of glyphs, is a form of.
    forms: HashMap<String, usize>,
}

/// A word of the text while it is counted.
struct Counted {
    shown: String,
    look: Look,
    forms: Vec<String>,
    count: u32,
    in_title: bool,
}

impl Telling {
    /// Takes the telling words out of a text with a title, as far as the index holds them.
    pub fn of(title: &str, text: &str, finder: &Finder<'_>) -> tantivy::Result<Telling> {
        let counted = count(title, text, &finder.snapshot.stems);
        let (small, everyday) = (Small::of(&counted), Everyday::of(&finder.snapshot.stems));
        let mut telling = Telling::choose(&counted, finder, |word| !small.holds(word), |word| everyday.holds(word))?;
        if telling.tells.iter().all(|tell| tell.is_everyday) {
            telling = Telling::choose(&counted, finder, |word| !small.holds(word), |_| false)?;
        }
        if telling.tells.is_empty() {
            // “The Who”: where there is nothing else, small words are all there is.
            telling = Telling::choose(&counted, finder, |_| true, |_| false)?;
        }
        Ok(telling)
    }

    fn choose(
        counted: &[Counted],
        finder: &Finder<'_>,
        may: impl Fn(&Counted) -> bool,
        everyday: impl Fn(&Counted) -> bool,
    ) -> tantivy::Result<Telling> {
        let all = finder.snapshot.searcher.num_docs();
        let limit = |share: f64| ((all as f64 * share) as u64).max(FEW);
        let mut found: Vec<(Tell, &Counted)> = Vec::new();
        for word in counted.iter().filter(|word| may(word)) {
            let rows = rows_with(word, finder)?;
            let dwells = word.count >= THEME || word.in_title;
            if rows == 0 || rows > limit(if dwells { COMMON_FOR_A_THEME } else { COMMON }) {
                continue;
            }
            // A title may well say “in time” and be about something else.
            let is_everyday = word.count < if word.in_title { 2 } else { THEME } && everyday(word);
            let tells = (GROUND + rank::rarity(rows, all)) * if is_everyday { EVERYDAY } else { 1.0 };
            let often = 1.0 + (word.count as f32).ln();
            let weight = tells * often * if word.in_title { TITLE } else { 1.0 };
            let is_theme = !is_everyday && (word.count > 1 || word.in_title);
            let (shown, look) = (word.shown.clone(), word.look.clone());
            found.push((Tell { shown, look, tells, weight, is_theme, is_everyday }, word));
        }
        found.sort_by(|a, b| b.0.weight.total_cmp(&a.0.weight));
        found.truncate(MOST);
        let mut telling = Telling::default();
        for (at, (tell, word)) in found.into_iter().enumerate() {
            telling.forms.extend(word.forms.iter().map(|form| (form.clone(), at)));
            telling.tells.push(tell);
        }
        Ok(telling)
    }

    /// What is looked up: whoever has any of the words.
    pub fn plan(&self) -> Plan {
        let leaf = |tell: &Tell| Leaf {
            term: Term::Words { text: tell.shown.clone(), prefix: false },
            look: tell.look.clone(),
            role: Role::Choice,
            within: None,
        };
        let any = || Rule::Any((0..self.tells.len()).map(Rule::Leaf).collect());
        Plan {
            leaves: self.tells.iter().map(leaf).collect(),
            rule: any(),
            lenient: any(),
            tests: Vec::new(),
            is_sentence: false,
        }
    }

    /// Which of the words a text holds, one bit each, and how many words it has in all.
    pub fn found_in(&self, text: &str, stems: &Stems) -> (u64, usize) {
        let (mut bits, mut all) = (0, 0);
        let mut before: Option<Word> = None;
        let read: Vec<Word> = words(text).collect();
        let languages = stems.languages_of(text, &read);
        for word in read {
            all += usize::from(word.kind != Kind::Reading);
            for form in forms(text, &word, before.as_ref(), (stems, languages)) {
                if let Some(at) = self.forms.get(&form) {
                    bits |= 1 << at;
                }
            }
            before = Some(word);
        }
        (bits, all)
    }

    /// The words of these bits, the most telling first; those of every day only where there are no others.
    pub fn shown(&self, bits: u64) -> Vec<String> {
        let shown = |everyday: bool| {
            let words = self.of_bits(bits).filter(move |tell| tell.is_everyday == everyday);
            words.map(|tell| tell.shown.clone()).collect::<Vec<String>>()
        };
        let telling = shown(false);
        if telling.is_empty() { shown(true) } else { telling }
    }

    /// The words of these bits.
    pub fn of_bits(&self, bits: u64) -> impl Iterator<Item = &Tell> {
        self.tells.iter().enumerate().filter(move |(at, _)| bits & (1 << at) != 0).map(|(_, tell)| tell)
    }
}

/// Under which keys a word is known: its stems; a glyph only together with the one it touches.
fn forms(text: &str, word: &Word, before: Option<&Word>, (stems, languages): (&Stems, Languages)) -> Vec<String> {
    match word.kind {
        Kind::Word => {
            let (mut held, mut forms) = (String::new(), Vec::new());
            stems.put(&word.text, lower(text, word, &mut held), languages, &mut forms);
            forms
        }
        Kind::Reading => vec![word.text.clone()],
        Kind::Glyph => pair(word, before).into_iter().collect(),
        Kind::Sign => Vec::new(),
    }
}

fn pair(word: &Word, before: Option<&Word>) -> Option<String> {
    let before = before.filter(|before| before.kind == Kind::Glyph && before.to == word.from)?;
    Some(format!("{}{}", before.text, word.text))
}

/// Counts the words of a text, forms of one word together, in the order in which they first stand.
fn count(title: &str, text: &str, stems: &Stems) -> Vec<Counted> {
    let mut counted: Vec<Counted> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    for (text, in_title) in [(title, true), (text, false)] {
        let mut before: Option<Word> = None;
        let read: Vec<Word> = words(text).take(READ).collect();
        let languages = stems.languages_of(text, &read);
        for word in read {
            let forms = forms(text, &word, before.as_ref(), (stems, languages));
            let place = forms.iter().find_map(|form| known.get(form)).copied();
            if let Some(counted) = place.and_then(|place| counted.get_mut(place)) {
                // The title stands in many texts once more: it counts by itself.
                counted.count += u32::from(!in_title);
            } else if let Some(new) = Counted::new(&word, before.as_ref(), text, forms, in_title) {
                known.extend(new.forms.iter().map(|form| (form.clone(), counted.len())));
                counted.push(new);
            }
            before = Some(word);
        }
    }
    counted.iter_mut().for_each(|word| word.count = word.count.max(1));
    counted
}

impl Counted {
    /// A word at its first place; none where it can tell nothing.
    fn new(word: &Word, before: Option<&Word>, text: &str, forms: Vec<String>, in_title: bool) -> Option<Counted> {
        let start = if word.kind == Kind::Glyph { before.map_or(word.from, |before| before.from) } else { word.from };
        let shown = text.get(start..word.to)?.to_owned();
        let look = match word.kind {
            Kind::Word if is_long_enough(&word.text, &shown) => {
                let mut held = String::new();
                let lower = lower(text, word, &mut held).map(str::to_owned);
                Look::Word { text: word.text.clone(), lower, prefix: false }
            }
            Kind::Reading => Look::Exact(word.text.clone()),
            Kind::Glyph => {
                let pair = forms.first()?.clone();
                let words = pair.chars().map(String::from).collect();
                Look::Row { words, joined: None, prefix: false, pairs: Some(vec![pair]) }
            }
            Kind::Word | Kind::Sign => return None,
        };
        let count = u32::from(!in_title);
        (!forms.is_empty()).then_some(Counted { shown, look, forms, count, in_title })
    }
}

/// Numbers tell nothing, and short words only as abbreviations do: AI, EU.
fn is_long_enough(folded: &str, shown: &str) -> bool {
    let letters = folded.chars().filter(|c| c.is_alphabetic()).count();
    let is_capitals = shown.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
    letters > 2 || letters == 2 && is_capitals
}

/// In how many rows a word stands, in any of its forms.
fn rows_with(word: &Counted, finder: &Finder<'_>) -> tantivy::Result<u64> {
    let fields = finder.fields;
    let field = match word.look {
        Look::Word { .. } => fields.stem,
        Look::Row { .. } => fields.pair,
        _ => fields.text,
    };
    let mut most = 0;
    for form in &word.forms {
        most = most.max(finder.snapshot.searcher.doc_freq(&IndexTerm::from_field_text(field, form))?);
    }
    Ok(most)
}

/// The small words of the language a text is written in.
struct Small(HashSet<String>);

impl Small {
    fn of(counted: &[Counted]) -> Small {
        let keys: Vec<&str> = counted.iter().map(Counted::key).collect();
        let small = keys.iter().zip(are_small(&keys)).filter(|(_, is_small)| *is_small);
        Small(small.map(|(key, _)| (*key).to_owned()).collect())
    }

    fn holds(&self, word: &Counted) -> bool {
        self.0.contains(word.key())
    }
}

/// The stems of the words of every day.
struct Everyday(HashSet<String>);

impl Everyday {
    fn of(stems: &Stems) -> Everyday {
        let mut everyday = HashSet::new();
        for (list, code) in everyday::LISTS {
            let languages = Languages::named(code);
            for word in words(list) {
                everyday.extend(forms(list, &word, None, (stems, languages)));
            }
        }
        Everyday(everyday)
    }

    fn holds(&self, word: &Counted) -> bool {
        word.forms.iter().any(|form| self.0.contains(form))
    }
}

impl Counted {
    /// The folded word, or pair.
    fn key(&self) -> &str {
        match &self.look {
            Look::Word { text, .. } | Look::Exact(text) => text,
            _ => self.forms.first().map_or("", String::as_str),
        }
    }
}
