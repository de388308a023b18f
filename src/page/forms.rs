//! Words that are counted together with their inflections.

/// The maximum number of other forms in a label.
const SHOWN: usize = 2;

/// Returns a word with its other forms: `tax (taxes, taxed)`. `forms` are all forms, including the word.
pub fn label(word: &str, forms: &[String]) -> String {
    let others: Vec<&str> = forms.iter().map(String::as_str).filter(|form| *form != word).collect();
    if others.is_empty() {
        return word.to_string();
    }
    let shown = others[..others.len().min(SHOWN)].join(", ");
    let more = if others.len() > SHOWN { ", …" } else { "" };
    format!("{word} ({shown}{more})")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_names_two_other_forms() {
        let forms =
            |names: &[&str]| names.iter().map(|name| (*name).to_string()).collect::<Vec<_>>();
        assert_eq!(label("tax", &forms(&["tax"])), "tax");
        assert_eq!(label("tax", &forms(&["tax", "taxes", "taxed"])), "tax (taxes, taxed)");
        assert_eq!(label("tax", &forms(&["tax", "a", "b", "c"])), "tax (a, b, …)");
    }
}
