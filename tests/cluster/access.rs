//! Access to a cluster through the built program: credentials, certificates and several addresses.

use std::path::Path;
use std::process::Output;
use std::sync::{Arc, Mutex};

use base64::Engine as _;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use super::hostile::{JSON, http, read_request, server, write};
use crate::harness::Place;

/// The authorization headers that a server has received.
type Received = Arc<Mutex<Vec<String>>>;

/// Answers requests with the right authorization that there is no such index, and refuses others.
fn guarded(wanted: &str) -> (String, Received) {
    let received = Received::default();
    let (list, wanted) = (Arc::clone(&received), wanted.to_ascii_lowercase());
    let host = server(move |_, stream| {
        let head = read_request(stream);
        let found = head.lines().find_map(|line| line.strip_prefix("authorization: "));
        let found = found.unwrap_or_default().to_string();
        let answer = if found == wanted { missing() } else { http("401 Unauthorized", JSON, "{}") };
        // The program may end as soon as it has the answer.
        list.lock().expect("nobody panics").push(found);
        write(stream, answer);
    });
    (host, received)
}

fn missing() -> String {
    let body =
        "{\"error\": {\"type\": \"index_not_found_exception\", \"reason\": \"no such index\"}}";
    http("404 Not Found", JSON, body)
}

fn info(place: &Place, address: &str, flags: &[&str], variables: &[(&str, &str)]) -> Output {
    let arguments = [&["info", "-v", "--index", address], flags].concat();
    place.run_with(&arguments, variables)
}

/// Returns what the program says on both streams.
fn said(output: &Output) -> String {
    String::from_utf8_lossy(&[output.stdout.as_slice(), &output.stderr].concat()).into_owned()
}

#[test]
fn credentials_come_from_a_flag_or_the_environment_and_are_never_shown() {
    let place = Place::new();
    place.write("user", "reader:very secret\n");
    place.write("key", "ApiKey c2VjcmV0\n");
    let encoded = base64::engine::general_purpose::STANDARD.encode("reader:very secret");
    let file = place.path("user").to_string_lossy().into_owned();
    for (wanted, flags, variables) in [
        (format!("Basic {encoded}"), &["--credentials", "user"][..], &[][..]),
        (format!("Basic {encoded}"), &[], &[("DATELINE_CREDENTIALS", file.as_str())]),
        (
            format!("Basic {encoded}"),
            &[],
            &[("DATELINE_USER", "reader"), ("DATELINE_PASSWORD", "very secret")],
        ),
        ("ApiKey c2VjcmV0".into(), &["--credentials", "key"], &[("DATELINE_USER", "nobody")]),
        ("ApiKey c2VjcmV0".into(), &[], &[("DATELINE_API_KEY", "c2VjcmV0")]),
    ] {
        let (host, received) = guarded(&wanted);
        let output = info(&place, &format!("http://{host}/news"), flags, variables);
        let text = said(&output);
        assert_eq!(output.status.code(), Some(2), "{text}");
        assert!(text.contains("no index at"), "{flags:?} {variables:?}: {text}");
        assert!(!received.lock().expect("nobody panics").is_empty());
        for secret in ["secret", encoded.as_str(), "c2VjcmV0"] {
            assert!(!text.contains(secret), "{text}");
        }
    }
    let (host, _) = guarded("nothing");
    let address = format!("http://{host}/news");
    let refused = info(&place, &address, &["--credentials", "user"], &[]);
    assert!(said(&refused).contains("refuses access"), "{}", said(&refused));
    assert!(!said(&refused).contains("secret"), "{}", said(&refused));
    let absent = info(&place, &address, &["--credentials", "absent"], &[]);
    assert!(said(&absent).contains("reading absent"), "{}", said(&absent));
}

#[test]
fn servers_are_tried_in_turn() {
    let place = Place::new();
    let closed = std::net::TcpListener::bind("127.0.0.1:0").and_then(|bound| bound.local_addr());
    let closed = closed.expect("a port");
    let open = server(|_, stream| {
        read_request(stream);
        write(stream, missing());
    });
    let output = info(&place, &format!("http://{closed},{open}/news"), &[], &[]);
    assert!(said(&output).contains("no index at"), "{}", said(&output));
}

/// Starts a server with a certificate of the test authority. Returns its port.
fn with_certificate(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/tls").join(name);
    let chain: Vec<CertificateDer> = CertificateDer::pem_file_iter(&path)
        .expect("certificates")
        .map(|certificate| certificate.expect("a certificate"))
        .collect();
    let key = PrivateKeyDer::from_pem_file(&path).expect("a key");
    let config = ServerConfig::builder().with_no_client_auth().with_single_cert(chain, key);
    let config = Arc::new(config.expect("a certificate with its key"));
    let host = server(move |_, stream| {
        let connection = ServerConnection::new(Arc::clone(&config)).expect("a connection");
        let mut stream = StreamOwned::new(connection, stream);
        // A client that does not trust the certificate sends nothing.
        if !read_request(&mut stream).is_empty() {
            write(&mut stream, missing());
        }
    });
    host.rsplit(':').next().expect("a port").to_string()
}

#[test]
fn certificates_are_those_of_the_named_authority_for_the_named_host() {
    let place = Place::new();
    let authority = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/tls/authority.pem");
    let (right, wrong) = (with_certificate("localhost.pem"), with_certificate("elsewhere.pem"));
    let flags = ["--ca", authority];
    for (address, flags, variables, says) in [
        (format!("https://localhost:{right}/news"), &flags[..], &[][..], "no index at"),
        (
            format!("https://127.0.0.1:{right}/news"),
            &[],
            &[("DATELINE_CA", authority)],
            "no index at",
        ),
        (format!("https://localhost:{right}/news"), &[], &[], "certificate is not valid"),
        (format!("https://localhost:{wrong}/news"), &flags, &[], "certificate is not valid"),
    ] {
        let output = info(&place, &address, flags, variables);
        assert_eq!(output.status.code(), Some(2));
        assert!(said(&output).contains(says), "{address} {flags:?}: {}", said(&output));
    }
    place.write("empty.pem", "nothing");
    let address = format!("https://localhost:{right}/news");
    let output = info(&place, &address, &["--ca", "empty.pem"], &[]);
    assert!(said(&output).contains("contains none"), "{}", said(&output));
}
