//! The rows of the faults of conditions.

use std::net::{IpAddr, SocketAddr};

use crate::diagnostic::FaultName;
use crate::diagnostic::kind::ConditionFault;
use crate::diagnostic::render::{Description, Note, Words, Written, list, quoted};

/// The help for a language as a value: the request has a list of languages, not one.
pub(super) const ONE_LANGUAGE: &str =
    "use one rule for each language, as in `if language == \"fr\"`";

fn row(message: impl Into<Words>) -> Description {
    Description::new(FaultName::BadCondition, message)
}

#[expect(clippy::too_many_lines, reason = "one row for each fault")]
pub(super) fn describe(fault: &ConditionFault, written: &Written) -> Description {
    let text = &written.text;
    match fault {
        ConditionFault::UnknownSubject { name, nearest, known } => {
            row(format!("unknown condition `{name}`")).help(nearest.as_ref().map_or_else(
                || format!("use {}", list(&quoted(known), "or")),
                |nearest| format!("write `{nearest}`"),
            ))
        }
        ConditionFault::SchemeSubject { name, suggestion } => {
            row(format!("unknown condition `{name}`"))
                .help(format!("write `{suggestion}` in place of `{text}`"))
        }
        ConditionFault::MethodSubject(value) => {
            let source = if written.source.is_empty() { "/old" } else { &written.source };
            let method = value.as_deref().unwrap_or("GET | POST");
            row("conditions cannot compare the method")
                .help(format!("write the method before the source, as in `{method} \"{source}\"`"))
        }
        ConditionFault::PathSubject(value) => {
            row("conditions cannot compare the path").help(match value {
                Some(path) => {
                    format!("use the path as the source, as in `\"{path}\" => 301 \"/new\"`")
                }
                None => "use the path as the source, in one rule for each path".into(),
            })
        }
        ConditionFault::PathExcluded(path) => row("conditions cannot compare the path")
            .help(format!("add the rule `\"{path}\" => pass` before this one")),
        ConditionFault::CapturedLater { name, declaration } => {
            row(format!("`{name}` is compared before the condition that captures it"))
                .help(format!("write `{declaration} && {text}`"))
        }
        ConditionFault::UnexpectedArgument(subject) => {
            row(format!("`{subject}` does not take a name in brackets")).help("remove the brackets")
        }
        ConditionFault::MissingArgument(subject) => row(format!("missing name after `{subject}`"))
            .help(format!("add a name in brackets, as in `{subject}[\"name\"]`")),
        ConditionFault::FieldName(name) => {
            row(format!("`{name}` is not a valid header or cookie name"))
                .help("use only letters, digits, `-` and `_`")
        }
        ConditionFault::FieldValue(value) => {
            row(format!("no request can have the value `{value}`")).help(if value.trim() == value {
                "remove spaces, semicolons and control characters"
            } else {
                "remove the spaces around it"
            })
        }
        ConditionFault::HostValue(host) => {
            row(format!("`{host}` is not a valid host")).help(if host.contains(['{', '*']) {
                "use a capture for a whole label, as in `{name}.example.com`, or `{*name}` for \
                 the first or the last labels"
            } else {
                "use only the name of the host, without scheme, port or path"
            })
        }
        ConditionFault::ForeignHost { host, suggestion } => {
            row(format!("`{host}` is not a valid host")).help(match suggestion {
                Some(suggestion) => format!("write `{suggestion}`"),
                None => "use `{name}` for one label, or `{*name}` for the first or the last \
                         labels, and one rule for each other alternative"
                    .into(),
            })
        }
        ConditionFault::UnicodeHost(host) => {
            row(format!("the Unicode host `{host}` requires the feature `idna`")).help(
                "use its ASCII form (`xn--…`), or add `features = [\"idna\"]` to `redirects` in \
                 `Cargo.toml`",
            )
        }
        ConditionFault::WildcardHost { host, suggestion } => {
            row(format!("`*` is not valid in the host `{host}`")).help(match suggestion {
                Some(suggestion) if suggestion.contains("{sub}") => {
                    let several = suggestion.replacen("{sub}", "{*sub}", 1);
                    if several.starts_with("{*sub}") {
                        format!("write `{suggestion}` for one label, or `{several}` for several")
                    } else {
                        format!("write `{suggestion}`")
                    }
                }
                Some(suggestion) => format!("write `{suggestion}`"),
                None => "use a capture, as in `host == \"{sub}.example.com\"`".into(),
            })
        }
        ConditionFault::SchemeValue(scheme) => {
            row(format!("`{scheme}` is not a valid scheme")).help("use `http` or `https`")
        }
        ConditionFault::LanguageValue(range) => {
            row(format!("`{range}` is not a valid language tag")).help(language_suggestion(range))
        }
        ConditionFault::OptionalCapture(name) => {
            row(format!("the capture `{name}` of a condition cannot be optional"))
                .note(Note::Text("only a segment of the path can be missing".into()))
                .help(format!("write `{{{name}}}`"))
        }
        ConditionFault::UnlistedLanguage { value, general, known } => {
            row(format!("`{value}` is not one of the languages of the site")).help(match general {
                Some(general) => format!("write `{general}`: languages are compared exactly"),
                None => format!("use one of `languages`: {}", list(&quoted(known), "or")),
            })
        }
        ConditionFault::LanguageBeforeList => {
            row("a condition on `language` before the `languages` of the site")
                .help("move the `default` with `languages` above this condition")
        }
        ConditionFault::PortValue(port) => row(format!("`{port}` is not a valid port"))
            .help("use a number from 1 to 65535, without leading zeros"),
        ConditionFault::IpValue(value) => {
            let row = row(format!("`{value}` is not a valid IP address or network"));
            match (network_of_wildcards(value), address_of_authority(value)) {
                (Some(network), _) => row.help(format!("write `{network}`")),
                (None, Some(address)) => row
                    .note(Note::Text("an address has neither a port nor brackets".into()))
                    .help(format!("write `{address}`")),
                (None, None) => row.help(
                    "use an address, such as `192.0.2.1`, or a network in CIDR notation, such as \
                     `10.0.0.0/8` or `2001:db8::/32`",
                ),
            }
        }
        ConditionFault::HostBits { value, network } => {
            row(format!("`{value}` is not a network: its address has bits after the prefix"))
                .help(format!("write `{network}`"))
        }
        ConditionFault::NetworkOfRequest { value, address } => {
            row(format!("a request has one IP address, but `{value}` is a network"))
                .help(format!("write `{address}`"))
        }
        ConditionFault::AlwaysPresent(name) => {
            row(format!("useless condition `{text}`: the capture always has a value"))
                .help(format!("compare it with a value, as in `{name} == \"value\"`"))
        }
        ConditionFault::EmptyList => row(format!("`{text}` never matches: the list is empty"))
            .help("add a value between the brackets"),
        ConditionFault::CaptureNotAllowed { subject } => row(format!(
            "captures are not allowed in the value `{text}` of this condition"
        ))
        .help(if subject == "language" {
            ONE_LANGUAGE
        } else {
            "use `==` with `host`, `header`, `cookie` or `query` to capture a value"
        }),
        ConditionFault::NotAnAssignment => {
            row(format!("`with {text}` does not set a single value"))
                .help("use `==` and one value, as in `with language == \"fr\"`")
        }
        ConditionFault::Duplicate => {
            row(format!("duplicate condition `{text}`")).help("remove one of them")
        }
        ConditionFault::SetTwice => row(format!("`with {text}` sets a value that is already set"))
            .help("remove one of them"),
        ConditionFault::Unsatisfiable => row(format!(
            "contradictory conditions: no request meets all the conditions of `{}`",
            written.source
        ))
        .help("remove one of the conditions, or use a rule for each"),
        ConditionFault::Contradiction(other) => row(format!("`{text}` contradicts `{other}`"))
            .note(Note::Text("no request meets both conditions".into()))
            .help("remove one of them, or use a rule for each"),
    }
}

/// Returns the address of a socket address, or of an IPv6 address in brackets.
fn address_of_authority(value: &str) -> Option<IpAddr> {
    let socket = value.parse::<SocketAddr>().map(|address| address.ip());
    let in_brackets = || value.strip_prefix('[')?.strip_suffix(']')?.parse().ok();
    socket.ok().or_else(in_brackets)
}

/// Returns the network in CIDR notation of an IPv4 address that ends with wildcards.
fn network_of_wildcards(value: &str) -> Option<String> {
    let octets: Vec<&str> = value.split('.').collect();
    let known = octets.iter().position(|&octet| octet == "*")?;
    let is_network = known > 0
        && octets.len() <= 4
        && octets[..known].iter().all(|octet| octet.parse::<u8>().is_ok())
        && octets[known..].iter().all(|&octet| octet == "*");
    let address = [&octets[..known], &["0"; 4][known.min(4)..]].concat().join(".");
    is_network.then(|| format!("{address}/{}", known * 8))
}

/// Suggests a language tag, which has hyphens in place of the underscores of a POSIX locale.
fn language_suggestion(value: &str) -> Words {
    let tag = value.replace('_', "-");
    let mut is_valid = tag.starts_with(|char: char| char.is_ascii_alphabetic());
    for (index, subtag) in tag.split('-').enumerate() {
        is_valid &= (1..=8).contains(&subtag.len());
        for byte in subtag.bytes() {
            is_valid &= byte.is_ascii_alphabetic() || index > 0 && byte.is_ascii_digit();
        }
    }
    if is_valid {
        return format!("write `{tag}`").into();
    }
    "use a language tag, such as `de` or `de-AT`".into()
}
