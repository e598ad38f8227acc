//! Recall and reciprocal rank, and the tables they are told in.

use std::fmt::Write;

use super::Answer;

/// How good one answer is, or many are on average.
#[derive(Debug, Default, Clone, Copy, PartialEq)]
pub struct Figures {
    /// 1 where the first answer is right.
    pub recall_1: f64,
    /// The share of the right ones among the first five; of five where more than five are right.
    pub recall_5: f64,
    /// One divided by the place of the first right answer; 0 where none came.
    pub mrr: f64,
}

impl Figures {
    /// Of one answer.
    pub fn of(wanted: &[String], found: &[String]) -> Self {
        let recall = |k: usize| {
            let right = found.iter().take(k).filter(|uid| wanted.contains(uid)).count();
            right as f64 / wanted.len().min(k).max(1) as f64
        };
        let place = found.iter().position(|uid| wanted.contains(uid));
        Self { recall_1: recall(1), recall_5: recall(5), mrr: place.map_or(0.0, |place| 1.0 / (place + 1) as f64) }
    }
}

/// The figures of Kith and of FTS5 over the same queries.
#[derive(Debug, Default, Clone, Copy)]
pub struct Pair {
    /// How many queries.
    pub queries: u32,
    kith: Figures,
    fts: Figures,
}

impl Pair {
    /// Takes in the people of an answer.
    pub fn take_people(&mut self, answer: &Answer) {
        let wanted = &answer.query.people;
        self.take(Figures::of(wanted, &answer.kith.people), Figures::of(wanted, &answer.fts.people));
    }

    /// Takes in the conversations of an answer.
    pub fn take_conversations(&mut self, answer: &Answer) {
        let wanted = &answer.query.conversations;
        self.take(Figures::of(wanted, &answer.kith.conversations), Figures::of(wanted, &answer.fts.conversations));
    }

    fn take(&mut self, kith: Figures, fts: Figures) {
        self.queries += 1;
        for (sum, one) in [(&mut self.kith, kith), (&mut self.fts, fts)] {
            sum.recall_1 += one.recall_1;
            sum.recall_5 += one.recall_5;
            sum.mrr += one.mrr;
        }
    }

    /// The means of Kith.
    pub fn kith(&self) -> Figures {
        self.mean(self.kith)
    }

    /// The means of FTS5.
    pub fn fts(&self) -> Figures {
        self.mean(self.fts)
    }

    fn mean(&self, sum: Figures) -> Figures {
        let of = |sum: f64| sum / f64::from(self.queries.max(1));
        Figures { recall_1: of(sum.recall_1), recall_5: of(sum.recall_5), mrr: of(sum.mrr) }
    }
}

/// A table in Markdown, a line for each name.
pub fn table(head: &str, lines: impl IntoIterator<Item = (String, Pair)>) -> String {
    let mut table = format!("| {head} | queries | recall@1 | FTS5 | recall@5 | FTS5 | MRR | FTS5 |\n");
    table += "|---|---|---|---|---|---|---|---|\n";
    for (name, pair) in lines {
        let (kith, fts) = (pair.kith(), pair.fts());
        // Writing into a text cannot fail.
        let _ = writeln!(
            table,
            "| {name} | {} | {:.2} | {:.2} | {:.2} | {:.2} | {:.2} | {:.2} |",
            pair.queries, kith.recall_1, fts.recall_1, kith.recall_5, fts.recall_5, kith.mrr, fts.mrr
        );
    }
    table
}
