namespace Curate.Core.Data;

/// <summary>Vectors of float32, all of one dimension: values are stored row after row.</summary>
public sealed class VectorColumn() : Column(ColumnKind.Vector)
{
    private float[] _values = [];

    /// <summary>Length of each vector; 0 before the first one.</summary>
    public int Dimension { get; private set; }

    /// <summary>The vector of a row; zeros for a null.</summary>
    public ReadOnlySpan<float> this[int row] => _values.AsSpan(row * Dimension, Dimension);

    public override long StorageBytes => base.StorageBytes + _values.LongLength * 4;

    /// <summary>Appends a vector to be filled. All vectors of a column have the same length.</summary>
    /// <exception cref="ArgumentException">The length differs from the column's dimension.</exception>
    public Span<float> Reserve(int dimension)
    {
        if (Dimension == 0)
        {
            Dimension = dimension;
            Grow(ref _values, checked((Count + 1) * dimension));
            Array.Clear(_values, 0, Count * dimension);
        }
        else if (dimension != Dimension)
        {
            throw new ArgumentException($"A vector of {dimension} values stands in a column of dimension {Dimension}.");
        }

        Grow(ref _values, checked((Count + 1) * Dimension));
        Span<float> place = _values.AsSpan(Count * Dimension, Dimension);
        Grew();
        return place;
    }

    /// <summary>Appends <paramref name="rows"/> vectors, none null, and returns their values, row after row, to be filled.</summary>
    /// <exception cref="ArgumentException">The length differs from the column's dimension.</exception>
    public Span<float> Reserve(int dimension, int rows)
    {
        if (rows == 0)
        {
            return [];
        }

        int start = Count;
        Reserve(dimension);
        Grow(ref _values, checked((start + rows) * Dimension));
        Grew(rows - 1);
        return _values.AsSpan(start * Dimension, rows * Dimension);
    }

    public void Append(ReadOnlySpan<float> value) => value.CopyTo(Reserve(value.Length));

    /// <inheritdoc/>
    public override void Save(int row, BinaryWriter to)
    {
        to.Write7BitEncodedInt(Dimension);
        to.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes(this[row]));
    }

    /// <inheritdoc/>
    public override void AppendSaved(BinaryReader from)
    {
        int dimension = from.Read7BitEncodedInt();
        from.BaseStream.ReadExactly(System.Runtime.InteropServices.MemoryMarshal.AsBytes(Reserve(dimension)));
    }

    private protected override void ClearValues()
    {
        // The dimension stays: one column holds one dimension for a whole run.
    }

    private protected override void AppendDefault()
    {
        Grow(ref _values, checked((Count + 1) * Dimension));
        _values.AsSpan(Count * Dimension, Dimension).Clear();
    }

    private protected override void AppendValueFrom(Column other, int row) => Append(((VectorColumn)other)[row]);
}
