//! The index that an article is written to: the only one, or that of its period, which is created when it gets its
//! first article.

use std::collections::BTreeSet;

use super::indexes::{Articles, create_part};
use crate::engine::cluster::client::Client;
use crate::engine::cluster::schema::mapping::Parts;
use crate::engine::cluster::schema::meta::Meta;
use crate::engine::cluster::schema::period::Period;
use crate::error::{Error, Kind, Result};

/// The indexes that articles are written to.
pub enum Targets {
    /// One index, by its name or alias.
    One(String),
    /// One index per period.
    Divided(Divided),
}

/// Indexes of periods behind an alias.
pub struct Divided {
    client: Client,
    alias: String,
    /// The prefix of the names of the indexes.
    base: String,
    by: Period,
    meta: Meta,
    /// The parts of an index that is created.
    parts: Parts,
    known: BTreeSet<String>,
}

impl Targets {
    /// Returns the targets for the indexes that were found by a name or an alias.
    pub fn of(client: &Client, alias: &str, articles: Articles) -> Result<Targets> {
        let (Some(by), Some(base)) = (articles.meta.by, articles.base()) else {
            return match articles.meta.by {
                None => Ok(Targets::One(alias.to_string())),
                Some(_) => {
                    let message = format!("the part of {alias} for undated articles is missing");
                    Err(Error::new(Kind::Index, message)
                        .hint("restore a snapshot of the cluster, or index into a new index"))
                }
            };
        };
        let base = base.to_string();
        // New periods get as many shards and copies as the first one.
        let answer = client.get(&format!("{}/_settings", articles.names[0]))?;
        let settings = &answer[&articles.names[0]]["settings"]["index"];
        let number = |name: &str| settings[name].as_str().and_then(|text| text.parse().ok());
        let parts = Parts {
            shards: number("number_of_shards").unwrap_or(1),
            replicas: number("number_of_replicas").unwrap_or(1),
            by: Some(by),
        };
        Ok(Targets::Divided(Divided {
            client: client.clone(),
            alias: alias.to_string(),
            base,
            by,
            meta: articles.meta,
            parts,
            known: articles.names.into_iter().collect(),
        }))
    }

    /// Returns the index for an article with an order, which exists from now on.
    pub fn writable(&mut self, order: i64) -> Result<String> {
        match self {
            Targets::One(name) => Ok(name.clone()),
            Targets::Divided(divided) => divided.writable(order),
        }
    }

    /// Returns the index of an article with an order, if it exists.
    pub fn existing(&self, order: i64) -> Option<String> {
        match self {
            Targets::One(name) => Some(name.clone()),
            Targets::Divided(divided) => {
                Some(divided.name(order)).filter(|name| divided.known.contains(name))
            }
        }
    }
}

impl Divided {
    fn name(&self, order: i64) -> String {
        format!("{}-{}", self.base, self.by.of_order(order))
    }

    fn writable(&mut self, order: i64) -> Result<String> {
        let name = self.name(order);
        if !self.known.contains(&name) {
            let made = create_part(&self.client, &self.alias, &name, &self.meta, self.parts)?;
            if made.meta.id != self.meta.id {
                let message = format!("the index {name} does not belong to {}", self.alias);
                return Err(
                    Error::new(Kind::Index, message).hint("choose another name for the index")
                );
            }
            self.known.insert(name.clone());
        }
        Ok(name)
    }
}
