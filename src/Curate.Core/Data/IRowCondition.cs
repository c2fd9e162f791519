namespace Curate.Core.Data;

/// <summary>A condition on rows of which a reader may leave out stretches whose bounds rule it out. Rows that are read may fail it all the same.</summary>
public interface IRowCondition
{
    /// <summary>The columns that it looks at, in the kinds in which it compares them.</summary>
    IReadOnlyList<ColumnRequest> Columns { get; }

    /// <summary>False when no row within the bounds, one for each of <see cref="Columns"/>, can fulfil the condition.</summary>
    bool MayHold(ReadOnlySpan<ColumnBounds> bounds);
}
