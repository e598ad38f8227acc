//! Commands of this feature: one call each.

use crate::api::Call;
use crate::error::{Error, Result};

use super::{
    Conversation, ConversationEdit, ConversationList, ConversationListInput, ConversationLog, ConversationOnly,
};

/// Logs a conversation; answers once it is on disk.
pub fn conversation_log(_call: &Call<'_>, _input: ConversationLog) -> Result<Conversation> {
    Err(Error::Conflict { message: "This is not built yet.".into() })
}

/// A conversation.
pub fn conversation_get(_call: &Call<'_>, _input: ConversationOnly) -> Result<Conversation> {
    Err(Error::Conflict { message: "This is not built yet.".into() })
}

/// Changes a conversation; what is not given stays.
pub fn conversation_edit(_call: &Call<'_>, _input: ConversationEdit) -> Result<Conversation> {
    Err(Error::Conflict { message: "This is not built yet.".into() })
}

/// Deletes a conversation with its exchanges; facts learnt in it stay.
pub fn conversation_delete(_call: &Call<'_>, _input: ConversationOnly) -> Result<Conversation> {
    Err(Error::Conflict { message: "This is not built yet.".into() })
}

/// The log, newest first.
pub fn conversation_list(_call: &Call<'_>, _input: ConversationListInput) -> Result<ConversationList> {
    Err(Error::Conflict { message: "This is not built yet.".into() })
}
