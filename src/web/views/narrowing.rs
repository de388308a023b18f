//! Narrower queries for a page: with a further clause, or without inflections.

use super::address::Address;

impl Address {
    /// Returns the first page of the articles that match the query and a clause. `read_as` is the query as it was read.
    pub fn narrowed(&self, read_as: &str, clause: &str) -> Address {
        // A clause can only be added in dateline's own language, and only after a query whose parentheses and quotes
        // are closed.
        let query = match self.dialect.is_empty() && is_closed(&self.query) {
            true => self.query.trim(),
            false => read_as,
        };
        let query = match query {
            "" => clause.to_string(),
            query if !self.any && is_plain(query) => format!("{query} {}", grouped(clause)),
            query => format!("({query}) AND {}", grouped(clause)),
        };
        Address { query, dialect: String::new(), lenient: false, offset: 0, ..self.clone() }
    }
}

/// The maximum number of words that are replaced with their exact forms.
const WORDS: usize = 6;

/// Returns a query that finds the words of a list without inflections, in lower case, with a capital or in capitals.
/// Returns `None` for other queries, and for lists of more than six words.
pub fn exact(query: &str) -> Option<String> {
    let words: Vec<&str> = query.split_whitespace().collect();
    let forms = |word: &&str| {
        let capital = super::capitalized(word);
        format!("(={word} OR ={capital} OR ={})", word.to_uppercase())
    };
    let is_list = is_plain(query) && (1..=WORDS).contains(&words.len());
    is_list.then(|| words.iter().map(forms).collect::<Vec<_>>().join(" "))
}

/// Puts parentheses around alternatives.
fn grouped(clause: &str) -> String {
    match clause.contains(" OR ") {
        true => format!("({clause})"),
        false => clause.to_string(),
    }
}

/// Returns whether a query is a list of words.
fn is_plain(query: &str) -> bool {
    let is_word = |word: &str| {
        word.chars().all(|c| c.is_lowercase() && c.is_alphabetic())
            && !["or", "and", "not"].contains(&word)
    };
    query.split_whitespace().all(is_word)
}

/// Returns whether each parenthesis and quote of a query is closed.
fn is_closed(query: &str) -> bool {
    let mut depth = 0_i64;
    let mut quoted = false;
    for c in query.chars() {
        match c {
            '"' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted => depth -= 1,
            _ => {}
        }
        if depth < 0 {
            return false;
        }
    }
    depth == 0 && !quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exact_forms_are_offered_for_lists_of_words() {
        let expected = "(=salt OR =Salt OR =SALT) (=tax OR =Tax OR =TAX)";
        assert_eq!(exact("salt  tax").as_deref(), Some(expected));
        for other in
            ["", "Salt", "salt OR tax", "salt or tax", "\"salt tax\"", "salt*", "a b c d e f g"]
        {
            assert_eq!(exact(other), None, "{other}");
        }
    }

    #[test]
    fn a_clause_restricts_the_whole_query() {
        let narrowed = |query: &str, any: bool, clause: &str| {
            let address = Address { query: query.into(), any, offset: 10, ..Address::default() };
            let narrowed = address.narrowed("read AND as", clause);
            assert_eq!(narrowed.offset, 0);
            narrowed.query
        };
        assert_eq!(narrowed("salt tax", false, "Venn"), "salt tax Venn");
        assert_eq!(narrowed("salt tax", true, "Venn"), "(salt tax) AND Venn");
        assert_eq!(narrowed("salt OR tax", false, "Venn"), "(salt OR tax) AND Venn");
        let clause = "=Salt OR =\"SALT\"";
        assert_eq!(narrowed("ferry", false, clause), format!("ferry ({clause})"));
        assert_eq!(narrowed("", false, clause), clause);
        for open in ["\"salt tax", "(salt", "salt)", "\"(\" ("] {
            assert_eq!(narrowed(open, false, "Venn"), "(read AND as) AND Venn", "{open}");
        }
        let address = Address { dialect: "nexis".into(), query: "a!".into(), ..Address::default() };
        let narrowed = address.narrowed("a*", "Venn");
        assert_eq!((narrowed.query.as_str(), narrowed.dialect.as_str()), ("(a*) AND Venn", ""));
    }
}
