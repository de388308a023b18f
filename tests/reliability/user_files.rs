//! The files of users keep their bytes, times and modes, regardless of which commands run and where they are killed.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime};

use super::{sequences, wire};
use crate::dice::Dice;
use crate::harness::Place;

/// Names that are easily mistaken for those of the program's files, and other names.
const NAMES: [&str; 24] = [
    "d41d8cd98f00b204e9800998ecf8427e.html",
    "d41d8cd98f00b204e9800998ecf8427e.idx",
    "d41d8cd98f00b204e9800998ecf8427e.store",
    "d41d8cd98f00b204e9800998ecf8427e.7.del",
    "catalogue-0123456789abcdef.bin",
    "dictionary-01234567.zdict",
    "meta.json",
    ".managed.json",
    "backup.json",
    "writer.json",
    ".tmpabc123",
    ".dateline-0123456789abcdef0123456789abcdef-rebuild/notes.txt",
    ".dateline-0123456789abcdef0123456789abcdef-writer.json",
    ".dateline-0123456789abcdef0123456789abcdef-restoring",
    ".dateline-0123456789abcdef0123456789abcdef-meta.json",
    ".dateline-probe-1",
    ".out.jsonl.part-1-0",
    ".gitignore",
    "rebuilding/notes.txt",
    "all.jsonl.manifest.json",
    "article.txt",
    "sub/article.txt",
    "page.html",
    "empty.txt",
];

/// Folders in which users have files: roots, folders of indexes and of backups, and others.
const FOLDERS: [&str; 9] =
    ["in", "in/sub", "more", ".dateline", "in/index", "copy", "mine", "mine/index", "."];

/// The commands of a sequence, by number.
const COMMANDS: [&[&str]; 22] = [
    &["index", "in", "-q"],
    &["index", "in", "more", "-q", "--commit-every", "0"],
    &["index", "in", "-q", "--allow-removals"],
    &["index", "more", "--index", "in/index", "-q"],
    &["index", "in", "--index", "mine", "-q"],
    &["index", "in", "--index", "mine/index", "-q"],
    &["index", "in", "--index", "copy", "-q"],
    &["index", "--rebuild", "-q", "--allow-removals"],
    &["index", "--rebuild", "in", "-q", "--discard-unknown-roots", "--allow-removals"],
    &["index", "--rebuild", "in", "--index", "mine", "-q"],
    &["index", "--forget", "more", "-q"],
    &["index", "in", "--report", "out/seen.jsonl", "-q"],
    &["index", "in", "--report", "mine/article.txt", "-q"],
    &["export", "report", "--to", "out/all.jsonl", "--force"],
    &["export", "report", "--to", "mine/page.html"],
    &["export", "report", "--to", "in/article.txt", "--force"],
    &["timeline", "report", "--svg", "mine/article.txt"],
    &["backup", "copy", "-q"],
    &["backup", "mine", "-q"],
    &["backup", "in/sub", "-q"],
    &["restore", "copy", "--index", ".dateline", "--force", "-q"],
    &["restore", "copy", "--index", "mine", "--force", "-q"],
];

/// The bytes, modification time and mode of a file.
type State = (Vec<u8>, SystemTime, u32);

fn state(path: &Path) -> Option<State> {
    let about = fs::symlink_metadata(path).ok()?;
    #[cfg(unix)]
    let mode = std::os::unix::fs::MetadataExt::mode(&about);
    #[cfg(not(unix))]
    let mode = u32::from(about.permissions().readonly());
    Some((fs::read(path).ok()?, about.modified().ok()?, mode))
}

/// Writes a user's file, unless the name exists. Returns its path.
fn write(place: &Place, dice: &mut Dice) -> Option<PathBuf> {
    let folder = FOLDERS[dice.below(FOLDERS.len())];
    let path = place.path(folder).join(dice.pick(&NAMES));
    // A user may also write in the folder of an index or a backup.
    if path.exists() || fs::create_dir_all(path.parent()?).is_err() {
        return None;
    }
    let text = match dice.below(6) {
        0 => String::new(),
        1 => "{}".into(),
        2 => "dateline index 0123456789abcdef0123456789abcdef\n".into(),
        _ => wire(dice.below(300)),
    };
    fs::write(&path, text).expect("a file is written");
    let time =
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000 + dice.below(1_000_000) as u64);
    let file = fs::File::options().append(true).open(&path).expect("ours");
    file.set_modified(time).expect("a time is set");
    #[cfg(unix)]
    if dice.below(3) == 0 {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("ours");
    }
    Some(path)
}

/// Runs a command, and kills it with a probability of one third. Returns whether it succeeded.
fn run(place: &Place, arguments: &[&str], dice: &mut Dice) -> bool {
    let mut child = Command::new(env!("CARGO_BIN_EXE_dateline"))
        .args(arguments)
        .current_dir(place.path(""))
        .env_remove("DATELINE_INDEX")
        .env("XDG_CACHE_HOME", place.path("cache"))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program runs");
    if dice.below(3) == 0 {
        // Any moment is suitable. Which one it is depends on the seed and the machine.
        std::thread::park_timeout(Duration::from_micros(500 * dice.below(100) as u64));
        child.kill().expect("it is killed, or has ended");
    }
    let status = child.wait().expect("it ends");
    assert_ne!(status.code(), Some(101), "dateline {arguments:?} panicked");
    status.success()
}

#[test]
fn no_sequence_of_commands_touches_the_files_of_users() {
    let sequences = sequences(40);
    let (mut commands, mut succeeded, mut files) = (0, 0, 0);
    for seed in sequences.clone() {
        let mut dice = Dice::new(1_000_003 * seed as u64 + 77);
        let place = Place::new();
        place.write("in/first.txt", wire(1));
        place.write("more/second.txt", wire(2));
        fs::create_dir_all(place.path("out")).expect("a folder");
        let mut mine: BTreeMap<PathBuf, State> = BTreeMap::new();
        let mut log: Vec<String> = Vec::new();
        for name in ["in/first.txt", "more/second.txt"] {
            mine.insert(place.path(name), state(&place.path(name)).expect("a file"));
        }
        for _ in 0..4 + dice.below(8) {
            for _ in 0..dice.below(3) {
                let Some(path) = write(&place, &mut dice) else { continue };
                log.push(format!("write {}", path.display()));
                mine.insert(path.clone(), state(&path).expect("a file"));
            }
            // A user clears the folders that commands refuse.
            if dice.below(3) == 0 {
                let owned = [".dateline", "copy"].map(|name| place.path(name));
                mine.retain(|path, _| {
                    let cleared = owned.iter().any(|folder| path.starts_with(folder));
                    if cleared {
                        fs::remove_file(path).expect("a file of the user");
                        // A folder within the folder of an index is refused like a file.
                        let parent = path.parent().expect("a folder");
                        if !owned.iter().any(|folder| folder == parent) {
                            fs::remove_dir_all(parent).expect("a folder of the user");
                        }
                    }
                    !cleared
                });
            }
            let arguments = COMMANDS[dice.below(COMMANDS.len())];
            succeeded += usize::from(run(&place, arguments, &mut dice));
            log.push(arguments.join(" "));
            commands += 1;
            for (path, before) in &mine {
                let now = state(path);
                assert!(
                    now.as_ref() == Some(before),
                    "sequence {seed}: {} has changed after:\n{}",
                    path.display(),
                    log.join("\n")
                );
            }
        }
        files += mine.len();
    }
    let tried = sequences.len();
    eprintln!(
        "{tried} sequences of {commands} commands, {succeeded} of which succeeded, over {files} files of users"
    );
    assert!(files > tried && succeeded * 4 > commands);
}
