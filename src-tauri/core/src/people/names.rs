//! Names: how a full name is read, and whom a typed name means. Pure.

use crate::error::{Error, Result};
use crate::id::ContactId;
use crate::text::fold;

/// What is known of a contact's name, to find it by.
#[derive(Debug, Clone)]
pub struct Named {
    /// Its id.
    pub id: ContactId,
    /// As shown.
    pub name: String,
    /// The name folded.
    pub folded: String,
    /// Given name.
    pub given: String,
    /// Family name.
    pub family: String,
    /// Nicknames.
    pub nicknames: Vec<String>,
    /// Organisation, to tell namesakes apart.
    pub org: String,
    /// Archived contacts are meant only where no other is.
    pub archived: bool,
}

const PARTICLES: &[&str] = &[
    "van", "von", "de", "da", "di", "du", "del", "della", "der", "den", "dos", "das", "la", "le", "ter", "ten", "zu",
    "bin", "ibn", "al", "el", "st.",
];

/// Given and family name as they stand in a full name: “Dana Moreau”, “Vincent van Gogh”, “Moreau, Dana”.
///
/// No parser is truth: the name stays as it was typed, and both parts can be corrected.
pub fn split(name: &str) -> (String, String) {
    if let Some((family, given)) = name.split_once(',') {
        return (given.trim().to_owned(), family.trim().to_owned());
    }
    let words: Vec<&str> = name.split_whitespace().collect();
    let last = words.len().saturating_sub(1);
    let particle = |word: &&str| PARTICLES.contains(&word.to_lowercase().as_str());
    let family = words.iter().take(last).skip(1).position(particle).map_or(last.max(1), |at| at + 1);
    let (given, family) = words.split_at_checked(family).unwrap_or((&words, &[]));
    (given.join(" "), family.join(" "))
}

/// Whom a typed name means, as CONTRACT.md says: full name or nickname, then a whole given or family name,
/// then the unique prefix of a word, then a unique fuzzy match.
pub fn find(people: &[Named], text: &str) -> Result<ContactId> {
    let text = text.trim();
    let wanted = Wanted { exact: text.to_lowercase(), folded: fold(text) };
    for archived in [false, true] {
        let among: Vec<&Named> = people.iter().filter(|person| person.archived == archived).collect();
        for fits in STEPS {
            let found: Vec<&Named> = among.iter().copied().filter(|person| fits(person, &wanted)).collect();
            match found.as_slice() {
                [] => {}
                [one] => return Ok(one.id),
                several => return Err(ambiguous(text, several)),
            }
        }
    }
    Err(Error::not_found("person", text))
}

struct Wanted {
    exact: String,
    folded: String,
}

const STEPS: [fn(&Named, &Wanted) -> bool; 5] = [is_exactly, is_called, has_part, begins, is_like];

fn is_exactly(person: &Named, wanted: &Wanted) -> bool {
    person.name.to_lowercase() == wanted.exact || person.nicknames.iter().any(|n| n.to_lowercase() == wanted.exact)
}

fn is_called(person: &Named, wanted: &Wanted) -> bool {
    !wanted.folded.is_empty()
        && (person.folded == wanted.folded || person.nicknames.iter().any(|n| fold(n) == wanted.folded))
}

fn has_part(person: &Named, wanted: &Wanted) -> bool {
    !wanted.folded.is_empty() && (fold(&person.given) == wanted.folded || fold(&person.family) == wanted.folded)
}

/// Every word typed begins a word of the name or of a nickname.
fn begins(person: &Named, wanted: &Wanted) -> bool {
    let nicknames: Vec<String> = person.nicknames.iter().map(|n| fold(n)).collect();
    let begins = |typed: &str| {
        let words = person.folded.split(' ').chain(nicknames.iter().flat_map(|n| n.split(' ')));
        words.into_iter().any(|word| word.starts_with(typed))
    };
    !wanted.folded.is_empty() && wanted.folded.split(' ').all(begins)
}

fn is_like(person: &Named, wanted: &Wanted) -> bool {
    is_nearly(person, &wanted.folded)
}

/// Whether a name or a part of it is what was typed (`folded`) but for a slip of the hand.
pub fn is_nearly(person: &Named, folded: &str) -> bool {
    let whole = [person.folded.clone(), fold(&person.given), fold(&person.family)];
    whole.iter().map(String::as_str).chain(person.folded.split(' ')).any(|name| like(name, folded))
        || person.nicknames.iter().any(|n| like(&fold(n), folded))
}

/// Within one slip of the hand for four letters and more, two for eight and more.
pub fn like(name: &str, typed: &str) -> bool {
    let (long, short) = (name.len().max(typed.len()), name.len().min(typed.len()));
    let slips = match short {
        0..=3 => return false,
        4..=7 => 1,
        _ => 2,
    };
    long - short <= slips && strsim::osa_distance(name, typed) <= slips
}

/// How well a contact fits what is typed in a picker, best 0; `None` where not at all.
///
/// `raw` is what was typed in lower case, `folded` the same folded; archived contacts come behind all others.
pub fn rank(person: &Named, raw: &str, folded: &str) -> Option<u8> {
    const ARCHIVED: u8 = 8;
    let wanted = Wanted { exact: raw.to_owned(), folded: folded.to_owned() };
    let folds = !folded.is_empty();
    let rank = if is_exactly(person, &wanted) || is_called(person, &wanted) {
        0
    } else if folds && person.folded.starts_with(folded) {
        1
    } else if begins(person, &wanted) {
        2
    } else if folds && fold(&person.org).split(' ').any(|word| word.starts_with(folded)) {
        3
    } else if folds && person.folded.contains(folded) || person.name.to_lowercase().contains(raw) {
        4
    } else {
        return None;
    };
    Some(if person.archived { rank + ARCHIVED } else { rank })
}

fn ambiguous(text: &str, several: &[&Named]) -> Error {
    const SHOWN: usize = 10;
    let mut candidates: Vec<String> = several.iter().take(SHOWN).map(|person| candidate(person)).collect();
    if several.len() > SHOWN {
        candidates.push(format!("and {} more", several.len() - SHOWN));
    }
    Error::Ambiguous { name: text.to_owned(), candidates }
}

fn candidate(person: &Named) -> String {
    let id = person.id;
    if person.org.is_empty() {
        format!("{} (id {id})", person.name)
    } else {
        format!("{} ({}, id {id})", person.name, person.org)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at what it did not expect")]
mod tests {
    use super::*;

    fn people(names: &[(&str, &[&str])]) -> Vec<Named> {
        let named = |(at, (name, nicknames)): (usize, &(&str, &[&str]))| {
            let (given, family) = split(name);
            let nicknames = nicknames.iter().map(|n| (*n).to_owned()).collect();
            let id = ContactId(i64::try_from(at).unwrap() + 1);
            let (name, org) = ((*name).to_owned(), String::new());
            Named { id, folded: fold(&name), name, given, family, nicknames, org, archived: false }
        };
        names.iter().enumerate().map(named).collect()
    }

    fn found(people: &[Named], text: &str) -> String {
        match find(people, text) {
            Ok(id) => people.iter().find(|p| p.id == id).unwrap().name.clone(),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn a_name_is_read_as_given_and_family() {
        let read = |name| {
            let (given, family) = split(name);
            format!("{given}|{family}")
        };
        assert_eq!(read("Dana Moreau"), "Dana|Moreau");
        assert_eq!(read("Mary Jane Watson"), "Mary Jane|Watson");
        assert_eq!(read("Vincent van Gogh"), "Vincent|van Gogh");
        assert_eq!(read("Ursula von der Leyen"), "Ursula|von der Leyen");
        assert_eq!(read("Moreau, Dana"), "Dana|Moreau");
        assert_eq!(read("Prince"), "Prince|");
        assert_eq!(read("山田太郎"), "山田太郎|");
        assert_eq!(read("  "), "|");
        assert_eq!(read("de la Cruz"), "de|la Cruz");
    }

    #[test]
    fn a_name_is_found_by_full_name_then_part_then_prefix_then_likeness() {
        let all = people(&[
            ("Dana Moreau", &["Dee"]),
            ("Danae Rossi", &[]),
            ("Rohan Patel", &[]),
            ("Moreau Marine", &[]),
            ("José Núñez", &[]),
            ("Dee Barnes", &[]),
        ]);
        assert_eq!(found(&all, "dana moreau"), "Dana Moreau");
        assert_eq!(found(&all, "dee"), "Dana Moreau", "a nickname is as good as a full name");
        assert_eq!(found(&all, "Dana"), "Dana Moreau", "a whole given name goes before a prefix");
        assert_eq!(found(&all, "roh"), "Rohan Patel");
        assert_eq!(found(&all, "jose nunez"), "José Núñez");
        assert_eq!(found(&all, "Rohan Pattel"), "Rohan Patel");
        assert_eq!(found(&all, "patl"), "Rohan Patel");
        assert_eq!(found(&all, "Xaver"), "There is no person “Xaver”.");
        assert_eq!(found(&all, "dan"), "“dan” fits several people: Dana Moreau (id 1), Danae Rossi (id 2).");
    }

    #[test]
    fn an_accent_that_was_typed_tells_namesakes_apart() {
        let all = people(&[("Jose Garcia", &[]), ("José García", &[])]);
        assert_eq!(found(&all, "José García"), "José García");
        assert_eq!(found(&all, "jose garcia"), "Jose Garcia");
        assert!(found(&all, "josé garcia").contains("fits several"));
    }

    #[test]
    fn archived_people_are_meant_only_where_no_other_is() {
        let mut all = people(&[("Dana Moreau", &[]), ("Dana Smith", &[])]);
        all[0].archived = true;
        assert_eq!(found(&all, "dana"), "Dana Smith");
        assert_eq!(found(&all, "dana moreau"), "Dana Moreau");
    }
}
