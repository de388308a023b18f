//! The date of a reference, which its program may divide among fields.

/// Returns the most precise of some dates: `2024/09/14/`, or only the year. A date without a year takes that of
/// another. Of dates that are equally precise, the first is returned.
pub fn date_of<const N: usize>(dates: [String; N]) -> String {
    let dates = dates.map(|date| date.trim().trim_end_matches('/').to_string());
    let parts = |date: &&String| {
        date.split(|c: char| !c.is_alphanumeric()).filter(|s| !s.is_empty()).count()
    };
    let year = |date: &str| {
        let mut runs = date.split(|c: char| !c.is_ascii_digit());
        runs.find(|run| run.len() == 4).map(str::to_string)
    };
    let best = dates.iter().rev().max_by_key(parts).cloned().unwrap_or_default();
    match (year(&best), dates.iter().find_map(|date| year(date))) {
        (None, Some(year)) => format!("{best} {year}"),
        _ => best,
    }
}
