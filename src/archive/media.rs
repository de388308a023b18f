//! Names pictures, sound and video, which have no text.

/// The first bytes of pictures, sound and video, with their names.
const KNOWN: [(&[u8], &str); 11] = [
    (b"II*\0", "TIFF image (a converter such as tesseract reads it)"),
    (b"MM\0*", "TIFF image (a converter such as tesseract reads it)"),
    (b"\xFF\xD8\xFF", "JPEG image (a converter such as tesseract reads it)"),
    (b"\x89PNG\r\n", "PNG image (a converter such as tesseract reads it)"),
    (b"\0\0\0\x0CjP  ", "JPEG 2000 image (a converter such as tesseract reads it)"),
    (b"GIF8", "GIF image (a converter such as tesseract reads it)"),
    (b"\0\0\x01\0", "icon"),
    (b"ID3", "MP3 sound"),
    (b"OggS", "Ogg sound or video"),
    (b"fLaC", "FLAC sound"),
    (b"\x1A\x45\xDF\xA3", "Matroska video"),
];

/// Returns the name of a picture, sound or video, recognized by its first bytes, and what to do about it.
pub fn name(beginning: &[u8]) -> Option<&'static str> {
    let known = KNOWN.iter().find(|(mark, _)| beginning.starts_with(mark)).map(|(_, name)| *name);
    known.or_else(|| match (beginning.get(..4), beginning.get(4..8), beginning.get(8..12)) {
        (_, Some(b"ftyp"), _) => Some("MP4 sound or video"),
        (Some(b"RIFF"), _, Some(b"WEBP")) => Some("WebP image"),
        (Some(b"RIFF"), _, Some(b"WAVE" | b"AVI ")) => Some("WAV sound or AVI video"),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_and_sound_have_names() {
        for (bytes, expected) in [
            (&b"II*\0\x08\0"[..], Some("TIFF image (a converter such as tesseract reads it)")),
            (b"\0\0\0\x18ftypmp42", Some("MP4 sound or video")),
            (b"RIFF\0\0\0\0WEBPVP8 ", Some("WebP image")),
            (b"RIFF", None),
            (b"", None),
        ] {
            assert_eq!(name(bytes), expected);
        }
    }
}
