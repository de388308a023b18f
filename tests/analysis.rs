//! The analysis of a fixed text in each language. It depends on libraries and Unicode tables, so an update may change
//! it without a change in dateline. Queries would then no longer match existing indexes.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use dateline::analysis::{Analyzer, Event, Language, fold};

/// The version of the analysis whose output has these hashes.
const VERSION: u8 = 6;

/// The hash of the output for the sample in each language, and for the folded characters.
const HASHES: [(&str, &str); 33] = [
    ("ar", "4ba91ba58ed432a8"),
    ("ca", "632b90b8eb001483"),
    ("cs", "4e2e87cbafe393c5"),
    ("da", "6874685b045b2fef"),
    ("de", "009b62d561ad2aa5"),
    ("el", "050e4ff414d337ca"),
    ("en", "41935e53d23081cc"),
    ("es", "69f409cbaf9e350d"),
    ("et", "60a0e7d2f757b082"),
    ("fa", "f1fc4aae831962e4"),
    ("fi", "f2aa19c120e03988"),
    ("folded", "80c271cd4c888b28"),
    ("fr", "2937e6c78e652a24"),
    ("he", "13f6a45f043b72b7"),
    ("hi", "a3ed398e0b287e3b"),
    ("hu", "e6cd22160d0944d9"),
    ("id", "e4a3cebe5a5da10c"),
    ("it", "a29edd62938d8305"),
    ("ja", "c8e803f30d921c60"),
    ("ko", "7e841ad6bca1cce3"),
    ("lt", "a36e306abbb6a90f"),
    ("nl", "29c5c8c2c0bd69d8"),
    ("no", "6dcb736f584a5c4f"),
    ("pl", "ab8a49d46b33569f"),
    ("pt", "b7d05dc6f7848499"),
    ("ro", "d036178f180bf5c8"),
    ("ru", "86f5fed8494d1939"),
    ("sv", "48737a55ed8e558a"),
    ("ta", "a24e8654260142a8"),
    ("th", "d88307837d6a34a3"),
    ("tr", "e338b3e3c622e6d0"),
    ("uk", "473e2ae3d4e906df"),
    ("zh", "dc27ed40b9ef9cc2"),
];

/// Returns a text in each language, by the code of the language.
fn samples() -> BTreeMap<String, String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/analysis.txt");
    let all = fs::read_to_string(path).expect("the sample");
    let texts = all.split("== ").skip(1);
    let texts = texts.map(|text| text.split_once('\n').expect("a code and a text"));
    texts.map(|(code, text)| (code.to_string(), text.to_string())).collect()
}

/// Returns everything that the analysis says of a text: the language that it detects, and each event with its positions.
fn analysed(code: &str, text: &str) -> String {
    let language = Language::of_code(code).expect("a language of the analysis");
    let mut said = format!("{:?} {}\n", Language::detect(text), Language::of_script(text).code());
    let words = Analyzer::default().analyse(language, text, |event| {
        let line = match event {
            Event::Token(token) => writeln!(
                said,
                "{} {}..{} {} {} {:x} {}",
                token.position,
                token.start,
                token.end,
                token.form,
                token.term,
                token.hash,
                token.again
            ),
            Event::Sentence(at, position) => writeln!(said, "sentence {at} {position}"),
            Event::Paragraph(at, position) => writeln!(said, "paragraph {at} {position}"),
        };
        line.expect("a string takes everything");
    });
    writeln!(said, "{words} positions").expect("a string takes everything");
    said
}

/// Returns how the characters of the scripts of news are folded, and which of them belong to words.
fn folded() -> String {
    let scripts = ['\0'..='\u{33ff}', '\u{a640}'..='\u{abff}', '\u{fb00}'..='\u{ffef}'];
    let mut said = String::new();
    let mut analyzer = Analyzer::default();
    for c in scripts.into_iter().flatten() {
        said.push(c);
        fold::fold(&c.to_string(), &mut said);
        let text = format!("a{c}b");
        let words = analyzer.analyse(Language::ENGLISH, &text, |_| {});
        writeln!(said, " {words}").expect("a string takes everything");
    }
    said
}

#[test]
fn the_analysis_changes_only_with_its_version() {
    let mut outputs: BTreeMap<String, String> = samples();
    outputs.iter_mut().for_each(|(code, text)| *text = analysed(code, text));
    outputs.insert("folded".into(), folded());
    let hash = |said: &String| blake3::hash(said.as_bytes()).to_hex()[..16].to_string();
    let found: Vec<(&str, String)> =
        outputs.iter().map(|(name, said)| (name.as_str(), hash(said))).collect();
    let wanted: BTreeMap<&str, &str> = HASHES.into_iter().collect();
    let differs = |(name, hash): &&(&str, String)| wanted.get(name) != Some(&hash.as_str());
    let changed: Vec<&str> = found.iter().filter(differs).map(|(name, _)| *name).collect();
    let table: String =
        found.iter().map(|(name, hash)| format!("    (\"{name}\", \"{hash}\"),\n")).collect();
    assert!(
        changed.is_empty() && VERSION == dateline::analysis::VERSION,
        "the analysis has version {}, and gives another output than version {VERSION} did for: {}\n\
         If that is intended, raise VERSION in src/analysis/token.rs, so that indexes of the former analysis are refused \
         and rebuilt. Say what changed in CHANGELOG.md. Then write the new version and these hashes here:\n{table}",
        dateline::analysis::VERSION,
        changed.join(", ")
    );
}

#[test]
fn the_sample_has_every_language_and_each_is_detected() {
    let samples = samples();
    assert_eq!(samples.len(), Language::count());
    let others: Vec<_> = samples
        .iter()
        .map(|(code, text)| (code.as_str(), Language::detect(text)))
        .filter(|(code, detected)| *detected != Some(code))
        .collect();
    assert_eq!(others, [], "languages that are detected as others");
}
