//! The screens: installing their packages and building them, when that is stale.

use crate::shell::{root, run, say, target};
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

/// What the built screens are made from, below the root.
const SOURCES: &[&str] = &[
    "ui/src",
    "ui/messages",
    "ui/index.html",
    "ui/package.json",
    "ui/package-lock.json",
    "ui/vite.config.ts",
    "ui/svelte.config.js",
    "ui/tsconfig.json",
    "assets/guide",
    "assets/fonts",
];

/// npm in the screens' folder.
pub fn npm(arguments: &[&str]) -> Command {
    let mut command = Command::new("npm");
    command.current_dir(root().join("ui")).args(arguments).env("NO_UPDATE_NOTIFIER", "1");
    command
}

/// Installs the packages of the lock file, unless just these are installed.
pub fn install() -> Result<()> {
    let lock = root().join("ui/package-lock.json");
    let installed = root().join("ui/node_modules/.installed-lock.json");
    let wanted = fs::read(&lock).with_context(|| format!("cannot read {}", lock.display()))?;
    if fs::read(&installed).is_ok_and(|found| found == wanted) {
        return Ok(());
    }
    say("Installing the packages of the screens (npm ci)");
    run(&mut npm(&["ci", "--no-audit", "--no-fund"]))?;
    fs::write(&installed, wanted).with_context(|| format!("cannot write {}", installed.display()))
}

/// Builds the screens, unless nothing they are made from is newer than they are.
pub fn build() -> Result<()> {
    let stamp = stamp();
    let built = root().join("ui/dist/index.html");
    let newest = SOURCES.iter().filter_map(|source| newest(&root().join(source))).max();
    let made = fs::metadata(&stamp).and_then(|meta| meta.modified()).ok();
    if built.exists() && made >= newest && made.is_some() {
        return Ok(());
    }
    say("Building the screens (npm run build)");
    run(&mut npm(&["run", "--silent", "build"]))?;
    mark_built()
}

/// Notes that the screens have just been built.
pub fn mark_built() -> Result<()> {
    let stamp = stamp();
    fs::create_dir_all(target())?;
    fs::write(&stamp, "").with_context(|| format!("cannot write {}", stamp.display()))
}

/// The file whose date says when the screens were built.
fn stamp() -> PathBuf {
    target().join("screens-built")
}

/// The newest date in a file or folder.
fn newest(path: &Path) -> Option<SystemTime> {
    let meta = fs::metadata(path).ok()?;
    let own = meta.modified().ok();
    if meta.is_file() {
        return own;
    }
    let entries = fs::read_dir(path).ok()?;
    entries.flatten().filter_map(|entry| newest(&entry.path())).chain(own).max()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_source_has_no_date_and_an_existing_one_has() {
        assert!(newest(Path::new("/does/not/exist")).is_none());
        assert!(newest(&root().join("src-tauri/xtask")).is_some());
    }
}
