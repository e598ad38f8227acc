//! Kith without a window: the tray, closing and coming back, links, and every way to end.

use std::path::Path;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, ensure};
use kith_tests::desktop::TrayHost;
use rusqlite::{Connection, OpenFlags};
use serde_json::{Value, json};

use crate::harness::{NOW, Window, journey, until};

/// A story told without a driver, which would end the program with its window.
pub fn story(options: &[&str], told: impl AsyncFnOnce(&mut Window) -> Result<()>) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async { told(&mut Window::prepared(options)?).await })
}

/// The program as it runs in a story; ended with it.
pub struct Running(Child);

impl Running {
    fn start(window: &Window, options: &[&str]) -> Result<Self> {
        Self::of(window.another(options)?)
    }

    /// Starts what the command says.
    pub fn of(mut command: Command) -> Result<Self> {
        Ok(Self(command.spawn().context("cannot start the program")?))
    }

    /// The process it runs in.
    pub fn id(&self) -> u32 {
        self.0.id()
    }

    /// Whether it runs.
    pub fn is_there(&mut self) -> Result<bool> {
        Ok(self.0.try_wait()?.is_none())
    }

    /// Waits until it has ended.
    pub async fn gone(&mut self) -> Result<()> {
        let (id, child) = (self.id(), std::cell::RefCell::new(&mut self.0));
        let ended = until("the program ends", || async { Ok(child.borrow_mut().try_wait()?.map(drop)) }).await;
        ended.with_context(|| format!("its threads, and what they wait for: {}", threads(id)))
    }

    /// Sends it a signal.
    pub fn told(&self, signal: &str) -> Result<()> {
        let status = Command::new("kill").args([signal, &self.0.id().to_string()]).status()?;
        ensure!(status.success(), "the signal did not arrive");
        Ok(())
    }
}

/// What each thread of a process is called and waits for in the kernel.
fn threads(process: u32) -> String {
    let read = |folder: &Path, name: &str| std::fs::read_to_string(folder.join(name)).unwrap_or_default();
    let folders = std::fs::read_dir(format!("/proc/{process}/task")).into_iter().flatten().flatten();
    let said = folders.map(|folder| {
        let at = |name| read(&folder.path(), name).trim().to_owned();
        format!("{} ({}, {})", at("comm"), at("wchan"), at("syscall"))
    });
    said.collect::<Vec<_>>().join("; ")
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// Asks the program that has the folder, as the terminal does.
pub fn ask(window: &Window, command: &str, input: Value) -> Result<Value> {
    let mut terminal = window.beside(env!("CARGO_BIN_EXE_kith-in-tests"))?;
    terminal.arg("--data").arg(window.folder()).args(["--json", "--now", NOW]);
    match command {
        "add" => terminal.args(["add", input.as_str().unwrap_or_default(), "--every", "1w"]),
        _ => terminal.arg(command),
    };
    let answer = terminal.stdout(Stdio::piped()).stderr(Stdio::piped()).output()?;
    serde_json::from_slice(&answer.stdout).with_context(|| String::from_utf8_lossy(&answer.stderr).into_owned())
}

fn has_window(window: &Window) -> Result<bool> {
    let list = window.beside("wmctrl")?.arg("-l").stdout(Stdio::piped()).output()?;
    Ok(String::from_utf8_lossy(&list.stdout).lines().any(|line| line.ends_with(" Kith")))
}

/// Waits until there is a window, or none.
pub async fn window_is(window: &Window, there: bool) -> Result<()> {
    let so = || async { Ok((has_window(window)? == there).then_some(())) };
    until(if there { "there is a window" } else { "there is no window" }, so).await
}

fn close(window: &Window) -> Result<()> {
    ensure!(window.beside("wmctrl")?.args(["-c", "Kith"]).status()?.success(), "there is no window to close");
    Ok(())
}

/// Does as `xdotool` does with these words.
pub fn keys(window: &Window, words: &[&str]) -> Result<()> {
    window.xdotool(words).map(drop)
}

async fn click(tray: &TrayHost, label: &str) -> Result<()> {
    until(&format!("the tray has “{label}”"), || async { Ok(tray.click(label).then_some(())) }).await
}

/// Whether a draft holds this text, as it stands on disk.
fn is_kept(window: &Window, text: &str) -> Result<bool> {
    let database = Connection::open_with_flags(window.folder().join("kith.db"), OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    Ok(database.query_row("SELECT count(*) > 0 FROM drafts WHERE instr(body, ?1)", [text], |row| row.get(0))?)
}

/// Waits until Kith has opened its folder so many times: before, the terminal would open it itself.
async fn has_opened(window: &Window, times: usize) -> Result<()> {
    let opened = || async {
        let mut seen = 0;
        for log in std::fs::read_dir(window.folder().join("logs"))? {
            seen += std::fs::read_to_string(log?.path())?.matches("desk: opened").count();
        }
        Ok((seen >= times).then_some(()))
    };
    until("Kith has opened its folder", opened).await
}

fn no_log_is_left(folder: &Path) -> Result<()> {
    ensure!(!folder.join("kith.db-wal").exists(), "a log to be replayed is left");
    Ok(())
}

/// Opens the log form by the tray and writes into its note.
async fn write_a_draft(window: &Window, tray: &TrayHost, text: &str) -> Result<()> {
    click(tray, "Log").await?;
    window_is(window, true).await?;
    // Nobody says when the form is there: so it is tried until the draft is on disk.
    let written = || async {
        keys(window, &["search", "--onlyvisible", "--name", "Kith", "windowfocus", "--sync", "sleep", "1"])?;
        keys(window, &["key", "Tab", "type", "--delay", "15", text])?;
        keys(window, &["sleep", "1"])?;
        Ok(is_kept(window, text)?.then_some(()))
    };
    until("the draft is on disk", written).await
}

#[test]
fn with_a_tray_closing_keeps_kith_and_the_draft_and_the_tray_brings_it_back() -> Result<()> {
    story(&["--now", NOW], async |window| {
        let tray = TrayHost::start(window.bus());
        let mut kith = Running::start(window, &[])?;
        window_is(window, true).await?;
        ask(window, "add", json!("Dana Moreau"))?;
        let waits = || async { Ok(tray.menu().iter().any(|(_, line)| line == "1 person waits").then_some(())) };
        until("the tray says what waits", waits).await?;
        write_a_draft(window, &tray, "Zarathustra").await?;
        close(window)?;
        window_is(window, false).await?;
        ensure!(kith.is_there()?, "Kith stays in the background");
        ask(window, "today", json!(null))?;
        click(&tray, "Open Kith").await?;
        window_is(window, true).await?;
        close(window)?;
        window_is(window, false).await?;
        // A second start brings the window back and ends.
        Running::start(window, &[])?.gone().await?;
        window_is(window, true).await?;
        click(&tray, "Quit").await?;
        kith.gone().await?;
        no_log_is_left(&window.folder())?;
        ensure!(is_kept(window, "Zarathustra")?, "the draft is kept");
        Ok(())
    })
}

#[test]
fn without_a_tray_closing_quits_unless_the_person_said_so() -> Result<()> {
    story(&["--now", NOW], async |window| {
        let mut kith = Running::start(window, &[])?;
        window_is(window, true).await?;
        ask(window, "add", json!("Dana Moreau"))?;
        close(window)?;
        kith.gone().await?;
        no_log_is_left(&window.folder())
    })
}

#[test]
fn a_hidden_start_has_no_window_and_ends_in_order_when_told_to() -> Result<()> {
    story(&["--now", NOW], async |window| {
        for (signal, times) in ["-TERM", "-HUP", "-INT"].into_iter().zip(1..) {
            let mut kith = Running::start(window, &["--hidden"])?;
            has_opened(window, times).await?;
            ask(window, "add", json!("Dana Moreau"))?;
            ensure!(!has_window(window)? && kith.is_there()?, "no window, and Kith runs");
            kith.told(signal)?;
            kith.gone().await?;
            no_log_is_left(&window.folder())?;
        }
        Ok(())
    })
}

#[test]
fn started_hidden_the_tray_says_who_waits_and_no_list_is_begun_before_someone_looks() -> Result<()> {
    story(&["--now", NOW], async |window| {
        ask(window, "add", json!("Dana Moreau"))?;
        let database = Connection::open(window.folder().join("kith.db"))?;
        // A reminder names who is first, and so is a look.
        database.execute("INSERT OR REPLACE INTO settings (key, value) VALUES ('notices', 'false')", [])?;
        drop(database);
        let drawn = || -> Result<i64> {
            let database =
                Connection::open_with_flags(window.folder().join("kith.db"), OpenFlags::SQLITE_OPEN_READ_ONLY)?;
            Ok(database.query_row("SELECT count(*) FROM day_lists", [], |row| row.get(0))?)
        };
        let tray = TrayHost::start(window.bus());
        let mut kith = Running::start(window, &["--hidden"])?;
        let waits = || async { Ok(tray.menu().iter().any(|(_, line)| line == "1 person waits").then_some(())) };
        until("the tray says who waits", waits).await?;
        ensure!(drawn()? == 0, "nobody has looked, and a list was begun");
        click(&tray, "Open Kith").await?;
        window_is(window, true).await?;
        until("the list is begun", || async { Ok((drawn()? == 1).then_some(())) }).await?;
        click(&tray, "Quit").await?;
        kith.gone().await
    })
}

/// Kith with a window in which someone is writing, and its tray.
async fn someone_types(window: &Window) -> Result<(Running, TrayHost)> {
    let tray = TrayHost::start(window.bus());
    let kith = Running::start(window, &[])?;
    window_is(window, true).await?;
    ask(window, "add", json!("Dana Moreau"))?;
    write_a_draft(window, &tray, "Zarathustra").await?;
    Ok((kith, tray))
}

#[test]
fn told_to_end_while_someone_types_the_draft_is_kept() -> Result<()> {
    story(&["--now", NOW], async |window| {
        let (mut kith, _tray) = someone_types(window).await?;
        kith.told("-TERM")?;
        kith.gone().await?;
        no_log_is_left(&window.folder())?;
        ensure!(is_kept(window, "Zarathustra")?, "the draft is kept");
        Ok(())
    })
}

#[test]
fn a_display_that_goes_away_at_a_logout_takes_no_draft_with_it() -> Result<()> {
    story(&["--now", NOW], async |window| {
        let (mut kith, _tray) = someone_types(window).await?;
        window.log_out()?;
        kith.gone().await?;
        ensure!(is_kept(window, "Zarathustra")?, "the draft is kept");
        // Nothing asked the program to end, it lost its display: what the next one finds is whole.
        ask(window, "check", json!(null))?;
        no_log_is_left(&window.folder())
    })
}

#[test]
fn a_link_leads_the_running_window_there_and_a_hostile_one_nowhere() -> Result<()> {
    journey("links", &["--now", NOW], async |window| {
        window.see("button", "Choose a file").await?;
        window.call("settings_set", json!({ "welcomed": true })).await?;
        let dana = window.call("contact_add", json!({ "name": "Dana Moreau" })).await?;
        let uid = dana["uid"].as_str().unwrap_or_default().to_owned();
        let at = async |address: &str| {
            let there =
                || async { Ok((window.script("return location.hash", vec![]).await? == address).then_some(())) };
            until(&format!("the window is at {address}"), there).await
        };
        window.another(&["kith:search?q=sails"])?.status()?;
        at("#/search?q=sails").await?;
        window.another(&[&format!("kith:contact/{uid}")])?.status()?;
        at(&format!("#/people/{}", dana["id"])).await?;
        let before = window.call("history", json!({})).await?;
        for link in ["kith:contact/%00", "kith:undo", "kith:call?command=contact_delete", "kith:../../etc/passwd"] {
            window.another(&[link])?.status()?;
            window.see_text("neither a link nor a file").await?;
        }
        at(&format!("#/people/{}", dana["id"])).await?;
        ensure!(window.call("history", json!({})).await? == before, "nothing was changed");
        Ok(())
    })
}
