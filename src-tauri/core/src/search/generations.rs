//! The folder of the index: a sub-folder for each generation, `current`, which names the one that counts, and `boot`,
//! which names the run of the machine in which its files were checked.

use std::fs;
use std::path::{Path, PathBuf};

use super::directory::replace;

/// Up to this size an index is checked at every start; a larger one after a restart of the machine.
const QUICKLY_CHECKED: u64 = 64 << 20;

/// The generations of an index.
#[derive(Debug)]
pub struct Generations {
    root: PathBuf,
}

/// Which generation counts.
#[derive(Debug, PartialEq, Eq)]
pub enum Current {
    /// This one.
    Is(u64),
    /// None was named yet.
    None,
    /// What stands there is no name.
    Unreadable,
}

impl Generations {
    /// Those in a folder, which need not be there yet.
    pub fn new(root: PathBuf) -> Generations {
        Generations { root }
    }

    /// The folder of all.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The folder of one.
    pub fn folder(&self, generation: u64) -> PathBuf {
        self.root.join(format!("g{generation}"))
    }

    /// The one that counts; fails where that cannot be read now.
    pub fn current(&self) -> std::io::Result<Current> {
        use std::io::ErrorKind::{InvalidData, NotFound};
        match fs::read_to_string(self.root.join("current")) {
            Ok(text) => Ok(text.trim().parse().map_or(Current::Unreadable, Current::Is)),
            Err(error) if error.kind() == NotFound => Ok(Current::None),
            Err(error) if error.kind() == InvalidData => Ok(Current::Unreadable),
            Err(error) => Err(error),
        }
    }

    /// Makes one the one that counts.
    pub fn name(&self, generation: u64) -> std::io::Result<()> {
        replace(&self.root.join("current"), generation.to_string().as_bytes())
    }

    /// The number of the next, and its folder, which is made.
    pub fn begin(&self) -> std::io::Result<(u64, PathBuf)> {
        let next = self.all().into_iter().max().unwrap_or(0) + 1;
        let folder = self.folder(next);
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&folder)?;
        Ok((next, folder))
    }

    /// Removes one; that it stays is logged.
    pub fn remove(&self, generation: u64) {
        if let Err(error) = fs::remove_dir_all(self.folder(generation)) {
            tracing::warn!(%error, generation, "a search index stays behind");
        }
    }

    /// Removes all but one.
    pub fn keep_only(&self, generation: u64) {
        self.all().into_iter().filter(|other| *other != generation).for_each(|old| self.remove(old));
    }

    /// How much all of them take on the disk, in bytes.
    pub fn bytes(&self) -> u64 {
        self.all().into_iter().map(|generation| size_of(&self.folder(generation))).sum()
    }

    /// A file that was written before a power cut may be damaged; within one run of the machine it cannot be.
    pub fn must_be_checked(&self, generation: u64) -> bool {
        let is_small = size_of(&self.folder(generation)) <= QUICKLY_CHECKED;
        is_small || fs::read_to_string(self.root.join("boot")).ok() != boot()
    }

    /// Where that cannot be written, as on a full disk, its files are checked once more at the next start.
    pub fn remember_boot(&self) {
        let Some(boot) = boot() else { return };
        if let Err(error) = replace(&self.root.join("boot"), boot.as_bytes()) {
            tracing::warn!(%error, "the search index cannot be marked as checked");
        }
    }

    fn all(&self) -> Vec<u64> {
        let entries = fs::read_dir(&self.root).into_iter().flatten().flatten();
        entries.filter_map(|entry| entry.file_name().to_str()?.strip_prefix('g')?.parse().ok()).collect()
    }
}

/// Names this run of the machine; `None` where that cannot be known.
fn boot() -> Option<String> {
    fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()
}

/// How much the files in a folder take.
fn size_of(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.filter_map(|entry| Some(entry.metadata().ok()?.len())).sum()
}
