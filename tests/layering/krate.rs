//! A crate: its modules, and what they import.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::EXTERNAL;
use super::imports::{Declared, Inline, Paths};

/// The modules of a crate, by their paths from its root.
pub(crate) struct Crate {
    pub(crate) name: String,
    modules: BTreeMap<Vec<String>, Module>,
    /// All paths outside of tests.
    pub(crate) imports: Vec<Import>,
}

struct Module {
    /// The file, from the root of the repository.
    file: String,
    folder: String,
    /// The names of `use` declarations, with their paths.
    names: BTreeMap<String, Vec<String>>,
}

/// A path that a module names.
pub(crate) struct Import {
    pub(crate) module: Vec<String>,
    pub(crate) line: usize,
    pub(crate) path: Vec<String>,
}

/// The thing that a path names.
pub(crate) enum ImportTarget {
    /// A module of the crate, or an item in it.
    Internal(Vec<String>),
    /// A path that begins with the name of another crate.
    External(Vec<String>),
}

impl Crate {
    /// Reads the source files of a crate in the folder `name`, which is empty for the facade.
    pub(crate) fn read(root: &Path, name: &str) -> Crate {
        let source = root.join(name).join("src");
        let mut files = Vec::new();
        let mut folders = vec![source.clone()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
                if entry.is_dir() {
                    folders.push(entry);
                } else if entry.extension().is_some_and(|extension| extension == "rs") {
                    let file = entry.strip_prefix(&source).unwrap().to_str().unwrap().to_owned();
                    files.push((file, std::fs::read_to_string(entry).unwrap()));
                }
            }
        }
        files.sort_unstable();
        let files: Vec<_> = files.iter().map(|(file, text)| (&file[..], &text[..])).collect();
        Crate::parse(name, &files)
    }

    /// Parses source files, given by their paths below `src/`.
    pub(crate) fn parse(name: &str, files: &[(&str, &str)]) -> Crate {
        let folders: BTreeSet<&str> =
            files.iter().filter_map(|(file, _)| Some(file.rsplit_once('/')?.0)).collect();
        let mut modules = BTreeMap::new();
        let mut paths = Paths::default();
        for (file, text) in files {
            let (module, folder) = locate(file, &folders);
            paths.collect(&module, text.parse().unwrap());
            let file = Path::new(name).join("src").join(file).display().to_string();
            modules.insert(module, Module { file, folder, names: BTreeMap::new() });
        }
        let Paths { declared, inline, test_modules } = paths;
        let is_test = |module: &[String]| test_modules.iter().any(|test| module.starts_with(test));
        let mut krate = Crate { name: name.into(), modules, imports: Vec::new() };
        let mut imports = Vec::new();
        for Declared { module, line, path, name } in declared {
            if !is_test(&module) {
                krate.module(&module).names.insert(name, path.clone());
                imports.push(Import { module, line, path });
            }
        }
        for Inline { module, line, path } in inline {
            if !is_test(&module) {
                imports.push(Import { module, line, path });
            }
        }
        imports.sort_by_key(|import| (krate.file(&import.module).to_owned(), import.line));
        Crate { imports, ..krate }
    }

    /// Returns a module, which is added first if it is an inline module.
    fn module(&mut self, path: &[String]) -> &mut Module {
        if !self.modules.contains_key(path) {
            let outer = &self.modules[self.enclosing(path)];
            let (file, folder) = (outer.file.clone(), outer.folder.clone());
            let module = Module { file, folder, names: BTreeMap::new() };
            self.modules.insert(path.to_vec(), module);
        }
        self.modules.get_mut(path).unwrap()
    }

    /// Returns the innermost known module that contains a path from the root.
    fn enclosing<'a>(&self, path: &'a [String]) -> &'a [String] {
        let prefixes = (0..=path.len()).rev().map(|len| &path[..len]);
        prefixes.into_iter().find(|prefix| self.modules.contains_key(*prefix)).unwrap()
    }

    /// Returns the folders of the modules.
    pub(crate) fn folders(&self) -> impl Iterator<Item = &str> {
        self.modules.values().map(|module| &module.folder[..])
    }

    /// Returns the file of a module.
    pub(crate) fn file(&self, module: &[String]) -> &str {
        &self.modules[self.enclosing(module)].file
    }

    /// Returns the folder of a module. A file directly in `src/` counts as
    /// a folder if no folder has its name.
    pub(crate) fn folder(&self, module: &[String]) -> &str {
        &self.modules[self.enclosing(module)].folder
    }

    /// Resolves a path in a module, through re-exports. Returns `None` for a path that begins with
    /// a local name, because the `use` declaration of that name is checked instead.
    pub(crate) fn resolve(&self, module: &[String], path: &[String]) -> Option<ImportTarget> {
        self.resolve_within(module, path, 8)
    }

    fn resolve_within(
        &self,
        module: &[String],
        path: &[String],
        depth: u32,
    ) -> Option<ImportTarget> {
        let mut base = module.to_vec();
        let mut rest = path;
        match &path.first()?[..] {
            "crate" => base.clear(),
            "self" | "super" => rest = path,
            first => {
                base.push(first.into());
                if !self.modules.contains_key(&base) {
                    let is_external = STANDARD.contains(&first) || is_known_crate(first);
                    let is_declared = self
                        .modules
                        .get(module)
                        .is_some_and(|module| module.names.values().any(|known| known == path));
                    let is_crate = first.chars().all(|c| c.is_lowercase() || c == '_');
                    let is_target = is_external || is_declared && is_crate;
                    return is_target.then(|| ImportTarget::External(path.to_vec()));
                }
            }
        }
        for (at, segment) in path.iter().enumerate() {
            match &segment[..] {
                "crate" | "self" => {}
                "super" => drop(base.pop()),
                _ if at == 0 => {}
                _ => break,
            }
            rest = &path[at + 1..];
        }
        base.extend(rest.iter().cloned());
        let found = self.enclosing(&base).to_vec();
        let exported = base.get(found.len()).and_then(|name| self.modules[&found].names.get(name));
        let target = exported.filter(|_| depth > 0).and_then(|exported| {
            let remaining = &base[found.len() + 1..];
            self.resolve_within(&found, &[exported, remaining].concat(), depth - 1)
        });
        Some(target.unwrap_or(ImportTarget::Internal(found)))
    }
}

/// The crates of the standard library.
pub(crate) const STANDARD: [&str; 3] = ["std", "core", "alloc"];

/// Returns whether the first name of an inline path is a crate in [`EXTERNAL`]. Any other name can
/// be a local one.
fn is_known_crate(name: &str) -> bool {
    EXTERNAL.iter().any(|(_, crates)| crates.contains(&name))
}

/// Returns the module of a file below `src/`, and its folder.
fn locate(file: &str, folders: &BTreeSet<&str>) -> (Vec<String>, String) {
    let stem = file.strip_suffix(".rs").unwrap();
    let (parent, name) = stem.rsplit_once('/').unwrap_or(("", stem));
    let path = match name {
        "lib" | "mod" => parent,
        _ => stem,
    };
    let module = path.split('/').filter(|segment| !segment.is_empty()).map(Into::into).collect();
    let is_folder = folders.iter().any(|folder| folder.starts_with(&format!("{stem}/")));
    let folder = match parent {
        _ if folders.contains(stem) || is_folder => stem,
        "" => stem,
        parent => parent,
    };
    (module, folder.to_owned())
}
