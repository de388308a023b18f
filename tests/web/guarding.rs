//! Access control, and the restrictions that every answer declares.

use super::client::{Server, corpus, encoded};
use crate::harness::Place;

#[test]
fn a_token_is_required_where_it_is_set() {
    let place = corpus();
    let server = Server::start(&place, &["--token", "correct horse"]);
    for path in ["/", "/api/v1/search?q=salt", "/metrics", "/static/style.css", "/nowhere"] {
        let refused = server.get(path);
        assert_eq!(refused.status, 401, "{path}");
        assert!(refused.header("www-authenticate").expect("a challenge").starts_with("Basic"));
        // "reader:correct horse" in base 64, as in RFC 7617.
        let basic = server.get_with(path, &["Authorization: Basic cmVhZGVyOmNvcnJlY3QgaG9yc2U="]);
        assert_ne!(basic.status, 401, "{path}");
        let bearer = server.get_with(path, &["Authorization: Bearer correct horse"]);
        assert_ne!(bearer.status, 401, "{path}");
        let wrong = server.get_with(path, &["Authorization: Bearer correct hors"]);
        assert_eq!(wrong.status, 401, "{path}");
    }
    assert_eq!(server.get("/?token=correct+horse").status, 401, "never in an address");
    assert_eq!(server.get("/healthz").status, 200);
}

#[test]
fn other_addresses_need_a_token() {
    let place = corpus();
    let output = place.run(&["serve", "--listen", "0.0.0.0:0"]);
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("--token-file FILE") && said.contains("--no-auth"), "{said}");
    place.write("token.txt", "short\n");
    let output = place.run(&["serve", "--listen", "0.0.0.0:0", "--token-file", "token.txt"]);
    assert!(String::from_utf8_lossy(&output.stderr).contains("shorter than 8"));
}

#[cfg(unix)]
#[test]
fn a_token_that_cannot_be_read_is_not_no_token() {
    use std::os::unix::ffi::OsStrExt;
    let place = corpus();
    // The address is in use, so that no server starts in any case.
    let used = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = used.local_addr().expect("an address").to_string();
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_dateline"))
        .args(["serve", "--listen", &address])
        .env("DATELINE_TOKEN", std::ffi::OsStr::from_bytes(b"correct \xff horse"))
        .current_dir(place.path(""))
        .output()
        .expect("the program runs");
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("DATELINE_TOKEN"), "{said}");
}

#[test]
fn a_host_that_is_not_ours_is_refused() {
    let place = corpus();
    let server = Server::start(&place, &["--allow-host", "news.example"]);
    let with_host = |host: &str| {
        let request = format!("GET /healthz HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        server.send(&request).status
    };
    for (host, status) in [
        ("127.0.0.1:1234", 200),
        ("localhost", 200),
        ("[::1]:80", 200),
        ("NEWS.example:8080", 200),
        ("attacker.example", 421),
        ("127.0.0.1.attacker.example", 421),
        ("", 421),
    ] {
        assert_eq!(with_host(host), status, "{host:?}");
    }
}

#[test]
fn requests_from_other_sites_are_refused() {
    let place = corpus();
    let server = Server::start(&place, &["--cors", "https://tools.example"]);
    let site = "Sec-Fetch-Site: cross-site";
    let refused = server.get_with("/api/v1/search?q=salt", &[site, "Sec-Fetch-Mode: no-cors"]);
    assert_eq!(refused.status, 403);
    let link = [site, "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document"];
    assert_eq!(server.get_with("/?q=salt", &link).status, 200, "a link may be followed");
    let frame = [site, "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: iframe"];
    assert_eq!(server.get_with("/?q=salt", &frame).status, 403);
    let allowed = [site, "Sec-Fetch-Mode: cors", "Origin: https://tools.example"];
    let answer = server.get_with("/api/v1/search?q=salt", &allowed);
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("access-control-allow-origin"), Some("https://tools.example"));
    let other = server.get_with("/api/v1/search?q=salt", &["Origin: https://other.example"]);
    assert_eq!(other.header("access-control-allow-origin"), None);
}

#[test]
fn only_reading_is_allowed() {
    let place = corpus();
    let server = Server::start(&place, &[]);
    for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"] {
        let request =
            format!("{method} / HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", server.host);
        assert_eq!(server.send(&request).status, 405, "{method}");
    }
    let head =
        format!("HEAD /?q=salt HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", server.host);
    let answer = server.send(&head);
    assert_eq!((answer.status, answer.body.len()), (200, 0));
}

#[test]
fn every_answer_carries_the_policy() {
    let place = corpus();
    let server = Server::start(&place, &[]);
    let key = place.json(&["search", "--json", "salt"])["hits"][0]["key"].clone();
    let key = key.as_str().expect("a key").to_string();
    for path in [
        "/",
        "/?q=date:1987-13",
        "/nowhere",
        "/healthz",
        "/api/v1/info",
        "/help",
        &format!("/article/{key}"),
    ] {
        let answer = server.get(path);
        let policy = answer.header("content-security-policy").expect("a policy");
        assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"));
        assert!(!policy.contains("unsafe"), "{policy}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(answer.header("referrer-policy"), Some("no-referrer"));
        assert_eq!(answer.header("access-control-allow-origin"), None);
        let text = answer.text();
        assert!(
            !text.contains(" style=") && !text.contains("<style") && !text.contains(" onclick="),
            "{path}"
        );
    }
    let original = server.get(&format!("/original/{key}"));
    assert_eq!(original.status, 200, "{}", original.head);
    assert!(original.header("content-security-policy").expect("a policy").contains("sandbox"));
    assert!(original.header("content-disposition").expect("a name").starts_with("attachment"));
}

#[test]
fn nothing_of_a_request_reaches_the_file_system() {
    let place = Place::new();
    place.write("secret.txt", "date 2024-05-31\nA secret title\n\nNobody may read this secret.\n");
    place.write("archive/a.txt", "date 2024-05-31\nThe lamp is lit\n\nThe keeper lit the lamp.\n");
    place.ends(0, &["index", "archive", "-q"]);
    let server = Server::start(&place, &[]);
    for path in [
        "../secret.txt",
        "..%2fsecret.txt",
        "%2e%2e/secret.txt",
        "archive/a.txt",
        "/etc/passwd",
        "%00",
    ] {
        for route in ["/original/", "/static/", "/article/", "/api/v1/article/", "/"] {
            let answer = server.get(&format!("{route}{path}"));
            assert!(
                answer.status == 404 || answer.status == 400,
                "{route}{path}: {}",
                answer.status
            );
            assert!(!String::from_utf8_lossy(&answer.body).contains("Nobody may read"));
        }
    }
    // A file that became a link to a place outside the root after it was indexed is not followed.
    let key = place.json(&["search", "--json", "lamp"])["hits"][0]["key"].clone();
    let original = format!("/original/{}", key.as_str().expect("a key"));
    assert_eq!(server.get(&original).status, 200);
    #[cfg(unix)]
    {
        std::fs::remove_file(place.path("archive/a.txt")).expect("removed");
        std::os::unix::fs::symlink(place.path("secret.txt"), place.path("archive/a.txt"))
            .expect("a link");
        let answer = server.get(&original);
        assert_eq!(answer.status, 404);
        assert!(!answer.text().contains("Nobody may read"));
    }
}

#[test]
fn a_hostile_article_shows_as_text() {
    let place = Place::new();
    let body = format!(
        "<script>alert(1)</script> <img src=x onerror=alert(2)> \u{202e}turned \u{1b}[31m &lt;b&gt; lantern\n\n{}",
        "A long paragraph about the lantern goes on and on.\n\n".repeat(100_000)
    );
    place.write(
        "archive/a.json",
        serde_json::json!({
            "title": "\"><script>alert(0)</script>\u{202e}",
            "date": "2024-05-31",
            "source": "<i>Wire</i>",
            "byline": "'\"><svg onload=alert(3)>",
            "section": "</option><script>",
            "url": "javascript:alert(4)",
            "text": body,
        })
        .to_string(),
    );
    place.ends(0, &["index", "archive", "-q"]);
    let server = Server::start(&place, &[]);
    let hits = place.json(&["search", "--json", "lantern"]);
    let key = hits["hits"][0]["key"].as_str().expect("a key");
    for path in [
        "/?q=lantern".to_string(),
        format!("/article/{key}?q=lantern&rank=1"),
        "/kwic?q=lantern".into(),
        "/values/source?q=lantern".into(),
        "/feed.atom?q=lantern".into(),
        format!("/?q={}", encoded("\"><script>alert(9)</script>")),
        format!("/compare?q={}", encoded("<script>")),
        format!("/compare.svg?q={}", encoded("<script>lantern")),
        format!("/article/{key}/{}", encoded("<script>alert(8)</script>")),
        format!("/article/ffff/{}", encoded("<script>alert(8)</script>")),
    ] {
        let text = String::from_utf8(server.get(&path).body).expect("UTF-8");
        for wrong in [
            "<script>alert",
            "<img src=x",
            "<svg onload",
            "<i>Wire",
            "href=\"javascript",
            "\u{202e}",
            "\u{1b}",
        ] {
            assert!(!text.contains(wrong), "{path} has {wrong:?}");
        }
    }
}

#[test]
fn the_original_in_a_container_is_sent_alone() {
    let place = Place::new();
    let text = "date 2024-05-31 7\nThe lamp is lit\n\nThe keeper lit the lamp.\n";
    place.write("pack/news/b.txt", text);
    let packed = std::process::Command::new("tar")
        .args(["-czf", "archive.tar.gz", "-C", "pack", "news/b.txt"])
        .current_dir(place.path(""))
        .status();
    assert!(packed.is_ok_and(|status| status.success()), "tar packs");
    place.write("archive/.keep", "");
    std::fs::rename(place.path("archive.tar.gz"), place.path("archive/c.tar.gz")).expect("moved");
    place.ends(0, &["index", "archive", "-q"]);
    let key = place.json(&["search", "--json", "lamp"])["hits"][0]["key"].clone();
    let original = format!("/original/{}", key.as_str().expect("a key"));
    let server = Server::start(&place, &[]);
    let answer = server.get(&original);
    assert_eq!((answer.status, answer.text().as_str()), (200, text));
    let name = answer.header("content-disposition").expect("a name");
    assert!(name.contains("filename=\"b.txt\""), "{name}");
    assert!(answer.header("content-security-policy").expect("a policy").contains("sandbox"));
    std::fs::write(place.path("archive/c.tar.gz"), "no longer an archive").expect("written");
    let answer = server.get(&original);
    assert_eq!(answer.status, 404);
}
