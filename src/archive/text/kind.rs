//! Classifies a text without a header as prose or something else, by its name and its first 8 kB.

use super::kind_names::{ABOUT, ABOUT_IN_CAPITALS, CODE, CODE_NAMES, CONFIGURATION, PROSE};
use crate::analysis::Language;

/// The kind of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Sentences in a natural language.
    Prose,
    /// A README, a license or the like directly in a root.
    About,
    /// Program code, or a style sheet.
    Code,
    /// The settings of a program.
    Configuration,
    /// The log of a program.
    Log,
    /// A table of numbers.
    Numbers,
    /// One word or name per line.
    List,
    /// A calendar or an address card.
    Calendar,
    /// Text whose file name extension is not one of prose.
    OtherName,
    /// Characters that do not form words of a language.
    NoLanguage,
}

impl Kind {
    /// Returns the name of a kind other than prose, as used in the reason for a skip.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Prose => "prose",
            Kind::About => "a README, a license or similar (--format text reads it)",
            Kind::Code => "program code",
            Kind::Configuration => "configuration",
            Kind::Log => "log",
            Kind::Numbers => "table of numbers",
            Kind::List => "list of words",
            Kind::Calendar => "calendar or address card",
            Kind::OtherName => "text with an unknown file name extension",
            Kind::NoLanguage => "no recognizable words",
        }
    }
}

/// Returns the extension of a file name in lower case. A number, or a word after a space, is not an extension.
pub fn extension(name: &str) -> Option<String> {
    let file = name.rsplit('/').next().unwrap_or(name);
    let (stem, end) = file.rsplit_once('.')?;
    let plain = end.len() <= 10 && end.chars().all(|c| c.is_ascii_alphanumeric());
    let named = plain && end.contains(|c: char| c.is_ascii_alphabetic());
    (named && !stem.is_empty()).then(|| end.to_ascii_lowercase())
}

/// Returns whether a path is that of a README or the like directly in a root.
fn is_about(path: &str) -> bool {
    let path = path.rsplit_once("!/").map_or(path, |(_, member)| member);
    let stem = path.split('.').next().unwrap_or(path);
    let first = stem.split(['-', '_']).next().unwrap_or(stem).to_ascii_lowercase();
    let named = ABOUT.contains(&first.as_str()) || ABOUT_IN_CAPITALS.contains(&stem);
    named && !path.contains('/')
}

/// Returns the kind of a text.
pub fn kind(path: &str, beginning: &str) -> Kind {
    let extension = extension(path);
    let is = |list: &[&str]| extension.as_deref().is_some_and(|end| list.contains(&end));
    match () {
        () if is_about(path) => Kind::About,
        () if is(&CODE) || CODE_NAMES.iter().any(|name| path.ends_with(name)) => Kind::Code,
        () if is(&CONFIGURATION) => Kind::Configuration,
        () if is(&["log"]) => Kind::Log,
        () if extension.is_some() && !is(&PROSE) => Kind::OtherName,
        () => by_content(beginning),
    }
}

/// The share of lines, in percent, that decides the kind of a text.
const MOST: usize = 50;

fn by_content(text: &str) -> Kind {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let share = |is: fn(&str) -> bool| {
        100 * lines.iter().filter(|line| is(line)).count() / lines.len().max(1)
    };
    // A long paragraph outweighs many short lines.
    let weight = |is: fn(&str) -> bool| {
        let length = |lines: &mut dyn Iterator<Item = &&str>| lines.map(|line| line.len()).sum();
        let (of, all): (usize, usize) =
            (length(&mut lines.iter().filter(|line| is(line))), length(&mut lines.iter()));
        100 * of / all.max(1)
    };
    let (mut letters, mut digits, mut others) = (0, 0, 0);
    let mut wide = 0;
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        match c {
            _ if c.is_alphabetic() => letters += 1,
            _ if c.is_numeric() => digits += 1,
            _ => others += 1,
        }
        wide += usize::from(is_unspaced(c));
    }
    let all = (letters + digits + others).max(1);
    if text.starts_with("#!") || text.trim_start().starts_with("<?php") {
        return Kind::Code;
    }
    if text.trim_start().starts_with("BEGIN:V") {
        return Kind::Calendar;
    }
    if digits >= letters && lines.len() >= 2 && share(is_numbers) >= MOST {
        return Kind::Numbers;
    }
    if lines.len() >= 3 && share(is_counted) >= 80 {
        return Kind::Numbers;
    }
    if lines.len() >= 3 && share(is_logged) >= MOST {
        return Kind::Log;
    }
    if lines.len() >= 3 && share(is_traced) >= MOST {
        return Kind::Log;
    }
    let is_code = |line: &str| is_code(line) || is_script(line);
    let assigns = |line: &str| is_code(line) || line.contains('=') && is_setting(line);
    let coded = 100 * lines.iter().filter(|line| is_code(line)).count() / lines.len().max(1);
    let assigned = 100 * lines.iter().filter(|line| assigns(line)).count() / lines.len().max(1);
    if lines.len() >= 2 && (coded >= 35 || coded > 0 && assigned >= 60) {
        return Kind::Code;
    }
    if lines.len() >= 2 && share(is_setting) > MOST && weight(is_setting) > MOST {
        return Kind::Configuration;
    }
    if wide * 2 > letters {
        return if letters * 2 > all { Kind::Prose } else { Kind::NoLanguage };
    }
    if lines.len() >= 20 && share(is_one_word) >= 80 {
        return Kind::List;
    }
    let words = text.split_whitespace().filter(|word| word.contains(char::is_alphabetic)).count();
    let length = letters / words.max(1);
    let written = letters * 100 / all >= 60 && words >= 3 && (2..=15).contains(&length);
    // Language detection fails on short texts and old scans, which are judged by their words and sentences instead.
    let spoken = || all < 400 || Language::detect(text).is_some() || has_sentences(text);
    if written && spoken() { Kind::Prose } else { Kind::NoLanguage }
}

/// Returns whether a character belongs to a script without spaces between words.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
}

fn is_numbers(line: &str) -> bool {
    let digits = line.bytes().filter(u8::is_ascii_digit).count();
    let letters = line.chars().filter(|c| c.is_alphabetic()).count();
    digits > 2 * letters
}

/// Returns whether a line is a word or name, a tab, and a number.
fn is_counted(line: &str) -> bool {
    line.rsplit_once('\t').is_some_and(|(name, number)| {
        name.split_whitespace().count() <= 3 && number.trim().parse::<f64>().is_ok()
    })
}

/// Returns whether a line has a time of day at its start, or a log level. Live reports have times to the minute, too, but
/// with sentences.
fn is_logged(line: &str) -> bool {
    let head: String = line.chars().take(40).collect();
    let clock = head.as_bytes().windows(5).any(|five| {
        let digit = |at: usize| five[at].is_ascii_digit();
        digit(0) && digit(1) && five[2] == b':' && digit(3) && digit(4)
    });
    let level = ["INFO", "WARN", "ERROR", "DEBUG", "TRACE", "FATAL"];
    let begins = line.starts_with(|c: char| c.is_ascii_digit() || c == '[' || c == '<');
    let named = head.split(|c: char| !c.is_alphanumeric()).any(|word| level.contains(&word));
    clock && (begins && !is_reported(line) || named || syslog(line)) || named && begins
}

/// Returns whether a line is a time to the minute and at least five other words, most of them without digits or signs.
fn is_reported(line: &str) -> bool {
    let Some((time, rest)) = line.trim_start_matches('[').split_once(' ') else { return false };
    let time = time.trim_end_matches([']', ':', 'h']);
    // Logs have seconds, too, but no sentences.
    let is_sentence = rest.trim_end().ends_with(['.', '?', '!', '"', '”']);
    let is_clock = (time.len() <= 5 || time.len() <= 8 && is_sentence)
        && time.starts_with(|c: char| c.is_ascii_digit());
    let words: Vec<&str> = rest.split_whitespace().collect();
    let plain = |word: &&&str| {
        let word = word.trim_matches(|c: char| c.is_ascii_punctuation() || "“”’—–".contains(c));
        word.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '’' | '-'))
    };
    is_clock && words.len() >= 5 && words.iter().filter(plain).count() * 10 >= words.len() * 8
}

/// Returns whether a line starts like syslog: `Nov  3 04:05:06 host program[12]: …`
fn syslog(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let month =
        words.next().is_some_and(|word| word.len() == 3 && crate::dates::month(word).is_some());
    month && words.next().is_some_and(|day| day.parse::<u8>().is_ok())
}

fn is_code(line: &str) -> bool {
    const BEGINNINGS: [&str; 22] = [
        "#include",
        "#define",
        "import ",
        "from __",
        "def ",
        "class ",
        "return ",
        "return;",
        "public ",
        "private ",
        "static ",
        "function ",
        "const ",
        "let ",
        "var ",
        "elif ",
        "} else",
        "//",
        "/*",
        "fn ",
        "pub ",
        "\\begin{",
    ];
    let words = line.split_whitespace().count();
    let named = BEGINNINGS.iter().any(|word| line.starts_with(word));
    // Prose may have a semicolon at the end of a line, begin with `import` or `let`, and have brackets.
    line.ends_with(['{', '}'])
        || line.ends_with(';') && (words <= 2 || line.contains(['=', '(', ')', '{', '}', '"']))
        || is_call(line)
        || line.ends_with("):")
        || line.ends_with("*/")
        || line.starts_with("import ") && words <= 4 && !line.ends_with(['.', '!', '?'])
        || named && line.contains(['{', ';', '<', '='])
        || named && line.contains(['(', '.']) && (words <= 5 || line.ends_with([')', ':']))
}

/// Returns whether a line belongs to a report of a crash, or to a list of files.
fn is_traced(line: &str) -> bool {
    line.starts_with("Traceback (")
        || line.starts_with("File \"") && line.contains(", line ")
        || line.starts_with("at ") && line.ends_with(')') && line.contains('(')
        || line.len() > 30 && line.bytes().take(10).all(|byte| b"-dlrwxst".contains(&byte))
}

/// Returns whether a line is SQL, Ruby, or a command of a shell.
fn is_script(line: &str) -> bool {
    const STATEMENTS: [&str; 6] =
        ["SELECT ", "INSERT INTO ", "CREATE TABLE ", "DELETE FROM ", "DROP TABLE ", "ALTER TABLE "];
    const CLAUSES: [&str; 4] = ["WHERE ", "UPDATE ", "SET ", "VALUES "];
    const ALONE: [&str; 7] = ["end", "fi", "done", "do", "then", "esac", "else"];
    let small = line.contains(char::is_lowercase);
    let words = line.split_whitespace().count();
    ALONE.contains(&line)
        || small
            && STATEMENTS.iter().any(|start| line.starts_with(start))
            && !line.ends_with(['.', '?'])
        || CLAUSES.iter().any(|start| line.starts_with(start)) && line.contains(['=', '('])
        || ["ORDER BY ", "GROUP BY "].iter().any(|start| line.starts_with(start)) && words <= 5
        || line.contains("$(")
        || line.contains("${")
        || line.contains("; do")
        || line.contains("; then")
        || line.starts_with("echo $")
        || line.starts_with("echo \"")
        || (line.starts_with("def ") || line.starts_with("class "))
            && words <= 3
            && !line.ends_with('.')
}

/// Returns whether a line is a call of a function: `export(read_lamps, write_lamps)`.
fn is_call(line: &str) -> bool {
    let Some((name, arguments)) = line.split_once('(') else { return false };
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | ':');
    !name.is_empty() && name.chars().all(is_name) && arguments.ends_with(')')
}

/// Returns whether a line is a setting: `[section]`, `name = value`, or `name: value` with a short value.
fn is_setting(line: &str) -> bool {
    if line.starts_with('[') && line.ends_with(']') && line.len() < 60 {
        return true;
    }
    let name = |name: &str| {
        let name = name.trim();
        !name.is_empty() && name.len() <= 40 && !name.contains(' ')
    };
    let opens = line.strip_suffix(':').is_some_and(|left| {
        name(left) && left.starts_with(|c: char| c.is_lowercase() && c.is_ascii())
    });
    opens
        || line.split_once('=').is_some_and(|(left, _)| name(left))
        || line
            .split_once(": ")
            .filter(|(_, value)| !value.ends_with(['.', '?', '!']))
            .is_some_and(|(left, right)| name(left) && right.split_whitespace().count() <= 3)
}

fn is_one_word(line: &str) -> bool {
    line.split_whitespace().count() == 1
}

/// Returns whether most words are in sentences, judging by how many end with a full stop or the like.
fn has_sentences(text: &str) -> bool {
    let words = text.split_whitespace().count();
    let ends = text
        .split_whitespace()
        .filter(|word| word.ends_with(['.', '!', '?', '。', '।', '؟']))
        .count();
    ends >= 2 && words / ends <= 80
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_is_told_from_what_programs_read_and_write() {
        let prose = "Lamp lit again\n\nThe lamp on Skerry Point was lit again on Saturday.\n";
        for name in
            ["a.txt", "a.md", "sport/001", "001.text", "Mr. Smith writes", "x.asc", "2019.05.31"]
        {
            assert_eq!(kind(name, prose), Kind::Prose, "{name}");
        }
        assert_eq!(kind("a", "岬の灯台が土曜日に再び点灯した。\n"), Kind::Prose);
        assert_eq!(kind("a.py", prose), Kind::Code);
        assert_eq!(kind("a.tex", prose), Kind::OtherName);
        let code = "#include <stdio.h>\nint main(void) {\n  puts(\"lamp\");\n  return 0;\n}\n";
        assert_eq!(kind("a.txt", code), Kind::Code);
        let calls =
            "export(read_lamps, write_lamps)\nS3method(print, lamp)\n\nimportFrom(utils, head)\n";
        assert_eq!(kind("lamps/NAMESPACE", calls), Kind::Code);
        assert_eq!(kind("a", "#!/bin/sh\necho lamp\n"), Kind::Code);
        assert_eq!(kind("a.txt", "[lamp]\nheight = 12\ncolor = red\n"), Kind::Configuration);
        let log = "2024-09-14 10:11:12 INFO lamp lit\n".repeat(5);
        assert_eq!(kind("a.txt", &log), Kind::Log);
        let syslog = "Nov  3 04:05:06 host lampd[12]: lamp lit\n".repeat(5);
        assert_eq!(kind("messages", &syslog), Kind::Log);
        let short = "12:05 lamp lit\n[12:06] lamp out\n".repeat(5);
        assert_eq!(kind("a.txt", &short), Kind::Log);
        let python = "import numpy as np\n# the lamps of a year, in words\nx = np.array(lamps)\n";
        assert_eq!(kind("a.txt", python), Kind::Code);
        assert_eq!(kind("lamps/Makefile", "all: lamp\n\techo lit\n"), Kind::Code);
        let shell = "for f in *.txt; do\n  echo $f\n  mv \"$f\" x\ndone\nif [ -f lamp ]; then\n  rm lamp\nfi\n";
        assert_eq!(kind("a.txt", shell), Kind::Code);
        let sql = "SELECT id, title\nFROM articles\nWHERE year = 2014\nORDER BY id;\n";
        assert_eq!(kind("a.txt", sql), Kind::Code);
        let ruby = "class Lamp\n  def light\n    @lit = true\n  end\nend\n";
        assert_eq!(kind("a.txt", ruby), Kind::Code);
        let trace = "Traceback (most recent call last):\n  File \"lamp.py\", line 3, in <module>\n    light()\n  File \"lamp.py\", line 9, in light\nValueError: dark\n";
        assert_eq!(kind("a.txt", trace), Kind::Log);
        let yaml =
            "server:\n  port: 8080\n  host: localhost\nlogging:\n  level: info\nusers:\n  - ada\n";
        assert_eq!(kind("a.txt", yaml), Kind::Configuration);
        assert_eq!(kind("a.txt", "BEGIN:VCALENDAR\nSUMMARY:Lamp\nEND:VCALENDAR\n"), Kind::Calendar);
        assert_eq!(kind("a.txt", &"lamp\t3\nSkerry Point\t12\n".repeat(9)), Kind::Numbers);
        assert_eq!(kind("a.txt", &"12.5\t33\t0.4\n".repeat(9)), Kind::Numbers);
        assert_eq!(kind("a.txt", &"lamp\nrock\n".repeat(20)), Kind::List);
        assert_eq!(kind("a.txt", &"c2FsdHdpdmVz".repeat(90)), Kind::NoLanguage);
        assert_eq!(kind("a.txt", "%%% *** 77 @@"), Kind::NoLanguage);
    }

    #[test]
    fn live_reports_verse_and_boxes_are_prose() {
        let report = "08:15 The keeper said that the lamp of Skerry Point was lit again after a storm of three days.\n";
        let verse = "The lamp was lit upon the hill;\nThe ferry lay below;\nThe harbour and the town were still;\n";
        let box_above = "Population: 2,400\nMayor: Ada Quill\nArea: 12 km\n\nThe town of Vardal lies on the western coast and was founded by fishermen who came over the mountains.\n";
        for text in [
            report.repeat(6),
            report.replace("08:15 ", "[08:15] ").repeat(6),
            report.replace("08:15 ", "[00:08:15] ").repeat(6),
            "KEEPER:\nIt was lit at nine, and the boats came in after that.\n".repeat(5),
            report.replace("08:15 ", "08:15 Uhr: ").repeat(6),
            "18:00 News of the islands, with reports on the ferry\n".repeat(6),
            verse.repeat(3),
            "A. Keeper, for lighting the lamp;\nB. Boatman, for the ferry of Vardal;\n".repeat(3),
            "import of grain fell in May, as the board said (in June it rose).\nlet us hope (said the mayor) that it lasts until the harvest.\n".into(),
            "COUNSEL: Was it lit?\nKEEPER: Yes, sir.\n".repeat(5),
            box_above.into(),
        ] {
            assert_eq!(kind("a.txt", &text), Kind::Prose, "{text}");
        }
    }

    #[test]
    fn what_describes_a_root_is_told_by_its_name_at_the_top() {
        let prose = "These are the articles of the Skerry Echo. They are yours to read.\n";
        for name in ["README", "readme.md", "LICENSE-MIT", "README.TXT", "a.zip!/COPYING"] {
            assert_eq!(kind(name, prose), Kind::About, "{name}");
        }
        for name in ["news/README.txt", "readmes.txt", "history.txt", "about-the-lamp.txt"] {
            assert_eq!(kind(name, prose), Kind::Prose, "{name}");
        }
    }
}
