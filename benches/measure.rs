//! Interleaved measurements of CPU time.
//!
//! Contenders take turns in each round, so that other load on the machine affects all of them. CPU
//! time is measured because a slower contender is interrupted more often.

use cpu_time::ThreadTime;

/// Returns the CPU time of a call in nanoseconds.
#[allow(clippy::cast_precision_loss)]
pub(crate) fn nanoseconds(call: impl FnOnce()) -> f64 {
    let start = ThreadTime::now();
    call();
    start.elapsed().as_nanos() as f64
}

/// Returns the time of each contender in each round. Each round starts with another contender.
pub(crate) fn interleave(
    rounds: usize,
    contenders: usize,
    mut time: impl FnMut(usize) -> f64,
) -> Vec<Vec<f64>> {
    let mut round = |at: usize| {
        let mut times = vec![0.0; contenders];
        for turn in 0..contenders {
            let contender = (at + turn) % contenders;
            times[contender] = time(contender);
        }
        times
    };
    (0..rounds).map(&mut round).collect()
}

/// Returns the median of one or more values.
#[allow(dead_code, reason = "not used by all benchmarks")]
pub(crate) fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<_> = values.collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
