//! Generates the JavaScript bindings of a worker's WebAssembly, like `worker-build`, without
//! downloads.

use std::env::args;
use std::process::ExitCode;

use wasm_bindgen_cli_support::Bindgen;

fn main() -> ExitCode {
    let [_, wasm, folder] = &args().collect::<Vec<_>>()[..] else {
        eprintln!("bind WASM FOLDER");
        return ExitCode::FAILURE;
    };
    let mut bindgen = Bindgen::new();
    let bound = bindgen.input_path(wasm).bundler(true).and_then(|bindgen| bindgen.generate(folder));
    match bound {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}
