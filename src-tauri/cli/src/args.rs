//! What can be typed. CONTRACT: scripts rely on these names; they may grow, not change.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Keeps what was said, finds who cares about what, and says each morning whom to reach.
#[derive(Debug, Parser)]
#[command(name = "kith", version, disable_help_subcommand = true, max_term_width = 100)]
pub(crate) struct Typed {
    /// The folder that holds everything
    #[arg(long, global = true, value_name = "DIR", env = "KITH_DATA", help_heading = "Everywhere")]
    pub(crate) data: Option<PathBuf>,
    /// Answer with one JSON value; errors as JSON on standard error
    #[arg(long, global = true, help_heading = "Everywhere")]
    pub(crate) json: bool,
    /// Act as if it were that moment: RFC 3339, with [Zone/Name] behind it for another zone
    #[arg(long, global = true, value_name = "INSTANT", help_heading = "Everywhere")]
    pub(crate) now: Option<String>,
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make a contact
    Add(Add),
    /// Show a contact with facts, follow-ups, dates and last conversations
    Show {
        /// An id, a uid or a name
        who: String,
    },
    /// List contacts
    People(People),
    /// Log a conversation
    Log(Log),
    /// Change a contact, a conversation, a fact, a group or an occasion
    #[command(subcommand)]
    Edit(Edit),
    /// Delete something; `kith undo` brings it back
    Delete {
        /// contact, conversation, fact, follow-up, exchange, feedback, occasion or group
        kind: String,
        /// Its id; a contact or group may be given by name
        id: String,
    },
    /// Note a fact about someone
    Fact {
        /// An id, a uid or a name
        who: String,
        /// One line worth remembering
        #[arg(allow_hyphen_values = true)]
        text: String,
        /// personal, professional, wants, offers, likes or dislikes
        #[arg(long, value_name = "K")]
        kind: Option<String>,
    },
    /// Note what is owed
    Followup(Followup),
    /// Note what you gave
    Gave(Exchange),
    /// Note what you received
    Received(Exchange),
    /// Note what you asked for
    Asked(Exchange),
    /// Note what someone said of you: WHO [SCORE] TEXT
    #[command(override_usage = "kith feedback [OPTIONS] <WHO> [SCORE] <TEXT>")]
    Feedback {
        /// An id, a uid or a name
        who: String,
        /// 0 to 10, or the text
        #[arg(value_name = "SCORE|TEXT", allow_hyphen_values = true)]
        first: String,
        /// Their words, after a score
        #[arg(value_name = "TEXT", allow_hyphen_values = true)]
        second: Option<String>,
    },
    /// Note a date that returns
    Occasion(Occasion),
    /// Find who matches
    Search {
        /// Words, in any script
        #[arg(allow_hyphen_values = true)]
        query: String,
        /// People at most
        #[arg(long, value_name = "N")]
        limit: Option<u32>,
        /// Passages of each at most
        #[arg(long, value_name = "N")]
        hits: Option<u32>,
    },
    /// Show the day's list
    Today {
        /// Look ahead to a day; that list is neither drawn nor kept
        #[arg(long, value_name = "DATE")]
        on: Option<String>,
        /// Add N more people to today's list
        #[arg(long, value_name = "N", conflicts_with = "on")]
        more: Option<u32>,
        /// One line for a prompt or a status bar, as '[{due} to reach, first {first}]'; draws no list
        #[arg(long, value_name = "TEXT", conflicts_with = "more")]
        format: Option<String>,
    },
    /// Mark a follow-up kept
    Done {
        /// The follow-up's id
        #[arg(value_name = "FOLLOWUP-ID")]
        id: i64,
        /// It will not be kept: drop it
        #[arg(long, conflicts_with = "open")]
        dropped: bool,
        /// Open it again
        #[arg(long)]
        open: bool,
    },
    /// Set someone aside until a day
    Snooze(Until),
    /// Skip this round with someone
    Skip {
        /// An id, a uid or a name
        who: String,
    },
    /// Let nothing be due for someone until a day
    Pause(Until),
    /// Log an attempt that did not reach them
    Tried {
        /// An id, a uid or a name
        who: String,
        /// Try again after this interval
        #[arg(long, value_name = "I")]
        again: Option<String>,
        /// How it was tried
        #[arg(long, value_name = "C")]
        channel: Option<String>,
    },
    /// Set how often you mean to be in touch
    Cadence {
        /// An id, a uid or a name
        who: String,
        /// 7d 2w 1m 3m 1y, weekly monthly quarterly yearly, none, or inherit (from the groups)
        #[arg(value_name = "I")]
        interval: String,
        /// The longest interval to let pass, or none; past it they come first
        #[arg(long, value_name = "I")]
        latest: Option<String>,
    },
    /// Show or set what a day can hold
    Pace {
        /// People a day, all seven days
        people: Option<u32>,
        /// One weekday, as mon=3
        #[arg(long, value_name = "DAY=N")]
        day: Vec<String>,
        /// The length of the routine
        #[arg(long, value_name = "M")]
        minutes: Option<u32>,
        /// Raise the pace to what the rhythms need
        #[arg(long, conflicts_with_all = ["people", "day", "slow"])]
        raise: bool,
        /// Slow the fewest rhythms, so that the pace holds them all
        #[arg(long, conflicts_with_all = ["people", "day", "minutes"])]
        slow: bool,
    },
    /// Look at the days ahead: who comes due, what the pace holds, how far each rhythm stretches
    Forecast {
        /// How many days; 84 where it is not given
        #[arg(long, value_name = "N")]
        days: Option<u32>,
    },
    /// Show, add or remove vacation and holidays: days on which nothing is due
    Vacation(Vacation),
    /// List the groups
    Groups,
    /// Bring data in, as one undoable operation
    Import {
        /// Files, or folders of them
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// Only say what would happen
        #[arg(long)]
        dry_run: bool,
        /// vcard or archive; by name and content where it is not given
        #[arg(long = "as", value_name = "FORMAT")]
        format: Option<String>,
    },
    /// Write data out
    Export {
        /// archive, vcard or ics
        format: String,
        /// The file to write; with ics, `-` writes to standard output
        dest: PathBuf,
        /// Write over a file that is there
        #[arg(long)]
        overwrite: bool,
    },
    /// Keep a calendar file up to date in a folder, or show how it stands
    Calendar {
        /// The folder; kith.ics is written there, and again whenever it is to say something else
        #[arg(conflicts_with = "off")]
        folder: Option<PathBuf>,
        /// Keep none any more; the file stays
        #[arg(long)]
        off: bool,
        /// Delete the file that was kept until now
        #[arg(long)]
        remove: bool,
        /// Whether names stand in it: show or hide
        #[arg(long, value_name = "HOW")]
        names: Option<Names>,
    },
    /// Show the reminders that are due, once, and bring the calendar file up to date; for a timer
    Remind,
    /// Undo the last operation, or the one given
    Undo {
        /// An operation's id, from `kith history`
        id: Option<i64>,
    },
    /// Do again what was undone last
    Redo,
    /// List what was done
    History {
        /// Entries at most
        #[arg(long, value_name = "N")]
        limit: Option<u32>,
    },
    /// Report a problem: versions, counts, sizes and the log, without anything personal
    Report {
        /// The file to write; shown where it is not given
        file: Option<PathBuf>,
    },
    /// Show the screens in a browser of this machine, until Ctrl+C
    Serve {
        /// The port; any free one where it is not given
        #[arg(long, value_name = "N")]
        port: Option<u16>,
    },
    /// Make a backup now, or list those there are
    Backup {
        /// Where; in the data folder where it is not given
        file: Option<PathBuf>,
        /// List the backups with what they hold
        #[arg(long, conflicts_with = "file")]
        list: bool,
    },
    /// Put a backup in the place of what is there; `kith undo` takes it back
    Restore {
        /// A name from `kith backup --list`, or any file
        file: PathBuf,
        /// Only say what would change
        #[arg(long)]
        dry_run: bool,
    },
    /// Write the completions of a shell to standard output
    Completions {
        /// bash, elvish, fish, powershell or zsh
        shell: clap_complete::Shell,
    },
    /// Write the man pages into a folder
    #[command(hide = true)]
    Man {
        /// The folder; made where it is missing
        dir: PathBuf,
    },
    /// Check database, index, photos and backups
    Check {
        /// Make what can be derived anew where it is wrong
        #[arg(long)]
        repair: bool,
    },
}

/// Whether names are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Names {
    Show,
    Hide,
}

#[derive(Debug, Args)]
pub(crate) struct Vacation {
    /// The first day; without it the vacations are shown
    pub(crate) from: Option<String>,
    /// The last day; the first where it is not given
    pub(crate) to: Option<String>,
    /// What it is called
    #[arg(long, value_name = "N", requires = "from")]
    pub(crate) name: Option<String>,
    /// Remove the vacation that begins on that day
    #[arg(long, requires = "from", conflicts_with_all = ["to", "name"])]
    pub(crate) remove: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Add {
    /// The name as shown
    pub(crate) name: String,
    /// An e-mail address
    #[arg(long, value_name = "E")]
    pub(crate) email: Vec<String>,
    /// A phone number
    #[arg(long, value_name = "P", allow_hyphen_values = true)]
    pub(crate) phone: Vec<String>,
    /// The organisation, as text
    #[arg(long, value_name = "O")]
    pub(crate) org: Option<String>,
    /// What they do there
    #[arg(long, value_name = "T")]
    pub(crate) title: Option<String>,
    /// A group; a new one is made
    #[arg(long, value_name = "G")]
    pub(crate) group: Vec<String>,
    /// A nickname
    #[arg(long, value_name = "N")]
    pub(crate) nickname: Vec<String>,
    /// What is to be said about them (Markdown)
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub(crate) about: Option<String>,
    /// The rhythm: 7d 2w 1m 3m 1y, weekly monthly quarterly yearly
    #[arg(long, value_name = "I")]
    pub(crate) every: Option<String>,
    /// The birthday: 1986-03-04, --03-04 …
    #[arg(long, value_name = "D", allow_hyphen_values = true)]
    pub(crate) birthday: Option<String>,
    /// An organisation, not a person
    #[arg(long)]
    pub(crate) organisation: bool,
}

#[derive(Debug, Args)]
pub(crate) struct People {
    /// Words in name, organisation, title, points or groups
    #[arg(allow_hyphen_values = true)]
    pub(crate) query: Option<String>,
    /// Only this group
    #[arg(long, value_name = "G")]
    pub(crate) group: Option<String>,
    /// all, with_rhythm, due, never, undecided or archived
    #[arg(long, value_name = "F")]
    pub(crate) filter: Option<String>,
    /// Rows at most
    #[arg(long, value_name = "N")]
    pub(crate) limit: Option<u32>,
    /// Rows to leave out at the beginning
    #[arg(long, value_name = "N")]
    pub(crate) offset: Option<u32>,
}

#[derive(Debug, Args)]
pub(crate) struct Log {
    /// What was said; `-` reads it from standard input
    #[arg(allow_hyphen_values = true)]
    pub(crate) text: String,
    /// With whom: an id, a uid or a name
    #[arg(long, value_name = "WHO")]
    pub(crate) with: Vec<String>,
    /// When: a date, a moment, or words
    #[arg(long, value_name = "WHEN")]
    pub(crate) at: Option<String>,
    /// in person, call, video, message, mail, letter, event or other
    #[arg(long, value_name = "C")]
    pub(crate) channel: Option<String>,
    /// How long
    #[arg(long, value_name = "N")]
    pub(crate) minutes: Option<u32>,
    /// Where
    #[arg(long, value_name = "P")]
    pub(crate) place: Option<String>,
    /// They began it
    #[arg(long)]
    pub(crate) from_them: bool,
    /// I began it
    #[arg(long, conflicts_with = "from_them")]
    pub(crate) from_me: bool,
    /// It did not reach them
    #[arg(long)]
    pub(crate) attempt: bool,
    /// Read nothing out of the text
    #[arg(long)]
    pub(crate) plain: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Followup {
    /// An id, a uid or a name
    pub(crate) who: String,
    /// What is owed
    #[arg(allow_hyphen_values = true)]
    pub(crate) text: String,
    /// When it is due: a date or words; a weekday is the next one
    #[arg(long, value_name = "D")]
    pub(crate) due: Option<String>,
    /// Owed by them, not by me
    #[arg(long)]
    pub(crate) theirs: bool,
    /// promise, answer owed, amends or thank-you
    #[arg(long, value_name = "K")]
    pub(crate) kind: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Exchange {
    /// An id, a uid or a name
    pub(crate) who: String,
    /// What
    #[arg(allow_hyphen_values = true)]
    pub(crate) text: String,
    /// introduction, referral, advice, article, favour, gift, time, business, feedback or other
    #[arg(long, value_name = "K")]
    pub(crate) kind: Option<String>,
    /// Worth in money, as "120 EUR"
    #[arg(long, value_name = "W")]
    pub(crate) worth: Option<String>,
    /// When; today where it is not given
    #[arg(long, value_name = "DATE")]
    pub(crate) on: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Occasion {
    /// An id, a uid or a name
    pub(crate) who: String,
    /// 1986-03-04, --03-04, 12 mar …
    #[arg(allow_hyphen_values = true)]
    pub(crate) date: String,
    /// birthday, anniversary or custom
    #[arg(long, value_name = "K")]
    pub(crate) kind: Option<String>,
    /// What it is called
    #[arg(long, value_name = "L")]
    pub(crate) label: Option<String>,
    /// Days before, from which it is shown
    #[arg(long, value_name = "N")]
    pub(crate) lead: Option<u32>,
}

#[derive(Debug, Args)]
pub(crate) struct Until {
    /// An id, a uid or a name
    pub(crate) who: String,
    /// A date or words
    #[arg(long, value_name = "D")]
    pub(crate) until: String,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Edit {
    /// Change a contact; what is not given stays
    Contact(EditContact),
    /// Change a conversation; what is not given stays
    Conversation(EditConversation),
    /// Change a fact
    Fact {
        /// Its id
        id: i64,
        /// The line
        #[arg(long, allow_hyphen_values = true)]
        text: Option<String>,
        /// personal, professional, wants, offers, likes or dislikes
        #[arg(long, value_name = "K")]
        kind: Option<String>,
    },
    /// Change a group; what is not given stays
    Group {
        /// Its id or name
        group: String,
        /// A new name
        #[arg(long)]
        name: Option<String>,
        /// The rhythm its members inherit, or none
        #[arg(long, value_name = "I")]
        every: Option<String>,
        /// The longest interval beside it, or none
        #[arg(long, value_name = "I")]
        latest: Option<String>,
        /// grow, keep, re-engineer, let go, or none
        #[arg(long)]
        intent: Option<String>,
        /// What its members want from you
        #[arg(long, allow_hyphen_values = true)]
        expectations: Option<String>,
    },
    /// Change an occasion; what is not given stays
    Occasion {
        /// Its id
        id: i64,
        /// 1986-03-04, --03-04, 12 mar …
        #[arg(long, allow_hyphen_values = true)]
        date: Option<String>,
        /// birthday, anniversary or custom
        #[arg(long, value_name = "K")]
        kind: Option<String>,
        /// What it is called
        #[arg(long, value_name = "L")]
        label: Option<String>,
        /// Days before, from which it is shown
        #[arg(long, value_name = "N")]
        lead: Option<u32>,
    },
}

#[derive(Debug, Args)]
pub(crate) struct EditContact {
    /// An id, a uid or a name
    pub(crate) who: String,
    /// The name as shown
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// All e-mail addresses, in the place of those there are
    #[arg(long, value_name = "E")]
    pub(crate) email: Vec<String>,
    /// All phone numbers, in the place of those there are
    #[arg(long, value_name = "P", allow_hyphen_values = true)]
    pub(crate) phone: Vec<String>,
    /// The organisation, as text
    #[arg(long, value_name = "O")]
    pub(crate) org: Option<String>,
    /// What they do there
    #[arg(long, value_name = "T")]
    pub(crate) title: Option<String>,
    /// All groups, in the place of those there are; "" for none
    #[arg(long, value_name = "G")]
    pub(crate) group: Vec<String>,
    /// All nicknames, in the place of those there are; "" for none
    #[arg(long, value_name = "N")]
    pub(crate) nickname: Vec<String>,
    /// What is to be said about them (Markdown)
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub(crate) about: Option<String>,
    /// What they want from you, in their words
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub(crate) expectations: Option<String>,
    /// A picture of them: JPEG, PNG, GIF or WebP, at most 10 MB; it is copied into the data folder
    #[arg(long, value_name = "FILE", conflicts_with = "no_photo")]
    pub(crate) photo: Option<PathBuf>,
    /// Take the picture away
    #[arg(long)]
    pub(crate) no_photo: bool,
    /// Archive
    #[arg(long, conflicts_with = "unarchive")]
    pub(crate) archive: bool,
    /// Bring back from the archive
    #[arg(long)]
    pub(crate) unarchive: bool,
}

#[derive(Debug, Args)]
pub(crate) struct EditConversation {
    /// Its id
    pub(crate) id: i64,
    /// All people, in the place of those there are
    #[arg(long, value_name = "WHO")]
    pub(crate) with: Vec<String>,
    /// When: a date, a moment, or words
    #[arg(long, value_name = "WHEN")]
    pub(crate) at: Option<String>,
    /// in person, call, video, message, mail, letter, event or other
    #[arg(long, value_name = "C")]
    pub(crate) channel: Option<String>,
    /// How long; none takes it away
    #[arg(long, value_name = "N")]
    pub(crate) minutes: Option<String>,
    /// Where
    #[arg(long, value_name = "P")]
    pub(crate) place: Option<String>,
    /// me, them, or none
    #[arg(long, value_name = "WHOM")]
    pub(crate) initiated_by: Option<String>,
    /// Whether it did not reach them
    #[arg(long, value_name = "BOOL")]
    pub(crate) attempt: Option<bool>,
    /// The note; `-` reads it from standard input
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub(crate) note: Option<String>,
}
