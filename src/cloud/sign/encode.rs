//! The canonical query that both signatures are made of.

pub use crate::percent::percent;

/// Sorts the parameters by name, in byte order, and joins them as `name=value&name=value`.
pub fn canonical_query<'a>(parameters: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut sorted: Vec<_> = parameters.into_iter().collect();
    sorted.sort_unstable();
    let pairs: Vec<_> = sorted
        .into_iter()
        .map(|(name, value)| format!("{}={}", percent(name), percent(value)))
        .collect();
    pairs.join("&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_sorted_by_their_bytes() {
        let parameters = [("b", "2"), ("a", "x y"), ("B", "1"), ("a.1", "")];
        assert_eq!(canonical_query(parameters), "B=1&a=x%20y&a.1=&b=2");
    }
}
