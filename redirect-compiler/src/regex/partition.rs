//! Sets of numbers that fall apart.

use std::ops::Range;

/// A partition of the numbers below a bound. Members of its sets are marked, and then split off, in
/// time that is linear in the marks (Valmari, *Fast brief practical DFA minimization*, 2012).
pub(crate) struct Partition {
    /// The numbers, set by set; in a set those that are marked come first.
    members: Vec<usize>,
    /// Where each number stands among the members.
    places: Vec<usize>,
    /// The set of each number.
    set_of: Vec<usize>,
    sets: Vec<Set>,
    touched: Vec<usize>,
}

struct Set {
    start: usize,
    end: usize,
    marks: usize,
}

impl Partition {
    /// One set of all numbers below `len`.
    pub(crate) fn new(len: usize) -> Partition {
        let numbers: Vec<usize> = (0..len).collect();
        let sets = if len == 0 { vec![] } else { vec![Set { start: 0, end: len, marks: 0 }] };
        let set_of = vec![0; len];
        Partition { members: numbers.clone(), places: numbers, set_of, sets, touched: Vec::new() }
    }

    /// The number of sets.
    pub(crate) fn len(&self) -> usize {
        self.sets.len()
    }

    pub(crate) fn set_of(&self, number: usize) -> usize {
        self.set_of[number]
    }

    /// A member of a set.
    pub(crate) fn first(&self, set: usize) -> usize {
        self.members[self.sets[set].start]
    }

    /// Whether a number is what [`first`](Partition::first) says of its set.
    pub(crate) fn is_first(&self, number: usize) -> bool {
        self.first(self.set_of[number]) == number
    }

    /// The places of a set's members.
    pub(crate) fn places(&self, set: usize) -> Range<usize> {
        self.sets[set].start..self.sets[set].end
    }

    pub(crate) fn member(&self, place: usize) -> usize {
        self.members[place]
    }

    /// Marks a number that is not marked.
    pub(crate) fn mark(&mut self, number: usize) {
        let set = &mut self.sets[self.set_of[number]];
        let (place, marked) = (self.places[number], set.start + set.marks);
        set.marks += 1;
        if set.marks == 1 {
            self.touched.push(self.set_of[number]);
        }
        self.places.swap(number, self.members[marked]);
        self.members.swap(place, marked);
    }

    /// Splits each set into what is marked and what is not, and forgets the marks. The smaller part
    /// is the new set.
    pub(crate) fn split(&mut self) {
        while let Some(touched) = self.touched.pop() {
            let set = &mut self.sets[touched];
            let Set { start, end, .. } = *set;
            let middle = start + std::mem::take(&mut set.marks);
            if middle == end {
                continue;
            }
            let part = if middle - start <= end - middle {
                set.start = middle;
                start..middle
            } else {
                set.end = middle;
                middle..end
            };
            for place in part.clone() {
                self.set_of[self.members[place]] = self.sets.len();
            }
            self.sets.push(Set { start: part.start, end: part.end, marks: 0 });
        }
    }
}
