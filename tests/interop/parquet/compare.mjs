// node compare.mjs DUMPS FILE...   compares the dumps FILE.txt in the folder DUMPS, made by curate, with what DuckDB reads.
import { existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { dump } from './dump.mjs'

const [dumps, ...files] = process.argv.slice(2)
const instance = await DuckDBInstance.create(':memory:')
const connection = await instance.connect()
let differ = 0
for (const file of files) {
  const ours = join(dumps, basename(file) + '.txt')
  if (!existsSync(ours)) {
    console.log(`${basename(file)}\tno dump of ours`)
    continue
  }
  try {
    const theirs = await dump(connection, file)
    const same = readFileSync(ours, 'utf8') === theirs
    console.log(`${basename(file)}\t${same ? 'same' : 'DIFFERENT'}`)
    if (!same) {
      differ++
      const a = readFileSync(ours, 'utf8').split('\n')
      const b = theirs.split('\n')
      const at = a.findIndex((line, i) => line !== b[i])
      console.log(`  ours   ${a.length} lines: ${a[at]?.slice(0, 300)}\n  DuckDB ${b.length} lines: ${b[at]?.slice(0, 300)}`)
    }
  } catch (error) {
    console.log(`${basename(file)}\t${error.message.split('\n')[0].slice(0, 160)}`)
  }
}
process.exitCode = differ ? 1 : 0
