//! The rows of the faults of options.

use crate::diagnostic::FaultName;
use crate::diagnostic::kind::{CacheFault, FieldFault, LanguagesFault, OptionFault};
use crate::diagnostic::render::{Description, Note, Words, canonical_with, list, quoted};
use crate::syntax::rule::OptionPlacement;

/// The options that only a `canonical` has.
const CANONICAL: [&str; 2] = ["from", "slashes"];

fn row(message: impl Into<Words>) -> Description {
    Description::new(FaultName::BadOption, message)
}

#[expect(clippy::too_many_lines, reason = "one row for each fault")]
pub(super) fn describe(fault: &OptionFault) -> Description {
    match fault {
        OptionFault::Unknown { name, nearest, placement, known } => {
            row(format!("unknown option `{name}`")).help(nearest.as_ref().map_or_else(
                || unknown_option_help(name, *placement, known),
                |nearest| format!("write `{nearest}`"),
            ))
        }
        OptionFault::Misplaced { name, placement } => {
            row(format!("`{name}` is not an option of {}", owner(*placement))).help(match placement
            {
                OptionPlacement::Rule if name == "status" => {
                    "move the status after the `=>`".into()
                }
                OptionPlacement::Default | OptionPlacement::Include if name == "status" => {
                    "move it to an `include`, for lines without a status".into()
                }
                OptionPlacement::Canonical if name == "status" => {
                    "move the status after `canonical`".into()
                }
                OptionPlacement::Canonical if name == "mount" => {
                    "remove it: a table with a `canonical` is at the outermost router".into()
                }
                OptionPlacement::Canonical if name == "query" => {
                    "remove it: redirects to canonical URLs keep the query".into()
                }
                _ if CANONICAL.contains(&&name[..]) => {
                    format!("move it to a `canonical 308 {{ {name}: … }}`")
                }
                OptionPlacement::Rule
                | OptionPlacement::Default
                | OptionPlacement::Include
                | OptionPlacement::Canonical => {
                    format!("move it to a `default {{ {name}: … }}` above")
                }
            })
        }
        OptionFault::InvalidValue { name, value, expected, suggestion } => {
            row(format!("invalid value `{value}` for option `{name}`")).help(match suggestion {
                Some(suggestion) => format!("write `{name}: {suggestion}`"),
                None => format!("use {expected}"),
            })
        }
        OptionFault::QuotedCache(value) => {
            row(format!("invalid value `\"{value}\"` for option `cache`"))
                .help(format!("write `cache: {value}`"))
        }
        OptionFault::Cache(fault) => describe_cache(fault),
        OptionFault::Field(fault) => describe_field(fault),
        OptionFault::Languages(fault) => describe_languages(fault),
        OptionFault::UnexpectedArgument { name, parameter } => {
            row(format!("option `{name}` does not take a name in brackets")).help(match parameter {
                Some(parameter) => format!("write it in the target, as in `\"/new?{parameter}\"`"),
                None => "remove the brackets".into(),
            })
        }
        OptionFault::Duplicate(name) => {
            row(format!("duplicate option `{name}`")).help("remove one of them")
        }
        OptionFault::CachedForPeer => {
            row("option `cache` has no effect on a rule with a condition on `ip`")
                .note(Note::Text("its responses have `Cache-Control: private, no-store`".into()))
                .help("remove it")
        }
        OptionFault::NoEffect { name, status } => {
            row(format!("option `{name}` has no effect on `{status}`")).help("remove it")
        }
        OptionFault::StatusOption { name, status } => {
            row(format!("unknown option `{name}`")).help(match status {
                Some(status) => format!("remove it, and use the status {status}"),
                None => "move the status after the `=>`".into(),
            })
        }
        OptionFault::Condition { name, condition, placement } => {
            let (text, as_in) = match condition {
                Some(condition) => (&condition[..], ""),
                None => ("host == \"example.com\"", "conditions, as in "),
            };
            row(format!("unknown option `{name}`")).help(match placement {
                OptionPlacement::Rule if as_in.is_empty() => {
                    format!("write `if {text}` after the source")
                }
                OptionPlacement::Rule => {
                    format!("write conditions after the source, as in `if {text}`")
                }
                OptionPlacement::Canonical => "remove it: a `canonical` has no conditions".into(),
                OptionPlacement::Default | OptionPlacement::Include => {
                    format!("use a group with {as_in}`if {text} {{ … }}`")
                }
            })
        }
        OptionFault::Method { name, method } => {
            let method = method.as_deref().unwrap_or("POST");
            row(format!("unknown option `{name}`"))
                .help(format!("write the method before the source, as in `{method} \"/old\"`"))
        }
        OptionFault::ValueOfCanonical { name, value } => {
            row(format!("invalid value `{value}` for option `{name}`"))
                .help(format!("move it to {}", canonical_with(&format!("{name}: {value}"))))
        }
        OptionFault::Alias { name, suggestion } => {
            row(format!("unknown option `{name}`")).help(format!("write `{suggestion}`"))
        }
        OptionFault::MissingOrigin { of_default } => {
            row("missing option `origin` of a `canonical`").help(match of_default {
                Some(origin) => format!("move `origin: {origin}` from the `default` to it"),
                None => {
                    "add the origin of the site, as in `origin: \"https://example.com\"`".into()
                }
            })
        }
        OptionFault::NoHosts => row("`from` lists no hosts")
            .help("remove it, or list the other hosts of the site, as in `[\"www.example.com\"]`"),
        OptionFault::HostOfOrigin(host) => {
            row(format!("host `{host}` in `from` is that of the `origin`"))
                .note(Note::Text("the host of the origin always belongs to the site".into()))
                .help("remove it")
        }
        OptionFault::BesideCanonical { name, canonical } => {
            row(format!("option `{name}` has no effect with `canonical {{ {canonical}: … }}`"))
                .help("remove it")
        }
        OptionFault::MountBesideCanonical => {
            row("option `mount` cannot be combined with `canonical`")
                .note(Note::Text("a nested router does not know the canonical path".into()))
                .help(
                    "remove it, write sources with the mount, and add the table to the outermost \
                       router",
                )
        }
        OptionFault::UnusedDefault => row("unused `default`: nothing follows it in its block")
            .help("move it above the rules that it applies to"),
        OptionFault::DefaultBeforeFile => {
            row("unused `default`: included files do not inherit its options")
                .help("write its options after the name of the file")
        }
    }
}

fn describe_cache(fault: &CacheFault) -> Description {
    match fault {
        CacheFault::Empty => row("missing directive in option `cache`")
            .help("separate directives with commas, as in `\"public, max-age=60\"`"),
        CacheFault::UnknownDirective { name, nearest } => {
            row(format!("unknown cache directive `{name}`")).help(nearest.as_ref().map_or_else(
                || "use directives such as `public`, `max-age=60` or `no-cache`".into(),
                |nearest| format!("write `{nearest}`"),
            ))
        }
        CacheFault::OfRequests(name) => {
            row(format!("cache directive `{name}` has no meaning in a response")).help("remove it")
        }
        CacheFault::Argument { name, example } => {
            row(format!("invalid argument of cache directive `{name}`"))
                .help(format!("write it as in `{example}`"))
        }
        CacheFault::Duplicate(name) => {
            row(format!("duplicate cache directive `{name}`")).help("remove one of them")
        }
        CacheFault::Shared { directive, depends_on, is_inherited } => {
            row(format!("`{directive}` on a response that depends on {depends_on}"))
                .note(Note::Text("a shared cache would store it for all clients".into()))
                .help(if *is_inherited {
                    "add an option `cache` without it to this rule, such as `cache: none`".into()
                } else {
                    format!("remove `{directive}`, or use `private`")
                })
        }
    }
}

fn describe_languages(fault: &LanguagesFault) -> Description {
    match fault {
        LanguagesFault::Count => row("`languages` lists no languages, or more than 255")
            .help("list the languages of the site, as in `[\"en\", \"fr\"]`"),
        LanguagesFault::Tag(tag) => {
            row(format!("`{tag}` is not a language tag")).help("use tags such as `en` or `pt-BR`")
        }
        LanguagesFault::DuplicateTag(tag) => {
            row(format!("duplicate language `{tag}`")).help("remove one of them")
        }
        LanguagesFault::InGroup => row("`languages` inside a block")
            .help("move it to a `default` at the start of the table"),
        LanguagesFault::Twice => row("a second `languages`").help("remove one of them"),
    }
}

fn describe_field(fault: &FieldFault) -> Description {
    match fault {
        FieldFault::MissingName => row("option `header` needs the name of a field in brackets")
            .help("write it as in `header[\"x-robots-tag\"]: \"noindex\"`"),
        FieldFault::Name(name) => row(format!("`{name}` is not a valid field name"))
            .help("use letters, digits and hyphens, as in `header[\"x-robots-tag\"]`"),
        FieldFault::Refused { name, help } => {
            row(format!("a rule cannot set the field `{name}`")).help(*help)
        }
        FieldFault::NotInherited(name) => {
            row(format!("`unset` of a field that is not set: `{name}`"))
                .help("remove it: no `default` above sets this field")
        }
        FieldFault::StoredCookie => row("`set-cookie` on a response that caches may store")
            .note(Note::Text("a cache may send the cookie to other clients".into()))
            .help("add `cache: none`"),
    }
}

/// Returns the help for an unknown option that resembles no known one.
fn unknown_option_help(name: &str, placement: OptionPlacement, known: &[&'static str]) -> String {
    match (placement, name) {
        (OptionPlacement::Default, "canonical") => {
            "declare it before all rules, as in `canonical 308 { origin: \"https://example.com\" }`"
                .into()
        }
        (OptionPlacement::Canonical, "host" | "domain" | "url" | "base_url") => {
            "use `origin`, as in `origin: \"https://example.com\"`".into()
        }
        (OptionPlacement::Canonical, "https" | "scheme" | "force_https") => {
            "remove it: the scheme is that of `origin`".into()
        }
        (OptionPlacement::Canonical, "hosts" | "aliases" | "www") => {
            "use `from`, as in `from: [\"www.example.com\"]`".into()
        }
        (_, name) if foreign_option_help(name).is_some() => {
            foreign_option_help(name).unwrap_or_default().into()
        }
        _ => {
            let known = list(&quoted(known), "or");
            format!("use one of the options of {}: {known}", owner(placement))
        }
    }
}

/// Options of other tools, with helps.
const FOREIGN: [(&[&str], &str); 12] = [
    (
        &["cache_control", "max_age", "ttl", "expires"],
        "use `cache`, as in `cache: 1h` or `cache: \"public, max-age=3600\"`",
    ),
    (&["s_maxage", "s_max_age"], "use `cache`, as in `cache: \"public, s-maxage=3600\"`"),
    (
        &["hsts", "strict_transport_security"],
        "use `header`, as in `header[\"strict-transport-security\"]: \"max-age=31536000\"`",
    ),
    (&["retry_after"], "use `header`, as in `header[\"retry-after\"]: \"3600\"`"),
    (
        &["add_header", "headers", "response_headers", "set_header"],
        "use `header`, as in `header[\"x-robots-tag\"]: \"noindex\"`",
    ),
    (&["case_insensitive", "ignore_case", "insensitive", "nocase"], "use `case: ignore`"),
    (
        &["lower_case", "lowercase", "to_lower"],
        "use `case: lower` in a `canonical`, or `case: ignore`",
    ),
    (
        &["merge_slashes", "double_slashes", "collapse_slashes"],
        "use `slashes: merge` in a `canonical`",
    ),
    (&["qsa", "query_string", "append_query"], "use `query: keep` or `query: drop`"),
    (&["alias", "aliases", "server_alias"], "use `from` in a `canonical`"),
    (&["prefix", "path", "base"], "write the rules in a group, as in `\"/shop\" { … }`"),
    (&["format", "type"], "write the format after the file, as in `include \"moves.txt\" as tsv`"),
];

/// Returns the help for an option of another tool.
fn foreign_option_help(name: &str) -> Option<&'static str> {
    FOREIGN.iter().find(|(names, _)| names.contains(&name)).map(|(_, help)| *help)
}

fn owner(placement: OptionPlacement) -> &'static str {
    match placement {
        OptionPlacement::Rule => "a rule",
        OptionPlacement::Default => "a `default`",
        OptionPlacement::Include => "an `include`",
        OptionPlacement::Canonical => "a `canonical`",
    }
}
