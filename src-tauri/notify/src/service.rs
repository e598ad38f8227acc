//! The notification service on the session bus: whether there is a bus, when the service comes, and when it goes.

use std::future::poll_fn;
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Poll, Waker};
use std::thread;
use std::time::Duration;

use futures_lite::future::or;
use notify_rust::{NotificationHandle, NotificationResponse};
use zbus::blocking::Connection;
use zbus::blocking::fdo::DBusProxy;

/// The service's name on the bus.
const NAME: &str = "org.freedesktop.Notifications";
/// How long the bus may take to let us in.
const LIMIT: Duration = Duration::from_secs(3);

/// The notification service, as far as it is watched.
#[derive(Clone, Default)]
pub struct Service(Arc<Mutex<Seen>>);

#[derive(Default)]
struct Seen {
    /// Counts how often the service went away.
    gone: u64,
    waiting: Vec<Waker>,
}

impl Service {
    /// Watches the service from now on; `appeared` says whether anyone still wants to know.
    pub fn watched(appeared: impl Fn() -> bool + Send + 'static) -> Self {
        let service = Self::default();
        let watched = service.clone();
        let watch = move || {
            if let Err(error) = watched.watch(appeared) {
                tracing::info!(%error, "the notification service cannot be watched");
            }
        };
        if let Err(error) = thread::Builder::new().name("notices-watch".into()).spawn(watch) {
            tracing::warn!(%error, "no thread to watch the notification service");
        }
        service
    }

    fn watch(&self, appeared: impl Fn() -> bool) -> zbus::Result<()> {
        let bus = Connection::session()?;
        for change in DBusProxy::new(&bus)?.receive_name_owner_changed_with_args(&[(0, NAME)])? {
            if change.args()?.new_owner().is_some() {
                if !appeared() {
                    return Ok(());
                }
            } else {
                let mut seen = self.seen();
                seen.gone += 1;
                seen.waiting.drain(..).for_each(Waker::wake);
            }
        }
        Ok(())
    }

    /// Waits until a button is pressed, the notice is closed, or the service is gone.
    pub fn attend(&self, handle: NotificationHandle, pressed: impl FnOnce(&str)) {
        let before = self.seen().gone;
        let action = handle.wait_for_action_async(|response: &NotificationResponse| match response {
            NotificationResponse::Default => pressed("default"),
            NotificationResponse::Action(name) => pressed(name),
            _ => {}
        });
        let gone = poll_fn(|context| {
            let mut seen = self.seen();
            if seen.gone > before {
                return Poll::Ready(());
            }
            seen.waiting.push(context.waker().clone());
            Poll::Pending
        });
        zbus::block_on(or(action, gone));
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether there is a session bus that lets us in.
pub fn has_a_desktop() -> bool {
    let (answer, answered) = channel();
    // A bus that hangs keeps the thread, not us.
    let asking = thread::Builder::new().spawn(move || answer.send(Connection::session().is_ok()));
    asking.is_ok() && answered.recv_timeout(LIMIT).unwrap_or(false)
}

/// Whether the service would read markup in a text that could hold some.
pub fn reads_markup(text: &str) -> bool {
    text.contains(['&', '<', '>'])
        && notify_rust::get_capabilities().is_ok_and(|known| known.iter().any(|name| name == "body-markup"))
}
