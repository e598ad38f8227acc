//! Tells what is due: claims it, has it shown one after the other, and marks told what the desktop answered for.
//!
//! A desktop that does not answer in time holds nobody up: what it has not been given is let go for the next round,
//! and what it has been given stays claimed until it answers, because it may well show it late.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use serde::Serialize;
use serde_json::{Value, json};

use super::{Claimed, Notice};
use crate::api::ApiError;
use crate::error::Error;
use crate::id::{ConversationId, NoticeId};

/// How long the desktop may take for one notice.
const LIMIT: Duration = Duration::from_secs(3);

/// Why a notice was not shown; never with a name in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotShown(pub String);

/// Called once the desktop has answered, from any thread.
pub type Answer = Box<dyn FnOnce(Result<(), NotShown>) + Send>;

/// Shows notices.
pub trait Notifier {
    /// Begins to show a notice and returns at once.
    fn show(&self, notice: &Notice, answer: Answer);
}

/// A word from the desktop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Of which notice.
    pub id: NoticeId,
    /// Whether it is shown.
    pub shown: Result<(), NotShown>,
}

/// What a round came to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Told {
    /// What was shown.
    pub shown: Vec<Notice>,
    /// What is due and was not shown, or is being shown by someone else.
    pub waiting: usize,
}

/// Asks the command table.
pub type Ask<'a> = Box<dyn FnMut(&str, Value) -> Result<Value, ApiError> + 'a>;

/// Tells what is due, round by round.
pub struct Teller<'a> {
    ask: Ask<'a>,
    notifier: &'a dyn Notifier,
    post: Arc<dyn Fn(Said) + Send + Sync>,
    queue: VecDeque<Notice>,
    showing: Option<Showing>,
    /// A round was asked for while the desktop owed an answer.
    missed_a_round: bool,
    /// Shown, but the disk would not take it: they stay claimed until it does.
    unrecorded: Vec<NoticeId>,
    told: Told,
}

/// What the desktop has been given and has not answered for.
struct Showing {
    notice: Notice,
    since: Instant,
    late: bool,
}

impl<'a> Teller<'a> {
    /// A teller whose desktop's answers go to `post`, which hands them to [`Teller::heard`].
    pub fn new(ask: Ask<'a>, notifier: &'a dyn Notifier, post: impl Fn(Said) + Send + Sync + 'static) -> Self {
        Self {
            ask,
            notifier,
            post: Arc::new(post),
            queue: VecDeque::new(),
            showing: None,
            missed_a_round: false,
            unrecorded: Vec::new(),
            told: Told::default(),
        }
    }

    /// Begins a round: claims what is due and shows the first of it. While the desktop still owes an answer, the round
    /// is made up for as soon as it has answered.
    pub fn round(&mut self) -> Result<(), ApiError> {
        self.missed_a_round = self.showing.is_some();
        let recorded = self.record();
        let mine = self.queue.iter().chain(self.showing.iter().map(|showing| &showing.notice));
        let holding: Vec<NoticeId> = mine.map(|notice| notice.id).chain(self.unrecorded.iter().copied()).collect();
        if self.showing.as_ref().is_some_and(|showing| !showing.late) {
            return Ok(());
        }
        let claimed = (self.ask)("notices_claim", json!({ "holding": holding }))?;
        let claimed: Claimed = serde_json::from_value(claimed).map_err(|error| unexpected(&error))?;
        self.told.waiting = usize::try_from(claimed.elsewhere).unwrap_or(usize::MAX);
        self.queue.extend(claimed.notices);
        if self.showing.is_some() { self.let_go() } else { self.next() }?;
        recorded
    }

    /// Takes in what the desktop answered.
    pub fn heard(&mut self, said: Said) -> Result<(), ApiError> {
        let Some(showing) = self.showing.take_if(|showing| showing.notice.id == said.id) else { return Ok(()) };
        match said.shown {
            Ok(()) => {
                self.unrecorded.push(said.id);
                self.told.shown.push(showing.notice);
                self.record()?;
                self.next()?;
            }
            Err(NotShown(why)) => {
                tracing::info!(why, "a reminder was not shown");
                self.queue.push_front(showing.notice);
                self.let_go()?;
            }
        }
        // The service that failed may have been followed by another before its failure was heard of.
        if self.missed_a_round && self.is_idle() { self.round() } else { Ok(()) }
    }

    /// Looks whether the desktop has had its time.
    pub fn look_at_the_limit(&mut self) -> Result<(), ApiError> {
        match &mut self.showing {
            Some(showing) if !showing.late && showing.since.elapsed() >= LIMIT => {
                tracing::info!("the desktop does not answer for a reminder");
                showing.late = true;
                self.let_go()
            }
            _ => Ok(()),
        }
    }

    /// How long the desktop's time still lasts.
    pub fn limit(&self) -> Option<Duration> {
        let showing = self.showing.as_ref().filter(|showing| !showing.late)?;
        Some(LIMIT.saturating_sub(showing.since.elapsed()))
    }

    /// Whether the desktop owes no answer.
    pub fn is_idle(&self) -> bool {
        self.showing.is_none()
    }

    /// What was told since the start, and what waits.
    pub fn told(&self) -> Told {
        let showing = usize::from(self.showing.is_some());
        Told { waiting: self.told.waiting + self.queue.len() + showing, ..self.told.clone() }
    }

    /// Asks to be told of a notice again in an hour.
    pub fn again(&mut self, id: NoticeId) -> Result<(), ApiError> {
        (self.ask)("notice_again", json!({ "id": id })).map(drop)
    }

    /// Notes that a planned conversation took place.
    pub fn took_place(&mut self, id: ConversationId) -> Result<(), ApiError> {
        (self.ask)("conversation_confirm", json!({ "id": id })).map(drop)
    }

    /// Gives the desktop the next one.
    fn next(&mut self) -> Result<(), ApiError> {
        let Some(notice) = self.queue.pop_front() else { return Ok(()) };
        let (id, post) = (notice.id, Arc::clone(&self.post));
        self.notifier.show(&notice, Box::new(move |shown| post(Said { id, shown })));
        self.showing = Some(Showing { notice, since: Instant::now(), late: false });
        Ok(())
    }

    /// Lets go of what the desktop was not given: it is due again at the next round.
    fn let_go(&mut self) -> Result<(), ApiError> {
        let failed: Vec<NoticeId> = self.queue.drain(..).map(|notice| notice.id).collect();
        self.told.waiting += failed.len();
        if failed.is_empty() { Ok(()) } else { (self.ask)("notices_told", json!({ "failed": failed })).map(drop) }
    }

    /// Marks told what was shown.
    fn record(&mut self) -> Result<(), ApiError> {
        if !self.unrecorded.is_empty() {
            (self.ask)("notices_told", json!({ "told": self.unrecorded }))?;
            self.unrecorded.clear();
        }
        Ok(())
    }
}

/// One round from beginning to end. A desktop that answers late is waited for at most `longest`.
pub fn tell(ask: Ask<'_>, notifier: &dyn Notifier, longest: Duration) -> Result<Told, ApiError> {
    let (post, inbox) = channel();
    // Nobody listens any more once the round has ended.
    let mut teller = Teller::new(ask, notifier, move |said| drop(post.send(said)));
    let end = Instant::now() + longest;
    teller.round()?;
    while !teller.is_idle() {
        let left = end.saturating_duration_since(Instant::now());
        if left.is_zero() {
            break;
        }
        match inbox.recv_timeout(teller.limit().unwrap_or(left).min(left)) {
            Ok(said) => teller.heard(said)?,
            Err(RecvTimeoutError::Timeout) => teller.look_at_the_limit()?,
            Err(RecvTimeoutError::Disconnected) => break,
        }
    }
    Ok(teller.told())
}

fn unexpected(error: &serde_json::Error) -> ApiError {
    let source = std::io::Error::other(error.to_string());
    Error::Io { doing: "reading what is to be told", source }.into()
}
