using Curate.Core.Text;

namespace Curate.Core.Check.Contamination;

/// <summary>Options of <c>check --with contamination</c>.</summary>
public sealed record ContaminationOptions
{
    /// <summary>Tokens of a match.</summary>
    public int Gram { get; init; } = 8;

    /// <summary>Times that a run of tokens has to stand in the corpus.</summary>
    public int MinCount { get; init; } = 1;

    /// <summary>Longest match over length from which on a row is contaminated.</summary>
    public double LeastShare { get; init; } = 0.5;

    /// <summary>Text columns of the corpus; empty = those of the data.</summary>
    public IReadOnlyList<string> CorpusText { get; init; } = [];

    /// <summary>Columns that say whether a model answered the row right, one a model.</summary>
    public IReadOnlyList<string> Correct { get; init; } = [];

    public TextFolding Folding { get; init; } = TextFolding.All;

    public ShingleUnit Unit { get; init; } = ShingleUnit.Auto;
}
