using Curate.Core.Data;
using Curate.Core.Hashing;

namespace Curate.Core.Dedupe;

/// <summary>The keys of one batch: a 128-bit hash a row, the rank for the keep rule, and which rows have no key because a value is missing.</summary>
internal sealed class ExactKeys
{
    private byte[] _buffer = new byte[1024];
    private byte[] _normalized = new byte[1024];

    public Hash128[] Hashes { get; private set; } = [];

    public ulong[] Ranks { get; private set; } = [];

    public bool[] NoKey { get; private set; } = [];

    /// <summary>Reads the keys of a batch.</summary>
    /// <param name="shape">Which columns stand where.</param>
    /// <param name="batch">The rows.</param>
    /// <param name="firstColumn">Where this method's columns begin.</param>
    /// <param name="spent">Keys of another batch to reuse, or null.</param>
    public static ExactKeys Of(ExactShape shape, RecordBatch batch, int firstColumn, ExactKeys? spent)
    {
        ExactKeys keys = spent ?? new ExactKeys();
        if (keys.Hashes.Length < batch.Count)
        {
            int size = Math.Max(batch.Count, batch.Capacity);
            keys.Hashes = new Hash128[size];
            keys.Ranks = new ulong[size];
            keys.NoKey = new bool[size];
        }

        for (int row = 0; row < batch.Count; row++)
        {
            keys.Read(shape, batch, firstColumn, row);
        }

        return keys;
    }

    private void Read(ExactShape shape, RecordBatch batch, int firstColumn, int row)
    {
        Hash128 hash = default;
        bool missing = false;
        if (shape.WholeRow)
        {
            ReadOnlySpan<byte> record = shape.Layout!.KeyBytes(batch.Payload!, row, ref _buffer);
            hash = Hash128.Of(KeyNormalizer.Apply(shape.Options.Normalize, record, ref _normalized));
        }

        // Key columns, then block columns: block values may be missing without harm.
        for (int c = 0; c < shape.HashedColumns; c++)
        {
            TextColumn column = batch.Text(firstColumn + c);
            bool isNull = column.IsNull(row);
            missing |= isNull && c < shape.KeyColumns && !shape.Options.MatchNulls;
            ReadOnlySpan<byte> value = c < shape.KeyColumns ? KeyNormalizer.Apply(shape.Options.Normalize, column[row], ref _normalized) : column[row];
            hash = hash.Then(Hash128.Of(value, isNull ? 1UL : 0));
        }

        Hashes[row] = hash;
        NoKey[row] = missing;
        if (!shape.Options.Copies.Keep.IsFirst)
        {
            int rank = firstColumn + shape.HashedColumns;
            Ranks[row] = shape.Options.Copies.Keep.Column is null
                ? shape.Options.Copies.Keep.Rank(batch.FirstRow + row, shape.RowLength(batch, row), default, false)
                : shape.Options.Copies.Keep.Rank(batch.FirstRow + row, 0, batch.Text(rank)[row], batch[rank].IsNull(row));
        }
    }
}
