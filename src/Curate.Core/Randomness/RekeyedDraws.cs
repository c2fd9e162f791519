namespace Curate.Core.Randomness;

/// <summary>Fresh draws made of others, for a further purpose: an epoch, a round.</summary>
/// <param name="draws">Draws that differ between rows.</param>
/// <param name="again">What makes them fresh.</param>
public readonly struct RekeyedDraws<TDraws>(TDraws draws, SeededDraw again) : IRowDraws
    where TDraws : IRowDraws
{
    public long Rows => draws.Rows;

    public int GroupOf(long row) => draws.GroupOf(row);

    public ulong DrawOf(long row) => again.Bits(0, (long)draws.DrawOf(row));

    /// <inheritdoc/>
    public void Read(long first, Span<int> groups, Span<ulong> into)
    {
        draws.Read(first, groups, into);
        foreach (ref ulong draw in into)
        {
            draw = again.Bits(0, (long)draw);
        }
    }
}
