using Curate.Core.Running;

namespace Curate.Cli.Reports;

/// <summary>What a row-producing run says about itself.</summary>
internal sealed record RunReport
{
    public required string Command { get; init; }

    public string? Method { get; init; }

    public required string Version { get; init; }

    public ulong Seed { get; init; }

    public IReadOnlyList<string> Inputs { get; init; } = [];

    public string? Output { get; init; }

    /// <summary>Rows of the inputs that were looked at.</summary>
    public long RowsIn { get; init; }

    /// <summary>Rows written.</summary>
    public long RowsOut { get; init; }

    /// <summary>Dropped rows by reason, sorted.</summary>
    public IReadOnlyDictionary<string, long> Dropped { get; init; } = new SortedDictionary<string, long>(StringComparer.Ordinal);

    public long MadeUp { get; init; }

    /// <summary>Row groups that the condition left out unread, and how many there are; null where that is no question.</summary>
    public (int LeftOut, int Groups)? RowGroups { get; init; }

    /// <summary>Bad records that were left out, by error code.</summary>
    public IReadOnlyDictionary<string, long> BadRows { get; init; } = new SortedDictionary<string, long>(StringComparer.Ordinal);

    public string? FirstBadRow { get; init; }

    /// <summary>The run looked at the first rows only.</summary>
    public long? Limit { get; init; }

    public IReadOnlyList<ReportTable> Tables { get; init; } = [];

    public double Seconds { get; init; }

    public int Workers { get; init; }
}
