namespace Curate.Core.Select.Sampling;

/// <summary>Options of the methods that draw rows by a score. A method reads those that it names.</summary>
internal sealed record SampleOptions
{
    /// <summary>Rows, or a share of them.</summary>
    public Budget Budget { get; init; } = Budget.None;

    /// <summary>The budget holds for each group of these columns.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>A dataset of ids was given; its rows are taken first.</summary>
    public bool Must { get; init; }

    /// <summary>The column that finds them.</summary>
    public string? Id { get; init; }

    /// <summary>The column of scores or sizes.</summary>
    public string? Score { get; init; }

    /// <summary>Form of the method.</summary>
    public string Kind { get; init; } = "";

    /// <summary>Inverse temperature; infinite for the plain top.</summary>
    public double Beta { get; init; } = 1;

    /// <summary>Width of the middle.</summary>
    public double Width { get; init; } = 4.5;

    /// <summary>Added column of inclusion probabilities, or null.</summary>
    public string? InclusionColumn { get; init; }

    /// <summary>Added column of weights, or null.</summary>
    public string? WeightColumn { get; init; }
}
