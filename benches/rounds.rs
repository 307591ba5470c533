//! Measuring in turn, so that what else the machine does meets all contenders, and by the time of the processor:
//! of two contenders the slower is the one who is interrupted more often.

use cpu_time::ThreadTime;

/// The nanoseconds of the processor that it takes.
#[allow(clippy::cast_precision_loss)]
pub(crate) fn nanoseconds(work: impl FnOnce()) -> f64 {
    let start = ThreadTime::now();
    work();
    start.elapsed().as_nanos() as f64
}

/// What each contender took in each round, where another begins each time.
pub(crate) fn in_turn(
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

pub(crate) fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<_> = values.collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
