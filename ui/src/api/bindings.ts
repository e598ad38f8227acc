// Made by `cargo xtask bindings` from the command table of kith-core. Not edited by hand.

/**
 * A postal address in parts; each may be empty.
 */
export type AddressParts = { po_box?: string, extended?: string, street?: string, city?: string, region?: string, postcode?: string, country?: string, };

/**
 * The codes; the terminal's exit codes follow from them.
 */
export type ApiCode = "not_found" | "ambiguous" | "invalid" | "conflict" | "busy" | "cancelled" | "newer" | "damaged" | "disk_full" | "not_writable" | "unexpected";

/**
 * An error as it leaves the core.
 */
export type ApiError = { 
/**
 * What screens and scripts react to.
 */
code: ApiCode, 
/**
 * A sentence for the person.
 */
message: string, 
/**
 * The field of the input that does not fit.
 */
field?: string, 
/**
 * What would be right, or what to do next.
 */
hint?: string, 
/**
 * `message` as a pattern and its parts, for a screen that speaks another language.
 */
said?: Said, 
/**
 * `hint` in the same way.
 */
said_hint?: Said, 
/**
 * The chain of causes, for a report.
 */
detail?: string, };

/**
 * What a file says.
 */
export type Article = { 
/**
 * What it is called; may be empty.
 */
title: string, 
/**
 * Its text, without any markup.
 */
text: string, 
/**
 * Where it stands, where it says so.
 */
link: string | null, 
/**
 * The e-mail address it came from, of a mail.
 */
from: string | null, };

/**
 * A file to read.
 */
export type ArticleFile = { 
/**
 * Where it is.
 */
path: string, };

/**
 * A backup.
 */
export type Backup = { 
/**
 * The file.
 */
file: string, 
/**
 * When it was made: RFC 3339, UTC.
 */
at: string, 
/**
 * Its size.
 */
bytes: number, 
/**
 * What it holds; null when it cannot be read. It was checked whole when it was made, and is again before it
 * is restored.
 */
holds: Holdings | null, };

/**
 * Where to put a backup.
 */
export type BackupNow = { 
/**
 * A file that is not there yet; the folder `backups` where missing.
 */
path?: string | null, };

/**
 * How far the index that is being built is.
 */
export type Building = { 
/**
 * Contacts and conversations that are in.
 */
done: number, 
/**
 * All of them.
 */
total: number, };

/**
 * The rhythm of one of several.
 */
export type CadenceOf = { 
/**
 * Whose.
 */
id: ContactId, 
/**
 * An interval, `none`, or `inherit`.
 */
every: string, };

/**
 * A cadence to set.
 */
export type CadenceSet = { 
/**
 * Whom.
 */
who: number | string, 
/**
 * `7d 2w 1m 3m 1y`, `weekly monthly quarterly yearly`, `none`, or `inherit` (from the groups).
 */
every: string, 
/**
 * The longest interval beside it, or `none`; that there is stays where it is missing and not shorter.
 */
latest?: string | null, };

/**
 * Where a contact's cadence comes from.
 */
export type CadenceSource = "own" | { "group": string };

/**
 * Rhythms to set, as one operation.
 */
export type CadencesSet = { 
/**
 * Whose is to become what.
 */
cadences: Array<CadenceOf>, };

/**
 * The calendar file, and how it stands.
 */
export type CalendarFile = { 
/**
 * The folder it is kept in; null where none is kept.
 */
folder: string | null, 
/**
 * The file.
 */
file: string | null, 
/**
 * What stands in it: dates, promises, conversations, and the routine.
 */
entries: number, 
/**
 * Whether this look wrote it anew.
 */
written: boolean, 
/**
 * Why it is not up to date, as a sentence; null where it is.
 */
problem: string | null, 
/**
 * The same as a pattern and its parts.
 */
said: Said | null, 
/**
 * The file that was kept until this call, and stays where it is.
 */
left: string | null, };

/**
 * Where to keep a calendar file.
 */
export type CalendarKeep = { 
/**
 * A folder by its full path; null to keep none.
 */
folder?: string | null, 
/**
 * Delete the file that was kept until now, if it is another.
 */
remove: boolean, };

/**
 * The calendar as text.
 */
export type CalendarText = { 
/**
 * iCalendar, as a file of it holds.
 */
text: string, };

/**
 * One candidate of a picker.
 */
export type Candidate = { 
/**
 * Organisation, to tell namesakes apart; may be empty.
 */
org: string, 
/**
 * SHA-256 of the photo.
 */
photo: string | null, 
/**
 * Its id here.
 */
id: ContactId, 
/**
 * Its id everywhere.
 */
uid: string, 
/**
 * Its name as shown.
 */
name: string, };

/**
 * What kind of thing changed; a screen asks again for what it shows of that kind.
 */
export type ChangeKind = "people" | "conversations" | "give_and_take" | "groups" | "settings" | "today" | "history" | "drafts" | "restored";

/**
 * How many were changed.
 */
export type Changed = { 
/**
 * Contacts changed.
 */
changed: number, };

/**
 * How a conversation was held.
 */
export type Channel = "in person" | "call" | "video" | "message" | "mail" | "letter" | "event" | "other";

/**
 * Whether to repair.
 */
export type CheckInput = { 
/**
 * Make what can be derived anew where it is wrong.
 */
repair: boolean, };

/**
 * What a check found.
 */
export type CheckReport = { 
/**
 * Nothing is wrong, or nothing any more.
 */
sound: boolean, 
/**
 * What was found, repaired or not.
 */
findings: Array<Finding>, 
/**
 * Backups that were read whole.
 */
backups: number, 
/**
 * Photos that were read whole.
 */
photos: number, };

/**
 * What the caller is to tell.
 */
export type Claimed = { 
/**
 * In the order to tell them.
 */
notices: Array<Notice>, 
/**
 * Due, and being told by someone else.
 */
elsewhere: number, };

/**
 * What is typed, and where.
 */
export type CompleteInput = { 
/**
 * The query so far.
 */
text: string, 
/**
 * Where the caret is: characters (Unicode scalar values) before it.
 */
at: number, };

/**
 * What may stand there.
 */
export type Completion = { 
/**
 * The first character that an option replaces.
 */
from: number, 
/**
 * The character behind the last.
 */
to: number, 
/**
 * What may stand there, best first; few.
 */
options: Array<CompletionOption>, };

/**
 * One thing that may stand there.
 */
export type CompletionOption = { 
/**
 * What is put into the query.
 */
insert: string, 
/**
 * How it is shown.
 */
label: string, 
/**
 * The part of the language it is, or belongs to.
 */
what: LanguagePart, 
/**
 * Whether it is a value of the part, and not the part itself.
 */
value: boolean, };

/**
 * A contact, whole but for its lists of other things.
 */
export type Contact = { 
/**
 * Its id here.
 */
id: ContactId, 
/**
 * Its id everywhere.
 */
uid: string, 
/**
 * Person or organisation.
 */
kind: ContactKind, 
/**
 * The name as shown.
 */
name: string, 
/**
 * Given name; may be empty.
 */
given: string, 
/**
 * Family name; may be empty.
 */
family: string, 
/**
 * Nicknames.
 */
nicknames: Array<string>, 
/**
 * The organisation they belong to, as text.
 */
org: string, 
/**
 * What they do there.
 */
title: string, 
/**
 * Markdown; a vCard's NOTE.
 */
about: string, 
/**
 * The same as sanitised HTML.
 */
about_html: string, 
/**
 * What they want from us, in their words.
 */
expectations: string, 
/**
 * Its groups.
 */
groups: Array<GroupRef>, 
/**
 * E-mail addresses.
 */
emails: Array<Labelled>, 
/**
 * Phone numbers.
 */
phones: Array<Labelled>, 
/**
 * Links.
 */
urls: Array<Labelled>, 
/**
 * Profiles and chat addresses.
 */
profiles: Array<Labelled>, 
/**
 * Postal addresses.
 */
addresses: Array<Labelled>, 
/**
 * All of these with ids and parts, in order.
 */
points: Array<Point>, 
/**
 * SHA-256 of the photo; see `photo_get`.
 */
photo: string | null, 
/**
 * The file it was imported from; may be empty.
 */
source: string, 
/**
 * The day it was archived.
 */
archived_on: string | null, 
/**
 * The day they died, as far as it is known: `YYYY-MM-DD`, `YYYY-MM`, `YYYY`, or `unknown`; null for the living.
 */
deceased_on: string | null, 
/**
 * The interval in force; none when nobody set one, or “no rhythm” was chosen.
 */
interval: Interval | null, 
/**
 * Where it comes from.
 */
cadence_source: CadenceSource | null, 
/**
 * “No rhythm” was chosen for this contact, whatever its groups say.
 */
declined: boolean, 
/**
 * Days from the anchor to the due date, days off left out.
 */
cadence_days: number | null, 
/**
 * The latest conversation that counts.
 */
last_touch: string | null, 
/**
 * The latest conversation of any kind that is not an attempt: an ask alone may be later than the last touch.
 */
last_spoken: string | null, 
/**
 * The day to reach them.
 */
due: string | null, 
/**
 * Days since the anchor ÷ days from anchor to due, days off left out of both; 1.0 on the due date.
 */
stretch: number | null, 
/**
 * The longest interval one means to let pass; none where nobody set one.
 */
latest: Interval | null, 
/**
 * The day to reach them at the latest.
 */
latest_on: string | null, 
/**
 * Days since that day, days off left out: 0 on it, negative before.
 */
past_latest: number | null, 
/**
 * Nothing is due before this day.
 */
paused_until: string | null, 
/**
 * Set aside until this day.
 */
snoozed_until: string | null, 
/**
 * The day is off, and nothing is due before this one.
 */
vacation_until: string | null, };

/**
 * A new contact.
 */
export type ContactAdd = { 
/**
 * The name as shown; the only thing needed.
 */
name: string, 
/**
 * Person, unless said.
 */
kind?: ContactKind | null, 
/**
 * Given name; read from the name where missing.
 */
given?: string | null, 
/**
 * Family name; read from the name where missing.
 */
family?: string | null, 
/**
 * Nicknames.
 */
nicknames?: Array<string> | null, 
/**
 * Organisation.
 */
org?: string | null, 
/**
 * Title.
 */
title?: string | null, 
/**
 * Markdown.
 */
about?: string | null, 
/**
 * What they want from us.
 */
expectations?: string | null, 
/**
 * Points, in order.
 */
points?: Array<PointInput> | null, 
/**
 * Names of groups; new ones are made.
 */
groups?: Array<string> | null, 
/**
 * Cadence: `7d 2w 1m 3m 1y`, `weekly monthly quarterly yearly`, or `none`.
 */
every?: string | null, 
/**
 * Birthday: `YYYY-MM-DD`, `--MM-DD`, `--MM` …
 */
birthday?: string | null, };

/**
 * A contact with everything about it.
 */
export type ContactDetail = { 
/**
 * Facts, oldest first.
 */
facts: Array<Fact>, 
/**
 * Follow-ups, open ones first.
 */
follow_ups: Array<FollowUp>, 
/**
 * Occasions.
 */
occasions: Array<Occasion>, 
/**
 * Exchanges, newest first.
 */
exchanges: Array<Exchange>, 
/**
 * Feedback, newest first.
 */
feedback: Array<Feedback>, 
/**
 * The latest conversations, newest first, at most 20; `conversation_list` gives the rest.
 */
conversations: Array<Conversation>, 
/**
 * How many there are in all.
 */
conversation_count: number, 
/**
 * Its id here.
 */
id: ContactId, 
/**
 * Its id everywhere.
 */
uid: string, 
/**
 * Person or organisation.
 */
kind: ContactKind, 
/**
 * The name as shown.
 */
name: string, 
/**
 * Given name; may be empty.
 */
given: string, 
/**
 * Family name; may be empty.
 */
family: string, 
/**
 * Nicknames.
 */
nicknames: Array<string>, 
/**
 * The organisation they belong to, as text.
 */
org: string, 
/**
 * What they do there.
 */
title: string, 
/**
 * Markdown; a vCard's NOTE.
 */
about: string, 
/**
 * The same as sanitised HTML.
 */
about_html: string, 
/**
 * What they want from us, in their words.
 */
expectations: string, 
/**
 * Its groups.
 */
groups: Array<GroupRef>, 
/**
 * E-mail addresses.
 */
emails: Array<Labelled>, 
/**
 * Phone numbers.
 */
phones: Array<Labelled>, 
/**
 * Links.
 */
urls: Array<Labelled>, 
/**
 * Profiles and chat addresses.
 */
profiles: Array<Labelled>, 
/**
 * Postal addresses.
 */
addresses: Array<Labelled>, 
/**
 * All of these with ids and parts, in order.
 */
points: Array<Point>, 
/**
 * SHA-256 of the photo; see `photo_get`.
 */
photo: string | null, 
/**
 * The file it was imported from; may be empty.
 */
source: string, 
/**
 * The day it was archived.
 */
archived_on: string | null, 
/**
 * The day they died, as far as it is known: `YYYY-MM-DD`, `YYYY-MM`, `YYYY`, or `unknown`; null for the living.
 */
deceased_on: string | null, 
/**
 * The interval in force; none when nobody set one, or “no rhythm” was chosen.
 */
interval: Interval | null, 
/**
 * Where it comes from.
 */
cadence_source: CadenceSource | null, 
/**
 * “No rhythm” was chosen for this contact, whatever its groups say.
 */
declined: boolean, 
/**
 * Days from the anchor to the due date, days off left out.
 */
cadence_days: number | null, 
/**
 * The latest conversation that counts.
 */
last_touch: string | null, 
/**
 * The latest conversation of any kind that is not an attempt: an ask alone may be later than the last touch.
 */
last_spoken: string | null, 
/**
 * The day to reach them.
 */
due: string | null, 
/**
 * Days since the anchor ÷ days from anchor to due, days off left out of both; 1.0 on the due date.
 */
stretch: number | null, 
/**
 * The longest interval one means to let pass; none where nobody set one.
 */
latest: Interval | null, 
/**
 * The day to reach them at the latest.
 */
latest_on: string | null, 
/**
 * Days since that day, days off left out: 0 on it, negative before.
 */
past_latest: number | null, 
/**
 * Nothing is due before this day.
 */
paused_until: string | null, 
/**
 * Set aside until this day.
 */
snoozed_until: string | null, 
/**
 * The day is off, and nothing is due before this one.
 */
vacation_until: string | null, };

/**
 * A change of a contact: what is missing stays.
 */
export type ContactEdit = { 
/**
 * Which one.
 */
who: number | string, 
/**
 * The name as shown.
 */
name?: string | null, 
/**
 * Person or organisation.
 */
kind?: ContactKind | null, 
/**
 * Given name.
 */
given?: string | null, 
/**
 * Family name.
 */
family?: string | null, 
/**
 * Nicknames.
 */
nicknames?: Array<string> | null, 
/**
 * Organisation.
 */
org?: string | null, 
/**
 * Title.
 */
title?: string | null, 
/**
 * Markdown.
 */
about?: string | null, 
/**
 * What they want from us.
 */
expectations?: string | null, 
/**
 * All points, in order.
 */
points?: Array<PointInput> | null, 
/**
 * Names of all groups; new ones are made.
 */
groups?: Array<string> | null, 
/**
 * SHA-256 of a file in the data folder; null takes the photo away.
 */
photo?: string | null, 
/**
 * The day they died: `YYYY-MM-DD`, `YYYY-MM`, `YYYY`, or `unknown`; they are archived with it. Null for the living.
 */
deceased?: string | null, 
/**
 * Path of a JPEG, PNG, GIF or WebP picture, at most 10 MB, which is kept in the data folder as the photo.
 */
photo_file?: string | null, };

/**
 * Who might be meant by what is typed in a picker.
 */
export type ContactFindInput = { 
/**
 * What was typed; empty gives those spoken with last.
 */
text: string, 
/**
 * At most so many; 8 where missing.
 */
limit?: number | null, };

/**
 * A contact: a person or an organisation.
 */
export type ContactId = number;

/**
 * A person or an organisation.
 */
export type ContactKind = "person" | "organisation";

/**
 * A page of the People list.
 */
export type ContactList = { 
/**
 * The rows.
 */
people: Array<ContactRow>, 
/**
 * How many there are without limit and offset.
 */
total: number, 
/**
 * How many each filter holds (for the query and group given).
 */
counts: PeopleCounts, };

/**
 * What to list.
 */
export type ContactListInput = { 
/**
 * Words in name, nickname, organisation, title, points or groups; each must fit somewhere.
 */
query?: string | null, 
/**
 * A group's name.
 */
group?: string | null, 
/**
 * Which part.
 */
filter?: PeopleFilter | null, 
/**
 * By what.
 */
sort?: PeopleSort | null, 
/**
 * Last first.
 */
descending?: boolean | null, 
/**
 * Rows at most; all where missing.
 */
limit?: number | null, 
/**
 * Rows to leave out at the beginning.
 */
offset?: number | null, };

/**
 * Two contacts of one person.
 */
export type ContactMerge = { 
/**
 * The one that stays.
 */
into: number | string, 
/**
 * The one that goes into it.
 */
from: number | string, };

/**
 * How a contact is named elsewhere: in a conversation, a picker, a list.
 */
export type ContactRef = { 
/**
 * Its id here.
 */
id: ContactId, 
/**
 * Its id everywhere.
 */
uid: string, 
/**
 * Its name as shown.
 */
name: string, };

/**
 * A row of the People list.
 */
export type ContactRow = { 
/**
 * Its id here.
 */
id: ContactId, 
/**
 * Its id everywhere.
 */
uid: string, 
/**
 * Person or organisation.
 */
kind: ContactKind, 
/**
 * The name as shown.
 */
name: string, 
/**
 * The organisation they belong to, as text.
 */
org: string, 
/**
 * What they do there.
 */
title: string, 
/**
 * Its groups.
 */
groups: Array<GroupRef>, 
/**
 * SHA-256 of the photo.
 */
photo: string | null, 
/**
 * The first e-mail address; may be empty.
 */
email: string, 
/**
 * The first phone number; may be empty.
 */
phone: string, 
/**
 * The start of what is written about them, one line; may be empty.
 */
about_line: string, 
/**
 * The file it was imported from; may be empty.
 */
source: string, 
/**
 * Whether it is archived.
 */
archived: boolean, 
/**
 * The interval in force; none when nobody set one, or “no rhythm” was chosen.
 */
interval: Interval | null, 
/**
 * Where it comes from.
 */
cadence_source: CadenceSource | null, 
/**
 * “No rhythm” was chosen for this contact, whatever its groups say.
 */
declined: boolean, 
/**
 * Days from the anchor to the due date, days off left out.
 */
cadence_days: number | null, 
/**
 * The latest conversation that counts.
 */
last_touch: string | null, 
/**
 * The latest conversation of any kind that is not an attempt: an ask alone may be later than the last touch.
 */
last_spoken: string | null, 
/**
 * The day to reach them.
 */
due: string | null, 
/**
 * Days since the anchor ÷ days from anchor to due, days off left out of both; 1.0 on the due date.
 */
stretch: number | null, 
/**
 * The longest interval one means to let pass; none where nobody set one.
 */
latest: Interval | null, 
/**
 * The day to reach them at the latest.
 */
latest_on: string | null, 
/**
 * Days since that day, days off left out: 0 on it, negative before.
 */
past_latest: number | null, 
/**
 * Nothing is due before this day.
 */
paused_until: string | null, 
/**
 * Set aside until this day.
 */
snoozed_until: string | null, 
/**
 * The day is off, and nothing is due before this one.
 */
vacation_until: string | null, };

/**
 * A change of many contacts at once, as one operation.
 */
export type ContactsBulk = { 
/**
 * Whom.
 */
ids: Array<ContactId>, 
/**
 * Cadence for all: an interval, `none`, or `inherit`.
 */
cadence?: string | null, 
/**
 * The longest interval beside it, or `none`; that there is stays where it is missing.
 */
latest?: string | null, 
/**
 * Names of groups to add them to; new ones are made.
 */
add_groups?: Array<string> | null, 
/**
 * Names of groups to take them out of.
 */
remove_groups?: Array<string> | null, 
/**
 * Archive, or bring back.
 */
archive?: boolean | null, 
/**
 * Delete them with everything that is theirs alone (conversations stay).
 */
delete?: boolean | null, };

/**
 * A conversation.
 */
export type Conversation = { 
/**
 * Its id.
 */
id: ConversationId, 
/**
 * Its id everywhere.
 */
uid: string, 
/**
 * `YYYY-MM-DD`, or RFC 3339 with its local offset.
 */
start: string, 
/**
 * How long, where known.
 */
minutes: number | null, 
/**
 * How.
 */
channel: Channel, 
/**
 * Who began it, where known.
 */
initiated_by: Initiator | null, 
/**
 * It did not reach them.
 */
attempt: boolean, 
/**
 * Where; may be empty.
 */
place: string, 
/**
 * With whom, in order.
 */
people: Array<ContactRef>, 
/**
 * The note (Markdown).
 */
note: string, 
/**
 * The same as sanitised HTML.
 */
note_html: string, 
/**
 * The line as typed, where it was read from one.
 */
line: string | null, 
/**
 * Tags, without `#`.
 */
tags: Array<string>, 
/**
 * What was given, received and asked in it.
 */
exchanges: Array<Exchange>, 
/**
 * What is owed from it.
 */
follow_ups: Array<FollowUp>, 
/**
 * What was learnt in it.
 */
facts: Array<Fact>, 
/**
 * What they said of us in it.
 */
feedback: Array<Feedback>, };

/**
 * Whether a planned conversation took place.
 */
export type ConversationConfirm = { 
/**
 * Its id.
 */
id: ConversationId, 
/**
 * It did, which is so where missing; else it is deleted.
 */
happened?: boolean | null, };

/**
 * A change of a conversation: what is missing stays.
 */
export type ConversationEdit = { 
/**
 * Which one.
 */
id: number, 
/**
 * All people: ids, uids or names.
 */
people: Array<number | string>, 
/**
 * Names of people who are made in place, after `people`.
 */
new_people?: Array<string> | null, 
/**
 * When.
 */
start?: string | null, 
/**
 * How long; null takes it away.
 */
minutes?: number | null, 
/**
 * How.
 */
channel?: Channel | null, 
/**
 * Who began it; null takes it away.
 */
initiated_by?: Initiator | null, 
/**
 * It did not reach them.
 */
attempt?: boolean | null, 
/**
 * Where.
 */
place?: string | null, 
/**
 * The note.
 */
note?: string | null, 
/**
 * All tags beside those in the note.
 */
tags?: Array<string> | null, 
/**
 * A draft to throw away in the same transaction.
 */
draft?: string | null, };

/**
 * A conversation.
 */
export type ConversationId = number;

/**
 * A page of the log.
 */
export type ConversationList = { 
/**
 * The conversations, newest first.
 */
conversations: Array<Conversation>, 
/**
 * How many there are without limit and offset.
 */
total: number, };

/**
 * What to list, newest first.
 */
export type ConversationListInput = { 
/**
 * Only with this contact.
 */
contact_id?: ContactId | null, 
/**
 * Only on or after this day.
 */
from?: string | null, 
/**
 * Only on or before this day.
 */
to?: string | null, 
/**
 * Rows at most; 50 where missing.
 */
limit?: number | null, 
/**
 * Rows to leave out at the beginning.
 */
offset?: number | null, };

/**
 * A conversation to log.
 */
export type ConversationLog = { 
/**
 * With whom: ids, uids or names.
 */
people: Array<number | string>, 
/**
 * Names of people who are made in place, after `people`.
 */
new_people?: Array<string> | null, 
/**
 * When: a date, a moment, or words (“yesterday”, “last friday”); now where missing. A weekday is the latest one before today.
 */
start?: string | null, 
/**
 * How long.
 */
minutes?: number | null, 
/**
 * How; other where missing.
 */
channel?: Channel | null, 
/**
 * Who began it.
 */
initiated_by?: Initiator | null, 
/**
 * It did not reach them.
 */
attempt?: boolean | null, 
/**
 * An attempt: after which interval to try again (`3d`); the setting where missing.
 */
again?: string | null, 
/**
 * Where.
 */
place?: string | null, 
/**
 * The note (Markdown); `#tags` are read from it.
 */
note?: string | null, 
/**
 * Read nothing out of the note, tags neither.
 */
plain?: boolean | null, 
/**
 * Tags beside those in the note.
 */
tags?: Array<string> | null, 
/**
 * What was given, received and asked.
 */
exchanges?: Array<ExchangeInput> | null, 
/**
 * What is owed.
 */
follow_ups?: Array<FollowUpInput> | null, 
/**
 * What was learnt.
 */
facts?: Array<FactInput> | null, 
/**
 * A draft to throw away in the same transaction.
 */
draft?: string | null, };

/**
 * Which conversation.
 */
export type ConversationOnly = { 
/**
 * Its id.
 */
id: ConversationId, };

/**
 * A word that was found only after it was corrected.
 */
export type Correction = { 
/**
 * As typed.
 */
word: string, 
/**
 * What was found instead.
 */
found: Array<string>, };

/**
 * How often a value occurs.
 */
export type Count = { 
/**
 * The value.
 */
value: string, 
/**
 * How often.
 */
count: number, };

/**
 * A day ahead.
 */
export type DayAhead = { 
/**
 * The routine day.
 */
date: string, 
/**
 * People who come due on it, those of days before left out.
 */
due: number, 
/**
 * People the pace holds.
 */
pace: number, 
/**
 * People reached.
 */
reached: number, 
/**
 * People due who are left for a later day.
 */
waiting: number, 
/**
 * Conversations planned.
 */
planned: number, 
/**
 * Occasions observed.
 */
occasions: number, 
/**
 * It is a day of vacation.
 */
vacation: boolean, };

/**
 * What an action of the day did.
 */
export type DayItem = { 
/**
 * Whom it was about.
 */
contact: ContactRef, 
/**
 * When they are due now.
 */
due: string | null, 
/**
 * When they come back on the list, where that is later than due.
 */
back_on: string | null, 
/**
 * The conversation that was logged by it.
 */
conversation_id: ConversationId | null, 
/**
 * Attempts in a row that did not reach them, this one too.
 */
tried: number, };

/**
 * The pace of the day.
 */
export type DayPace = { 
/**
 * Reach-outs this day holds, top-ups added.
 */
people: number, 
/**
 * The length of the routine in minutes.
 */
minutes: number, };

/**
 * How many things of a kind a restore would change.
 */
export type Difference = { 
/**
 * The kind: `contacts`, `conversations`, `facts` …
 */
kind: string, 
/**
 * Not here now, and here again afterwards.
 */
added: number, 
/**
 * Here now, and gone afterwards.
 */
removed: number, 
/**
 * Here before and after, and not the same.
 */
changed: number, };

/**
 * Which way it went.
 */
export type Direction = "gave" | "received" | "asked";

/**
 * A draft.
 */
export type Draft = { 
/**
 * Its name.
 */
id: string, 
/**
 * As the screen left it.
 */
body: unknown, 
/**
 * When it was kept: milliseconds UTC.
 */
updated_at: number, };

/**
 * Which draft.
 */
export type DraftName = { 
/**
 * `log`, `conversation:12`, `contact:new` …
 */
id: string, };

/**
 * A draft to keep.
 */
export type DraftSave = { 
/**
 * `log`, `conversation:12`, `contact:new` …
 */
id: string, 
/**
 * Whatever the screen needs to show it again.
 */
body: unknown, };

/**
 * An exchange.
 */
export type Exchange = { 
/**
 * Its id.
 */
id: ExchangeId, 
/**
 * Its id everywhere.
 */
uid: string, 
/**
 * With whom.
 */
with: ContactRef, 
/**
 * In which conversation.
 */
conversation_id: ConversationId | null, 
/**
 * Which way.
 */
direction: Direction, 
/**
 * Its kind.
 */
kind: ExchangeKind, 
/**
 * What.
 */
text: string, 
/**
 * Worth in money, as `120 EUR`.
 */
worth: string | null, 
/**
 * When.
 */
day: string, };

/**
 * An exchange outside a conversation.
 */
export type ExchangeAdd = { 
/**
 * With whom.
 */
who: number | string, 
/**
 * Which way.
 */
direction: Direction, 
/**
 * Its kind; other where missing.
 */
kind?: ExchangeKind | null, 
/**
 * What.
 */
text: string, 
/**
 * Worth in money, as `120 EUR`.
 */
worth?: string | null, 
/**
 * When; today where missing.
 */
day?: string | null, };

/**
 * An exchange.
 */
export type ExchangeId = number;

/**
 * An exchange as part of a conversation that is logged.
 */
export type ExchangeInput = { 
/**
 * With whom; everyone in the conversation where missing.
 */
with: number | string | null, 
/**
 * Which way.
 */
direction: Direction, 
/**
 * Its kind; other where missing.
 */
kind?: ExchangeKind | null, 
/**
 * What.
 */
text: string, 
/**
 * Worth in money, as `120 EUR`.
 */
worth?: string | null, };

/**
 * The kinds of exchange.
 */
export type ExchangeKind = "introduction" | "referral" | "advice" | "article" | "favour" | "gift" | "time" | "business" | "feedback" | "other";

/**
 * Which exchange.
 */
export type ExchangeOnly = { 
/**
 * Its id.
 */
id: ExchangeId, };

/**
 * Why people rank where they do.
 */
export type Explained = { 
/**
 * The query as it was understood.
 */
query: string, 
/**
 * What was looked for.
 */
words: Array<ExplainedWord>, 
/**
 * The first people with their best rows.
 */
people: Array<ExplainedPerson>, };

/**
 * A person, and what makes their rank.
 */
export type ExplainedPerson = { 
/**
 * Who.
 */
contact: ContactRef, 
/**
 * Their rank, before it is looked at how close the words stand.
 */
score: number, 
/**
 * What of it comes from words in other rows than the best.
 */
elsewhere: number, 
/**
 * What kind of row the best is.
 */
kind: HitKind, 
/**
 * Its id.
 */
id: number, 
/**
 * What its kind makes of its finds.
 */
kind_weight: number, 
/**
 * What its age makes of them.
 */
recency: number, 
/**
 * What was found in it.
 */
finds: Array<Find>, };

/**
 * A thing that was looked for.
 */
export type ExplainedWord = { 
/**
 * As it was asked for.
 */
word: string, 
/**
 * In how many rows it was found, in any of its forms.
 */
rows: number, 
/**
 * How telling it is therefore.
 */
rarity: number, 
/**
 * Other words that are finds of it.
 */
also: Array<string>, };

/**
 * The formats that go out.
 */
export type ExportFormat = "archive" | "vcard" | "csv" | "ics";

/**
 * What to export.
 */
export type ExportInput = { 
/**
 * The format.
 */
format: ExportFormat, 
/**
 * The file to write.
 */
dest: string, 
/**
 * Write over a file that is there.
 */
overwrite: boolean, 
/**
 * Only these contacts, as vCards or a table; all where missing.
 */
contacts?: Array<ContactId> | null, 
/**
 * The job's name, to watch or stop it.
 */
job?: string | null, };

/**
 * What an export wrote.
 */
export type ExportReport = { 
/**
 * The file written.
 */
file: string, 
/**
 * Contacts, conversations and so on, by kind.
 */
counts: Record<string, number>, };

/**
 * How the matches are spread.
 */
export type Facets = { 
/**
 * People by group, most first.
 */
groups: Array<Count>, 
/**
 * Conversations by channel, most first.
 */
channels: Array<Count>, 
/**
 * Conversations by tag, most first.
 */
tags: Array<Count>, 
/**
 * People by organisation, most first.
 */
organisations: Array<Count>, 
/**
 * Conversations by place, most first.
 */
places: Array<Count>, 
/**
 * Conversations and facts by year, in order.
 */
years: Array<Count>, };

/**
 * A fact.
 */
export type Fact = { 
/**
 * Its id.
 */
id: FactId, 
/**
 * Its id everywhere.
 */
uid: string, 
/**
 * About whom.
 */
contact_id: ContactId, 
/**
 * Its kind.
 */
kind: FactKind, 
/**
 * The line.
 */
text: string, 
/**
 * The conversation it came from.
 */
conversation_id: ConversationId | null, };

/**
 * A new fact.
 */
export type FactAdd = { 
/**
 * About whom.
 */
who: number | string, 
/**
 * The line.
 */
text: string, 
/**
 * Its kind; personal where missing.
 */
kind?: FactKind | null, 
/**
 * The conversation it came from.
 */
conversation_id?: ConversationId | null, };

/**
 * A change of a fact: what is missing stays.
 */
export type FactEdit = { 
/**
 * Which one.
 */
id: FactId, 
/**
 * The line.
 */
text?: string | null, 
/**
 * Its kind.
 */
kind?: FactKind | null, };

/**
 * A fact.
 */
export type FactId = number;

/**
 * A fact as part of a conversation that is logged.
 */
export type FactInput = { 
/**
 * About whom; the first in the conversation where missing.
 */
with: number | string | null, 
/**
 * Its kind; personal where missing.
 */
kind?: FactKind | null, 
/**
 * The line.
 */
text: string, };

/**
 * The kinds of fact.
 */
export type FactKind = "personal" | "professional" | "wants" | "offers" | "likes" | "dislikes";

/**
 * Which fact.
 */
export type FactOnly = { 
/**
 * Its id.
 */
id: FactId, };

/**
 * Feedback.
 */
export type Feedback = { 
/**
 * Its id.
 */
id: FeedbackId, 
/**
 * Its id everywhere.
 */
uid: string, 
/**
 * Whose.
 */
with: ContactRef, 
/**
 * The conversation it came from.
 */
conversation_id: ConversationId | null, 
/**
 * 0 to 10.
 */
score: number | null, 
/**
 * Their words.
 */
text: string, 
/**
 * When.
 */
day: string, };

/**
 * New feedback.
 */
export type FeedbackAdd = { 
/**
 * Whose.
 */
who: number | string, 
/**
 * 0 to 10.
 */
score?: number | null, 
/**
 * Their words.
 */
text: string, };

/**
 * Feedback.
 */
export type FeedbackId = number;

/**
 * Which feedback.
 */
export type FeedbackOnly = { 
/**
 * Its id.
 */
id: FeedbackId, };

/**
 * A find, and what it is worth.
 */
export type Find = { 
/**
 * What was looked for.
 */
word: string, 
/**
 * In which form it was found.
 */
why: string, 
/**
 * What it is worth.
 */
worth: number, };

/**
 * Something that is not as it should be.
 */
export type Finding = { 
/**
 * What it is about.
 */
about: Part, 
/**
 * What is wrong, and what to do.
 */
message: string, 
/**
 * Whether a repair makes it right.
 */
repairable: boolean, 
/**
 * Whether it was made right just now.
 */
repaired: boolean, };

/**
 * A conversation, fact or record that matches, with its people.
 */
export type FlatHit = { 
/**
 * Its uid.
 */
uid: string, 
/**
 * Whose it is.
 */
people: Array<ContactRef>, 
/**
 * Its rank; only good for comparing within this answer.
 */
score: number, 
/**
 * What it is.
 */
kind: HitKind, 
/**
 * Its id.
 */
id: number, 
/**
 * Its day.
 */
date: string | null, 
/**
 * A verbatim part of what was written.
 */
passage: string, 
/**
 * What matched: ranges of characters (Unicode scalar values) in the passage.
 */
highlights: Array<[number, number]>, 
/**
 * Whether the text goes on before the passage.
 */
cut_before: boolean, 
/**
 * Whether the text goes on behind the passage.
 */
cut_after: boolean, };

/**
 * A follow-up.
 */
export type FollowUp = { 
/**
 * Its id.
 */
id: FollowUpId, 
/**
 * Its id everywhere.
 */
uid: string, 
/**
 * With whom.
 */
with: ContactRef, 
/**
 * The conversation it came from.
 */
conversation_id: ConversationId | null, 
/**
 * Its kind.
 */
kind: FollowUpKind, 
/**
 * Owed by them, not by me.
 */
theirs: boolean, 
/**
 * What.
 */
text: string, 
/**
 * When it is due.
 */
due: string | null, 
/**
 * Where it stands.
 */
state: FollowUpState, 
/**
 * When it was kept or dropped.
 */
closed_on: string | null, };

/**
 * A follow-up outside a conversation.
 */
export type FollowUpAdd = { 
/**
 * With whom.
 */
who: number | string, 
/**
 * Its kind; promise where missing.
 */
kind?: FollowUpKind | null, 
/**
 * Owed by them.
 */
theirs: boolean, 
/**
 * What.
 */
text: string, 
/**
 * When it is due: a date or words; a weekday is the next one.
 */
due?: string | null, };

/**
 * A follow-up that is kept, dropped or opened again.
 */
export type FollowUpClose = { 
/**
 * Which one.
 */
id: FollowUpId, 
/**
 * Where it stands now.
 */
state: FollowUpState, };

/**
 * A follow-up.
 */
export type FollowUpId = number;

/**
 * A follow-up as part of a conversation that is logged.
 */
export type FollowUpInput = { 
/**
 * With whom; the first in the conversation where missing.
 */
with: number | string | null, 
/**
 * Its kind; promise where missing.
 */
kind?: FollowUpKind | null, 
/**
 * Owed by them.
 */
theirs: boolean, 
/**
 * What.
 */
text: string, 
/**
 * When it is due: a date or words; a weekday is the next one.
 */
due?: string | null, };

/**
 * The kinds of follow-up.
 */
export type FollowUpKind = "promise" | "answer owed" | "amends" | "thank-you";

/**
 * Which follow-up.
 */
export type FollowUpOnly = { 
/**
 * Its id.
 */
id: FollowUpId, };

/**
 * Where a follow-up stands.
 */
export type FollowUpState = "open" | "kept" | "dropped";

/**
 * The days ahead.
 */
export type Forecast = { 
/**
 * Σ 1/cadence over the mean pace. Null when the pace is 0.
 */
load: number | null, 
/**
 * The load as a sentence.
 */
load_sentence: string, 
/**
 * Day by day, today the first.
 */
days: Array<DayAhead>, 
/**
 * How far each rhythm stretches, the shortest first.
 */
cadences: Array<Stretched>, 
/**
 * Who runs past “at the latest”, the first one first.
 */
past_latest: Array<PastLatest>, };

/**
 * How far to look ahead.
 */
export type ForecastInput = { 
/**
 * Days, today the first; twelve weeks where missing, at most a year.
 */
days?: number | null, };

/**
 * A group.
 */
export type Group = { 
/**
 * Its id.
 */
id: GroupId, 
/**
 * Its id everywhere.
 */
uid: string, 
/**
 * Its name.
 */
name: string, 
/**
 * What one means to do with it.
 */
intent: Intent | null, 
/**
 * What its members want from us.
 */
expectations: string, 
/**
 * The cadence members inherit.
 */
cadence: Interval | null, 
/**
 * The longest interval beside it.
 */
latest: Interval | null, 
/**
 * Its members live together: a conversation with one keeps in touch with all.
 */
household: boolean, 
/**
 * Members that are not archived; 0 for a smart group, whose members a search finds whenever they are asked for.
 */
members: number, 
/**
 * The search that finds its members: a smart group. Null for a group into which people are put.
 */
query: string | null, };

/**
 * A new group.
 */
export type GroupAdd = { 
/**
 * Its name.
 */
name: string, 
/**
 * The cadence members inherit: an interval, or `none`.
 */
every?: string | null, 
/**
 * The longest interval beside it, or `none`.
 */
latest?: string | null, 
/**
 * What one means to do with it.
 */
intent?: Intent | null, 
/**
 * Whether its members live together: a conversation with one keeps in touch with all.
 */
household?: boolean | null, 
/**
 * The search that finds its members, for a smart group. It gives no rhythm and is no household.
 */
query?: string | null, };

/**
 * A change of a group: what is missing stays.
 */
export type GroupEdit = { 
/**
 * Which one.
 */
id: GroupId, 
/**
 * Its name.
 */
name?: string | null, 
/**
 * The cadence members inherit: an interval, or `none`.
 */
every?: string | null, 
/**
 * The longest interval beside it, or `none`.
 */
latest?: string | null, 
/**
 * What one means to do with it; null takes it away.
 */
intent?: Intent | null, 
/**
 * What its members want from us.
 */
expectations?: string | null, 
/**
 * Whether its members live together.
 */
household?: boolean | null, 
/**
 * The search that finds its members; a group into which people were put keeps them and takes none.
 */
query?: string | null, };

/**
 * A group.
 */
export type GroupId = number;

/**
 * Which group.
 */
export type GroupOnly = { 
/**
 * Its id.
 */
id: GroupId, };

/**
 * How a group is named on a contact.
 */
export type GroupRef = { 
/**
 * Its id.
 */
id: GroupId, 
/**
 * Its name.
 */
name: string, };

/**
 * One page of the guide.
 */
export type GuidePage = { 
/**
 * Its name in addresses: that of its file.
 */
id: string, 
/**
 * Its heading.
 */
title: string, 
/**
 * The page as HTML, without its heading. Links to other pages are addresses of the screens, `#/guide/ID`.
 */
html: string, 
/**
 * Its words in lines, for a search.
 */
text: string, };

/**
 * How far to look back.
 */
export type HistoryInput = { 
/**
 * Entries at most; 100 where it is missing.
 */
limit?: number | null, };

/**
 * What kind of row was found.
 */
export type HitKind = "conversation" | "contact" | "fact" | "follow-up" | "exchange" | "exchange" | "exchange" | "feedback" | "occasion";

/**
 * What matches, best first, whoever it belongs to.
 */
export type HitsAnswer = { 
/**
 * Conversations, facts and records.
 */
hits: Array<FlatHit>, 
/**
 * How many match in all.
 */
total_hits: number, 
/**
 * Words that were corrected.
 */
corrections: Array<Correction>, 
/**
 * Words that were let go because nobody has them all.
 */
let_go: Array<string>, 
/**
 * Whether everything was searched; while the index is away there are no hits.
 */
index: IndexState, 
/**
 * How far it is, while it is being built.
 */
building: Building | null, 
/**
 * How long it took, in milliseconds.
 */
took_ms: number, };

/**
 * What a backup holds.
 */
export type Holdings = { 
/**
 * Contacts, archived ones too.
 */
contacts: number, 
/**
 * Conversations.
 */
conversations: number, 
/**
 * The date of the newest conversation.
 */
newest_conversation: string | null, };

/**
 * The formats that come in.
 */
export type ImportFormat = "vcard" | "archive";

/**
 * What to import.
 */
export type ImportInput = { 
/**
 * Files, or folders of which every fitting file is taken.
 */
paths: Array<string>, 
/**
 * The format; by name and content where missing.
 */
format?: ImportFormat | null, 
/**
 * Only say what would happen.
 */
dry_run: boolean, 
/**
 * The job's name, to watch or stop it.
 */
job?: string | null, };

/**
 * What an import did, or would do.
 */
export type ImportReport = { 
/**
 * Things new here.
 */
added: number, 
/**
 * Things that were here and changed.
 */
updated: number, 
/**
 * Things left out: empty, or already here just so.
 */
skipped: number, 
/**
 * Cards that stand for someone already here or twice in the files.
 */
duplicates: number, 
/**
 * What was not understood.
 */
problems: Array<Problem>, 
/**
 * The operation, to undo it; null after a dry run or when nothing changed.
 */
operation: OperationId | null, 
/**
 * The first names that came in, for a preview.
 */
names: Array<string>, 
/**
 * Contacts, conversations and so on that came in, by kind.
 */
counts: Record<string, number>, };

/**
 * How the rebuild is to be called.
 */
export type IndexRebuild = { 
/**
 * The name by which it can be watched and stopped.
 */
job?: string, };

/**
 * What was searched.
 */
export type IndexState = "ready" | "behind" | "away";

/**
 * How the index stands.
 */
export type IndexStatus = { 
/**
 * What can be searched by it.
 */
state: IndexState, 
/**
 * How far a build that is under way is.
 */
building: Building | null, 
/**
 * How many rows it holds.
 */
rows: number, 
/**
 * Its size on the disk.
 */
bytes: number, 
/**
 * The version of what is in it.
 */
version: number, 
/**
 * The languages the user named; all are looked for where there is none.
 */
languages: Array<string>, };

/**
 * Whether the index holds what the database does.
 */
export type IndexVerified = { 
/**
 * Whether nothing is wrong.
 */
sound: boolean, 
/**
 * What is wrong, as the rest of a sentence about the index.
 */
problem: string | null, };

/**
 * Who began it.
 */
export type Initiator = "me" | "them";

/**
 * What one means to do with a group.
 */
export type Intent = "grow" | "keep" | "re-engineer" | "let go";

/**
 * An interval of civil time, as “every 2 months”.
 */
export type Interval = { 
/**
 * How many units, at least 1.
 */
every: number, 
/**
 * The unit.
 */
unit: Unit, };

/**
 * Somebody to be introduced to.
 */
export type IntroducedPerson = { 
/**
 * Who.
 */
contact: Contact, 
/**
 * Their rank; only good for comparing within one list.
 */
score: number, 
/**
 * The words that say why.
 */
words: Array<string>, 
/**
 * The passages that say why, best first.
 */
hits: Array<SearchHit>, 
/**
 * The day they were introduced, if they were.
 */
introduced: string | null, 
/**
 * The last day on which both took part in one conversation.
 */
together: string | null, };

/**
 * Something somebody wants or offers, and the people it concerns.
 */
export type Introduction = { 
/**
 * What.
 */
fact: Fact, 
/**
 * The people, best first.
 */
people: Array<IntroducedPerson>, };

/**
 * Whom to introduce somebody to.
 */
export type Introductions = { 
/**
 * Who.
 */
contact: ContactRef, 
/**
 * What they want, and who could answer it.
 */
wants: Array<Introduction>, 
/**
 * What they offer, and who could use it.
 */
offers: Array<Introduction>, 
/**
 * Whether everything was searched.
 */
index: IndexState, };

/**
 * Whose wants and offers are to be met.
 */
export type IntroductionsInput = { 
/**
 * Whose.
 */
who: number | string, 
/**
 * At most so many people for each; 5 where missing.
 */
limit?: number | null, };

/**
 * Which job.
 */
export type JobName = { 
/**
 * The name the caller gave it.
 */
job: string, };

export type JsonValue = number | string | boolean | Array<JsonValue> | { [key in string]: JsonValue } | null;

/**
 * Whether Kith stays when its window is closed.
 */
export type KeepRunning = "auto" | "always" | "never";

/**
 * What was kept up.
 */
export type Kept = { 
/**
 * Day by day from a Monday to today.
 */
days: Array<KeptDay>, 
/**
 * People with a rhythm, those paused left out.
 */
with_rhythm: number, 
/**
 * Those of them whose due date is not past.
 */
in_rhythm: number, 
/**
 * Routine days in a row on which somebody was reached, up to now.
 */
streak: number, 
/**
 * The longest such row of the last two years, or of these days where they are more.
 */
longest: number, };

/**
 * A day that was.
 */
export type KeptDay = { 
/**
 * The routine day.
 */
date: string, 
/**
 * People reached.
 */
reached: number, 
/**
 * It is no routine day: its pace is 0, or it is a day of vacation.
 */
off: boolean, 
/**
 * Nobody was due when it was looked at.
 */
nobody_due: boolean, };

/**
 * How far to look back.
 */
export type KeptInput = { 
/**
 * Weeks, this one the last; a year where missing, at most ten.
 */
weeks?: number | null, };

/**
 * An address, number or link with its label, in a contact's lists.
 */
export type Labelled = { 
/**
 * As typed.
 */
value: string, 
/**
 * “work”, “home” …; may be empty.
 */
label: string, };

/**
 * The language of the screens; the terminal speaks English.
 */
export type Language = "system" | "en" | "de";

/**
 * A part of the language that has a name.
 */
export type LanguagePart = "with" | "name" | "org" | "title" | "group" | "tag" | "place" | "channel" | "kind" | "note" | "fact" | "from" | "since" | "until" | "on" | "in" | "last" | "every" | "minutes" | "stretch" | "gave" | "received" | "asked" | "has" | "missing" | "score" | "intent" | "phone" | "never" | "due" | "overdue" | "archived" | "or";

/**
 * Where 29 February is observed in common years.
 */
export type LeapDay = "feb28" | "mar1";

/**
 * The load, and what would bring it to 1.
 */
export type Load = { 
/**
 * Σ 1/cadence over the mean pace: above 1 the pace cannot hold the rhythms. Null when the pace is 0.
 */
load: number | null, 
/**
 * People a day that the rhythms need.
 */
needed_per_day: number, 
/**
 * The mean pace of a week, in people a day.
 */
pace_per_day: number, 
/**
 * The load as a sentence.
 */
load_sentence: string, 
/**
 * The pace that would hold the rhythms; null where the pace does already.
 */
raised: Pace | null, 
/**
 * Those whose slower rhythms the pace would hold; empty where it does already.
 */
slowed: Array<Slowed>, };

/**
 * Something that is here now and would be gone.
 */
export type Lost = { 
/**
 * Its kind, as in [`Difference`].
 */
kind: string, 
/**
 * What it is about.
 */
text: string, 
/**
 * When it was written down: milliseconds UTC.
 */
at: number, };

/**
 * A note as it will be shown.
 */
export type NoteHtml = { 
/**
 * Sanitised HTML.
 */
html: string, 
/**
 * The tags in it, without `#`.
 */
tags: Array<string>, };

/**
 * A language notes may be in whose words are known in all their forms, by its ISO 639-1 code.
 */
export type NoteLanguage = "en" | "de" | "fr" | "es" | "it" | "pt" | "nl" | "sv" | "da" | "no" | "fi" | "hu" | "ro" | "tr" | "pl" | "cs" | "ru" | "el" | "ar" | "hi";

/**
 * A note as it is being written.
 */
export type NotePreview = { 
/**
 * The note (Markdown).
 */
note: string, };

/**
 * An input without fields.
 */
export type Nothing = Record<symbol, never>;

/**
 * Something to tell, in words.
 */
export type Notice = { 
/**
 * Its id.
 */
id: NoticeId, 
/**
 * What it is about; of one told again, what it was about the first time.
 */
kind: NoticeKind, 
/**
 * One line.
 */
title: string, 
/**
 * The rest; plain text, may be empty.
 */
body: string, 
/**
 * Whom to log with or to open.
 */
contact_id: ContactId | null, 
/**
 * The planned conversation it is about.
 */
conversation_id: ConversationId | null, 
/**
 * The language its buttons are to have, as it is set.
 */
language: Language, };

/**
 * A notice.
 */
export type NoticeId = number;

/**
 * What a notice is about.
 */
export type NoticeKind = "digest" | "occasion" | "lead" | "planned" | "happened" | "again" | "summary";

/**
 * Which notice.
 */
export type NoticeOnly = { 
/**
 * Its id.
 */
id: NoticeId, };

/**
 * Who is still showing what.
 */
export type NoticesClaim = { 
/**
 * Notices claimed before whose showing has not been answered yet: they stay with the caller.
 */
holding: Array<NoticeId>, };

/**
 * What became of notices.
 */
export type NoticesTold = { 
/**
 * Those the desktop has shown.
 */
told: Array<NoticeId>, 
/**
 * Those it has not: they are due again.
 */
failed: Array<NoticeId>, };

/**
 * An occasion.
 */
export type Occasion = { 
/**
 * Its id.
 */
id: OccasionId, 
/**
 * Its id everywhere.
 */
uid: string, 
/**
 * Whose.
 */
contact_id: ContactId, 
/**
 * Its kind.
 */
kind: OccasionKind, 
/**
 * What it is called; empty where the kind says it.
 */
label: string, 
/**
 * `YYYY-MM-DD`, `--MM-DD`, `YYYY-MM` or `--MM`.
 */
date: string, 
/**
 * Days before, from which it is shown.
 */
lead_days: number, 
/**
 * When it is observed next, today included; null for a month alone.
 */
next: string | null, 
/**
 * How old or how many years it then is, where the year is known.
 */
years: number | null, };

/**
 * A new occasion.
 */
export type OccasionAdd = { 
/**
 * Whose.
 */
who: number | string, 
/**
 * Its kind.
 */
kind: OccasionKind, 
/**
 * `YYYY-MM-DD`, `--MM-DD`, `YYYY-MM` or `--MM`; `MM-DD` and words like `12 mar` are read too.
 */
date: string, 
/**
 * What it is called.
 */
label?: string | null, 
/**
 * Days before; 7 where missing.
 */
lead_days?: number | null, };

/**
 * A change of an occasion: what is missing stays.
 */
export type OccasionEdit = { 
/**
 * Which one.
 */
id: OccasionId, 
/**
 * Its kind.
 */
kind?: OccasionKind | null, 
/**
 * The date.
 */
date?: string | null, 
/**
 * What it is called.
 */
label?: string | null, 
/**
 * Days before.
 */
lead_days?: number | null, };

/**
 * An occasion.
 */
export type OccasionId = number;

/**
 * The kinds of occasion.
 */
export type OccasionKind = "birthday" | "anniversary" | "custom";

/**
 * Which occasion.
 */
export type OccasionOnly = { 
/**
 * Its id.
 */
id: OccasionId, };

/**
 * One entry of the history.
 */
export type Operation = { 
/**
 * Its id, for `undo ID`.
 */
id: OperationId, 
/**
 * What was done, as “Logged a talk with Dana Moreau”.
 */
label: string, 
/**
 * The same as a pattern and its parts, for a screen that speaks another language.
 */
said: Said, 
/**
 * How it came about.
 */
kind: OperationKind, 
/**
 * Whether it is undone at present.
 */
undone: boolean, 
/**
 * When it was done: milliseconds UTC.
 */
at: number, };

/**
 * One undoable operation.
 */
export type OperationId = number;

/**
 * How an operation came about.
 */
export type OperationKind = "edit" | "import" | "merge" | "restore";

/**
 * What a day can hold.
 */
export type Pace = { 
/**
 * Reach-outs a day, per weekday; 0 is a day off.
 */
per_day: { [key in Weekday]?: number }, 
/**
 * The length of the routine in minutes.
 */
minutes: number, };

/**
 * A part that is checked.
 */
export type Part = "database" | "references" | "touches" | "index" | "photos" | "backups";

/**
 * Someone who is not reached by the day that is the latest.
 */
export type PastLatest = { 
/**
 * Who.
 */
contact: ContactRef, 
/**
 * The day to reach them at the latest.
 */
latest_on: string, 
/**
 * The day they are reached; null where it is none of these.
 */
reached_on: string | null, };

/**
 * How many contacts each filter holds, archived ones counted only in `archived`.
 */
export type PeopleCounts = { all: number, with_rhythm: number, due: number, never: number, undecided: number, archived: number, };

/**
 * Which part of the People list.
 */
export type PeopleFilter = "all" | "with_rhythm" | "due" | "never" | "undecided" | "archived";

/**
 * How the People list is sorted.
 */
export type PeopleSort = "name" | "org" | "last_touch" | "due" | "cadence" | "added";

/**
 * A photo, ready for an `img`.
 */
export type Photo = { 
/**
 * A `data:` URI.
 */
uri: string, };

/**
 * Which photo.
 */
export type PhotoInput = { 
/**
 * Its SHA-256.
 */
sha256: string, };

/**
 * A conversation that was written down ahead of its time.
 */
export type Planned = { 
/**
 * Its day.
 */
date: string, 
/**
 * With whom.
 */
people: Array<ContactRef>, 
/**
 * Which.
 */
conversation_id: ConversationId, 
/**
 * The way.
 */
channel: Channel, 
/**
 * Where; empty when not said.
 */
place: string, 
/**
 * When: its date, or date and time.
 */
start: string, 
/**
 * “Coffee with Priya”.
 */
text: string, };

/**
 * One way to reach a contact.
 */
export type Point = { 
/**
 * Its id.
 */
id: PointId, 
/**
 * What it is.
 */
kind: PointKind, 
/**
 * The address, number or link as typed; an address on one line.
 */
value: string, 
/**
 * “work”, “home” …; may be empty.
 */
label: string, 
/**
 * An address's parts; empty for the rest.
 */
parts: AddressParts, };

/**
 * An e-mail address, a phone number, a postal address …
 */
export type PointId = number;

/**
 * A point as it is given.
 */
export type PointInput = { 
/**
 * What it is.
 */
kind: PointKind, 
/**
 * The address, number or link.
 */
value: string, 
/**
 * “work”, “home” …
 */
label?: string | null, 
/**
 * An address's parts; the value may then be empty and is put together from them.
 */
parts?: AddressParts | null, };

/**
 * The kinds of contact point.
 */
export type PointKind = "email" | "phone" | "address" | "url" | "profile";

/**
 * Something that was not understood.
 */
export type Problem = { 
/**
 * The file's name.
 */
file: string, 
/**
 * The line in it; 0 when it concerns the whole file.
 */
line: number, 
/**
 * What, as a sentence.
 */
message: string, };

/**
 * How far a job is.
 */
export type Progress = { 
/**
 * Whether it runs at present.
 */
running: boolean, 
/**
 * Things done.
 */
done: number, 
/**
 * Things in all; 0 while not known.
 */
total: number, };

/**
 * The hours in which no reminder comes; past midnight where they end before they begin.
 */
export type QuietHours = { 
/**
 * When they begin, as `22:00`.
 */
from: string, 
/**
 * When they end, as `07:00`.
 */
to: string, };

/**
 * One person to reach.
 */
export type ReachOut = { 
/**
 * Who.
 */
contact: ContactRow, 
/**
 * The latest conversation that counts.
 */
last_touch: string | null, 
/**
 * The day to reach them.
 */
due: string | null, 
/**
 * 1.0 on the due date, 2.0 after twice as long.
 */
stretch: number | null, 
/**
 * Days from the anchor to the due date.
 */
cadence_days: number | null, 
/**
 * The day to reach them at the latest.
 */
latest_on: string | null, 
/**
 * Where they stand.
 */
state: ReachOutState, 
/**
 * Why today, as data.
 */
reasons: Array<Why>, 
/**
 * Why today, in words.
 */
why: Array<string>, 
/**
 * The latest conversation with a note.
 */
last_conversation: Conversation | null, 
/**
 * The line of it to begin with; may be empty.
 */
last_line: string, 
/**
 * What is known of them.
 */
facts: Array<Fact>, 
/**
 * What is owed to or by them.
 */
follow_ups: Array<FollowUp>, };

/**
 * Where a person of the day's list stands.
 */
export type ReachOutState = "open" | "done";

/**
 * A report, to be looked at before it is given to anybody.
 */
export type Report = { 
/**
 * The report itself, as it would be written.
 */
text: string, };

/**
 * Where to write a report.
 */
export type ReportSave = { 
/**
 * The file; one that is there is written over.
 */
dest: string, 
/**
 * The report as it was shown, perhaps with what the person wrote into it.
 */
text?: string | null, };

/**
 * Which backup to restore.
 */
export type RestoreInput = { 
/**
 * The name of a file in the folder `backups`, or a path.
 */
file: string, 
/**
 * Only say what would change.
 */
dry_run: boolean, };

/**
 * What a restore did, or would do.
 */
export type RestoreReport = { 
/**
 * The backup.
 */
backup: Backup, 
/**
 * What changes, by kind; null when what is there cannot be read.
 */
changes: Array<Difference> | null, 
/**
 * The newest things that are lost by it.
 */
lost: Array<Lost>, 
/**
 * The copy of what was there before; null in a dry run, and where that was damaged.
 */
safety: Backup | null, 
/**
 * Where the damaged database was set aside.
 */
set_aside: string | null, 
/**
 * The operation in the history that takes it back.
 */
operation: OperationId | null, };

/**
 * A pattern such as `Noted a fact about {name}`, and its parts by name.
 */
export type Said = { 
/**
 * In English, parts in braces.
 */
pattern: string, 
/**
 * What stands for each.
 */
parts: Record<string, string | Said>, };

/**
 * Who matches, best first.
 */
export type SearchAnswer = { 
/**
 * The people.
 */
people: Array<SearchPerson>, 
/**
 * How many match in all.
 */
total_people: number, 
/**
 * How many conversations, facts and records speak for them in all, and for nobody yet.
 */
total_hits: number, 
/**
 * How the matches are spread.
 */
facets: Facets, 
/**
 * Words that were corrected.
 */
corrections: Array<Correction>, 
/**
 * Words that were let go because nobody has them all.
 */
let_go: Array<string>, 
/**
 * What matches in conversations with nobody named yet.
 */
of_nobody: Array<SearchHit>, 
/**
 * Whether everything was searched, or only names because the index is being built.
 */
index: IndexState, 
/**
 * How far it is, while it is being built.
 */
building: Building | null, 
/**
 * How long it took, in milliseconds.
 */
took_ms: number, };

/**
 * A conversation, fact or record that matches, with its best passage.
 */
export type SearchHit = { 
/**
 * What it is.
 */
kind: HitKind, 
/**
 * Its id.
 */
id: number, 
/**
 * Its day.
 */
date: string | null, 
/**
 * A verbatim part of what was written.
 */
passage: string, 
/**
 * What matched: ranges of characters (Unicode scalar values) in the passage.
 */
highlights: Array<[number, number]>, 
/**
 * Whether the text goes on before the passage.
 */
cut_before: boolean, 
/**
 * Whether the text goes on behind the passage.
 */
cut_after: boolean, };

/**
 * A search.
 */
export type SearchInput = { 
/**
 * What was typed. Nothing is an error.
 */
query: string, 
/**
 * At most so many people; 20 where missing.
 */
limit?: number | null, 
/**
 * At most so many passages a person; 3 where missing.
 */
hits?: number | null, 
/**
 * Whether the last word may still go on: true while typing, false where missing.
 */
prefix?: boolean | null, 
/**
 * In which order people come; by relevance where missing.
 */
sort?: SearchSort | null, 
/**
 * Whether it is counted how the matches are spread; true where missing.
 */
facets?: boolean | null, };

/**
 * A person who matches.
 */
export type SearchPerson = { 
/**
 * Who.
 */
contact: Contact, 
/**
 * Their rank; only good for comparing within this answer.
 */
score: number, 
/**
 * What speaks for them, best first.
 */
hits: Array<SearchHit>, 
/**
 * How much there is of it.
 */
hit_count: number, 
/**
 * The day of the newest of it.
 */
newest: string | null, };

/**
 * In which order people come.
 */
export type SearchSort = "relevance" | "name" | "last_touch" | "stretch";

/**
 * Everything the user can set.
 */
export type Settings = { 
/**
 * What a day can hold.
 */
pace: Pace, 
/**
 * When a routine day begins, as `04:00`.
 */
rollover: string, 
/**
 * Light or dark.
 */
theme: Theme, 
/**
 * The language of the screens.
 */
language: Language, 
/**
 * The languages notes are written in; without any, each may be in any of those that are known.
 */
note_languages: Array<NoteLanguage>, 
/**
 * Days until someone who did not answer comes back.
 */
again_days: number, 
/**
 * Whether a conversation that was only an ask counts as keeping in touch.
 */
ask_alone_is_touch: boolean, 
/**
 * Where 29 February is observed in common years.
 */
leap_day: LeapDay, 
/**
 * Vacation and holidays, by their first day.
 */
vacations: Array<Vacation>, 
/**
 * Whether reminders are shown.
 */
notices: boolean, 
/**
 * Whether reminders leave names out.
 */
notices_private: boolean, 
/**
 * When the routine begins, and with it the day's reminders, as `09:00`.
 */
routine_time: string, 
/**
 * Minutes by which a planned conversation is announced before it begins; 0 for not at all.
 */
planned_lead_minutes: number, 
/**
 * When no reminder comes; what is due then comes after them.
 */
quiet_hours: QuietHours | null, 
/**
 * The folder in which a calendar file is kept up to date, as a full path; empty for none.
 */
calendar_folder: string, 
/**
 * Whether the calendar file leaves names out.
 */
calendar_private: boolean, 
/**
 * Whether Kith stays when its window is closed.
 */
keep_running: KeepRunning, 
/**
 * Whether a key opens the log form from anywhere.
 */
log_shortcut: boolean, 
/**
 * Whether the first start was gone through.
 */
welcomed: boolean, };

/**
 * Someone whose rhythm could be slowed.
 */
export type Slowed = { 
/**
 * Who.
 */
contact: ContactRef, 
/**
 * The rhythm they have.
 */
from: Interval, 
/**
 * The rhythm they would have.
 */
to: Interval, };

/**
 * Who is in a smart group.
 */
export type SmartGroup = { 
/**
 * Which group.
 */
id: GroupId, 
/**
 * At most so many people; 20 where missing.
 */
limit?: number | null, 
/**
 * At most so many passages a person; 3 where missing.
 */
hits?: number | null, };

/**
 * The folder, what it holds, and what Kith is.
 */
export type Status = { 
/**
 * Kith's version.
 */
version: string, 
/**
 * The data folder.
 */
data_dir: string, 
/**
 * The zone of this call.
 */
zone: string, 
/**
 * The civil day of this call.
 */
civil_day: string, 
/**
 * The routine day of this call.
 */
routine_day: string, 
/**
 * Contacts, archived ones too.
 */
contacts: number, 
/**
 * Conversations.
 */
conversations: number, };

/**
 * How far people of the same rhythm are stretched when they are reached.
 */
export type Stretched = { 
/**
 * The rhythm.
 */
interval: Interval, 
/**
 * People who have it.
 */
people: number, 
/**
 * How often one of them is reached in these days.
 */
reached: number, 
/**
 * The mean stretch when they are; null where nobody is.
 */
mean: number | null, 
/**
 * The largest stretch of these days, of who still waits at their end too; null where nobody comes due.
 */
worst: number | null, };

/**
 * Light, dark, or as the system has it.
 */
export type Theme = "system" | "light" | "dark";

/**
 * Whom to put on today's list, or to take off it again.
 */
export type TodayAdd = { 
/**
 * Whom.
 */
contacts: Array<ContactId>, };

/**
 * Who came onto the list.
 */
export type TodayAdded = { 
/**
 * Those who were not on it before.
 */
added: Array<ContactId>, };

/**
 * Which day.
 */
export type TodayInput = { 
/**
 * A day to look ahead to, as a date or words; the list is then neither drawn nor stored.
 */
on?: string | null, };

/**
 * The day's list.
 */
export type TodayView = { 
/**
 * The routine day.
 */
date: string, 
/**
 * The pace of the day.
 */
pace: DayPace, 
/**
 * Planned conversations that are over, of which nobody has said whether they took place; the oldest first.
 */
to_confirm: Array<Planned>, 
/**
 * Follow-ups due, the oldest first.
 */
follow_ups: Array<FollowUp>, 
/**
 * Whom to reach, in the order drawn; those done are left out.
 */
reach_outs: Array<ReachOut>, 
/**
 * What comes within seven days.
 */
this_week: Array<Upcoming>, 
/**
 * Σ 1/cadence over the mean pace: above 1 the pace cannot hold the rhythms. Null when the pace is 0.
 */
load: number | null, 
/**
 * People a day that the rhythms need.
 */
needed_per_day: number, 
/**
 * The mean pace of a week, in people a day.
 */
pace_per_day: number, 
/**
 * The load as a sentence.
 */
load_sentence: string, 
/**
 * People whose slower rhythms the pace would hold, where it does not hold those there are.
 */
to_slow: number, 
/**
 * People reached today, on the list or not.
 */
done: number, 
/**
 * Due beyond the day's pace.
 */
waiting: number, 
/**
 * Contacts with a rhythm.
 */
with_rhythm: number, 
/**
 * Reached this week, Monday to Sunday.
 */
week_done: number, 
/**
 * The pace of this week.
 */
week_pace: number, 
/**
 * The day is off, and nothing is due before this one.
 */
vacation_until: string | null, };

/**
 * How many more.
 */
export type TopUp = { 
/**
 * People to add to today's list.
 */
count: number, };

/**
 * Who did not answer.
 */
export type Tried = { 
/**
 * Whom.
 */
who: number | string, 
/**
 * After which interval to try again (`3d`); the setting where missing.
 */
again?: string | null, 
/**
 * How it was tried; call where missing.
 */
channel?: Channel | null, };

/**
 * Which operation.
 */
export type UndoInput = { 
/**
 * An operation's id; the newest where it is missing.
 */
id?: OperationId | null, };

/**
 * What an undo or redo did.
 */
export type UndoReport = { 
/**
 * The operation.
 */
operation: Operation, 
/**
 * Rows of an older import that were kept because they were changed or referred to since, by table.
 */
kept: Record<string, number>, };

/**
 * The unit of an interval.
 */
export type Unit = "day" | "week" | "month" | "year";

/**
 * Whom to set aside until when.
 */
export type Until = { 
/**
 * Whom.
 */
who: number | string, 
/**
 * A date or words (“in 3 weeks”, “monday”: the next one).
 */
until: string, };

/**
 * What comes within the next seven days.
 */
export type Upcoming = { "kind": "occasion", 
/**
 * The day it is observed.
 */
date: string, 
/**
 * Whose.
 */
contact: ContactRef, 
/**
 * What.
 */
occasion: Occasion, 
/**
 * “Amara Okafor turns 40”.
 */
text: string, } | { "kind": "planned" } & Planned;

/**
 * Days on which nothing is due.
 */
export type Vacation = { 
/**
 * The first day.
 */
from: string, 
/**
 * The last day.
 */
to: string, 
/**
 * What it is called; may be empty.
 */
name: string, };

/**
 * A vacation to add.
 */
export type VacationAdd = { 
/**
 * The first day, as a date or words; a vacation that begins on it already is replaced.
 */
from: string, 
/**
 * The last day; the first where missing.
 */
to?: string | null, 
/**
 * What it is called.
 */
name?: string | null, };

/**
 * Which vacation.
 */
export type VacationOnly = { 
/**
 * Its first day, as a date or words.
 */
from: string, };

/**
 * Whom a text matters to, most first.
 */
export type WantedAnswer = { 
/**
 * What the text is called.
 */
title: string, 
/**
 * Where it stands, where it says so.
 */
link: string | null, 
/**
 * The words of the text that were looked for, the most telling first.
 */
words: Array<string>, 
/**
 * The people.
 */
people: Array<WantedPerson>, 
/**
 * How many there are in all.
 */
total_people: number, 
/**
 * Whether everything was searched.
 */
index: IndexState, 
/**
 * How far the index is, while it is being built.
 */
building: Building | null, };

/**
 * A text whose readers are sought.
 */
export type WantedBy = { 
/**
 * The text: an article, a title, a link. Anything will do.
 */
text: string, 
/**
 * What it is called; its first line where missing.
 */
title?: string | null, 
/**
 * Where it stands; the first address in the text where missing.
 */
link?: string | null, 
/**
 * The e-mail address it came from: whoever has it knows it already.
 */
from?: string | null, 
/**
 * At most so many people; 20 where missing.
 */
limit?: number | null, 
/**
 * At most so many passages a person; 3 where missing.
 */
hits?: number | null, };

/**
 * Somebody to whom a text matters.
 */
export type WantedPerson = { 
/**
 * Who.
 */
contact: Contact, 
/**
 * Their rank; only good for comparing within this answer.
 */
score: number, 
/**
 * The words that say why, the most telling first, as they stand in the text.
 */
words: Array<string>, 
/**
 * The passages that say why, best first.
 */
hits: Array<SearchHit>, 
/**
 * The day it was given to them, if it was.
 */
got: string | null, };

/**
 * A day of the week, as scripts spell it.
 */
export type Weekday = "mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun";

/**
 * Which contact: id, uid or name, as CONTRACT.md says.
 */
export type Who = { 
/**
 * An id, a uid or a name.
 */
who: number | string, };

/**
 * Why someone stands on the day's list.
 */
export type Why = { "kind": "latest", 
/**
 * Days since it did: 0 today.
 */
days: number, } | { "kind": "due_today", 
/**
 * Days of the rhythm.
 */
cadence_days: number, } | { "kind": "overdue", 
/**
 * Days since it ran out.
 */
days: number, 
/**
 * Days since the last touch; null when there was none.
 */
since_touch: number | null, 
/**
 * Days of the rhythm.
 */
cadence_days: number, } | { "kind": "never" } | { "kind": "asked_last", 
/**
 * Days since it.
 */
days: number, } | { "kind": "chosen" } | { "kind": "gave_last" } | { "kind": "tried", 
/**
 * How many in a row.
 */
times: number, };

/** Every command, with what it takes and answers. */
export interface Commands {
  /** Makes a contact. */
  contact_add: { input: ContactAdd; output: Contact };
  /** A contact with everything about it. */
  contact_get: { input: Who; output: ContactDetail };
  /** Changes a contact; what is not given stays. */
  contact_edit: { input: ContactEdit; output: Contact };
  /** Deletes a contact with everything that is theirs alone; conversations stay. */
  contact_delete: { input: Who; output: ContactRef };
  /** Makes one contact of two of the same person; where there can be only one thing, that of the first stays. */
  contact_merge: { input: ContactMerge; output: Contact };
  /** The People list. */
  contact_list: { input: ContactListInput; output: ContactList };
  /** Who might be meant by what is typed in a picker. */
  contact_find: { input: ContactFindInput; output: Array<Candidate> };
  /** Changes many contacts at once. */
  contacts_bulk: { input: ContactsBulk; output: Changed };
  /** Sets the rhythm of a contact. */
  cadence_set: { input: CadenceSet; output: Contact };
  /** Sets the rhythms of several contacts, each its own, as one operation. */
  cadences_set: { input: CadencesSet; output: Changed };
  /** A photo as a data URI. */
  photo_get: { input: PhotoInput; output: Photo };
  /** All groups, by name. */
  group_list: { input: Nothing; output: Array<Group> };
  /** Makes a group. */
  group_add: { input: GroupAdd; output: Group };
  /** Changes a group; what is not given stays. */
  group_edit: { input: GroupEdit; output: Group };
  /** Deletes a group; its members stay. */
  group_delete: { input: GroupOnly; output: GroupRef };
  /** Notes a fact. */
  fact_add: { input: FactAdd; output: Fact };
  /** Changes a fact; what is not given stays. */
  fact_edit: { input: FactEdit; output: Fact };
  /** Deletes a fact. */
  fact_delete: { input: FactOnly; output: Fact };
  /** Notes a date that returns. */
  occasion_add: { input: OccasionAdd; output: Occasion };
  /** Changes an occasion; what is not given stays. */
  occasion_edit: { input: OccasionEdit; output: Occasion };
  /** Deletes an occasion. */
  occasion_delete: { input: OccasionOnly; output: Occasion };
  /** Logs a conversation; answers once it is on disk. */
  conversation_log: { input: ConversationLog; output: Conversation };
  /** A conversation. */
  conversation_get: { input: ConversationOnly; output: Conversation };
  /** Changes a conversation; what is not given stays. */
  conversation_edit: { input: ConversationEdit; output: Conversation };
  /** Notes that a conversation that was planned took place, or deletes it where it did not. */
  conversation_confirm: { input: ConversationConfirm; output: Conversation };
  /** Deletes a conversation with its exchanges; facts learnt in it stay. */
  conversation_delete: { input: ConversationOnly; output: Conversation };
  /** The log, newest first. */
  conversation_list: { input: ConversationListInput; output: ConversationList };
  /** A note as it will be shown, and the tags in it; nothing is stored. */
  note_preview: { input: NotePreview; output: NoteHtml };
  /** Notes what was given, received or asked outside a conversation. */
  exchange_add: { input: ExchangeAdd; output: Exchange };
  /** Deletes an exchange. */
  exchange_delete: { input: ExchangeOnly; output: Exchange };
  /** Notes what is owed. */
  follow_up_add: { input: FollowUpAdd; output: FollowUp };
  /** Marks a follow-up kept, dropped or open again. */
  follow_up_close: { input: FollowUpClose; output: FollowUp };
  /** Deletes a follow-up. */
  follow_up_delete: { input: FollowUpOnly; output: FollowUp };
  /** Notes what a contact said of us. */
  feedback_add: { input: FeedbackAdd; output: Feedback };
  /** Deletes feedback. */
  feedback_delete: { input: FeedbackOnly; output: Feedback };
  /** Who matches: people, with the passages that say why. */
  search_people: { input: SearchInput; output: SearchAnswer };
  /** What matches, conversation by conversation, whoever it belongs to. */
  search_hits: { input: SearchInput; output: HitsAnswer };
  /** Who is in a smart group now, with the passages that say why. */
  smart_group: { input: SmartGroup; output: SearchAnswer };
  /** What may stand where the caret is in a query. */
  search_complete: { input: CompleteInput; output: Completion };
  /** Why people rank where they do. */
  search_explain: { input: SearchInput; output: Explained };
  /** How the search index stands. */
  index_status: { input: Nothing; output: IndexStatus };
  /** Throws the search index away and builds it anew. */
  index_rebuild: { input: IndexRebuild; output: IndexStatus };
  /** Compares the search index with the database. */
  index_verify: { input: Nothing; output: IndexVerified };
  /** To whom a text matters: people, with the words and passages that say why. */
  wanted_by: { input: WantedBy; output: WantedAnswer };
  /** The text of a file: txt, md, html or eml. */
  article_read: { input: ArticleFile; output: Article };
  /** For what a contact wants those who could answer it, for what it offers those who could use it. */
  introductions: { input: IntroductionsInput; output: Introductions };
  /** The day's list; drawn at the first look of the routine day. */
  today_get: { input: TodayInput; output: TodayView };
  /** Adds people to today's list. */
  today_top_up: { input: TopUp; output: TodayView };
  /** Puts people on today's list by hand. */
  today_add: { input: TodayAdd; output: TodayAdded };
  /** Takes people off today's list who were put there by hand. */
  today_remove: { input: TodayAdd; output: null };
  /** The days ahead: who comes due, what the pace holds, how far each rhythm stretches. */
  forecast: { input: ForecastInput; output: Forecast };
  /** What was done day by day, who is within their rhythm, and how many routine days in a row. */
  kept: { input: KeptInput; output: Kept };
  /** The load, and what would bring it to 1. */
  load_get: { input: Nothing; output: Load };
  /** Sets someone aside until a day. */
  snooze: { input: Until; output: DayItem };
  /** Skips this round: counts for the rhythm, not for the history. */
  skip: { input: Who; output: DayItem };
  /** Nothing is due for someone until a day. */
  pause: { input: Until; output: DayItem };
  /** Logs an attempt that did not reach them; they come back in a few days. */
  tried: { input: Tried; output: DayItem };
  /** All vacations, by their first day. */
  vacation_list: { input: Nothing; output: Array<Vacation> };
  /** Adds a vacation, or replaces the one that begins on the same day. */
  vacation_add: { input: VacationAdd; output: Array<Vacation> };
  /** Takes a vacation away. */
  vacation_delete: { input: VacationOnly; output: Array<Vacation> };
  /** Takes what is due to be told, so that nobody else tells it; each is answered for by `notices_told`. */
  notices_claim: { input: NoticesClaim; output: Claimed };
  /** Says what became of notices that were claimed. */
  notices_told: { input: NoticesTold; output: null };
  /** Tells a notice once more, an hour later. */
  notice_again: { input: NoticeOnly; output: null };
  /** Brings data in as one undoable operation, or says what would happen. */
  import: { input: ImportInput; output: ImportReport };
  /** Writes data out. */
  export: { input: ExportInput; output: ExportReport };
  /** The calendar as text. */
  calendar_text: { input: Nothing; output: CalendarText };
  /** Brings the calendar file up to date, if one is kept, and says how it stands. */
  calendar_get: { input: Nothing; output: CalendarFile };
  /** Keeps a calendar file in a folder from now on, or none. */
  calendar_keep: { input: CalendarKeep; output: CalendarFile };
  /** Fills an empty Kith with a small made-up life to look around in. */
  demo_load: { input: Nothing; output: ImportReport };
  /** Makes a backup. */
  backup_now: { input: BackupNow; output: Backup };
  /** The backups there are, newest first. */
  backup_list: { input: Nothing; output: Array<Backup> };
  /** Restores a backup, or says what would change. */
  restore: { input: RestoreInput; output: RestoreReport };
  /** Checks the database, the index, the photos and the backups, and repairs what can be derived. */
  check: { input: CheckInput; output: CheckReport };
  /** The draft of that name; null when there is none. */
  draft_get: { input: DraftName; output: Draft | null };
  /** All drafts, the one kept last first. */
  draft_list: { input: Nothing; output: Array<Draft> };
  /** Keeps a draft; answers once it is on disk. */
  draft_save: { input: DraftSave; output: null };
  /** Throws a draft away. */
  draft_delete: { input: DraftName; output: null };
  /** The folder, what it holds, and what Kith is. */
  status: { input: Nothing; output: Status };
  /** The user guide. */
  guide_pages: { input: Nothing; output: Array<GuidePage> };
  /** A report of a problem, without anything personal. */
  report_get: { input: Nothing; output: Report };
  /** Writes a report to a file. */
  report_save: { input: ReportSave; output: Report };
  /** What the user set. */
  settings_get: { input: Nothing; output: Settings };
  /** Changes settings; what is not given stays. */
  settings_set: { input: JsonValue; output: Settings };
  /** What was done, newest first. */
  history: { input: HistoryInput; output: Array<Operation> };
  /** Undoes the newest operation, or the given one; null when there is nothing. */
  undo: { input: UndoInput; output: UndoReport | null };
  /** Does again what was undone last; null when there is nothing. */
  redo: { input: Nothing; output: UndoReport | null };
  /** How far a job is. */
  job_status: { input: JobName; output: Progress };
  /** Stops a job. */
  job_cancel: { input: JobName; output: Progress };
}
