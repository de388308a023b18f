//! Random faults in the walk and in reads: an article is removed only if its file is known to be deleted.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use super::{on_faulty_disk, wire};
use crate::dice::Dice;
use crate::harness::Place;
use crate::reliability::rounds;

/// The articles of a file before and after its last change.
#[derive(Default)]
struct File {
    /// The ids of articles that the index may still have.
    former: BTreeSet<String>,
    /// The ids of the current articles.
    now: BTreeSet<String>,
}

/// The files of an archive, by path.
type Model = BTreeMap<String, File>;

fn line(number: usize) -> String {
    format!(
        "{{\"id\":\"{number}00\",\"date\":\"2025-05-31\",\"title\":\"Title {number}\",\"body\":\"Report \
         {number} of the harbour.\"}}\n"
    )
}

/// Changes, adds and removes files. Each article has a different id.
fn change(place: &Place, model: &mut Model, next: &mut usize, dice: &mut Dice) {
    for _ in 0..1 + dice.below(4) {
        let folder = dice.pick(&["in", "in/a", "in/a/b", "in/c"]).to_string();
        let lines = dice.below(3) == 0;
        let end = if lines { "jsonl" } else { "txt" };
        let name = format!("{folder}/{}.{end}", dice.below(5));
        if dice.below(4) == 0 {
            if model.remove(&name).is_some() {
                fs::remove_file(place.path(&name)).expect("it is removed");
            }
            continue;
        }
        let count = if lines { 1 + dice.below(40) } else { 1 };
        let numbers = *next..*next + count;
        *next += count;
        let text = match lines {
            true => numbers.clone().map(line).collect(),
            false => wire(numbers.start),
        };
        place.write(&name, text);
        let file = model.entry(name).or_default();
        file.former.append(&mut file.now);
        file.now = numbers.map(|number| format!("{number}00")).collect();
    }
}

/// Returns the ids of all articles in the index.
fn ids(place: &Place) -> BTreeSet<String> {
    place.hits("id", &["", "-n", "2000"]).into_iter().collect()
}

/// Returns one to three rules for failing calls on a part of the archive, either always or a few times.
fn faults(dice: &mut Dice) -> String {
    let parts = [
        "/in", "/in/a", "/in/a/b", "/in/c", ".txt", ".jsonl", "/0.", "/1.", "/2.", "/b/3.", "/a/4.",
    ];
    let mut rules = Vec::new();
    for _ in 0..1 + dice.below(3) {
        let call = dice.pick(&["open", "read", "stat", "list"]).to_string();
        let part = dice.pick(&parts).to_string();
        let times =
            if dice.below(3) == 0 { format!(":{}", 1 + dice.below(3)) } else { String::new() };
        rules.push(format!("{call}:{part}:{}{times}", dice.below(6)));
    }
    rules.join(" ")
}

#[test]
fn an_article_is_removed_only_if_its_file_was_seen_to_be_gone() {
    let (mut runs, mut failed, mut kept) = (0, 0, 0);
    for seed in 0..rounds(12) {
        let mut dice = Dice::new(7_919 * seed as u64 + 5);
        let (place, mut model, mut next) = (Place::new(), Model::new(), 1);
        place.write("in/always.txt", wire(0));
        for _ in 0..4 {
            change(&place, &mut model, &mut next, &mut dice);
        }
        place.ends(0, &["index", "in", "-q", "--allow-removals"]);
        for file in model.values_mut() {
            file.former.clear();
        }
        for _ in 0..4 {
            let before = ids(&place);
            change(&place, &mut model, &mut next, &mut dice);
            let faults = faults(&mut dice);
            let rebuild = dice.below(5) == 0;
            // A rebuild refuses to lose an article unless it is allowed to.
            let more = if rebuild { "--rebuild" } else { "--allow-removals" };
            let arguments = ["index", "in", "-q", "--commit-every", "0", more];
            let Some(output) = on_faulty_disk(&place, &faults, &arguments) else { return };
            runs += 1;
            let what = format!(
                "archive {seed}, {faults}, {more}: {}",
                String::from_utf8_lossy(&output.stderr)
            );
            let now = ids(&place);
            match output.status.code() {
                Some(0) => {}
                Some(2) => failed += 1,
                _ => panic!("{what}: {output:?}"),
            }
            if rebuild && output.status.code() == Some(2) {
                assert_eq!(now, before, "{what}");
            }
            for (name, file) in &model {
                let replaced = file.now.iter().any(|id| now.contains(id));
                let had = file.former.union(&file.now).filter(|id| before.contains(*id));
                for id in had.filter(|id| !now.contains(*id)) {
                    // Articles that a corrected file no longer has are removed once the file has been read.
                    let corrected = replaced && !file.now.contains(id);
                    assert!(corrected, "{what}: {id} of {name} was removed");
                }
                kept += usize::from(!replaced && !file.former.is_empty());
            }
            assert!(now.contains("000"), "{what}: the article of a file that never changed");
        }
        place.ends(0, &["index", "in", "-q", "--allow-removals"]);
        let wanted: BTreeSet<String> = model
            .values()
            .flat_map(|file| file.now.iter().cloned())
            .chain(["000".to_string()])
            .collect();
        assert_eq!(ids(&place), wanted, "archive {seed}: a run without faults");
    }
    eprintln!("{runs} runs with faults, {failed} ended with an error, {kept} files kept articles");
    assert!(runs > 0 && kept > 0);
}
