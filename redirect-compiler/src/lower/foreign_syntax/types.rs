//! The names of types that other languages use to restrict captures: `<int:id>` and `{id:uuid}`.

use crate::lower::foreign_syntax::construct::Extent;

/// The names of integer types in Rust, .NET and Python.
const INTEGERS: [&str; 18] = [
    "int", "integer", "long", "num", "number", "digits", "i8", "i16", "i32", "i64", "i128",
    "isize", "u8", "u16", "u32", "u64", "u128", "usize",
];

/// Returns the values of a shape that consists of the names of types: `int`, or `int:min(1)` and
/// `range(1,9)` in ASP.NET.
pub(super) fn constraint(shape: &str) -> Option<Extent> {
    let first = shape.split(':').next().unwrap_or_default();
    extent(first).or_else(|| {
        let (function, arguments) = first.strip_suffix(')')?.split_once('(')?;
        let is_number = |byte: u8| byte.is_ascii_digit() || byte == b',';
        match function {
            _ if arguments.is_empty() || !arguments.bytes().all(is_number) => None,
            "min" | "max" | "range" => extent("int"),
            "length" | "minlength" | "maxlength" => Some(Extent::Segment),
            _ => None,
        }
    })
}

/// Returns the values of a type.
pub(super) fn extent(name: &str) -> Option<Extent> {
    let shape = match name {
        _ if INTEGERS.contains(&name) => "[0-9]+",
        "uuid" | "guid" | "Uuid" => "[0-9A-Fa-f-]{36}",
        "alpha" => "[A-Za-z]+",
        "bool" => "true|false",
        "slug" => "[0-9A-Za-z_-]+",
        "float" | "double" | "decimal" | "f32" | "f64" => "[0-9.]+",
        "str" | "string" | "String" | "any" => return Some(Extent::Segment),
        "path" | "PathBuf" => return Some(Extent::Rest),
        _ => return None,
    };
    Some(Extent::Shape(shape.into()))
}
