using Curate.Core.Grouping;

namespace Curate.Core.Randomness;

/// <summary>Draws that were keyed by something else than the row number (an id), stored: 8 bytes a row.</summary>
public readonly struct StoredDraws(List<ulong> draws, RowCodes codes) : IRowDraws
{
    public long Rows => codes.Count;

    public int GroupOf(long row) => codes[row];

    public ulong DrawOf(long row) => draws[(int)row];
}
