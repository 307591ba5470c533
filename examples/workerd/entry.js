// What `worker-build` puts around a worker, but for its start anew after a panic.
import module from "./site_worker_bg.wasm";
import * as bindings from "./site_worker_bg.js";

const { exports } = new WebAssembly.Instance(module, { "./site_worker_bg.js": bindings });
bindings.__wbg_set_wasm(exports);
exports.__wbindgen_start();

export default { fetch: bindings.fetch };
