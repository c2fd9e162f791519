using Curate.Core.Data;
using Curate.Core.Hashing;

namespace Curate.Core.Dedupe.Files;

/// <summary>The hash of each row of a batch over its columns, as texts; a missing value is no empty text.</summary>
internal sealed class RowHashes
{
    public Hash128[] Rows { get; private set; } = [];

    /// <summary>Reads columns as texts, in this order.</summary>
    public static ReadRequest Request(IReadOnlyList<string> columns) => ReadRequest.Of([.. columns.Select(static c => new ColumnRequest(c, ColumnKind.Text))]);

    public static RowHashes Of(RecordBatch batch, int columns, RowHashes? spent)
    {
        RowHashes hashes = spent ?? new RowHashes();
        if (hashes.Rows.Length < batch.Count)
        {
            hashes.Rows = new Hash128[Math.Max(batch.Count, batch.Capacity)];
        }

        for (int row = 0; row < batch.Count; row++)
        {
            Hash128 hash = default;
            for (int c = 0; c < columns; c++)
            {
                hash = hash.Then(Value(batch, c, row));
            }

            hashes.Rows[row] = hash;
        }

        return hashes;
    }

    public static Hash128 Value(RecordBatch batch, int column, int row) => Hash128.Of(batch.Text(column)[row], batch[column].IsNull(row) ? 1UL : 0);
}
