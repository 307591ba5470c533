//! The table of a layer.

use crate::Redirects;
#[cfg(feature = "swap")]
use crate::RedirectsHandle;

/// The table of a [`RedirectLayer`](crate::RedirectLayer): a [`Redirects`], or a
/// [`RedirectsHandle`](crate::RedirectsHandle) (feature `swap`), by value or by reference.
///
/// This type is only an argument: [`RedirectLayer::new`](crate::RedirectLayer::new) converts to it.
///
/// ```
/// use redirects::{LayerTable, RedirectLayer, Redirects, redirects};
///
/// fn layer(table: impl Into<LayerTable>) -> RedirectLayer {
///     RedirectLayer::new(table).only_on_not_found()
/// }
///
/// static SITE: Redirects = redirects! { "/old" => 301 "/new" };
/// let layer = layer(&SITE);
/// ```
#[derive(Clone, Debug)]
pub struct LayerTable(Source);

#[derive(Clone, Debug)]
enum Source {
    Fixed(Redirects),
    #[cfg(feature = "swap")]
    Swappable(RedirectsHandle),
}

impl LayerTable {
    /// Calls a function with the current table.
    #[inline]
    pub(crate) fn with<T>(&self, call: impl FnOnce(&Redirects) -> T) -> T {
        match &self.0 {
            Source::Fixed(redirects) => call(redirects),
            #[cfg(feature = "swap")]
            Source::Swappable(handle) => call(&handle.load()),
        }
    }
}

impl From<Redirects> for LayerTable {
    fn from(redirects: Redirects) -> LayerTable {
        LayerTable(Source::Fixed(redirects))
    }
}

impl From<&Redirects> for LayerTable {
    /// Clones the table, which is cheap.
    fn from(redirects: &Redirects) -> LayerTable {
        LayerTable(Source::Fixed(redirects.clone()))
    }
}

#[cfg(feature = "swap")]
impl From<RedirectsHandle> for LayerTable {
    fn from(handle: RedirectsHandle) -> LayerTable {
        LayerTable(Source::Swappable(handle))
    }
}

#[cfg(feature = "swap")]
impl From<&RedirectsHandle> for LayerTable {
    /// Clones the handle, which is cheap.
    fn from(handle: &RedirectsHandle) -> LayerTable {
        LayerTable(Source::Swappable(handle.clone()))
    }
}
