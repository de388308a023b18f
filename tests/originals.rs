//! `dateline open` with a script in place of the system's program.

use std::process::Output;

use crate::harness::Place;

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn the_original_of_an_article_is_opened_without_a_shell() {
    let place = Place::new();
    let name = "in/a '$(touch x)'.txt";
    place.write(name, " date 2025-05-31 1\nOne\nZebra.\n");
    let zipped = " date 2025-05-31 2\nTwo\nOkapi.\n";
    place.write("pack/b.txt", zipped);
    let packed = std::process::Command::new("tar")
        .args(["-cf", "in/c.tar", "-C", "pack", "b.txt"])
        .current_dir(place.path(""))
        .status();
    assert!(packed.is_ok_and(|status| status.success()), "tar packs");
    place.index("in");
    let key = |query: &str| place.hits("key", &[query]).remove(0);
    let (one, two) = (key("zebra"), key("okapi"));
    let file = place.path(name).canonicalize().expect("a path").display().to_string();
    assert_eq!(place.ends(0, &["open", &one, "--print"]).trim_end(), file);
    let member = place.run(&["open", &two]);
    assert_eq!(member.status.code(), Some(2));
    assert!(said(&member).contains("inside it, in b.txt"), "{}", said(&member));
    assert!(said(&member).contains("dateline show"), "{}", said(&member));
    place.ends(1, &["open", "ffff"]);
    #[cfg(target_os = "linux")]
    assert_eq!(opened(&place, &one), file);
    assert!(!place.path("x").exists(), "no shell has read the name");
    std::fs::remove_file(place.path(name)).expect("the file is removed");
    let gone = place.run(&["open", &one]);
    assert!(said(&gone).contains("no longer exists"), "{}", said(&gone));
}

/// Returns the argument that the system's program receives. A script takes its place.
#[cfg(target_os = "linux")]
fn opened(place: &Place, key: &str) -> String {
    use std::os::unix::fs::PermissionsExt;
    place.write("bin/xdg-open", "#!/bin/sh\nprintf %s \"$1\" > \"$OPENED\"\n");
    let script = place.path("bin/xdg-open");
    std::fs::set_permissions(&script, PermissionsExt::from_mode(0o755)).expect("a program");
    let pipe = place.path("opened");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.is_ok_and(|status| status.success()), "a pipe is made");
    let path = format!("{}:/usr/bin:/bin", place.path("bin").display());
    let program = std::process::Command::new(env!("CARGO_BIN_EXE_dateline"))
        .args(["open", key])
        .current_dir(place.path(""))
        .env_remove("DATELINE_INDEX")
        .env("PATH", path)
        .env("OPENED", &pipe)
        .spawn();
    // The script ends when the pipe has been read.
    let opened = std::fs::read_to_string(&pipe).expect("the script writes");
    assert!(program.expect("the program runs").wait().is_ok_and(|status| status.success()));
    opened
}
