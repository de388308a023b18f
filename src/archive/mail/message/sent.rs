//! Who sent a message, and when it arrived if it does not say when it was sent.

use mail_parser::{Address, Message};

use super::words::value_of;
use crate::archive::Candidate;

/// The maximum number of authors.
const AUTHORS: usize = 200;

/// The days of the week, as they are written before a message in a mailbox.
const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// Returns the authors of a message by name, or by address without a name.
pub fn authors(message: &Message, bytes: &[u8]) -> Vec<String> {
    let people = match message.from() {
        Some(Address::List(people)) => people.iter().collect(),
        Some(Address::Group(groups)) => {
            groups.iter().flat_map(|group| &group.addresses).collect::<Vec<_>>()
        }
        None => Vec::new(),
    };
    let name = |one: &&mail_parser::Addr| {
        let name = one.name.as_deref().or(one.address.as_deref())?;
        Some(name.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|name| !name.is_empty())
    };
    let names: Vec<String> = people.iter().filter_map(name).take(AUTHORS).collect();
    let header = message.headers().iter().find(|one| one.name().eq_ignore_ascii_case("from"));
    let written = header.map(|header| value_of(header, bytes)).filter(|value| !value.is_empty());
    // Archives of mailing lists hide addresses: `ada at skerry.example (Ada Quill)`.
    if let Some(name) = written.as_deref().and_then(hidden) {
        return vec![name.to_string()];
    }
    match names.iter().any(|name| name.contains('\u{FFFD}')) || names.is_empty() {
        true => written.into_iter().collect(),
        false => names,
    }
}

/// Returns the name behind an address without its sign.
fn hidden(written: &str) -> Option<&str> {
    let (address, name) = written.strip_suffix(')')?.split_once(" (")?;
    let is_hidden = !address.contains('@') && address.split_once(" at ")?.1.contains('.');
    Some(name.trim()).filter(|name| is_hidden && !name.is_empty())
}

/// Returns when a message arrived: the date of the first `Received`, which the last server added, or that of the line
/// that begins the message in its mailbox.
pub fn arrival(message: &Message, bytes: &[u8], separator: Option<&str>) -> Option<Candidate> {
    let header = message.headers().iter().find(|one| one.name().eq_ignore_ascii_case("received"));
    let received = header.map(|header| value_of(header, bytes));
    let received = received.and_then(|value| Some(value.rsplit_once(';')?.1.trim().to_string()));
    // `From keeper@skerry.example Sat Mar  4 08:00:00 2023`
    let of_line = || {
        let words = separator?.split_whitespace().skip_while(|word| !DAYS.contains(word));
        Some(words.collect::<Vec<_>>().join(" ")).filter(|written| !written.is_empty())
    };
    let (place, written) = match received {
        Some(written) => ("header, `Received`", written),
        None => ("the line before the message", of_line()?),
    };
    Some(Candidate { place: place.into(), written, zone: None })
}
