namespace Curate.Core.Dedupe.Lines;

/// <summary>Options of <c>dedupe --method line</c>; what is null follows from the unit.</summary>
public sealed record LineOptions
{
    public CutOptions Cuts { get; init; } = new();

    public TextUnit Unit { get; init; } = TextUnit.Line;

    /// <summary>Units of a window.</summary>
    public int? Window { get; init; }

    /// <summary>Windows of fewer characters match nothing.</summary>
    public int LeastCharacters { get; init; } = 1;

    /// <summary>Units below which a text that was cut is dropped.</summary>
    public int? MinUnits { get; init; }

    /// <summary>False-positive rate of a Bloom filter; null = windows are known exactly.</summary>
    public double? Bloom { get; init; }

    /// <summary>The same with what follows from the unit: C4's numbers for sentences, else single units, of which one must be left.</summary>
    public LineOptions Filled() => this with
    {
        Window = Window ?? (Unit == TextUnit.Sentence ? 3 : 1),
        MinUnits = MinUnits ?? (Unit == TextUnit.Sentence ? 3 : 1),
        Cuts = Cuts with { MinWords = Cuts.MinWords ?? (Unit == TextUnit.Sentence ? 50 : 1) },
    };
}
