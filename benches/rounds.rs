//! Measuring in turn, so that what else the machine does meets all contenders.

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
