//! What was done, as a person would say it: “Logged a call with Dana Moreau and Rohan Hall”.

use super::{Channel, Conversation};
use crate::people::ContactRef;

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
        [one] => Some((*one).into()),
        [one, other] => Some(format!("{one} and {other}")),
        [one, other, third] => Some(format!("{one}, {other} and {third}")),
        [one, other, rest @ ..] => Some(format!("{one}, {other} and {} others", rest.len())),
    }
}
