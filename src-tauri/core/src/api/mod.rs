//! The command table: the one list of what Kith can be asked, for window, terminal, socket and tests.
//!
//! Each line of [`commands!`] yields an arm of the dispatcher and an entry of `bindings.ts`.

pub mod bindings;
mod error;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

pub use self::error::{ApiCode, ApiError};
use crate::app::App;
use crate::clock::Now;
use crate::error::{Error, Result};
use crate::settings::{self, Settings};
use crate::store::{Db, Op};

/// One call, as it travels through the window's bridge or the socket.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Request {
    /// A name of the command table.
    pub command: String,
    /// Its input; null stands for `{}`.
    #[serde(default)]
    pub input: Value,
    /// The caller's moment (RFC 3339, `[Zone/Name]` behind it); the owner's clock where it is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub now: Option<String>,
}

/// What a handler is given: the app, and the caller's moment.
pub struct Call<'app> {
    /// The open app.
    pub app: &'app App,
    /// The caller's moment.
    pub now: Now,
}

impl Call<'_> {
    /// Writes as one undoable operation.
    pub fn transact<T>(&self, op: &Op, writing: impl FnOnce(&Db) -> Result<T>) -> Result<T> {
        self.app.store.transact(self.now, op, writing)
    }

    /// Reads in one snapshot.
    pub fn read<T>(&self, reading: impl FnOnce(&Db) -> Result<T>) -> Result<T> {
        self.app.store.read(reading)
    }

    /// What the user set.
    pub fn settings(&self) -> Result<Settings> {
        self.read(settings::load)
    }

    /// The routine day of the call.
    pub fn today(&self) -> Result<chrono::NaiveDate> {
        Ok(self.now.routine_day(self.settings()?.rollover_time()))
    }
}

/// An input without fields.
#[derive(Debug, Default, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// Answers one request.
pub fn call(app: &App, request: &Request) -> Result<Value, ApiError> {
    let now = match &request.now {
        Some(text) => Now::parse(text, app.now().zone)?,
        None => app.now(),
    };
    dispatch(&Call { app, now }, &request.command, &request.input).map_err(ApiError::from)
}

fn run<I: DeserializeOwned, O: Serialize>(
    call: &Call<'_>,
    input: &Value,
    handler: impl FnOnce(&Call<'_>, I) -> Result<O>,
) -> Result<Value> {
    if !fits(input) {
        return Err(Error::invalid("input", "This text is longer than Kith can take at once."));
    }
    let empty = Value::Object(serde_json::Map::new());
    let input = if input.is_null() { &empty } else { input };
    let input =
        I::deserialize(input).map_err(|error| Error::invalid("input", format!("The input does not fit: {error}.")))?;
    let answer = handler(call, input)?;
    serde_json::to_value(answer)
        .map_err(|error| Error::Io { doing: "writing the answer", source: std::io::Error::other(error) })
}

/// The longest text taken, in bytes: a note of two million characters in any script.
const LONGEST_TEXT: usize = 8 << 20;

/// Whether no text in it is too long. As deep as a request can be: its reader stops at 128 levels.
fn fits(input: &Value) -> bool {
    match input {
        Value::String(text) => text.len() <= LONGEST_TEXT,
        Value::Array(items) => items.iter().all(fits),
        Value::Object(fields) => fields.values().all(fits),
        Value::Null | Value::Bool(_) | Value::Number(_) => true,
    }
}

macro_rules! commands {
    ($($(#[doc = $doc:literal])* $name:ident($input:ty) -> $output:ty = $handler:path;)*) => {
        fn dispatch(call: &Call<'_>, command: &str, input: &Value) -> Result<Value> {
            match command {
                $(stringify!($name) => run::<$input, $output>(call, input, $handler),)*
                _ => Err(Error::not_found("command", command)),
            }
        }

        /// The names of all commands, in the order of the table.
        pub const COMMANDS: &[&str] = &[$(stringify!($name)),*];

        pub(crate) fn describe(to: &mut bindings::Bindings) {
            $(to.command::<$input, $output>(stringify!($name), concat!($($doc),*));)*
        }
    };
}

commands! {
    /// Makes a contact.
    contact_add(crate::people::ContactAdd) -> crate::people::Contact = crate::people::api::contact_add;
    /// A contact with everything about it.
    contact_get(crate::people::Who) -> crate::people::ContactDetail = crate::people::api::contact_get;
    /// Changes a contact; what is not given stays.
    contact_edit(crate::people::ContactEdit) -> crate::people::Contact = crate::people::api::contact_edit;
    /// Deletes a contact with everything that is theirs alone; conversations stay.
    contact_delete(crate::people::Who) -> crate::people::ContactRef = crate::people::api::contact_delete;
    /// Makes one contact of two of the same person; where there can be only one thing, that of the first stays.
    contact_merge(crate::people::ContactMerge) -> crate::people::Contact = crate::people::api::contact_merge;
    /// The People list.
    contact_list(crate::people::ContactListInput) -> crate::people::ContactList = crate::people::api::contact_list;
    /// Who might be meant by what is typed in a picker.
    contact_find(crate::people::ContactFindInput) -> Vec<crate::people::Candidate> = crate::people::api::contact_find;
    /// Changes many contacts at once.
    contacts_bulk(crate::people::ContactsBulk) -> crate::people::Changed = crate::people::api::contacts_bulk;
    /// Sets the rhythm of a contact.
    cadence_set(crate::people::CadenceSet) -> crate::people::Contact = crate::people::api::cadence_set;
    /// Sets the rhythms of several contacts, each its own, as one operation.
    cadences_set(crate::people::CadencesSet) -> crate::people::Changed = crate::people::api::cadences_set;
    /// A photo as a data URI.
    photo_get(crate::people::PhotoInput) -> crate::people::Photo = crate::people::api::photo_get;
    /// All groups, by name.
    group_list(Nothing) -> Vec<crate::groups::Group> = crate::groups::api::group_list;
    /// Makes a group.
    group_add(crate::groups::GroupAdd) -> crate::groups::Group = crate::groups::api::group_add;
    /// Changes a group; what is not given stays.
    group_edit(crate::groups::GroupEdit) -> crate::groups::Group = crate::groups::api::group_edit;
    /// Deletes a group; its members stay.
    group_delete(crate::groups::GroupOnly) -> crate::groups::GroupRef = crate::groups::api::group_delete;
    /// Notes a fact.
    fact_add(crate::facts::FactAdd) -> crate::facts::Fact = crate::facts::api::fact_add;
    /// Changes a fact; what is not given stays.
    fact_edit(crate::facts::FactEdit) -> crate::facts::Fact = crate::facts::api::fact_edit;
    /// Deletes a fact.
    fact_delete(crate::facts::FactOnly) -> crate::facts::Fact = crate::facts::api::fact_delete;
    /// Notes a date that returns.
    occasion_add(crate::occasions::OccasionAdd) -> crate::occasions::Occasion = crate::occasions::api::occasion_add;
    /// Changes an occasion; what is not given stays.
    occasion_edit(crate::occasions::OccasionEdit) -> crate::occasions::Occasion = crate::occasions::api::occasion_edit;
    /// Deletes an occasion.
    occasion_delete(crate::occasions::OccasionOnly) -> crate::occasions::Occasion = crate::occasions::api::occasion_delete;
    /// Logs a conversation; answers once it is on disk.
    conversation_log(crate::conversations::ConversationLog) -> crate::conversations::Conversation = crate::conversations::api::conversation_log;
    /// A conversation.
    conversation_get(crate::conversations::ConversationOnly) -> crate::conversations::Conversation = crate::conversations::api::conversation_get;
    /// Changes a conversation; what is not given stays.
    conversation_edit(crate::conversations::ConversationEdit) -> crate::conversations::Conversation = crate::conversations::api::conversation_edit;
    /// Notes that a conversation that was planned took place, or deletes it where it did not.
    conversation_confirm(crate::conversations::ConversationConfirm) -> crate::conversations::Conversation = crate::conversations::api::conversation_confirm;
    /// Deletes a conversation with its exchanges; facts learnt in it stay.
    conversation_delete(crate::conversations::ConversationOnly) -> crate::conversations::Conversation = crate::conversations::api::conversation_delete;
    /// The log, newest first.
    conversation_list(crate::conversations::ConversationListInput) -> crate::conversations::ConversationList = crate::conversations::api::conversation_list;
    /// A note as it will be shown, and the tags in it; nothing is stored.
    note_preview(crate::conversations::NotePreview) -> crate::conversations::NoteHtml = crate::conversations::api::note_preview;
    /// Notes what was given, received or asked outside a conversation.
    exchange_add(crate::exchanges::ExchangeAdd) -> crate::exchanges::Exchange = crate::exchanges::api::exchange_add;
    /// Deletes an exchange.
    exchange_delete(crate::exchanges::ExchangeOnly) -> crate::exchanges::Exchange = crate::exchanges::api::exchange_delete;
    /// Notes what is owed.
    follow_up_add(crate::followups::FollowUpAdd) -> crate::followups::FollowUp = crate::followups::api::follow_up_add;
    /// Marks a follow-up kept, dropped or open again.
    follow_up_close(crate::followups::FollowUpClose) -> crate::followups::FollowUp = crate::followups::api::follow_up_close;
    /// Deletes a follow-up.
    follow_up_delete(crate::followups::FollowUpOnly) -> crate::followups::FollowUp = crate::followups::api::follow_up_delete;
    /// Notes what a contact said of us.
    feedback_add(crate::feedback::FeedbackAdd) -> crate::feedback::Feedback = crate::feedback::api::feedback_add;
    /// Deletes feedback.
    feedback_delete(crate::feedback::FeedbackOnly) -> crate::feedback::Feedback = crate::feedback::api::feedback_delete;
    /// Who matches: people, with the passages that say why.
    search_people(crate::search::SearchInput) -> crate::search::SearchAnswer = crate::search::api::search_people;
    /// What matches, conversation by conversation, whoever it belongs to.
    search_hits(crate::search::SearchInput) -> crate::search::HitsAnswer = crate::search::api::search_hits;
    /// Who is in a smart group now, with the passages that say why.
    smart_group(crate::search::smart::SmartGroup) -> crate::search::SearchAnswer = crate::search::smart::smart_group;
    /// What may stand where the caret is in a query.
    search_complete(crate::search::complete::CompleteInput) -> crate::search::complete::Completion = crate::search::complete::api::search_complete;
    /// Why people rank where they do.
    search_explain(crate::search::SearchInput) -> crate::search::explain::Explained = crate::search::explain::search_explain;
    /// How the search index stands.
    index_status(Nothing) -> crate::search::explain::IndexStatus = crate::search::explain::index_status;
    /// Throws the search index away and builds it anew.
    index_rebuild(crate::search::explain::IndexRebuild) -> crate::search::explain::IndexStatus = crate::search::explain::index_rebuild;
    /// Compares the search index with the database.
    index_verify(Nothing) -> crate::search::explain::IndexVerified = crate::search::explain::index_verify;
    /// To whom a text matters: people, with the words and passages that say why.
    wanted_by(crate::search::wanted::WantedBy) -> crate::search::wanted::WantedAnswer = crate::search::wanted::api::wanted_by;
    /// The text of a file: txt, md, html or eml.
    article_read(crate::search::wanted::ArticleFile) -> crate::search::wanted::Article = crate::search::wanted::api::article_read;
    /// For what a contact wants those who could answer it, for what it offers those who could use it.
    introductions(crate::search::wanted::IntroductionsInput) -> crate::search::wanted::Introductions = crate::search::wanted::api::introductions;
    /// The day's list; drawn at the first look of the routine day.
    today_get(crate::today::TodayInput) -> crate::today::TodayView = crate::today::api::today_get;
    /// Adds people to today's list.
    today_top_up(crate::today::TopUp) -> crate::today::TodayView = crate::today::api::today_top_up;
    /// Puts people on today's list by hand.
    today_add(crate::today::TodayAdd) -> crate::today::TodayAdded = crate::today::api::today_add;
    /// Takes people off today's list who were put there by hand.
    today_remove(crate::today::TodayAdd) -> () = crate::today::api::today_remove;
    /// The days ahead: who comes due, what the pace holds, how far each rhythm stretches.
    forecast(crate::today::forecast::ForecastInput) -> crate::today::forecast::Forecast = crate::today::forecast::forecast;
    /// What was done day by day, who is within their rhythm, and how many routine days in a row.
    kept(crate::today::kept::KeptInput) -> crate::today::kept::Kept = crate::today::kept::kept;
    /// The load, and what would bring it to 1.
    load_get(Nothing) -> crate::today::load::Load = crate::today::load::load_get;
    /// Sets someone aside until a day.
    snooze(crate::today::Until) -> crate::today::DayItem = crate::today::api::snooze;
    /// Skips this round: counts for the rhythm, not for the history.
    skip(crate::people::Who) -> crate::today::DayItem = crate::today::api::skip;
    /// Nothing is due for someone until a day.
    pause(crate::today::Until) -> crate::today::DayItem = crate::today::api::pause;
    /// Logs an attempt that did not reach them; they come back in a few days.
    tried(crate::today::Tried) -> crate::today::DayItem = crate::today::api::tried;
    /// All vacations, by their first day.
    vacation_list(Nothing) -> Vec<crate::vacation::Vacation> = crate::vacation::vacation_list;
    /// Adds a vacation, or replaces the one that begins on the same day.
    vacation_add(crate::vacation::VacationAdd) -> Vec<crate::vacation::Vacation> = crate::vacation::vacation_add;
    /// Takes a vacation away.
    vacation_delete(crate::vacation::VacationOnly) -> Vec<crate::vacation::Vacation> = crate::vacation::vacation_delete;
    /// Takes what is due to be told, so that nobody else tells it; each is answered for by `notices_told`.
    notices_claim(crate::notices::NoticesClaim) -> crate::notices::Claimed = crate::notices::api::notices_claim;
    /// Says what became of notices that were claimed.
    notices_told(crate::notices::NoticesTold) -> () = crate::notices::api::notices_told;
    /// Tells a notice once more, an hour later.
    notice_again(crate::notices::NoticeOnly) -> () = crate::notices::api::notice_again;
    /// Brings data in as one undoable operation, or says what would happen.
    import(crate::transfer::ImportInput) -> crate::transfer::ImportReport = crate::transfer::api::import;
    /// Writes data out.
    export(crate::transfer::ExportInput) -> crate::transfer::ExportReport = crate::transfer::api::export;
    /// The calendar as text.
    calendar_text(Nothing) -> crate::transfer::CalendarText = crate::transfer::api::calendar_text;
    /// Brings the calendar file up to date, if one is kept, and says how it stands.
    calendar_get(Nothing) -> crate::transfer::ics::keep::CalendarFile = crate::transfer::api::calendar_get;
    /// Keeps a calendar file in a folder from now on, or none.
    calendar_keep(crate::transfer::ics::keep::CalendarKeep) -> crate::transfer::ics::keep::CalendarFile = crate::transfer::api::calendar_keep;
    /// Fills an empty Kith with a small made-up life to look around in.
    demo_load(Nothing) -> crate::transfer::ImportReport = crate::transfer::demo::demo_load;
    /// Makes a backup.
    backup_now(crate::store::backup::BackupNow) -> crate::store::backup::Backup = crate::store::backup::backup_now;
    /// The backups there are, newest first.
    backup_list(Nothing) -> Vec<crate::store::backup::Backup> = crate::store::backup::backup_list;
    /// Restores a backup, or says what would change.
    restore(crate::store::restore::RestoreInput) -> crate::store::restore::RestoreReport = crate::store::restore::restore;
    /// Checks the database, the index, the photos and the backups, and repairs what can be derived.
    check(crate::store::check::CheckInput) -> crate::store::check::CheckReport = crate::store::check::check;
    /// The draft of that name; null when there is none.
    draft_get(crate::drafts::DraftName) -> Option<crate::drafts::Draft> = crate::drafts::draft_get;
    /// All drafts, the one kept last first.
    draft_list(Nothing) -> Vec<crate::drafts::Draft> = crate::drafts::draft_list;
    /// Keeps a draft; answers once it is on disk.
    draft_save(crate::drafts::DraftSave) -> () = crate::drafts::draft_save;
    /// Throws a draft away.
    draft_delete(crate::drafts::DraftName) -> () = crate::drafts::draft_delete;
    /// The folder, what it holds, and what Kith is.
    status(Nothing) -> system::Status = system::status;
    /// The user guide.
    guide_pages(Nothing) -> Vec<crate::guide::GuidePage> = crate::guide::guide_pages;
    /// A report of a problem, without anything personal.
    report_get(Nothing) -> crate::report::Report = crate::report::api::report_get;
    /// Writes a report to a file.
    report_save(crate::report::api::ReportSave) -> crate::report::Report = crate::report::api::report_save;
    /// What the user set.
    settings_get(Nothing) -> Settings = system::settings_get;
    /// Changes settings; what is not given stays.
    settings_set(Value) -> Settings = system::settings_set;
    /// What was done, newest first.
    history(system::HistoryInput) -> Vec<crate::store::undo::Operation> = system::history;
    /// Undoes the newest operation, or the given one; null when there is nothing.
    undo(system::UndoInput) -> Option<crate::store::undo::UndoReport> = system::undo;
    /// Does again what was undone last; null when there is nothing.
    redo(Nothing) -> Option<crate::store::undo::UndoReport> = system::redo;
    /// How far a job is.
    job_status(crate::jobs::JobName) -> crate::jobs::Progress = crate::jobs::job_status;
    /// Stops a job.
    job_cancel(crate::jobs::JobName) -> crate::jobs::Progress = crate::jobs::job_cancel;
}

pub mod system;
