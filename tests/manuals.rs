//! Help and manual pages: text fits every width without a broken word, and manuals have the usual sections.

use std::collections::BTreeSet;
use std::process::Command;

use crate::harness::Place;

/// Returns the name of every command.
fn commands(place: &Place) -> Vec<String> {
    let help = place.ends(0, &["--help"]);
    let listed = help.lines().skip_while(|line| !line.starts_with("Commands:")).skip(1);
    let listed = listed.take_while(|line| line.starts_with("  "));
    // Continuation lines of a description have a deeper indent.
    let names = listed.filter(|line| !line.starts_with("   "));
    names.filter_map(|line| line.split_whitespace().next().map(str::to_string)).collect()
}

fn help(place: &Place, command: &str, columns: &str) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_dateline"))
        .args(command.split(' '))
        .arg("--help")
        .current_dir(place.path(""))
        .env("COLUMNS", columns)
        .output()
        .expect("the program runs");
    String::from_utf8(output.stdout).expect("help is UTF-8")
}

#[test]
fn help_never_breaks_inside_a_word() {
    let place = Place::new();
    let mut commands = commands(&place);
    assert!(commands.len() > 15, "{commands:?}");
    commands.extend(["add", "list", "run", "remove"].map(|name| format!("watch {name}")));
    for command in &commands {
        let words = |columns: &str| -> BTreeSet<String> {
            help(&place, command, columns).split_whitespace().map(str::to_string).collect()
        };
        let wide = words("200");
        for columns in ["40", "60", "80", "120"] {
            let broken: Vec<String> = words(columns).difference(&wide).cloned().collect();
            assert!(broken.is_empty(), "{command} at {columns}: {broken:?}");
        }
        for line in help(&place, command, "80").lines() {
            assert!(line.chars().count() <= 80, "{command}: {line}");
        }
        // The second half of a comment on a line of its own would look like a command.
        let examples = |columns: &str| -> Vec<String> {
            let help = help(&place, command, columns);
            let examples = help.lines().skip_while(|line| *line != "Examples:").skip(1);
            examples.take_while(|line| !line.is_empty()).map(str::to_string).collect()
        };
        assert_eq!(examples("80"), examples("200"), "{command}");
    }
}

#[test]
fn the_description_of_search_fills_every_width() {
    let place = Place::new();
    let indent = |line: &str| line.len() - line.trim_start().len();
    for columns in [60, 80, 120] {
        let help = help(&place, "search", &columns.to_string());
        let lines = help.lines().take_while(|line| !line.starts_with("Usage:"));
        let lines: Vec<&str> = lines.collect();
        assert!(lines.len() > 14, "{help}");
        for line in &lines {
            assert!(line.chars().count() <= columns, "{columns}: {line}");
        }
        for pair in lines.windows(2).filter(|pair| !pair[0].is_empty() && !pair[1].is_empty()) {
            // A form has an indent of two columns. On a narrow page, its meaning is below it.
            if indent(pair[1]) == 2 || (indent(pair[0]) == 2 && columns == 60) {
                continue;
            }
            let next = pair[1].split_whitespace().next().expect("the line is not empty");
            let filled = pair[0].chars().count() + 1 + next.chars().count() > columns;
            assert!(filled, "{columns}: {}\n{}", pair[0], pair[1]);
        }
    }
}

/// Returns the output of a command on a terminal of this width, or `None` if there is no program to make one.
#[cfg(target_os = "linux")]
fn on_a_terminal(place: &Place, columns: usize, command: &str) -> Option<String> {
    let line = format!("stty rows 24 cols {columns}; {} {command}", env!("CARGO_BIN_EXE_dateline"));
    let output = Command::new("script")
        .args(["-qec", &line, "/dev/null"])
        .current_dir(place.path(""))
        .env_remove("DATELINE_INDEX")
        .env("NO_COLOR", "1")
        .env("TERM", "dumb")
        .stdin(std::process::Stdio::null())
        .output()
        .ok()?;
    assert!(output.status.success(), "{command}: {output:?}");
    Some(String::from_utf8_lossy(&output.stdout).replace('\r', ""))
}

#[cfg(target_os = "linux")]
#[test]
fn pages_fit_a_narrow_terminal() {
    let place = crate::harness::with_corpus();
    let corpus = concat!(env!("CARGO_MANIFEST_DIR"), "/corpus");
    let preview = format!("index --preview {corpus}");
    for columns in [40, 57, 80] {
        for command in [
            preview.as_str(),
            "--version -v",
            "kwic tax --collocates",
            "terms tax",
            "names tax",
            "timeline tax --by source",
            "timeline tax --per-million",
            "timeline -e tax -e ferry",
            "search tax --facets source,year",
            "similar cm-midnight",
            "story cm-midnight",
            "explain tax",
            "info",
            "check",
        ] {
            let Some(page) = on_a_terminal(&place, columns, command) else {
                eprintln!("SKIPPED: script is absent, no page was looked at on a terminal");
                return;
            };
            assert!(!page.trim().is_empty(), "{command} at {columns}");
            for line in page.lines() {
                let width = line.chars().count();
                assert!(width <= columns, "{command} at {columns}: {width} columns\n{page}");
            }
        }
    }
}

#[test]
fn manuals_have_values_examples_and_the_table_of_queries() {
    let place = Place::new();
    place.ends(0, &["man", "man"]);
    for command in commands(&place).iter().filter(|name| *name != "help") {
        let page = std::fs::read_to_string(place.path(&format!("man/dateline-{command}.1")));
        let page = page.unwrap_or_else(|error| panic!("{command}: {error}"));
        assert!(page.contains(".SH EXAMPLES\n.nf\n"), "{command}");
        assert!(!page.contains(".SH EXTRA"), "{command}");
        // A line that begins with a period or an apostrophe would be a roff request.
        for line in page.lines().filter(|line| line.starts_with('.')) {
            let request = line[1..].split(' ').next().unwrap_or_default();
            let known = [
                "TH", "SH", "PP", "TP", "nf", "fi", "nh", "hy", "ad", "RS", "RE", "IP", "br", "ie",
                "el",
            ];
            assert!(known.contains(&request), "{command}: {line}");
        }
    }
    let search = std::fs::read_to_string(place.path("man/dateline-search.1")).expect("a page");
    assert!(search.contains("[\\fB\\-n\\fR\u{a0}\\fIN\\fR]"), "{search}");
    assert!(search.contains("[\\fB\\-\\-source\\fR\u{a0}\\fINAME\\fR]..."));
    assert!(search.contains(r"[\fIQUERY\fR]..."));
    let Ok(output) =
        Command::new("man").arg(place.path("man/dateline-search.1")).env("MANWIDTH", "80").output()
    else {
        eprintln!("SKIPPED: man is absent, the rendered page was not looked at");
        return;
    };
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let row = text.lines().find(|line| line.contains("oil w/5 price"));
    assert!(row.is_some_and(|row| row.contains("within five words")), "{text}");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "", "no warnings");
}

#[test]
fn shells_complete_values_from_the_index() {
    let place = crate::harness::with_corpus();
    let complete = |shell: &str, words: &[&str]| -> Vec<String> {
        let output = Command::new(env!("CARGO_BIN_EXE_dateline"))
            .arg("--")
            .args(words)
            .current_dir(place.path(""))
            .env_remove("DATELINE_INDEX")
            .env("DATELINE_COMPLETE", shell)
            .env("_CLAP_COMPLETE_INDEX", (words.len() - 1).to_string())
            .env("_CLAP_IFS", "\n")
            .output()
            .expect("the program runs");
        String::from_utf8_lossy(&output.stdout).lines().map(str::to_string).collect()
    };
    let offered = complete("zsh", &["dateline", "search", "--source", "north"]);
    assert!(offered.iter().any(|value| value.starts_with("NORTHERN WIRE")), "{offered:?}");
    let offered = complete("bash", &["dateline", "timeline", "salt", "--source", "NORTH"]);
    assert!(offered.contains(&"NORTHERN\\ WIRE".to_string()), "{offered:?}");
    assert!(complete("bash", &["dateline", "search", "--lang", ""]).contains(&"en".to_string()));
    assert!(
        complete("bash", &["dateline", "search", "--facets", "so"]).contains(&"source".to_string())
    );
    assert!(complete("bash", &["dateline", "search", "--inex"]).contains(&"--inexact".to_string()));
    assert!(complete("bash", &["dateline", "time"]).contains(&"timeline".to_string()));
    // The command line may name the index.
    let elsewhere = Place::new();
    let index = place.path(".dateline").display().to_string();
    let output = Command::new(env!("CARGO_BIN_EXE_dateline"))
        .args(["--", "dateline", "search", "--index", &index, "--source", "NORTH"])
        .current_dir(elsewhere.path(""))
        .env("DATELINE_COMPLETE", "fish")
        .output()
        .expect("the program runs");
    assert!(String::from_utf8_lossy(&output.stdout).contains("NORTHERN WIRE"));
}
