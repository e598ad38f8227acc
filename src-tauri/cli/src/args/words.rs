//! What is typed after a command, where it is more than a few words.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

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
        /// Its members live together: a talk with one is a touch with all
        #[arg(long, conflicts_with = "no_household")]
        household: bool,
        /// They do not
        #[arg(long)]
        no_household: bool,
        /// The search that finds its members: of a smart group
        #[arg(long, value_name = "QUERY", allow_hyphen_values = true)]
        query: Option<String>,
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
    /// The day they died: 2024-05-03, 2024-05, 2024, or unknown; archives them
    #[arg(long, value_name = "DATE", conflicts_with_all = ["living", "unarchive"])]
    pub(crate) deceased: Option<String>,
    /// They live: take the day of death away; they stay in the archive
    #[arg(long)]
    pub(crate) living: bool,
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
