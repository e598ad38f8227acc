//! Files: which ones an import takes, how they are opened, and pictures named by their SHA-256.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Cursor, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use super::ImportFormat;
use crate::error::{During, Error, Result};
use crate::paths::Paths;
use crate::people::photo;
pub use crate::people::photo::{is_sha256, sha256, sync_folder};

/// Files in UTF-16 or with old Macintosh line ends are read whole, up to this size.
const WHOLE_BYTES: u64 = 256 << 20;

/// A file to import.
#[derive(Debug, Clone)]
pub struct Source {
    /// Where it is.
    pub path: PathBuf,
    /// What it is called in messages.
    pub name: String,
    /// What it holds.
    pub format: ImportFormat,
}

/// The files that can be read, and the names of those that cannot with the reason.
pub type Found = (Vec<Source>, Vec<(String, String)>);

/// The files of an import, folders opened, in the order of their names; what cannot be read comes with a reason.
pub fn sources(paths: &[String], format: Option<ImportFormat>) -> Result<Found> {
    if paths.is_empty() {
        return Err(Error::invalid("paths", "Choose a file to import."));
    }
    let (mut sources, mut problems, mut seen) = (Vec::new(), Vec::new(), BTreeSet::new());
    for given in paths {
        let path = Path::new(given);
        if !path.exists() {
            return Err(Error::not_found("file", given));
        }
        let files = if path.is_dir() { folder(path)? } else { vec![path.to_path_buf()] };
        if files.is_empty() {
            problems.push((given.clone(), "This folder holds no .vcf, .vcard, .json or .zip file.".to_owned()));
        }
        for path in files {
            if !seen.insert(fs::canonicalize(&path).unwrap_or_else(|_| path.clone())) {
                continue;
            }
            let name = path.file_name().map_or_else(|| given.clone(), |n| n.to_string_lossy().into_owned());
            match format.map_or_else(|| sniff(&path), Ok) {
                Ok(format) => sources.push(Source { path, name, format }),
                Err(error) => problems.push((name, format!("This file cannot be read: {error}."))),
            }
        }
    }
    Ok((sources, problems))
}

/// The fitting files of a folder, not of the folders in it.
fn folder(path: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(path).during("reading the folder to import")? {
        let path = entry.during("reading the folder to import")?.path();
        let fits = path.extension().is_some_and(|ending| {
            ["vcf", "vcard", "json", "zip"].iter().any(|known| ending.eq_ignore_ascii_case(known))
        });
        if fits && path.is_file() {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// An archive begins with `{` or as a ZIP; everything else is tried as vCards.
fn sniff(path: &Path) -> std::io::Result<ImportFormat> {
    let mut start = [0_u8; 512];
    let length = File::open(path)?.read(&mut start)?;
    let start = start.get(..length).unwrap_or_default();
    let text = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start).trim_ascii_start();
    Ok(if text.starts_with(b"{") || start.starts_with(b"PK\x03\x04") {
        ImportFormat::Archive
    } else {
        ImportFormat::Vcard
    })
}

/// Opens a text file for reading line by line; UTF-16 and lone carriage returns are brought to the usual form.
pub fn open_text(path: &Path) -> std::io::Result<Box<dyn BufRead>> {
    let mut file = File::open(path)?;
    let mut start = Vec::new();
    Read::by_ref(&mut file).take(64 << 10).read_to_end(&mut start)?;
    let utf16 = match start.as_slice() {
        [0xFF, 0xFE, ..] | [_, 0, _, 0, ..] => Some(encoding_rs::UTF_16LE),
        [0xFE, 0xFF, ..] | [0, _, 0, _, ..] => Some(encoding_rs::UTF_16BE),
        _ => None,
    };
    let lone_returns = !start.contains(&b'\n') && start.contains(&b'\r');
    file.seek(SeekFrom::Start(0))?;
    if utf16.is_none() && !lone_returns {
        return Ok(Box::new(BufReader::with_capacity(64 << 10, file)));
    }
    if file.metadata()?.len() > WHOLE_BYTES {
        return Err(std::io::Error::other("it is too large in this encoding; save it as UTF-8"));
    }
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    if let Some(encoding) = utf16 {
        bytes = encoding.decode(&bytes).0.into_owned().into_bytes();
    }
    if !bytes.contains(&b'\n') {
        bytes.iter_mut().filter(|b| **b == b'\r').for_each(|b| *b = b'\n');
    }
    Ok(Box::new(Cursor::new(bytes)))
}

/// The pictures an import brought, taken away again when it does not come to its end.
#[derive(Debug)]
pub struct Brought {
    paths: Paths,
    new: Vec<PathBuf>,
    kept: bool,
}

impl Brought {
    /// None yet.
    pub fn new(paths: &Paths) -> Self {
        Self { paths: paths.clone(), new: Vec::new(), kept: false }
    }

    /// Keeps bytes as `files/<sha256>` and answers with the name.
    pub fn keep(&mut self, bytes: &[u8]) -> Result<String> {
        let name = sha256(bytes);
        let path = self.paths.files().join(&name);
        if path.exists() {
            return Ok(name);
        }
        photo::keep(&self.paths, &name, bytes)?;
        self.new.push(path);
        Ok(name)
    }

    /// The import came to its end: they stay.
    pub fn stay(mut self) -> Result<()> {
        if !self.new.is_empty() {
            sync_folder(&self.paths.files())?;
        }
        self.kept = true;
        Ok(())
    }
}

impl Drop for Brought {
    fn drop(&mut self) {
        if !self.kept {
            for path in &self.new {
                if let Err(error) = fs::remove_file(path) {
                    tracing::debug!(%error, "a picture of an import that failed stays behind");
                }
            }
        }
    }
}
