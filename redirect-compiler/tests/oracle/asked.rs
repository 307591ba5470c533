//! A request.

use redirect_core::Request;

#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) method: &'static str,
    pub(crate) path: String,
    pub(crate) query: Option<String>,
    pub(crate) authority: Option<String>,
    pub(crate) scheme: Option<&'static str>,
    pub(crate) fields: Vec<(&'static str, String)>,
}

impl Asked {
    /// The lines of a field.
    pub(crate) fn lines(&self, name: &str) -> Vec<&str> {
        let is_named = |(other, _): &&(&str, String)| *other == name;
        self.fields.iter().filter(is_named).map(|(_, value)| &value[..]).collect()
    }
}

impl Request for Asked {
    fn method(&self) -> &str {
        self.method
    }
    fn path(&self) -> &str {
        &self.path
    }
    fn query(&self) -> Option<&str> {
        self.query.as_deref()
    }
    fn authority(&self) -> Option<&str> {
        self.authority.as_deref()
    }
    fn scheme(&self) -> Option<&str> {
        self.scheme
    }
    fn header(&self, name: &str) -> impl Iterator<Item = &[u8]> {
        self.lines(name).into_iter().map(str::as_bytes)
    }
}
