using Curate.Core.Running;

namespace Curate.Core.Check.Rules;

/// <summary>What a rule came to.</summary>
/// <param name="Holds">It holds, within its tolerance.</param>
/// <param name="Message">What is wrong, one sentence; ignored where it holds.</param>
internal sealed record RuleOutcome(bool Holds, string Message)
{
    /// <summary>Rows that break it, where it judges rows.</summary>
    public long? Failing { get; init; }

    public long? Checked { get; init; }

    /// <summary>The figure that was compared, where it judges the table.</summary>
    public double? Figure { get; init; }

    public string? FigureName { get; init; }

    public double? Threshold { get; init; }

    /// <summary>The first rows that break it.</summary>
    public IReadOnlyList<long> Examples { get; init; } = [];

    /// <summary>The value or class that it speaks of.</summary>
    public string? Value { get; init; }

    /// <summary>All rows that break it, where they were asked for.</summary>
    public BitMap? Rows { get; init; }
}
