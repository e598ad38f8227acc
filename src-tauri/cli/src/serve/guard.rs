//! Who is let in: only a page of our own, in a browser that brought the one-time token.
//!
//! - The address is our own by name (`Host`), so that a foreign name that points here (DNS rebinding) is refused.
//! - What says where it comes from (`Origin`, `Sec-Fetch-Site`) comes from our own page; what changes anything must.
//! - The token of the printed address is exchanged once for a cookie that scripts cannot read, then worthless.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::http::{Method, Response, StatusCode, Uri};
use axum::middleware::Next;
use uuid::Uuid;

use super::{Door, pages};

/// What every answer says to the browser. The policy is the window's, with our own address in the bridge's place.
const POLICY: &[(&str, &str)] = &[
    (
        "content-security-policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; \
         connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'",
    ),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "no-referrer"),
    ("cache-control", "no-store"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
];

/// Checks a request before anything else sees it, and seals every answer.
pub(super) async fn check(State(door): State<Arc<Door>>, request: Request, next: Next) -> Response<Body> {
    let verdict = door.guard.judge(request.method(), request.uri(), request.headers());
    let mut answer = match verdict {
        Verdict::Welcome => next.run(request).await,
        Verdict::Exchanged(cookie) => {
            let mut answer = pages::inside();
            if let Ok(cookie) = HeaderValue::from_str(&cookie) {
                answer.headers_mut().insert(header::SET_COOKIE, cookie);
            }
            answer
        }
        Verdict::Stranger => pages::stranger(),
        Verdict::Refused(reason) => pages::plain(StatusCode::FORBIDDEN, reason),
    };
    for (name, value) in POLICY {
        answer.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    answer
}

/// What is to become of a request.
#[derive(Debug, PartialEq, Eq)]
enum Verdict {
    /// It is answered.
    Welcome,
    /// The token was right: this cookie is set.
    Exchanged(String),
    /// No token and no cookie.
    Stranger,
    /// It comes from elsewhere.
    Refused(&'static str),
}

/// Knows the port, the token and the cookie.
pub(super) struct Guard {
    port: u16,
    token: String,
    spent: AtomicBool,
    cookie: String,
}

impl Guard {
    pub(super) fn new(port: u16) -> Self {
        Self { port, token: secret(), spent: AtomicBool::new(false), cookie: secret() }
    }

    /// The address to print.
    pub(super) fn address(&self) -> String {
        format!("http://127.0.0.1:{}/?token={}", self.port, self.token)
    }

    fn judge(&self, method: &Method, uri: &Uri, headers: &HeaderMap) -> Verdict {
        let said = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
        let Some(host) = said("host").filter(|host| self.is_ours(host)) else {
            return Verdict::Refused("This is not Kith's address.");
        };
        let changes = method != Method::GET && method != Method::HEAD;
        match said("origin") {
            Some(origin) if origin.strip_prefix("http://") == Some(host) => {}
            None if !changes => {}
            _ => return Verdict::Refused("This comes from another site."),
        }
        // A link that leads to the page itself shows nothing to where it comes from.
        let follows_link = uri.path() == "/" && said(SEC_FETCH_DEST) == Some("document");
        match said(SEC_FETCH_SITE) {
            None | Some("same-origin" | "none") => {}
            Some(_) if follows_link && !changes => {}
            Some(_) => return Verdict::Refused("This comes from another site."),
        }
        if self.brings_cookie(headers) {
            return Verdict::Welcome;
        }
        match token_of(uri) {
            Some(token) if !changes && uri.path() == "/" && self.exchange(token) => {
                Verdict::Exchanged(format!("{}={}; Path=/; HttpOnly; SameSite=Strict", self.cookie_name(), self.cookie))
            }
            _ => Verdict::Stranger,
        }
    }

    fn is_ours(&self, host: &str) -> bool {
        host.rsplit_once(':').is_some_and(|(name, port)| {
            ["127.0.0.1", "localhost", "[::1]"].contains(&name) && port == self.port.to_string()
        })
    }

    /// Cookies do not tell ports apart: each server has a name of its own.
    fn cookie_name(&self) -> String {
        format!("kith-{}", self.port)
    }

    fn brings_cookie(&self, headers: &HeaderMap) -> bool {
        let name = self.cookie_name();
        let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        let mut pairs = cookies.flat_map(|cookies| cookies.split(';')).filter_map(|pair| pair.trim().split_once('='));
        pairs.any(|(key, value)| key == name && same(value, &self.cookie))
    }

    /// Takes the token, which is right once.
    fn exchange(&self, token: &str) -> bool {
        same(token, &self.token) && !self.spent.swap(true, Ordering::SeqCst)
    }
}

const SEC_FETCH_SITE: &str = "sec-fetch-site";
const SEC_FETCH_DEST: &str = "sec-fetch-dest";

fn token_of(uri: &Uri) -> Option<&str> {
    uri.query()?.split('&').find_map(|pair| pair.strip_prefix("token="))
}

/// 244 random bits.
fn secret() -> String {
    format!("{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple())
}

/// Whether two secrets are the same, in a time that does not say how far they are.
fn same(one: &str, other: &str) -> bool {
    one.len() == other.len() && one.bytes().zip(other.bytes()).fold(0, |differ, (a, b)| differ | (a ^ b)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(guard: &Guard, method: Method, uri: &str, headers: &[(&'static str, &str)]) -> Verdict {
        let headers = headers
            .iter()
            .filter_map(|(name, value)| Some((HeaderName::from_static(name), HeaderValue::from_str(value).ok()?)));
        guard.judge(&method, &uri.parse().unwrap_or_default(), &headers.collect())
    }

    const HERE: (&str, &str) = ("host", "127.0.0.1:4711");

    #[test]
    fn the_token_is_right_once_and_only_for_the_first_page() {
        let guard = Guard::new(4711);
        let address = format!("/?token={}", guard.token);
        assert_eq!(judged(&guard, Method::GET, &address.replace("/?", "/start?"), &[HERE]), Verdict::Stranger);
        assert_eq!(judged(&guard, Method::GET, "/?token=guess", &[HERE]), Verdict::Stranger);
        assert!(matches!(judged(&guard, Method::GET, &address, &[HERE]), Verdict::Exchanged(_)));
        assert_eq!(judged(&guard, Method::GET, &address, &[HERE]), Verdict::Stranger);
        let cookie = format!("other=1; kith-4711={}", guard.cookie);
        assert_eq!(judged(&guard, Method::GET, "/start", &[HERE, ("cookie", &cookie)]), Verdict::Welcome);
        assert_eq!(judged(&guard, Method::GET, "/start", &[HERE, ("cookie", "kith-4711=x")]), Verdict::Stranger);
    }

    #[test]
    fn a_foreign_name_that_points_here_is_refused_even_with_the_cookie() {
        let guard = Guard::new(4711);
        let cookie = format!("kith-4711={}", guard.cookie);
        for host in
            ["evil.example:4711", "127.0.0.1", "127.0.0.1:80", "127.0.0.1.evil.example:4711", "0.0.0.0:4711", ""]
        {
            let verdict = judged(&guard, Method::GET, "/", &[("host", host), ("cookie", &cookie)]);
            assert!(matches!(verdict, Verdict::Refused(_)), "{host}");
        }
        for host in ["127.0.0.1:4711", "localhost:4711", "[::1]:4711"] {
            let verdict = judged(&guard, Method::GET, "/", &[("host", host), ("cookie", &cookie)]);
            assert_eq!(verdict, Verdict::Welcome, "{host}");
        }
    }

    #[test]
    fn another_site_can_neither_change_nor_read_anything() {
        let guard = Guard::new(4711);
        let cookie = format!("kith-4711={}", guard.cookie);
        let judged = |method: Method, uri: &str, more: &[(&'static str, &str)]| {
            judged(&guard, method, uri, &[&[HERE, ("cookie", cookie.as_str())], more].concat())
        };
        for origin in
            ["http://evil.example", "null", "http://127.0.0.1:80", "https://127.0.0.1:4711", "http://localhost:4711"]
        {
            assert!(matches!(judged(Method::POST, "/call", &[("origin", origin)]), Verdict::Refused(_)), "{origin}");
            assert!(matches!(judged(Method::GET, "/start", &[("origin", origin)]), Verdict::Refused(_)), "{origin}");
        }
        assert!(matches!(judged(Method::POST, "/call", &[]), Verdict::Refused(_)), "without an origin");
        assert_eq!(judged(Method::POST, "/call", &[("origin", "http://127.0.0.1:4711")]), Verdict::Welcome);
        for site in ["cross-site", "same-site"] {
            let (from, document) = (("sec-fetch-site", site), ("sec-fetch-dest", "document"));
            assert!(matches!(judged(Method::GET, "/changes", &[from]), Verdict::Refused(_)));
            assert!(matches!(judged(Method::GET, "/files/1", &[from, document]), Verdict::Refused(_)));
            assert_eq!(judged(Method::GET, "/", &[from, document]), Verdict::Welcome, "a link to Kith");
        }
    }
}
