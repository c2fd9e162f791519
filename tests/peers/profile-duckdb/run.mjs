// node run.mjs INPUT FOLDER: alternates the two tools and prints their times, the ratio, and peak memory.
import { spawn } from "node:child_process";
import { readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";

const [input, folder] = process.argv.slice(2);
const rounds = Number(process.env.ROUNDS ?? 3);
const report = join(folder, "profile.json");
const tools = {
  duckdb: [process.execPath, join(folder, "duckdb.mjs"), input],
  curate: [process.env.CURATE, "profile", input, "--format", "json", "-o", report, "--force", ...(process.env.CURATE_OPTIONS ?? "").split(" ").filter((word) => word !== "")],
};
const measured = process.env.ONLY ? [process.env.ONLY] : Object.keys(tools);

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
      else resolve({ text, time: Number(process.hrtime.bigint() - start) / 1e6, peak });
    });
  });
}

// The time of DuckDB is its own, without the start of Node; that of curate is that of the whole process.
async function measure(tool, round) {
  rmSync(report, { force: true });
  const { text, time: whole, peak } = await run(tools[tool]);
  const { milliseconds: time, rows } = tool === "duckdb" ? JSON.parse(text) : { milliseconds: whole, rows: JSON.parse(readFileSync(report, "utf8")).rows };
  console.log(`round ${round}: ${tool.padEnd(6)} ${(time / 1000).toFixed(2).padStart(7)} s  ${Math.round(peak / 1024)} MiB  ${rows} rows`);
  return { time, peak, rows };
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

console.log(`${input}: ${(statSync(input).size / 1e6).toFixed(0)} MB`);
const results = Object.fromEntries(measured.map((tool) => [tool, []]));
for (let round = 1; round <= rounds; round++) {
  for (const tool of measured) results[tool].push(await measure(tool, round));
}

rmSync(report, { force: true });
for (const tool of measured) {
  const times = median(results[tool].map((result) => result.time)) / 1000;
  console.log(`${tool}: median ${times.toFixed(2)} s, peak ${Math.round(Math.max(...results[tool].map((result) => result.peak)) / 1024)} MiB`);
}

if (new Set(Object.values(results).flat().map((result) => result.rows)).size !== 1) {
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
