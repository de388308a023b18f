//! Generates articles that resemble news to an index: words by the law of Zipf and Mandelbrot, dates over thirty years,
//! several sources, events that fill the news for some days, and articles that several papers print. They state that
//! they are in English, because detection would not recognize their words. The same seed gives the same archive on every
//! machine.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

/// The number of articles per file.
const FILE: usize = 10_000;

/// The size of the vocabulary. The same amount of real news has about as many forms.
const VOCABULARY: usize = 150_000;

/// The number of events. Each has a beginning, and words that articles about it repeat.
const EVENTS: u64 = 2_000;

/// The number of articles that may still be printed by another paper.
const RECENT: usize = 50;

/// A generator of articles.
pub struct Generator {
    state: u64,
    /// Cumulative frequencies of the words.
    zipf: Vec<f64>,
    words: Vec<String>,
    recent: Vec<Generated>,
}

/// A generated article.
#[derive(Clone)]
pub struct Generated {
    pub id: usize,
    pub date: String,
    pub source: String,
    pub title: String,
    pub body: String,
}

impl Generator {
    /// Creates a generator with a seed.
    pub fn new(seed: u64) -> Self {
        let mut sum = 0.0;
        let mut zipf: Vec<f64> = (0..VOCABULARY)
            .map(|rank| {
                // An exponent of 1.05 and an offset of 3 fit the most frequent words of English news.
                sum += 1.0 / ((rank + 3) as f64).powf(1.05);
                sum
            })
            .collect();
        zipf.iter_mut().for_each(|share| *share /= sum);
        Generator {
            state: seed | 1,
            zipf,
            words: (0..VOCABULARY).map(word).collect(),
            recent: Vec::new(),
        }
    }

    /// Advances xorshift64* (Vigna, "An experimental exploration of Marsaglia's xorshift generators", 2016).
    fn next(&mut self) -> u64 {
        self.state ^= self.state >> 12;
        self.state ^= self.state << 25;
        self.state ^= self.state >> 27;
        self.state.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    fn text(&mut self, length: usize, out: &mut String) {
        let mut capital = true;
        for number in 0..length {
            if number > 0 {
                out.push(' ');
            }
            let draw = self.unit();
            let rank = self.zipf.partition_point(|share| *share < draw).min(VOCABULARY - 1);
            let name = rank > 400 && self.below(9) == 0;
            let word = &self.words[rank];
            if capital || name {
                out.push_str(&word[..1].to_uppercase());
                out.push_str(&word[1..]);
            } else {
                out.push_str(word);
            }
            capital = self.below(16) == 0;
            if capital {
                out.push_str(if self.below(4) == 0 { ".\n" } else { "." });
            }
        }
    }

    fn source(&mut self) -> String {
        format!("Paper {}", (self.unit() * self.unit() * 40.0) as u32)
    }

    /// Returns the next article.
    pub fn article(&mut self, id: usize) -> Generated {
        // One article in twenty-five was printed by another paper before.
        if self.recent.len() == RECENT && self.below(25) == 0 {
            let at = self.below(RECENT as u64) as usize;
            return Generated { id, source: self.source(), ..self.recent[at].clone() };
        }
        let event = (self.below(3) == 0).then(|| self.below(EVENTS));
        let date = match event {
            // An event is in the news for a week.
            Some(event) => {
                let month = event * 360 / EVENTS;
                let day = 1 + event % 21 + self.below(7);
                format!("{}-{:02}-{day:02}", 1996 + month / 12, 1 + month % 12)
            }
            None => {
                let (year, month, day) =
                    (1996 + self.below(30), 1 + self.below(12), 1 + self.below(28));
                format!("{year}-{month:02}-{day:02}")
            }
        };
        let source = self.source();
        let (mut title, mut body) = (String::new(), String::new());
        let words = 6 + self.below(6) as usize;
        self.text(words, &mut title);
        let words = 45 + self.below(210) as usize;
        self.text(words, &mut body);
        if let Some(event) = event {
            // Two rare words name the subject of the event.
            for number in 0..2 {
                let rank = 20_000 + (event as usize * 2 + number) * 17 % 120_000;
                for text in [&mut title, &mut body] {
                    text.push(' ');
                    text.push_str(&self.words[rank]);
                }
            }
        }
        let article = Generated { id, date, source, title, body };
        match self.recent.len() {
            RECENT => self.recent[id % RECENT] = article.clone(),
            _ => self.recent.push(article.clone()),
        }
        article
    }

    /// Writes an archive in JSON Lines. Returns the total size of its files, in bytes.
    pub fn archive(&mut self, folder: &Path, articles: usize) -> std::io::Result<u64> {
        fs::create_dir_all(folder)?;
        let mut bytes = 0;
        let mut line = String::new();
        for first in (0..articles).step_by(FILE) {
            let path = folder.join(format!("{:05}.jsonl", first / FILE));
            let mut file = BufWriter::new(File::create(path)?);
            for id in first..articles.min(first + FILE) {
                let article = self.article(id);
                line.clear();
                let body = article.body.replace('\n', "\\n");
                let title = article.title.replace('\n', " ");
                writeln!(
                    line,
                    "{{\"id\":\"{}\",\"date\":\"{}\",\"source\":\"{}\",\"lang\":\"en\",\"title\":\"{title}\",\"body\":\"{body}\"}}",
                    article.id, article.date, article.source
                )
                // Writing to a String never fails.
                .expect("writing to a String cannot fail");
                bytes += line.len() as u64;
                file.write_all(line.as_bytes())?;
            }
            file.flush()?;
        }
        Ok(bytes)
    }

    #[allow(dead_code, reason = "one of the benchmarks that share this file uses it")]
    /// Writes an archive in the wire form, one file per article. Returns the total size of its files, in bytes.
    pub fn wire_archive(&mut self, folder: &Path, articles: usize) -> std::io::Result<u64> {
        let mut bytes = 0;
        for id in 0..articles {
            let below = folder.join(format!("{:04}", id / 1_000));
            if id % 1_000 == 0 {
                fs::create_dir_all(&below)?;
            }
            let Generated { id, date, source, title, body } = self.article(id);
            let title = title.replace('\n', " ").to_uppercase();
            let text = format!(" date {date} {id}\n{title}\n({}) {body}\n", source.to_uppercase());
            bytes += text.len() as u64;
            fs::write(below.join(format!("{id:08}.txt")), text)?;
        }
        Ok(bytes)
    }
}

/// Returns a pronounceable word for a rank. Words are distinct, and have endings that the stemmer removes.
pub fn word(rank: usize) -> String {
    const FIRST: [&str; 20] = [
        "b", "c", "d", "f", "g", "h", "j", "k", "l", "m", "n", "p", "r", "s", "t", "v", "w", "z",
        "st", "tr",
    ];
    const SECOND: [&str; 6] = ["a", "e", "i", "o", "u", "ou"];
    let mut rest = rank;
    let mut word = String::new();
    loop {
        word.push_str(FIRST[rest % 20]);
        rest /= 20;
        word.push_str(SECOND[rest % 6]);
        rest /= 6;
        if rest == 0 {
            break;
        }
        rest -= 1;
    }
    word.push_str(match rank % 11 {
        3 => "ing",
        5 => "ed",
        7 => "s",
        9 => "ation",
        _ => "",
    });
    word
}
