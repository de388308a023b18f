//! Builds trees from the parts of a dialect's query, and reports parts that have no counterpart.

use chrono::Datelike;

use super::token::{Leaf, Span};
use crate::analysis::Analyzer;
use crate::analysis::codes::{code_of, code_of_name};
use crate::query::complexity;
use crate::query::date_clause::DateField;
use crate::query::fields::{self, Field};
use crate::query::leaves::is_mistaken;
use crate::query::lexer::{is_quote, lex};
use crate::query::limits::{MAX_CLAUSES, MAX_LENGTH, MAX_NEAR, NOTHING_LEFT, TOO_MANY_CLAUSES};
use crate::query::pattern::Regex;
use crate::query::proximity::is_of_words;
use crate::query::reading::{Fault, Query, Reading};
use crate::query::tree::{FilterField, Pattern, Proximity, Reach, Tree, Word, Zone};
use crate::query::words::{self, Typed};

/// The length, in bytes, from which a word is printed in quotes without a look at whether it needs them.
const LONG: usize = 256;

/// The state while a query is read.
pub struct Builder<'a> {
    /// The query text.
    pub text: &'a str,
    /// Whether to report parts without a counterpart in notices, instead of refusing the query.
    lenient: bool,
    reading: &'a Reading,
    analyzer: &'a mut Analyzer,
    notices: Vec<String>,
    /// Whether a part of the query was ignored.
    ignored: bool,
    /// The part of the article that words are searched in.
    pub zone: Zone,
    /// The header that words are values of, and whether a value may be a part of the header's value.
    pub header: Option<(FilterField, bool)>,
}

/// A tree, or `None` if all of it was ignored.
pub type Built = Result<Option<Tree>, Fault>;

impl<'a> Builder<'a> {
    /// Creates the state for a query.
    pub fn new(
        text: &'a str,
        lenient: bool,
        reading: &'a Reading,
        analyzer: &'a mut Analyzer,
    ) -> Self {
        Builder {
            text,
            lenient,
            reading,
            analyzer,
            notices: Vec::new(),
            ignored: false,
            zone: Zone::ANY,
            header: None,
        }
    }

    /// Adds a notice, once.
    pub fn say(&mut self, notice: String) {
        if !self.notices.contains(&notice) {
            self.notices.push(notice);
        }
    }

    /// Leaves a part out.
    ///
    /// # Errors
    ///
    /// Returns a fault unless the reading is lenient.
    pub fn ignore(&mut self, span: Span, problem: &str, hint: &str) -> Result<(), Fault> {
        self.refuse(span, problem, hint)?;
        self.ignored = true;
        let text = self.text[span.0..span.1].trim();
        self.say(format!("ignored {text:?}: {problem}"));
        Ok(())
    }

    /// Reads a part in another way, which `instead` describes.
    ///
    /// # Errors
    ///
    /// Returns a fault unless the reading is lenient.
    pub fn adapt(
        &mut self,
        span: Span,
        problem: &str,
        hint: &str,
        instead: &str,
    ) -> Result<(), Fault> {
        self.refuse(span, problem, hint)?;
        let text = self.text[span.0..span.1].trim();
        self.say(format!("{text:?}: {problem}; {instead}"));
        Ok(())
    }

    /// Refuses a part.
    ///
    /// # Errors
    ///
    /// Returns a fault unless the reading is lenient. The caller then has to say what happens to the part.
    pub fn refuse(&self, span: Span, problem: &str, hint: &str) -> Result<(), Fault> {
        if self.lenient {
            return Ok(());
        }
        Err(fault(span, problem, &format!("{hint}; --lenient reads the rest of the query")))
    }

    /// Reads words: as text, or as the value of a header.
    ///
    /// # Errors
    ///
    /// Returns a fault if nothing can be searched and the reading is not lenient.
    pub fn leaf(&mut self, leaf: &Leaf, span: Span) -> Built {
        if let Some((field, partial)) = self.header {
            return self.value(field, leaf, partial, span);
        }
        if leaf.regex {
            let problem = match Regex::new(&leaf.text) {
                Ok(_) => return Ok(Some(words::regex(&leaf.text).within(self.zone))),
                Err(problem) => problem,
            };
            self.ignore(span, &problem, "write a pattern for one word, such as colou?r")?;
            return Ok(None);
        }
        // A quote cannot be escaped in a printed query, and separates words anyway.
        let text = leaf.text.replace(is_quote, " ");
        let text = text.trim();
        let must_quote = |text: &str| text.len() > LONG || is_mistaken(text);
        let quoted = leaf.quoted || text.contains(char::is_whitespace) || must_quote(text);
        let how = Typed { quoted, exact: false, tilde: leaf.tilde.map(Some) };
        let read = match text {
            "*" if !quoted => None,
            _ => words::read(text, how, &self.reading.languages, self.analyzer),
        };
        let Some(mut read) = read else {
            self.ignore(span, "no letter or digit in it", "remove it")?;
            return Ok(None);
        };
        if words::is_open_between_characters(text) {
            let problem = "between characters of scripts without spaces, * matches nothing";
            self.adapt(span, problem, "use a proximity operator", "read without it")?;
        }
        if leaf.tilde.is_some() && read.slots.len() == 1 {
            let fuzzy = matches!(&read.slots[0].word, Word::Pattern(Pattern::Fuzzy(..)));
            read.slop = 0;
            if !fuzzy && !leaf.quoted {
                let problem = "only a single word without wildcards can have letters that differ";
                self.adapt(span, problem, "remove the ~", "read without the ~")?;
            }
        } else if leaf.tilde.is_some() && !leaf.quoted {
            read.slop = 0;
            let problem = "several words here, of which no letter can differ";
            self.adapt(span, problem, "remove the ~", "read without the ~")?;
        }
        Ok(Some(Tree::Text(read).within(self.zone)))
    }

    /// Reads words as a value of a header.
    fn value(&mut self, field: FilterField, leaf: &Leaf, partial: bool, span: Span) -> Built {
        if leaf.regex || leaf.tilde.is_some() {
            let problem = "headers are compared with values and simple patterns";
            self.ignore(span, problem, "write the value, or a pattern with * at its end")?;
            return Ok(None);
        }
        let text = leaf.text.replace(is_quote, " ");
        let mut text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if text.is_empty() {
            self.ignore(span, "an empty value", "remove it")?;
            return Ok(None);
        }
        if field == FilterField::Lang {
            let code = code_of_name(&text).map(str::to_string).or_else(|| code_of(&text));
            text = code.unwrap_or(text);
        }
        // An author is also found by a single word of the name.
        let is_part = partial && (field != FilterField::Byline || text.contains(' '));
        let wild = is_part || text.contains(['*', '?']);
        if wild {
            let open = if is_part { "*" } else { "" };
            // A printed pattern has no quotes around it, so it cannot contain what ends a word.
            text = text.replace(|c: char| c.is_whitespace() || "()[]{}".contains(c), "?");
            text = format!("{open}{text}{open}");
        }
        match fields::value(Field::Filter(field), &text, !wild, &self.reading.now) {
            Ok(tree) => Ok(Some(tree)),
            Err(bad) => Err(fault(span, &bad.problem, &bad.hint)),
        }
    }

    /// Reads a date range.
    ///
    /// # Errors
    ///
    /// Returns a fault if it is not one, because any other reading would answer a different question.
    pub fn date(&self, field: DateField, text: &str, span: Span) -> Result<Tree, Fault> {
        fields::value(Field::Date(field), text, false, &self.reading.now)
            .map_err(|bad| fault(span, &bad.problem, &bad.hint))
    }

    /// Returns the day this many days after today, as dateline writes it, if the calendar has it.
    pub fn day(&self, days: i32) -> Option<String> {
        let today = self.reading.now.date_naive();
        let day = today.checked_add_signed(chrono::TimeDelta::days(days.into()))?;
        (1..=9_999).contains(&day.year()).then(|| day.format("%Y-%m-%d").to_string())
    }

    /// Reads a number of words or a range, as dateline writes it.
    ///
    /// # Errors
    ///
    /// Returns a fault if it is not one.
    pub fn length(&self, text: &str, span: Span) -> Result<Tree, Fault> {
        fields::value(Field::Length, text, false, &self.reading.now)
            .map_err(|bad| fault(span, &bad.problem, &bad.hint))
    }

    /// Returns a distance within the limits.
    ///
    /// # Errors
    ///
    /// Returns a fault if it is not and the reading is not lenient.
    pub fn distance(&mut self, words: u32, span: Span) -> Result<Reach, Fault> {
        let bounded = words.clamp(1, MAX_NEAR);
        if bounded != words {
            let problem = format!("a distance is 1 to {MAX_NEAR} words");
            self.adapt(span, &problem, "change the number", &format!("read as {bounded}"))?;
        }
        Ok(Reach::Words(bounded))
    }

    /// Joins two parts by proximity.
    ///
    /// # Errors
    ///
    /// Returns a fault if a part has no position, and if there are too many clauses.
    pub fn near(
        &mut self,
        left: Tree,
        right: Tree,
        how: Proximity,
        span: Span,
    ) -> Result<Tree, Fault> {
        if !self.are_words(&left, &right, span)? {
            return Ok(left.and(right));
        }
        let (right, how) = match right {
            Tree::Not(excluded) => (*excluded, Proximity { negated: !how.negated, ..how }),
            right => (right, how),
        };
        self.check_clauses(Tree::clauses_near(&left, &right))?;
        let plain = left.is_positional() && right.is_positional();
        let tree = Tree::near(left, right, how);
        if !plain {
            self.say(format!("proximity is between words and phrases: read as {tree}"));
        }
        Ok(tree)
    }

    /// Joins two parts that have to be in the same part of an article: in its title, or in its body.
    ///
    /// # Errors
    ///
    /// As [`Builder::near`].
    pub fn segment(
        &mut self,
        left: Tree,
        right: Tree,
        negated: bool,
        span: Span,
    ) -> Result<Tree, Fault> {
        if !self.are_words(&left, &right, span)? {
            return Ok(left.and(right));
        }
        self.check_clauses(2 * (left.clauses() + right.clauses()))?;
        let within = |zone| Tree::both_within(zone, left.clone(), right.clone(), negated);
        Ok(Tree::any([Zone::TITLE, Zone::BODY].into_iter().filter_map(within).collect()))
    }

    /// Returns a tree that matches what exactly one of two trees matches.
    ///
    /// # Errors
    ///
    /// Returns a fault if there are too many clauses.
    pub fn xor(&self, left: Tree, right: Tree) -> Result<Tree, Fault> {
        self.check_clauses(2 * (left.clauses() + right.clauses()))?;
        let only_left = left.clone().and(right.clone().without());
        Ok(Tree::any(vec![only_left, right.and(left.without())]))
    }

    fn are_words(&mut self, left: &Tree, right: &Tree, span: Span) -> Result<bool, Fault> {
        let both = is_of_words(left) && is_of_words(right);
        if !both {
            let problem = "proximity is between words and phrases";
            self.adapt(span, problem, "join headers and dates with AND", "read as AND")?;
        }
        Ok(both)
    }

    fn check_clauses(&self, clauses: usize) -> Result<(), Fault> {
        match clauses > MAX_CLAUSES {
            true => Err(over(self.text, TOO_MANY_CLAUSES)),
            false => Ok(()),
        }
    }

    /// Returns the query. `None` means that the text is empty, or that all of it was ignored.
    ///
    /// # Errors
    ///
    /// Returns a fault if the query in dateline's own language would exceed a limit.
    pub fn finish(mut self, tree: Option<Tree>) -> Result<Query, Fault> {
        let tree = match tree {
            None if self.ignored => {
                self.say(NOTHING_LEFT.into());
                Tree::Nothing
            }
            tree => tree.unwrap_or(Tree::All),
        };
        self.check_clauses(tree.clauses())?;
        // The query is shown in dateline's own language, and has to be readable in it.
        let printed = tree.to_string();
        if printed.len() > MAX_LENGTH {
            return Err(over(self.text, &format!("more than {} kB", MAX_LENGTH >> 10)));
        }
        let (lexemes, _) = lex(&printed, |name| Field::named(name).is_some());
        match complexity::over(&lexemes) {
            Some(limit) => Err(over(self.text, &limit)),
            None => Ok(Query { text: self.text.to_string(), tree, notices: self.notices }),
        }
    }
}

/// Creates a fault.
pub fn fault(span: Span, problem: &str, hint: &str) -> Fault {
    Fault { span, problem: problem.to_string(), hint: hint.to_string() }
}

/// Returns the fault of a query that exceeds a limit.
pub fn over(text: &str, limit: &str) -> Fault {
    let hint = "split it into several queries; dateline batch FILE counts one query per line";
    fault((0, text.len()), &format!("in dateline's language, the query has {limit}"), hint)
}
