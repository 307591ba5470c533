//! Data parallelism on scoped threads. The compiler avoids the build time of a thread pool crate.

use std::num::NonZero;
use std::ops::Range;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread::{Builder, available_parallelism, scope};

/// The minimum number of items in a chunk. Fewer take less time than it takes to start a thread.
const MIN_CHUNK: usize = 2000;

/// The number of chunks per thread. With several, a thread that finishes early takes over work from
/// the others.
const CHUNKS_PER_THREAD: usize = 3;

/// Splits the range `0..len` into chunks, maps the chunks on several threads, and returns the
/// results in the order of the chunks.
///
/// Threads claim chunks from a shared counter. The counter only grows, so each chunk is claimed
/// once, and a thread ends when the counter has passed the last chunk. `Relaxed` ordering is enough
/// because the counter guards no other memory. Each chunk has a slot for its result, so the results
/// depend neither on the number of threads nor on their timing. A panic of `map` is resumed on the
/// calling thread.
pub(crate) fn par_chunks<R: Send>(len: usize, map: impl Fn(Range<usize>) -> R + Sync) -> Vec<R> {
    let max_chunks = len / MIN_CHUNK;
    let threads = available_parallelism().map_or(1, NonZero::get).min(max_chunks).max(1);
    let chunks = (threads * CHUNKS_PER_THREAD).min(max_chunks).max(1);
    let mut slots = Vec::with_capacity(chunks);
    for _ in 0..chunks {
        slots.push(Slot::default());
    }
    let next_chunk = AtomicUsize::new(0);
    let work = || loop {
        let chunk = next_chunk.fetch_add(1, Ordering::Relaxed);
        let Some(slot) = slots.get(chunk) else { return };
        slot.set(map(len * chunk / chunks..len * (chunk + 1) / chunks));
    };
    // If no thread can be started, the calling thread maps all chunks.
    run_with_threads(threads - 1, &work, &mut || work());
    let mut results = Vec::with_capacity(chunks);
    for slot in slots {
        results.push(slot.into_result());
    }
    results
}

/// Returns a vector for the results of a chunk. The vector of the first chunk has room for the
/// results of all `len` items, so that [`append_chunks`] does not reallocate it.
pub(crate) fn chunk_vec<T>(chunk: &Range<usize>, len: usize) -> Vec<T> {
    Vec::with_capacity(if chunk.start == 0 { len } else { chunk.len() })
}

/// Appends the results of chunks, each a pair of vectors, to two vectors.
pub(crate) fn append_chunks<A, B>(
    chunks: Vec<(Vec<A>, Vec<B>)>,
    (all_a, all_b): (&mut Vec<A>, &mut Vec<B>),
) {
    for (a, b) in chunks {
        append(a, all_a);
        append(b, all_b);
    }
}

fn append<T>(mut chunk: Vec<T>, all: &mut Vec<T>) {
    if all.is_empty() {
        *all = chunk;
    } else {
        all.append(&mut chunk);
    }
}

/// Runs two closures and returns both results. `a` runs on a new thread if one can be started.
///
/// `a` is `Fn`, so that the calling thread can run it if no thread can be started.
#[expect(clippy::expect_used, reason = "an impossible state")]
pub(crate) fn join<A: Send, B>(a: impl Fn() -> A + Sync, b: impl FnOnce() -> B) -> (A, B) {
    let slot = Slot::default();
    let run_a = || slot.set(a());
    let (mut b, mut result) = (Some(b), None);
    if run_with_threads(1, &run_a, &mut || result = b.take().map(|b| b())) == 0 {
        run_a();
    }
    (slot.into_result(), result.expect("invariant: `run_with_threads` calls `here`"))
}

/// Runs `here` on the calling thread and `there` on each of up to `threads` other threads, as many
/// as can be started. Returns the number of started threads.
///
/// The function is not generic, so that the code that starts threads is compiled once.
fn run_with_threads(threads: usize, there: &(dyn Fn() + Sync), here: &mut dyn FnMut()) -> usize {
    scope(|scope| {
        let mut started = Vec::with_capacity(threads);
        for _ in 0..threads {
            if let Ok(thread) = Builder::new().spawn_scoped(scope, there) {
                started.push(thread);
            }
        }
        here();
        let count = started.len();
        for thread in started {
            if let Err(panic) = thread.join() {
                resume_unwind(panic);
            }
        }
        count
    })
}

/// The slot for the result of one chunk.
struct Slot<R>(Mutex<Option<R>>);

impl<R> Default for Slot<R> {
    fn default() -> Slot<R> {
        Slot(Mutex::new(None))
    }
}

impl<R> Slot<R> {
    fn set(&self, result: R) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(result);
    }

    #[expect(clippy::expect_used, reason = "an impossible state")]
    fn into_result(self) -> R {
        let result = self.0.into_inner().unwrap_or_else(PoisonError::into_inner);
        result.expect("invariant: a thread that sets no result has panicked")
    }
}

#[cfg(test)]
mod tests {
    use super::{MIN_CHUNK, append_chunks, join, par_chunks};

    #[test]
    fn each_item_is_in_one_chunk_and_in_order() {
        for len in [0, 1, MIN_CHUNK - 1, MIN_CHUNK, 2 * MIN_CHUNK, 7 * MIN_CHUNK + 1] {
            let chunks = par_chunks(len, Iterator::collect::<Vec<_>>);
            assert_eq!(chunks.concat(), (0..len).collect::<Vec<_>>());
        }
    }

    #[test]
    fn chunks_are_appended_in_order() {
        let chunks = vec![(vec![1, 2], vec!["a"]), (vec![], vec![]), (vec![3], vec!["b", "c"])];
        let (mut numbers, mut words) = (vec![], vec!["before"]);
        append_chunks(chunks, (&mut numbers, &mut words));
        assert_eq!((numbers, words), (vec![1, 2, 3], vec!["before", "a", "b", "c"]));
    }

    #[test]
    fn join_returns_both_results() {
        assert_eq!(join(|| 1, || "two"), (1, "two"));
    }

    #[test]
    #[should_panic(expected = "in a chunk")]
    fn panics_are_resumed() {
        par_chunks(4 * MIN_CHUNK, |chunk| assert!(chunk.start < 2 * MIN_CHUNK, "in a chunk"));
    }
}
