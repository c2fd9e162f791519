using Curate.Core.Grouping;
using Curate.Core.Running;

namespace Curate.Core.Randomness;

/// <summary>Draws that were keyed by something else than the row number (an id), or numbers in an order-keeping form, stored: 8 bytes a row.</summary>
public readonly struct StoredDraws(RowValues<ulong> draws, RowCodes codes) : IRowDraws
{
    public long Rows => codes.Count;

    public int GroupOf(long row) => codes[row];

    public ulong DrawOf(long row) => draws[row];

    /// <inheritdoc/>
    public void Read(long first, Span<int> groups, Span<ulong> into)
    {
        codes.CopyTo(first, groups);
        draws.CopyTo(first, into);
    }
}
