//! `dateline check` and the other commands on an index in a cluster, through the built program.

use serde_json::{Value, json};

use dateline::engine::cluster::client::Client;

use super::server::new_index;
use crate::harness::{Place, corpus};

/// An index in a cluster with the sample archive, and a place to run the program in.
struct Archive {
    place: Place,
    client: Client,
    address: String,
}

impl Archive {
    fn new(name: &str) -> Option<Archive> {
        let client = new_index(name)?;
        let (place, address) = (Place::new(), client.address().to_string());
        let corpus = corpus();
        let flags = ["index", "-q", "--replicas", "0", "--index", &address];
        place.ends(0, &[&flags[..], &[corpus.to_str().expect("a path")]].concat());
        Some(Archive { place, client, address })
    }

    /// Verifies the index, and returns the answer.
    fn check(&self, status: i32, flags: &[&str]) -> Value {
        let arguments = ["check", "--json", "--index", &self.address];
        let text = self.place.ends(status, &[&arguments[..], flags].concat());
        serde_json::from_str(&text).expect("JSON")
    }

    /// Returns the keys of some articles.
    fn keys(&self) -> Vec<String> {
        let found =
            self.place.json(&["search", "--json", "-n", "5", "salt", "--index", &self.address]);
        let hits = found["hits"].as_array().expect("hits");
        hits.iter().map(|hit| hit["key"].as_str().expect("a key").to_string()).collect()
    }

    /// Replaces a stored article by what `change` makes of it.
    fn damage(&self, key: &str, change: impl Fn(&mut Value)) {
        let index = self.client.address().index();
        let source = self.client.get(&format!("{index}/_source/{key}")).expect("an article");
        let article =
            dateline::engine::cluster::schema::stored_article::from_json(source["article"].clone());
        let mut preparer = dateline::engine::cluster::schema::document::Preparer::default();
        let document = preparer.prepare(&article.expect("an article")).json;
        let mut document: Value = serde_json::from_str(&document).expect("JSON");
        change(&mut document);
        self.client.put(&format!("{index}/_doc/{key}?refresh=true"), &document).expect("a change");
    }
}

#[test]
fn damage_in_a_cluster_is_found() {
    let Some(archive) = Archive::new("checked") else { return };
    let total = archive.check(0, &[])["articles"].clone();
    for flags in [&[][..], &["--all"]] {
        let checked = archive.check(0, flags);
        assert_eq!(checked["sound"], true, "{checked}");
        assert_eq!((&checked["read"], &checked["articles"]), (&total, &total), "{checked}");
        assert_eq!(checked["health"], "green");
    }
    let keys = archive.keys();
    let index = archive.client.address().index();
    archive.damage(&keys[0], |document| {
        let body = document["article"]["body"].as_str().expect("a body").replacen('a', "e", 1);
        document["article"]["body"] = json!(body);
    });
    archive.damage(&keys[1], |document| document["words"] = json!(1));
    let orphan = "0123456789abcdef0123456789abcdef";
    let client = &archive.client;
    archive.damage(&keys[2], |document| {
        let mut other = document.clone();
        other["key"] = json!(orphan);
        other["article"]["key"] = json!(orphan);
        client.put(&format!("{index}/_doc/{orphan}?refresh=true"), &other).expect("an article");
    });
    client.delete(&format!("{index}/_doc/{}?refresh=true", keys[3]), None).expect("a removal");
    let checked = archive.check(2, &["--all"]);
    let problems = checked["damage"].to_string();
    for part in [
        format!("the text of the article {} does not have its checksum", keys[0]),
        format!("searches do not see the article {} as it is", keys[1]),
        format!("no file has the article {orphan}"),
        format!("the article {} is missing", keys[3]),
    ] {
        assert!(problems.contains(&part), "{part}: {problems}");
    }
    assert!(checked["hint"].as_str().is_some_and(|hint| hint.contains("--rebuild")), "{checked}");
    // The archive has fewer articles than a sample.
    let sampled = archive.check(2, &[])["damage"].to_string();
    assert!(sampled.contains(&keys[0]) && sampled.contains(&keys[3]), "{sampled}");

    // Two indexes that differ in number are seen without a sample.
    client.delete(&format!("{index}/_doc/{}?refresh=true", keys[4]), None).expect("a removal");
    let sampled = archive.check(2, &[])["damage"].to_string();
    assert!(sampled.contains("but checked"), "{sampled}");
}

#[test]
fn every_command_works_on_a_cluster_or_says_why_not() {
    let Some(archive) = Archive::new("commands") else { return };
    let Archive { place, address, .. } = &archive;
    let key = archive.keys().remove(0);
    place.write("queries.txt", "salt tax\nferry OR bridge\nsalt*\n");
    place.write("topics.tsv", "1\tsalt tax\n");
    place.write("qrels", format!("1 0 {key} 1\n"));
    let rows =
        place.ends(0, &at(address, &["batch", "queries.txt", "--by", "source", "--output", "csv"]));
    assert!(rows.lines().count() == 4 && rows.contains("NORTHERN WIRE"), "{rows}");
    place.ends(0, &at(address, &["export", "salt", "--to", "salt.jsonl"]));
    let replayed = place.ends(0, &at(address, &["replay", "salt.jsonl.manifest.json"]));
    assert!(replayed.contains("no difference"), "{replayed}");
    let measured = place.ends(
        0,
        &at(address, &["eval", "--topics", "topics.tsv", "--qrels", "qrels", "--by", "key"]),
    );
    assert!(measured.contains("MRR 1.0000") || measured.contains("MRR 0."), "{measured}");
    assert!(place.ends(0, &at(address, &["show", &key])).contains(&key));
    let timeline =
        at(address, &["timeline", "salt", "--interval", "year", "--per-million", "--json"]);
    assert!(place.json(&timeline)["buckets"].as_array().is_some_and(|buckets| buckets.len() > 1));
    for (arguments, part) in [
        (&["terms", "salt"][..], "does not list its words"),
        (&["similar", &key], "does not list its words"),
        (&["search", "salt", "--expand"], "does not list its words"),
        (&["kwic", "salt", "--collocates"], "does not count occurrences"),
        (&["backup", "to"], "dateline copy"),
        (&["restore", "from"], "snapshots"),
    ] {
        let output = place.run(&at(address, arguments));
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {error}");
        assert!(error.contains("not supported by the cluster engine"), "{arguments:?}: {error}");
        assert!(error.contains(part), "{arguments:?}: {error}");
    }
}

/// Adds the index to arguments.
fn at<'a>(address: &'a str, arguments: &[&'a str]) -> Vec<&'a str> {
    [arguments, &["--index", address]].concat()
}
