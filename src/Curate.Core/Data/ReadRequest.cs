namespace Curate.Core.Data;

/// <summary>What one pass over a source needs: decoded columns, the verbatim payload, a range of rows.</summary>
public sealed record ReadRequest
{
    /// <summary>Columns to decode; the batch holds them in this order.</summary>
    public IReadOnlyList<ColumnRequest> Columns { get; init; } = [];

    /// <summary>The rows themselves are needed, in the source's <see cref="IRecordSource.Layout"/>.</summary>
    public bool Payload { get; init; }

    /// <summary>First row to deliver.</summary>
    public long FromRow { get; init; }

    /// <summary>First row not to deliver.</summary>
    public long ToRow { get; init; } = long.MaxValue;

    /// <summary>Rows that cannot fulfil it may be left out; null = every row is wanted. Views that rename columns do not pass it on.</summary>
    public IRowCondition? Condition { get; init; }

    /// <summary>Values of <see cref="IRecordSource.Added"/> are not wanted beside the columns: nothing is copied from this pass. A view may leave them out.</summary>
    public bool WithoutAdded { get; init; }

    /// <summary>Only row numbers are needed.</summary>
    public static ReadRequest CountOnly { get; } = new();

    /// <summary>The rows and nothing else.</summary>
    public static ReadRequest PayloadOnly { get; } = new() { Payload = true };

    public static ReadRequest Of(params IReadOnlyList<ColumnRequest> columns) => new() { Columns = columns };
}
