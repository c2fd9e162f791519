namespace Curate.Core.Check;

/// <summary>Which columns play which part; names exist in the main dataset, others may lack them.</summary>
public sealed record CheckRoles
{
    /// <summary>The class.</summary>
    public string? Label { get; init; }

    public IReadOnlyList<string> Group { get; init; } = [];

    public IReadOnlyList<string> Text { get; init; } = [];

    /// <summary>Columns to look at; empty = those that the check chooses by itself.</summary>
    public IReadOnlyList<string> Features { get; init; } = [];

    /// <summary>A column of vectors.</summary>
    public string? Embedding { get; init; }

    public string? Id { get; init; }

    public string? Time { get; init; }

    /// <summary>A model's score of a row.</summary>
    public string? Score { get; init; }

    /// <summary>Columns whose combinations are looked at one by one.</summary>
    public IReadOnlyList<string> By { get; init; } = [];

    /// <summary>A model's answer.</summary>
    public string? Prediction { get; init; }

    /// <summary>Probability of the positive class, or one column per class in the order of sorted class names.</summary>
    public IReadOnlyList<string> Probability { get; init; } = [];
}
