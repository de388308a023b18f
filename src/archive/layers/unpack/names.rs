//! The names of members of a zip archive. Names that are not UTF-8 are in the code page of the system that packed the
//! archive. No archive states this code page, so it is detected from all names together.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, IBM866, WINDOWS_1251, WINDOWS_1252};

/// The encoding of the names in an archive.
#[derive(Debug)]
pub struct Names {
    /// The encoding of the names that are not UTF-8; `None` is code page 437 of DOS.
    page: Option<&'static Encoding>,
}

impl Names {
    /// Detects the encoding of the given names.
    pub fn of<'a>(names: impl Iterator<Item = &'a [u8]>) -> Names {
        let old: Vec<&[u8]> = names.filter(|name| std::str::from_utf8(name).is_err()).collect();
        Names { page: detected(&old.join(&b'\n')) }
    }

    /// Decodes a name. `stated` is how the `zip` crate reads it: as code page 437, or as a separate Unicode name.
    pub fn read<'a>(&self, name: &'a [u8], stated: Option<&'a str>) -> Cow<'a, str> {
        if let Ok(name) = std::str::from_utf8(name) {
            return name.into();
        }
        match (self.page, stated) {
            (_, Some(stated)) if stated.chars().any(is_beyond_437) => stated.into(),
            (None, Some(stated)) => stated.into(),
            (page, _) => page.unwrap_or(IBM866).decode_without_bom_handling(name).0,
        }
    }
}

/// Returns whether a letter is missing from code page 437, which has only those of western Europe and a few Greek ones.
fn is_beyond_437(c: char) -> bool {
    c.is_alphabetic() && !matches!(c, '\u{0}'..='\u{ff}' | '\u{192}' | '\u{370}'..='\u{3ff}' | 'ⁿ')
}

fn detected(names: &[u8]) -> Option<&'static Encoding> {
    if names.is_empty() {
        return None;
    }
    let high = || names.iter().filter(|byte| !byte.is_ascii());
    let words = names.split(|byte| byte.is_ascii() && !byte.is_ascii_alphabetic());
    let (mut accents, mut letters) = (0, 0);
    for word in words.filter(|word| !word.is_ascii()) {
        let count = word.iter().filter(|byte| !byte.is_ascii()).count();
        accents += count;
        letters += word.len() - count;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(names, true);
    let guess = detector.guess(None, Utf8Detection::Deny);
    let is_wide = !guess.is_single_byte() && !guess.decode_without_bom_handling(names).1;
    if is_wide {
        return Some(guess);
    }
    if letters > accents {
        // Western European: the letters of DOS are control characters in Windows.
        let dos = high().all(|byte| matches!(byte, 0x80..=0xA5 | 0xE1));
        return if dos { None } else { Some(guess) };
    }
    let cyrillic = [IBM866, WINDOWS_1251, encoding_rs::KOI8_R, encoding_rs::KOI8_U];
    if guess != WINDOWS_1252 && !cyrillic.contains(&guess) {
        return Some(guess);
    }
    // Cyrillic: DOS has small letters from 0xA0 and 0xE0, Windows has all letters from 0xC0.
    let of_dos = high().filter(|byte| matches!(byte, 0x80..=0xAF | 0xE0..=0xF1)).count();
    let of_windows = high().filter(|byte| matches!(byte, 0xC0..=0xFF | 0xA8 | 0xB8)).count();
    match of_dos.cmp(&of_windows) {
        std::cmp::Ordering::Greater => Some(IBM866),
        std::cmp::Ordering::Less if guess == WINDOWS_1252 => Some(WINDOWS_1251),
        _ => Some(guess),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &[u8]) -> String {
        // As read by the `zip` crate, these bytes contain no letter that is missing from code page 437.
        Names::of(std::iter::once(name)).read(name, Some("437")).into_owned()
    }

    #[test]
    fn old_code_pages_are_detected() {
        for (encoding, names) in [
            (IBM866, &["новости/маяк.txt", "Лампа.txt", "письма 2024.html"][..]),
            (WINDOWS_1251, &["новости/маяк.txt", "письма 2024.html"][..]),
            (
                encoding_rs::SHIFT_JIS,
                &["新聞/灯台.txt", "ニュース.html", "岬の灯台が再び点灯.txt"][..],
            ),
            (encoding_rs::GBK, &["新闻/灯塔重新点亮.txt"][..]),
            (encoding_rs::EUC_KR, &["뉴스/등대가 다시 켜졌다.txt"][..]),
        ] {
            for name in names {
                assert_eq!(read(&encoding.encode(name).0), *name, "{}", encoding.name());
            }
        }
        assert_eq!(read("új/ж.txt".as_bytes()), "új/ж.txt");
        // The bytes of DOS for `Café.txt` and `Fähre.txt`.
        assert_eq!((read(b"Caf\x82.txt").as_str(), read(b"F\x84hre.txt").as_str()), ("437", "437"));
        assert_eq!(read(b"Caf\xe9.txt"), "Café.txt");
    }

    #[test]
    fn a_name_in_unicode_beside_the_old_one_counts() {
        let names = Names::of(std::iter::once(&b"\x8d\xa0.txt"[..]));
        assert_eq!(names.read(b"\x8d\xa0.txt", Some("маяк.txt")), "маяк.txt");
    }
}
