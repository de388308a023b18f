//! What saved searches found: for people ([`text`]), as JSON ([`json`]), as a feed ([`atom`]) and as mail ([`mail`]).

pub mod atom;
pub mod json;
#[cfg(feature = "formats")]
pub mod mail;
pub mod text;
