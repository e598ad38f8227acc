//! What a desktop offers on its session bus, made by ourselves: a bus, a notification service that misbehaves on
//! demand, and a tray.

use std::collections::HashMap;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use tempfile::TempDir;
use zbus::blocking::connection::Builder;
use zbus::blocking::{Connection, Proxy};
use zbus::fdo;
use zbus::zvariant::{OwnedValue, Structure, Value};

/// A session bus of its own that starts nothing by itself.
pub struct Bus {
    process: Child,
    /// Where it is reached.
    pub address: String,
    _folder: TempDir,
}

impl Bus {
    /// Starts a bus.
    pub fn start() -> Self {
        let folder = crate::folder();
        let settings = folder.path().join("bus.conf");
        std::fs::write(&settings, configuration(folder.path())).unwrap();
        let mut command = Command::new("dbus-daemon");
        command.arg("--config-file").arg(&settings).args(["--nofork", "--print-address=1"]);
        let mut process = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        Self { process, address: line.trim().to_owned(), _folder: folder }
    }
}

impl Drop for Bus {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

/// A bus in that folder that starts nothing by itself.
pub fn configuration(folder: &Path) -> String {
    format!(
        "<!DOCTYPE busconfig PUBLIC \"-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN\"
         \"http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd\">
         <busconfig><type>session</type><listen>unix:path={}/bus</listen>
         <policy context=\"default\"><allow send_destination=\"*\" eavesdrop=\"true\"/><allow eavesdrop=\"true\"/>
         <allow own=\"*\"/></policy></busconfig>",
        folder.display()
    )
}

/// How a notification service treats what it is asked to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// Shows and answers.
    Prompt,
    /// Shows and answers after a while.
    Slow(Duration),
    /// Takes it and never answers.
    Hanging,
    /// Refuses.
    Failing,
}

/// What a service was asked.
#[derive(Debug, Default)]
pub struct Seen {
    /// How often it was asked to show something.
    pub asked: usize,
    /// Titles of what it showed, in that order.
    pub shown: Vec<String>,
    /// What the buttons of the last one say, and what a click on it does.
    pub buttons: Vec<String>,
}

/// A notification service of our own. What it saw outlives it.
pub struct Notifications {
    address: String,
    manner: Arc<Mutex<Manner>>,
    seen: Arc<Mutex<Seen>>,
    connection: Option<Connection>,
    /// Whether the one that is up still lives; what was taken before does not outlive it.
    alive: Arc<AtomicBool>,
}

fn lock<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Notifications {
    /// A service that is not there yet.
    pub fn absent(address: &str) -> Self {
        let manner = Arc::new(Mutex::new(Manner::Prompt));
        Self { address: address.to_owned(), manner, seen: Arc::default(), connection: None, alive: Arc::default() }
    }

    /// Comes up on the bus, with these manners.
    pub fn appear(&mut self, manner: Manner) {
        *lock(&self.manner) = manner;
        self.alive = Arc::new(AtomicBool::new(true));
        let (manner, seen, alive) = (Arc::clone(&self.manner), Arc::clone(&self.seen), Arc::clone(&self.alive));
        let desk = Desk { manner, seen, alive };
        let builder = Builder::address(self.address.as_str()).unwrap();
        let builder = builder.serve_at("/org/freedesktop/Notifications", desk).unwrap();
        self.connection = Some(builder.name("org.freedesktop.Notifications").unwrap().build().unwrap());
    }

    /// Dies, without an answer to anyone who waits for one.
    pub fn die(&mut self) {
        if let Some(connection) = self.connection.take() {
            self.alive.store(false, Ordering::SeqCst);
            connection.close().unwrap();
        }
    }

    /// Behaves otherwise from now on.
    pub fn become_(&self, manner: Manner) {
        *lock(&self.manner) = manner;
    }

    /// What it saw so far.
    pub fn seen(&self) -> MutexGuard<'_, Seen> {
        lock(&self.seen)
    }
}

struct Desk {
    manner: Arc<Mutex<Manner>>,
    seen: Arc<Mutex<Seen>>,
    alive: Arc<AtomicBool>,
}

#[zbus::interface(name = "org.freedesktop.Notifications")]
impl Desk {
    #[allow(clippy::too_many_arguments, reason = "the desktop's own call has eight")]
    async fn notify(
        &self,
        _app: String,
        _replaces: u32,
        _icon: String,
        summary: String,
        _body: String,
        actions: Vec<String>,
        _hints: HashMap<String, OwnedValue>,
        _timeout: i32,
    ) -> fdo::Result<u32> {
        let manner = *lock(&self.manner);
        lock(&self.seen).asked += 1;
        match manner {
            Manner::Prompt => {}
            Manner::Slow(pause) => {
                let (wake, woken) = tokio::sync::oneshot::channel();
                thread::spawn(move || {
                    thread::sleep(pause);
                    wake.send(())
                });
                drop(woken.await);
            }
            Manner::Hanging => std::future::pending().await,
            Manner::Failing => return Err(fdo::Error::Failed("out of order".into())),
        }
        let mut seen = lock(&self.seen);
        if !self.alive.load(Ordering::SeqCst) {
            return Err(fdo::Error::Failed("dead".into()));
        }
        seen.buttons = actions.iter().skip(1).step_by(2).cloned().collect();
        seen.shown.push(summary);
        Ok(u32::try_from(seen.shown.len()).unwrap_or(u32::MAX))
    }

    fn get_capabilities(&self) -> Vec<String> {
        vec!["actions".into(), "body".into()]
    }

    fn get_server_information(&self) -> (String, String, String, String) {
        ("ours".into(), "Kith".into(), "1".into(), "1.2".into())
    }

    fn close_notification(&self, _id: u32) {}
}

/// A tray: a StatusNotifierWatcher with a host, and the one item that registered.
pub struct TrayHost {
    connection: Connection,
    item: Arc<Mutex<Option<(String, String)>>>,
}

struct Watcher(Arc<Mutex<Option<(String, String)>>>);

#[zbus::interface(name = "org.kde.StatusNotifierWatcher")]
impl Watcher {
    fn register_status_notifier_item(&self, item: String, #[zbus(header)] header: zbus::message::Header<'_>) {
        let sender = header.sender().map(ToString::to_string).unwrap_or_default();
        let found = if item.starts_with('/') { (sender, item) } else { (item, "/StatusNotifierItem".into()) };
        *lock(&self.0) = Some(found);
    }

    fn register_status_notifier_host(&self, _host: String) {}

    #[zbus(property)]
    fn is_status_notifier_host_registered(&self) -> bool {
        true
    }

    #[zbus(property)]
    fn protocol_version(&self) -> i32 {
        0
    }

    #[zbus(property)]
    fn registered_status_notifier_items(&self) -> Vec<String> {
        lock(&self.0).iter().map(|(bus, path)| format!("{bus}{path}")).collect()
    }
}

impl TrayHost {
    /// Shows a tray on that bus.
    pub fn start(address: &str) -> Self {
        let item = Arc::new(Mutex::new(None));
        let builder = Builder::address(address).unwrap();
        let builder = builder.serve_at("/StatusNotifierWatcher", Watcher(Arc::clone(&item))).unwrap();
        let connection = builder.name("org.kde.StatusNotifierWatcher").unwrap().build().unwrap();
        Self { connection, item }
    }

    /// The lines of the item's menu with their numbers; nothing while there is no item.
    pub fn menu(&self) -> Vec<(i32, String)> {
        self.read_menu().unwrap_or_default()
    }

    fn read_menu(&self) -> Option<Vec<(i32, String)>> {
        let menu = self.dbusmenu()?;
        let names: &[&str] = &[];
        let layout = menu.call_method("GetLayout", &(0i32, -1i32, names)).ok()?;
        type Layout = (u32, (i32, HashMap<String, OwnedValue>, Vec<OwnedValue>));
        let (_, (_, _, children)) = layout.body().deserialize::<Layout>().ok()?;
        Some(children.into_iter().filter_map(line).collect())
    }

    /// Clicks the line that begins so; whether there was one.
    pub fn click(&self, label: &str) -> bool {
        let Some((id, _)) = self.menu().into_iter().find(|(_, text)| text.starts_with(label)) else { return false };
        let event = (id, "clicked", Value::from(""), 0u32);
        self.dbusmenu().is_some_and(|menu| menu.call_method("Event", &event).is_ok())
    }

    fn dbusmenu(&self) -> Option<Proxy<'static>> {
        let (bus, path) = lock(&self.item).clone()?;
        let item = Proxy::new(&self.connection, bus.clone(), path, "org.kde.StatusNotifierItem").ok()?;
        let menu = item.get_property::<zbus::zvariant::OwnedObjectPath>("Menu").ok()?;
        Proxy::new(&self.connection, bus, menu, "com.canonical.dbusmenu").ok()
    }
}

/// A line of a menu: `(ia{sv}av)`.
fn line(child: OwnedValue) -> Option<(i32, String)> {
    let child = Structure::try_from(child).ok()?;
    match child.fields() {
        [Value::I32(id), Value::Dict(of), ..] => {
            let label: Option<String> = of.get::<&str, String>(&"label").ok().flatten();
            Some((*id, label.unwrap_or_default()))
        }
        _ => None,
    }
}
