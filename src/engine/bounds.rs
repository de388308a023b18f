//! Exact upper and lower bounds of a tree, computed with the queries of any engine.

/// A query that matches at least what a tree matches, and a query that matches at most that. If they differ, `matching/`
/// decides the articles between them.
#[derive(Debug, Clone, PartialEq)]
pub struct Bounds<Q> {
    /// The upper bound.
    pub upper: Q,
    /// The lower bound. `None` if the upper bound is exact.
    pub lower: Option<Q>,
}

/// What bounds need from the queries of an engine.
pub trait Combine: Sized {
    /// Returns the same query again.
    fn duplicate(&self) -> Self;
    /// Returns a query that matches nothing.
    fn nothing() -> Self;
    /// Returns a query that matches what any of the queries matches.
    fn any_of(queries: Vec<Self>) -> Self;
    /// Returns a query that matches what all of `required` and none of `excluded` match. If nothing is required, it
    /// matches everything else.
    fn all_of(required: Vec<Self>, excluded: Vec<Self>) -> Self;
}

impl<Q: Combine> Bounds<Q> {
    /// Returns the bounds of a tree that a query matches exactly.
    pub fn exact(upper: Q) -> Bounds<Q> {
        Bounds { upper, lower: None }
    }

    /// Returns the bounds of a tree of which only the upper bound is known.
    pub fn at_most(upper: Q) -> Bounds<Q> {
        Bounds { upper, lower: Some(Q::nothing()) }
    }

    /// Returns the lower bound, which is the upper bound if that is exact.
    pub fn lower_or_upper(&self) -> Q {
        self.lower.as_ref().unwrap_or(&self.upper).duplicate()
    }

    /// Returns the bounds of a disjunction.
    pub fn any_of(parts: Vec<Bounds<Q>>) -> Bounds<Q> {
        let exact = parts.iter().all(|part| part.lower.is_none());
        let lower = (!exact).then(|| Q::any_of(parts.iter().map(Bounds::lower_or_upper).collect()));
        Bounds { upper: Q::any_of(parts.into_iter().map(|part| part.upper).collect()), lower }
    }

    /// Returns the bounds of a conjunction. What is excluded is excluded by its lower bound from the upper one, and the
    /// other way round.
    pub fn all_of(required: Vec<Bounds<Q>>, excluded: Vec<Bounds<Q>>) -> Bounds<Q> {
        let exact = required.iter().chain(&excluded).all(|part| part.lower.is_none());
        let inner = |parts: &[Bounds<Q>]| parts.iter().map(Bounds::lower_or_upper).collect();
        let not_above = inner(&excluded);
        let below = (!exact).then(|| inner(&required));
        let outer = |parts: Vec<Bounds<Q>>| parts.into_iter().map(|part| part.upper).collect();
        let lower = below.map(|below| {
            let not_below = excluded.iter().map(|part| part.upper.duplicate()).collect();
            Q::all_of(below, not_below)
        });
        Bounds { upper: Q::all_of(outer(required), not_above), lower }
    }

    /// Returns the bounds with both queries changed.
    #[cfg(feature = "cluster")]
    pub fn map(self, change: impl Fn(Q) -> Q) -> Bounds<Q> {
        Bounds { upper: change(self.upper), lower: self.lower.map(change) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The numbers that a query matches, of those below 8.
    #[derive(Debug, Clone, Copy, PartialEq)]
    struct Set(u8);

    impl Combine for Set {
        fn duplicate(&self) -> Set {
            *self
        }

        fn nothing() -> Set {
            Set(0)
        }

        fn any_of(queries: Vec<Set>) -> Set {
            Set(queries.iter().fold(0, |any, set| any | set.0))
        }

        fn all_of(required: Vec<Set>, excluded: Vec<Set>) -> Set {
            let all = required.iter().fold(!0, |all, set| all & set.0);
            Set(all & !Set::any_of(excluded).0)
        }
    }

    #[test]
    fn what_a_tree_matches_stays_between_its_bounds() {
        // Each part matches any set between its bounds.
        let part = |lower: u8, upper: u8| Bounds { upper: Set(upper), lower: Some(Set(lower)) };
        for numbers in 0..64 {
            let bits = [numbers & 0b11, numbers >> 2 & 0b11, numbers >> 4];
            let (low, high) = (bits[0] & bits[1], bits[0] | bits[1]);
            for truth in 0..4 {
                if truth & low != low || truth | high != high {
                    continue;
                }
                let other = || Bounds::exact(Set(bits[2]));
                let within = |bounds: Bounds<Set>, truth: u8| {
                    let lower = bounds.lower_or_upper().0;
                    assert_eq!((lower & !truth, truth & !bounds.upper.0), (0, 0), "{bounds:?}");
                };
                within(Bounds::any_of(vec![part(low, high), other()]), truth | bits[2]);
                within(Bounds::all_of(vec![part(low, high), other()], vec![]), truth & bits[2]);
                within(Bounds::all_of(vec![other()], vec![part(low, high)]), bits[2] & !truth);
                within(Bounds::all_of(vec![], vec![part(low, high)]), !truth);
            }
        }
    }

    #[test]
    fn bounds_of_exact_parts_are_exact() {
        let exact = || Bounds::exact(Set(1));
        assert!(Bounds::any_of(vec![exact(), exact()]).lower.is_none());
        assert!(Bounds::all_of(vec![exact()], vec![exact()]).lower.is_none());
        assert_eq!(Bounds::at_most(Set(1)).lower, Some(Set(0)));
    }
}
