//! The web page and the HTTP API, through the built program.

pub(crate) mod api;
pub(crate) mod assistants;
mod browser;
mod browser_cases;
pub(crate) mod client;
mod following;
mod guarding;
mod limits;
mod pages;
mod remedies;
