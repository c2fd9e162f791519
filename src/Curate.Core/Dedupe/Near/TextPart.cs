using Curate.Core.Data;
using Curate.Core.Hashing;
using Curate.Core.Text;

namespace Curate.Core.Dedupe.Near;

/// <summary>What the first pass keeps of a batch: for each row a fingerprint of the folded text, the rank for the keep rule, and the keys of its bands.</summary>
internal sealed class TextPart
{
    private readonly NearSetup _setup;
    private readonly ShingleReader _reader;
    private readonly ITextSketch _sketch;
    private readonly ulong[] _block = new ulong[ShingleReader.Block];

    private TextPart(NearSetup setup)
    {
        _setup = setup;
        _reader = setup.NewReader();
        _sketch = setup.NewSketch();
    }

    public Hash128[] Fingerprints { get; private set; } = [];

    public ulong[] Ranks { get; private set; } = [];

    /// <summary>Bands of row 0, of row 1 and so on.</summary>
    public ulong[] Keys { get; private set; } = [];

    /// <summary>0 for a row without text, 1 where only an equal text can have the same shingles, else 2.</summary>
    public byte[] Shingles { get; private set; } = [];

    public NearCounts Counts { get; } = new();

    public int Bands => _sketch.Bands;

    /// <summary>Reads the texts of a batch.</summary>
    public static TextPart Of(NearSetup setup, RecordBatch batch, TextPart? spent)
    {
        TextPart part = spent ?? new TextPart(setup);
        if (part.Shingles.Length < batch.Count)
        {
            int size = Math.Max(batch.Count, batch.Capacity);
            part.Fingerprints = new Hash128[size];
            part.Ranks = new ulong[size];
            part.Shingles = new byte[size];
            part.Keys = new ulong[size * part.Bands];
        }

        part.Counts.Clear();
        for (int row = 0; row < batch.Count; row++)
        {
            part.Read(batch, row);
        }

        return part;
    }

    private void Read(RecordBatch batch, int row)
    {
        long shingles = 0;
        int characters = 0;
        _reader.Begin();
        _sketch.Clear();
        for (int c = 0; c < _setup.Text.Count; c++)
        {
            ReadOnlySpan<byte> text = batch.Text(c)[row];
            characters += _setup.Copies.Keep.ReadsRow ? Length(text) : 0;
            _reader.Open();
            bool more = true;
            while (more)
            {
                int count = _reader.Read(text, _block, out more);
                shingles += count;
                _sketch.Add(_block.AsSpan(0, count));
            }
        }

        bool isShort = _reader.Finish(out _block[0]);
        if (isShort)
        {
            shingles = 1;
            _sketch.Add(_block.AsSpan(0, 1));
        }

        // "a a" and "a a a" have the same set of pairs, so a text of one shingle need not be alone with it.
        Shingles[row] = (byte)(shingles == 1 && !isShort && _reader.IsUniform ? 2 : Math.Min(shingles, 2));
        bool has = shingles > 0;
        Counts.Texts += has ? 1 : 0;
        Counts.Empty += has ? 0 : 1;
        Counts.Short += isShort ? 1 : 0;
        Counts.Unspaced += has && _reader.Unspaced * 2 > _reader.Tokens ? 1 : 0;
        Counts.Damaged += has && _reader.Damaged > 0 ? 1 : 0;
        if (!has)
        {
            return;
        }

        Hash128 fingerprint = _reader.Fingerprint;
        Span<ulong> keys = Keys.AsSpan(row * Bands, Bands);
        _sketch.Keys(keys);
        int column = _setup.Text.Count;
        if (_setup.Copies.Within.Count > 0)
        {
            Hash128 block = default;
            for (int c = 0; c < _setup.Copies.Within.Count; c++, column++)
            {
                block = block.Then(Hash128.Of(batch.Text(column)[row], batch[column].IsNull(row) ? 1UL : 0));
            }

            fingerprint = block.Then(fingerprint);
            foreach (ref ulong key in keys)
            {
                key = Hash64.Of(key ^ block.Low);
            }
        }

        Fingerprints[row] = fingerprint;
        Ranks[row] = _setup.Copies.Keep.Column is null
            ? _setup.Copies.Keep.Rank(batch.FirstRow + row, characters, default, false)
            : _setup.Copies.Keep.Rank(batch.FirstRow + row, 0, batch.Text(column)[row], batch[column].IsNull(row));
    }

    private static int Length(ReadOnlySpan<byte> utf8)
    {
        int count = 0;
        foreach (byte b in utf8)
        {
            count += (b & 0xC0) != 0x80 ? 1 : 0;
        }

        return count;
    }
}
