#![warn(missing_docs)]
//! Shows notices through notify-rust, and brings their buttons back.
//!
//! notify-rust waits without end on a service that hangs, so each notice is given to the desktop on a thread of its own;
//! who tells ([`kith_core::notices::Teller`]) waits no longer than it wants, and hears late answers late. A notice's
//! handle is kept until it is closed or the service is gone: some desktops take a notice away with its sender.

#[cfg(all(unix, not(target_os = "macos")))]
mod service;
#[cfg(not(all(unix, not(target_os = "macos"))))]
#[path = "elsewhere.rs"]
mod service;

mod reminders;

use std::sync::Arc;
use std::thread;

use kith_core::notices::{Answer, NotShown, Notice, NoticeKind, Notifier};
use kith_core::said;
use kith_core::said::Said;
use kith_core::tongue::Tongue;
use notify_rust::Notification;

pub use self::reminders::Reminders;
pub use self::service::has_a_desktop;

/// A button of a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Button {
    /// Log a conversation with whom it is about.
    Log,
    /// Open what it is about.
    Open,
    /// Note that the planned conversation took place.
    Happened,
    /// Tell it once more in an hour.
    InAnHour,
}

impl Button {
    const ALL: [(Self, &'static str); 4] =
        [(Self::Log, "log"), (Self::Happened, "happened"), (Self::Open, "open"), (Self::InAnHour, "again")];

    /// Whether a notice of that kind has it.
    fn is_on(self, kind: NoticeKind) -> bool {
        match self {
            Self::Log => !matches!(kind, NoticeKind::Planned | NoticeKind::Happened),
            Self::Happened => kind == NoticeKind::Happened,
            Self::Open => true,
            // In an hour it will have begun.
            Self::InAnHour => kind != NoticeKind::Planned,
        }
    }

    /// The button of that name; a click on the notice itself opens.
    fn named(name: &str) -> Option<Self> {
        let found = Self::ALL.iter().find(|(_, known)| *known == name).map(|(button, _)| *button);
        found.or((name == "default").then_some(Self::Open))
    }

    fn label(self) -> Said {
        match self {
            Self::Log => said!("Log"),
            Self::Happened => said!("It happened"),
            Self::Open => said!("Open"),
            Self::InAnHour => said!("In an hour"),
        }
    }
}

/// Called when a button is pressed, on a thread of the notice's own.
pub type Pressed = Arc<dyn Fn(&Notice, Button) + Send + Sync>;

/// The desktop's own notices.
#[derive(Clone, Default)]
pub struct Desktop {
    pressed: Option<Pressed>,
    service: service::Service,
}

impl Desktop {
    /// Notices without buttons, for a program that ends before anyone could press one.
    pub fn without_buttons() -> Self {
        Self::default()
    }

    /// Notices with buttons. `appeared` is called whenever a notification service has come up; it says whether anyone
    /// still wants to know.
    pub fn new(
        pressed: impl Fn(&Notice, Button) + Send + Sync + 'static,
        appeared: impl Fn() -> bool + Send + 'static,
    ) -> Self {
        Self { pressed: Some(Arc::new(pressed)), service: service::Service::watched(appeared) }
    }

    /// Shows a notice, answers, and waits until it is closed; may take as long as the desktop takes.
    fn show_and_attend(&self, notice: &Notice, answer: Answer) {
        let handle = match in_words(notice, self.pressed.is_some()).show() {
            Ok(handle) => handle,
            Err(error) => return answer(Err(NotShown(error.to_string()))),
        };
        answer(Ok(()));
        if let Some(pressed) = &self.pressed {
            self.service.attend(handle, |name| {
                if let Some(button) = Button::named(name) {
                    pressed(notice, button);
                }
            });
        }
    }
}

impl Notifier for Desktop {
    fn show(&self, notice: &Notice, answer: Answer) {
        let (desktop, notice) = (self.clone(), notice.clone());
        let showing = move || desktop.show_and_attend(&notice, answer);
        if let Err(error) = thread::Builder::new().name("notice".into()).spawn(showing) {
            // The answer went with the thread; the notice stays claimed for a while and is then due again.
            tracing::error!(%error, "no thread to show a reminder on");
        }
    }
}

impl std::fmt::Debug for Desktop {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Desktop")
    }
}

/// A notice as notify-rust takes it.
fn in_words(notice: &Notice, buttons: bool) -> Notification {
    let mut shown = Notification::new();
    let body = if service::reads_markup(&notice.body) { escaped(&notice.body) } else { notice.body.clone() };
    shown.appname("Kith").summary(&notice.title).body(&body);
    if buttons {
        let tongue = Tongue::of(notice.language);
        shown.action("default", &tongue.say(&Button::Open.label()));
        for (button, name) in Button::ALL.into_iter().filter(|(button, _)| button.is_on(notice.kind)) {
            shown.action(name, &tongue.say(&button.label()));
        }
    }
    shown
}

/// What a service that reads markup shows as it was written.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use kith_core::notices::NoticeKind;

    use super::{Button, escaped};

    #[test]
    fn a_click_opens_and_an_unknown_button_does_nothing() {
        assert_eq!(Button::named("default"), Some(Button::Open));
        assert_eq!(Button::named("again"), Some(Button::InAnHour));
        assert_eq!(Button::named("__closed"), None);
    }

    #[test]
    fn each_kind_of_reminder_has_the_buttons_that_make_sense_for_it() {
        let of = |kind| -> Vec<&str> {
            Button::ALL.iter().filter(|(button, _)| button.is_on(kind)).map(|(_, name)| *name).collect()
        };
        assert_eq!(of(NoticeKind::Digest), ["log", "open", "again"]);
        assert_eq!(of(NoticeKind::Happened), ["happened", "open", "again"]);
        assert_eq!(of(NoticeKind::Planned), ["open"]);
    }

    #[test]
    fn a_name_is_no_markup() {
        assert_eq!(escaped("<b>Tom & Ann</b>"), "&lt;b&gt;Tom &amp; Ann&lt;/b&gt;");
    }
}
