//! A window where there is no display: a virtual one, a session bus, and a picture of what it shows.

use anyhow::{Context, Result, bail};
use std::collections::HashSet;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Whether a window can be shown on a display of the user's.
pub fn has_display() -> bool {
    let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || is_set("DISPLAY") || is_set("WAYLAND_DISPLAY")
}

/// A virtual display, gone when dropped.
pub struct Display {
    server: Child,
    /// What `DISPLAY` must be, such as `:7`.
    pub name: String,
}

impl Display {
    /// Starts Xvfb on a display of its own choice.
    pub fn start() -> Result<Self> {
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", "1240x800x24", "-nolisten", "tcp", "-noreset"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("cannot start Xvfb")?;
        let mut number = String::new();
        if let Some(out) = server.stdout.take() {
            BufReader::new(out).read_line(&mut number).context("Xvfb did not say its display")?;
        }
        if number.trim().is_empty() {
            bail!("Xvfb ended at once");
        }
        Ok(Self { server, name: format!(":{}", number.trim()) })
    }

    /// A program on this display, with a session bus of its own.
    pub fn command(&self, program: &Path) -> Command {
        let mut command = Command::new("dbus-run-session");
        command.arg("--").arg(program).env("DISPLAY", &self.name).env_remove("WAYLAND_DISPLAY");
        // The accessibility bus would be started for nobody, and complains about it.
        command.env("NO_AT_BRIDGE", "1").env("GTK_A11Y", "none");
        command
    }

    /// Waits until something is painted and stays as it is, and writes a picture of it.
    pub fn picture_when_still(&self, file: &Path, patience: Duration) -> Result<()> {
        let until = Instant::now() + patience;
        let mut last = Vec::new();
        while Instant::now() < until {
            sleep(Duration::from_millis(400));
            let shown = self.pixels()?;
            if shown == last && is_painted(&shown) {
                break;
            }
            last = shown;
        }
        let mut import = Command::new("import");
        crate::shell::run(import.args(["-display", &self.name, "-window", "root"]).arg(file))
    }

    /// What the display shows, as a plain pixel map.
    fn pixels(&self) -> Result<Vec<u8>> {
        let mut import = Command::new("import");
        let output = import.args(["-display", &self.name, "-window", "root", "ppm:-"]).output();
        Ok(output.context("cannot start ImageMagick's `import`")?.stdout)
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// Whether a pixel map shows text and not just an empty ground: text has many shades.
fn is_painted(pixels: &[u8]) -> bool {
    const SHADES: usize = 24;
    let mut seen = HashSet::new();
    pixels.chunks_exact(3).any(|pixel| {
        seen.insert(pixel);
        seen.len() > SHADES
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_ground_is_not_painted() {
        assert!(!is_painted(&[250; 3 * 64]));
        let shades: Vec<u8> = (0..=200).collect();
        assert!(is_painted(&shades));
    }
}
