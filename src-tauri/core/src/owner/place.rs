//! Where the socket of a data folder is: in a folder of the user's own, under a hash of the canonical path.
//!
//! The path itself could pass the 107 bytes that a socket's address holds. A program started by a timer may
//! lack `XDG_RUNTIME_DIR` where the window has it, so those who ask try every place in turn.

use std::path::{Path, PathBuf};
use std::{env, fs};

use interprocess::local_socket::Name;
use sha2::{Digest, Sha256};

use crate::error::{During, Error, Result};
use crate::said;

/// What a socket's address holds, less some room.
#[cfg(unix)]
const LONGEST_PATH: usize = 100;

/// Where the owner listens: in the first of the user's folders that will do; makes it where it is missing.
pub(super) fn to_listen(root: &Path) -> Result<PathBuf> {
    let mut refused = None;
    for folder in folders() {
        match in_folder(root, &folder) {
            Ok(socket) => return Ok(socket),
            Err(error) => refused = Some(error),
        }
    }
    Err(refused.unwrap_or(Error::NotWritable { path: env::temp_dir() }))
}

/// The socket in that folder, which is made where it is missing and refused where others can open it.
pub(super) fn in_folder(root: &Path, folder: &Path) -> Result<PathBuf> {
    make_private(folder)?;
    Ok(folder.join(file_name(root)?))
}

/// Where an owner may be listening, the likeliest first.
pub(super) fn to_ask(root: &Path) -> Result<Vec<PathBuf>> {
    let name = file_name(root)?;
    Ok(folders().into_iter().filter(|folder| check_private(folder).is_ok()).map(|folder| folder.join(&name)).collect())
}

fn file_name(root: &Path) -> Result<String> {
    let canonical = fs::canonicalize(root).during("looking at the data folder")?;
    let digest = Sha256::digest(canonical.as_os_str().as_encoded_bytes());
    let hex: String = digest.iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    Ok(format!("{hex}.sock"))
}

/// The address of a socket: its path, or on systems without such files a name of the user's own.
pub(super) fn address(socket: &Path) -> std::io::Result<Name<'_>> {
    #[cfg(unix)]
    {
        use interprocess::local_socket::{GenericFilePath, ToFsName};
        socket.to_fs_name::<GenericFilePath>()
    }
    #[cfg(not(unix))]
    {
        use interprocess::local_socket::{GenericNamespaced, ToNsName};
        let user = env::var("USERNAME").unwrap_or_default();
        let name = socket.file_name().unwrap_or_default().to_string_lossy();
        format!("kith-{user}-{name}").to_ns_name::<GenericNamespaced>()
    }
}

#[cfg(unix)]
fn folders() -> Vec<PathBuf> {
    let Some(user) = user_id() else { return Vec::new() };
    let given = env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from);
    let usual = PathBuf::from(format!("/run/user/{user}"));
    let mut folders: Vec<PathBuf> = given
        .into_iter()
        .chain([usual])
        .filter(|folder| folder.is_absolute() && is_own_folder(folder, user))
        .map(|folder| folder.join("kith"))
        .collect();
    folders.dedup();
    folders.push(env::temp_dir().join(format!("kith-{user}")));
    folders.retain(|folder| folder.as_os_str().len() + "/0123456789abcdef01234567.sock".len() <= LONGEST_PATH);
    folders
}

#[cfg(unix)]
fn is_own_folder(folder: &Path, user: u32) -> bool {
    use std::os::unix::fs::MetadataExt;
    fs::metadata(folder).is_ok_and(|found| found.is_dir() && found.uid() == user)
}

/// The user this process acts for; asked of the file system, because the libraries' way is `unsafe`.
#[cfg(unix)]
fn user_id() -> Option<u32> {
    use std::os::unix::fs::MetadataExt;
    let own = fs::metadata("/proc/self").or_else(|_| fs::metadata(env::home_dir().unwrap_or_default()));
    own.ok().map(|found| found.uid())
}

#[cfg(unix)]
fn make_private(folder: &Path) -> Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    match fs::DirBuilder::new().mode(0o700).create(folder) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => check_private(folder),
        Err(_) => Err(Error::NotWritable { path: folder.to_path_buf() }),
    }
}

/// A folder that others made, or could write to, might hold a socket of theirs.
#[cfg(unix)]
fn check_private(folder: &Path) -> Result<()> {
    use std::os::unix::fs::MetadataExt;
    let found = fs::symlink_metadata(folder).during("looking at the folder of the socket")?;
    if found.is_dir() && Some(found.uid()) == user_id() && found.mode() & 0o077 == 0 {
        return Ok(());
    }
    Err(Error::Conflict {
        message: said!(
            "{folder} should be a folder that only you can open. Remove it, and Kith makes it anew.",
            folder = folder.display().to_string()
        ),
    })
}

#[cfg(not(unix))]
fn folders() -> Vec<PathBuf> {
    vec![PathBuf::new()]
}

#[cfg(not(unix))]
fn make_private(_: &Path) -> Result<()> {
    Ok(())
}

#[cfg(not(unix))]
fn check_private(_: &Path) -> Result<()> {
    Ok(())
}
