//! Posts of A News, the first Usenet program (1979): five lines without field names, then the text.
//!
//! ```text
//! Aunex.123
//! net.general
//! unex!keeper
//! Sat Jan  2 03:14:15 1982
//! Lamp oil
//! The oil came on Friday.
//! ```

use crate::archive::{Cut, RawArticle, decode};
use crate::article::Header;
use crate::dates;

/// The number of lines before the text.
const LINES: usize = 5;
/// The maximum length, in bytes, of a line before the text.
const LINE: usize = 500;

/// Returns whether a file starts like a post.
pub fn is_post(beginning: &[u8]) -> bool {
    if !beginning.starts_with(b"A") {
        return false;
    }
    let lines = beginning.splitn(LINES + 1, |byte| *byte == b'\n').take(LINES);
    let lines: Vec<&str> = lines
        .filter(|line| line.len() < LINE)
        .filter_map(|line| std::str::from_utf8(line).ok())
        .map(str::trim_end)
        .collect();
    let [number, groups, path, date, ..] = lines[..] else { return false };
    let is_word = |text: &str| !text.is_empty() && !text.contains(char::is_whitespace);
    let is_number = number.rsplit_once('.').is_some_and(|(_, number)| {
        !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
    });
    let is_path = is_word(path) && (path.contains('!') || !path.contains('.'));
    is_number && is_word(number) && is_word(groups) && is_path && dates::whole(date).is_some()
}

/// Reads the first bytes of a post. `rest` is the number of bytes that follow.
pub fn read(bytes: &[u8], rest: u64) -> RawArticle {
    // A part of a character would be taken for another encoding.
    let bytes = match std::str::from_utf8(bytes) {
        Err(error) if rest > 0 && error.error_len().is_none() => &bytes[..error.valid_up_to()],
        _ => bytes,
    };
    let text =
        decode::whole(bytes, None).unwrap_or_else(|| String::from_utf8_lossy(bytes).into_owned());
    let mut parts = text.splitn(LINES + 1, '\n').map(str::trim_end);
    let names = ["id", "newsgroups", "path", "date", "title"];
    let header = |(name, value): (&&str, &str)| Header {
        name: (*name).to_string(),
        value: value.to_string(),
    };
    let mut headers: Vec<Header> = names.iter().zip(parts.by_ref()).map(header).collect();
    if let Some(number) = headers.first_mut() {
        number.value.remove(0);
    }
    // The last name in the path of a post is its author.
    let author = headers.get(2).and_then(|path| path.value.rsplit('!').next());
    headers.extend(author.map(|author| header((&"byline", author))));
    let text = parts.next().unwrap_or_default().to_string();
    let kept = text.len() as u64;
    RawArticle {
        line: 1,
        headers,
        place: "header".into(),
        cut: (rest > 0).then_some(Cut { kept, of: Some(kept + rest) }),
        text,
        body_from: Some("text of the message"),
        ..RawArticle::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_post_without_names_of_headers_is_recognized() {
        let post =
            "Aunex.123\nnet.general\nunex!keeper\nSat Jan  2 03:14:15 1982\nLamp oil\nIt came.\n";
        assert!(is_post(post.as_bytes()));
        let read = read(post.as_bytes(), 0);
        let values: Vec<&str> = read.headers.iter().map(|header| header.value.as_str()).collect();
        let first = ["unex.123", "net.general", "unex!keeper", "Sat Jan  2 03:14:15 1982"];
        assert_eq!(values, [&first[..], &["Lamp oil", "keeper"]].concat());
        assert_eq!(read.text.trim(), "It came.");
        for other in
            ["A", "A day\n\nWords.", "Aunex.123\nnet.general\nunex!keeper\nOn Saturday\nLamp"]
        {
            assert!(!is_post(other.as_bytes()), "{other}");
        }
    }
}
