// node fixtures.mjs FOLDER   writes the small foreign files that the tests keep as fixtures, with three writers.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { parquetWriteBuffer } from 'hyparquet-writer'
import pl from 'nodejs-polars'

const folder = process.argv[2]
mkdirSync(folder, { recursive: true })
const instance = await DuckDBInstance.create(':memory:')
const connection = await instance.connect()
await connection.run(`CREATE TABLE t AS SELECT
  i::INTEGER AS whole,
  (i * 7919 % 1000)::BIGINT AS large,
  CASE WHEN i % 5 = 0 THEN NULL ELSE (i * 0.25)::FLOAT END AS single,
  (i / 3.0)::DOUBLE AS double,
  i % 3 = 0 AS flag,
  CASE WHEN i % 7 = 0 THEN NULL ELSE 'word ' || (i % 4) END AS category,
  'é' || repeat('x', i % 20) || i AS text,
  DATE '2020-01-01' + i::INTEGER AS day,
  TIMESTAMP '2020-01-01 00:00:00' + to_seconds(i) AS instant,
  (i * 1.5)::DECIMAL(9, 2) AS decimal,
  (i % 200)::UTINYINT AS tiny,
  encode('b' || i) AS bytes,
  CASE WHEN i % 6 = 0 THEN NULL WHEN i % 6 = 1 THEN [] ELSE [i, NULL, i + 1] END AS list,
  [[i::FLOAT, 2], [3]] AS lists,
  {'a': i, 'b': CASE WHEN i % 2 = 0 THEN NULL ELSE {'c': 'x' || i} END} AS struct,
  CASE WHEN i % 4 = 0 THEN NULL ELSE MAP {'k' || i: [i], 'z': []} END AS map
  FROM range(40) r(i)`)
for (const codec of ['uncompressed', 'snappy', 'gzip', 'brotli', 'lz4_raw', 'zstd']) {
  for (const version of ['V1', 'V2']) {
    if (version === 'V2' && !['uncompressed', 'zstd'].includes(codec)) continue
    const file = join(folder, `duckdb-${codec}-${version.toLowerCase()}.parquet`)
    await connection.run(`COPY t TO '${file}' (FORMAT parquet, COMPRESSION ${codec}, PARQUET_VERSION ${version}, ROW_GROUP_SIZE 2048)`)
  }
}

const count = 50
const columns = codec => [
  { name: 'delta', data: Array.from({ length: count }, (_, i) => 1000 + 3 * i), type: 'INT32', encoding: 'DELTA_BINARY_PACKED', codec },
  { name: 'delta64', data: Array.from({ length: count }, (_, i) => BigInt(i * i)), type: 'INT64', encoding: 'DELTA_BINARY_PACKED', codec },
  { name: 'lengths', data: Array.from({ length: count }, (_, i) => 'value ' + i), type: 'STRING', encoding: 'DELTA_LENGTH_BYTE_ARRAY', codec },
  { name: 'prefixes', data: Array.from({ length: count }, (_, i) => 'https://example.org/' + i), type: 'STRING', encoding: 'DELTA_BYTE_ARRAY', codec },
  { name: 'split', data: Float32Array.from({ length: count }, (_, i) => i / 8), type: 'FLOAT', encoding: 'BYTE_STREAM_SPLIT', codec },
  { name: 'split64', data: Float64Array.from({ length: count }, (_, i) => i / 3), type: 'DOUBLE', encoding: 'BYTE_STREAM_SPLIT', codec },
  { name: 'runs', data: Array.from({ length: count }, (_, i) => i > 20), type: 'BOOLEAN', encoding: 'RLE', codec },
  { name: 'words', data: Array.from({ length: count }, (_, i) => i % 9 ? 'w' + i % 3 : undefined), type: 'STRING', codec },
]
writeFileSync(join(folder, 'hyparquet-encodings.parquet'), Buffer.from(parquetWriteBuffer({ columnData: columns('UNCOMPRESSED') })))
writeFileSync(join(folder, 'hyparquet-encodings-snappy.parquet'), Buffer.from(parquetWriteBuffer({ columnData: columns('SNAPPY') })))

const frame = pl.DataFrame({
  id: Array.from({ length: 60 }, (_, i) => i),
  name: Array.from({ length: 60 }, (_, i) => i % 11 ? `n${i % 5}` : null),
  value: Array.from({ length: 60 }, (_, i) => i % 8 ? i * 0.1 : null),
  tags: Array.from({ length: 60 }, (_, i) => [`t${i}`, 'u']),
})
for (const compression of ['uncompressed', 'zstd', 'lz4', 'gzip']) {
  frame.writeParquet(join(folder, `polars-${compression}.parquet`), { compression })
}
