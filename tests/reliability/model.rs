//! Random sequences of operations and failures, compared with a model in memory.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::{Command, Stdio};

use dateline::indexing;

use super::{is_as_a_clean_build, line, options, says, sequences, sync, wire};
use crate::dice::Dice;
use crate::harness::Place;

/// The content of the folder: the numbers of the articles in each file.
type Model = BTreeMap<String, Vec<usize>>;

fn text(name: &str, numbers: &[usize]) -> String {
    match name.ends_with(".txt") {
        true => wire(numbers[0]),
        false => numbers.iter().map(|number| line(*number)).collect(),
    }
}

#[test]
fn any_sequence_of_changes_ends_as_the_model_says() {
    let tried = sequences(10);
    for seed in tried.clone() {
        let mut dice = Dice::new(seed as u64 * 1_000 + 1);
        let place = Place::new();
        let mut model = Model::new();
        fs::create_dir_all(place.path("in")).unwrap();
        for step in 0..30 {
            let names: Vec<String> = model.keys().cloned().collect();
            let some = (!names.is_empty()).then(|| names[dice.below(names.len())].clone());
            match (dice.below(12), some) {
                (0..=3, _) | (_, None) => {
                    let end = if dice.below(3) == 0 { "jsonl" } else { "txt" };
                    let name = format!("{}/{}.{end}", dice.below(3), dice.below(8));
                    let count = if end == "txt" { 1 } else { 1 + dice.below(20) };
                    let numbers = (0..count).map(|_| dice.below(60)).collect();
                    model.insert(name, numbers);
                }
                (4, Some(name)) => {
                    let numbers = model.get_mut(&name).unwrap();
                    let at = dice.below(numbers.len());
                    numbers[at] = 100 + dice.below(60);
                }
                (5, Some(name)) => {
                    let numbers = model.remove(&name).unwrap();
                    let end = name.rsplit('.').next().unwrap().to_string();
                    model.insert(format!("moved/{step}.{end}"), numbers);
                }
                (6, Some(name)) => {
                    model.remove(&name);
                }
                (7, _) => kill(&place, &mut dice),
                (8, _) => {
                    write(&place, &model);
                    if place.path("index/meta.json").exists() {
                        let options = options(place.path("index"), None);
                        indexing::rebuild(&[place.path("in")], &options, &mut ()).unwrap();
                    }
                }
                _ => {
                    write(&place, &model);
                    sync(&place, "index", None).unwrap();
                    agrees(&place, &model, &format!("seed {seed} step {step}"));
                }
            }
        }
        write(&place, &model);
        sync(&place, "index", None).unwrap();
        agrees(&place, &model, &format!("seed {seed}"));
        is_as_a_clean_build(&place, "index", &format!("seed {seed}"));
    }
    eprintln!("{} sequences of 30 changes", tried.len());
}

/// Makes the folder equal to the model. Unchanged files are not touched.
fn write(place: &Place, model: &Model) {
    for folder in ["0", "1", "2", "moved"] {
        for entry in fs::read_dir(place.path("in").join(folder)).into_iter().flatten().flatten() {
            let name = format!("{folder}/{}", entry.file_name().to_string_lossy());
            if !model.contains_key(&name) {
                fs::remove_file(entry.path()).unwrap();
            }
        }
    }
    for (name, numbers) in model {
        let text = text(name, numbers);
        let path = place.path("in").join(name);
        if fs::read_to_string(&path).is_ok_and(|there| there == text) {
            continue;
        }
        place.write(&format!("in/{name}"), text);
    }
}

/// Checks that the index has the articles of the model, each at its places.
fn agrees(place: &Place, model: &Model, what: &str) {
    let mut wanted: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for (name, numbers) in model {
        for number in numbers {
            let kind = if name.ends_with(".txt") { "Report" } else { "Line" };
            wanted.entry(format!("{kind} {number}")).or_default().insert(name);
        }
    }
    let index = dateline::searching::Index::open(&place.path("index")).unwrap();
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for key in says(&place.path("index")).into_keys().filter(|key| key.len() == 32) {
        let article = index.article(&key).unwrap().expect("an article");
        let places = article.places.into_iter().map(|place| place.path).collect();
        assert!(found.insert(article.article.title.unwrap(), places).is_none(), "{what}");
    }
    let wanted: BTreeMap<String, BTreeSet<String>> = wanted
        .into_iter()
        .map(|(title, names)| (title, names.into_iter().map(str::to_string).collect()))
        .collect();
    assert_eq!(found, wanted, "{what}");
}

fn kill(place: &Place, dice: &mut Dice) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_dateline"))
        .args(["index", "in", "-q", "--index", "index", "--commit-every", "0"])
        .current_dir(place.path(""))
        .stderr(Stdio::null())
        .spawn()
        .expect("the program runs");
    std::thread::park_timeout(std::time::Duration::from_micros(dice.below(60_000) as u64));
    drop(child.kill());
    child.wait().expect("it ends");
}
