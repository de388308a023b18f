//! The tables of a database in an export of phpMyAdmin: a list of objects that say which database it is, and of objects
//! with the rows of one table each.

use serde_json::Value;

use super::super::{Reading, Reason, Why};
use super::groups::LOOKED_AT;

/// Returns the rows of the tables that hold articles, and why the other tables were skipped, or the values unchanged
/// if they are not such an export.
pub fn of(mut values: Vec<Value>, reading: &Reading) -> Result<(Vec<Value>, Vec<Why>), Vec<Value>> {
    let is_table = |value: &Value| value["type"] == "table" && value["data"].is_array();
    let is_head = |value: &Value| value["type"] == "header" || value["type"] == "database";
    let are = values.iter().all(|value| is_table(value) || is_head(value));
    if !are || !values.iter().any(is_table) {
        return Err(values);
    }
    let has_articles = |rows: &Value| {
        let rows = rows.as_array().into_iter().flatten().filter_map(Value::as_object);
        rows.take(LOOKED_AT).any(|row| reading.columns.weigh(row).is_article())
    };
    let (mut lists, mut others) = (Vec::new(), Vec::new());
    for table in values.iter_mut().filter(|value| is_table(value)) {
        let rows = table["data"].take();
        match has_articles(&rows) {
            true => lists.push(rows),
            false => {
                let name = table["name"].as_str().unwrap_or_default();
                let name: String = name.chars().take(60).collect();
                others.push(Reason::NoArticle.because(format_args!("the table {name}")));
            }
        }
    }
    Ok((lists, others))
}
