//! Names of fields, for those that the table of fields does not name and for those that queries use.

/// The stems of the title.
pub const TITLE: &str = "title";
/// The stems of the body.
pub const BODY: &str = "body";
/// The surface forms of the title, and marks, at the positions of the stems.
pub const TITLE_FORMS: &str = "title_forms";
/// The surface forms of the body, and marks, at the positions of the stems.
pub const BODY_FORMS: &str = "body_forms";
/// One token that every article has. In effect, it adds to the length of each article.
pub const LEVEL: &str = "level";
/// The key, which is also the id of the document.
pub const KEY: &str = "key";
/// The first second that the date may mean, since 1970.
pub const SEC_LO: &str = "sec_lo";
/// The last second that the date may mean.
pub const SEC_HI: &str = "sec_hi";
/// The first day that the date may mean.
pub const DAY_LO: &str = "day_lo";
/// The last day that the date may mean.
pub const DAY_HI: &str = "day_hi";
/// How much of the date is known: 0 year, 1 month, 2 day, 3 minute, 4 second, 5 undated.
pub const PRECISION: &str = "precision";
/// The number by which articles are sorted.
pub const ORDER: &str = "order";
/// The code of the language that the words are analyzed in.
pub const ANALYSIS: &str = "analysis";
/// The flags.
pub const FLAG: &str = "flag";
/// The number of positions in the title.
pub const TITLE_WORDS: &str = "title_words";
/// The number of positions in the body.
pub const WORDS: &str = "words";
/// The article itself, which is not searched.
pub const ARTICLE: &str = "article";

/// The precision of articles without a date.
pub const UNDATED_PRECISION: i64 = 5;
/// The precision of articles known to the day. Lower ones are coarser.
pub const DAY_PRECISION: i64 = 2;

/// The number of milliseconds of a day, the unit of OpenSearch's dates.
pub const DAY_MILLIS: i64 = 86_400_000;
