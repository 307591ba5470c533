//! The data structure for partition refinement.

use std::ops::Range;

/// A refinable partition of the numbers below a bound (A. Valmari, *Fast brief practical DFA
/// minimization*, 2012). Elements are marked, and then each set is split into its marked and its
/// unmarked elements, in time linear in the number of marks.
///
/// The elements of a set are adjacent in one vector, with the marked ones first. Marking an element
/// swaps it with the first unmarked one, and splitting a set divides its range in two.
pub(crate) struct RefinablePartition {
    /// The elements, set by set.
    elements: Vec<usize>,
    /// The position of each element in `elements`.
    position_of: Vec<usize>,
    /// The set of each element.
    set_of: Vec<usize>,
    sets: Vec<Set>,
    /// The sets that have marked elements.
    touched: Vec<usize>,
}

/// A range of `elements`, of which the first `marks` are marked.
struct Set {
    start: usize,
    end: usize,
    marks: usize,
}

impl RefinablePartition {
    /// Creates a partition with one set of all numbers below `len`.
    pub(crate) fn new(len: usize) -> RefinablePartition {
        let elements: Vec<usize> = (0..len).collect();
        let sets = if len == 0 { vec![] } else { vec![Set { start: 0, end: len, marks: 0 }] };
        RefinablePartition {
            elements: elements.clone(),
            position_of: elements,
            set_of: vec![0; len],
            sets,
            touched: Vec::new(),
        }
    }

    /// Returns the number of sets.
    pub(crate) fn len(&self) -> usize {
        self.sets.len()
    }

    /// Returns the set of an element.
    pub(crate) fn set_of(&self, element: usize) -> usize {
        self.set_of[element]
    }

    /// Returns an element of a set. It stays the same until the set changes.
    pub(crate) fn representative(&self, set: usize) -> usize {
        self.elements[self.sets[set].start]
    }

    /// Returns the range of positions of a set's elements.
    pub(crate) fn positions(&self, set: usize) -> Range<usize> {
        self.sets[set].start..self.sets[set].end
    }

    /// Returns the element at a position.
    pub(crate) fn element(&self, position: usize) -> usize {
        self.elements[position]
    }

    /// Marks an element that is not marked.
    pub(crate) fn mark(&mut self, element: usize) {
        let set_of = self.set_of[element];
        let set = &mut self.sets[set_of];
        let (position, first_unmarked) = (self.position_of[element], set.start + set.marks);
        debug_assert!(position >= first_unmarked, "element {element} is marked twice");
        set.marks += 1;
        if set.marks == 1 {
            self.touched.push(set_of);
        }
        self.position_of.swap(element, self.elements[first_unmarked]);
        self.elements.swap(position, first_unmarked);
    }

    /// Splits each set that has marked and unmarked elements, and removes all marks. The smaller
    /// part becomes the new set.
    pub(crate) fn split_marked(&mut self) {
        while let Some(touched) = self.touched.pop() {
            let set = &mut self.sets[touched];
            let Set { start, end, .. } = *set;
            let middle = start + std::mem::take(&mut set.marks);
            if middle == end {
                continue;
            }
            let smaller = if middle - start <= end - middle {
                set.start = middle;
                start..middle
            } else {
                set.end = middle;
                middle..end
            };
            for position in smaller.clone() {
                self.set_of[self.elements[position]] = self.sets.len();
            }
            self.sets.push(Set { start: smaller.start, end: smaller.end, marks: 0 });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RefinablePartition;

    /// Returns the sets, each sorted, in their order.
    fn sets(partition: &RefinablePartition) -> Vec<Vec<usize>> {
        let elements = |set| {
            let positions = partition.positions(set);
            let mut elements: Vec<_> = positions.map(|at| partition.element(at)).collect();
            assert!(elements.iter().all(|&element| partition.set_of(element) == set));
            assert!(elements.contains(&partition.representative(set)));
            elements.sort_unstable();
            elements
        };
        (0..partition.len()).map(elements).collect()
    }

    fn split(partition: &mut RefinablePartition, marked: &[usize]) {
        for &element in marked {
            partition.mark(element);
        }
        partition.split_marked();
    }

    #[test]
    fn sets_are_split_by_marks() {
        let mut partition = RefinablePartition::new(6);
        split(&mut partition, &[5, 1]);
        assert_eq!(sets(&partition), [vec![0, 2, 3, 4], vec![1, 5]]);
        // One mark in each set.
        split(&mut partition, &[1, 3]);
        assert_eq!(sets(&partition), [vec![0, 2, 4], vec![5], vec![3], vec![1]]);
    }

    #[test]
    fn the_smaller_part_is_the_new_set() {
        let mut partition = RefinablePartition::new(5);
        split(&mut partition, &[0, 1, 2, 3]);
        assert_eq!(sets(&partition), [vec![0, 1, 2, 3], vec![4]]);
    }

    #[test]
    fn sets_with_no_marks_or_only_marks_are_not_split() {
        let mut partition = RefinablePartition::new(3);
        split(&mut partition, &[2, 0, 1]);
        split(&mut partition, &[]);
        assert_eq!(sets(&partition), [[0, 1, 2]]);
        assert_eq!(RefinablePartition::new(0).len(), 0);
    }
}
