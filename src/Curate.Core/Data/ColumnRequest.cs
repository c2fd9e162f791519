namespace Curate.Core.Data;

/// <summary>A column that a reader shall decode, and the kind in which it shall hand it over.</summary>
/// <param name="Name">A column name, or a path into a nested value (<c>meta.source</c>).</param>
/// <param name="Kind">Text formats convert to the kind; a value that does not convert is a bad row.</param>
public readonly record struct ColumnRequest(string Name, ColumnKind Kind)
{
    /// <summary>For <see cref="ColumnKind.Decimal"/>: digits after the point.</summary>
    public int Scale { get; init; }

    /// <summary>The reader may hand over <see cref="Column.Codes"/> in place of values where its file keeps a dictionary. Views that copy values never pass this on.</summary>
    public bool MayBeCoded { get; init; }
}
