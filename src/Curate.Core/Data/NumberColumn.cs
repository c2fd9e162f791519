namespace Curate.Core.Data;

/// <summary>IEEE doubles (float32 values widen exactly).</summary>
public sealed class NumberColumn() : ValueColumn<double>(ColumnKind.Number)
{
    /// <inheritdoc/>
    public override void Save(int row, BinaryWriter to) => to.Write(this[row]);

    /// <inheritdoc/>
    public override void AppendSaved(BinaryReader from) => Append(from.ReadDouble());
}
