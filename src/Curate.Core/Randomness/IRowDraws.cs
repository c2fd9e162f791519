namespace Curate.Core.Randomness;

/// <summary>The draw and the group of every row, looked up again on each walk rather than stored. Any thread may look.</summary>
public interface IRowDraws
{
    long Rows { get; }

    int GroupOf(long row);

    ulong DrawOf(long row);

    /// <summary>The groups and draws of consecutive rows, as many as the spans hold: a walk over all rows looks at them so, which takes a fraction of the time.</summary>
    /// <param name="first">The first of them.</param>
    /// <param name="groups">One a row.</param>
    /// <param name="draws">One a row; as long as <paramref name="groups"/>.</param>
    void Read(long first, Span<int> groups, Span<ulong> draws);
}
