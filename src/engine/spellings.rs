//! Merges values that differ only in case and accents. Every engine can use it.

use std::collections::BTreeMap;

use crate::analysis::fold;

/// Merges values that fold to the same, under the spelling with the greatest count, or the smallest of these. `count`
/// returns the count of a value, and `add` adds one to another.
pub fn merged<T>(
    values: impl IntoIterator<Item = (String, T)>,
    count: impl Fn(&T) -> u64,
    add: impl Fn(&mut T, T),
) -> Vec<(String, T)> {
    let mut spellings: BTreeMap<String, Vec<(String, T)>> = BTreeMap::new();
    for (value, counted) in values {
        spellings.entry(fold::name(&value)).or_default().push((value, counted));
    }
    let one = |mut forms: Vec<(String, T)>| {
        forms.sort_by(|a, b| count(&b.1).cmp(&count(&a.1)).then_with(|| a.0.cmp(&b.0)));
        let mut forms = forms.into_iter();
        let (value, mut all) = forms.next()?;
        forms.for_each(|(_, more)| add(&mut all, more));
        Some((value, all))
    };
    spellings.into_values().filter_map(one).collect()
}
