// node duckdb.mjs IN: one SUMMARIZE of the file; prints the milliseconds it took and the number of rows. Runs from the folder that holds node_modules.
import { DuckDBInstance } from "@duckdb/node-api";

const [input] = process.argv.slice(2);
const connection = await (await DuckDBInstance.create(":memory:")).connect();
const start = process.hrtime.bigint();
const result = await connection.runAndReadAll(`SUMMARIZE SELECT * FROM read_csv('${input.replaceAll("'", "''")}')`);
const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
const count = result.columnNames().indexOf("count");
console.log(JSON.stringify({ milliseconds, rows: Number(result.getRows()[0][count]) }));
