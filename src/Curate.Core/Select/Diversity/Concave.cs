namespace Curate.Core.Select.Diversity;

/// <summary>A concave function: the more there is of a feature, the less a further row adds.</summary>
internal enum Concave : byte
{
    /// <summary>sqrt(x).</summary>
    SquareRoot,

    /// <summary>ln(1 + x).</summary>
    Logarithm,

    /// <summary>x / (1 + x).</summary>
    Saturating,

    /// <summary>min(x, 1).</summary>
    Capped,
}
