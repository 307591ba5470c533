//! A handle for a table that is replaced while it serves requests.

use std::cell::RefCell;
use std::fmt;
use std::ops::Deref;
use std::rc::Rc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Weak};

use arc_swap::ArcSwap;

use crate::Redirects;

/// A handle for a table that can be replaced while it serves requests.
///
/// [`RedirectLayer::new`](crate::RedirectLayer::new) accepts it in place of a table. All clones
/// of a handle refer to the same table: keep one, and call [`store`](RedirectsHandle::store) on it
/// when the rules change. A lookup uses one table from its start to its end.
///
/// ```
/// use redirects::{RedirectLayer, RedirectsHandle, redirects};
///
/// let site = RedirectsHandle::new(redirects! { "/old" => 301 "/new" });
/// let layer = RedirectLayer::new(&site);
///
/// let request = http::Request::get("/old").body(()).unwrap();
/// assert_eq!(layer.on_request(&request).break_value().unwrap().status(), 301);
///
/// site.store(redirects! { "/old" => 410 });
/// assert_eq!(layer.on_request(&request).break_value().unwrap().status(), 410);
/// ```
///
/// Lookups never wait for a lock. Each thread keeps the table that it last used, and compares a
/// counter to find out whether it is still current. A thread that makes no more lookups therefore
/// keeps one old table in memory until it ends or uses a handle again.
#[derive(Clone)]
pub struct RedirectsHandle(Arc<Shared>);

struct Shared {
    /// The number of calls of `store` that have replaced the table.
    generation: AtomicU64,
    table: ArcSwap<Redirects>,
}

/// The table of a handle as a thread last loaded it.
struct Cached {
    /// Identifies the handle. The allocation exists as long as this reference, so that no other
    /// handle has the same address.
    handle: Weak<Shared>,
    generation: u64,
    table: Rc<Redirects>,
}

thread_local! {
    /// The tables of the handles that this thread uses, usually one.
    static CACHE: RefCell<Vec<Cached>> = const { RefCell::new(Vec::new()) };
}

impl RedirectsHandle {
    /// Creates a handle for a table.
    ///
    /// ```
    /// use redirects::{Redirects, RedirectsHandle};
    ///
    /// let site = RedirectsHandle::new(Redirects::EMPTY);
    /// assert_eq!(site.load().rules().len(), 0);
    /// ```
    pub fn new(redirects: impl Into<Redirects>) -> RedirectsHandle {
        let table = ArcSwap::from_pointee(redirects.into());
        RedirectsHandle(Arc::new(Shared { generation: AtomicU64::new(0), table }))
    }

    /// Replaces the table. Every lookup that starts after this call uses the new table or a later
    /// one. Lookups that are in progress finish with the old table.
    ///
    /// ```
    /// use redirects::{RedirectsHandle, redirects};
    ///
    /// let site = RedirectsHandle::new(redirects! { "/old" => 301 "/new" });
    /// site.store(redirects! { "/old" => 301 "/newer" });
    /// assert_eq!(site.load().get("/old").redirect().unwrap().location().unwrap(), "/newer");
    /// ```
    pub fn store(&self, redirects: impl Into<Redirects>) {
        self.0.table.store(Arc::new(redirects.into()));
        // A thread that sees the new number also sees the new table.
        self.0.generation.fetch_add(1, Ordering::Release);
    }

    /// Returns the current table. Does not wait for other threads.
    ///
    /// To keep the table across an `.await`, clone it:
    ///
    /// ```
    /// use redirects::{Redirects, RedirectsHandle, redirects};
    ///
    /// let site = RedirectsHandle::new(redirects! { "/old" => 301 "/new" });
    /// assert!(site.load().get("/old").redirect().is_some());
    /// let table: Redirects = site.load().clone();
    /// ```
    #[inline]
    pub fn load(&self) -> Snapshot {
        // The cache is unavailable while the thread ends.
        let cached = CACHE.try_with(|cache| Some(self.cached(&mut *cache.try_borrow_mut().ok()?)));
        Snapshot(cached.ok().flatten().unwrap_or_else(|| self.uncached()))
    }

    #[inline]
    fn cached(&self, cache: &mut Vec<Cached>) -> Rc<Redirects> {
        // The number is read before the table, which may then be newer, but never older.
        let generation = self.0.generation.load(Ordering::Acquire);
        let handle = Arc::as_ptr(&self.0);
        match cache.iter().find(|cached| cached.handle.as_ptr() == handle) {
            Some(cached) if cached.generation == generation => Rc::clone(&cached.table),
            _ => self.refresh(cache, generation),
        }
    }

    /// Loads the table into the cache, and removes tables of handles that no longer exist.
    #[cold]
    fn refresh(&self, cache: &mut Vec<Cached>, generation: u64) -> Rc<Redirects> {
        let handle = Arc::downgrade(&self.0);
        let table = self.uncached();
        cache.retain(|cached| {
            cached.handle.strong_count() > 0 && !Weak::ptr_eq(&cached.handle, &handle)
        });
        cache.push(Cached { handle, generation, table: Rc::clone(&table) });
        table
    }

    #[cold]
    fn uncached(&self) -> Rc<Redirects> {
        Rc::new(Redirects::clone(&self.0.table.load()))
    }
}

/// Formats the number of rules in the current table.
impl fmt::Debug for RedirectsHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("RedirectsHandle").field(&*self.load()).finish()
    }
}

/// The table of a [`RedirectsHandle`] at one point in time. It dereferences to [`Redirects`].
///
/// [`RedirectsHandle::load`] creates it. It belongs to one thread; clone the table to send it to
/// another one.
///
/// ```
/// use redirects::{RedirectsHandle, Snapshot, redirects};
///
/// let site = RedirectsHandle::new(redirects! { "/old" => 301 "/new" });
/// let before: Snapshot = site.load();
/// site.store(redirects! { "/old" => 410 });
/// assert_eq!(before.get("/old").redirect().unwrap().status(), 301);
/// assert_eq!(site.load().get("/old").redirect().unwrap().status(), 410);
/// ```
#[derive(Debug)]
pub struct Snapshot(Rc<Redirects>);

impl Deref for Snapshot {
    type Target = Redirects;

    #[inline]
    fn deref(&self) -> &Redirects {
        &self.0
    }
}
