namespace Curate.Core.Data;

/// <summary>Days or instants as microseconds since 1970-01-01T00:00:00Z.</summary>
public sealed class TimeColumn(ColumnKind kind) : Column(kind)
{
    private long[] _values = [];

    /// <summary>The values of all rows; the default value stands for a null.</summary>
    public ReadOnlySpan<long> Values => _values.AsSpan(0, Count);

    public long this[int row] => _values[row];

    public override long StorageBytes => base.StorageBytes + _values.LongLength * 8;

    /// <summary>Appends <paramref name="rows"/> values, none null, and returns them to be filled.</summary>
    public Span<long> Reserve(int rows)
    {
        int start = Count;
        Grow(ref _values, checked(start + rows));
        Grew(rows);
        return _values.AsSpan(start, rows);
    }

    public void Append(long value)
    {
        Grow(ref _values, Count + 1);
        _values[Count] = value;
        Grew();
    }

    /// <inheritdoc/>
    public override void Save(int row, BinaryWriter to) => to.Write(_values[row]);

    /// <inheritdoc/>
    public override void AppendSaved(BinaryReader from) => Append(from.ReadInt64());

    private protected override void ClearValues()
    {
    }

    private protected override void AppendDefault()
    {
        Grow(ref _values, Count + 1);
        _values[Count] = default;
    }

    private protected override void AppendValueFrom(Column other, int row) => Append(((TimeColumn)other)._values[row]);
}
