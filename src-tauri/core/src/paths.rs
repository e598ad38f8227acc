//! Where things stand in the data folder, and that nobody else can read them.

use std::fs::{self, OpenOptions};
use std::path::{Path, PathBuf};

use crate::error::{During, Error, Result};

/// The data folder's layout.
#[derive(Debug, Clone)]
pub struct Paths {
    root: PathBuf,
}

impl Paths {
    /// Makes the folder and its parts where they are missing, for the user's eyes only.
    pub fn make(root: &Path) -> Result<Self> {
        let paths = Self { root: root.to_path_buf() };
        for folder in [paths.root.clone(), paths.index(), paths.backups(), paths.files(), paths.logs()] {
            make_private_folder(&folder)?;
        }
        Ok(paths)
    }

    /// The folder that holds everything.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The database.
    pub fn database(&self) -> PathBuf {
        self.root.join("kith.db")
    }

    /// Where a backup is made ready to take the database's place.
    pub fn restoring(&self) -> PathBuf {
        self.root.join("kith.db.restoring")
    }

    /// The file whose lock says who owns the folder.
    pub fn lock(&self) -> PathBuf {
        self.root.join("kith.lock")
    }

    /// The file that is given up when the disk is full.
    pub fn spare(&self) -> PathBuf {
        self.root.join("spare")
    }

    /// The search index's folder.
    pub fn index(&self) -> PathBuf {
        self.root.join("index")
    }

    /// The backups' folder.
    pub fn backups(&self) -> PathBuf {
        self.root.join("backups")
    }

    /// What the programs noted for those who look after them: no names, no notes.
    pub fn logs(&self) -> PathBuf {
        self.root.join("logs")
    }

    /// Photos and attachments, named by their SHA-256.
    pub fn files(&self) -> PathBuf {
        self.root.join("files")
    }
}

/// Lets nobody but the user read what this process writes from now on. Called once, by a program that starts.
///
/// The files of the index, of the log and of SQLite follow the process's mask and not a mode of their own.
pub fn keep_private() {
    #[cfg(unix)]
    rustix::process::umask(rustix::fs::Mode::RWXG | rustix::fs::Mode::RWXO);
}

/// The folder used when none is named: the one chosen last in the window, else `kith/` among the user's data.
///
/// `None` where the system says no home.
pub fn default_folder() -> Option<PathBuf> {
    let chosen = chosen_file().and_then(|file| fs::read_to_string(file).ok());
    let chosen = chosen.map(|text| PathBuf::from(text.trim_end_matches('\n'))).filter(|path| path.is_absolute());
    chosen.or_else(|| Some(dirs::data_dir()?.join("kith")))
}

/// The folder of the made-up life, beside the usual one.
pub fn demo_folder() -> Option<PathBuf> {
    Some(dirs::data_dir()?.join("kith-demo"))
}

/// Remembers which folder to open from now on when none is named.
pub fn choose_folder(folder: &Path) -> Result<()> {
    let Some(file) = chosen_file() else {
        return Err(Error::invalid("folder", "The system names no place for settings."));
    };
    if let Some(parent) = file.parent() {
        make_private_folder(parent)?;
    }
    fs::write(&file, format!("{}\n", folder.display())).map_err(|source| not_writable(&file, source))
}

/// The file that names the chosen folder.
fn chosen_file() -> Option<PathBuf> {
    Some(dirs::config_dir()?.join("kith").join("data-folder"))
}

fn make_private_folder(folder: &Path) -> Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(|source| not_writable(folder, source))
}

/// Opens a file for writing that only the user can read, making it where it is missing.
pub fn private_file(path: &Path) -> Result<fs::File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map_err(|source| not_writable(path, source))
}

fn not_writable(path: &Path, source: std::io::Error) -> Error {
    match source.kind() {
        std::io::ErrorKind::PermissionDenied
        | std::io::ErrorKind::ReadOnlyFilesystem
        | std::io::ErrorKind::InvalidInput
        | std::io::ErrorKind::InvalidFilename
        | std::io::ErrorKind::NotFound
        | std::io::ErrorKind::IsADirectory
        | std::io::ErrorKind::NotADirectory
        | std::io::ErrorKind::AlreadyExists => Error::NotWritable { path: path.to_path_buf() },
        _ => match Err::<(), _>(source).during("opening the data folder") {
            Err(error) => error,
            Ok(()) => Error::NotWritable { path: path.to_path_buf() },
        },
    }
}
