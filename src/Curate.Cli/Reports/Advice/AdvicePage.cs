using Curate.Core.Resample.Advice;

namespace Curate.Cli.Reports.Advice;

/// <summary>Advice with what belongs to the run rather than to the data.</summary>
internal sealed record AdvicePage(AdviceReport Report)
{
    public required string Version { get; init; }

    public required IReadOnlyList<string> Inputs { get; init; }

    public required int Workers { get; init; }

    public required double Seconds { get; init; }

    /// <summary>Rows that <c>--where</c> left out.</summary>
    public required long LeftOut { get; init; }

    /// <summary>Bad records that were left out, by error code.</summary>
    public required IReadOnlyDictionary<string, long> BadRows { get; init; }

    /// <summary>Only the first rows were read.</summary>
    public required long? Limit { get; init; }
}
