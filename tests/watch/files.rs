//! The folder of saved searches: what people edit, what is damaged, and what a downloaded archive may contain.

use std::fs;

use super::{found, ids, salt, watched};
use crate::harness::Place;

const SEARCHES: &str = ".dateline/watch/searches.toml";

fn edit(place: &Place, change: impl Fn(&str) -> String) {
    let text = fs::read_to_string(place.path(SEARCHES)).expect("it is UTF-8");
    place.write(SEARCHES, change(&text));
}

fn refusal(place: &Place, arguments: &[&str]) -> String {
    let output = place.run(arguments);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {told}");
    assert!(told.contains("hint:") || told.contains('^'), "{arguments:?}: no remedy: {told}");
    told
}

#[test]
fn searches_can_be_edited() {
    let place = watched();
    // Everything that exists when a search is first run counts as seen, as with `add`.
    edit(&place, |text| {
        format!("{text}\n# mine\n[ferry]\nquery = 'ferry OR salt'\nsource = 'Bay Wire'\n")
    });
    assert_eq!(found(&place, &[]), []);
    salt(&place, 4);
    place.index("in");
    let both = [("salt", "4"), ("ferry", "4")].map(|(name, id)| (name.to_string(), id.to_string()));
    assert_eq!(found(&place, &[]), both);
    place.ends(0, &["watch", "add", "third", "salt"]);
    place.ends(0, &["watch", "remove", "salt"]);
    let text = fs::read_to_string(place.path(SEARCHES)).unwrap();
    assert!(text.contains("# mine\n[ferry]\nquery = 'ferry OR salt'"), "{text}");
    // Indexing and verifying accept the folder, and a new run knows the rest.
    salt(&place, 5);
    place.index("in");
    place.ends(0, &["check"]);
    let names: Vec<String> = found(&place, &[]).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["ferry", "third"]);
}

#[test]
fn faults_are_named_with_their_line() {
    let place = watched();
    salt(&place, 4);
    for (added, line, part) in [
        ("[b]\nquery = 'a'\nexec = 'rm'\n", 3, "exec"),
        ("[b]\nquery = 'a\n", 2, ""),
        ("[b]\n", 1, "no query"),
        ("[b]\nquery = 'a'\nsource = 5.5\n", 3, "source"),
    ] {
        let before = fs::read_to_string(place.path(SEARCHES)).unwrap();
        let line = before.lines().count() + line;
        edit(&place, |text| format!("{text}{added}"));
        for arguments in [&["watch", "run"][..], &["watch", "add", "c", "d"], &["watch", "list"]] {
            let told = refusal(&place, arguments);
            assert!(
                told.contains(&format!("line {line}:")) && told.contains(part),
                "{added}: {told}"
            );
        }
        // Indexing goes on, and says why it reports nothing.
        let output = place.run(&["index", "in"]);
        assert!(output.status.success());
        assert!(String::from_utf8_lossy(&output.stderr).contains("watch: "), "{added}");
        place.write(SEARCHES, before);
    }
    // A fault in a query concerns only its search.
    edit(&place, |text| {
        format!(
            "{text}[bad]\nquery = \"\\u001b[31m pepper\"\nsince = \"\\u001bnoon\"\n[late]\nquery = 'salt'\nsince = 'noon'\n"
        )
    });
    place.ends(0, &["watch", "run"]);
    let list = place.ends(0, &["watch", "list"]);
    assert!(list.contains("is not a date") && !list.contains('\u{1b}'), "{list:?}");
    salt(&place, 5);
    place.index("in");
    let output = place.run(&["watch", "run"]);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(told.contains("the saved search late (line") && !told.contains('\u{1b}'), "{told}");
    assert!(String::from_utf8_lossy(&output.stdout).contains("salt: 1 new article\n"));
}

#[test]
fn damage_is_named_and_not_overwritten() {
    let place = watched();
    let folder = place.path(".dateline/watch");
    let seen = fs::read_dir(&folder).unwrap().flatten().map(|entry| entry.path());
    let seen: Vec<_> = seen.filter(|path| path.to_string_lossy().contains("seen-")).collect();
    for path in seen.iter().cloned().chain([folder.join("state.json")]) {
        let whole = fs::read(&path).unwrap();
        for at in [0, whole.len() / 2, whole.len() - 2] {
            let mut damaged = whole.clone();
            damaged[at] ^= 4;
            fs::write(&path, &damaged).unwrap();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let told = refusal(&place, &["watch", "run"]);
            assert!(told.contains(&name) && told.contains("state.json"), "{told}");
            let told = String::from_utf8(place.run(&["check"]).stdout).unwrap();
            assert!(told.contains(&format!("damaged watch/{name}")), "{told}");
            assert!(refusal(&place, &["backup", "copy"]).contains(&name));
            assert_eq!(fs::read(&path).unwrap(), damaged);
        }
        fs::write(&path, &whole).unwrap();
        place.ends(0, &["check"]);
    }
    // The remedy: without the state, everything counts as seen.
    salt(&place, 4);
    place.index("in");
    fs::remove_file(folder.join("state.json")).unwrap();
    assert!(ids(&place, &[]).is_empty());
    salt(&place, 5);
    place.index("in");
    assert_eq!(ids(&place, &[]), ["5"]);
}

#[test]
fn a_folder_of_the_user_stays_as_it_is() {
    let place = Place::new();
    salt(&place, 1);
    place.index("in");
    place.write(".dateline/watch/notes.txt", "mine");
    assert!(
        refusal(&place, &["watch", "add", "salt", "salt"])
            .contains("not a folder of saved searches")
    );
    assert!(refusal(&place, &["index", "in"]).contains("watch"));
    assert_eq!(fs::read_dir(place.path(".dateline/watch")).unwrap().count(), 1);
    // Files that look like those of the program are kept in its own folder, too.
    fs::remove_dir_all(place.path(".dateline/watch")).unwrap();
    place.ends(0, &["watch", "add", "salt", "salt"]);
    let theirs = format!(".dateline/watch/seen-{}.bin", "0".repeat(32));
    place.write(&theirs, "mine");
    salt(&place, 2);
    place.index("in");
    assert_eq!(ids(&place, &[]), ["2"]);
    assert_eq!(fs::read(place.path(&theirs)).unwrap(), b"mine");
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_link_of_a_downloaded_archive() {
    use std::os::unix::fs::symlink;
    for name in ["lock", "state.json", "delivered.log", "searches.toml"] {
        let place = watched();
        place.write("victim", "dateline watch of the user");
        let path = place.path(".dateline/watch").join(name);
        // The log exists only after a kill.
        drop(fs::remove_file(&path));
        symlink(place.path("victim"), &path).unwrap();
        salt(&place, 4);
        place.run(&["index", "in", "-q"]);
        place.run(&["watch", "run", "-q"]);
        place.run(&["watch", "add", "b", "salt", "-q"]);
        assert_eq!(
            fs::read(place.path("victim")).unwrap(),
            b"dateline watch of the user",
            "{name}"
        );
    }
    let place = watched();
    fs::rename(place.path(".dateline/watch"), place.path("elsewhere")).unwrap();
    symlink(place.path("elsewhere"), place.path(".dateline/watch")).unwrap();
    refusal(&place, &["watch", "add", "b", "salt"]);
}

#[test]
fn a_run_that_cannot_write_delivers_nothing() {
    let place = watched();
    salt(&place, 4);
    place.index("in");
    let lock = fs::File::open(place.path(".dateline/watch/lock")).unwrap();
    lock.try_lock().unwrap();
    let output = place.run(&["watch", "run"]);
    assert!(output.stdout.is_empty());
    assert!(String::from_utf8_lossy(&output.stderr).contains("--wait"));
    // What is new can be seen in the meantime.
    assert_eq!(place.json(&["watch", "list", "--json"])["searches"][0]["new"], 1);
    lock.unlock().unwrap();
    assert_eq!(ids(&place, &[]), ["4"]);
}
