//! Assigns articles to stories, in the order of their dates.

use std::collections::VecDeque;

use rustc_hash::FxHashMap;

use super::signature::Signature;

/// How long after its earliest article a story may gain articles, in seconds. An article without a time of day counts
/// from the beginning of its day.
pub const WINDOW: i64 = 7 * 86_400;

/// What is known of the place of an article in the stories.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The article is the earliest of its story.
    Leads,
    /// The article is in the story of the article with this number.
    Follows(usize),
    /// An article that was not pushed may decide.
    Unknown,
}

/// An article that later ones are compared with: the earliest of a story, or one that may be.
#[derive(Debug)]
struct Leader {
    number: usize,
    seconds: i64,
    certain: bool,
    signature: Signature,
}

/// The leaders that have each sample, by their place in the order of all leaders. Those of one sample are a list in one
/// array, because most samples have one leader.
#[derive(Debug, Default)]
struct Samples {
    /// One more than the place of the last entry of each sample.
    last: FxHashMap<u32, usize>,
    /// A leader, and one more than the place of the entry before it, or 0.
    entries: Vec<(usize, usize)>,
}

impl Samples {
    fn add(&mut self, sample: u32, leader: usize) {
        let last = self.last.entry(sample).or_default();
        self.entries.push((leader, *last));
        *last = self.entries.len();
    }

    /// Returns the leaders that have a sample, the latest first.
    fn leaders(&self, sample: u32) -> impl Iterator<Item = usize> {
        let mut next = self.last.get(&sample).copied().unwrap_or_default();
        std::iter::from_fn(move || {
            let (leader, before) = *self.entries.get(next.checked_sub(1)?)?;
            next = before;
            Some(leader)
        })
    }
}

/// Assigns articles to stories. They are pushed by date, the earliest first, and by key within one instant, and get
/// numbers from 0 in this order.
///
/// If the articles begin in the middle of an archive, those of the first days cannot be assigned, nor those that are
/// similar to one of them. Each assignment that is made is that of the whole archive.
#[derive(Debug)]
pub struct Leaders {
    /// The second from which all articles are pushed.
    from: i64,
    next: usize,
    /// The leaders of the last days, the earliest first, and how many were before them.
    recent: VecDeque<Leader>,
    gone: usize,
    /// The samples of leaders. The second list has those of an earlier period, so that old ones can be dropped
    /// together.
    samples: [Samples; 2],
    /// The beginning of the period of the first list.
    period: i64,
    /// The number of samples that each recent leader shares with the article, and the leaders that share any.
    shared: Vec<u32>,
    sharing: Vec<usize>,
}

impl Leaders {
    /// Returns an empty assignment of articles from a second on. `None` means that no article of the archive is earlier
    /// than the first that is pushed.
    pub fn from(second: Option<i64>) -> Leaders {
        Leaders {
            from: second.unwrap_or(i64::MIN),
            next: 0,
            recent: VecDeque::new(),
            gone: 0,
            samples: Default::default(),
            period: i64::MIN,
            shared: Vec::new(),
            sharing: Vec::new(),
        }
    }

    /// Returns an assignment that goes on where another one ended, with the number of the next article. The leaders of the
    /// week before have to be pushed first ([`Leaders::push_leader`]).
    pub fn after(next: usize) -> Leaders {
        Leaders { next, ..Leaders::from(None) }
    }

    /// Adds an article that is known to lead a story, with its number in an earlier assignment.
    pub fn push_leader(&mut self, number: usize, seconds: i64, signature: Signature) {
        self.forget_before(seconds);
        self.add(Leader { number, seconds, certain: true, signature });
    }

    /// Assigns the next article.
    pub fn push(&mut self, seconds: i64, signature: Signature) -> Place {
        let number = self.next;
        self.next += 1;
        let oldest = self.forget_before(seconds);
        let covered = self.from == i64::MIN || oldest >= self.from;
        let place = match covered.then(|| self.earliest(seconds, &signature)).flatten() {
            _ if !covered => Place::Unknown,
            Some(Leader { certain: false, .. }) => Place::Unknown,
            Some(leader) => Place::Follows(leader.number),
            None => Place::Leads,
        };
        if !matches!(place, Place::Follows(_)) {
            self.add(Leader { number, seconds, certain: place == Place::Leads, signature });
        }
        place
    }

    /// Forgets the leaders that are too old for an article, and returns the earliest time that is not.
    fn forget_before(&mut self, seconds: i64) -> i64 {
        let oldest = seconds.saturating_sub(WINDOW);
        while self.recent.front().is_some_and(|leader| leader.seconds < oldest) {
            self.recent.pop_front();
            self.gone += 1;
        }
        if self.period < oldest {
            let [current, former] = &mut self.samples;
            std::mem::swap(current, former);
            current.last.clear();
            current.entries.clear();
            self.period = seconds;
        }
        oldest
    }

    fn add(&mut self, leader: Leader) {
        let at = self.gone + self.recent.len();
        for sample in leader.signature.samples() {
            self.samples[0].add(sample, at);
        }
        self.recent.push_back(leader);
    }

    /// Returns the earliest recent leader that is similar to an article. `seconds` is the time of the article.
    fn earliest(&mut self, seconds: i64, signature: &Signature) -> Option<&Leader> {
        self.shared.resize(self.recent.len(), 0);
        for sample in signature.samples() {
            let leaders = self.samples.iter().flat_map(|samples| samples.leaders(sample));
            for leader in leaders {
                let Some(at) = leader.checked_sub(self.gone) else { continue };
                if self.shared[at] == 0 {
                    self.sharing.push(at);
                }
                self.shared[at] += 1;
            }
        }
        self.sharing.sort_unstable();
        let (recent, shared) = (&self.recent, &self.shared);
        let similar = self.sharing.iter().copied().find(|at| {
            let Leader { seconds: earlier, signature: leader, .. } = &recent[*at];
            signature.is_similar_with(leader, seconds - earlier, shared[*at] as usize)
        });
        for at in self.sharing.drain(..) {
            self.shared[at] = 0;
        }
        similar.map(|at| &self.recent[at])
    }
}
