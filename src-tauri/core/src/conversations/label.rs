//! What was done, as a person would say it: “Logged a call with Dana Moreau and Rohan Hall”.

use super::{Channel, Conversation};
use crate::people::ContactRef;
use crate::said;
use crate::said::{Part, Said};
use crate::text::short;

/// A conversation in words, as “a call with Dana Moreau and Rohan Hall”.
pub(crate) fn talk(channel: Channel, attempt: bool, people: &[&str]) -> Said {
    let what: Said = match channel {
        Channel::InPerson => "a talk".into(),
        Channel::Call => "a call".into(),
        Channel::Video => "a video call".into(),
        Channel::Message => "a message".into(),
        Channel::Mail => "a mail".into(),
        Channel::Letter => "a letter".into(),
        Channel::Event => "an event".into(),
        Channel::Other => "a conversation".into(),
    };
    match (attempt, names(people)) {
        (false, None) => what,
        (false, Some(names)) => said!("{what} with {names}", what = what, names = names),
        (true, None) => "an attempt to reach someone".into(),
        (true, Some(names)) => said!("an attempt to reach {names}", names = names),
    }
}

/// A conversation that is there, in words.
pub(crate) fn of(conversation: &Conversation) -> Said {
    talk(conversation.channel, conversation.attempt, &shown(&conversation.people))
}

/// The names of these people.
pub(crate) fn shown(people: &[ContactRef]) -> Vec<&str> {
    people.iter().map(|person| person.name.as_str()).collect()
}

/// “Dana”, “Dana and Rohan”, “Dana, Rohan and 3 others”.
pub(crate) fn names(people: &[&str]) -> Option<Part> {
    match people {
        [] => None,
        [one] => Some(short(one).into()),
        [one, other] => Some(said!("{one} and {other}", one = short(one), other = short(other)).into()),
        [one, other, third] => {
            let (one, other, third) = (short(one), short(other), short(third));
            Some(said!("{one}, {other} and {third}", one = one, other = other, third = third).into())
        }
        [one, other, rest @ ..] => {
            let (one, other) = (short(one), short(other));
            Some(said!("{one}, {other} and {n} others", one = one, other = other, n = rest.len()).into())
        }
    }
}
