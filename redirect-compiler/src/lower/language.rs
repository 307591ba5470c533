//! The option `languages`: the languages of the site.

use std::sync::Arc;

use crate::diagnostic::kind::{ConditionFault, LanguagesFault};
use crate::lower::condition::value::is_language_range;
use redirect_core::internals::condition::Subject;
use redirect_core::internals::site_language::{
    LanguageList, MAX_LANGUAGES, MAX_TAG, encode_languages,
};

/// The languages of the site, as far as a scope knows them.
#[derive(Clone, Default, Debug)]
pub(crate) enum LanguagesInScope {
    /// No `default` has the option.
    #[default]
    Undeclared,
    /// A later `default` has the option.
    DeclaredLater,
    /// The encoded [`LanguageList`] of the option.
    Declared(Arc<[u8]>),
}

impl LanguagesInScope {
    /// Returns the subject of a condition, given its word: with the option, `language` is one of
    /// the languages of the site.
    pub(crate) fn subject(
        &self,
        subject: Subject<Vec<u8>>,
    ) -> Result<Subject<Vec<u8>>, ConditionFault> {
        match (self, subject) {
            (LanguagesInScope::Declared(list), Subject::Language) => {
                Ok(Subject::SiteLanguage(list.to_vec()))
            }
            (LanguagesInScope::DeclaredLater, Subject::Language) => {
                Err(ConditionFault::LanguageBeforeList)
            }
            (_, subject) => Ok(subject),
        }
    }
}

/// Parses the tags of the option, and returns the encoded list. A fault comes with the position of
/// its tag, unless it concerns the whole list.
pub(crate) fn parse(tags: &[&str]) -> Result<Vec<u8>, (Option<usize>, LanguagesFault)> {
    if tags.is_empty() || tags.len() > MAX_LANGUAGES {
        return Err((None, LanguagesFault::Count));
    }
    for (position, tag) in tags.iter().enumerate() {
        let at = Some(position);
        if !is_language_range(tag) || tag.len() > MAX_TAG {
            return Err((at, LanguagesFault::Tag((*tag).into())));
        }
        if tags[..position].iter().any(|earlier| earlier.eq_ignore_ascii_case(tag)) {
            return Err((at, LanguagesFault::DuplicateTag((*tag).into())));
        }
    }
    Ok(encode_languages(tags))
}

/// Returns the tags of an encoded list, in the order of their ranks and in lower case.
pub(crate) fn tags(list: &[u8]) -> Vec<String> {
    let list = LanguageList::new(list);
    let mut tags = Vec::new();
    for rank in 0..u8::try_from(list.len()).unwrap_or(u8::MAX) {
        if let Some(tag) = list.tag(rank) {
            tags.push(String::from_utf8_lossy(tag).into_owned());
        }
    }
    tags
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_keep_their_order() {
        assert_eq!(tags(&parse(&["en", "de-AT", "de"]).unwrap()), ["en", "de-at", "de"]);
    }

    #[test]
    fn invalid_lists_are_reported() {
        let many: Vec<String> = (0..256).map(|number| format!("l{number}")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        for (list, fault) in [
            (&[][..], (None, LanguagesFault::Count)),
            (&many, (None, LanguagesFault::Count)),
            (&["en", "de_AT"], (Some(1), LanguagesFault::Tag("de_AT".into()))),
            (&["*"], (Some(0), LanguagesFault::Tag("*".into()))),
            (&["en", "EN"], (Some(1), LanguagesFault::DuplicateTag("EN".into()))),
        ] {
            assert_eq!(parse(list), Err(fault));
        }
        assert!(parse(&many[..255]).is_ok());
    }
}
