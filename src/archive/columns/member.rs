//! The named values of an article.

use serde_json::Value;

use super::super::column_names::{self, Meaning};
use super::meanings::meanings;
use super::values::is_said;

/// A named value, and the fields that its name may mean.
pub struct Member {
    pub name: String,
    pub value: Value,
    pub meanings: &'static [Meaning],
}

/// The maximum depth of nested objects that are searched for members of the article.
pub const LEVELS: usize = 3;

/// Returns the members, including those of nested objects that hold members of the article.
/// `is_asked` says which members a mapping looks into, so that these stay whole.
pub fn laid_out(members: Vec<(String, Value)>, is_asked: impl Fn(&str) -> bool) -> Vec<Member> {
    let mut all: Vec<Member> = Vec::with_capacity(members.len());
    let mut waiting: Vec<(usize, Vec<(String, Value)>)> = vec![(0, members)];
    while let Some((level, members)) = waiting.pop() {
        for (name, mut value) in members {
            if level < LEVELS
                && let Value::Object(inner) = &mut value
                && column_names::is_envelope_of(&name, inner)
            {
                let inner = match is_asked(&name) {
                    true => inner.clone(),
                    false => std::mem::take(inner),
                };
                waiting.push((level + 1, inner.into_iter().collect()));
            }
            all.push(Member { meanings: meanings(&name), name, value });
        }
    }
    name_the_newspaper(&mut all);
    all
}

/// In answers of Trove, an article has a `heading`, and its `title` is the title of its newspaper: an object with an
/// identifier, or only a name.
fn name_the_newspaper(members: &mut [Member]) {
    let value = |name: &str| members.iter().find(|one| one.name == name).map(|one| &one.value);
    let is_text = |value: Option<&Value>| value.and_then(Value::as_str).is_some_and(is_said);
    let is_newspaper = match value("title") {
        Some(Value::Object(title)) => {
            title.contains_key("id") && (title.contains_key("value") || title.contains_key("title"))
        }
        Some(Value::String(_)) => is_text(value("troveUrl")),
        _ => false,
    };
    if is_newspaper
        && is_text(value("heading"))
        && let Some(title) = members.iter_mut().find(|one| one.name == "title")
    {
        title.meanings = meanings("newspaper");
    }
}
