//! Photos: files of the data folder, named by their SHA-256. Only pictures that cannot act are shown.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use super::Photo;
use crate::error::{During, Error, Result};
use crate::paths::{Paths, private_file};

/// The largest photo that is shown, in bytes.
pub const LARGEST: u64 = 10 << 20;

/// A photo, ready for an `img`.
pub fn load(paths: &Paths, sha256: &str) -> Result<Photo> {
    if !is_sha256(sha256) {
        return Err(Error::invalid("photo", "A photo is named by its SHA-256."));
    }
    let file = match File::open(paths.files().join(sha256)) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Err(Error::not_found("photo", sha256)),
        Err(error) => return Err(error).during("reading a photo"),
    };
    let bytes =
        bounded(file)?.ok_or_else(|| Error::invalid("photo", "This photo is larger than 10 MB and is not shown."))?;
    let kind = kind_of(&bytes)
        .ok_or_else(|| Error::invalid("photo", "This file is no JPEG, PNG, GIF or WebP picture and is not shown."))?;
    Ok(Photo { uri: format!("data:{kind};base64,{}", STANDARD.encode(&bytes)) })
}

/// Keeps a picture of the person's own as `files/<sha256>` and answers with the name; the file itself stays as it is.
pub fn take(paths: &Paths, file: &Path) -> Result<String> {
    if !file.exists() {
        return Err(Error::not_found("file", file.display()));
    }
    if !file.is_file() {
        return Err(Error::invalid("photo_file", "A photo is a file, not a folder."));
    }
    let bytes = bounded(File::open(file).during("reading the picture")?)?.ok_or_else(|| {
        Error::invalid("photo_file", "This picture is larger than 10 MB. Save it smaller, and try again.")
    })?;
    if kind_of(&bytes).is_none() {
        return Err(Error::invalid("photo_file", "This file is no JPEG, PNG, GIF or WebP picture."));
    }
    let name = sha256(&bytes);
    if !paths.files().join(&name).exists() {
        keep(paths, &name, &bytes)?;
        sync_folder(&paths.files())?;
    }
    Ok(name)
}

/// Writes bytes as the file of that name, for the user's eyes only; it is there whole or not at all.
pub fn keep(paths: &Paths, name: &str, bytes: &[u8]) -> Result<()> {
    let temporary = paths.files().join(format!("{name}.part"));
    let kept = write_synced(&temporary, bytes)
        .and_then(|()| fs::rename(&temporary, paths.files().join(name)).during("keeping a picture"));
    if kept.is_err()
        && let Err(error) = fs::remove_file(&temporary)
    {
        tracing::debug!(%error, "a picture that could not be kept stays behind");
    }
    kept
}

/// Waits until a folder's names are on disk.
pub fn sync_folder(folder: &Path) -> Result<()> {
    // Windows has no such thing, and refuses to open a folder.
    if cfg!(unix) {
        File::open(folder).and_then(|folder| folder.sync_all()).during("writing a folder")?;
    }
    Ok(())
}

/// The name of a file in `files/`: the SHA-256 of its bytes.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Whether a text can be the name of a file in `files/`.
pub fn is_sha256(name: &str) -> bool {
    name.len() == 64 && name.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

/// All bytes of a picture; none when they are too many.
fn bounded(file: File) -> Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    file.take(LARGEST + 1).read_to_end(&mut bytes).during("reading a photo")?;
    Ok(u64::try_from(bytes.len()).is_ok_and(|length| length <= LARGEST).then_some(bytes))
}

/// Writes a file for the user's eyes only, and waits until it is on disk.
fn write_synced(path: &Path, bytes: &[u8]) -> Result<()> {
    let mut file = private_file(path)?;
    file.set_len(0).during("keeping a picture")?;
    file.write_all(bytes).during("keeping a picture")?;
    file.sync_all().during("keeping a picture")
}

/// The media type of a picture, by its first bytes. Never SVG: it can run scripts and load others' pages.
pub fn kind_of(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xFF, 0xD8, 0xFF, ..] => Some("image/jpeg"),
        [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => Some("image/png"),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some("image/gif"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("image/webp"),
        _ => None,
    }
}
