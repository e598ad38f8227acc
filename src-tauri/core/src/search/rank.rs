//! How much a find is worth: the weights, in one place.
//!
//! Names, facts and tags count more than long notes, whole words more than stems, stems more than beginnings,
//! rare words more than common ones (BM25), and, gently, the recent more than the old.

use std::sync::OnceLock;

use tantivy::fieldnorm::FieldNormReader;

use super::document::Row;

/// A word as it stands in what was written.
pub const WHOLE: f32 = 1.0;
/// Another form of the word. A whole word has this too, so that it always comes first.
pub const STEM: f32 = 0.7;
/// A word of a name or nickname.
pub const NAME: f32 = 2.5;
/// A whole tag.
pub const TAG: f32 = 1.5;
/// Only the beginning of a word.
pub const BEGINNING: f32 = 0.4;
/// The beginning of a word of a name: what one types to find somebody.
pub const NAME_BEGINNING: f32 = 2.0;
/// Words in a row: worth the sum of their words, and this much more.
pub const ROW: f32 = 1.3;
/// Another form of the name: Robert for bob.
pub const NICKNAME: f32 = 0.5;
/// A name that sounds like it.
pub const SOUND: f32 = 0.35;
/// A word that it may be a slip of.
pub const CORRECTED: f32 = 0.5;
/// What a filter finds is worth next to nothing: it orders by date.
pub const FILTER: f32 = 0.001;

/// What a word is worth, by its rarity, that a person has in another row than their best.
pub const ELSEWHERE: f32 = 0.5;
/// What a row is worth more in which all that is found of it stands close together.
pub const CLOSE: f32 = 0.35;
/// What a name is worth, by its rarity, to the rows of the person: a question names whom it is about.
pub const NAMED: f32 = 2.5;
/// What a row is worth that is of the days a sentence speaks of.
pub const SPOKEN_OF: f32 = 4.0;
/// What is corrected to the same letters in another order comes before what is not.
pub const SAME_LETTERS: f32 = 1.2;
/// A word that it sounds like, though it is no name that is known.
pub const UNKNOWN_SOUND: f32 = 0.12;

/// How soon another find of the same word in a row counts less.
const SATURATION: f32 = 1.2;
/// How much the length of a row takes from its finds.
const LENGTH: f32 = 0.75;

/// BM25 without the rarity, by the length of a row as the index keeps it.
pub struct Lengths([f32; 256]);

impl Lengths {
    /// For rows of so many words on average.
    pub fn new(mean: f32) -> Lengths {
        let mut of = [0.0; 256];
        for (id, slot) in (0_u8..=255).zip(of.iter_mut()) {
            let length = FieldNormReader::id_to_fieldnorm(id) as f32;
            *slot = SATURATION * (1.0 - LENGTH + LENGTH * length / mean);
        }
        Lengths(of)
    }

    /// What `count` finds are worth in a row of the length with that number.
    pub fn weigh(&self, count: u32, length: u8) -> f32 {
        let count = count as f32;
        let of = self.0.get(usize::from(length)).copied().unwrap_or(SATURATION);
        count * (SATURATION + 1.0) / (count + of)
    }
}

/// What a row of today is worth more than one of long ago.
const RECENT: f32 = 0.25;
/// After so many days half of that is left.
const HALF_LIFE: f32 = 365.0;
/// Days from which on none of it is left.
const OLD: u16 = 8_192;

/// What the kind of a row makes of what is found in it.
pub fn row_weight(row: Row) -> f32 {
    match row {
        Row::Conversation => 1.0,
        Row::Contact => 1.1,
        Row::Fact => 1.25,
        Row::FollowUp | Row::Gave | Row::Received | Row::Asked | Row::Feedback | Row::Occasion => 1.0,
    }
}

/// What its age makes of a row: from 1.25 today to 1 for the old and the undated.
pub fn recency(day: Option<i32>, today: i32) -> f32 {
    static OF_AGE: OnceLock<Vec<f32>> = OnceLock::new();
    let Some(day) = day else { return 1.0 };
    let age = today.saturating_sub(day).max(0) as usize;
    let of_age =
        OF_AGE.get_or_init(|| (0..OLD).map(|age| 1.0 + RECENT * (-f32::from(age) / HALF_LIFE).exp2()).collect());
    of_age.get(age).copied().unwrap_or(1.0)
}

/// How telling a word is that is in `found` of `all` rows.
pub fn rarity(found: u64, all: u64) -> f32 {
    let (found, all) = (found.min(all) as f32, all as f32);
    (1.0 + (all - found + 0.5) / (found + 0.5)).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_recent_come_gently_before_the_old() {
        let (today, year, old) = (recency(Some(100), 100), recency(Some(-265), 100), recency(Some(-9_000), 100));
        assert!(today > year && year > old && old >= 1.0 && today <= 1.25);
        assert!((recency(Some(500), 100) - today).abs() < 1e-6, "what is planned is not worth more than today");
    }

    #[test]
    fn rare_words_tell_more_than_common_ones() {
        assert!(rarity(3, 100_000) > 5.0 * rarity(50_000, 100_000));
        assert!(rarity(7, 5) > 0.0);
    }
}
