//! Other words for a name: its short forms and those it is short for, and names that sound like it.
//!
//! The short forms are the data set `nicknames` (github.com/carltonnorthern/nicknames, Apache-2.0). Sound is Double
//! Metaphone of the name in Latin letters; as it puts many names together, a name must also look alike.

use std::collections::{BTreeSet, HashMap};
use std::sync::OnceLock;

use deunicode::deunicode;
use rphonetic::DoubleMetaphone;

use super::words::fold;

/// Stands between the sound and the word in the index.
const BETWEEN: char = '\u{1}';
/// How alike names that sound alike must look (Jaro-Winkler); Catherine and Kathryn are 0.757, John and Jane 0.70.
const ALIKE: f64 = 0.74;
/// The shortest word whose sound tells something.
const SHORTEST: usize = 3;

/// Lines of `name,has_nickname,nickname`: the data set, and short forms of other languages.
const NICKNAMES: [&str; 2] =
    [include_str!("../../../../assets/names/nicknames.csv"), include_str!("../../../../assets/names/more.csv")];

#[derive(Default)]
struct Known {
    /// By name, what it is shortened to; folded.
    short: HashMap<String, Vec<String>>,
    /// By short form, what it stands for; folded.
    full: HashMap<String, Vec<String>>,
}

fn known() -> &'static Known {
    static KNOWN: OnceLock<Known> = OnceLock::new();
    KNOWN.get_or_init(|| {
        let mut known = Known::default();
        let lines = NICKNAMES.iter().flat_map(|list| list.lines());
        for line in lines {
            let mut parts = line.split(',');
            let (Some(name), Some("has_nickname"), Some(nickname)) = (parts.next(), parts.next(), parts.next()) else {
                continue;
            };
            let (name, nickname) = (fold(name), fold(nickname));
            known.short.entry(name.clone()).or_default().push(nickname.clone());
            known.full.entry(nickname).or_default().push(name);
        }
        known
    })
}

/// Whether a folded word is known to be a name.
pub fn is_name(word: &str) -> bool {
    known().short.contains_key(word) || known().full.contains_key(word)
}

/// What else somebody of that name may be called, folded: *bob* is Robert, and so are Rob and Bobby.
pub fn also_called(word: &str) -> BTreeSet<&'static str> {
    let known = known();
    let of = |map: &'static HashMap<String, Vec<String>>, word: &str| {
        map.get(word).into_iter().flatten().map(String::as_str)
    };
    let mut called: BTreeSet<&'static str> = of(&known.short, word).collect();
    for full in of(&known.full, word) {
        called.insert(full);
        called.extend(of(&known.short, full));
    }
    called.remove(word);
    called
}

/// The sounds of a word of a name, as Double Metaphone has them: one or two, none for what cannot be said.
fn sounds(word: &str) -> BTreeSet<String> {
    let latin: String = deunicode(word).chars().filter(char::is_ascii_alphabetic).collect();
    if latin.len() < SHORTEST {
        return BTreeSet::new();
    }
    let sound = DoubleMetaphone::new(Some(6)).double_metaphone(&latin);
    [sound.primary(), sound.alternate()].into_iter().filter(|code| !code.is_empty()).collect()
}

/// What the index keeps of a folded word of a name.
pub fn keys(word: &str) -> impl Iterator<Item = String> {
    sounds(word).into_iter().map(move |code| format!("{code}{BETWEEN}{word}"))
}

/// With what the index's keys of names that sound like this one begin.
pub fn beginnings(word: &str) -> impl Iterator<Item = String> {
    sounds(word).into_iter().map(|code| format!("{code}{BETWEEN}"))
}

/// The word of a key, if it looks like the word asked for.
pub fn alike<'a>(key: &'a str, asked: &str) -> Option<&'a str> {
    let (_, word) = key.split_once(BETWEEN)?;
    let looks = |word: &str| deunicode(word).to_lowercase();
    (word != asked && strsim::jaro_winkler(&looks(word), &looks(asked)) >= ALIKE).then_some(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sounds_like(asked: &str, name: &str) -> bool {
        let keys: Vec<String> = keys(name).collect();
        beginnings(asked).any(|begin| keys.iter().any(|key| key.starts_with(&begin) && alike(key, asked).is_some()))
    }

    #[test]
    fn bob_is_robert_and_so_is_rob() {
        assert!(also_called("bob").contains("robert") && also_called("bob").contains("rob"));
        assert!(also_called("robert").contains("bob"));
        assert!(also_called("gosia").contains("malgorzata") && also_called("дима").contains("дмитрии"));
        assert!(also_called("folkboat").is_empty());
        assert!(is_name("kathryn") && !is_name("sailing"));
    }

    #[test]
    fn names_are_found_by_sound_if_they_look_alike_too() {
        for (asked, name) in
            [("kathryn", "catherine"), ("meier", "mayer"), ("stephen", "steven"), ("sergey", "сергей"), ("jon", "john")]
        {
            assert!(sounds_like(asked, name), "{asked} {name}");
        }
        for (asked, name) in [("john", "jane"), ("sailing", "selma"), ("東京", "東京")] {
            assert!(!sounds_like(asked, name), "{asked} {name}");
        }
    }
}
