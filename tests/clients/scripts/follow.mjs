// Follows redirects with Node's fetch. Reads lines `METHOD TIMES URL`, and prints a status or an
// error for each.

import { createInterface } from "node:readline";

const body = process.argv[3];
const hasBody = ["POST", "PUT", "PATCH"];

async function send(method, url) {
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
  let message;
  for (let time = 0; time < Number(times); time++) message = await send(method, url);
  console.log(message);
}
