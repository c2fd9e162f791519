namespace Curate.Core.Randomness;

/// <summary>Group codes of consecutive rows of one source.</summary>
/// <param name="source">Ordinal of the dataset.</param>
/// <param name="firstRow">Ordinal of the first row.</param>
/// <param name="codes">The group of each row; a negative code belongs to none.</param>
/// <param name="draws">The draw of each row, where it is not keyed by its number (by an identifier, say); empty otherwise.</param>
public readonly ref struct GroupBlock(int source, long firstRow, ReadOnlySpan<int> codes, ReadOnlySpan<ulong> draws = default)
{
    public int Source { get; } = source;

    public long FirstRow { get; } = firstRow;

    public ReadOnlySpan<int> Codes { get; } = codes;

    public ReadOnlySpan<ulong> Draws { get; } = draws;
}
