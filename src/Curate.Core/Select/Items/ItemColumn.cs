using Curate.Core.Hashing;

namespace Curate.Core.Select.Items;

/// <summary>The values of every row in one column, as numbers in order of first appearance; ascending within a row.</summary>
/// <remarks>4 bytes a value of a row, 4 a row, and the different values.</remarks>
internal sealed class ItemColumn
{
    private readonly TextIndex _names = new();
    private readonly List<int> _codes = [];
    private readonly List<int> _ends = [];
    private readonly List<int> _row = [];

    /// <summary>Different values.</summary>
    public int Count => _names.Count;

    /// <summary>Rows added.</summary>
    public int Rows => _ends.Count;

    /// <summary>Bytes of what has been added, about.</summary>
    public long Bytes => (8L * _codes.Count) + (8L * _ends.Count) + NameBytes;

    private long NameBytes { get; set; }

    /// <summary>A value of the row that comes next.</summary>
    public void Add(ReadOnlySpan<byte> value)
    {
        int before = _names.Count;
        _row.Add(_names.Add(value));
        NameBytes += _names.Count > before ? value.Length + 48 : 0;
    }

    /// <summary>The row is complete.</summary>
    /// <param name="repeats">A value that it has twice counts twice.</param>
    public void EndRow(bool repeats)
    {
        _row.Sort();
        int last = -1;
        foreach (int code in _row)
        {
            if (repeats || code != last)
            {
                _codes.Add(code);
                last = code;
            }
        }

        _row.Clear();
        _ends.Add(_codes.Count);
    }

    /// <summary>The values of a row.</summary>
    public ReadOnlySpan<int> this[int row]
    {
        get
        {
            int start = row == 0 ? 0 : _ends[row - 1];
            return System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_codes)[start.._ends[row]];
        }
    }
}
