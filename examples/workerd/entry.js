// The wrapper that `worker-build` generates, without the restart after a panic.
import module from "./site_worker_bg.wasm";
import * as bindings from "./site_worker_bg.js";

const { exports } = new WebAssembly.Instance(module, { "./site_worker_bg.js": bindings });
bindings.__wbg_set_wasm(exports);
exports.__wbindgen_start();

export default { fetch: bindings.fetch };
