//! Commands of this feature: one call each.

use crate::api::{Call, Nothing};
use crate::error::{Error, Result};

use super::{Group, GroupAdd, GroupEdit, GroupOnly, GroupRef};

/// All groups, by name.
pub fn group_list(_call: &Call<'_>, _input: Nothing) -> Result<Vec<Group>> {
    Err(Error::Conflict { message: "This is not built yet.".into() })
}

/// Makes a group.
pub fn group_add(_call: &Call<'_>, _input: GroupAdd) -> Result<Group> {
    Err(Error::Conflict { message: "This is not built yet.".into() })
}

/// Changes a group; what is not given stays.
pub fn group_edit(_call: &Call<'_>, _input: GroupEdit) -> Result<Group> {
    Err(Error::Conflict { message: "This is not built yet.".into() })
}

/// Deletes a group; its members stay.
pub fn group_delete(_call: &Call<'_>, _input: GroupOnly) -> Result<GroupRef> {
    Err(Error::Conflict { message: "This is not built yet.".into() })
}
