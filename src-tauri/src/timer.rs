//! A systemd user timer that runs `kith remind`, for whoever does not keep Kith running.

use std::path::{Path, PathBuf};
use std::process::Command;

use kith_core::api::ApiError;
use kith_core::paths::default_folder;
use serde::Serialize;

use crate::desk::unexpected;

/// The timer, as it would be or is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Timer {
    /// Whether this system has user timers.
    possible: bool,
    /// Whether it is written.
    written: bool,
    /// The folder it is written to.
    folder: PathBuf,
    /// `kith-remind.service`.
    service: String,
    /// `kith-remind.timer`.
    timer: String,
    /// What switches it on.
    command: String,
}

const SERVICE: &str = "kith-remind.service";
const TIMER: &str = "kith-remind.timer";
const COMMAND: &str = "systemctl --user enable --now kith-remind.timer";

/// The timer for a data folder; none where the system names no place for it.
pub fn of(data: &Path) -> Option<Timer> {
    let settings = std::env::var_os("XDG_CONFIG_HOME").map(PathBuf::from).filter(|folder| folder.is_absolute());
    let folder = settings.or_else(|| Some(std::env::home_dir()?.join(".config")))?.join("systemd/user");
    let possible = cfg!(target_os = "linux") && Path::new("/run/systemd/system").is_dir();
    let written = folder.join(TIMER).is_file();
    Some(Timer {
        possible,
        written,
        folder,
        service: service(&terminal(), data),
        timer:
            "[Unit]\nDescription=Kith's reminders\n\n[Timer]\nOnStartupSec=2min\nOnCalendar=*:0/5\nPersistent=true\n\n\
                [Install]\nWantedBy=timers.target\n"
                .into(),
        command: COMMAND.into(),
    })
}

/// The unit that does one round.
fn service(program: &Path, data: &Path) -> String {
    let folder = match default_folder() {
        Some(usual) if usual == data => String::new(),
        _ => format!(" --data {}", quoted(data)),
    };
    format!(
        "[Unit]\nDescription=Kith's reminders, one round\n\n[Service]\nType=oneshot\nExecStart={}{folder} remind\n",
        quoted(program)
    )
}

/// A path as systemd reads it back.
fn quoted(path: &Path) -> String {
    let text = path.display().to_string();
    let escaped: String = text
        .chars()
        .flat_map(|letter| match letter {
            '%' => vec!['%', '%'],
            '$' => vec!['$', '$'],
            '"' | '\\' => vec!['\\', letter],
            letter => vec![letter],
        })
        .collect();
    format!("\"{escaped}\"")
}

/// The terminal's program: beside this one where it is there, else wherever the system finds it.
fn terminal() -> PathBuf {
    let beside = std::env::current_exe().ok().and_then(|program| Some(program.parent()?.join("kith")));
    beside.filter(|program| program.is_file()).unwrap_or_else(|| "kith".into())
}

impl Timer {
    /// Writes the two files and switches the timer on.
    pub fn write(&self) -> Result<(), ApiError> {
        let write = || {
            std::fs::create_dir_all(&self.folder)?;
            std::fs::write(self.folder.join(SERVICE), &self.service)?;
            std::fs::write(self.folder.join(TIMER), &self.timer)
        };
        write().map_err(|error| unexpected("The timer could not be written. Nothing else was changed.", &error))?;
        self.systemctl(&["daemon-reload"])?;
        self.systemctl(&["enable", "--now", TIMER])
    }

    /// Switches the timer off and removes its files.
    pub fn remove(&self) -> Result<(), ApiError> {
        let switched = self.systemctl(&["disable", "--now", TIMER]);
        for name in [TIMER, SERVICE] {
            match std::fs::remove_file(self.folder.join(name)) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(unexpected("The timer could not be removed.", &error));
                }
                _ => {}
            }
        }
        switched
    }

    fn systemctl(&self, words: &[&str]) -> Result<(), ApiError> {
        let message = "The timer is written, but systemd did not take it. Run the command shown in a terminal.";
        let done = Command::new("systemctl").arg("--user").args(words).output();
        match done {
            Ok(done) if done.status.success() => Ok(()),
            Ok(done) => Err(unexpected(message, &String::from_utf8_lossy(&done.stderr).trim())),
            Err(error) => Err(unexpected(message, &error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_with_odd_signs_reaches_systemd_whole() {
        let unit = service(Path::new("/opt/my kith/kith"), Path::new("/home/a/100% \"mine\" $HOME"));
        assert!(
            unit.contains(r#"ExecStart="/opt/my kith/kith" --data "/home/a/100%% \"mine\" $$HOME" remind"#),
            "{unit}"
        );
    }
}
