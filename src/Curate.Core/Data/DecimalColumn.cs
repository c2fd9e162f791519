namespace Curate.Core.Data;

/// <summary>Decimal numbers: each value is the stored integer divided by 10 to the power of Scale.</summary>
public sealed class DecimalColumn(int scale) : ValueColumn<Int128>(ColumnKind.Decimal)
{
    /// <summary>Digits after the decimal point, the same for every row.</summary>
    public int Scale { get; } = scale;

    /// <inheritdoc/>
    public override void Save(int row, BinaryWriter to)
    {
        to.Write((ulong)this[row]);
        to.Write((long)(this[row] >> 64));
    }

    /// <inheritdoc/>
    public override void AppendSaved(BinaryReader from)
    {
        ulong low = from.ReadUInt64();
        Append(((Int128)from.ReadInt64() << 64) | low);
    }
}
