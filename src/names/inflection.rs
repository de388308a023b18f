//! The inflections of names in Cyrillic letters: which forms are of one name, and which of them is its basic form.
//!
//! A stemmer takes `ов` of `Петров` for an ending, but not that of `Петрова`, so that the cases of a surname have
//! different stems.

/// What surnames and many names of places end with, before the endings of their cases.
const OF_SURNAMES: [&str; 8] = ["ов", "ев", "ёв", "єв", "ин", "ын", "ін", "їн"];

/// The endings of cases after these, the longest first.
const CASES: [&str; 15] =
    ["ыми", "ими", "ым", "им", "ых", "их", "ой", "ою", "ом", "ові", "у", "а", "е", "ы", "і"];

/// The endings of first names such as `Сергей`.
const OF_FIRST_NAMES: [&str; 5] = ["еем", "ей", "ея", "ею", "ее"];

/// The minimum number of letters before an ending.
const LEAST: usize = 2;

/// Returns the words of a name.
pub fn words(form: &str) -> impl Iterator<Item = &str> {
    form.split([' ', '-']).filter(|word| !word.is_empty())
}

/// Returns what the inflections of words have in common, if they are Cyrillic: for each word, given as printed and with
/// its term, the part without the ending of a case, or the term.
pub fn common<'w>(words: impl Iterator<Item = (&'w str, &'w str)>) -> String {
    let stems = words.map(|(printed, term)| {
        without_case(&printed.to_lowercase()).unwrap_or_else(|| term.to_string())
    });
    stems.collect::<Vec<_>>().join(" ")
}

/// Returns a word without the ending of its case, if it is like a surname or a first name that stemmers do not know.
fn without_case(word: &str) -> Option<String> {
    let long = |stem: &&str| stem.chars().count() >= LEAST + 2;
    let is_surname = |stem: &&str| OF_SURNAMES.iter().any(|ending| stem.ends_with(ending));
    let mut stems = CASES.iter().filter_map(|ending| word.strip_suffix(ending));
    if let Some(stem) = stems.find(|stem| is_surname(stem) && long(stem)) {
        return Some(stem.to_string());
    }
    if is_surname(&word) && long(&word) {
        return Some(word.to_string());
    }
    let mut stems = OF_FIRST_NAMES.iter().filter_map(|ending| word.strip_suffix(ending));
    let stem = stems.find(|stem| stem.chars().count() >= LEAST)?;
    // `Марией` is `Мария`, which stemmers know.
    (!stem.ends_with(['и', 'і'])).then(|| format!("{stem}е"))
}

/// Returns whether the capitalized words of a name are in Cyrillic letters.
pub fn is_cyrillic(text: &str) -> bool {
    text.chars().any(|c| matches!(c, '\u{400}'..='\u{52f}'))
}

/// Returns the form among some inflections that looks most like the basic one. `forms` has how often each is printed.
pub fn basic<'f>(forms: impl Iterator<Item = (&'f str, u32)> + Clone) -> Option<&'f str> {
    let most = forms.clone().map(|(_, count)| count).max()?;
    // Capitals are those of headlines.
    let plain = |text: &str| words(text).all(|word| word.chars().skip(1).any(char::is_lowercase));
    let often = forms.filter(|(text, count)| *count >= most.div_ceil(10) && plain(text));
    let rank = |text: &str| words(text).map(last_letter).sum::<u32>();
    let best = often.min_by(|(a, of_a), (b, of_b)| {
        let length = |text: &str| text.chars().count();
        length(a).cmp(&length(b)).then(rank(a).cmp(&rank(b))).then(of_b.cmp(of_a)).then(a.cmp(b))
    });
    best.map(|(text, _)| text)
}

/// Returns how unlike the basic form of a name a word ends: 0 for most consonants.
fn last_letter(word: &str) -> u32 {
    let mut letters = word.chars().rev();
    match (letters.next(), letters.next()) {
        (Some('а' | 'я'), _) => 1,
        (Some('о' | 'е' | 'є'), _) | (Some('й'), Some('о')) => 2,
        (Some('м' | 'х'), _) => 3,
        (Some('и' | 'ы' | 'і' | 'ї'), _) => 4,
        (Some('у' | 'ю'), _) => 5,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cases_of_a_name_have_something_in_common() {
        for forms in [
            &["верхов", "верхова", "верхову", "верховым", "верхове"][..],
            &["садкин", "садкина", "садкину", "садкиным", "садкиной"],
            &["алексей", "алексея", "алексею", "алексеем", "алексее"],
            &["берлин", "берлина", "берлине", "берлином"],
            &["шелестів", "шелестів"],
        ] {
            let stem = without_case(forms[0]);
            for form in forms {
                assert_eq!(without_case(form), stem, "{form}");
            }
        }
        for word in ["мария", "марией", "лев", "ров", "трам"] {
            assert_eq!(without_case(word), None, "{word}");
        }
    }

    #[test]
    fn the_basic_form_is_the_one_without_an_ending() {
        for (forms, wanted) in [
            (&["Россией", "России", "Россию", "Россия"][..], "Россия"),
            (&["Кремле", "Кремля", "Кремль", "Кремлю"], "Кремль"),
            (&["Олега Верхова", "Олегом Верховым", "Олег Верхов"], "Олег Верхов"),
            (&["Алексея", "Алексей"], "Алексей"),
            (&["Садовой", "Садовую", "Садовая"], "Садовая"),
            (&["РИМ", "Риме"], "Риме"),
        ] {
            let forms = forms.iter().map(|form| (*form, 1));
            assert_eq!(basic(forms), Some(wanted));
        }
        // A form that is rare may be a mistake.
        assert_eq!(basic([("Париже", 30), ("Пари", 1)].into_iter()), Some("Париже"));
    }
}
