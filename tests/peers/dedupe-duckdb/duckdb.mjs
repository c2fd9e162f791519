// node duckdb.mjs IN OUT: one COPY of the distinct rows; prints the milliseconds it took. Runs from the folder that holds node_modules.
import { DuckDBInstance } from "@duckdb/node-api";

const [input, output] = process.argv.slice(2);
const quoted = (path) => `'${path.replaceAll("'", "''")}'`;
const connection = await (await DuckDBInstance.create(":memory:")).connect();
const start = process.hrtime.bigint();
await connection.run(`COPY (SELECT DISTINCT * FROM read_csv(${quoted(input)})) TO ${quoted(output)} (FORMAT csv, HEADER)`);
console.log(Number(process.hrtime.bigint() - start) / 1e6);
