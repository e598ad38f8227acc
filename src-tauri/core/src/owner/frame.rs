//! Frames on the socket: four bytes of length, most significant first, then so many bytes of JSON.

use std::io::{self, Read, Write};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::api::ApiError;
use crate::changes::ChangeSet;

/// The longest request: a note of two million characters fits many times.
pub(super) const LONGEST_REQUEST: u32 = 64 << 20;
/// The longest answer: a list of a million contacts fits.
pub(super) const LONGEST_ANSWER: u32 = 1 << 30;
/// What both sides must speak.
pub(super) const PROTOCOL: u32 = 1;

/// The word in the place of a command that turns a connection into a stream of changes.
pub(super) const LISTEN: &str = "listen";

/// The first frame, from the owner.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Hello {
    /// The protocol spoken.
    pub(super) kith: u32,
    /// The owner's version, for the message when the protocols differ.
    pub(super) version: String,
}

/// What a request is answered with.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Answer {
    /// The command's output.
    Ok(Value),
    /// Why there is none.
    Err(ApiError),
}

/// One frame of a stream of changes: the kinds of one commit, or none as a sign of life.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Told {
    /// What changed.
    pub(super) kinds: ChangeSet,
}

/// Sends `message` as one frame.
pub(super) fn send(to: &mut impl Write, message: &impl Serialize) -> io::Result<()> {
    let mut frame = vec![0; 4];
    serde_json::to_writer(&mut frame, message)?;
    let length = u32::try_from(frame.len().saturating_sub(4)).map_err(|_| too_long())?;
    for (slot, byte) in frame.iter_mut().zip(length.to_be_bytes()) {
        *slot = byte;
    }
    to.write_all(&frame)?;
    to.flush()
}

/// Receives one frame of at most `longest` bytes; `None` when the other side has ended in good order.
pub(super) fn receive(from: &mut impl Read, longest: u32) -> io::Result<Option<Vec<u8>>> {
    let mut length = [0; 4];
    let got = loop {
        // A signal, as when a child of the window ends, is no end of the talk.
        match from.read(&mut length) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            got => break got?,
        }
    };
    if got == 0 {
        return Ok(None);
    }
    if let Some(rest) = length.get_mut(got..) {
        from.read_exact(rest)?;
    }
    let length = u32::from_be_bytes(length);
    if length > longest {
        return Err(too_long());
    }
    let mut body = Vec::new();
    let read = from.take(u64::from(length)).read_to_end(&mut body)?;
    if read < length as usize { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(Some(body)) }
}

pub(super) fn too_long() -> io::Error {
    io::Error::new(io::ErrorKind::FileTooLarge, "the frame is too long")
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop at what it did not expect")]
mod tests {
    use super::*;

    #[test]
    fn what_is_sent_is_received() {
        let mut wire = Vec::new();
        send(&mut wire, &"Zoë").unwrap();
        send(&mut wire, &12).unwrap();
        let mut wire = wire.as_slice();
        assert_eq!(receive(&mut wire, 100).unwrap().unwrap(), "\"Zoë\"".as_bytes());
        assert_eq!(receive(&mut wire, 100).unwrap().unwrap(), b"12");
        assert!(receive(&mut wire, 100).unwrap().is_none());
    }

    #[test]
    fn a_frame_that_is_too_long_or_cut_off_is_refused() {
        let mut wire = Vec::new();
        send(&mut wire, &"0123456789").unwrap();
        assert_eq!(receive(&mut wire.as_slice(), 11).unwrap_err().kind(), io::ErrorKind::FileTooLarge);
        assert_eq!(receive(&mut &wire[..9], 100).unwrap_err().kind(), io::ErrorKind::UnexpectedEof);
        assert_eq!(receive(&mut &wire[..2], 100).unwrap_err().kind(), io::ErrorKind::UnexpectedEof);
    }
}
