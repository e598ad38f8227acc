//! Installs the package where it can do no harm: in a copy of this system that is thrown away, in namespaces of its
//! own; starts it, removes it, and looks that the data is still there.

use crate::shell::{run, say};
use anyhow::{Result, bail};
use std::fs;
use std::path::Path;
use std::process::Command;

/// What is done inside, as a script: it says what it does and stops at the first thing that fails.
const STORY: &str = include_str!("tryout.sh");

/// Installs, starts, removes.
pub fn install_and_remove(package: &Path) -> Result<()> {
    say("Trying the package in a throw-away copy of this system");
    let place = package.with_file_name("try");
    fs::create_dir_all(&place)?;
    let story = place.join("tryout.sh");
    fs::write(&story, STORY)?;
    let inside = Command::new("unshare")
        .args(["--mount", "--pid", "--fork", "--mount-proc", "--net", "sh"])
        .arg(&story)
        .arg(package)
        .status()?;
    if !inside.success() {
        bail!("the package does not do what it should; what was said above names it");
    }
    run(Command::new("rm").arg("-r").arg(&place))
}
