//! Files between a browser and the command table, which knows files by their paths.
//!
//! A file to import is put into a folder of our own first; an export is written there and fetched. The folder goes
//! away with the program.

use std::fs::{self, File};
use std::future::poll_fn;
use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::header::{self, HeaderValue};
use axum::http::{Response, StatusCode, Uri};
use futures_core::Stream as _;
use kith_core::error::{During, Result};
use serde_json::json;
use tempfile::TempDir;
use tokio::sync::mpsc;

use super::stream::Stream;
use super::{Door, LONGEST_FILE, pages};

/// How much of a file is in memory at a time.
const PIECE: usize = 256 << 10;
/// The longest name kept, in bytes.
const LONGEST_NAME: usize = 120;

/// The folder between.
pub(super) struct Files {
    folder: TempDir,
    count: AtomicU64,
    /// Where exports were told to go.
    places: Mutex<Vec<(u64, PathBuf)>>,
}

impl Files {
    /// A folder that only the user can open.
    pub(super) fn new() -> Result<Self> {
        let folder = tempfile::Builder::new().prefix("kith-serve-").tempdir().during("making a folder for files")?;
        Ok(Self { folder, count: AtomicU64::new(1), places: Mutex::new(Vec::new()) })
    }

    /// A path for a file of that name, in a folder of its own; the name is all that is taken from the browser.
    fn path(&self, name: &str) -> io::Result<(u64, PathBuf)> {
        let number = self.count.fetch_add(1, Ordering::SeqCst);
        let folder = self.folder.path().join(number.to_string());
        fs::create_dir(&folder)?;
        Ok((number, folder.join(harmless(name))))
    }
}

/// A file's name without anything that leads elsewhere.
fn harmless(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let mut kept: String = name.chars().filter(|c| !c.is_control()).collect();
    while kept.len() > LONGEST_NAME {
        // The ending says what it is.
        kept.remove(0);
    }
    let kept = kept.trim().trim_start_matches('.');
    if kept.is_empty() { "file".into() } else { kept.into() }
}

/// Takes a file (`?name=`) and answers its path.
pub(super) async fn bring(State(door): State<Arc<Door>>, uri: Uri, body: Body) -> Response<Body> {
    match take(&door.files, &name_of(&uri), body).await {
        Ok(path) => pages::json(&json!({ "path": path })),
        Err(_) => pages::plain(StatusCode::PAYLOAD_TOO_LARGE, "This file could not be taken."),
    }
}

async fn take(files: &Files, name: &str, body: Body) -> io::Result<PathBuf> {
    let (_, path) = files.path(name)?;
    let mut file = File::create_new(&path)?;
    let mut pieces = body.into_data_stream();
    let mut taken = 0;
    while let Some(piece) = poll_fn(|context| Pin::new(&mut pieces).poll_next(context)).await {
        let piece: Bytes = piece.map_err(io::Error::other)?;
        taken += piece.len();
        if taken > LONGEST_FILE {
            fs::remove_file(&path)?;
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        file.write_all(&piece)?;
    }
    Ok(path)
}

/// Answers a path to write a file of that name (`?name=`) to, and the number it is fetched by.
pub(super) async fn place(State(door): State<Arc<Door>>, uri: Uri) -> Response<Body> {
    match door.files.path(&name_of(&uri)) {
        Ok((number, path)) => {
            door.files.places.lock().unwrap_or_else(PoisonError::into_inner).push((number, path.clone()));
            pages::json(&json!({ "path": path, "number": number }))
        }
        Err(_) => pages::plain(StatusCode::INSUFFICIENT_STORAGE, "There is no room for this file."),
    }
}

/// A file that was written to its place.
pub(super) async fn fetch(State(door): State<Arc<Door>>, Path(number): Path<u64>) -> Response<Body> {
    let place = {
        let places = door.files.places.lock().unwrap_or_else(PoisonError::into_inner);
        places.iter().find(|(known, _)| *known == number).map(|(_, path)| path.clone())
    };
    let Some((path, file)) = place.and_then(|path| Some((path.clone(), File::open(path).ok()?))) else {
        return pages::plain(StatusCode::NOT_FOUND, "There is no such file.");
    };
    let (to, pieces) = mpsc::channel(2);
    tokio::task::spawn_blocking(move || send(file, &to));
    let mut answer = Response::new(Body::from_stream(Stream::new(pieces)));
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let disposition = format!("attachment; filename*=UTF-8''{}", escaped(&name));
    if let Ok(disposition) = HeaderValue::from_str(&disposition) {
        answer.headers_mut().insert(header::CONTENT_DISPOSITION, disposition);
    }
    answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    answer
}

/// Sends a file piece by piece, until it ends or nobody takes it.
fn send(file: File, to: &mpsc::Sender<Bytes>) {
    loop {
        let mut piece = Vec::new();
        match (&file).take(PIECE as u64).read_to_end(&mut piece) {
            Ok(read) if read > 0 => {
                if to.blocking_send(Bytes::from(piece)).is_err() {
                    return;
                }
            }
            Ok(_) | Err(_) => return,
        }
    }
}

fn name_of(uri: &Uri) -> String {
    let name = uri.query().and_then(|query| query.split('&').find_map(|pair| pair.strip_prefix("name=")));
    unescaped(name.unwrap_or_default())
}

/// Percent signs read.
fn unescaped(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let hex = after.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) if first == b'%' => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            _ => {
                bytes.push(first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Percent signs written, for everything but letters, digits and a few harmless signs.
fn escaped(text: &str) -> String {
    let is_plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._~".contains(byte);
    text.bytes()
        .map(|byte| if is_plain(&byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_leads_nowhere_else() {
        assert_eq!(harmless("../../etc/passwd"), "passwd");
        assert_eq!(harmless("C:\\cards\\Zoë.vcf"), "Zoë.vcf");
        assert_eq!(harmless("..\u{0}\n"), "file");
        assert!(harmless(&("é".repeat(300) + ".vcf")).ends_with("é.vcf"));
    }

    #[test]
    fn names_travel_in_addresses_and_back() {
        let name = "Zoë & Co 100%.vcf";
        assert_eq!(unescaped(&escaped(name)), name);
        assert_eq!(unescaped("%zz%"), "%zz%");
    }
}
