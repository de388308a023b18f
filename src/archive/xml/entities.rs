//! Named entities of XML and HTML. Entities that a document defines itself are unknown.

/// Decodes the entities in a value once.
pub fn unescaped(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        match rest.find(';').filter(|end| *end <= 32) {
            Some(end) => {
                out.push_str(&entity(&rest[..end]));
                rest = &rest[end + 1..];
            }
            None => out.push('&'),
        }
    }
    out.push_str(rest);
    out
}

/// Returns the text of an entity: one of XML's five, a character by number, or an entity of HTML. Unknown entities are
/// empty.
pub fn entity(name: &str) -> String {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16).ok(),
            None => number.parse().ok(),
        };
        let character = code.and_then(char::from_u32);
        return character
            .filter(|c| !c.is_control() || c.is_whitespace())
            .map(String::from)
            .unwrap_or_default();
    }
    match name {
        "amp" => "&".into(),
        "lt" => "<".into(),
        "gt" => ">".into(),
        "quot" => "\"".into(),
        "apos" => "'".into(),
        _ => {
            let written = format!("&{name};");
            let decoded: String = html5gum::Tokenizer::new(&written)
                .flatten()
                .filter_map(|token| match token {
                    html5gum::Token::String(text) => {
                        Some(String::from_utf8_lossy(&text.value).into_owned())
                    }
                    _ => None,
                })
                .collect();
            if decoded == written { String::new() } else { decoded }
        }
    }
}
