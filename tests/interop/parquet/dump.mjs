// The canonical dump of tests/Curate.Parquet.Tests/Support/FileDump.cs, made from what DuckDB reads. hyparquet only tells the physical schema.
import { readFileSync } from 'node:fs'
import { parquetMetadata, parquetSchema } from 'hyparquet'

const hex = bytes => Buffer.from(bytes).toString('hex')

// DuckDB gives rich values; the file holds whole numbers. The unit of the file decides.
function whole(value, element) {
  const unit = element.logical_type?.unit
  const converted = element.converted_type
  const millis = unit === 'MILLIS' || converted === 'TIMESTAMP_MILLIS' || converted === 'TIME_MILLIS'
  if (typeof value === 'number' || typeof value === 'bigint') return String(value)
  if (typeof value === 'string') return value
  if (value.days !== undefined && value.micros === undefined) return String(value.days)
  if (value.nanos !== undefined) return String(value.nanos)
  if (value.nanoseconds !== undefined) return String(value.nanoseconds)
  if (value.millis !== undefined) return String(value.millis)
  if (value.milliseconds !== undefined) return String(value.milliseconds)
  if (value.micros !== undefined) return String(millis ? value.micros / 1000n : value.micros)
  if (value.scale !== undefined) return String(value.value)
  throw new Error(`no whole number: ${value.constructor.name}`)
}

function bigEndian(value, length) {
  let rest = BigInt.asUintN(8 * length, value)
  const bytes = []
  for (let i = 0; i < length; i++, rest >>= 8n) bytes.unshift(Number(rest & 255n))
  return bytes
}

function leaf(value, element) {
  const buffer = new DataView(new ArrayBuffer(8))
  switch (element.type) {
    case 'BOOLEAN': return String(value)
    case 'INT32': case 'INT64': return whole(value, element)
    case 'FLOAT':
      buffer.setFloat32(0, value)
      return Number.isNaN(value) ? 'nan' : 'f' + buffer.getUint32(0).toString(16).padStart(8, '0')
    case 'DOUBLE':
      buffer.setFloat64(0, value)
      return Number.isNaN(value) ? 'nan' : 'd' + buffer.getBigUint64(0).toString(16).padStart(16, '0')
    case 'INT96': {
      // Timestamps: nanoseconds of the day, then the Julian day.
      const nanos = value.nanos ?? value.nanoseconds ?? value.micros * 1000n
      const day = 86_400_000_000_000n
      let days = nanos / day
      let rest = nanos % day
      if (rest < 0n) { rest += day; days -= 1n }
      const bytes = Buffer.alloc(12)
      bytes.writeBigUInt64LE(rest)
      bytes.writeUInt32LE(Number(days) + 2440588, 8)
      return 'x' + hex(bytes)
    }
    default:
      if (typeof value === 'string') return 'x' + hex(Buffer.from(value, 'utf8'))
      if (value.scale !== undefined) {
        if (element.type_length === undefined) throw new Error('skipped: decimals of any length')
        return 'x' + hex(bigEndian(value.value, element.type_length))
      }
      if (value.bytes !== undefined) return 'x' + hex(value.bytes)
      if (value.hugeint !== undefined) return 'x' + value.toString().replaceAll('-', '')
      if (typeof value === 'number') throw new Error('skipped: half-precision floats')
      throw new Error(`skipped: ${value.constructor.name}`)
  }
}

function build(value, node) {
  const { element, children } = node
  if (element.repetition_type === 'REPEATED') return '[' + value.items.map(item => content(item, node)).join(',') + ']'
  return content(value, node)
}

function content(value, node) {
  if (value === null || value === undefined) return 'n'
  const { element, children } = node
  if (children.length === 0) return leaf(value, element)
  const repeated = children.length === 1 && children[0].element.repetition_type === 'REPEATED' ? children[0] : undefined
  if (element.converted_type === 'LIST' && repeated) {
    const inner = repeated.children
    const own = inner.length !== 1 || inner[0].element.repetition_type === 'REPEATED'
      || repeated.element.name === 'array' || repeated.element.name === element.name + '_tuple'
    return '[' + value.items.map(item => own ? content(item, repeated) : build(item, inner[0])).join(',') + ']'
  }
  if ((element.converted_type === 'MAP' || element.converted_type === 'MAP_KEY_VALUE') && repeated && value.entries) {
    const [key, val] = repeated.children
    return '<' + value.entries.map(e => '(' + [build(e.key, key), ...val ? [build(e.value, val)] : []].join(',') + ')').join(',') + '>'
  }
  return '(' + children.map(child => build(value.entries[child.element.name], child)).join(',') + ')'
}

export async function dump(connection, path) {
  const file = readFileSync(path)
  const metadata = parquetMetadata(file.buffer.slice(file.byteOffset, file.byteOffset + file.length))
  const tree = parquetSchema(metadata)
  const result = await connection.runAndReadAll(`SELECT * FROM read_parquet('${path}', hive_partitioning = false)`)
  return result.getRows().map(row => '(' + tree.children.map((child, i) => build(row[i], child)).join(',') + ')\n').join('')
}
