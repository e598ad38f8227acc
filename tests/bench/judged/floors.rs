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
    floor(Class::Keyword, 0.96, 0.95, 0.96, 0.1),
    floor(Class::Several, 0.94, 0.97, 0.96, 0.1),
    floor(Class::Typo, 0.95, 0.95, 0.95, 0.8),
    floor(Class::Sound, 0.9, 0.92, 0.92, 0.35),
    floor(Class::Script, 0.9, 0.9, 0.9, 0.5),
    floor(Class::Phrase, 0.94, 0.94, 0.94, 0.06),
    floor(Class::Question, 0.93, 0.95, 0.94, 0.18),
];

/// Conversations, where they are judged.
pub const CONVERSATIONS: [Floor; 2] =
    [floor(Class::Phrase, 0.92, 0.95, 0.93, 0.05), floor(Class::Question, 0.84, 0.92, 0.88, 0.2)];
