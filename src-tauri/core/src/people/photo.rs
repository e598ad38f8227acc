//! Photos: files of the data folder, named by their SHA-256. Only pictures that cannot act are shown.

use std::fs::File;
use std::io::Read;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::Photo;
use crate::error::{During, Error, Result};
use crate::paths::Paths;

/// The largest photo that is shown, in bytes.
pub const LARGEST: u64 = 10 << 20;

/// A photo, ready for an `img`.
pub fn load(paths: &Paths, sha256: &str) -> Result<Photo> {
    let named = sha256.len() == 64 && sha256.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
    if !named {
        return Err(Error::invalid("photo", "A photo is named by its SHA-256."));
    }
    let file = match File::open(paths.files().join(sha256)) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Err(Error::not_found("photo", sha256)),
        Err(error) => return Err(error).during("reading a photo"),
    };
    let mut bytes = Vec::new();
    file.take(LARGEST + 1).read_to_end(&mut bytes).during("reading a photo")?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length > LARGEST) {
        return Err(Error::invalid("photo", "This photo is larger than 10 MB and is not shown."));
    }
    let kind = kind_of(&bytes)
        .ok_or_else(|| Error::invalid("photo", "This file is no JPEG, PNG, GIF or WebP picture and is not shown."))?;
    Ok(Photo { uri: format!("data:{kind};base64,{}", STANDARD.encode(&bytes)) })
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
