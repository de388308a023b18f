//! Assignments compared with a brute-force oracle, and the quality of the measure on planted families.

use std::collections::BTreeMap;

use super::leaders::WINDOW;
use super::*;
use crate::article::Article;

/// SplitMix64 (Steele, Lea, Flood, OOPSLA 2014).
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((bits ^ (bits >> 31)) % bound as u64) as usize
    }

    fn of<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len())]
    }
}

const ACTORS: [&str; 8] = [
    "the council",
    "the harbor office",
    "a spokesman",
    "the union",
    "the ministry",
    "an engineer",
    "the coast guard",
    "the mayor",
];
const VERBS: [&str; 8] = [
    "rejected",
    "approved",
    "postponed",
    "criticized",
    "welcomed",
    "described",
    "withdrew",
    "defended",
];
const THINGS: [&str; 10] = [
    "the plan",
    "the budget",
    "a report",
    "the new pier",
    "the ferry timetable",
    "the tax on salt",
    "the strike",
    "a loan",
    "the old bridge",
    "the fishing quota",
];
const PLACES: [&str; 8] =
    ["Norhaven", "Eastmark", "Saltby", "Grenfold", "Ostera", "Vinmouth", "Karlow", "Tarnby"];
const NAMES: [&str; 8] =
    ["Aldren", "Bekker", "Corvin", "Dalgard", "Ervik", "Falsen", "Grimstad", "Holter"];
const ENDS: [&str; 8] = [
    "because the money had run out",
    "after a debate that lasted until midnight",
    "although few had read it",
    "before the boats returned from the banks",
    "and asked for more time",
    "as the crowd outside sang",
    "in spite of the storm",
    "without giving a reason",
];

/// Returns a sentence of some twenty words with a name and, sometimes, a number.
fn sentence(dice: &mut Dice) -> String {
    let (actor, verb, thing) = (dice.of(&ACTORS), dice.of(&VERBS), dice.of(&THINGS));
    let (place, name, end) = (dice.of(&PLACES), dice.of(&NAMES), dice.of(&ENDS));
    let number = dice.below(900) + 3;
    match dice.below(4) {
        0 => format!("In {place}, {actor} {verb} {thing} of {number} crowns {end}."),
        1 => format!("{name} of {place} said that {actor} {verb} {thing} {end}."),
        2 => format!(
            "On the quay of {place}, {name} and {number} others heard how {actor} {verb} {thing}."
        ),
        _ => format!(
            "According to {name}, {actor} {verb} {thing} {end}, and {} {verb} it too.",
            dice.of(&ACTORS)
        ),
    }
}

fn story(dice: &mut Dice) -> Vec<String> {
    let length = 7 + dice.below(20);
    (0..length).map(|_| sentence(dice)).collect()
}

/// A way to rewrite a story.
type Rewrite = (&'static str, fn(&mut Dice, &[String]) -> Vec<String>);

fn lead(dice: &mut Dice, count: usize, rest: &[String]) -> Vec<String> {
    (0..count).map(|_| sentence(dice)).chain(rest.iter().cloned()).collect()
}

/// Replaces a name everywhere.
fn corrected(dice: &mut Dice, story: &[String]) -> Vec<String> {
    let (wrong, right) = (dice.of(&NAMES), "Hallvardsen");
    story.iter().map(|sentence| sentence.replace(wrong, right)).collect()
}

/// Rewrites a story as agencies do: a new lead, an insertion, and a sentence left out.
fn writethru(dice: &mut Dice, story: &[String]) -> Vec<String> {
    let mut rewritten = lead(dice, 2, &story[1..]);
    let at = dice.below(rewritten.len());
    rewritten.insert(at, sentence(dice));
    let at = 2 + dice.below(rewritten.len() - 2);
    rewritten.remove(at);
    rewritten
}

const REWRITES: [Rewrite; 10] = [
    ("a copy", |_, story| story.to_vec()),
    ("an added lead", |dice, story| lead(dice, 2, story)),
    ("a new lead", |dice, story| lead(dice, 2, &story[2..])),
    ("a cut", |_, story| story[..story.len() / 2].to_vec()),
    ("a short cut", |_, story| story[..story.len() / 3].to_vec()),
    ("a long new lead and half of the text", |dice, story| {
        lead(dice, story.len() / 3, &story[2..2 + story.len() / 2])
    }),
    ("a corrected name", corrected),
    ("a writethru", writethru),
    ("a new lead and a cut", |dice, story| lead(dice, 1, &story[1..story.len() * 3 / 4])),
    ("a writethru with a corrected name", |dice, story| {
        let story = corrected(dice, story);
        writethru(dice, &story)
    }),
];

/// Articles that are not versions of one another, although they are alike: a report that is filled in daily, and a
/// follow-up that repeats the background.
fn look_alikes(dice: &mut Dice) -> [String; 2] {
    let [a, b, c, d] = [0; 4].map(|_| dice.below(90) + 5);
    let (place, sky) = (dice.of(&PLACES), dice.of(&["clear", "cloudy", "gray", "hazy"]));
    let weather = format!(
        "The weather office expects {sky} skies over {place} tomorrow, with a high of {a} and a low of {b}. Winds will \
         come from the sea at {c} kilometers an hour. Waves of {d} centimeters are likely off the harbor. The \
         outlook for the weekend is {}, with rain on the hills behind {}.",
        dice.of(&["mild", "cold", "wet", "dry"]),
        dice.of(&PLACES),
    );
    let background = "The strike began in spring, when the owners of the mill refused to pay for the Sunday shift. Both \
        sides have met three times since then, without a result.";
    let news: Vec<String> = (0..6).map(|_| sentence(dice)).collect();
    [weather, format!("{} {background}", news.join(" "))]
}

fn signature(body: String) -> Signature {
    Signature::of(&Article { body, ..Article::default() })
}

/// Precision and recall of pairs, by the families that were planted. The bounds are those that the project promises.
#[test]
fn planted_families_are_found() {
    let mut dice = Dice(11);
    let mut articles: Vec<(usize, Signature)> = Vec::new();
    let mut found_of: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut family = 0;
    for _ in 0..45 {
        family += 1;
        let original = story(&mut dice);
        let first = signature(original.join(" "));
        for (name, rewrite) in REWRITES {
            let version = signature(rewrite(&mut dice, &original).join(" "));
            let (found, all) = found_of.entry(name).or_default();
            *found += usize::from(first.is_similar(&version, 86_400));
            *all += 1;
            articles.push((family, version));
        }
        articles.push((family, first));
        for text in look_alikes(&mut dice) {
            family += 1;
            articles.push((family, signature(text)));
        }
    }
    let recall: usize = found_of.values().map(|(found, _)| found).sum();
    let planted: usize = found_of.values().map(|(_, all)| all).sum();
    let (mut joined, mut right) = (0, 0);
    for (at, (family, one)) in articles.iter().enumerate() {
        for (other_family, other) in &articles[..at] {
            if one.is_similar(other, 86_400) {
                joined += 1;
                right += usize::from(family == other_family);
            }
        }
    }
    let (precision, recall) = (right as f64 / joined as f64, recall as f64 / planted as f64);
    assert!(precision >= 0.97, "precision {precision} of {joined} pairs");
    assert!(recall >= 0.90, "recall {recall}: {found_of:?}");
}

/// Returns an archive of rewritten stories and others: the seconds and the signature of each article, by date.
fn archive(seed: u64, count: usize, days: usize) -> Vec<(i64, Signature)> {
    let mut dice = Dice(seed);
    let mut stories: Vec<Vec<String>> = Vec::new();
    let mut articles: Vec<(i64, Signature)> = Vec::new();
    for _ in 0..count {
        let body = match dice.below(4) {
            0 => story(&mut dice),
            1 => look_alikes(&mut dice).to_vec(),
            _ if stories.is_empty() => story(&mut dice),
            _ => {
                let original = stories[dice.below(stories.len())].clone();
                let (_, rewrite) = REWRITES[dice.below(REWRITES.len())];
                rewrite(&mut dice, &original)
            }
        };
        // A rewrite of a rewrite makes chains.
        if body.len() > 6 && dice.below(2) == 0 {
            stories.push(body.clone());
        }
        articles.push((dice.below(days * 4) as i64 * 21_600, signature(body.join(" "))));
    }
    articles.sort_by_key(|(seconds, _)| *seconds);
    articles
}

/// Applies the definition to every pair.
fn by_definition(articles: &[(i64, Signature)]) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::new();
    for (at, (seconds, signature)) in articles.iter().enumerate() {
        let leader = (0..at).find(|earlier| {
            places[*earlier] == Place::Leads
                && articles[*earlier].0 >= seconds - WINDOW
                && signature.is_similar(&articles[*earlier].1, seconds - articles[*earlier].0)
        });
        places.push(leader.map_or(Place::Leads, Place::Follows));
    }
    places
}

fn assigned(articles: &[(i64, Signature)], from: Option<i64>) -> Vec<Place> {
    let mut leaders = Leaders::from(from);
    articles.iter().map(|(seconds, signature)| leaders.push(*seconds, signature.clone())).collect()
}

#[test]
fn assignments_follow_the_definition() {
    for seed in 1..6 {
        let articles = archive(seed, 250, 40);
        let expected = by_definition(&articles);
        let followers = expected.iter().filter(|place| **place != Place::Leads).count();
        assert!((30..220).contains(&followers), "{followers} followers test little");
        assert_eq!(assigned(&articles, None), expected, "seed {seed}");
    }
}

#[test]
fn a_part_of_an_archive_is_assigned_as_the_whole() {
    for seed in 1..6 {
        let articles = archive(seed, 250, 40);
        let whole = by_definition(&articles);
        let mut decided = 0;
        for day in [3, 10, 17, 29] {
            let from = day * 86_400;
            let first = articles.partition_point(|(seconds, _)| *seconds < from);
            let part = assigned(&articles[first..], Some(from));
            for (place, expected) in part.iter().zip(&whole[first..]) {
                match (place, expected) {
                    (Place::Unknown, _) => {}
                    (Place::Follows(leader), _) => {
                        assert_eq!(Place::Follows(leader + first), *expected)
                    }
                    (place, expected) => assert_eq!(place, expected),
                }
                decided += usize::from(*place != Place::Unknown);
            }
        }
        assert!(decided > 100, "{decided} articles are too few");
    }
}

#[test]
fn a_story_ends_with_the_window_of_its_earliest_article() {
    let mut dice = Dice(5);
    let signature = signature(story(&mut dice).join(" "));
    let mut leaders = Leaders::from(None);
    let days = [0, 4, 7, 8, 11, 15, 16];
    let places = days.map(|day| leaders.push(day * 86_400, signature.clone()));
    let expected = [
        Place::Leads,
        Place::Follows(0),
        Place::Follows(0),
        Place::Leads,
        Place::Follows(3),
        Place::Follows(3),
        Place::Leads,
    ];
    assert_eq!(places, expected);
}

#[test]
fn translations_are_other_stories() {
    let english = "The council of Norhaven approved 300 crowns for the new pier on Monday. Aldren Bekker, who owns \
        the mill in Saltby, said that the boats had waited for 12 years. The ministry will pay the rest in 2031.";
    let german = "Der Rat von Norhaven bewilligte am Montag 300 Kronen für den neuen Kai. Aldren Bekker, dem die \
        Mühle in Saltby gehört, sagte, die Boote hätten 12 Jahre gewartet. Das Ministerium zahlt 2031 den Rest.";
    assert!(!signature(english.into()).is_similar(&signature(german.into()), 0));
}
