//! The paths that a source file names, from its tokens.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// The paths of a file.
#[derive(Default)]
pub(crate) struct Paths {
    /// Paths in `use` declarations.
    pub(crate) declared: Vec<Declared>,
    /// Paths in other places.
    pub(crate) inline: Vec<Inline>,
    /// The modules that exist only in tests.
    pub(crate) test_modules: Vec<Vec<String>>,
}

/// A name that a `use` declaration brings into a module.
pub(crate) struct Declared {
    pub(crate) module: Vec<String>,
    pub(crate) line: usize,
    pub(crate) path: Vec<String>,
    /// The name after `as`, or the last segment.
    pub(crate) name: String,
}

/// A path of at least two segments.
pub(crate) struct Inline {
    pub(crate) module: Vec<String>,
    pub(crate) line: usize,
    pub(crate) path: Vec<String>,
}

impl Paths {
    /// Collects the paths in the tokens of `module`, which may contain inline modules.
    pub(crate) fn collect(&mut self, module: &[String], tokens: TokenStream) {
        let tokens: Vec<_> = tokens.into_iter().collect();
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            let rest = &tokens[at + 1..];
            at += 1;
            match token {
                TokenTree::Punct(punct)
                    if punct.as_char() == '#' && rest.first().is_some_and(is_cfg_test) =>
                {
                    at += self.skip_item(module, rest);
                }
                TokenTree::Ident(word) if word == "use" && !is_punct(rest.first(), '<') => {
                    let end = rest.iter().position(|token| is_punct(Some(token), ';'));
                    let (tree, _) = rest.split_at(end.unwrap_or(rest.len()));
                    self.collect_use(module, &[], tree);
                    at += tree.len();
                }
                TokenTree::Ident(word) if word == "mod" => {
                    if let [TokenTree::Ident(name), TokenTree::Group(body), ..] = rest {
                        let inner = [module, &[name.to_string()]].concat();
                        self.collect(&inner, body.stream());
                        at += 2;
                    }
                }
                TokenTree::Ident(word) if word == "pub" => {
                    at += usize::from(rest.first().is_some_and(is_restriction));
                }
                TokenTree::Ident(first) => {
                    let (path, len) = path(&tokens[at - 1..]);
                    let continues = at >= 2 && is_punct(tokens.get(at - 2), ':');
                    if path.len() > 1 && !continues {
                        let (module, line) = (module.to_vec(), first.span().start().line);
                        self.inline.push(Inline { module, line, path });
                    }
                    at += len - 1;
                }
                TokenTree::Group(group) => self.collect(module, group.stream()),
                _ => {}
            }
        }
    }

    /// Skips an item after `#[cfg(test)]`; `tokens` begin with the brackets of the attribute.
    fn skip_item(&mut self, module: &[String], tokens: &[TokenTree]) -> usize {
        for (at, token) in tokens.iter().enumerate().skip(1) {
            match &tokens[at..] {
                [TokenTree::Ident(word), TokenTree::Ident(name), ..] if word == "mod" => {
                    self.test_modules.push([module, &[name.to_string()]].concat());
                }
                _ => {}
            }
            let is_body = is_group(token, Delimiter::Brace) && !is_punct(tokens.get(at - 1), ':');
            if is_body || is_punct(Some(token), ';') {
                return at + 1;
            }
        }
        tokens.len()
    }

    /// Collects the paths of a use tree: `a::b`, `a::b as c`, `a::*` or `a::{b, c::d}`.
    fn collect_use(&mut self, module: &[String], prefix: &[String], tree: &[TokenTree]) {
        for branch in tree.split(|token| is_punct(Some(token), ',')) {
            let absolute = branch.iter().take_while(|token| is_punct(Some(token), ':')).count();
            let branch = &branch[absolute..];
            let Some(start) = branch.first() else { continue };
            let (own, len) = path(branch);
            let path = [prefix, &own[..]].concat();
            match &branch[len..] {
                [TokenTree::Group(group)] => {
                    let inner: Vec<_> = group.stream().into_iter().collect();
                    self.collect_use(module, &path, &inner);
                }
                after => {
                    let name = match after {
                        [TokenTree::Ident(word), TokenTree::Ident(name)] if word == "as" => {
                            name.to_string()
                        }
                        [] => path.last().cloned().unwrap_or_default(),
                        _ => "*".into(),
                    };
                    let (module, line) = (module.to_vec(), start.span().start().line);
                    self.declared.push(Declared { module, line, path, name });
                }
            }
        }
    }
}

/// Returns the identifiers of the path at the start of the tokens, and the number of its tokens. A
/// trailing `::` counts as a token, but is not part of the path.
fn path(tokens: &[TokenTree]) -> (Vec<String>, usize) {
    let (mut path, mut at) = (Vec::new(), 0);
    while let Some(TokenTree::Ident(word)) = tokens.get(at) {
        path.push(word.to_string());
        at += 1;
        if !(is_punct(tokens.get(at), ':') && is_punct(tokens.get(at + 1), ':')) {
            break;
        }
        at += 2;
    }
    (path, at)
}

fn is_punct(token: Option<&TokenTree>, character: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == character)
}

fn is_group(token: &TokenTree, delimiter: Delimiter) -> bool {
    matches!(token, TokenTree::Group(group) if group.delimiter() == delimiter)
}

/// Returns whether a token is the brackets of `#[cfg(test)]` or of `#[cfg(all(test, …))]`.
fn is_cfg_test(token: &TokenTree) -> bool {
    let text = token.to_string().replace(' ', "");
    is_group(token, Delimiter::Bracket)
        && (text == "[cfg(test)]" || text.starts_with("[cfg(all(test,"))
}

/// Returns whether a token is the parentheses of `pub(in path)`, where the path is not an import.
fn is_restriction(token: &TokenTree) -> bool {
    is_group(token, Delimiter::Parenthesis)
}
