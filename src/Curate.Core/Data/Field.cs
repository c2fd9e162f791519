namespace Curate.Core.Data;

/// <summary>One column of a schema.</summary>
/// <param name="Name">The name, unique in its schema.</param>
/// <param name="Kind">The storage kind, or null while no one has asked: text formats learn kinds by inference over all rows.</param>
public sealed record Field(string Name, ColumnKind? Kind)
{
    /// <summary>The values came as float32 and are written back as such.</summary>
    public bool IsSingle { get; init; }

    /// <summary>Digits after the decimal point of a <see cref="ColumnKind.Decimal"/> column.</summary>
    public int Scale { get; init; }

    /// <summary>Length of each vector of a <see cref="ColumnKind.Vector"/> column; 0 while unknown.</summary>
    public int Dimension { get; init; }
}
