using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [(name = "site", worker = .site)],
  sockets = [(name = "http", http = (), service = "site")],
);

const site :Workerd.Worker = (
  compatibilityDate = "2026-01-01",
  modules = [
    (name = "worker.js", esModule = embed "worker.js"),
    (name = "site_worker_bg.wasm", wasm = embed "site_worker_bg.wasm"),
  ],
);
