//! What a row is labelled with: its tags and place, or the groups and organisation of a contact.
//!
//! Many rows bear the same labels, and a search counts those of every row it finds. So a segment numbers the sets of
//! labels that occur in it, and knows of each row its number; a set is looked into once, when all rows are counted.

use std::collections::HashMap;

use tantivy::columnar::StrColumn;
use tantivy::fastfield::FastFieldReaders;

/// A kind of label.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Label {
    /// A tag of a conversation.
    Tag,
    /// Where a conversation was.
    Place,
    /// A group of a contact.
    Group,
    /// The organisation of a contact.
    Org,
}

impl Label {
    /// All of them, with their columns.
    const ALL: [(Label, &'static str); 4] = [
        (Label::Tag, "tag_facet"),
        (Label::Place, "place_facet"),
        (Label::Group, "group_facet"),
        (Label::Org, "org_facet"),
    ];
}

/// The sets of labels of a segment.
pub struct Labels {
    /// By number, where in `labels` the set ends; the set of number 0 is empty.
    ends: Vec<u32>,
    /// Kind and number of each label of each set.
    labels: Vec<(Label, u32)>,
    columns: Vec<(Label, StrColumn)>,
    numbers: HashMap<Vec<(Label, u32)>, u32>,
}

impl Labels {
    /// No sets yet.
    pub fn new(fast_fields: &FastFieldReaders) -> tantivy::Result<Labels> {
        let mut columns = Vec::new();
        for (label, name) in Label::ALL {
            columns.extend(fast_fields.str(name)?.map(|column| (label, column)));
        }
        Ok(Labels { ends: vec![0], labels: Vec::new(), columns, numbers: HashMap::from([(Vec::new(), 0)]) })
    }

    /// The number of a row's set, which is read.
    pub fn number_of(&mut self, row: u32) -> u32 {
        let of_column = |(label, column): &(Label, StrColumn)| {
            let label = *label;
            column.term_ords(row).filter_map(move |ord| Some((label, u32::try_from(ord).ok()?))).collect::<Vec<_>>()
        };
        let set: Vec<(Label, u32)> = self.columns.iter().flat_map(of_column).collect();
        if let Some(number) = self.numbers.get(&set) {
            return *number;
        }
        let number = self.ends.len() as u32;
        self.labels.extend_from_slice(&set);
        self.ends.push(self.labels.len() as u32);
        self.numbers.insert(set, number);
        number
    }

    /// Gives back what only reading took.
    pub fn finish(mut self) -> Labels {
        self.numbers = HashMap::new();
        self
    }

    /// How many sets there are.
    pub fn sets(&self) -> usize {
        self.ends.len()
    }

    /// The set of a number.
    pub fn set(&self, number: usize) -> &[(Label, u32)] {
        let end = |number: usize| self.ends.get(number).map_or(0, |end| *end as usize);
        let from = number.checked_sub(1).map_or(0, end);
        self.labels.get(from..end(number)).unwrap_or_default()
    }

    /// Columns with the names of labels.
    pub fn columns(&self) -> &[(Label, StrColumn)] {
        &self.columns
    }
}
