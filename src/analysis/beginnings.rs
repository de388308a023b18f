//! The first letters of searched terms, which tell words that need not be stemmed.

/// The first letters of the terms that are searched for. A stem has the same first letter as its word, because most
/// stemmers only remove endings. [`keeps_first_letter`](super::stem_check::keeps_first_letter) says which ones do.
pub struct Beginnings {
    /// Whether any word may be searched for.
    all: bool,
    ascii: [bool; 128],
    /// The first letters that are not ASCII.
    others: Vec<char>,
}

impl Beginnings {
    /// Returns a set for searches of any word.
    pub fn all() -> Beginnings {
        Beginnings { all: true, ..Beginnings::none() }
    }

    /// Returns an empty set, if no terms are needed.
    fn none() -> Beginnings {
        Beginnings { all: false, ascii: [false; 128], others: Vec::new() }
    }

    /// Returns a set for searches of some terms.
    pub fn of<'t>(terms: impl Iterator<Item = &'t str>) -> Beginnings {
        let mut beginnings = Beginnings::none();
        for term in terms {
            match term.chars().next() {
                Some(letter) if letter.is_ascii() => beginnings.ascii[letter as usize] = true,
                Some(letter) if beginnings.others.contains(&letter) => {}
                Some(letter) => beginnings.others.push(letter),
                None => return Beginnings::all(),
            }
        }
        beginnings
    }

    /// Returns whether a word as printed may have one of the terms, or whether a term may be one of them.
    pub(crate) fn may_be(&self, form: &str) -> bool {
        match form.chars().next() {
            _ if self.all => true,
            Some(letter) if letter.is_ascii() => self.ascii[letter.to_ascii_lowercase() as usize],
            Some(letter) => match plain_cyrillic(letter) {
                Some(letter) => self.others.contains(&letter),
                // A folded letter may become any ASCII letter.
                None => true,
            },
            None => true,
        }
    }
}

/// Returns the lower-case form of a Cyrillic letter that folding leaves as it is, regardless of what follows. Marks after
/// `и` may make it `й`.
fn plain_cyrillic(letter: char) -> Option<char> {
    match letter {
        'и' | 'И' => None,
        'а'..='я' => Some(letter),
        'А'..='Я' => letter.to_lowercase().next(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{Analyzer, Language, fold};

    #[test]
    fn plain_letters_fold_to_themselves() {
        for letter in ('а'..='я').chain('А'..='Я') {
            let Some(plain) = plain_cyrillic(letter) else { continue };
            for after in ["", "\u{300}", "\u{306}", "\u{308}", "\u{301}\u{306}"] {
                let form: String = unicode_normalization::UnicodeNormalization::nfc(
                    format!("{letter}{after}").as_str(),
                )
                .collect();
                let mut folded = String::new();
                fold::fold(&form, &mut folded);
                let kept = plain_cyrillic(form.chars().next().unwrap_or_default());
                assert!(kept.is_none_or(|_| folded.starts_with(plain)), "{form} {folded}");
            }
        }
    }

    #[test]
    fn the_terms_searched_for_are_reported_in_every_language() {
        let texts = [
            ("ru", "Йод и ёлка: Пожары потушили, пожарные ушли из Москвы. ЯБЛОКО, яблоки"),
            ("uk", "Їжак і йод: пожежники пішли з Києва"),
            ("de", "Ärzte und Äpfel, Übung der Ärztin; die Arbeiter arbeiteten"),
            ("es", "El niño y los niños; Ávila, averías, éxito"),
            ("fr", "L'été, l'avion; les écoles étaient à l'École"),
            ("nl", "Gewerkt, werken, het werk; 's avonds"),
            ("tr", "İstanbul'da ışık; kitabı, kitap, ad, adı"),
            ("el", "Η Αθήνα, της Αθήνας; άνθρωποι"),
            ("ar", "الكتاب والكتب في المكتبة"),
            ("id", "membaca, dibaca, bacaan"),
        ];
        for (code, text) in texts {
            let language = Language::of_code(code).expect("a language");
            let (mut all, mut analyzer) = (Vec::new(), Analyzer::default());
            analyzer.tokens_for(language, text, &Beginnings::all(), |token| {
                all.push((token.term.to_string(), token.start));
            });
            for (term, _) in &all {
                let beginnings = Beginnings::of(std::iter::once(term.as_str()));
                let mut found = Vec::new();
                analyzer.tokens_for(language, text, &beginnings, |token| {
                    if token.term == term {
                        found.push((token.term.to_string(), token.start));
                    }
                });
                let wanted: Vec<_> = all.iter().filter(|it| it.0 == *term).cloned().collect();
                assert_eq!(found, wanted, "{code}: {term}");
            }
        }
    }
}
