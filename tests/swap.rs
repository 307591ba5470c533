//! Tables that are replaced while they serve requests.

#![allow(clippy::unwrap_used)]

use std::sync::Barrier;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use bytes::Bytes;
use redirects::{RedirectLayer, Redirects, RedirectsHandle, RuleMatch, redirects};
use test_support::request;
use test_support::server::Server;

static OLD: Redirects = redirects! {
    "/first" => pass,
    "/page/{n}" => 301 "/old/{n}" { header["x-table"]: "old" },
};
static NEW: Redirects = redirects! {
    "/page/{n}" => 308 "/new/{n}" { header["x-table"]: "new" },
};

/// Replaces the table every 10 ms, for as long as a number of clients send requests.
fn swap_under_load(
    site: &RedirectsHandle,
    clients: usize,
    client: impl Fn(&dyn Fn() -> bool) + Sync,
) {
    let is_done = AtomicBool::new(false);
    let running = AtomicUsize::new(clients);
    thread::scope(|scope| {
        for _ in 0..clients {
            scope.spawn(|| {
                client(&|| !is_done.load(Ordering::Relaxed));
                running.fetch_sub(1, Ordering::Relaxed);
            });
        }
        for turn in 0..100 {
            site.store(if turn % 2 == 0 { &NEW } else { &OLD });
            thread::sleep(Duration::from_millis(10));
            assert_eq!(running.load(Ordering::Relaxed), clients, "a client failed");
        }
        is_done.store(true, Ordering::Relaxed);
    });
}

#[test]
fn each_response_comes_from_one_table() {
    let site = RedirectsHandle::new(&OLD);
    let layer = RedirectLayer::new(&site);
    let counts = [const { AtomicUsize::new(0) }; 2];
    swap_under_load(&site, 2, |is_running| {
        let request = request("/page/7");
        while is_running() {
            let response = layer.on_request(&request).break_value().unwrap();
            let rule = response.extensions().get::<RuleMatch>().unwrap();
            let field = |name| response.headers()[name].to_str().unwrap();
            let status = response.status().as_u16();
            match (status, field("location"), field("x-table"), rule.index(), rule.rule().target())
            {
                (301, "/old/7", "old", 1, Some("/old/{n}")) => {
                    counts[0].fetch_add(1, Ordering::Relaxed);
                }
                (308, "/new/7", "new", 0, Some("/new/{n}")) => {
                    counts[1].fetch_add(1, Ordering::Relaxed);
                }
                mixed => unreachable!("a response from two tables: {mixed:?}"),
            }
        }
    });
    assert!(counts.iter().all(|count| count.load(Ordering::Relaxed) > 100), "{counts:?}");
}

#[test]
fn each_response_of_a_server_comes_from_one_table() {
    let site = RedirectsHandle::new(&OLD);
    let server = Server::start(&site);
    let counts = [const { AtomicUsize::new(0) }; 2];
    swap_under_load(&site, 4, |is_running| {
        let mut client = server.connect();
        while is_running() {
            let response = client.send("/page/7");
            match (response.status(), response.location(), response.field("x-table")) {
                ("301", Some("/old/7"), Some("old")) => counts[0].fetch_add(1, Ordering::Relaxed),
                ("308", Some("/new/7"), Some("new")) => counts[1].fetch_add(1, Ordering::Relaxed),
                mixed => unreachable!("a response from two tables: {mixed:?}"),
            };
        }
    });
    assert!(counts.iter().all(|count| count.load(Ordering::Relaxed) > 10), "{counts:?}");
}

#[test]
fn every_lookup_after_store_uses_the_new_table() {
    let site = RedirectsHandle::new(&OLD);
    let barrier = Barrier::new(3);
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                for turn in 0..200 {
                    barrier.wait();
                    let expected = if turn % 2 == 0 { 308 } else { 301 };
                    assert_eq!(site.load().get("/page/7").redirect().unwrap().status(), expected);
                    barrier.wait();
                }
            });
        }
        for turn in 0..200 {
            site.store(if turn % 2 == 0 { &NEW } else { &OLD });
            barrier.wait();
            barrier.wait();
        }
    });
}

/// Bytes of a table that record their release.
struct Recorded(Bytes, std::sync::Arc<AtomicUsize>);

impl AsRef<[u8]> for Recorded {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl Drop for Recorded {
    fn drop(&mut self) {
        self.1.fetch_add(1, Ordering::Relaxed);
    }
}

#[test]
fn a_replaced_table_is_released_by_the_next_lookup() {
    let released = std::sync::Arc::new(AtomicUsize::new(0));
    let table = || {
        let bytes = Bytes::from_owner(Recorded(OLD.to_bytes(), released.clone()));
        Redirects::from_bytes(bytes).unwrap()
    };
    let site = RedirectsHandle::new(table());
    for turn in 0..10 {
        let snapshot = site.load();
        site.store(table());
        assert_eq!(snapshot.rules().len(), 2);
        assert_eq!(released.load(Ordering::Relaxed), turn);
        drop(snapshot);
        assert!(site.load().get("/page/7").redirect().is_some());
        assert_eq!(released.load(Ordering::Relaxed), turn + 1);
    }
    // The table of a handle that no longer exists, by the next lookup that loads another one.
    drop(site);
    let _ = RedirectsHandle::new(&OLD).load();
    assert_eq!(released.load(Ordering::Relaxed), 11);
}

#[test]
fn threads_use_many_handles_in_turn() {
    let sites: Vec<_> = (0..20).map(|_| RedirectsHandle::new(&OLD)).collect();
    for (turn, replaced) in sites.iter().enumerate() {
        replaced.store(&NEW);
        for (at, site) in sites.iter().enumerate() {
            let expected = if at <= turn { 308 } else { 301 };
            let status = site.load().get("/page/1").redirect().unwrap().status();
            assert_eq!(status, expected, "{at} {turn}");
        }
    }
}

#[test]
fn a_lookup_while_a_thread_ends_uses_the_current_table() {
    struct LooksUp(RedirectsHandle);
    impl Drop for LooksUp {
        fn drop(&mut self) {
            assert!(self.0.load().get("/page/1").redirect().is_some());
        }
    }
    thread_local! {
        static LAST: std::cell::RefCell<Option<LooksUp>> = const { std::cell::RefCell::new(None) };
    }
    let site = RedirectsHandle::new(&OLD);
    let thread = thread::spawn(move || {
        LAST.with(|last| *last.borrow_mut() = Some(LooksUp(site.clone())));
        let _ = site.load();
    });
    thread.join().unwrap();
}

#[test]
fn a_handle_is_shared_between_threads() {
    fn assert_send_sync_unpin<T: Send + Sync + Unpin>() {}
    assert_send_sync_unpin::<RedirectsHandle>();
    let site = RedirectsHandle::new(&OLD);
    assert_eq!(format!("{site:?}"), "RedirectsHandle(Redirects { rules: 2, .. })");
}
