//! The thread that tells what is due in an open folder. It attends to one word after the other and never waits for the
//! desktop, so that it can be woken, asked and ended at any time.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use kith_core::api::{ApiError, Request, call};
use kith_core::app::App;
use kith_core::id::{ConversationId, NoticeId};
use kith_core::notices::{Notice, Said, Teller};

use crate::{Button, Desktop};

/// How long the thread sleeps when nobody wakes it.
const LONG: Duration = Duration::from_secs(3600);
/// How long the end waits for a desktop that was asked just before.
const FAREWELL: Duration = Duration::from_secs(1);

/// What the thread is told.
enum Word {
    /// Something may be due.
    Round,
    /// The desktop answered.
    Said(Said),
    /// Someone wants to be told again.
    Again(NoticeId),
    /// A planned conversation took place.
    Happened(ConversationId),
    Stop,
}

/// The running thread; ended and waited for when dropped.
pub struct Reminders {
    inbox: Sender<Word>,
    thread: Option<JoinHandle<()>>,
}

impl Reminders {
    /// Begins to tell what is due. `pressed` is called for each button but *In an hour* and *It happened*, which only
    /// the record concerns.
    pub fn start(app: &Arc<App>, pressed: impl Fn(&Notice, Button) + Send + Sync + 'static) -> Self {
        let (inbox, words) = channel();
        let (app, own) = (Arc::clone(app), inbox.clone());
        let work = move || attend(&app, &own, &words, pressed);
        let thread = thread::Builder::new().name("notices".into()).spawn(work);
        let thread = thread.map_err(|error| tracing::error!(%error, "no thread for reminders")).ok();
        Self { inbox, thread }
    }

    /// Looks whether something is due; returns at once.
    pub fn round(&self) {
        // Fails only when the thread has ended already.
        let _ = self.inbox.send(Word::Round);
    }
}

impl Drop for Reminders {
    fn drop(&mut self) {
        // As above.
        let _ = self.inbox.send(Word::Stop);
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the thread for reminders ended badly");
        }
    }
}

fn attend(
    app: &App,
    own: &Sender<Word>,
    words: &Receiver<Word>,
    pressed: impl Fn(&Notice, Button) + Send + Sync + 'static,
) {
    let (appeared, again, happened, said) = (own.clone(), own.clone(), own.clone(), own.clone());
    let desktop = Desktop::new(
        move |notice, button| match button {
            Button::Log | Button::Open => pressed(notice, button),
            // When nobody attends any more, the folder was closed.
            Button::Happened => {
                notice.conversation_id.into_iter().for_each(|id| drop(happened.send(Word::Happened(id))));
            }
            Button::InAnHour => drop(again.send(Word::Again(notice.id))),
        },
        move || appeared.send(Word::Round).is_ok(),
    );
    let ask = |command: &str, input| call(app, &Request { command: command.to_owned(), input, now: None });
    let mut teller = Teller::new(Box::new(ask), &desktop, move |word| drop(said.send(Word::Said(word))));
    let mut end = None;
    loop {
        let left = end.map(|end: Instant| end.saturating_duration_since(Instant::now()));
        if left.is_some_and(|left| left.is_zero() || teller.limit().is_none()) {
            return;
        }
        let done = match words.recv_timeout(left.or(teller.limit()).unwrap_or(LONG)) {
            Ok(Word::Round) if end.is_some() => continue,
            Ok(Word::Round) => teller.round(),
            Ok(Word::Said(said)) => teller.heard(said),
            Ok(Word::Again(id)) => teller.again(id),
            Ok(Word::Happened(id)) => teller.took_place(id),
            Err(RecvTimeoutError::Timeout) => teller.look_at_the_limit(),
            Err(RecvTimeoutError::Disconnected) => return,
            Ok(Word::Stop) => {
                end = Some(Instant::now() + FAREWELL);
                continue;
            }
        };
        if let Err(ApiError { code, detail, .. }) = done {
            tracing::warn!(?code, detail, "a reminder is late");
        }
    }
}
