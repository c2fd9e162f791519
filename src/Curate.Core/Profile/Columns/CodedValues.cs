using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Curate.Core.Data;
using Curate.Core.Hashing;

namespace Curate.Core.Profile.Columns;

/// <summary>
/// The values of a column that come as codes (<see cref="Column.Codes"/>) or as flags: each value of the dictionary is hashed once, rows are counted by their
/// codes, and every value enters the state of the column once with its count when the dictionary changes or the state is asked for. States are functions of the
/// multiset of values, so they are the same as value by value.
/// </summary>
/// <remarks>The bytes of the dictionary and 16 bytes per value of it. A row costs a count and its part of the hash of the row.</remarks>
internal sealed class CodedValues
{
    private static readonly FlagColumn s_flags = Flags();

    private Column? _values;
    private byte[] _bytes = [];
    private int[] _ends = [];
    private ulong[] _hashes = [];
    private int[] _counts = [];
    private int[] _flagCodes = [];
    private int _valueCount;

    /// <summary>Whether rows of a column are taken here.</summary>
    public static bool MayTake(Column column) => column is FlagColumn || column.Codes is not null;

    /// <summary>Takes rows <paramref name="from"/> to <paramref name="to"/>, and folds their hashes into those of the rows.</summary>
    /// <param name="column">Codes or flags.</param>
    /// <param name="from">First row.</param>
    /// <param name="to">The row behind the last.</param>
    /// <param name="rowHashes">Of the rows.</param>
    /// <param name="state">Where the values of a dictionary that is left enter.</param>
    public void Add(Column column, int from, int to, Span<ulong> rowHashes, ColumnState state)
    {
        Column values = column.Codes?.Values ?? s_flags;
        if (!ReferenceEquals(_values, values))
        {
            Settle(state);
            Prepare(values);
        }

        Count(column.Codes is { } codes ? codes.Rows[from..to] : CodesOf((FlagColumn)column, from, to), rowHashes);
    }

    /// <summary>Makes the counted values enter the state.</summary>
    public void Settle(ColumnState state)
    {
        if (_values is null)
        {
            return;
        }

        if (_counts[0] > 0)
        {
            state.AddNulls(_counts[0]);
        }

        int start = 0;
        for (int v = 0; v < _valueCount; v++)
        {
            int end = _ends[v];
            if (_counts[v + 1] > 0)
            {
                state.Add(_hashes[v + 1], _bytes.AsSpan(start, end - start), _counts[v + 1]);
            }

            start = end;
        }

        _values = null;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Count(ReadOnlySpan<int> codes, Span<ulong> rowHashes)
    {
        Span<int> counts = _counts.AsSpan(0, _valueCount + 1);
        ReadOnlySpan<ulong> hashes = _hashes.AsSpan(0, _valueCount + 1);
        for (int i = 0; i < codes.Length; i++)
        {
            int code = codes[i];
            counts[code]++;
            ValueBlock.Mix(ref rowHashes[i], hashes[code]);
        }
    }

    private void Prepare(Column values)
    {
        _values = values;
        _valueCount = values.Count;
        if (_counts.Length <= _valueCount)
        {
            _counts = new int[_valueCount + 1];
            _hashes = new ulong[_valueCount + 1];
            _ends = new int[_valueCount];
        }

        _counts.AsSpan(0, _valueCount + 1).Clear();
        _hashes[0] = ValueBlock.NullHash;
        int used = 0;
        for (int v = 0; v < _valueCount; v++)
        {
            int start = used;
            ValueBlock.Append(values, v, ref _bytes, ref used);
            _ends[v] = used;
            _hashes[v + 1] = Hash64.Of(_bytes.AsSpan(start, used - start));
        }
    }

    private ReadOnlySpan<int> CodesOf(FlagColumn column, int from, int to)
    {
        if (_flagCodes.Length < to - from)
        {
            _flagCodes = new int[to - from];
        }

        Span<int> codes = _flagCodes.AsSpan(0, to - from);
        ReadOnlySpan<byte> flags = MemoryMarshal.AsBytes(column.Values[from..to]);
        for (int i = 0; i < codes.Length; i++)
        {
            codes[i] = flags[i] != 0 ? 2 : 1;
        }

        if (column.NullCount != 0)
        {
            for (int i = 0; i < codes.Length; i++)
            {
                codes[i] = column.IsNull(from + i) ? 0 : codes[i];
            }
        }

        return codes;
    }

    private static FlagColumn Flags()
    {
        var flags = new FlagColumn();
        flags.Append(false);
        flags.Append(true);
        return flags;
    }
}
