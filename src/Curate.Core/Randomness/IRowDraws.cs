namespace Curate.Core.Randomness;

/// <summary>The draw and the group of every row, looked up again on each walk rather than stored.</summary>
public interface IRowDraws
{
    long Rows { get; }

    int GroupOf(long row);

    ulong DrawOf(long row);
}
