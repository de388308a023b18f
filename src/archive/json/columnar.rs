//! JSON with one list of values per column, or with the names of the columns separate from the rows, as data frames
//! and query interfaces write it.

use serde_json::{Map, Value};

use super::super::Reading;

/// The names of members that list the columns, and of members that hold the rows.
const NAMES: [&str; 4] = ["columns", "fields", "header", "names"];
const ROWS: [&str; 4] = ["data", "rows", "values", "records"];

/// The maximum number of columns of a table that is stored by column.
const COLUMNS: usize = 200;

/// The maximum length of the name of a column, in bytes. Each row gets a copy of the names.
const NAME: usize = 64;

/// Returns one object per row, or the value unchanged if it does not hold columns of articles.
pub fn rows(value: Value, reading: &Reading) -> Result<Vec<Value>, Value> {
    match value {
        Value::Array(mut rows) if rows.first().is_some_and(|row| names(row, reading).is_some()) => {
            if !rows.iter().all(Value::is_array) {
                return Err(Value::Array(rows));
            }
            let names = names(&rows.remove(0), reading).unwrap_or_default();
            Ok(rows.into_iter().map(|row| named(&names, row)).collect())
        }
        Value::Object(mut members) => {
            let apart = NAMES.iter().find_map(|name| names(members.get(*name)?, reading));
            let is_rows = |value: Option<&Value>| {
                let rows = value.and_then(Value::as_array);
                rows.is_some_and(|rows| !rows.is_empty() && rows.iter().all(Value::is_array))
            };
            if let Some(names) = apart
                && let Some(at) = ROWS.iter().find(|name| is_rows(members.get(**name)))
                && let Some(Value::Array(rows)) = members.remove(*at)
            {
                return Ok(rows.into_iter().map(|row| named(&names, row)).collect());
            }
            match count(&members, reading) {
                Some(count) => Ok(turned(members, count)),
                None => Err(Value::Object(members)),
            }
        }
        other => Err(other),
    }
}

/// Returns whether an object holds the columns of a table.
pub fn is_table(members: &Map<String, Value>, reading: &Reading) -> bool {
    let is_list = |value: &Value| value.get(0).is_some_and(Value::is_array);
    count(members, reading).is_some()
        || ROWS.iter().any(|name| members.get(*name).is_some_and(is_list))
            && NAMES
                .iter()
                .any(|name| members.get(*name).and_then(|value| names(value, reading)).is_some())
}

/// Returns the names of columns that a list gives, as texts or as objects with a name. Returns `None` if a table of
/// articles would not have such columns.
pub fn names(value: &Value, reading: &Reading) -> Option<Vec<String>> {
    let name = |value: &Value| match value {
        Value::String(name) => Some(name.clone()),
        Value::Object(members) => Some(members.get("name")?.as_str()?.to_string()),
        _ => None,
    };
    let names: Option<Vec<String>> = value.as_array()?.iter().map(name).collect();
    names.filter(|names| {
        names.len() > 1
            && names.iter().all(|name| name.len() <= NAME)
            && reading.columns.know(names.iter().map(String::as_str))
    })
}

/// Returns a row as an object. A value without a name of its own is named after its number in the row, so that none
/// is lost.
pub fn named(names: &[String], row: Value) -> Value {
    let Value::Array(values) = row else { return row };
    let mut object = Map::new();
    for (number, value) in (1..).zip(values) {
        let name = match names.get(number - 1) {
            Some(name) if !object.contains_key(name) => name.clone(),
            Some(name) => format!("{name} {number}"),
            None => format!("column {number}"),
        };
        object.insert(name, value);
    }
    Value::Object(object)
}

/// Returns the number of rows, if all members are columns of plain values for the same rows, among them a title.
fn count(members: &Map<String, Value>, reading: &Reading) -> Option<usize> {
    let is_plain = |value: &Value| !value.is_array() && !value.is_object();
    let length = |value: &Value| match value {
        Value::Array(values) => values.iter().all(is_plain).then_some(values.len()),
        Value::Object(cells) => {
            let is_number = |name: &String| name.parse::<usize>().is_ok();
            let are = cells.iter().all(|(name, value)| is_number(name) && is_plain(value));
            are.then_some(cells.len())
        }
        _ => None,
    };
    let column = members.values().next()?;
    let first = length(column)?;
    let has_same_rows = |value: &Value| match (column, value) {
        (Value::Object(column), Value::Object(other)) => column.keys().eq(other.keys()),
        (column, other) => column.is_array() == other.is_array(),
    };
    let is_table = (2..=COLUMNS).contains(&members.len())
        && first > 1
        && members.keys().all(|name| name.len() <= NAME)
        && members.values().all(|value| length(value) == Some(first) && has_same_rows(value))
        && reading.columns.name_a_title(members.keys().map(String::as_str));
    is_table.then_some(first)
}

/// Turns columns into rows.
fn turned(columns: Map<String, Value>, count: usize) -> Vec<Value> {
    let mut rows = vec![Map::new(); count];
    for (name, column) in columns {
        let values: Vec<Value> = match column {
            Value::Array(values) => values,
            Value::Object(cells) => cells.into_iter().map(|(_, value)| value).collect(),
            _ => Vec::new(),
        };
        for (row, value) in rows.iter_mut().zip(values) {
            row.insert(name.clone(), value);
        }
    }
    rows.into_iter().map(Value::Object).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_without_a_name_of_their_own_are_kept() {
        let names = ["title", "tag", "tag"].map(String::from);
        let row = named(&names, json!(["A lamp was lit", "lamps", "ports", "page 3"]));
        let expected = json!({"title": "A lamp was lit", "tag": "lamps", "tag 3": "ports", "column 4": "page 3"});
        assert_eq!(row, expected);
    }
}
