using System.Runtime.CompilerServices;

namespace Curate.Core.Data;

/// <summary>The decoded values of one column for the rows of a batch. Storage is reused from batch to batch.</summary>
public abstract class Column(ColumnKind kind)
{
    private ulong[] _nulls = [];
    private ColumnCodes? _codes;
    private bool _isCoded;

    public ColumnKind Kind { get; } = kind;

    /// <summary>Rows held.</summary>
    public int Count { get; private set; }

    /// <summary>How many of them are null.</summary>
    public int NullCount { get; private set; }

    /// <summary>
    /// The rows as codes, or null. Only a column that was asked for with <see cref="ColumnRequest.MayBeCoded"/> has them, and then it holds no rows itself.
    /// </summary>
    public ColumnCodes? Codes => _isCoded ? _codes : null;

    /// <summary>True when the value of a row is missing. The bits end behind the last null, which may be long before the last row.</summary>
    public bool IsNull(int row) => NullCount != 0 && row >> 6 < _nulls.Length && (_nulls[row >> 6] >> (row & 63) & 1) != 0;

    /// <summary>The nulls of rows 64 * <paramref name="word"/> and on, one bit each, for kernels that work on 64 rows at a time.</summary>
    public ulong NullBits(int word) => NullCount != 0 && word < _nulls.Length ? _nulls[word] : 0;

    /// <summary>Forgets all rows and keeps the storage.</summary>
    public void Clear()
    {
        if (NullCount != 0)
        {
            Array.Clear(_nulls, 0, Math.Min(_nulls.Length, (Count + 63) >> 6));
        }

        Count = 0;
        NullCount = 0;
        _isCoded = false;
        ClearValues();
    }

    /// <summary>Makes the empty column show <paramref name="rows"/> rows as <see cref="Codes"/>, and gives the codes to be filled.</summary>
    /// <param name="values">The dictionary, a column of this kind without nulls that is not changed any more.</param>
    /// <param name="rows">Rows.</param>
    public Span<int> ShowCodes(Column values, int rows)
    {
        _isCoded = true;
        return (_codes ??= new ColumnCodes()).Begin(values, rows);
    }

    /// <summary>Appends a null.</summary>
    public void AppendNull()
    {
        MarkNull(Count);
        AppendDefault();
        Count++;
    }

    /// <summary>Appends the value (or null) of <paramref name="row"/> in <paramref name="other"/>, a column of the same kind.</summary>
    public void AppendFrom(Column other, int row)
    {
        if (other.IsNull(row))
        {
            AppendNull();
        }
        else
        {
            AppendValueFrom(other, row);
        }
    }

    /// <summary>Appends the values (or nulls) of <paramref name="rows"/> in <paramref name="other"/>, a column of the same kind.</summary>
    public void AppendFrom(Column other, ReadOnlySpan<int> rows)
    {
        if (other.NullCount == 0)
        {
            AppendValuesFrom(other, rows);
            return;
        }

        foreach (int row in rows)
        {
            AppendFrom(other, row);
        }
    }

    /// <summary>Writes the value of a row that is not null, so that <see cref="AppendSaved"/> can restore it.</summary>
    public abstract void Save(int row, BinaryWriter to);

    /// <summary>Appends a value written by <see cref="Save"/>.</summary>
    public abstract void AppendSaved(BinaryReader from);

    /// <summary>Says that a row will be looked at soon: processors do not guess at the next of many columns that lie apart.</summary>
    public virtual void Expect(int row)
    {
    }

    /// <summary>A new, empty column of a kind.</summary>
    public static Column Create(ColumnKind kind, int scale = 0) => kind switch
    {
        ColumnKind.Text or ColumnKind.Bytes or ColumnKind.Json => new TextColumn(kind),
        ColumnKind.Whole => new WholeColumn(),
        ColumnKind.Number => new NumberColumn(),
        ColumnKind.Flag => new FlagColumn(),
        ColumnKind.Date or ColumnKind.Time => new TimeColumn(kind),
        ColumnKind.Decimal => new DecimalColumn(scale),
        ColumnKind.Vector => new VectorColumn(),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>Bytes of storage held, for the memory budget.</summary>
    public virtual long StorageBytes => _nulls.LongLength * 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private protected void Grew() => Count++;

    private protected void Grew(int rows) => Count += rows;

    private protected void MarkNull(int row)
    {
        int word = row >> 6;
        if (word >= _nulls.Length)
        {
            Array.Resize(ref _nulls, Math.Max(16, Math.Max(word + 1, _nulls.Length * 2)));
        }

        _nulls[word] |= 1UL << (row & 63);
        NullCount++;
    }

    private protected abstract void ClearValues();

    private protected abstract void AppendDefault();

    private protected abstract void AppendValueFrom(Column other, int row);

    /// <summary>Appends values of rows none of which is null.</summary>
    private protected virtual void AppendValuesFrom(Column other, ReadOnlySpan<int> rows)
    {
        foreach (int row in rows)
        {
            AppendValueFrom(other, row);
        }
    }

    // Called for every value of a file, so room that is there already costs one comparison and no call.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private protected static void Grow<T>(ref T[] array, int needed)
    {
        if (needed > array.Length)
        {
            Enlarge(ref array, needed);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Enlarge<T>(ref T[] array, int needed)
    {
        long doubled = Math.Max(256, array.Length * 2L);
        Array.Resize(ref array, (int)Math.Min(Array.MaxLength, Math.Max(needed, doubled)));
    }
}
