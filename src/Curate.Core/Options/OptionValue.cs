namespace Curate.Core.Options;

/// <summary>A parsed and range-checked value of an option, as its setter receives it.</summary>
/// <param name="Kind">Which of the other members holds the value.</param>
public readonly record struct OptionValue(OptionKind Kind)
{
    /// <summary>Whole numbers and sizes.</summary>
    public long Whole { get; init; }

    /// <summary>Numbers and fractions.</summary>
    public double Number { get; init; }

    public bool Flag { get; init; }

    /// <summary>Texts, choices, single columns and paths.</summary>
    public string Text { get; init; } = "";

    /// <summary>Lists, column lists (items as written, quotes included) and several paths.</summary>
    public string[] Items { get; init; } = [];
}
