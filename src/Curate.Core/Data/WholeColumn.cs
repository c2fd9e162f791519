namespace Curate.Core.Data;

/// <summary>64-bit signed whole numbers.</summary>
public sealed class WholeColumn() : ValueColumn<long>(ColumnKind.Whole)
{
    /// <inheritdoc/>
    public override void Save(int row, BinaryWriter to) => to.Write(this[row]);

    /// <inheritdoc/>
    public override void AppendSaved(BinaryReader from) => Append(from.ReadInt64());
}
