//! vCard files, read ahead on a thread of their own: reading and writing each take about half of an import's time.

use std::io::BufRead;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

use super::files::{Source, open_text};
use super::lines::{Cards, Piece};
use super::vcard::{self, Card};
use crate::error::{During, Result};

/// Handed over together, so that the threads wait for each other seldom; a bundle ends when it has this many things, …
const BUNDLE: usize = 64;
/// … or as many bytes of lines, so that a file of pictures does not fill the memory.
const BUNDLE_BYTES: usize = 256 << 10;
/// Bundles that wait at most.
const WAITING: usize = 3;

/// What is found in the files, in their order.
#[derive(Debug)]
pub enum Found {
    /// A file begins.
    File(String),
    /// A card that could be read, as far as its own problems say.
    Card(Box<Card>),
    /// The card that begins on this line could not be read.
    Unreadable(u32),
    /// This line is outside of any card.
    Stray(u32),
    /// The file ends, before its end where there is a reason.
    End(Option<String>),
    /// A file that cannot be opened: its name, and why.
    Closed(String, String),
}

/// Files being read. Whoever drops it ends the reading.
pub struct Reading {
    bundles: Receiver<Vec<Found>>,
    bundle: std::vec::IntoIter<Found>,
    thread: Option<JoinHandle<()>>,
}

impl Reading {
    /// Begins to read.
    pub fn of(files: Vec<Source>) -> Result<Self> {
        let (found, bundles) = sync_channel(WAITING);
        let read = move || {
            let mut out = Out { found, bundle: Vec::new(), bytes: 0 };
            // Nobody wants the rest: the import ended.
            let _ended = files.into_iter().try_for_each(|file| out.file(file)).and_then(|()| out.hand_over());
        };
        let thread = thread::Builder::new().name("vcards".into()).spawn(read).during("reading the files")?;
        Ok(Self { bundles, bundle: Vec::new().into_iter(), thread: Some(thread) })
    }
}

impl Iterator for Reading {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        loop {
            if let Some(found) = self.bundle.next() {
                return Some(found);
            }
            match self.bundles.recv() {
                Ok(bundle) => self.bundle = bundle.into_iter(),
                Err(_) => {
                    // Once: a thread that broke off must not look like the end of the files.
                    let ended = self.thread.take()?.join();
                    return ended.is_err().then(|| Found::End(Some("something in it could not be read".into())));
                }
            }
        }
    }
}

/// The reading thread's end.
struct Out {
    found: SyncSender<Vec<Found>>,
    bundle: Vec<Found>,
    bytes: usize,
}

/// The other end is gone.
struct Gone;

impl Out {
    fn file(&mut self, file: Source) -> std::result::Result<(), Gone> {
        match open_text(&file.path) {
            Ok(text) => {
                self.add(Found::File(file.name), 0)?;
                self.cards(Cards::new(text))
            }
            Err(error) => self.add(Found::Closed(file.name, error.to_string()), 0),
        }
    }

    fn cards(&mut self, mut cards: Cards<Box<dyn BufRead>>) -> std::result::Result<(), Gone> {
        loop {
            match cards.next_piece() {
                Ok(Some(Piece::Card(raw))) => {
                    let bytes = raw.lines.iter().map(|line| line.bytes.len()).sum();
                    let card = catch_unwind(AssertUnwindSafe(|| vcard::read(&raw)));
                    self.add(card.map_or(Found::Unreadable(raw.number), |card| Found::Card(Box::new(card))), bytes)?;
                }
                Ok(Some(Piece::Stray(line))) => self.add(Found::Stray(line), 0)?,
                Ok(None) => return self.add(Found::End(None), 0),
                Err(error) => return self.add(Found::End(Some(error.to_string())), 0),
            }
        }
    }

    fn add(&mut self, found: Found, bytes: usize) -> std::result::Result<(), Gone> {
        self.bundle.push(found);
        self.bytes += bytes;
        if self.bundle.len() < BUNDLE && self.bytes < BUNDLE_BYTES { Ok(()) } else { self.hand_over() }
    }

    fn hand_over(&mut self) -> std::result::Result<(), Gone> {
        self.bytes = 0;
        self.found.send(std::mem::take(&mut self.bundle)).map_err(|_| Gone)
    }
}
