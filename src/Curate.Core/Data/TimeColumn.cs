namespace Curate.Core.Data;

/// <summary>Days or instants as microseconds since 1970-01-01T00:00:00Z.</summary>
public sealed class TimeColumn(ColumnKind kind) : ValueColumn<long>(kind)
{
    /// <inheritdoc/>
    public override void Save(int row, BinaryWriter to) => to.Write(this[row]);

    /// <inheritdoc/>
    public override void AppendSaved(BinaryReader from) => Append(from.ReadInt64());
}
