namespace Curate.Core.Resample;

/// <summary>Options of the random resamplers.</summary>
public sealed record RandomOptions
{
    /// <summary>The class column.</summary>
    public string Label { get; init; } = "";

    /// <summary>Further columns: a class is a combination of their values and the label's.</summary>
    public IReadOnlyList<string> By { get; init; } = [];

    /// <summary>The columns that make a class, the label first.</summary>
    public IReadOnlyList<string> Columns => Label.Length == 0 ? By : [Label, .. By];

    public BalanceTarget To { get; init; } = BalanceTarget.Auto;

    public BalanceMode Mode { get; init; }

    /// <summary>Write weights instead of repeating or removing rows.</summary>
    public bool AsWeights { get; init; }

    /// <summary>Name of the weight column.</summary>
    public string WeightColumn { get; init; } = "weight";

    /// <summary>Rows of a class that shrinks are drawn with replacement.</summary>
    public bool Replacement { get; init; }

    /// <summary>Noise that copies get, in bandwidths of a kernel density; 0 for none.</summary>
    public double Shrinkage { get; init; }

    /// <summary>How copies with noise are made; label and target are taken from here.</summary>
    public Over.OverOptions Noise { get; init; } = new();

    /// <summary>Draws for classes that shrink are keyed by this column.</summary>
    public string? Id { get; init; }

    /// <summary>Rows that are shared out where the target fixes no total; null for the rows there are.</summary>
    public long? Total { get; init; }

    /// <summary>Most copies of a row, and the largest weight; 0 for no limit.</summary>
    public long MaxRepeat { get; init; }

    /// <summary>Every row of a class is copied equally often but for the remainder; null where it was not said.</summary>
    public bool? Even { get; init; }

    /// <summary>How often the data is written, one epoch after the other.</summary>
    public int Epochs { get; init; } = 1;

    /// <summary>Epochs go from the counts that are to the target, in equal steps.</summary>
    public bool Progressive { get; init; }

    /// <summary>Name of the column that holds the epoch.</summary>
    public string EpochColumn { get; init; } = "_epoch";

    /// <summary>Copies are counted rather than drawn.</summary>
    public bool CopiesEvenly => !AsWeights && (Even == true || MaxRepeat > 0 || Epochs > 1);
}
