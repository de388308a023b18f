//! Encodings of pages that declare the wrong one, or none, or declare it late.

use encoding_rs::Encoding;

use super::decode;

/// Texts in several languages, each with encodings that pages in it have.
const TEXTS: [(&str, &str, &[&str]); 9] = [
    (
        "ja",
        "土曜日、十一年ぶりに島の灯台に明かりがともり、船は真夜中まで岬の沖に停泊していた。",
        &["shift_jis", "euc-jp", "iso-2022-jp"],
    ),
    (
        "ko",
        "토요일 열한 해 만에 섬의 등대에 다시 불이 켜졌고 배들은 자정까지 곶 앞바다에 머물렀다.",
        &["euc-kr"],
    ),
    (
        "zh",
        "星期六，岛上的灯塔在十一年之后再次点亮，船只在海角外停泊到午夜。工会说，船员们回到了岗位。",
        &["gbk"],
    ),
    (
        "zh-TW",
        "星期六，島上的燈塔在十一年之後再次點亮，船隻在海角外停泊到午夜。工會說，船員們回到崗位。",
        &["big5"],
    ),
    (
        "ru",
        "В субботу маяк на острове снова зажгли после одиннадцати тёмных лет, и лодки стояли у мыса.",
        &["windows-1251", "koi8-r", "iso-8859-5", "ibm866"],
    ),
    (
        "el",
        "Το Σάββατο ο φάρος του νησιού άναψε ξανά μετά από έντεκα σκοτεινά χρόνια και οι βάρκες έμειναν.",
        &["iso-8859-7"],
    ),
    (
        "he",
        "ביום שבת הודלק שוב המגדלור באי אחרי אחת עשרה שנים חשוכות, והסירות עמדו מול הכף.",
        &["windows-1255"],
    ),
    (
        "pl",
        "W sobotę latarnia na wyspie znów zaświeciła po jedenastu ciemnych latach, a łodzie stały u przylądka do północy. Związek powiedział, że załogi wróciły.",
        &["iso-8859-2", "windows-1250"],
    ),
    (
        "de",
        "Am Samstag wurde der Leuchtturm wieder angezündet, und die Boote lagen bis Mitternacht vor der Küste. Die Gewerkschaft hörte das gern, größer als früher.",
        &["windows-1252"],
    ),
];

fn encoded(text: &str, label: &str) -> Vec<u8> {
    let encoding = Encoding::for_label(label.as_bytes()).expect("an encoding");
    let (bytes, _, is_lossy) = encoding.encode(text);
    assert!(!is_lossy, "{label}");
    bytes.into_owned()
}

fn read(bytes: &[u8]) -> String {
    let head = &bytes[..bytes.len().min(8 << 10)];
    let encoding = decode::sniff(head).expect("a text");
    std::io::read_to_string(decode::Utf8::new(bytes, encoding)).expect("a text")
}

#[test]
fn pages_are_decoded_whatever_they_declare() {
    for (lang, text, labels) in TEXTS {
        for label in labels {
            let late = format!("<!--{}-->", "x".repeat(1_500));
            let later = format!("<style>{}</style>", "a{b:c} ".repeat(900));
            for head in [
                String::new(),
                "<meta charset=utf-8>".to_string(),
                "<meta charset=iso-8859-1>".to_string(),
                "<meta http-equiv=content-type content=\"text/html;charset=windows-1252\">"
                    .to_string(),
                format!("<meta charset={label}>"),
                format!("<meta http-equiv=Content-Type content='text/html; charset={label}'>"),
                format!("{late}<meta charset=\"{label}\">"),
                format!("{later}<meta charset=\"{label}\">"),
                format!("<script src=a charset=utf-8></script><meta charset={label}>"),
            ] {
                let page = format!(
                    "<html lang={lang}><head>{head}</head><body><p>{text}</p><p>{text}</p></body></html>"
                );
                let bytes = encoded(&page, label);
                assert!(read(&bytes).contains(text), "{lang} in {label}: {head:.80}");
            }
            let page = format!(
                "<?xml version=\"1.0\" encoding=\"{label}\"?><html lang={lang}><meta charset=utf-8><p>{text}{text}</p></html>"
            );
            assert!(read(&encoded(&page, label)).contains(text), "{lang} in {label}, as XML");
        }
    }
}

#[test]
fn pages_in_utf_16_without_a_mark_are_decoded() {
    for (lang, text, _) in TEXTS {
        let page =
            format!("<!DOCTYPE html><html lang={lang}><meta charset=utf-8><p>{text}</p></html>");
        let little: Vec<u8> = page.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = page.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert!(read(&little).contains(text) && read(&big).contains(text), "{lang}");
    }
}

#[test]
fn a_few_errors_do_not_change_the_encoding() {
    let (_, text, _) = TEXTS[4];
    let mut bytes = format!("<html lang=ru><p>{text}{text}</p>").into_bytes();
    bytes.extend([0xd0, b'<', 0xff]);
    assert!(read(&bytes).contains(text));
    // Accented letters in Latin-1 stay what they are.
    let french = "L'été dernier, le phare de l'île a été rallumé après onze années, où les bateaux étaient à l'ancre.";
    let page = format!("<html lang=fr><meta charset=iso-8859-1><p>{french}</p></html>");
    assert!(read(&encoded(&page, "windows-1252")).contains(french));
}
