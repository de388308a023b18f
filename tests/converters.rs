//! Converters: commands that print files of other formats.

use serde_json::Value;

use crate::harness::Place;

const TITLE: &str = "Title: Lamp lit again\\nDate: 2024-09-14\\n\\nThe lamp was lit.\\n";

/// Returns a place with a file in an unsupported format, and a converters file.
fn place(converters: &str) -> Place {
    let place = Place::new();
    place.write("in/lamp.xyz", b"\0\x01 not a text");
    place.write("converters.toml", converters);
    place
}

fn index(place: &Place) -> Value {
    let arguments = ["index", "in", "--converters", "converters.toml", "--output", "json"];
    place.json(&[&arguments[..], &["--report", "report.jsonl", "--force"]].concat())
}

fn detail(place: &Place) -> String {
    let report = std::fs::read_to_string(place.path("report.jsonl")).expect("a report");
    let line: Value = serde_json::from_str(report.lines().next().expect("a line")).expect("JSON");
    format!(
        "{}: {}",
        line["reason"].as_str().unwrap_or("-"),
        line["detail"].as_str().unwrap_or("-")
    )
}

#[test]
fn what_a_command_prints_is_the_file() {
    let place = place(&format!(
        "[converters.\"*.xyz\"]\ncommand = [\"printf\", \"{}%.0s\", \"{{file}}\"]\n",
        TITLE.replace('\\', "\\\\")
    ));
    // Without the flag, no command is run, and the file is skipped.
    place.ends(2, &["index", "in", "-q"]);
    assert_eq!(place.search(&["lamp"])["total"], 0);
    // A skipped file is read when there is a converter for it.
    assert_eq!(index(&place)["articles"]["added"], 1, "{}", detail(&place));
    assert_eq!(place.hits("title", &["lamp"]), ["Lamp lit again"]);
    // Converted articles are kept as long as the file is unchanged.
    place.ends(0, &["index", "in", "-q"]);
    assert_eq!(place.search(&["lamp"])["total"], 1);
}

#[test]
fn the_path_is_absolute_and_no_shell_reads_it() {
    let place = Place::new();
    place.write("in/-o $(touch ran).xyz", b"\0");
    place.write("converters.toml", "[converters.\"*.xyz\"]\ncommand = [\"printf\", \"Title: %s\\\\nDate: 2024-09-14\\\\n\\\\nLamp.\\\\n\"]\n");
    index(&place);
    let titles = place.hits("title", &["lamp"]);
    assert!(titles[0].starts_with('/') && titles[0].ends_with("-o $(touch ran).xyz"), "{titles:?}");
    assert!(!place.path("ran").exists() && !place.path("in/ran").exists());
}

#[test]
fn a_failure_is_a_verdict_and_keeps_what_was_held() {
    let place = place(&format!(
        "[converters.\"*.xyz\"]\ncommand = [\"printf\", \"{}%.0s\"]\n",
        TITLE.replace('\\', "\\\\")
    ));
    index(&place);
    for (command, said) in [
        ("[\"false\"]", "converter false: exit status: 1"),
        ("[\"no-such-program-here\"]", "converter no-such-program-here"),
        ("[\"cat\", \"/dev/zero\"]", "printed more than 64 MB"),
        ("[\"tail\", \"-f\", \"/dev/null\"]\nseconds = 1", "not done after 1 seconds"),
    ] {
        place.write("converters.toml", format!("[converters.\"*.xyz\"]\ncommand = {command}\n"));
        place.write("in/lamp.xyz", format!("\0 another file for {command}"));
        let summary = index(&place);
        assert_eq!(summary["files"]["skipped"], 1, "{command}: {summary}");
        assert!(
            detail(&place).starts_with("unreadable: ") && detail(&place).contains(said),
            "{}",
            detail(&place)
        );
        assert_eq!(place.search(&["lamp"])["total"], 1, "{command}");
    }
}

#[test]
fn an_index_runs_nothing_and_a_wrong_file_is_refused() {
    let place = place("[converters.\"*.xyz\"]\ncommand = []\n");
    place.ends(2, &["index", "in", "--converters", "converters.toml", "-q"]);
    place.write(
        "in/.dateline/converters.toml",
        "[converters.\"*\"]\ncommand = [\"touch\", \"ran\"]\n",
    );
    place.ends(2, &["index", "in", "-q"]);
    assert!(!place.path("ran").exists());
}

#[test]
fn the_configuration_of_the_user_names_converters() {
    let place = place("[converters.\"*.xyz\"]\ncommand = [\"false\"]\n");
    let command = format!(
        "[converters.\"*.xyz\"]\ncommand = [\"printf\", \"{}%.0s\"]\n",
        TITLE.replace('\\', "\\\\")
    );
    place.write("config/dateline/config.toml", command);
    // A file named with the flag takes precedence.
    let named = ["index", "in", "--converters", "converters.toml", "-q"];
    place.ends(2, &named);
    place.ends(0, &["index", "in", "-q"]);
    assert_eq!(place.hits("title", &["lamp"]), ["Lamp lit again"]);
    place.write("config/dateline/config.toml", "[converters.\"*.xyz\"]\ncommand = []\n");
    let error = String::from_utf8_lossy(&place.run(&["index", "in"]).stderr).into_owned();
    assert!(error.contains("config.toml") && error.contains("has no command"), "{error}");
}
