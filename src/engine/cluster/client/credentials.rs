//! The credentials that a cluster asks for. They are sent in a header, and never printed.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::error::{Error, Result};

/// A user and a password, an API key, or nothing.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Credentials {
    /// The value of the `Authorization` header.
    header: Option<String>,
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.header.is_some() { "Credentials(hidden)" } else { "Credentials(none)" })
    }
}

impl Credentials {
    /// Returns the credentials of a user (RFC 7617).
    ///
    /// # Errors
    ///
    /// Fails if the name contains a colon, which would end it.
    pub fn basic(user: &str, password: &str) -> Result<Credentials> {
        if user.contains(':') {
            return Err(Error::usage("the name of a user cannot contain a colon"));
        }
        let encoded = STANDARD.encode(format!("{user}:{password}"));
        Ok(Credentials { header: Some(format!("Basic {encoded}")) })
    }

    /// Returns the credentials of an API key, as the cluster issued it.
    ///
    /// # Errors
    ///
    /// Fails if the key contains spaces or control characters, which no key has.
    pub fn api_key(key: &str) -> Result<Credentials> {
        if key.is_empty() || !key.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(Error::usage("the API key is empty or contains spaces"));
        }
        Ok(Credentials { header: Some(format!("ApiKey {key}")) })
    }

    /// Reads credentials from the text of a file: `user:password`, or `ApiKey KEY`, on one line.
    ///
    /// # Errors
    ///
    /// Fails if the text is neither. The message does not contain the text.
    pub fn parse(text: &str) -> Result<Credentials> {
        let line = text.strip_suffix('\n').unwrap_or(text);
        let line = line.strip_suffix('\r').unwrap_or(line);
        if line.contains('\n') {
            return Err(Error::usage("credentials are longer than one line"));
        }
        if let Some(key) = line.strip_prefix("ApiKey ") {
            return Credentials::api_key(key.trim());
        }
        match line.split_once(':') {
            Some((user, password)) if !user.is_empty() => Credentials::basic(user, password),
            _ => Err(Error::usage("credentials are neither user:password nor an API key")
                .hint("write user:password, or ApiKey KEY, on one line")),
        }
    }

    /// Returns the value of the `Authorization` header, if there are credentials.
    pub fn header(&self) -> Option<&str> {
        self.header.as_deref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_and_a_key_become_headers() {
        // The example of RFC 7617, section 2.
        let user = Credentials::parse("Aladdin:open sesame\r\n").unwrap();
        assert_eq!(user.header(), Some("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="));
        let key = Credentials::parse("ApiKey abc_1==").unwrap();
        assert_eq!(key.header(), Some("ApiKey abc_1=="));
        assert_eq!(Credentials::default().header(), None);
    }

    #[test]
    fn a_secret_is_not_shown() {
        let user = Credentials::parse("user:secret").unwrap();
        assert!(!format!("{user:?}").contains("secret"));
        for wrong in ["secret", "", ":secret", "user:secret\nsecret", "ApiKey ", "ApiKey a secret"]
        {
            let error = Credentials::parse(wrong).unwrap_err();
            assert!(!format!("{error:?}").contains("secret"), "{wrong}");
        }
    }
}
