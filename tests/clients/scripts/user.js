// The preferences of Firefox.

// The page opens a window without a click, and works in the background while it is covered.
user_pref("dom.disable_open_during_load", false);
user_pref("browser.link.open_newwindow", 2);
user_pref("dom.min_background_timeout_value", 4);
user_pref("dom.timeout.enable_budget_timer_throttling", false);

// Never send a request to the server in parallel with a lookup in the cache.
user_pref("network.http.rcwn.enabled", false);

// Do not show other pages at the start.
user_pref("browser.aboutwelcome.enabled", false);
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("browser.startup.homepage_override.mstone", "ignore");
user_pref("datareporting.policy.dataSubmissionEnabled", false);

// Connect only to IP addresses: the server has no name, but everything that Firefox requests does.
user_pref("network.dns.disabled", true);
user_pref("network.proxy.type", 0);
