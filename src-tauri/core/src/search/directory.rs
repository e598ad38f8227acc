//! The folder of the index, written without waiting for the disk.
//!
//! The index is a projection and can be built again, so it is never fsynced: a commit takes milliseconds instead
//! of tens. What a power cut can do to it is caught when it is opened (`indexer.rs`). Files are 0600.

use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tantivy::directory::error::{DeleteError, LockError, OpenDirectoryError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    AntiCallToken, Directory, DirectoryLock, FileHandle, Lock, MmapDirectory, TerminatingWrite, WatchCallback,
    WatchHandle, WritePtr,
};

/// [`MmapDirectory`] without fsync, with private files.
#[derive(Clone, Debug)]
pub struct UnsyncedDirectory {
    root: PathBuf,
    inner: MmapDirectory,
}

impl UnsyncedDirectory {
    /// Opens an existing folder.
    pub fn open(root: &Path) -> Result<UnsyncedDirectory, OpenDirectoryError> {
        let inner = MmapDirectory::open(root)?;
        Ok(UnsyncedDirectory { root: root.to_owned(), inner })
    }
}

fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options
}

/// Writes a file whole or not at all: a reader sees the old content or the new. Two may write the same one at once,
/// as the merge of a writer that was let go and the next writer do.
pub fn replace(path: &Path, content: &[u8]) -> io::Result<()> {
    let mut file = tempfile::NamedTempFile::new_in(path.parent().unwrap_or(Path::new(".")))?;
    file.write_all(content)?;
    file.persist(path)?;
    Ok(())
}

struct Plain(File);

impl Write for Plain {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl TerminatingWrite for Plain {
    fn terminate_ref(&mut self, _: AntiCallToken) -> io::Result<()> {
        self.0.flush()
    }
}

impl Directory for UnsyncedDirectory {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.inner.get_file_handle(path)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.inner.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.inner.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        match private().create_new(true).open(self.root.join(path)) {
            Ok(file) => Ok(BufWriter::new(Box::new(Plain(file)))),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                Err(OpenWriteError::FileAlreadyExists(path.to_owned()))
            }
            Err(error) => Err(OpenWriteError::wrap_io_error(error, path.to_owned())),
        }
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.inner.atomic_read(path)
    }

    fn atomic_write(&self, path: &Path, content: &[u8]) -> io::Result<()> {
        replace(&self.root.join(path), content)
    }

    fn sync_directory(&self) -> io::Result<()> {
        Ok(())
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        // Made first, so that it is made private.
        let path = self.root.join(&lock.filepath);
        private().create(true).truncate(false).open(path).map_err(LockError::wrap_io_error)?;
        self.inner.acquire_lock(lock)
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.inner.watch(callback)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_two_write_at_once_is_always_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("meta.json");
        let contents = ["a", "b", "c", "d"].map(|letter| letter.repeat(50_000));
        std::thread::scope(|threads| {
            for content in &contents {
                threads.spawn(|| (0..50).for_each(|_| replace(&path, content.as_bytes()).unwrap()));
            }
        });
        let left = std::fs::read_to_string(&path).unwrap();
        assert!(contents.contains(&left));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
    }
}
