//! What was done, as a person would say it: “Logged a call with Dana Moreau and Rohan Hall”.

use super::{Channel, Conversation};
use crate::people::ContactRef;
use crate::text::short;

/// A conversation in words, as “a call with Dana Moreau and Rohan Hall”.
pub(crate) fn talk(channel: Channel, attempt: bool, people: &[&str]) -> String {
    let what = match channel {
        Channel::InPerson => "a talk",
        Channel::Call => "a call",
        Channel::Video => "a video call",
        Channel::Message => "a message",
        Channel::Mail => "a mail",
        Channel::Letter => "a letter",
        Channel::Event => "an event",
        Channel::Other => "a conversation",
    };
    match (attempt, names(people)) {
        (false, None) => what.into(),
        (false, Some(names)) => format!("{what} with {names}"),
        (true, None) => "an attempt to reach someone".into(),
        (true, Some(names)) => format!("an attempt to reach {names}"),
    }
}

/// A conversation that is there, in words.
pub(crate) fn of(conversation: &Conversation) -> String {
    talk(conversation.channel, conversation.attempt, &shown(&conversation.people))
}

/// The names of these people.
pub(crate) fn shown(people: &[ContactRef]) -> Vec<&str> {
    people.iter().map(|person| person.name.as_str()).collect()
}

/// “Dana”, “Dana and Rohan”, “Dana, Rohan and 3 others”.
fn names(people: &[&str]) -> Option<String> {
    match people {
        [] => None,
        [one] => Some(short(one)),
        [one, other] => Some(format!("{} and {}", short(one), short(other))),
        [one, other, third] => Some(format!("{}, {} and {}", short(one), short(other), short(third))),
        [one, other, rest @ ..] => Some(format!("{}, {} and {} others", short(one), short(other), rest.len())),
    }
}
