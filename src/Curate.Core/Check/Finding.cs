namespace Curate.Core.Check;

/// <summary>One thing that a check found. The effect decides whether it is raised, the p-value only informs.</summary>
/// <param name="Code">Stable kebab-case code; one of the <see cref="CheckEntry.Codes"/> of its check.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Message">One plain sentence with the figures that matter.</param>
/// <param name="Advice">What to do about it.</param>
public sealed record Finding(string Code, Severity Severity, string Message, string Advice)
{
    /// <summary>The column that it speaks of.</summary>
    public string? Column { get; init; }

    /// <summary>The value, class or group that it speaks of.</summary>
    public string? Value { get; init; }

    /// <summary>The first row that shows it, counted from 0 in the dataset.</summary>
    public long? Row { get; init; }

    /// <summary>The file of that row, as the user gave it; null = the dataset as a whole.</summary>
    public string? File { get; init; }

    /// <summary>The line of that row in <see cref="File"/>, counted from 1, where its format has lines.</summary>
    public long? Line { get; init; }

    /// <summary>The rule that it comes from, by its name.</summary>
    public string? Rule { get; init; }

    /// <summary>Rows that show it.</summary>
    public long? FailingRows { get; init; }

    /// <summary>Rows that were looked at.</summary>
    public long? CheckedRows { get; init; }

    /// <summary>The test statistic.</summary>
    public double? Statistic { get; init; }

    public string? StatisticName { get; init; }

    /// <summary>The effect size; it gates.</summary>
    public double? Effect { get; init; }

    public double? EffectLow { get; init; }

    public double? EffectHigh { get; init; }

    public string? EffectName { get; init; }

    public double? PValue { get; init; }

    /// <summary>The p-value for all tests of the check together (Benjamini and Hochberg).</summary>
    public double? AdjustedPValue { get; init; }

    /// <summary>What the effect (or the statistic where there is no effect) was compared with.</summary>
    public double? Threshold { get; init; }
}
