//! What an entry says of its rule.

/// Sixteen bits: of a rule that has no record of its own, the number of the one that it shares.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct EntryFlags(pub(crate) u16);

impl EntryFlags {
    /// The entry has a record of its own.
    pub const OWN: u16 = 1 << 15;
    /// The source is its own normal form.
    pub const NORMAL: u16 = 1 << 14;
    /// The number of the record that it shares, if it has none of its own.
    pub const SHARED: u16 = EntryFlags::NORMAL - 1;
    /// The source is a pattern, whose program stands in the place of the source, or in the record if it
    /// is too long. This and what follows is said of entries with a record of their own.
    pub const PATTERN: u16 = 1 << 13;
    /// The rule takes each plain path that fits its source, whoever asks; if that is a pattern, its
    /// captures are segments.
    pub const UNCONDITIONAL: u16 = 1 << 12;
    /// The source is compared without regard to one final slash.
    pub const ANY_SLASH: u16 = 1 << 11;
    /// With [`EntryFlags::UNCONDITIONAL`]: but only of requests to one host, with which its keys are joined.
    pub const OF_HOST: u16 = 1 << 10;
    /// The rule leaves requests alone.
    pub const PASS: u16 = 1;

    #[inline]
    pub(crate) fn is_own(self) -> bool {
        self.0 & EntryFlags::OWN != 0
    }

    #[inline]
    fn is_own_with(self, bits: u16) -> bool {
        self.0 & (EntryFlags::OWN | bits) == EntryFlags::OWN | bits
    }

    #[inline]
    pub(crate) fn is_normal(self) -> bool {
        self.0 & EntryFlags::NORMAL != 0
    }

    /// The number of the record that it shares.
    #[inline]
    pub(crate) fn shared(self) -> usize {
        usize::from(self.0 & EntryFlags::SHARED)
    }

    #[inline]
    pub(crate) fn is_pattern(self) -> bool {
        self.is_own_with(EntryFlags::PATTERN)
    }

    /// Whether the rule takes all requests for a path.
    #[inline]
    pub(crate) fn is_for_all(self) -> bool {
        !self.is_own() || self.0 & EntryFlags::UNCONDITIONAL != 0
    }

    #[inline]
    pub(crate) fn any_slash(self) -> bool {
        self.is_own_with(EntryFlags::ANY_SLASH)
    }

    #[inline]
    pub(crate) fn asks_host(self) -> bool {
        self.is_own_with(EntryFlags::OF_HOST)
    }

    #[inline]
    pub(crate) fn passes(self) -> bool {
        self.is_own_with(EntryFlags::PASS)
    }
}
