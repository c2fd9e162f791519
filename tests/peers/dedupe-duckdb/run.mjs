// node run.mjs INPUT FOLDER: alternates the two tools and prints times after a sync, their ratio, and peak memory.
import { spawn, spawnSync } from "node:child_process";
import { closeSync, openSync, readFileSync, readSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";

const [input, folder] = process.argv.slice(2);
const rounds = Number(process.env.ROUNDS ?? 3);
const tools = {
  duckdb: (output) => [process.execPath, join(folder, "duckdb.mjs"), input, output],
  curate: (output) => [process.env.CURATE, "dedupe", input, "--method", "exact", "-o", output, "--no-provenance", ...words(process.env.CURATE_OPTIONS)],
};
const measured = process.env.ONLY ? [process.env.ONLY] : Object.keys(tools);

function words(text) {
  return (text ?? "").split(" ").filter((word) => word !== "");
}

function milliseconds(start) {
  return Number(process.hrtime.bigint() - start) / 1e6;
}

function sync() {
  const start = process.hrtime.bigint();
  spawnSync("sync");
  return milliseconds(start);
}

// Counts line ends, which the generated notes never hold.
function countLines(path) {
  const file = openSync(path, "r");
  const buffer = Buffer.alloc(1 << 20);
  let lines = 0;
  for (let size; (size = readSync(file, buffer)) > 0; ) {
    for (let at = -1; (at = buffer.indexOf(10, at + 1)) >= 0 && at < size; ) lines++;
  }
  closeSync(file);
  return lines;
}

function run(command) {
  return new Promise((resolve, reject) => {
    const start = process.hrtime.bigint();
    const child = spawn(command[0], command.slice(1), { cwd: folder, stdio: ["ignore", "pipe", "inherit"] });
    let text = "";
    let peak = 0;
    // The high-water mark only grows, so the last reading before the end is the peak but for the last 10 ms.
    const watch = setInterval(() => {
      try {
        peak = Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))?.[1] ?? peak);
      } catch {
        // The process has just ended.
      }
    }, 10);
    child.stdout.on("data", (data) => (text += data));
    child.on("error", reject);
    child.on("close", (code) => {
      clearInterval(watch);
      if (code !== 0) reject(new Error(`${command.join(" ")} ended with exit code ${code}`));
      else resolve({ own: Number(text), all: milliseconds(start), peak });
    });
  });
}

async function measure(tool, round) {
  const output = join(folder, `${tool}.csv`);
  rmSync(output, { force: true });
  sync();
  const { own, all, peak } = await run(tools[tool](output));
  const time = (tool === "duckdb" ? own : all) + sync();
  const lines = countLines(output);
  console.log(`round ${round}: ${tool.padEnd(6)} ${(time / 1000).toFixed(2).padStart(7)} s  ${Math.round(peak / 1024)} MiB  ${lines - 1} rows`);
  rmSync(output);
  return { time, peak, lines };
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

console.log(`${input}: ${(statSync(input).size / 1e6).toFixed(0)} MB, ${countLines(input) - 1} rows`);
const results = Object.fromEntries(measured.map((tool) => [tool, []]));
for (let round = 1; round <= rounds; round++) {
  for (const tool of measured) results[tool].push(await measure(tool, round));
}

for (const tool of measured) {
  const times = median(results[tool].map((result) => result.time)) / 1000;
  const peak = Math.max(...results[tool].map((result) => result.peak)) / 1024;
  console.log(`${tool}: median ${times.toFixed(2)} s, peak ${Math.round(peak)} MiB`);
}

if (new Set(Object.values(results).flat().map((result) => result.lines)).size !== 1) {
  console.log("FAILED: the numbers of rows differ");
  process.exitCode = 1;
}
if (measured.length === 2) {
  const ratio = median(results.duckdb.map((result) => result.time)) / median(results.curate.map((result) => result.time));
  console.log(`curate is ${ratio.toFixed(2)} times as fast as DuckDB`);
  if (process.env.RATIO && !(ratio >= Number(process.env.RATIO))) {
    console.log(`FAILED: ${process.env.RATIO} times as fast was wanted`);
    process.exitCode = 1;
  }
}
