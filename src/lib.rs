#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

#[cfg(feature = "tower")]
pub mod tower;

pub use redirect_core::{Found, InvalidTable, Place, Redirect, Redirects, Request, Rule, Status};

#[cfg(feature = "compile")]
pub use redirect_core::{Faults, Format, Name, Reported};

/// Declares a table of redirects, checked when the program is compiled.
#[macro_export]
macro_rules! redirects {
    ($($rules:tt)*) => {
        $crate::__private::redirects! { $crate $($rules)* }
    };
}

/// What the expansion of the macro names.
#[doc(hidden)]
pub mod __private {
    pub use http::Method;
    pub use redirect_macros::redirects;
}
