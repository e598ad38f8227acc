//! What the machine must have: Node, npm, and system packages.

use crate::shell::{is_there, output, run, say};
use anyhow::{Context, Result, bail};
use std::process::Command;

/// The oldest Node that the screens' tools take.
const NODE: u32 = 20;

/// A system package, by its Debian name, and the proof that it is there on any system.
struct Package {
    debian: &'static str,
    proof: Proof,
}

/// How a package is found where there is no dpkg to ask.
enum Proof {
    /// A program on the path.
    Program(&'static str),
    /// A library that pkg-config knows.
    Library(&'static str),
    /// A font that fontconfig finds by this pattern, so that pictures show letters and no boxes.
    Font(&'static str),
    /// Nothing that can be looked up in one way everywhere.
    None,
}

/// What the programs are built with.
const BUILD: &[Package] = &[
    Package { debian: "build-essential", proof: Proof::Program("cc") },
    Package { debian: "pkg-config", proof: Proof::Program("pkg-config") },
    Package { debian: "libwebkit2gtk-4.1-dev", proof: Proof::Library("webkit2gtk-4.1") },
    Package { debian: "libclang-dev", proof: Proof::None },
];

/// What a window without a display needs.
const HEADLESS: &[Package] = &[
    Package { debian: "xvfb", proof: Proof::Program("Xvfb") },
    Package { debian: "dbus-daemon", proof: Proof::Program("dbus-run-session") },
    Package { debian: "imagemagick", proof: Proof::Program("import") },
];

/// What drives the window in tests, and the browser.
const WINDOW_TESTS: &[Package] = &[
    Package { debian: "webkit2gtk-driver", proof: Proof::Program("WebKitWebDriver") },
    Package { debian: "openbox", proof: Proof::Program("openbox") },
    Package { debian: "libayatana-appindicator3-1", proof: Proof::None },
    Package { debian: "dunst", proof: Proof::Program("dunst") },
    Package { debian: "wmctrl", proof: Proof::Program("wmctrl") },
    Package { debian: "xdotool", proof: Proof::Program("xdotool") },
    Package { debian: "chromium", proof: Proof::Program("chromium") },
    Package { debian: "fonts-noto-cjk", proof: Proof::Font(":lang=ja") },
    Package { debian: "fonts-noto-color-emoji", proof: Proof::Font(":lang=und-zsye") },
];

/// What is going to be done, which decides what must be there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Build, and open a window on the user's display.
    Window,
    /// Build, and open a window where there is no display.
    VirtualWindow,
    /// Everything, the window tests included.
    Tests,
}

/// Sees to it that everything needed is there, or says what to do.
pub fn prepare(purpose: Purpose) -> Result<()> {
    node()?;
    if !cfg!(target_os = "linux") {
        return Ok(());
    }
    let mut wanted: Vec<&Package> = BUILD.iter().collect();
    if purpose != Purpose::Window {
        wanted.extend(HEADLESS);
    }
    if purpose == Purpose::Tests {
        wanted.extend(WINDOW_TESTS);
    }
    let missing: Vec<&str> = wanted.into_iter().filter(|package| !is_installed(package)).map(|p| p.debian).collect();
    if missing.is_empty() {
        return Ok(());
    }
    install(&missing)
}

/// Checks that Node and npm are there and new enough.
fn node() -> Result<()> {
    let hint = format!("Kith's screens are built with Node {NODE} or later and npm: see https://nodejs.org");
    let version = output(Command::new("node").arg("--version"));
    let version = version.with_context(|| format!("`node` was not found. {hint}"))?;
    match major(&version) {
        Some(found) if found >= NODE => {}
        _ => bail!("`node` is {version}, which is too old. {hint}"),
    }
    output(Command::new("npm").arg("--version")).with_context(|| format!("`npm` was not found. {hint}"))?;
    Ok(())
}

/// The first number of a version such as `v20.20.2`.
fn major(version: &str) -> Option<u32> {
    version.trim_start_matches('v').split('.').next()?.parse().ok()
}

/// Whether a package is there: by dpkg where it rules, by its proof elsewhere.
fn is_installed(package: &Package) -> bool {
    if has_apt() {
        let mut query = Command::new("dpkg-query");
        let status = output(query.args(["--show", "--showformat=${db:Status-Status}\n", package.debian]));
        if status.is_some_and(|status| status.lines().any(|line| line == "installed")) {
            return true;
        }
    }
    match package.proof {
        Proof::Program(program) => is_there(program),
        Proof::Library(library) => {
            Command::new("pkg-config").args(["--exists", library]).status().is_ok_and(|status| status.success())
        }
        Proof::Font(pattern) => {
            output(Command::new("fc-list").args([pattern, "family"])).is_some_and(|found| !found.is_empty())
        }
        // Asked for on Debian alone; elsewhere the build says it.
        Proof::None => !has_apt(),
    }
}

/// Whether this is a Debian or one of its children.
fn has_apt() -> bool {
    is_there("apt-get") && is_there("dpkg-query")
}

/// Installs packages with apt, after saying so; prints the list where there is no apt.
fn install(missing: &[&str]) -> Result<()> {
    let list = missing.join(" ");
    if !has_apt() {
        bail!(
            "these system packages are missing (by their Debian names): {list}\nInstall what your system calls them, and try again."
        );
    }
    let by_hand = format!("apt-get install --no-install-recommends {list}");
    let prefix: &[&str] = if output(Command::new("id").arg("-u")).as_deref() == Some("0") {
        &[]
    } else if is_there("sudo") {
        &["sudo"]
    } else {
        bail!("these system packages are missing: {list}\nAs root: {by_hand}");
    };
    say(&format!(
        "Missing system packages, installed now{}: {list}",
        if prefix.is_empty() { "" } else { " with sudo" }
    ));
    let install = ["apt-get", "install", "--yes", "--no-install-recommends"];
    let arguments: Vec<&str> = prefix.iter().chain(&install).chain(missing).copied().collect();
    if run(&mut command(&arguments)).is_ok() {
        return Ok(());
    }
    say("That failed: once more with fresh package lists");
    let update: Vec<&str> = prefix.iter().chain(&["apt-get", "update"]).copied().collect();
    run(&mut command(&update))
        .and_then(|()| run(&mut command(&arguments)))
        .with_context(|| format!("install them by hand: {by_hand}"))
}

/// A command from its words.
fn command(words: &[&str]) -> Command {
    let (program, arguments) = words.split_first().map_or(("true", &[][..]), |(first, rest)| (*first, rest));
    let mut command = Command::new(program);
    command.args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_of_node_is_read() {
        assert_eq!(major("v20.20.2"), Some(20));
        assert_eq!(major("v9.1"), Some(9));
        assert_eq!(major("nonsense"), None);
    }
}
