using Curate.Core.Mix.Laws;
using Curate.Core.Text.Tokens;

namespace Curate.Core.Mix;

/// <summary>Options that all methods of <c>mix</c> share, and those of single methods.</summary>
public sealed record MixOptions
{
    /// <summary>Column whose values are the sources; null = the sources were named with the input.</summary>
    public string? Source { get; init; }

    /// <summary>Weights by source name, as given; empty = the method decides.</summary>
    public IReadOnlyList<NamedNumber> Shares { get; init; } = [];

    public MixUnit Unit { get; init; } = MixUnit.Rows;

    /// <summary>The unit was named, by itself or by a budget.</summary>
    public bool HasUnit { get; init; }

    /// <summary>What ends the mixture; null = the default of the method.</summary>
    public MixStop? Stop { get; init; }

    /// <summary>The budget, or the number of epochs.</summary>
    public double Amount { get; init; }

    /// <summary>No source gives a row more often than this; null = no limit.</summary>
    public double? MaxRepeat { get; init; }

    public WhenDry WhenDry { get; init; } = WhenDry.Share;

    /// <summary>Rows of a source come in random order, another one in each epoch.</summary>
    public bool Shuffled { get; init; }

    /// <summary>Where a source is not used whole, its first rows are taken, not random ones.</summary>
    public bool TakesFirst { get; init; }

    /// <summary>Columns source, row and epoch are added.</summary>
    public bool AddsOrigin { get; init; }

    /// <summary>These columns are all that is written.</summary>
    public bool IsManifest { get; init; }

    /// <summary>Text column whose words are counted.</summary>
    public string? Text { get; init; }

    /// <summary>How tokens of the text column are counted.</summary>
    public TokenizerOptions Tokenizer { get; init; } = new();

    /// <summary>Column of token counts.</summary>
    public string? LengthColumn { get; init; }

    /// <summary>Column of costs.</summary>
    public string? CostColumn { get; init; }

    /// <summary>Temperatures, one a phase.</summary>
    public IReadOnlyList<double> Temperatures { get; init; } = [];

    /// <summary>Shares of the phases of a schedule; empty = equal.</summary>
    public IReadOnlyList<double> PhaseFractions { get; init; } = [];

    /// <summary>Weights of the last phase.</summary>
    public IReadOnlyList<NamedNumber> FinalShares { get; init; } = [];

    /// <summary>Share of the last phase.</summary>
    public double FinalFraction { get; init; } = 0.15;

    /// <summary>Source whose part goes to the others (a leave-one-out variant).</summary>
    public string? LeaveOut { get; init; }

    /// <summary>Most rows of a source.</summary>
    public SourceCapRule? Cap { get; init; }

    /// <summary>Caps of single sources.</summary>
    public IReadOnlyList<NamedNumber> Caps { get; init; } = [];

    /// <summary>Columns of quality, higher = better.</summary>
    public IReadOnlyList<string> Quality { get; init; } = [];

    /// <summary>Weights of these columns; 1 where none is given.</summary>
    public IReadOnlyList<NamedNumber> QualityWeights { get; init; } = [];

    /// <summary>The curve of copies by rank.</summary>
    public QualityCurve Curve { get; init; } = new(10, 0.5, 1, 0.01);

    /// <summary>A table of curves by source is given.</summary>
    public bool HasParameters { get; init; }

    /// <summary>Sources from best to worst.</summary>
    public IReadOnlyList<string> Best { get; init; } = [];

    /// <summary>How fast the error falls with rows of a source: the exponent without its minus sign.</summary>
    public IReadOnlyList<NamedNumber> Utility { get; init; } = [];

    /// <summary>Repeats after which a row teaches half as much.</summary>
    public double HalfLife { get; init; } = 2;

    /// <summary>Factor of the sizes in the law of the error.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>Learning curves by source.</summary>
    public IReadOnlyDictionary<string, LearningCurve> Curves { get; init; } = new Dictionary<string, LearningCurve>();

    /// <summary>A table of measured points is given.</summary>
    public bool HasPoints { get; init; }

    /// <summary>Cost of a row of each source.</summary>
    public IReadOnlyList<NamedNumber> SourceCosts { get; init; } = [];

    /// <summary>What may be spent on rows.</summary>
    public double Spend { get; init; }

    /// <summary>Weights of the sources in the mean error.</summary>
    public IReadOnlyList<NamedNumber> Population { get; init; } = [];

    /// <summary>The worst error is lowered, not the mean.</summary>
    public bool IsWorst { get; init; }

    /// <summary>Options of <c>adaptive-allocation</c>.</summary>
    public AdaptiveOptions Adaptive { get; init; } = new();

    /// <summary>Options of <c>rehearsal</c>.</summary>
    public RehearsalOptions Rehearsal { get; init; } = new();

    /// <summary>Options of <c>sample-quality-diversity</c>.</summary>
    public DiversityOptions Diversity { get; init; } = new();

    /// <summary>Options of <c>mixing-law</c>.</summary>
    public MixingLawOptions MixingLaw { get; init; } = new();
}
