//! Many things, worked on in several runs at once.

use std::iter::from_fn;
use std::num::NonZero;
use std::ops::Range;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{Builder, available_parallelism, scope};

/// Fewer things than this are done in one run: a thread takes longer.
const FEW: usize = 2000;

/// How many runs there are for a thread: they do not take the same time.
const RUNS: usize = 3;

/// What `work` makes of each run of so many things, in their order.
pub(crate) fn par_chunks<R: Send>(
    things: usize,
    work: impl Fn(Range<usize>) -> R + Sync,
) -> Vec<R> {
    let most = things / FEW;
    let threads = available_parallelism().map_or(1, NonZero::get).min(most).max(1);
    let runs = (threads * RUNS).min(most).max(1);
    let next = AtomicUsize::new(0);
    let some = || {
        let taken = || Some(next.fetch_add(1, Ordering::Relaxed)).filter(|run| *run < runs);
        let done = |run| (run, work(things * run / runs..things * (run + 1) / runs));
        from_fn(taken).map(done).collect::<Vec<_>>()
    };
    let mut done = scope(|scope| {
        let start = |_| Builder::new().spawn_scoped(scope, some).ok();
        // Where no thread is to be had, this one does it all.
        let others: Vec<_> = (1..threads).filter_map(start).collect();
        let mut done = some();
        for other in others {
            done.extend(other.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        done
    });
    done.sort_unstable_by_key(|(run, _)| *run);
    done.into_iter().map(|(_, made)| made).collect()
}

/// A list for what is made of a run: to that of the first [`append_chunks`] adds those of all others.
pub(crate) fn list<T>(run: &Range<usize>, things: usize) -> Vec<T> {
    Vec::with_capacity(if run.start == 0 { things } else { run.len() })
}

/// Adds what all runs have made to two lists.
pub(crate) fn append_chunks<A, B>(
    runs: Vec<(Vec<A>, Vec<B>)>,
    (all, others): (&mut Vec<A>, &mut Vec<B>),
) {
    for (first, second) in runs {
        add(first, all);
        add(second, others);
    }
}

fn add<T>(mut run: Vec<T>, all: &mut Vec<T>) {
    // Many things are not copied where they need not be.
    if all.is_empty() {
        *all = run;
    } else {
        all.append(&mut run);
    }
}

/// What two works make, done at once where the machine can.
pub(crate) fn both<A: Send, B>(one: impl Fn() -> A + Sync, other: impl FnOnce() -> B) -> (A, B) {
    scope(|scope| {
        let started = Builder::new().spawn_scoped(scope, &one);
        let other = other();
        let one = match started {
            Ok(thread) => thread.join().unwrap_or_else(|panic| resume_unwind(panic)),
            Err(_) => one(),
        };
        (one, other)
    })
}

#[cfg(test)]
mod tests {
    use super::{FEW, append_chunks, both, par_chunks};

    #[test]
    fn each_thing_is_in_one_run_and_in_its_place() {
        for things in [0, 1, FEW - 1, FEW, 2 * FEW, 7 * FEW + 1] {
            let runs = par_chunks(things, Iterator::collect::<Vec<_>>);
            assert_eq!(runs.concat(), (0..things).collect::<Vec<_>>());
        }
    }

    #[test]
    fn runs_are_added_in_their_order() {
        let runs = vec![(vec![1, 2], vec!["a"]), (vec![], vec![]), (vec![3], vec!["b", "c"])];
        let (mut numbers, mut words) = (vec![], vec!["before"]);
        append_chunks(runs, (&mut numbers, &mut words));
        assert_eq!((numbers, words), (vec![1, 2, 3], vec!["before", "a", "b", "c"]));
    }

    #[test]
    fn both_are_done() {
        assert_eq!(both(|| 1, || "two"), (1, "two"));
    }
}
