//! `kith serve`: the screens in a browser of this machine.
//!
//! The same command table, behind a door that only this machine can reach ([`bind`] listens on loopback alone) and
//! only the person who started it can open ([`guard`]). The folder is reached as everywhere: it is our own, or its
//! owner answers for it ([`folder`]). Nothing is logged.

mod files;
mod folder;
mod guard;
mod pages;
mod stream;

use std::future::IntoFuture;
use std::io::{self, Write};
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, State};
use axum::http::header::{CONTENT_TYPE, HeaderMap};
use axum::http::{Response, StatusCode};
use axum::middleware;
use axum::response::IntoResponse;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::routing::{get, post};
use kith_core::api::{ApiCode, ApiError, Request};
use kith_core::app::Options;
use kith_core::error::{During, Error};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::{broadcast, mpsc};

use self::files::Files;
use self::folder::{Folder, Told};
use self::guard::Guard;
use self::stream::Stream;

/// The longest call, as on the owner's socket.
const LONGEST_CALL: usize = 64 << 20;
/// The largest file that is brought in.
const LONGEST_FILE: usize = 1 << 30;
/// Changes that a slow page may be behind before it is told to ask for everything again.
const BEHIND: usize = 256;
/// How long the end waits for what is being answered.
const ENDING: Duration = Duration::from_secs(3);

/// What the handlers share.
struct Door {
    folder: Arc<Folder>,
    guard: Guard,
    files: Files,
    told: broadcast::Sender<Told>,
}

/// Serves the screens until Ctrl+C.
pub(crate) fn run(options: Options, now: Option<String>, port: u16, as_json: bool) -> Result<(), ApiError> {
    let (told, _) = broadcast::channel(BEHIND);
    let folder = Folder::open(options, now, told.clone())?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let served = runtime.during("starting the web server").and_then(|runtime| {
        let served = runtime.block_on(serve(Arc::clone(&folder), told, port, as_json));
        // A call that takes longer than the end waits goes on without an answer, and is finished before the lock is let go.
        runtime.shutdown_timeout(ENDING);
        served
    });
    folder.close();
    Ok(served?)
}

async fn serve(
    folder: Arc<Folder>,
    told: broadcast::Sender<Told>,
    port: u16,
    as_json: bool,
) -> kith_core::error::Result<()> {
    let listeners = bind(port).await.during("listening on this machine's own address")?;
    let address = listeners.first().map(TcpListener::local_addr).transpose();
    let port = address.during("listening on this machine's own address")?.map_or(port, |address| address.port());
    let door = Arc::new(Door { folder, guard: Guard::new(port), files: Files::new()?, told: told.clone() });
    announce(&door.guard.address(), as_json);
    let router = router(Arc::clone(&door));
    let mut serving = Vec::new();
    for listener in listeners {
        let mut end = told.subscribe();
        let ended = async move {
            while !matches!(end.recv().await, Ok(Told::End) | Err(broadcast::error::RecvError::Closed)) {}
        };
        let server = axum::serve(listener, router.clone()).with_graceful_shutdown(ended);
        serving.push(tokio::spawn(server.into_future()));
    }
    asked_to_end().await;
    // Fails only where nobody listens.
    let _ = told.send(Told::End);
    for server in serving {
        // What hangs is cut off.
        let _ = tokio::time::timeout(ENDING, server).await;
    }
    Ok(())
}

/// Listens on loopback alone, by both of its addresses where there are two.
async fn bind(port: u16) -> io::Result<Vec<TcpListener>> {
    let first = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await?;
    let port = first.local_addr()?.port();
    let second = TcpListener::bind(SocketAddr::from((Ipv6Addr::LOCALHOST, port))).await;
    Ok([Some(first), second.ok()].into_iter().flatten().collect())
}

/// Says where to look; a reader that went away is no failure.
fn announce(address: &str, as_json: bool) {
    let text = if as_json {
        json!({ "url": address }).to_string()
    } else {
        format!("Kith in your browser, once:\n\n  {address}\n\nOnly this machine can open it. Ctrl+C ends it.")
    };
    let mut out = io::stdout().lock();
    let _ = writeln!(out, "{text}").and_then(|()| out.flush());
}

/// Waits for Ctrl+C, or whatever else tells a program to end.
async fn asked_to_end() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let (Ok(mut ended), Ok(mut hung_up)) = (signal(SignalKind::terminate()), signal(SignalKind::hangup())) else {
            // Without signals the program ends as all others do.
            return std::future::pending().await;
        };
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = ended.recv() => {}
            _ = hung_up.recv() => {}
        }
    }
    #[cfg(not(unix))]
    let _ = tokio::signal::ctrl_c().await;
}

fn router(door: Arc<Door>) -> Router {
    Router::new()
        .route("/call", post(call))
        .route("/start", get(start))
        .route("/changes", get(changes))
        .route("/files", post(files::bring).layer(DefaultBodyLimit::max(LONGEST_FILE)))
        .route("/files/place", post(files::place))
        .route("/files/{number}", get(files::fetch))
        .fallback(get(pages::page))
        .layer(DefaultBodyLimit::max(LONGEST_CALL))
        .layer(middleware::from_fn_with_state(Arc::clone(&door), guard::check))
        .with_state(door)
}

/// One command of the table: `{"ok": …}` or `{"err": ApiError}`, as on the owner's socket.
async fn call(State(door): State<Arc<Door>>, headers: HeaderMap, body: Bytes) -> Response<Body> {
    // A form of another site can send anything but this.
    if headers.get(CONTENT_TYPE).is_none_or(|kind| kind != "application/json") {
        return pages::plain(StatusCode::UNSUPPORTED_MEDIA_TYPE, "A call is application/json.");
    }
    let answer = aside(move || {
        let request: Request = serde_json::from_slice(&body)
            .map_err(|error| ApiError::from(Error::invalid("input", format!("This is no request: {error}."))))?;
        door.folder.call(request)
    });
    match answer.await {
        Ok(answer) => pages::json(&json!({ "ok": answer })),
        Err(error) => pages::json(&json!({ "err": error })),
    }
}

/// How the program stands.
async fn start(State(door): State<Arc<Door>>) -> Response<Body> {
    match aside(move || door.folder.start_state()).await {
        Ok(state) => pages::json(&state),
        Err(error) => pages::json(&json!({ "state": "failed", "data_dir": "", "demo": false, "error": error })),
    }
}

/// Tells of changes and of a new day as server-sent events, until the page or the program ends.
async fn changes(State(door): State<Arc<Door>>) -> impl IntoResponse {
    let mut told = door.told.subscribe();
    let (to, events) = mpsc::channel(8);
    tokio::spawn(async move {
        loop {
            let event = match told.recv().await {
                Ok(Told::Changes(kinds)) => {
                    Event::default().event("changes").data(json!({ "kinds": kinds }).to_string())
                }
                Ok(Told::Day) => Event::default().event("day").data("{}"),
                // Nobody knows what was missed: the page asks for everything again.
                Ok(Told::Everything) | Err(broadcast::error::RecvError::Lagged(_)) => {
                    Event::default().event("everything").data("{}")
                }
                Ok(Told::End) | Err(broadcast::error::RecvError::Closed) => return,
            };
            if to.send(event).await.is_err() {
                return;
            }
        }
    });
    Sse::new(Stream::new(events)).keep_alive(KeepAlive::default())
}

/// Runs what may take long beside the one thread that speaks with browsers.
async fn aside(work: impl FnOnce() -> Result<Value, ApiError> + Send + 'static) -> Result<Value, ApiError> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|error| {
        Err(ApiError {
            code: ApiCode::Unexpected,
            message: "Something went wrong inside Kith. What was saved before is safe.".into(),
            field: None,
            hint: None,
            said: None,
            said_hint: None,
            detail: Some(error.to_string()),
        })
    })
}
