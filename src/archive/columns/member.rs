//! The named values of an article.

use serde_json::Value;

use super::names::{self, Meaning};

/// A named value, and the fields that its name may mean.
pub struct Member {
    pub name: String,
    pub value: Value,
    pub meanings: &'static [Meaning],
}

/// The maximum depth of nested objects that are searched for members of the article.
pub const LEVELS: usize = 3;

/// Returns the members, including those of nested objects that hold members of the article.
pub fn laid_out(members: Vec<(String, Value)>) -> Vec<Member> {
    let mut all: Vec<Member> = Vec::with_capacity(members.len());
    let mut waiting: Vec<(usize, Vec<(String, Value)>)> = vec![(0, members)];
    while let Some((level, members)) = waiting.pop() {
        for (name, mut value) in members {
            if level < LEVELS
                && names::is_envelope(&name)
                && let Value::Object(inner) = &mut value
            {
                waiting.push((level + 1, std::mem::take(inner).into_iter().collect()));
            }
            all.push(Member { meanings: names::meanings(&name), name, value });
        }
    }
    all
}
