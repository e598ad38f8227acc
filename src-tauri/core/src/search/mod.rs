//! Who matches: the index over everything said and known, and its query language.

use crate::error::Result;
use crate::paths::Paths;
use crate::store::Store;

/// The search index, a projection of the database.
#[derive(Debug)]
pub struct Index;

impl Index {
    /// Opens it, or makes it anew.
    pub fn open(_paths: &Paths, _store: &Store) -> Result<Self> {
        Ok(Self)
    }
}
