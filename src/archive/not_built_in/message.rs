//! Takes the place of `mail/message/` in a build without the feature `formats`.

use crate::archive::mail::mailbox::Found;
use crate::archive::{RawArticle, Reading, Reason};

/// Refuses to read a message.
pub fn read(_found: &Found, _reading: &Reading) -> Option<Result<RawArticle, Reason>> {
    Some(Err(Reason::NotBuiltIn))
}
