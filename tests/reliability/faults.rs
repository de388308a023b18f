//! Disks that fail or are full, and files that cannot be opened.

use std::fs;
use std::io;
use std::process::{Command, Output, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use dateline::answers::check;
use dateline::engine::embedded::disk_hooks::{Step, Watch};
use dateline::searching::Location;

use super::{change, is_as_a_clean_build, rounds, says, sync};
use crate::dice::Dice;
use crate::harness::Place;

/// Fails at one step, and also at all later steps if `on` is set.
#[derive(Debug)]
pub(super) struct Fault {
    at: usize,
    on: bool,
    short: bool,
    steps: AtomicUsize,
}

impl Fault {
    pub(super) fn new(at: usize, on: bool, short: bool) -> Fault {
        Fault { at, on, short, steps: AtomicUsize::new(0) }
    }
}

impl Watch for Fault {
    fn before(&self, step: &Step) -> io::Result<usize> {
        let number = self.steps.fetch_add(1, Ordering::Relaxed);
        let length = if let Step::Write(_, bytes) = step { bytes.len() } else { 0 };
        match number == self.at || (self.on && number > self.at) {
            true if self.short && length > 1 => Ok(length / 2),
            true => Err(io::Error::from(io::ErrorKind::StorageFull)),
            false => Ok(length),
        }
    }
}

#[test]
fn a_step_that_fails_leaves_the_index_sound() {
    let place = Place::new();
    let mut dice = Dice::new(5);
    change(&place, &mut dice, 20);
    sync(&place, "index", None).unwrap();
    let mut failed = 0;
    for round in 0..rounds(40) {
        change(&place, &mut dice, 4);
        let at = if round < 30 { round } else { dice.below(200) };
        let (on, short) = (round % 2 == 0, round % 5 == 0);
        let fault = Arc::new(Fault::new(at, on, short));
        let before = says(&place.path("index"));
        let result = sync(&place, "index", Some(fault.clone()));
        let what = format!("step {at}, on {on}, short {short}");
        let checked =
            check::check(&Location::Folder(place.path("index")), false).expect("it is checked");
        let damage =
            checked.damage.iter().filter(|damage| damage.file.as_deref() != Some(".managed.json"));
        assert_eq!(damage.count(), 0, "{what}: {:?}", checked.damage);
        if let Err(error) = result {
            failed += 1;
            assert!(
                error.message.len() < 2_000 && !error.message.contains('\n'),
                "{what}: {error}"
            );
            if fault.steps.load(Ordering::Relaxed) < 5 {
                assert_eq!(says(&place.path("index")), before, "{what}");
            }
        }
        sync(&place, "index", None).unwrap_or_else(|error| panic!("{what}: {error}"));
        is_as_a_clean_build(&place, "index", &what);
    }
    eprintln!("{failed} runs failed");
    assert!(failed > 15);
}

fn shell(place: &Place, script: &str) -> Output {
    Command::new("sh")
        .args(["-c", script])
        .env("DATELINE", env!("CARGO_BIN_EXE_dateline"))
        .current_dir(place.path(""))
        .stdin(Stdio::null())
        .output()
        .expect("sh runs")
}

/// Checks a run that lacked some resource: it ended with success or an error, and the index is undamaged.
fn ends_well(place: &Place, output: &Output, what: &str) {
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(matches!(output.status.code(), Some(0 | 2)), "{what}: {output:?}");
    assert!(!error.contains("panicked"), "{what}: {error}");
    if place.path(".dateline/meta.json").exists()
        && let Ok(checked) = check::check(&Location::Folder(place.path(".dateline")), false)
    {
        assert!(checked.is_intact(), "{what}: {:?}", checked.damage);
    }
}

#[cfg(unix)]
#[test]
fn files_that_may_not_grow_leave_the_index_sound() {
    let place = Place::new();
    let mut dice = Dice::new(9);
    change(&place, &mut dice, 60);
    for blocks in (0..rounds(12)).map(|round| round * 97 / 12) {
        // The limit is in blocks of 512 bytes. Its signal is ignored, as in a service.
        let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$DATELINE\" index in -q");
        ends_well(&place, &shell(&place, &script), &format!("{blocks} blocks"));
        change(&place, &mut dice, 3);
    }
    place.ends(0, &["index", "in", "-q"]);
    is_as_a_clean_build(&place, ".dateline", "with room again");
}

#[cfg(unix)]
#[test]
fn too_few_open_files_leave_the_index_sound() {
    let place = Place::new();
    let mut dice = Dice::new(13);
    change(&place, &mut dice, 40);
    place.ends(0, &["index", "in", "-q"]);
    for files in 4..rounds(20).min(60) {
        change(&place, &mut dice, 2);
        let script = format!("ulimit -n {files}; exec \"$DATELINE\" index in -q");
        ends_well(&place, &shell(&place, &script), &format!("{files} open files"));
    }
    place.ends(0, &["index", "in", "-q"]);
    is_as_a_clean_build(&place, ".dateline", "with files again");
}

#[cfg(target_os = "linux")]
#[test]
fn full_disks_leave_the_index_sound() {
    let place = Place::new();
    fs::create_dir(place.path("disk")).unwrap();
    let mounts = "mount -t tmpfs -o size=64k none disk";
    let able = Command::new("unshare")
        .args(["-m", "sh", "-c", mounts])
        .current_dir(place.path(""))
        .stderr(Stdio::null())
        .status();
    if !able.is_ok_and(|status| status.success()) {
        eprintln!("SKIPPED: no right to mount a file system, this test looked at nothing");
        return;
    }
    let mut dice = Dice::new(17);
    change(&place, &mut dice, 60);
    for round in 0..rounds(10) {
        let size = 8 + 12 * round;
        // The disk is full at first. When it has space again, the same command finishes the work.
        let script = format!(
            "mount -t tmpfs -o size={size}k none disk || exit 9
             \"$DATELINE\" index in -q --index disk/index --commit-every 0; first=$?
             mount -o remount,size=64m disk || exit 9
             \"$DATELINE\" index in -q --index disk/index || exit 8
             \"$DATELINE\" check --index disk/index || exit 7
             \"$DATELINE\" export '' -q --index disk/index | sort > got
             exit $first"
        );
        let output = Command::new("unshare")
            .args(["-m", "sh", "-c", &script])
            .env("DATELINE", env!("CARGO_BIN_EXE_dateline"))
            .current_dir(place.path(""))
            .output()
            .expect("unshare runs");
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(matches!(output.status.code(), Some(0 | 2)), "{size} kB: {output:?}");
        assert!(!error.contains("panicked"), "{size} kB: {error}");
        let got = fs::read_to_string(place.path("got")).unwrap();
        sync(&place, "clean", None).unwrap();
        let total = says(&place.path("clean")).keys().filter(|key| key.len() == 32).count();
        assert_eq!(got.lines().count(), total, "{size} kB");
    }
}
