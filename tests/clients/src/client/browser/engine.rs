//! The commands of the browser engines.

use std::path::Path;
use std::process::{Command, Stdio};

use super::super::command::{bounded, version};

/// A browser engine, and the command that opens a page in it.
pub(super) struct Engine {
    /// The words that start the engine before all others, such as a command that runs it.
    command: &'static [&'static str],
    /// The arguments before the URL. `{profile}` is the folder of the profile.
    arguments: &'static [&'static str],
    /// A file in the profile, with its content.
    preferences: Option<(&'static str, &'static str)>,
}

pub(super) const CHROMIUM: Engine = Engine {
    command: &["chromium"],
    arguments: &[
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--disable-popup-blocking",
        // The window that the page opens covers the page, which must not be suspended.
        "--disable-background-timer-throttling",
        "--disable-renderer-backgrounding",
        "--disable-backgrounding-occluded-windows",
        "--no-first-run",
        "--user-data-dir={profile}",
    ],
    preferences: None,
};

pub(super) const FIREFOX: Engine = Engine {
    command: &["firefox-esr"],
    arguments: &["--headless", "--no-remote", "--profile", "{profile}"],
    preferences: Some(("user.js", include_str!("../../../scripts/user.js"))),
};

/// The test browser of `WebKitGTK`. It has no headless mode.
pub(super) const WEBKIT: Engine = Engine {
    command: &["xvfb-run", "--auto-servernum", "MiniBrowser"],
    arguments: &["--javascript-can-open-windows-automatically=true"],
    preferences: None,
};

impl Engine {
    /// Returns the version, or the reason why the engine is not available.
    pub(super) fn version(&self) -> Result<String, String> {
        version(self.command)
    }

    /// Creates a command that opens a page, with its files in a temporary folder.
    pub(super) fn open(&self, url: &str, folder: &Path, seconds: u32) -> std::io::Result<Command> {
        let profile = folder.join("profile");
        std::fs::create_dir_all(&profile)?;
        if let Some((name, content)) = self.preferences {
            std::fs::write(profile.join(name), content)?;
        }
        let profile = profile.to_string_lossy();
        let words = self.command.iter().chain(self.arguments).chain([&url]);
        let words: Vec<_> = words.map(|word| word.replace("{profile}", &profile)).collect();
        let mut command = bounded(seconds, &words);
        // Engines also write to the home folder, and do not remove all of their temporary files.
        for variable in ["HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "TMPDIR"] {
            command.env(variable, folder);
        }
        command.stdout(Stdio::null()).stderr(Stdio::null());
        Ok(command)
    }
}
