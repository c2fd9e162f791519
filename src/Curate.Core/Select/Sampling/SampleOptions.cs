using Curate.Core.Select.Report;

namespace Curate.Core.Select.Sampling;

/// <summary>Options of the methods that draw rows by a score. A method reads those that it names.</summary>
internal sealed record SampleOptions
{
    /// <summary>Rows, or a share of them.</summary>
    public Budget Budget { get; init; } = Budget.None;

    /// <summary>How large rows are under <c>--tokens</c> and <c>--cost</c>.</summary>
    public SizeOptions Sizes { get; init; } = new();

    /// <summary>What the report compares by.</summary>
    public ComparedBy Compared { get; init; } = new();

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

    /// <summary>Columns of numbers, of methods that read several.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>The task of each column, or none.</summary>
    public IReadOnlyList<string> Tasks { get; init; } = [];

    /// <summary>Columns are used as they are, not brought to one scale.</summary>
    public bool Raw { get; init; }

    /// <summary>Columns hold logits, not probabilities.</summary>
    public bool Logits { get; init; }

    /// <summary>Models or passes whose probabilities stand one after the other.</summary>
    public long Members { get; init; } = 1;

    /// <summary>Rows that are looked at, drawn at random; null for all.</summary>
    public long? Subset { get; init; }

    /// <summary>Share of the highest scores that are left out before any row is taken.</summary>
    public double DropTop { get; init; }

    /// <summary>Every group keeps a row, however small its share.</summary>
    public bool AtLeastOne { get; init; }

    /// <summary>Share of a uniform draw in the chances.</summary>
    public double Uniform { get; init; } = 0.1;

    /// <summary>A column of losses as far as they are known, or null.</summary>
    public string? Loss { get; init; }

    /// <summary>Added column of the score that the method found, or null.</summary>
    public string? ScoreColumn { get; init; }

    /// <summary>Added column of the number of the draw, or null.</summary>
    public string? OrderColumn { get; init; }

    /// <summary>Added column of inclusion probabilities, or null.</summary>
    public string? InclusionColumn { get; init; }

    /// <summary>Added column of weights, or null.</summary>
    public string? WeightColumn { get; init; }
}
