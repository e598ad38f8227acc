//! The real window on a virtual display, driven as a person would: by what is on screen, by mouse and by key.
//!
//! Each window has a display, a session bus, a home and a data folder of its own, so that tests run side by side.
//! Nothing sleeps: a test waits until something is so, and fails with a picture when it does not become so.

use std::future::Future;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail, ensure};
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tempfile::TempDir;

/// How long something may take to become so, on a machine that does much else.
const PATIENCE: Duration = Duration::from_secs(90);

/// The moment in which tests live: a Saturday morning in Paris.
pub const NOW: &str = "2026-11-21T09:00:00Z[Europe/Paris]";

/// Tells a story in a window; when it goes wrong, a picture of the moment stays in `target/window-failures`.
pub fn journey(name: &str, options: &[&str], story: impl AsyncFnOnce(&mut Window) -> Result<()>) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let mut window = Window::open(options).await?;
        let told = story(&mut window).await;
        let told = match told {
            Ok(()) => Ok(()),
            Err(error) => Err(error.context(window.picture_of_failure(name).await)),
        };
        window.close().await;
        told
    })
}

/// A home with its display, its bus and its driver, and the window that is open there.
pub struct Window {
    home: TempDir,
    program: PathBuf,
    options: Vec<String>,
    display: Server,
    bus: Server,
    manager: Child,
    driver: Option<Driver>,
}

/// A running WebKitWebDriver and its session.
struct Driver {
    process: Child,
    client: Client,
}

/// A helper process that says on its first line how it is reached.
struct Server {
    process: Child,
    address: String,
}

impl Server {
    fn start(program: &str, arguments: &[&str]) -> Result<Self> {
        let mut process = Command::new(program)
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| format!("cannot start {program}"))?;
        let mut line = String::new();
        let out = process.stdout.take().context("a pipe")?;
        BufReader::new(out).read_line(&mut line)?;
        Ok(Self { process, address: line.trim().to_owned() })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        end(&mut self.process);
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        if let Some(driver) = &mut self.driver {
            end(&mut driver.process);
        }
        end(&mut self.manager);
    }
}

fn end(process: &mut Child) {
    let _ = process.kill();
    let _ = process.wait();
}

impl Window {
    /// Opens a window on an empty folder, with further options of the program.
    pub async fn open(options: &[&str]) -> Result<Self> {
        Self::open_program(&program()?, options).await
    }

    /// The same with another program.
    pub async fn open_program(program: &Path, options: &[&str]) -> Result<Self> {
        let mut window = Self::prepare(program, options)?;
        window.start().await?;
        Ok(window)
    }

    /// The same without a driver and with nothing started: for what a driver would stand in the way of.
    pub fn prepared(options: &[&str]) -> Result<Self> {
        Self::prepare(&program()?, options)
    }

    /// The same with another program.
    pub fn prepare(program: &Path, options: &[&str]) -> Result<Self> {
        let home = tempfile::tempdir()?;
        for folder in ["bin", "run", "pictures"] {
            std::fs::create_dir_all(home.path().join(folder))?;
        }
        note_what_is_opened(home.path())?;
        // Without -noreset it begins anew when its only client goes, and takes a window manager along that is coming.
        let screen = ["-displayfd", "1", "-screen", "0", "1240x800x24", "-nolisten", "tcp", "-noreset"];
        let display = Server::start("Xvfb", &screen)?;
        // A bus that starts nothing by itself: what shows reminders is started by the story that wants it.
        let settings = home.path().join("bus.conf");
        std::fs::write(&settings, kith_tests::desktop::configuration(home.path()))?;
        let settings = format!("--config-file={}", settings.display());
        let bus = Server::start("dbus-daemon", &[&settings, "--nofork", "--print-address=1"])?;
        let mut manager = Command::new("openbox");
        manager.env("DISPLAY", format!(":{}", display.address)).env("HOME", home.path());
        let manager = manager.stderr(Stdio::null()).spawn().context("cannot start openbox")?;
        let options = options.iter().map(ToString::to_string).collect();
        Ok(Self { home, program: program.to_path_buf(), options, display, bus, manager, driver: None })
    }

    /// The program with this folder and these options, as a further start of it.
    pub fn another(&self, options: &[&str]) -> Result<Command> {
        let mut command = self.beside(&self.program)?;
        command.arg("--data").arg(self.folder()).args(&self.options).args(options);
        Ok(command)
    }

    /// Another program in this window's world.
    pub fn beside(&self, program: impl AsRef<std::ffi::OsStr>) -> Result<Command> {
        let mut command = Command::new(program);
        self.surroundings(&mut command)?;
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        Ok(command)
    }

    /// Where the session bus is reached.
    pub fn bus(&self) -> &str {
        &self.bus.address
    }

    /// Ends the display, as the session does at a logout.
    pub fn log_out(&self) -> Result<()> {
        Command::new("kill").arg(self.display.process.id().to_string()).status()?;
        Ok(())
    }

    /// The home folder.
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// The program it starts.
    pub fn program(&self) -> PathBuf {
        self.program.clone()
    }

    /// Starts another program from now on.
    pub fn with_program(&mut self, program: PathBuf) {
        self.program = program;
    }

    /// Starts with other options from now on.
    pub fn with_options(&mut self, options: &[&str]) {
        self.options = options.iter().map(ToString::to_string).collect();
    }

    /// Starts the program on the same folder, after it ended.
    pub async fn start(&mut self) -> Result<()> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let mut command = Command::new("WebKitWebDriver");
        command.args([format!("--port={port}"), "--host=127.0.0.1".into()]);
        self.surroundings(&mut command)?;
        let log = std::fs::File::create(self.home.path().join("driver.log"))?;
        let mut process =
            command.stdout(log.try_clone()?).stderr(log).spawn().context("cannot start WebKitWebDriver")?;
        match tokio::time::timeout(PATIENCE * 2, connect(port, &self.capabilities()?)).await {
            Ok(Ok(client)) => {
                self.driver = Some(Driver { process, client });
                Ok(())
            }
            other => {
                end(&mut process);
                bail!("the window did not open: {:?}\n{}", other.map(|inner| inner.map(|_| ())), self.driver_log())
            }
        }
    }

    /// What the driver and the program said.
    fn driver_log(&self) -> String {
        std::fs::read_to_string(self.home.path().join("driver.log")).unwrap_or_default()
    }

    /// What the driver starts, and how.
    fn capabilities(&self) -> Result<fantoccini::wd::Capabilities> {
        let mut arguments = vec!["--data".to_owned(), self.folder().display().to_string()];
        arguments.extend(self.options.iter().cloned());
        let options = json!({ "binary": self.program, "args": arguments });
        Ok([("webkitgtk:browserOptions".to_owned(), options)].into_iter().collect())
    }

    /// Display, bus and home for a program in this window's world.
    fn surroundings(&self, command: &mut Command) -> Result<()> {
        let home = self.home.path();
        let path = std::env::var("PATH").unwrap_or_default();
        command
            .env("DISPLAY", format!(":{}", self.display.address))
            .env("DBUS_SESSION_BUS_ADDRESS", &self.bus.address)
            .env("HOME", home)
            .env("XDG_DATA_HOME", home.join("data"))
            .env("XDG_CONFIG_HOME", home.join("config"))
            .env("XDG_CACHE_HOME", home.join("cache"))
            .env("XDG_RUNTIME_DIR", home.join("run"))
            .env("PATH", format!("{}:{path}", home.join("bin").display()))
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            // The first picture comes in a quarter of the time; and the driver's pictures need DMA-BUF.
            .env("WEBKIT_SKIA_ENABLE_CPU_RENDERING", "1")
            .env("WEBKIT_DISABLE_DMABUF_RENDERER", "0")
            .env("GTK_A11Y", "none")
            .env("NO_AT_BRIDGE", "1")
            .env("LANG", "C.UTF-8")
            .env("LC_ALL", "C.UTF-8")
            .env_remove("LANGUAGE")
            .env_remove("KITH_DATA")
            .env_remove("WAYLAND_DISPLAY");
        Ok(())
    }

    /// The data folder.
    pub fn folder(&self) -> PathBuf {
        self.home.path().join("kith")
    }

    /// The driver's client.
    pub fn client(&self) -> Result<&Client> {
        self.driver.as_ref().map(|driver| &driver.client).context("the window is not open")
    }

    /// Ends the session in order, and waits until the program has ended: a next one would raise it, and end itself.
    pub async fn close(&mut self) {
        let Some(mut driver) = self.driver.take() else { return };
        let program = child_of(driver.process.id());
        let _ = tokio::time::timeout(PATIENCE, driver.client.close()).await;
        if let Some(pid) = program {
            let gone = || async { Ok((!Path::new(&format!("/proc/{pid}/exe")).exists()).then_some(())) };
            let _ = until("the program ends", gone).await;
        }
        end(&mut driver.process);
    }

    /// Kills the program with SIGKILL, as a crash does.
    pub async fn kill(&mut self) -> Result<()> {
        let mut driver = self.driver.take().context("the window is not open")?;
        let pid = child_of(driver.process.id()).context("the program is not running")?;
        let killed = Command::new("kill").args(["-KILL", &pid.to_string()]).status()?;
        end(&mut driver.process);
        // From now on everything can be started again; that the bus still knows the name is no obstacle.
        if killed.success() { Ok(()) } else { bail!("{pid} could not be killed") }
    }

    /// Closes the window as the person does, by the window manager, and waits until the program has ended.
    pub async fn close_by_hand(&mut self) -> Result<()> {
        let mut driver = self.driver.take().context("the window is not open")?;
        let pid = child_of(driver.process.id()).context("the program is not running")?;
        let mut command = Command::new("wmctrl");
        self.surroundings(&mut command)?;
        if !command.args(["-c", "Kith"]).status()?.success() {
            bail!("the window manager knows no window of Kith's");
        }
        let gone = || async { Ok((!Path::new(&format!("/proc/{pid}/exe")).exists()).then_some(())) };
        let gone = until("the program ends", gone).await;
        end(&mut driver.process);
        gone
    }

    /// Sets the desktop's wish for less motion; heard by the program when it starts.
    pub fn ask_for_less_motion(&self) -> Result<()> {
        let folder = self.home.path().join("config/gtk-3.0");
        std::fs::create_dir_all(&folder)?;
        Ok(std::fs::write(folder.join("settings.ini"), "[Settings]\ngtk-enable-animations=0\n")?)
    }

    /// Runs xdotool on this display; whether it found what it looked for.
    pub fn xdotool(&self, arguments: &[&str]) -> Result<bool> {
        let mut command = Command::new("xdotool");
        self.surroundings(&mut command)?;
        let status = command.args(arguments).stdout(Stdio::null()).stderr(Stdio::null()).status();
        Ok(status.context("cannot start xdotool")?.success())
    }

    /// What the program had opened outside: addresses, one a line.
    pub fn opened(&self) -> Vec<String> {
        let text = std::fs::read_to_string(self.home.path().join("opened")).unwrap_or_default();
        text.lines().map(str::to_owned).collect()
    }

    /// What the program wrote into its log.
    pub fn log(&self) -> Result<String> {
        let mut text = String::new();
        for entry in std::fs::read_dir(self.folder().join("logs"))? {
            text.push_str(&std::fs::read_to_string(entry?.path())?);
        }
        Ok(text)
    }

    /// Runs a script in the page.
    pub async fn script(&self, script: &str, arguments: Vec<Value>) -> Result<Value> {
        Ok(self.client()?.execute(script, arguments).await?)
    }

    /// Waits until what was asked for is painted.
    pub async fn settle(&self) -> Result<()> {
        let script = "const done = arguments[0];
            const letters = ['Inter Variable', 'Source Serif 4 Variable'].map((name) => document.fonts.load(`16px '${name}'`));
            const painted = () => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 60)));
            Promise.allSettled([...letters, document.fonts.ready]).then(painted);";
        self.client()?.execute_async(script, vec![]).await?;
        Ok(())
    }

    /// A picture of the window's content, as PNG, taken from the display: the driver's own pictures hang at times.
    pub async fn picture(&self) -> Result<Vec<u8>> {
        self.settle().await?;
        let mut command = Command::new("import");
        self.surroundings(&mut command)?;
        let taken = command.args(["-window", "Kith", "png:-"]).output().context("cannot start import")?;
        ensure!(taken.status.success(), "{}", String::from_utf8_lossy(&taken.stderr));
        Ok(taken.stdout)
    }

    /// Keeps a picture of what went wrong, and says where it is.
    async fn picture_of_failure(&self, name: &str) -> String {
        let folder = target().join("window-failures");
        let file = folder.join(format!("{name}.png"));
        let kept = async {
            std::fs::create_dir_all(&folder)?;
            // The whole screen too: a system dialog is not in the window's own picture.
            let screen = folder.join(format!("{name}-screen.png"));
            let display = format!(":{}", self.display.address);
            Command::new("import").args(["-display", &display, "-window", "root"]).arg(screen).status()?;
            let picture = tokio::time::timeout(PATIENCE, self.picture()).await??;
            std::fs::write(&file, picture)?;
            anyhow::Ok(())
        };
        match kept.await {
            Ok(()) => format!("{name}: see {}\n{}", file.display(), self.driver_log()),
            Err(error) => format!("{name}: no picture ({error:#})"),
        }
    }
}

/// Asks again and again, as fast as the window answers, until there is an answer.
pub async fn until<T, F: Future<Output = Result<Option<T>>>>(what: &str, ask: impl Fn() -> F) -> Result<T> {
    let begun = Instant::now();
    loop {
        let answer = ask().await;
        match answer {
            Ok(Some(found)) => return Ok(found),
            // A page that is being loaded again does not answer for a moment.
            Ok(None) | Err(_) if begun.elapsed() < PATIENCE => tokio::time::sleep(Duration::from_millis(25)).await,
            Ok(None) => bail!("not within {} s: {what}", PATIENCE.as_secs()),
            Err(error) => return Err(error.context(format!("not within {} s: {what}", PATIENCE.as_secs()))),
        }
    }
}

/// A session on that port, once the driver answers.
async fn connect(port: u16, capabilities: &fantoccini::wd::Capabilities) -> Result<Client> {
    let address = format!("http://127.0.0.1:{port}");
    while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let mut builder = ClientBuilder::new(HttpConnector::new());
    let client = builder.capabilities(capabilities.clone()).connect(&address).await?;
    Ok(client)
}

/// The window program beside the tests; cargo builds it with them, since a test of its own crate needs it.
fn program() -> Result<PathBuf> {
    if let Some(named) = std::env::var_os("KITH_DESKTOP") {
        return Ok(named.into());
    }
    let program = target().join("debug").join("kith-desktop");
    if program.is_file() {
        Ok(program)
    } else {
        Err(anyhow!("{} is not built: run `cargo xtask test`", program.display()))
    }
}

/// A small program that stories need beside Kith; built with every test of the window's crate.
pub fn example(name: &str) -> Result<PathBuf> {
    let program = target().join("debug").join("examples").join(name);
    ensure!(program.is_file(), "{} is not built: run `cargo xtask test`", program.display());
    Ok(program)
}

/// The directory cargo builds into.
fn target() -> PathBuf {
    let here = std::env::current_exe().unwrap_or_default();
    here.ancestors()
        .find(|folder| folder.ends_with("debug"))
        .and_then(Path::parent)
        .map(PathBuf::from)
        .unwrap_or_default()
}

/// The program that a driver started.
fn child_of(driver: u32) -> Option<u32> {
    let children = std::fs::read_to_string(format!("/proc/{driver}/task/{driver}/children")).ok()?;
    let is_ours = |pid: &u32| {
        let program = std::fs::read_link(format!("/proc/{pid}/exe"));
        program.is_ok_and(|program| program.to_string_lossy().contains("kith-desktop"))
    };
    children.split_whitespace().filter_map(|word| word.parse().ok()).find(is_ours)
}

/// Puts a program in the way that notes which addresses are opened instead of opening them.
fn note_what_is_opened(home: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let program = home.join("bin").join("xdg-open");
    std::fs::write(&program, format!("#!/bin/sh\necho \"$1\" >> '{}'\n", home.join("opened").display()))?;
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755))?;
    Ok(())
}
