namespace Curate.Core.Data;

/// <summary>Truth values.</summary>
public sealed class FlagColumn() : Column(ColumnKind.Flag)
{
    private bool[] _values = [];

    /// <summary>The values of all rows; the default value stands for a null.</summary>
    public ReadOnlySpan<bool> Values => _values.AsSpan(0, Count);

    public bool this[int row] => _values[row];

    public override long StorageBytes => base.StorageBytes + _values.LongLength * 1;

    /// <summary>Appends <paramref name="rows"/> values, none null, and returns them to be filled.</summary>
    public Span<bool> Reserve(int rows)
    {
        int start = Count;
        Grow(ref _values, checked(start + rows));
        Grew(rows);
        return _values.AsSpan(start, rows);
    }

    public void Append(bool value)
    {
        Grow(ref _values, Count + 1);
        _values[Count] = value;
        Grew();
    }

    /// <inheritdoc/>
    public override void Save(int row, BinaryWriter to) => to.Write(_values[row]);

    /// <inheritdoc/>
    public override void AppendSaved(BinaryReader from) => Append(from.ReadBoolean());

    private protected override void ClearValues()
    {
    }

    private protected override void AppendDefault()
    {
        Grow(ref _values, Count + 1);
        _values[Count] = default;
    }

    private protected override void AppendValueFrom(Column other, int row) => Append(((FlagColumn)other)._values[row]);
}
