//! The flags of an entry.

/// Sixteen bits about a rule. An entry without its own record holds the number of the shared
/// record in them; all flags but [`NORMAL`](EntryFlags::NORMAL) are then implied.
#[derive(Clone, Copy, Debug)]
pub struct EntryFlags(pub(crate) u16);

impl EntryFlags {
    /// The entry has its own record.
    pub const OWN_RECORD: u16 = 1 << 15;
    /// The source is its own normal form.
    pub const NORMAL: u16 = 1 << 14;
    /// The bits of the number of the shared record.
    pub const SHARED_RECORD: u16 = EntryFlags::NORMAL - 1;
    /// The source is a pattern. Its program is in the entry, or in the record if it is too long.
    /// This and the following flags are only valid with [`OWN_RECORD`](EntryFlags::OWN_RECORD).
    pub const PATTERN: u16 = 1 << 13;
    /// The rule matches every request for a path in normal form that its source matches. The
    /// captures of a pattern are whole segments.
    pub const UNCONDITIONAL: u16 = 1 << 12;
    /// A final slash of the path is optional.
    pub const OPTIONAL_SLASH: u16 = 1 << 11;
    /// With [`UNCONDITIONAL`](EntryFlags::UNCONDITIONAL): the rule requires one host, which is part
    /// of its keys.
    pub const WITH_HOST: u16 = 1 << 10;
    /// The rule leaves requests to the application.
    pub const PASS: u16 = 1;

    #[inline]
    fn contains(self, bits: u16) -> bool {
        self.0 & (EntryFlags::OWN_RECORD | bits) == EntryFlags::OWN_RECORD | bits
    }

    /// Returns whether the entry has its own record.
    #[inline]
    pub(crate) fn has_own_record(self) -> bool {
        self.0 & EntryFlags::OWN_RECORD != 0
    }

    /// Returns whether the source is its own normal form.
    #[inline]
    pub(crate) fn is_normal(self) -> bool {
        self.0 & EntryFlags::NORMAL != 0
    }

    /// Returns the number of the shared record.
    #[inline]
    pub(crate) fn shared_record(self) -> usize {
        usize::from(self.0 & EntryFlags::SHARED_RECORD)
    }

    /// Returns whether the source is a pattern.
    #[inline]
    pub(crate) fn is_pattern(self) -> bool {
        self.contains(EntryFlags::PATTERN)
    }

    /// Returns whether the rule matches every request for a path (and a host, if it requires one).
    #[inline]
    pub(crate) fn is_unconditional(self) -> bool {
        !self.has_own_record() || self.0 & EntryFlags::UNCONDITIONAL != 0
    }

    /// Returns whether a final slash is optional.
    #[inline]
    pub(crate) fn has_optional_slash(self) -> bool {
        self.contains(EntryFlags::OPTIONAL_SLASH)
    }

    /// Returns whether the rule requires one host.
    #[inline]
    pub(crate) fn has_host(self) -> bool {
        self.contains(EntryFlags::WITH_HOST)
    }

    /// Returns whether the rule leaves requests to the application.
    #[inline]
    pub(crate) fn is_pass(self) -> bool {
        self.contains(EntryFlags::PASS)
    }
}

#[cfg(test)]
mod tests {
    use super::EntryFlags;

    #[test]
    fn entries_with_a_shared_record_are_unconditional_and_nothing_else() {
        let flags = EntryFlags(EntryFlags::SHARED_RECORD);
        assert!(flags.is_unconditional());
        assert_eq!(flags.shared_record(), (1 << 14) - 1);
        let others = [flags.is_pattern(), flags.has_optional_slash(), flags.has_host()];
        assert_eq!((others, flags.is_pass(), flags.is_normal()), ([false; 3], false, false));
    }
}
