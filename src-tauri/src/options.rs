//! The window's command line.

use clap::Parser;
use std::path::PathBuf;

/// Kith in a window: what was said, who cares about what, and whom to reach today.
#[derive(Debug, Clone, Parser)]
#[command(name = "kith-desktop", version)]
pub struct Options {
    /// The folder that holds everything; without it, the one chosen last, or the platform's data folder
    #[arg(long, value_name = "DIR", env = "KITH_DATA")]
    pub data: Option<PathBuf>,
    /// Act as if it were that moment (RFC 3339, a [Zone/Name] behind it sets the zone)
    #[arg(long, value_name = "INSTANT")]
    pub now: Option<String>,
    /// Open a small made-up life, in a folder of its own
    #[arg(long)]
    pub demo: bool,
    /// Start without a window, in the background
    #[arg(long)]
    pub hidden: bool,
    /// A link to follow (kith:contact/UID, kith:search?q=TEXT, kith:log), or files to import
    #[arg(value_name = "LINK|FILE")]
    pub what: Vec<String>,
}
