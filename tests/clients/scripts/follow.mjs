// Follows redirects with Node's fetch: a line `METHOD TIMES URL` in, what it says out.

import { createInterface } from "node:readline";

const body = process.argv[3];
const hasBody = ["POST", "PUT", "PATCH"];

async function ask(method, url) {
  const options = { method, signal: AbortSignal.timeout(10_000) };
  if (hasBody.includes(method)) options.body = body;
  try {
    const response = await fetch(url, options);
    await response.arrayBuffer();
    return response.status;
  } catch (error) {
    return `${error}: ${error.cause}`.replaceAll("\n", " ");
  }
}

console.log(process.versions.node);
for await (const line of createInterface({ input: process.stdin })) {
  const [method, times, url] = line.split(" ");
  let said;
  for (let time = 0; time < Number(times); time++) said = await ask(method, url);
  console.log(said);
}
