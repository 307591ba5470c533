//! Explanations as JSON (RFC 8259).

use std::fmt::Write as _;

use crate::response::explanation::{ConsideredRule, Exemption, Explanation, Mismatch};

impl Explanation<'_, '_> {
    /// Returns the explanation as a JSON object. Its members may grow in later versions, but do not
    /// change.
    ///
    /// ```
    /// use redirects::{Redirects, redirects};
    ///
    /// static SITE: Redirects = redirects! { "/old" => 301 "/new" };
    ///
    /// let request = http::Uri::from_static("/old?a=1");
    /// let json = SITE.explain(&request).to_json();
    /// assert!(json.starts_with(r#"{"method":"GET","path":"/old","query":"a=1","#));
    /// assert!(json.ends_with(r#""response":{"status":301,"location":"/new?a=1"}}"#));
    /// ```
    #[cfg_attr(docsrs, doc(cfg(feature = "json")))]
    pub fn to_json(&self) -> String {
        let mut out = Object::new();
        out.text("method", Some(self.method));
        out.text("path", Some(self.path));
        out.text("query", self.query);
        out.text("canonical_path", self.canonical_path());
        out.text("exemption", self.exemption.map(Exemption::name));
        let rules: Vec<_> = self.rules.iter().map(ConsideredRule::to_json).collect();
        out.raw("rules", &format!("[{}]", rules.join(",")));
        let response = self.found.clone().redirect().map(|redirect| {
            let mut response = Object::new();
            response.raw("status", redirect.status().as_str());
            let location = redirect.location();
            let location =
                location.as_ref().map(|location| String::from_utf8_lossy(location.as_bytes()));
            response.text("location", location.as_deref());
            response.end()
        });
        out.raw("response", response.as_deref().unwrap_or("null"));
        out.end()
    }
}

impl Exemption {
    fn name(self) -> &'static str {
        match self {
            Exemption::Connect => "connect",
            Exemption::NoPath => "no_path",
            Exemption::Preflight => "preflight",
            Exemption::LongPath => "long_path",
        }
    }
}

impl ConsideredRule<'_> {
    fn to_json(&self) -> String {
        let rule = self.rule();
        let mut out = Object::new();
        out.raw("index", &rule.index().to_string());
        out.text("rule", Some(&rule.to_string()));
        let location = rule.source_location().map(|location| location.to_string());
        out.text("declared_at", location.as_deref());
        let mismatch = self.mismatch().map(Mismatch::to_json);
        out.raw("mismatch", mismatch.as_deref().unwrap_or("null"));
        out.raw("decided_by_path", &self.is_decided_by_path().to_string());
        let flattened = rule.is_flattened().then(|| rule.flattened_target()).flatten();
        out.text("flattened_target", flattened.as_deref());
        out.end()
    }
}

impl Mismatch<'_> {
    fn to_json(&self) -> String {
        let mut out = Object::new();
        let kind = match self {
            Mismatch::SimilarPath => "similar_path",
            Mismatch::FinalSlash => "final_slash",
            Mismatch::Case => "case",
            Mismatch::Regex { .. } => "regex",
            Mismatch::CaptureValue => "capture_value",
            Mismatch::Method => "method",
            Mismatch::Condition { .. } => "condition",
            Mismatch::Location => "location",
        };
        out.text("kind", Some(kind));
        if let Mismatch::Regex { capture, value } = self {
            out.text("capture", Some(capture));
            out.text("value", Some(value));
        }
        if let Mismatch::Condition { condition, value } = self {
            out.text("condition", Some(condition));
            out.text("value", value.as_deref());
        }
        out.end()
    }
}

/// A JSON object that is being written.
struct Object(String);

impl Object {
    fn new() -> Object {
        Object("{".into())
    }

    /// Adds a member whose value is JSON already.
    fn raw(&mut self, name: &str, value: &str) {
        if self.0.len() > 1 {
            self.0.push(',');
        }
        push_string(name, &mut self.0);
        self.0.push(':');
        self.0.push_str(value);
    }

    /// Adds a member whose value is a string, or `null`.
    fn text(&mut self, name: &str, value: Option<&str>) {
        let mut json = String::new();
        match value {
            Some(value) => push_string(value, &mut json),
            None => json.push_str("null"),
        }
        self.raw(name, &json);
    }

    fn end(mut self) -> String {
        self.0.push('}');
        self.0
    }
}

/// Appends a string. Quotes, backslashes and control characters are escaped (RFC 8259 §7).
fn push_string(text: &str, out: &mut String) {
    out.push('"');
    for char in text.chars() {
        match char {
            '"' | '\\' => out.extend(['\\', char]),
            _ if char.is_control() => {
                // Writing to a string cannot fail. All control characters have four digits.
                let _ = write!(out, "\\u{:04x}", u32::from(char));
            }
            _ => out.push(char),
        }
    }
    out.push('"');
}
