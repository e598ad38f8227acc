//! What was measured, as it is kept in a file: so that sizes measured at several times come into one table.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};
use kith_bench::measure::Times;
use serde::{Deserialize, Serialize};

use super::asked::Class;

/// Figures by number of conversations.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Figures {
    /// Which text it is.
    pub text: String,
    /// Each size measured.
    pub sizes: BTreeMap<usize, Size>,
}

/// The figures of one size.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Size {
    /// People.
    pub people: usize,
    /// What was asked.
    pub queries: Vec<Measured>,
    /// The index, and FTS5's.
    pub build: Option<[Built; 2]>,
    /// Memory while searching, in MB: in all, and without the pages of files.
    pub searching: Option<(f64, f64)>,
    /// From the log of a conversation until it is found, while another thread searches.
    pub findable: Option<Times>,
}

/// One query.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Measured {
    /// Its kind.
    pub class: Class,
    /// As typed.
    pub query: String,
    /// How many people Kith finds, and how many conversations, facts and records speak for them.
    pub people: usize,
    /// The latter.
    pub rows: usize,
    /// How many people FTS5 finds.
    pub full_text_people: i64,
    /// Kith's times.
    pub kith: Times,
    /// FTS5's; none where it was not asked.
    pub full_text: Times,
}

/// An index.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
pub struct Built {
    /// How long it took.
    pub seconds: f64,
    /// Its size on disk, in MB.
    pub megabytes: f64,
    /// Memory meanwhile, in MB: in all, and without the pages of files.
    pub memory: (f64, f64),
}

impl Figures {
    /// Reads them; none where there is no such file, or where they are of another text.
    pub fn read(file: &Path, text: &str) -> Result<Figures> {
        let none = Figures { text: text.to_owned(), ..Figures::default() };
        if !file.is_file() {
            return Ok(none);
        }
        let read = std::fs::read(file).with_context(|| format!("reading {}", file.display()))?;
        let figures: Figures = serde_json::from_slice(&read)?;
        Ok(if figures.text == text { figures } else { none })
    }

    /// Writes them.
    pub fn write(&self, file: &Path) -> Result<()> {
        std::fs::write(file, serde_json::to_vec(self)?).with_context(|| format!("writing {}", file.display()))
    }
}

impl Size {
    /// What was measured of a class.
    pub fn of(&self, class: Class) -> Vec<&Measured> {
        self.queries.iter().filter(|measured| measured.class == class).collect()
    }

    /// All times of a class, Kith's and FTS5's.
    pub fn times(&self, class: Class) -> (Times, Times) {
        let (mut kith, mut full_text) = (Times::default(), Times::default());
        for measured in self.of(class) {
            kith.extend(&measured.kith);
            full_text.extend(&measured.full_text);
        }
        (kith, full_text)
    }
}
