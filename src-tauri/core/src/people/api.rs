//! Commands of this feature: one call each.

use crate::api::Call;
use crate::error::{Error, Result};

use super::{
    CadenceSet, Candidate, Changed, Contact, ContactAdd, ContactDetail, ContactEdit, ContactFindInput, ContactList,
    ContactListInput, ContactRef, ContactsBulk, Photo, PhotoInput, Who,
};

/// Makes a contact.
pub fn contact_add(_call: &Call<'_>, _input: ContactAdd) -> Result<Contact> {
    Err(Error::Conflict { message: "This is not built yet.".into() })
}

/// A contact with everything about it.
pub fn contact_get(_call: &Call<'_>, _input: Who) -> Result<ContactDetail> {
    Err(Error::Conflict { message: "This is not built yet.".into() })
}

/// Changes a contact; what is not given stays.
pub fn contact_edit(_call: &Call<'_>, _input: ContactEdit) -> Result<Contact> {
    Err(Error::Conflict { message: "This is not built yet.".into() })
}

/// Deletes a contact with everything that is theirs alone; conversations stay.
pub fn contact_delete(_call: &Call<'_>, _input: Who) -> Result<ContactRef> {
    Err(Error::Conflict { message: "This is not built yet.".into() })
}

/// The People list.
pub fn contact_list(_call: &Call<'_>, _input: ContactListInput) -> Result<ContactList> {
    Err(Error::Conflict { message: "This is not built yet.".into() })
}

/// Who might be meant by what is typed in a picker.
pub fn contact_find(_call: &Call<'_>, _input: ContactFindInput) -> Result<Vec<Candidate>> {
    Err(Error::Conflict { message: "This is not built yet.".into() })
}

/// Changes many contacts at once.
pub fn contacts_bulk(_call: &Call<'_>, _input: ContactsBulk) -> Result<Changed> {
    Err(Error::Conflict { message: "This is not built yet.".into() })
}

/// Sets the rhythm of a contact.
pub fn cadence_set(_call: &Call<'_>, _input: CadenceSet) -> Result<Contact> {
    Err(Error::Conflict { message: "This is not built yet.".into() })
}

/// A photo as a data URI.
pub fn photo_get(_call: &Call<'_>, _input: PhotoInput) -> Result<Photo> {
    Err(Error::Conflict { message: "This is not built yet.".into() })
}
