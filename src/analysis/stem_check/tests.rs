//! Compares what is told without stemming with the stemmers.

use std::collections::BTreeSet;

use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::{EnglishBeginnings, TO_ASCII, first_letters, is_in, possible_languages, united};
use crate::analysis::{Analyzer, Language, fold};

fn languages() -> Vec<Language> {
    let letters = || 'a'..='z';
    let codes = letters().flat_map(|first| letters().map(move |second| format!("{first}{second}")));
    codes.filter_map(|code| Language::of_code(&code)).collect()
}

/// Words that begin or end in many ways, some of them in two scripts.
fn composed() -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    let mut compose = |beginnings: &str, roots: &str, endings: &str| {
        for root in roots.split_whitespace() {
            for beginning in beginnings.split_whitespace().map(|it| it.trim_matches('-')) {
                for ending in endings.split_whitespace().map(|it| it.trim_matches('-')) {
                    words.insert(format!("{beginning}{root}{ending}"));
                }
            }
        }
    };
    // Dutch.
    compose(
        "- ge- be- ver- ont- in- inge- aange- opge- uitge- voorge- gege- gë- ge\u{301}-",
        "werk loop voer stuur evolueer ëvolueer ïmiteer interesseer zie lev vaar val eft wez ruim bouw schrijf \
         ijk gev zorg doop pt aft Reagan oil us texaco",
        "- t d te de en den end ende s 's heid heden ing ingen er ster lijk lijke baar achtig isch ische je jes tje \
         eerd eerde ioneel iteit atie aties",
    );
    // Indonesian.
    compose(
        "- di- ke- se- me- mem- men- meng- meny- menge- pe- pem- pen- peng- peny- ter- be- ber- bel- per- pel- \
         member- memper- diper- dipel- mempel- keter- keber- pember- pemer- penter-",
        "baca tulis jalan ajar kerja sapu anyi pukul ambil usaha ubah ikut besar tinggal nyanyi minta oil Texaco \
         reagan obama",
        "- i an kan kah lah pun nya ku mu annya kannya inya anlah kanlah",
    );
    // Arabic, with Latin words and digits, too.
    compose(
        "- ال وال بال كال فال لل و ف ب ك ل س ي ت ن وس فس أ ا ـ وـ",
        "كتاب حكومة رئيس شركة كتب عمل قال نفط texaco Web 4 ٤٢ ١٩٨٧",
        "- ة ات ون ين ان ها هم كم نا ه ي ية يات تها وا ت",
    );
    // Persian, Hindi and Tamil.
    compose(
        "- می نمی ب ن بی هم",
        "کتاب رفت خواه دان خبر گفت نفت web",
        "- ها های ی ام ان تر ترین م ند",
    );
    compose("- अ अन नि", "किताब लड़क समय सरकार तेल web", "- ें ों ी ा े ियों ाओं ता");
    compose("- அ இ எ", "புத்தக எழுத கற்ற மொழி நாடு web", "- ம் கள் ங்கள் ை ில் ின் ான் ார்");
    // French and Italian.
    compose(
        "- l' d' c' j' m' n' s' t' z' qu' un' all' dall' dell' gl' nell' quell' quest' sull' tutt' v' dèll' lorsqu'",
        "avion élection Iran homme uomo italia oil economia",
        "- s i e es ne isti",
    );
    // Others.
    compose(
        "- un- re- pre- über- ge- ver- anti- des- il- po- пере- по- не- προ- ξε-",
        "happy pay wohn prendre élection école hacer слов работ ходит γραφ λογ gulf 1963",
        "- s ed ing en t rd ment ées ción ого ами ить ω εις ος",
    );
    words
}

/// Words as they are printed: real ones, also with capitals, and composed ones.
fn vocabulary() -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    for language in languages() {
        let listed = stop_words::lookup(language.code()).unwrap_or_default();
        words.extend(listed.iter().map(|word| word.to_string()));
        words.extend(language.commonest().map(str::to_string));
    }
    let capitals = |word: &String| {
        let mut letters = word.chars();
        let first = letters.next().into_iter().flat_map(char::to_uppercase);
        first.collect::<String>() + letters.as_str()
    };
    let printed: Vec<String> =
        words.iter().flat_map(|word| [capitals(word), word.to_uppercase()]).collect();
    words.extend(printed);
    words.extend(composed());
    // Forms are indexed in NFC.
    let mut words: BTreeSet<String> = words.iter().map(|word| word.nfc().collect()).collect();
    words.retain(|word| word.chars().next().is_some_and(char::is_alphanumeric));
    words
}

#[test]
fn no_word_that_has_a_stem_is_ruled_out() {
    let mut analyzer = Analyzer::default();
    let languages = languages();
    let mut wrong = Vec::new();
    for word in vocabulary() {
        let first = word.chars().next().expect("a letter");
        for language in &languages {
            for stem in analyzer.stems(&[*language], &word) {
                let stem = stem.term.as_str();
                let found = possible_languages(&[*language], &word, std::iter::once(stem));
                let letters = first_letters(&[*language], stem);
                let begins = letters.is_none_or(|letters| {
                    let begins = |beginning: &String| word.starts_with(beginning.as_str());
                    is_in(&letters.characters, first) || letters.others.iter().any(begins)
                });
                let is_possible = found.contains(*language) && begins;
                if !is_possible {
                    wrong.push(format!("{word} is {stem} in {}", language.code()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn most_words_without_a_stem_are_ruled_out() {
    let languages = languages();
    let words = vocabulary();
    for stem in ["oil", "texaco", "reagan"] {
        let possible = |word: &&String| {
            let found = possible_languages(&languages, word, std::iter::once(stem));
            languages.iter().any(|language| found.contains(*language))
        };
        let possible = words.iter().filter(possible).count();
        assert!(possible * 5 < words.len(), "{possible} of {} for {stem}", words.len());
    }
}

#[test]
fn the_ranges_contain_all_characters_that_fold_to_ascii() {
    let mut folded = String::new();
    let mut missing = Vec::new();
    for c in '\0'..=char::MAX {
        folded.clear();
        fold::fold(c.encode_utf8(&mut [0; 4]), &mut folded);
        let to_ascii = |c: char| c.is_ascii_alphanumeric();
        let is_ascii = folded.is_empty() || folded.contains(to_ascii);
        // In parentheses or after a space, these are not letters of a word.
        let is_letter = c.is_alphanumeric() || folded.is_empty();
        missing.extend((is_ascii && is_letter && !is_in(&TO_ASCII, c)).then_some(c));
    }
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn ranges_are_united_if_they_touch() {
    let ranges = vec![('x', 'z'), ('a', 'c'), ('d', 'd'), ('b', 'e'), ('g', 'g')];
    assert_eq!(united(ranges), [('a', 'e'), ('g', 'g'), ('x', 'z')]);
    assert_eq!(united(vec![('a', char::MAX), ('b', 'c')]), [('a', char::MAX)]);
}

/// Asserts that no English word is ruled out if its stem is looked for, alone or with others.
fn assert_possible(analyzer: &mut Analyzer, word: &str) {
    let stem = analyzer.term(Language::ENGLISH, word).to_string();
    for others in [&[][..], &["a", "zeal", "lamp", "lampoon"], &["é"]] {
        let stems = others.iter().copied().chain([stem.as_str()]);
        let is_possible =
            EnglishBeginnings::of(&[Language::ENGLISH], stems).is_none_or(|it| it.may_have(word));
        assert!(is_possible, "{word} is {stem}");
    }
}

#[test]
fn no_english_word_that_has_one_of_some_stems_is_ruled_out() {
    let mut analyzer = Analyzer::default();
    for word in vocabulary() {
        assert_possible(&mut analyzer, &word);
    }
    let exceptions = "dying lying tying skies skis idly gently ugly early only singly news inning outing canning \
                      herring earring proceed exceed succeed generously communism arsenal past toy says vying ied ties \
                      o'er y yes ying yy eed eedly skies' dies's";
    exceptions.split_whitespace().for_each(|word| assert_possible(&mut analyzer, word));
}

#[test]
fn most_english_words_without_one_of_some_stems_are_ruled_out() {
    let stems = ["nation", "relat", "die", "lamp"];
    let beginnings = EnglishBeginnings::of(&[Language::ENGLISH], stems.into_iter());
    let beginnings = beginnings.expect("stems in ASCII");
    for word in ["nations", "NATION", "native", "relation", "Dying", "lamps", "laugh", "démo"] {
        assert!(beginnings.may_have(word), "{word}");
    }
    for word in ["not", "reality", "ether", "lyre", "zeal", "Nova", ""] {
        assert!(!beginnings.may_have(word), "{word}");
    }
}

proptest! {
    #[test]
    fn no_composed_english_word_is_ruled_out(
        root in "[a-zA-Z][a-zA-Z']{0,5}",
        endings in prop::collection::vec(
            prop::sample::select(vec![
                "s", "'s", "es", "ies", "ied", "ed", "edly", "eed", "ing", "ingly", "y", "ly", "li", "ational", "tional",
                "enci", "ency", "anci", "ance", "izer", "ization", "ation", "ator", "alism", "aliti", "fulness", "ousli",
                "ously", "iviti", "ivity", "biliti", "bility", "ogi", "ogist", "logy", "bli", "bly", "fully", "lessly",
                "icate", "iciti", "ical", "ful", "ness", "ative", "ement", "ment", "ent", "ism", "ous", "ive", "ize",
                "sion", "tion", "e", "l", "ll", "t", "tt", "yi", "ying",
            ]),
            0..4,
        ),
    ) {
        assert_possible(&mut Analyzer::default(), &(root + &endings.concat()));
    }
}
