namespace Curate.Core.Data;

/// <summary>Truth values.</summary>
public sealed class FlagColumn() : ValueColumn<bool>(ColumnKind.Flag)
{
    /// <inheritdoc/>
    public override void Save(int row, BinaryWriter to) => to.Write(this[row]);

    /// <inheritdoc/>
    public override void AppendSaved(BinaryReader from) => Append(from.ReadBoolean());
}
