namespace Curate.Core.Data;

/// <summary>Decimal numbers: each value is the stored integer divided by 10 to the power of Scale.</summary>
public sealed class DecimalColumn(int scale) : Column(ColumnKind.Decimal)
{
    private Int128[] _values = [];

    /// <summary>The values of all rows; the default value stands for a null.</summary>
    public ReadOnlySpan<Int128> Values => _values.AsSpan(0, Count);

    public Int128 this[int row] => _values[row];

    /// <summary>Digits after the decimal point, the same for every row.</summary>
    public int Scale { get; } = scale;

    public override long StorageBytes => base.StorageBytes + _values.LongLength * 16;

    public void Append(Int128 value)
    {
        Grow(ref _values, Count + 1);
        _values[Count] = value;
        Grew();
    }

    /// <inheritdoc/>
    public override void Save(int row, BinaryWriter to)
    {
        to.Write((ulong)_values[row]);
        to.Write((long)(_values[row] >> 64));
    }

    /// <inheritdoc/>
    public override void AppendSaved(BinaryReader from)
    {
        ulong low = from.ReadUInt64();
        Append(((Int128)from.ReadInt64() << 64) | low);
    }

    private protected override void ClearValues()
    {
    }

    private protected override void AppendDefault()
    {
        Grow(ref _values, Count + 1);
        _values[Count] = default;
    }

    private protected override void AppendValueFrom(Column other, int row) => Append(((DecimalColumn)other)._values[row]);
}
