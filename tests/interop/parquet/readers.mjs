// node readers.mjs FILE...   reads files with hyparquet and Polars; the rows must be as many as the footer says.
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { parquetMetadata, parquetReadObjects } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'
import pl from 'nodejs-polars'

let failed = 0
for (const path of process.argv.slice(2)) {
  const bytes = readFileSync(path)
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length)
  const rows = Number(parquetMetadata(file).num_rows)
  const report = [basename(path), `${rows} rows`]
  try {
    const read = await parquetReadObjects({ file, compressors, utf8: false, parsers: { jsonFromBytes: bytes => bytes } })
    report.push(read.length === rows ? 'hyparquet ok' : `hyparquet ${read.length} rows`)
  } catch (error) {
    report.push(`hyparquet: ${error.message.split('\n')[0].slice(0, 100)}`)
  }
  try {
    const frame = pl.readParquet(path)
    report.push(frame.height === rows ? 'polars ok' : `polars ${frame.height} rows`)
  } catch (error) {
    report.push(`polars: ${error.message.split('\n')[0].slice(0, 100)}`)
  }
  if (report.filter(part => part.endsWith(' ok')).length < 2) failed++
  console.log(report.join('\t'))
}
console.log(`${failed} of ${process.argv.length - 2} files not read by both`)
