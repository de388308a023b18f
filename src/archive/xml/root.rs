//! The first element of a document, which often names the format.

/// Returns the name of the first element of a document, without a prefix, and its complete tag.
pub fn root(beginning: &str) -> Option<(&str, &str)> {
    let mut rest = beginning.trim_start_matches('\u{feff}').trim_start();
    for _ in 0..64 {
        let end = match rest {
            _ if rest.starts_with("<!--") => rest.find("-->")? + 3,
            _ if rest.starts_with("<?") => rest.find("?>")? + 2,
            _ if rest.starts_with("<!") => {
                // Declarations inside a document type are part of it.
                let first = rest.find('>')?;
                match rest[..first].contains('[') {
                    true => {
                        rest.find("]>").map(|at| at + 2).or_else(|| Some(rest.find("]\n>")? + 3))?
                    }
                    false => first + 1,
                }
            }
            _ => break,
        };
        rest = rest[end..].trim_start();
    }
    let tag = rest.strip_prefix('<')?;
    let tag = &tag[..tag.find('>').unwrap_or(tag.len())];
    let name = tag.split([' ', '\t', '\r', '\n', '/']).next()?;
    Some((name.rsplit(':').next()?, tag))
}
