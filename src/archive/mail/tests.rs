//! Messages, mailboxes and saved pages, and what is read from them.

use std::ops::ControlFlow;

use super::*;
use crate::archive::RawArticle;

fn articles(bytes: &[u8]) -> Vec<RawArticle> {
    assert!(
        Kind::of(bytes).is_some(),
        "{:?}",
        String::from_utf8_lossy(&bytes[..bytes.len().min(80)])
    );
    let mut found = Vec::new();
    read(&mut &bytes[..], &Reading::default(), &mut |piece| {
        found.push(piece.expect("an article"));
        ControlFlow::Continue(())
    })
    .expect("mail");
    found
}

fn value(article: &RawArticle, name: &str) -> String {
    let named = article.headers.iter().filter(|header| header.name.eq_ignore_ascii_case(name));
    named.map(|header| header.value.as_str()).collect::<Vec<_>>().join("|")
}

const HEAD: &str = "From: Ada Quill <quill@skerry.example>\nSubject: Lamp\nDate: Sat, 31 May 2025 06:00:00 +0100\n";

/// Returns the text of a message with these headers and this body.
fn text(headers: &str, body: &[u8]) -> String {
    let message = [HEAD.as_bytes(), headers.as_bytes(), b"\n", body].concat();
    articles(&message).remove(0).text
}

#[test]
fn the_text_of_a_message_is_its_plain_part() {
    let body = "Not for readers.\n--XX\nContent-Type: multipart/alternative; boundary=\"YY\"\n\n--YY\n\
        Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\nThe f=C3=A4hre is late, the =\n\
        lamp burns.\n\n--YY\nContent-Type: text/html\n\n<p>The <b>ferry</b></p>\n\n--YY--\n--XX\n\
        Content-Type: application/pdf; name=\"map.pdf\"\nContent-Transfer-Encoding: base64\n\nJVBERi0x\n--XX\n\
        Content-Type: text/plain\nContent-Disposition: attachment; filename=\"a.txt\"\n\nAttached.\n--XX--\n";
    assert_eq!(
        text(
            "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"XX\"\n",
            body.as_bytes()
        ),
        "The fähre is late, the lamp burns."
    );
    let html = "<html><head><style>p{color:red}</style></head><body><p>Good morning.</p><p>The ferry sails &amp; the \
        lamp burns.</p></body></html>";
    let wanted = "Good morning.\n\nThe ferry sails & the lamp burns.";
    assert_eq!(text("Content-Type: text/html; charset=utf-8\n", html.as_bytes()), wanted);
    let alone = format!("--YY\nContent-Type: text/html\n\n{html}\n--YY--\n");
    assert_eq!(
        text("Content-Type: multipart/alternative; boundary=YY\n", alone.as_bytes()),
        wanted
    );
}

#[test]
fn bytes_are_read_in_the_encoding_they_are_in() {
    let koi8 = b"\xec\xc1\xcd\xd0\xc1 \xce\xc1 \xcd\xd9\xd3\xc5 \xd3\xce\xcf\xd7\xc1 \xc7\xcf\xd2\xc9\xd4, \xd3\xcb\xc1\xda\xc1\xcc \xd3\xcd\xcf\xd4\xd2\xc9\xd4\xc5\xcc\xd8 \xcd\xc1\xd1\xcb\xc1.";
    let wanted = "Лампа на мысе снова горит, сказал смотритель маяка.";
    assert_eq!(text("Content-Type: text/plain; charset=koi8-r\n", koi8), wanted);
    assert_eq!(text("", koi8), wanted);
    assert_eq!(text("Content-Type: text/plain; charset=x-unknown\n", wanted.as_bytes()), wanted);
    assert_eq!(text("Content-Type: text/plain; charset=iso-8859-1\n", b"W\xe4rterin"), "Wärterin");
    // A wrong UTF-8 is detected, and damaged UTF-8 is kept as far as it can be read.
    let utf8 = "Content-Type: text/plain; charset=utf-8\n";
    assert_eq!(text(utf8, b"F\xe4hre late."), "Fähre late.");
    assert_eq!(
        text(utf8, b"W\xc3\xa4rterin, F\xc3\xa4hre\xc3 late."),
        "Wärterin, Fähre\u{FFFD} late."
    );
    assert_eq!(text("Content-Transfer-Encoding: base64\n", b"TGFtcCBi\ndXJucy4="), "Lamp burns.");
}

#[test]
fn headers_are_decoded_and_authors_named() {
    let message = b"From: =?utf-8?q?Ad=C3=A4?= Quill <q@skerry.example>, pilot@skerry.example\nSubject: =?utf-8?q?F=C3=A4hre?=\n late\n\
        Message-ID: <a1@skerry.example>\nKeywords: lamps, oil\n\nText.\n";
    let article = &articles(message)[0];
    assert_eq!(value(article, "title"), "Fähre late");
    assert_eq!(value(article, "byline"), "Adä Quill|pilot@skerry.example");
    assert_eq!(value(article, "id"), "<a1@skerry.example>");
    assert_eq!(value(article, "topic"), "lamps|oil");
    let article =
        &articles(b"From: q@skerry.example (Ada Quill)\nSubject: J\xfcrgen f\xe4hrt\n\nText.\n")[0];
    assert_eq!(
        (value(article, "byline"), value(article, "title")),
        ("Ada Quill".into(), "Jürgen fährt".into())
    );
}

#[test]
fn a_forwarded_message_is_text() {
    let body = format!(
        "--XX\nContent-Type: text/plain\n\nSee below.\n--XX\nContent-Type: message/rfc822\n\n{HEAD}\nThe oil came.\n--XX--\n"
    );
    let found = text("Content-Type: multipart/mixed; boundary=XX\n", body.as_bytes());
    assert_eq!(found, "See below.\n\nThe oil came.");
    let outer = format!(
        "From: desk@skerry.example\nMIME-Version: 1.0\nContent-Type: message/rfc822\n\n{HEAD}\nThe oil came.\n"
    );
    let article = &articles(outer.as_bytes())[0];
    assert_eq!(
        (value(article, "title").as_str(), article.text.as_str()),
        ("Lamp", "The oil came.")
    );
    assert!(value(article, "date").starts_with("Sat, 31 May"));
}

#[test]
fn a_mailbox_is_divided_where_headers_follow() {
    let mailbox = "From keeper@skerry.example Sat Mar  4 08:00:00 2023\nFrom: Keeper <k@skerry.example>\nSubject: Oil\n\n\
        The oil came.\n\nFrom the pier we saw two boats.\n\nFrom here:\nnote: this is text\n\n>From here on it is closed.\n\
        >>From there too.\n\n\
        From pilot@skerry.example Sun Mar  5 09:30:00 2023 remote from skerry\nX-Lamp: yes\nSubject: Re: Oil\n\nThank you.\n\
        From \nFrom: Cook <c@skerry.example>\nSubject: Bread\n\nBread tomorrow.\n";
    for mailbox in [mailbox.to_string(), mailbox.replace('\n', "\r\n")] {
        let found = articles(mailbox.as_bytes());
        let titles: Vec<String> = found.iter().map(|article| value(article, "title")).collect();
        assert_eq!(titles, ["Oil", "Re: Oil", "Bread"]);
        assert_eq!(found.iter().map(|article| article.line).collect::<Vec<_>>(), [2, 16, 21]);
        assert!(found[0].text.contains("\nFrom the pier we saw"), "{}", found[0].text);
        assert!(found[0].text.ends_with("\nFrom here on it is closed.\n>From there too."));
        assert_eq!(found[2].text, "Bread tomorrow.");
    }
    let batch = "#! rnews 60\nPath: a!b\nFrom: a@skerry.example\nSubject: One\n\nText.\n#! rnews 60\nPath: a!c\nSubject: Two\n\nMore.\n";
    assert_eq!(articles(batch.as_bytes()).len(), 2);
}

#[test]
fn news_posts_are_mail_and_notes_are_not() {
    let post = "Path: cantaloupe!news.sky.example!keeper\nFrom: keeper@sky.example (K. Eeper)\nNewsgroups: sci.lamps\n\
        Subject: One\nDate: 16 Apr 93 20:37:22 GMT\nLines: 2\n\nThe lamp is out.\nFrom afar:\n";
    assert_eq!(Kind::of(post.as_bytes()), Some(Kind::Message));
    assert_eq!(articles(post.as_bytes())[0].text, "The lamp is out.\nFrom afar:");
    for other in [
        "Title: One\nDate: 2024-09-14\n\nThe lamp.\n",
        "From the pier we saw two boats.\nNote: nothing.\n",
        "From: the keeper\n\nDear all",
        "The lamp: it burns\nFrom: here\n",
        "",
    ] {
        assert_eq!(Kind::of(other.as_bytes()), None, "{other}");
    }
}

#[test]
fn a_saved_page_is_a_page() {
    let page = "From: <Saved by Blink>\nSnapshot-Content-Location: https://echo.example/2024/lamp.html\nSubject: Lamp\n\
        Date: Sat, 31 May 2025 06:00:00 -0000\nMIME-Version: 1.0\n\
        Content-Type: multipart/related;\n\ttype=\"text/html\";\n\tboundary=\"----X\"\n\n\n------X\nContent-Type: text/html\n\
        Content-Transfer-Encoding: quoted-printable\nContent-Location: https://echo.example/2024/lamp.html\n\n\
        <html lang=3D\"en\"><head><title>Lamp lit again</title></head><body><article><h1>Lamp lit again</h1><p>The lamp on the \
        point was lit on Saturday after eleven dark years, the keeper said.</p></article></body></html>\n\n------X\n\
        Content-Type: image/png\nContent-Transfer-Encoding: base64\n\niVBORw0=\n------X--\n";
    assert_eq!(Kind::of(page.as_bytes()), Some(Kind::Page));
    let article = &articles(page.as_bytes())[0];
    assert_eq!(value(article, "url"), "https://echo.example/2024/lamp.html");
    assert_eq!(value(article, "date"), "");
    assert!(value(article, "saved").starts_with("Sat"));
    assert!(
        article.text.contains("lit on Saturday") && !article.text.contains("iVBOR"),
        "{}",
        article.text
    );
    // The page is read as HTML, not as text.
    assert!(!article.text.contains("Lamp lit again"), "{}", article.text);
}

#[test]
fn the_last_change_of_a_saved_page_is_a_date_it_may_be_of() {
    let page = |modified: &str| {
        format!(
            "From: <Saved by Blink>\nSubject: Lamp\nDate: Sat, 31 May 2025 06:00:00 -0000\nMIME-Version: 1.0\n\
             Content-Type: multipart/related;\n\ttype=\"text/html\";\n\tboundary=\"----X\"\n\n\n------X\nContent-Type: text/html\n\
             Last-Modified: {modified}\n\n<html><body><article><h1>Lamp lit again</h1><p>The lamp on the \
             point was lit on Saturday after eleven dark years, the keeper said.</p></article></body></html>\n\n------X--\n"
        )
    };
    let dates = |modified: &str| {
        let article = articles(page(modified).as_bytes()).remove(0);
        article.dates.into_iter().map(|date| date.written).collect::<Vec<_>>()
    };
    assert_eq!(dates("Sat, 14 Sep 2024 20:00:00 GMT"), ["Sat, 14 Sep 2024 20:00:00 GMT"]);
    // The server generated the page on request.
    assert!(dates("Sat, 31 May 2025 05:59:59 GMT").is_empty());
}

#[test]
fn hostile_messages_end() {
    let nested = format!("{HEAD}{}", "Content-Type: message/rfc822\n\n".repeat(100_000));
    assert_eq!(articles(nested.as_bytes()).len(), 1);
    let unclosed =
        format!("{HEAD}{}", "Content-Type: multipart/mixed; boundary=x\n\n--x\n".repeat(100_000));
    assert_eq!(articles(unclosed.as_bytes()).len(), 1);
    let deep: String = (0..900)
        .map(|n| format!("Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n"))
        .collect();
    assert_eq!(articles(format!("{HEAD}{deep}").as_bytes()).len(), 1);
    for cut in 0..HEAD.len() + 60 {
        let whole =
            format!("{HEAD}Content-Type: multipart/mixed; boundary=x\n\n--x\n\nLamp.\n--x--\n");
        if Kind::of(&whole.as_bytes()[..cut]).is_some() {
            articles(&whole.as_bytes()[..cut]);
        }
    }
}

#[test]
fn soft_line_ends_are_joined() {
    let flowed = "Content-Type: text/plain; charset=utf-8; format=flowed\n";
    assert_eq!(
        text(flowed, b"The lamp \nburns \nagain.\n\nIt is lit.\n"),
        "The lamp burns again.\n\nIt is lit."
    );
    let joined = "Content-Type: text/plain; format=flowed; delsp=yes\n";
    assert_eq!(text(joined, b"The la \nmp burns.\n"), "The lamp burns.");
    assert_eq!(text("Content-Type: text/plain\n", b"The lamp \nburns.\n"), "The lamp \nburns.");
}

#[test]
fn a_notice_about_html_is_not_the_text() {
    let html = "<p>The lamp on the point was lit on Friday after eleven dark years, the keeper said, and it burns.</p>";
    let parts = |plain: &str| {
        format!(
            "--YY\nContent-Type: text/plain\n\n{plain}\n--YY\nContent-Type: text/html\n\n{html}\n--YY--\n"
        )
    };
    let headers = "Content-Type: multipart/alternative; boundary=YY\n";
    assert!(
        text(headers, parts("View it online.").as_bytes()).starts_with("The lamp on the point")
    );
    let whole = "The lamp on the point was lit on Friday, he said.";
    assert_eq!(text(headers, parts(whole).as_bytes()), whole);
}

#[test]
fn a_message_without_a_date_has_that_of_its_arrival() {
    let dates = |bytes: &str| -> Vec<String> {
        let article = articles(bytes.as_bytes()).remove(0);
        article.dates.into_iter().map(|date| date.written).collect()
    };
    let mailbox = "From keeper@skerry.example Sat Mar  4 08:00:00 2023\nFrom: k@skerry.example\nSubject: Oil\n";
    assert_eq!(dates(&format!("{mailbox}\nText.\n")), ["Sat Mar 4 08:00:00 2023"]);
    let received =
        "Received: from a by b; Sat, 4 Mar 2023 08:01:00 +0000\nReceived: from c by a; x\n";
    assert_eq!(dates(&format!("{mailbox}{received}\nText.\n")), ["Sat, 4 Mar 2023 08:01:00 +0000"]);
    assert!(dates(&format!("{mailbox}Date: Sat, 4 Mar 2023 07:00:00 +0000\n\nText.\n")).is_empty());
}

#[test]
fn lists_hide_addresses_of_authors() {
    let message =
        b"From: ada at skerry.example (Ada Quill)\nSubject: Oil\nMessage-ID: <a@b>\n\nText.\n";
    assert_eq!(value(&articles(message)[0], "byline"), "Ada Quill");
}
