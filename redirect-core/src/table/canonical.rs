//! The canonical URLs of a site, at the end of a table that declares them.
//!
//! ```text
//! hosts    the other hosts of the site, in lower case, sorted
//! ends     the end of each host (`u32`)
//! origin   the scheme, the host and the port
//! tail     the number of the record with the response (`u32`), the number of hosts (`u32`), the
//!          lengths of the origin and of its host (`u16`), the form of paths (`u8`), 3 zero bytes
//! ```
//!
//! It is found from the end of the heap, so that the header of other tables does not mention it.

use crate::action::Status;
use crate::matching::canonical::CanonicalForm;
use crate::request::authority::{MAX_HOST, host_of};
use crate::table::Table;
use crate::table::index::key::TableFlags;
use crate::table::layout::{Section, read_u16, read_u32};
use crate::table::record::{Record, RecordField};

/// The number of bytes of the tail.
const TAIL: usize = 16;

/// The canonical URLs of a site.
#[derive(Clone, Copy)]
pub(crate) struct CanonicalUrls<'t> {
    /// The scheme, the host and the port of all canonical URLs.
    pub(crate) origin: &'t [u8],
    /// The host of the origin.
    host: &'t [u8],
    /// The form of canonical paths.
    pub(crate) form: CanonicalForm,
    /// The bytes before the origin.
    before: &'t [u8],
    /// The number of other hosts.
    hosts: usize,
    /// The number of the record with the response.
    record: u32,
}

/// Writes the canonical URLs of a site. The hosts are sorted.
pub fn write_canonical(
    origin: &str,
    host: &str,
    hosts: &[String],
    form: CanonicalForm,
    record: u32,
    heap: &mut Vec<u8>,
) {
    let u32_of = |number: usize| u32::try_from(number).unwrap_or(u32::MAX).to_le_bytes();
    let u16_of = |number: usize| u16::try_from(number).unwrap_or(u16::MAX).to_le_bytes();
    let mut ends = Vec::with_capacity(4 * hosts.len());
    let mut end = 0;
    for other in hosts {
        heap.extend_from_slice(other.as_bytes());
        end += other.len();
        ends.extend_from_slice(&u32_of(end));
    }
    heap.extend_from_slice(&ends);
    heap.extend_from_slice(origin.as_bytes());
    heap.extend_from_slice(&record.to_le_bytes());
    heap.extend_from_slice(&u32_of(hosts.len()));
    heap.extend_from_slice(&u16_of(origin.len()));
    heap.extend_from_slice(&u16_of(host.len()));
    heap.extend_from_slice(&[form.to_bits(), 0, 0, 0]);
}

impl<'t> Table<'t> {
    /// Returns the canonical URLs of the site, if the table declares them.
    #[inline]
    pub(crate) fn canonical_urls(self) -> Option<CanonicalUrls<'t>> {
        if !self.flags().contains(TableFlags::CANONICAL) {
            return None;
        }
        let heap = self.section(Section::Heap);
        let (before, tail) = heap.split_last_chunk::<TAIL>()?;
        let origin_len = usize::from(read_u16(tail, 8)?);
        let (before, origin) = before.split_at_checked(before.len().checked_sub(origin_len)?)?;
        let host_at = if origin.starts_with(b"https") { "https://".len() } else { "http://".len() };
        let host = origin.get(host_at..host_at + usize::from(read_u16(tail, 10)?))?;
        Some(CanonicalUrls {
            origin,
            host,
            form: CanonicalForm::from_bits(tail[12])?,
            before,
            hosts: read_u32(tail, 4)? as usize,
            record: read_u32(tail, 0)?,
        })
    }
}

/// The origin of a request, compared with that of canonical URLs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum RequestOrigin {
    /// The host is not one of the site.
    Foreign,
    /// Another host of the site.
    OtherHost,
    /// The host of the canonical URLs. The schemes may differ.
    SameHost,
}

impl<'t> CanonicalUrls<'t> {
    /// Returns the record with the response.
    pub(crate) fn record(&self, table: Table<'t>) -> Option<Record<'t>> {
        let bytes = table.record(self.record as usize)?;
        Some(Record { bytes, key: b"", static_target: None })
    }

    /// Returns the scheme of canonical URLs.
    pub(crate) fn scheme(&self) -> &'static str {
        if self.origin.starts_with(b"https") { "https" } else { "http" }
    }

    /// Compares the authority of a request with the hosts of the site. Ports are not compared.
    #[inline]
    pub(crate) fn origin_of(&self, authority: &str) -> RequestOrigin {
        if authority.as_bytes() == self.host {
            return RequestOrigin::SameHost;
        }
        self.origin_of_other(authority)
    }

    #[inline(never)]
    fn origin_of_other(&self, authority: &str) -> RequestOrigin {
        let Some(host) = host_of(authority) else { return RequestOrigin::Foreign };
        let mut lower = [0; MAX_HOST];
        let Some(lower) = lower.get_mut(..host.len()) else { return RequestOrigin::Foreign };
        lower.copy_from_slice(host);
        lower.make_ascii_lowercase();
        if lower == self.host {
            RequestOrigin::SameHost
        } else if self.contains(lower) {
            RequestOrigin::OtherHost
        } else {
            RequestOrigin::Foreign
        }
    }

    /// Returns whether a host in lower case is one of the other hosts, by a binary search.
    fn contains(&self, host: &[u8]) -> bool {
        let (mut low, mut high) = (0, self.hosts);
        while low < high {
            let middle = low + (high - low) / 2;
            match self.other_host(middle).map(|other| other.cmp(host)) {
                Some(std::cmp::Ordering::Less) => low = middle + 1,
                Some(std::cmp::Ordering::Greater) => high = middle,
                Some(std::cmp::Ordering::Equal) => return true,
                None => return false,
            }
        }
        false
    }

    /// Returns the other host with that number.
    fn other_host(&self, number: usize) -> Option<&'t [u8]> {
        let ends = self.before.len().checked_sub(self.hosts.checked_mul(4)?)?;
        let end = |number: usize| read_u32(self.before, ends + 4 * number);
        let len = if self.hosts == 0 { 0 } else { end(self.hosts - 1)? as usize };
        let start = if number == 0 { 0 } else { end(number - 1)? as usize };
        let hosts = self.before.get(ends.checked_sub(len)?..ends)?;
        hosts.get(start..end(number)? as usize)
    }

    /// Returns whether the bytes are those that the compiler writes.
    pub(crate) fn is_valid(&self, table: Table<'t>) -> bool {
        let Some(record) = self.record(table) else { return false };
        let status = Status::from_u16(record.status());
        let is_status =
            status.is_some_and(|status| status.keeps_method() || status.may_change_method());
        let (_, flags) = record.numbers(RecordField::Response);
        let is_plain = Record::SPANS.iter().all(|&field| record.span(field).len == 0);
        let after_scheme = self.origin.strip_prefix(self.scheme().as_bytes());
        let is_origin = after_scheme.is_some_and(|rest| rest.starts_with(b"://"))
            && self.origin.iter().all(|byte| byte.is_ascii_graphic() && !b"\\?#".contains(byte))
            && !self.host.is_empty();
        let mut previous: &[u8] = b"";
        for number in 0..self.hosts {
            match self.other_host(number) {
                Some(host) if host > previous => previous = host,
                Some(_) | None => return false,
            }
        }
        is_status && flags & !Record::PRIVATE == 0 && is_plain && is_origin
    }
}

#[cfg(test)]
mod tests {
    use super::{CanonicalForm, CanonicalUrls, RequestOrigin, write_canonical};

    fn with_urls(hosts: &[&str], check: impl Fn(CanonicalUrls<'_>)) {
        let hosts: Vec<String> = hosts.iter().map(|&host| host.into()).collect();
        let mut heap = b"before".to_vec();
        let form = CanonicalForm::default();
        write_canonical("https://a.example:81", "a.example", &hosts, form, 7, &mut heap);
        let (before, _) = heap.split_last_chunk::<16>().unwrap();
        let (before, origin) = before.split_at(before.len() - "https://a.example:81".len());
        let host = b"a.example";
        check(CanonicalUrls { origin, host, form, before, hosts: hosts.len(), record: 7 });
    }

    #[test]
    fn hosts_are_found_in_any_case_and_with_any_port() {
        with_urls(&["[::a]", "b.example", "c.example", "d.example"], |urls| {
            assert_eq!(urls.origin, b"https://a.example:81");
            for (authority, origin) in [
                ("a.example", RequestOrigin::SameHost),
                ("A.example:80", RequestOrigin::SameHost),
                ("a.example.", RequestOrigin::SameHost),
                ("b.example", RequestOrigin::OtherHost),
                ("C.Example", RequestOrigin::OtherHost),
                ("d.example:8080", RequestOrigin::OtherHost),
                ("[::A]:8080", RequestOrigin::OtherHost),
                ("[::b]", RequestOrigin::Foreign),
                ("e.example", RequestOrigin::Foreign),
                ("xa.example", RequestOrigin::Foreign),
                ("a.example@b.example", RequestOrigin::Foreign),
                ("", RequestOrigin::Foreign),
            ] {
                assert_eq!(urls.origin_of(authority), origin, "{authority}");
            }
        });
        with_urls(&[], |urls| {
            assert_eq!(urls.origin_of("before"), RequestOrigin::Foreign);
        });
    }
}
