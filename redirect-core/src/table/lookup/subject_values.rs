//! The values of the subjects of conditions in one request.

use crate::matching::captures::Captures;
use crate::matching::condition::Subject;
use crate::matching::text::Text;
use crate::request::RequestRef;

/// The values that a lookup has read so far. Each subject is read when a condition first needs it,
/// and then kept, so that the query and the header fields are parsed once for each subject, however
/// many rules compare it. The characters of a long value are counted once as well.
pub(crate) struct SubjectValues<'v, 'a> {
    /// The subjects that were read, one bit for each number.
    read: u64,
    /// The subjects whose value is too long for patterns, one bit for each number.
    too_long: u64,
    /// The value of each subject that was read, by its number.
    values: &'v mut [Option<&'a [u8]>],
}

impl<'v, 'a> SubjectValues<'v, 'a> {
    /// Creates a cache with room for the subjects of a table.
    pub(crate) fn new(values: &'v mut [Option<&'a [u8]>]) -> SubjectValues<'v, 'a> {
        SubjectValues { read: 0, too_long: 0, values }
    }

    /// Returns the value of a subject, given its number. A capture has no number, and is not kept.
    pub(crate) fn get(
        &mut self,
        subject: Subject<&[u8]>,
        number: Option<u8>,
        request: impl RequestRef<'a>,
        captures: &Captures<'a>,
    ) -> Option<Text<'a>> {
        let slot = number.and_then(|number| self.values.get_mut(usize::from(number)));
        let (Some(number), Some(slot)) = (number, slot) else {
            return subject.value(request, captures);
        };
        let bit = 1_u64.checked_shl(number.into()).unwrap_or_default();
        if self.read & bit == 0 {
            self.read |= bit;
            let value = subject.value(request, captures);
            *slot = value.map(Text::raw);
            if value.is_some_and(Text::is_too_long) {
                self.too_long |= bit;
            }
        }
        let is_too_long = self.too_long & bit != 0;
        slot.map(|raw| Text::new(raw, subject.encoding()).with_length(is_too_long))
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use http::Method;

    use super::SubjectValues;
    use crate::matching::captures::Captures;
    use crate::matching::condition::Subject;
    use crate::request::Request;

    /// A request that counts how often its query is read.
    struct Counted(Cell<usize>);

    impl Request for Counted {
        fn method(&self) -> &str {
            Method::GET.as_str()
        }

        fn path(&self) -> &'static str {
            "/"
        }

        fn query(&self) -> Option<&str> {
            self.0.set(self.0.get() + 1);
            Some("a=1")
        }

        fn header(&self, _: &str) -> impl Iterator<Item = &[u8]> {
            std::iter::empty()
        }
    }

    #[test]
    fn subjects_are_read_once_whether_they_have_a_value_or_not() {
        let request = Counted(Cell::new(0));
        let mut slots = [None; 2];
        let mut values = SubjectValues::new(&mut slots);
        for _ in 0..3 {
            let mut get = |name: &'static [u8], number| {
                let value =
                    values.get(Subject::Query(name), number, &request, &Captures::default());
                value.map(|value| value.raw().to_vec())
            };
            assert_eq!(get(b"a", Some(0)), Some(b"1".to_vec()));
            assert_eq!(get(b"b", Some(1)), None);
        }
        assert_eq!(request.0.get(), 2);
        // A number for which there is no room.
        let value = values.get(Subject::Query(b"a"), Some(70), &request, &Captures::default());
        assert!(value.is_some());
    }
}
