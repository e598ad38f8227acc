#![warn(missing_docs)]
//! Gives memory back to the system while nobody looks at Kith.
//!
//! A crate of its own because it is the one place with `unsafe`: neither the allocator nor the system can be asked for
//! this in another way.

#[cfg(target_os = "linux")]
mod linux;

/// Gives back what is not used now: memory that the allocators keep for later, and the program's own code, which comes
/// back from its file, piece by piece, as it is run again.
///
/// For a process that waits without a window; it costs some milliseconds, and then some for what comes back.
/// Does nothing elsewhere than on Linux.
pub fn give_back() {
    #[cfg(target_os = "linux")]
    linux::give_back();
}
