namespace Curate.Core.Dedupe.Near;

/// <summary>Options of <c>dedupe --method simhash</c>.</summary>
public sealed record SimHashOptions
{
    public TextOptions Texts { get; init; } = new();

    public CopyOptions Copies { get; init; } = new();

    /// <summary>Most bits in which two sketches of one text may differ.</summary>
    public int Distance { get; init; } = 3;

    /// <summary>Blocks that the 64 bits are cut into; null = by the distance.</summary>
    public int? Blocks { get; init; }

    /// <summary>Star rather than transitive clusters.</summary>
    public bool Star { get; init; } = true;

    /// <summary>The blocks in effect: so many that a key has 32 bits or more where that takes at most 20 tables, else two more than the distance.</summary>
    public int BlocksInEffect => Blocks ?? Distance switch
    {
        0 => 1,
        1 => 3,
        2 => 5,
        3 => 6,
        _ => Distance + 2,
    };
}
