//! The screens' files, and the few pages of our own.

use axum::body::Body;
use axum::http::header::{self, HeaderValue};
use axum::http::{Response, StatusCode, Uri};
use rust_embed::RustEmbed;
use serde_json::Value;

/// The built screens: inside a release program, read from where they were built by a debug one.
#[derive(RustEmbed)]
#[folder = "../../ui/dist"]
#[allow_missing = true]
struct Screens;

/// What browsers ask for by themselves.
const ICON: &[u8] = include_bytes!("../../../../assets/icons/32x32.png");

const UNBUILT: &str = "<!doctype html><meta charset=utf-8><title>Kith</title>\
    <p>The screens are not built. Run <code>cargo xtask run</code>, or <code>npm ci</code> and \
    <code>npm run build</code> in <code>ui/</code>.</p>";
const STRANGER: &str = "<!doctype html><meta charset=utf-8><title>Kith</title>\
    <p>This address needs the one that <code>kith serve</code> printed. It works once: to open Kith in another \
    browser, end <code>kith serve</code> with Ctrl+C and start it again.</p>";
/// The next step comes from our own page, so that the browser sends the cookie wherever the address was opened from.
const INSIDE: &str = "<!doctype html><meta charset=utf-8><title>Kith</title>\
    <meta http-equiv=refresh content=\"0;url=/\"><p><a href=\"/\">Kith</a></p>";

/// One of the screens' files; the first page for `/`.
pub(super) async fn page(uri: Uri) -> Response<Body> {
    let path = match uri.path().trim_start_matches('/') {
        "" => "index.html",
        path => path,
    };
    if path == "favicon.ico" {
        return answer(StatusCode::OK, "image/png", Body::from(ICON));
    }
    match Screens::get(path) {
        Some(file) => answer(StatusCode::OK, kind(path), Body::from(file.data.into_owned())),
        None if path == "index.html" => html(StatusCode::OK, UNBUILT),
        None => plain(StatusCode::NOT_FOUND, "There is no such page."),
    }
}

/// What a browser without the cookie is told.
pub(super) fn stranger() -> Response<Body> {
    html(StatusCode::UNAUTHORIZED, STRANGER)
}

/// What a browser is told that brought the token.
pub(super) fn inside() -> Response<Body> {
    html(StatusCode::OK, INSIDE)
}

/// A sentence.
pub(super) fn plain(status: StatusCode, text: &'static str) -> Response<Body> {
    answer(status, "text/plain; charset=utf-8", Body::from(text))
}

/// A value.
pub(super) fn json(value: &Value) -> Response<Body> {
    answer(StatusCode::OK, "application/json", Body::from(value.to_string()))
}

fn html(status: StatusCode, text: &'static str) -> Response<Body> {
    answer(status, "text/html; charset=utf-8", Body::from(text))
}

fn answer(status: StatusCode, kind: &'static str, body: Body) -> Response<Body> {
    let mut answer = Response::new(body);
    *answer.status_mut() = status;
    answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    answer
}

/// What a file is, by its name; what is not known is shown by no browser.
fn kind(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, ending)| ending) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("woff2") => "font/woff2",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("json") => "application/json",
        _ => "application/octet-stream",
    }
}
