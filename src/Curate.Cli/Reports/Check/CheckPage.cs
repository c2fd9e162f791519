using Curate.Core.Check;

namespace Curate.Cli.Reports.Check;

/// <summary>What all checks said, with what belongs to the run rather than to the data.</summary>
internal sealed record CheckPage(IReadOnlyList<CheckResult> Results)
{
    public required string Name { get; init; }

    /// <summary>The path of the data where it is one file, for annotations.</summary>
    public string? Path { get; init; }

    public required string Version { get; init; }

    public required ulong Seed { get; init; }

    public required IReadOnlyList<string> Inputs { get; init; }

    public IReadOnlyList<string> Against { get; init; } = [];

    public required int Workers { get; init; }

    public required double Seconds { get; init; }

    /// <summary>Rows that <c>--where</c> left out of the main dataset.</summary>
    public long LeftOut { get; init; }

    public IReadOnlyDictionary<string, long> BadRows { get; init; } = new Dictionary<string, long>();

    public long? Limit { get; init; }

    /// <summary>Checks that were not run, because they train models and nobody asked for them.</summary>
    public IReadOnlyList<string> NotRun { get; init; } = [];

    /// <summary>The worst of all.</summary>
    public CheckVerdict Verdict => Results.Any(static r => r.Verdict == CheckVerdict.Failed) ? CheckVerdict.Failed
        : Results.Any(static r => r.Verdict == CheckVerdict.Warned) ? CheckVerdict.Warned
        : Results.Any(static r => r.Verdict == CheckVerdict.Passed) ? CheckVerdict.Passed : CheckVerdict.NotMeasurable;

    public IEnumerable<Finding> Findings => Results.SelectMany(static r => r.Findings);

    public int Count(Severity severity) => Findings.Count(f => f.Severity == severity);
}
