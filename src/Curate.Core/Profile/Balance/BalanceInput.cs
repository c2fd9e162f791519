using Curate.Core.Profile.Comparison;

namespace Curate.Core.Profile.Balance;

/// <summary>What a pass over the rows counted for one label or group column.</summary>
public sealed record BalanceInput
{
    public required string Column { get; init; }

    /// <summary><c>label</c> or <c>group</c>.</summary>
    public required string Role { get; init; }

    /// <summary>Every class with its rows, in any order. A numeric target that is not a class gives its bins here, or nothing.</summary>
    public required IReadOnlyList<CategoryCount> Counts { get; init; }

    /// <summary>Rows with a class. For one label per row the sum of the counts; for several labels per row the rows with at least one.</summary>
    public required long Rows { get; init; }

    /// <summary>Rows without a class.</summary>
    public required long Missing { get; init; }

    public long UsableMinimum { get; init; } = 50;

    /// <summary>Label sets, where the column holds several labels per row.</summary>
    public LabelSets? LabelSets { get; init; }

    /// <summary>The numbers, where the label is a number with many values.</summary>
    public NumericDistribution? Target { get; init; }

    /// <summary>Sampled rows with their class and their numbers, for separability; null to leave it out.</summary>
    public FeatureSample? Sample { get; init; }

    /// <summary>Seed of the folds of separability.</summary>
    public ulong Seed { get; init; }

    /// <summary>The input as the user wrote it, for commands to paste; null = no suggestions.</summary>
    public string? Path { get; init; }
}
