//! The owner's side of the socket: one thread accepts, one answers each that asks.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::RecvTimeoutError;
use std::sync::{Arc, Condvar, Mutex, PoisonError, Weak};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use interprocess::local_socket::traits::{Listener as _, Stream as _};
use interprocess::local_socket::{Listener, ListenerOptions, Stream};

use super::frame::{self, Answer, Hello, Told};
use super::place;
use crate::api::{self, ApiError, Request};
use crate::app::App;
use crate::error::{During, Error, Result};

/// How long we wait at the end for those being answered.
const ENDING: Duration = Duration::from_secs(3);
/// How long one who connected may take to ask, and to fetch the answer: on a busy machine a program waits seconds
/// for its turn, and one who only holds the line costs no more than a thread.
const PATIENCE: Duration = Duration::from_secs(30);
/// How soon one who is told of changes notices that the office closes.
const NAP: Duration = Duration::from_millis(500);
/// How often one who listens is told that nothing changed.
const SIGN_OF_LIFE: Duration = Duration::from_secs(10);
/// More at once are sent away and come again.
const MOST_AT_ONCE: usize = 400;

/// Answers others for as long as it lives. The folder stays owned at least as long.
pub struct Server {
    office: Arc<Office>,
    accepting: Option<JoinHandle<()>>,
    socket: PathBuf,
    // Last: the lock may be let go only after the socket's file is gone, or it could be the next owner's.
    _app: Arc<App>,
}

/// What the threads share. They hold the app only while they answer.
struct Office {
    app: Weak<App>,
    stopping: AtomicBool,
    connected: AtomicUsize,
    answering: Mutex<usize>,
    answered: Condvar,
}

/// Begins to answer other processes on the folder's private socket.
pub fn serve(app: Arc<App>) -> Result<Server> {
    let socket = place::to_listen(app.paths.root())?;
    serve_at(app, socket)
}

/// As [`serve`], with the socket in a folder of the caller's choice: only who knows it will ask.
pub fn serve_in(app: Arc<App>, folder: &Path) -> Result<Server> {
    let socket = place::in_folder(app.paths.root(), folder)?;
    serve_at(app, socket)
}

fn serve_at(app: Arc<App>, socket: PathBuf) -> Result<Server> {
    let listener = listen(&socket).during("opening the socket for other programs")?;
    let office = Arc::new(Office {
        app: Arc::downgrade(&app),
        stopping: AtomicBool::new(false),
        connected: AtomicUsize::new(0),
        answering: Mutex::new(0),
        answered: Condvar::new(),
    });
    let accepting = {
        let office = Arc::clone(&office);
        thread::Builder::new()
            .name("owner".into())
            .spawn(move || accept(&office, &listener))
            .during("opening the socket for other programs")?
    };
    Ok(Server { office, accepting: Some(accepting), socket, _app: app })
}

/// Listens where nobody else can: we hold the lock, so a socket that is there outlived its process.
fn listen(socket: &Path) -> io::Result<Listener> {
    match std::fs::remove_file(socket) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let options = ListenerOptions::new().name(place::address(socket)?);
    #[cfg(target_os = "linux")]
    let options = interprocess::os::unix::local_socket::ListenerOptionsExt::mode(options, 0o600);
    options.create_sync()
}

impl Server {
    /// Where it listens.
    pub fn socket(&self) -> &Path {
        &self.socket
    }
}

impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Server").field("socket", &self.socket).finish_non_exhaustive()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.office.stopping.store(true, Ordering::SeqCst);
        // Accepting waits without end; one more visitor wakes it.
        let woken = place::address(&self.socket).and_then(Stream::connect);
        if let Some(accepting) = self.accepting.take()
            && woken.is_ok()
            && accepting.join().is_err()
        {
            tracing::error!("the thread that accepts had ended before");
        }
        let answering = self.office.answering.lock().unwrap_or_else(PoisonError::into_inner);
        drop(self.office.answered.wait_timeout_while(answering, ENDING, |answering| *answering > 0));
    }
}

fn accept(office: &Arc<Office>, listener: &Listener) {
    while !office.stopping.load(Ordering::SeqCst) {
        match listener.accept() {
            Ok(stream) => attend(office, stream),
            Err(error) => {
                tracing::warn!(%error, "a visitor could not be let in");
                thread::sleep(Duration::from_millis(50));
            }
        }
    }
}

fn attend(office: &Arc<Office>, stream: Stream) {
    if office.stopping.load(Ordering::SeqCst) || office.connected.load(Ordering::SeqCst) >= MOST_AT_ONCE {
        return;
    }
    office.connected.fetch_add(1, Ordering::SeqCst);
    let theirs = Arc::clone(office);
    let spawned = thread::Builder::new().name("owner-answers".into()).spawn(move || {
        let _connected = Connected(&theirs);
        if let Err(error) = converse(&theirs, stream) {
            tracing::debug!(%error, "a visitor went away");
        }
    });
    if let Err(error) = spawned {
        office.connected.fetch_sub(1, Ordering::SeqCst);
        tracing::warn!(%error, "a visitor could not be attended to");
    }
}

/// Says hello and answers until the visitor goes.
fn converse(office: &Office, mut stream: Stream) -> io::Result<()> {
    // Where the system has no timeouts for such sockets, a silent visitor costs an idle thread.
    drop(stream.set_send_timeout(Some(PATIENCE)));
    drop(stream.set_recv_timeout(Some(PATIENCE)));
    frame::send(&mut stream, &Hello { kith: frame::PROTOCOL, version: env!("CARGO_PKG_VERSION").into() })?;
    loop {
        let request = match frame::receive(&mut stream, frame::LONGEST_REQUEST) {
            Ok(Some(request)) => request,
            Ok(None) => return Ok(()),
            Err(error) if error.kind() == ErrorKind::FileTooLarge => {
                let refusal = Error::invalid("input", "This is more than Kith can take at once.");
                return frame::send(&mut stream, &Answer::Err(refusal.into()));
            }
            Err(error) => return Err(error),
        };
        drop(stream.set_recv_timeout(None));
        let answer = match serde_json::from_slice::<Request>(&request) {
            Ok(request) if request.command == frame::LISTEN => return office.tell(&mut stream),
            Ok(request) => office.answer(&request),
            Err(error) => Answer::Err(Error::invalid("input", format!("This is no request: {error}.")).into()),
        };
        frame::send(&mut stream, &answer)?;
    }
}

impl Office {
    /// Tells of every commit, until the visitor goes or the office closes.
    fn tell(&self, stream: &mut Stream) -> io::Result<()> {
        let Some(changes) = self.app.upgrade().map(|app| app.changes.subscribe()) else { return Ok(()) };
        let mut told = Instant::now();
        while !self.stopping.load(Ordering::SeqCst) {
            match changes.recv_timeout(NAP) {
                Ok(kinds) => frame::send(stream, &Told { kinds })?,
                Err(RecvTimeoutError::Timeout) if told.elapsed() < SIGN_OF_LIFE => continue,
                Err(RecvTimeoutError::Timeout) => frame::send(stream, &Told::default())?,
                Err(RecvTimeoutError::Disconnected) => return Ok(()),
            }
            told = Instant::now();
        }
        Ok(())
    }

    fn answer(&self, request: &Request) -> Answer {
        let _answering = Answering::begin(self);
        let app = if self.stopping.load(Ordering::SeqCst) { None } else { self.app.upgrade() };
        let Some(app) = app else { return Answer::Err(closing()) };
        match api::call(&app, request) {
            Ok(answer) => Answer::Ok(answer),
            Err(error) => Answer::Err(error),
        }
    }
}

fn closing() -> ApiError {
    Error::Busy { message: "The Kith that has the data folder is closing.".into() }.into()
}

/// Counted while connected, however the thread ends.
struct Connected<'office>(&'office Office);

impl Drop for Connected<'_> {
    fn drop(&mut self) {
        self.0.connected.fetch_sub(1, Ordering::SeqCst);
    }
}

/// Counted while answering, however the call ends.
struct Answering<'office>(&'office Office);

impl<'office> Answering<'office> {
    fn begin(office: &'office Office) -> Self {
        *office.answering.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        Self(office)
    }
}

impl Drop for Answering<'_> {
    fn drop(&mut self) {
        *self.0.answering.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
        self.0.answered.notify_all();
    }
}
