//! What the figures must not fall below: a little less than what was measured last, so that one query that falls does
//! not fail the test and two in a class do. Raise them with the figures in `tests/bench/README.md`.

use super::fixture::Class;

/// The least that must be measured for a class, people grouped.
pub struct Floor {
    /// The class.
    pub class: Class,
    /// Mean recall at 1.
    pub recall_1: f64,
    /// Mean recall at 5.
    pub recall_5: f64,
    /// Mean reciprocal rank.
    pub mrr: f64,
    /// How much more than FTS5's the mean reciprocal rank must be.
    pub lead: f64,
}

const fn floor(class: Class, recall_1: f64, recall_5: f64, mrr: f64, lead: f64) -> Floor {
    Floor { class, recall_1, recall_5, mrr, lead }
}

/// People, for each class.
pub const PEOPLE: [Floor; 7] = [
    floor(Class::Keyword, 0.84, 0.84, 0.85, 0.0),
    floor(Class::Several, 0.93, 0.95, 0.95, 0.08),
    floor(Class::Typo, 0.05, 0.07, 0.06, -0.02),
    floor(Class::Sound, 0.46, 0.46, 0.49, -0.04),
    floor(Class::Script, 0.78, 0.77, 0.78, 0.38),
    floor(Class::Phrase, 0.92, 0.94, 0.93, 0.04),
    floor(Class::Question, 0.81, 0.87, 0.84, 0.07),
];

/// Conversations, where they are judged.
pub const CONVERSATIONS: [Floor; 2] =
    [floor(Class::Phrase, 0.92, 0.94, 0.93, 0.04), floor(Class::Question, 0.70, 0.84, 0.76, 0.08)];
