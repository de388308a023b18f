//! The mapping and the settings of an index of articles, derived from the table of fields in
//! `index-schema/article.toml`.
//!
//! `text` becomes two fields, `title` and `body`, so that neither phrases nor proximity cross from one to the other,
//! and so that the query sets the weight of titles. `forms` becomes `title_forms` and `body_forms`, which have
//! positions too. `record` becomes an object that is stored and not searched. Days are dates, because OpenSearch skips
//! shards by dates and by no other numbers.

use serde_json::{Map, Value, json};

use super::meta::Meta;
use super::names::{
    ARTICLE, BODY, BODY_FORMS, DAY_HI, DAY_LO, KEY, LEVEL, SEC_HI, SEC_LO, TITLE, TITLE_FORMS,
    TITLE_WORDS,
};
use super::period::Period;
use super::token_encoding::analysis;
use crate::schema::{Field, FieldKind};

/// The similarity of stems. With it, lengths count every token, including stems that share a position.
const SIMILARITY: &str = "tokens";

/// The maximum length of a value, in characters. Lucene refuses terms of more than 32,766 bytes.
const LONGEST_VALUE: u32 = 8_191;

/// The maximum length of a regular expression in a query, in characters. OpenSearch's default is 1,000.
pub const LONGEST_EXPRESSION: usize = 20_000;

/// How many parts and copies an index has.
#[derive(Debug, Clone, Copy)]
pub struct Parts {
    /// The number of primary shards.
    pub shards: u32,
    /// The number of copies of each shard.
    pub replicas: u32,
    /// The periods by which the articles are divided. Each then has as many shards.
    pub by: Option<Period>,
}

impl Default for Parts {
    fn default() -> Parts {
        Parts { shards: 1, replicas: 1, by: None }
    }
}

/// Returns the body of the request that creates an index.
pub fn mapping(meta: &Meta, parts: Parts) -> Value {
    let mut properties = Map::new();
    let keyword = json!({"type": "keyword", "ignore_above": LONGEST_VALUE});
    properties.insert(KEY.into(), keyword);
    for field in crate::schema::schema().fields {
        add(field, &mut properties);
    }
    for second in [SEC_LO, SEC_HI] {
        properties.insert(second.into(), json!({"type": "long"}));
    }
    json!({
        "settings": {"index": {
            "number_of_shards": parts.shards,
            "number_of_replicas": parts.replicas,
            "codec": "best_compression",
            "sort.field": ["order"],
            "sort.order": ["desc"],
            "max_regex_length": LONGEST_EXPRESSION,
            "similarity": {SIMILARITY: {"type": "BM25", "discount_overlaps": false}},
            "analysis": analysis(),
        }},
        "mappings": {
            "dynamic": "strict",
            "_meta": meta.json(),
            "_source": {"includes": [ARTICLE]},
            "properties": properties,
        },
    })
}

fn add(field: &Field, properties: &mut Map<String, Value>) {
    let mut put = |name: &str, property: Value| properties.insert(name.into(), property);
    match field.kind {
        FieldKind::Words => {
            for name in [TITLE, BODY, LEVEL] {
                put(name, json!({"type": "text", "analyzer": "tokens", "similarity": SIMILARITY}));
            }
        }
        FieldKind::Forms => {
            for name in [TITLE_FORMS, BODY_FORMS] {
                put(name, json!({"type": "text", "analyzer": "tokens", "norms": false}));
            }
        }
        FieldKind::Exact => {
            // Facets are counted from columns.
            let column = field.column || !field.facet.is_empty();
            let property =
                json!({"type": "keyword", "doc_values": column, "ignore_above": LONGEST_VALUE});
            put(field.name, property);
        }
        FieldKind::Printed => {
            let property =
                json!({"type": "keyword", "index": false, "ignore_above": LONGEST_VALUE});
            put(field.name, property);
        }
        FieldKind::Number if [DAY_LO, DAY_HI].contains(&field.name) => {
            put(field.name, json!({"type": "date", "format": "epoch_millis"}));
        }
        FieldKind::Number => {
            let searched = ![TITLE_WORDS, "simhash"].contains(&field.name);
            put(field.name, json!({"type": "long", "index": searched}));
        }
        FieldKind::Record => {
            put(ARTICLE, json!({"type": "object", "enabled": false}));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_of_the_table_is_in_the_mapping() {
        let mapping = mapping(&Meta::of_new_index(), Parts { shards: 3, ..Parts::default() });
        let properties = mapping["mappings"]["properties"].as_object().unwrap();
        for field in crate::schema::schema().fields {
            let name = match field.kind {
                FieldKind::Words => BODY,
                FieldKind::Forms => BODY_FORMS,
                FieldKind::Record => ARTICLE,
                _ => field.name,
            };
            assert!(properties.contains_key(name), "{name}");
        }
        // A field of the table must not take the name of another field.
        let kinds = [FieldKind::Words, FieldKind::Forms, FieldKind::Record];
        let named =
            crate::schema::schema().fields.iter().filter(|field| !kinds.contains(&field.kind));
        assert_eq!(properties.len(), named.count() + 3 + 2 + 1 + 3);
        assert_eq!(properties["day_lo"]["type"], "date");
        assert_eq!(mapping["settings"]["index"]["number_of_shards"], 3);
    }
}
