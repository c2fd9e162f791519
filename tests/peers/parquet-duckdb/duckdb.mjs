// node duckdb.mjs SQL: runs one statement on two threads; prints its wall and processor time in seconds. Runs from the folder that holds node_modules.
import { DuckDBInstance } from "@duckdb/node-api";

const connection = await (await DuckDBInstance.create(":memory:", { threads: process.env.THREADS ?? "2" })).connect();
const before = process.cpuUsage();
const start = process.hrtime.bigint();
await connection.run(process.argv[2]);
const used = process.cpuUsage(before);
console.log(JSON.stringify({ seconds: Number(process.hrtime.bigint() - start) / 1e9, processor: (used.user + used.system) / 1e6 }));
