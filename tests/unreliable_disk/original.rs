//! An original that cannot be read now is not reported as gone.

use std::fs;

use super::{DISK, on_faulty_disk, wire};
use crate::harness::Place;
use crate::web::client::Server;

fn place() -> Place {
    let place = Place::new();
    place.write("in/lamp.txt", wire(1));
    place.index("in");
    place
}

#[test]
fn the_server_says_that_an_original_cannot_be_read() {
    let place = place();
    let Some((_, library)) = &*DISK else {
        eprintln!("SKIPPED: no C compiler, this test looked at nothing");
        return;
    };
    let library = library.to_str().expect("UTF-8");
    let faults = [("LD_PRELOAD", library), ("FAULTS", "open:/in/lamp.txt:0")];
    let server = Server::start_with(&place, &[], &faults);
    let key = &place.hits("key", &[""])[0];
    let answer = server.get(&format!("/original/{key}"));
    assert_eq!(answer.status, 503, "{}", answer.text());
    fs::remove_file(place.path("in/lamp.txt")).expect("a file");
    // A file that is gone cannot be opened either, so this disk has no faults.
    let server = Server::start(&place, &[]);
    assert_eq!(server.get(&format!("/original/{key}")).status, 404);
}

#[test]
fn open_says_why_an_original_cannot_be_looked_up() {
    let place = place();
    let key = &place.hits("key", &[""])[0];
    let faults = "stat:/in/lamp.txt:0";
    let Some(output) = on_faulty_disk(&place, faults, &["open", key, "--print"]) else { return };
    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{error}");
    assert!(error.contains("Input/output error"), "{error}");
    fs::remove_file(place.path("in/lamp.txt")).expect("a file");
    let output = place.run(&["open", key, "--print"]);
    assert!(String::from_utf8_lossy(&output.stderr).contains("no longer exists"));
}
