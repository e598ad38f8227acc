//! The archive as a ZIP: `archive.json` and `files/`, each named by its SHA-256.

use std::fs::{self, File};
use std::io::{BufReader, Read, Seek, Write};
use std::path::{Path, PathBuf};

use zip::write::FileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::error::{Error, Result};
use crate::paths::{Paths, private_file};
use crate::transfer::Problem;
use crate::transfer::files::{Brought, is_sha256, sha256};

/// What the JSON is called within.
const JSON: &str = "archive.json";
/// No attachment is larger.
const FILE_BYTES: u64 = 1 << 30;
/// No archive's JSON is larger.
const JSON_BYTES: u64 = 64 << 30;

/// Begins the JSON within a new ZIP.
pub fn begin<W: Write + Seek>(out: W) -> Result<ZipWriter<W>> {
    let mut zip = ZipWriter::new(out);
    let options = FileOptions::default().compression_method(CompressionMethod::Deflated).large_file(true);
    zip.start_file(JSON, options).map_err(writing)?;
    Ok(zip)
}

/// Adds the files of these names, streamed; answers with those that are not there.
pub fn add_files<W: Write + Seek>(
    zip: &mut ZipWriter<W>,
    paths: &Paths,
    names: impl IntoIterator<Item = String>,
) -> Result<Vec<String>> {
    let mut missing = Vec::new();
    for name in names {
        let Ok(mut file) = File::open(paths.files().join(&name)) else {
            missing.push(name);
            continue;
        };
        // Pictures are compressed already.
        let options = FileOptions::default().compression_method(CompressionMethod::Stored).large_file(true);
        zip.start_file(format!("files/{name}"), options).map_err(writing)?;
        std::io::copy(&mut file, zip).map_err(|source| Error::Io { doing: "writing the archive", source })?;
    }
    Ok(missing)
}

/// Ends the ZIP.
pub fn finish<W: Write + Seek>(mut zip: ZipWriter<W>) -> Result<W> {
    zip.finish().map_err(writing)
}

fn writing(error: zip::result::ZipError) -> Error {
    match error {
        zip::result::ZipError::Io(source) if source.kind() == std::io::ErrorKind::StorageFull => Error::DiskFull,
        other => Error::Io { doing: "writing the archive", source: std::io::Error::other(other) },
    }
}

/// The JSON of a ZIP, unpacked for the time of an import.
#[derive(Debug)]
pub struct Unpacked {
    /// Where it is.
    pub json: PathBuf,
}

impl Drop for Unpacked {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_file(&self.json) {
            tracing::debug!(%error, "the unpacked archive stays behind");
        }
    }
}

/// Unpacks the JSON.
pub fn unpack(path: &Path, name: &str, paths: &Paths) -> Result<Unpacked> {
    let mut zip = open(path, name)?;
    let mut json = zip.by_name(JSON).map_err(|_| unreadable(name, "It holds no archive.json"))?;
    let unpacked = Unpacked { json: paths.root().join("import.part") };
    let mut file = private_file(&unpacked.json)?;
    let copied = file.set_len(0).and_then(|()| std::io::copy(&mut Read::take(&mut json, JSON_BYTES), &mut file));
    copied.map_err(|error| match error.kind() {
        std::io::ErrorKind::StorageFull => Error::DiskFull,
        _ => unreadable(name, &format!("Its archive.json cannot be read: {error}")),
    })?;
    Ok(unpacked)
}

/// Keeps the files of a ZIP; what is not what its name says is left out and told.
pub fn bring_files(path: &Path, name: &str, brought: &mut Brought) -> Result<Vec<Problem>> {
    let mut zip = open(path, name)?;
    let mut problems = Vec::new();
    for at in 0..zip.len() {
        let Ok(mut entry) = zip.by_index(at) else { continue };
        let Some(wanted) = entry.name().strip_prefix("files/").map(str::to_owned) else { continue };
        let mut bytes = Vec::new();
        let read = Read::take(&mut entry, FILE_BYTES).read_to_end(&mut bytes);
        if read.is_ok() && is_sha256(&wanted) && sha256(&bytes) == wanted {
            brought.keep(&bytes)?;
        } else if !wanted.is_empty() {
            let message = format!("files/{wanted} is damaged or not named by its SHA-256, and was left out.");
            problems.push(Problem { file: name.to_owned(), line: 0, message });
        }
    }
    Ok(problems)
}

fn open(path: &Path, name: &str) -> Result<ZipArchive<BufReader<File>>> {
    let file = File::open(path).map_err(|error| unreadable(name, &format!("It cannot be read: {error}")))?;
    ZipArchive::new(BufReader::new(file)).map_err(|error| unreadable(name, &format!("It is no whole ZIP: {error}")))
}

fn unreadable(name: &str, reason: &str) -> Error {
    Error::invalid("paths", format!("{name}: {reason}. Nothing was imported."))
}
