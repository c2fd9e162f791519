using System.Text;
using Curate.Core.Data;
using Curate.Core.Hashing;
using Curate.Core.Running;

namespace Curate.Core.Grouping;

/// <summary>
/// Counts of the groups of some columns, and, on request, the group of every row. Groups are numbered in order of first appearance;
/// reports sort them. Memory: the keys plus 32 bytes a group; codes 1, 2 or 4 bytes a row, in scratch where the budget has no room.
/// </summary>
public sealed class GroupTable(IReadOnlyList<string> columns, bool keepCodes, RunContext? context = null) : IDisposable
{
    private readonly TextIndex _keys = new();
    private long[] _counts = new long[16];
    private int[] _translated = [];

    public IReadOnlyList<string> Columns { get; } = columns;

    public int Count => _keys.Count;

    /// <summary>Rows folded.</summary>
    public long Rows { get; private set; }

    /// <summary>The group of every row, when they are kept.</summary>
    public RowCodes Codes { get; } = new(context);

    /// <summary>The request that reads the group columns.</summary>
    public IReadOnlyList<ColumnRequest> Request { get; } = [.. columns.Select(static c => new ColumnRequest(c, ColumnKind.Text))];

    public long RowsOf(int group) => _counts[group];

    public ReadOnlySpan<byte> Key(int group) => _keys[group];

    public string Show(int group) => GroupKey.Show(_keys[group], Columns);

    /// <summary>True when the group's only column, or all of its columns, are missing.</summary>
    public bool IsMissing(int group) => Array.TrueForAll(GroupKey.Values(_keys[group], Columns.Count), static v => v is null);

    public int Find(ReadOnlySpan<byte> key) => _keys.Find(key);

    /// <summary>The groups of all rows of a dataset by some columns, and the group of each row: one pass.</summary>
    /// <param name="passes">Runs the pass.</param>
    /// <param name="source">The dataset.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="pass">What progress calls the pass.</param>
    /// <param name="run">Memory of the groups of rows.</param>
    /// <param name="keepCodes">The group of each row is kept.</param>
    public static GroupTable Read(PassRunner passes, IRecordSource source, IReadOnlyList<string> columns, string pass, RunContext run, bool keepCodes = true)
    {
        var groups = new GroupTable(columns, keepCodes, run);
        try
        {
            groups.FoldAll(passes, source, pass);
            return groups;
        }
        catch
        {
            groups.Dispose();
            throw;
        }
    }

    /// <summary>Folds all rows of a dataset: one pass.</summary>
    internal void FoldAll(PassRunner passes, IRecordSource source, string pass) =>
        passes.Run<GroupPart>(source, ReadRequest.Of([.. Request]), pass, (batch, spent) => GroupPart.Of(batch, 0, Columns.Count, spent), (_, part) => Fold(part));

    /// <summary>Folds the part of the next batch and gives the group of each of its rows.</summary>
    public ReadOnlySpan<int> Fold(GroupPart part)
    {
        ReadOnlySpan<int> codes = part.Codes;
        if (_translated.Length < Math.Max(codes.Length, part.Keys.Count))
        {
            _translated = new int[Math.Max(codes.Length, part.Keys.Count) * 2];
        }

        Span<int> global = part.Keys.Count <= 256 ? stackalloc int[part.Keys.Count] : new int[part.Keys.Count];
        for (int k = 0; k < global.Length; k++)
        {
            global[k] = _keys.Add(part.Keys[k]);
        }

        if (_counts.Length < _keys.Count)
        {
            Array.Resize(ref _counts, Math.Max(_keys.Count, _counts.Length * 2));
        }

        if (global.Length == 1)
        {
            // All rows are of one group, as where no column makes groups.
            _translated.AsSpan(0, codes.Length).Fill(global[0]);
            _counts[global[0]] += codes.Length;
            if (keepCodes)
            {
                Codes.AppendRun(global[0], codes.Length);
            }

            Rows += codes.Length;
            return _translated.AsSpan(0, codes.Length);
        }

        for (int row = 0; row < codes.Length; row++)
        {
            int code = global[codes[row]];
            _translated[row] = code;
            _counts[code]++;
            if (keepCodes)
            {
                Codes.Append(code);
            }
        }

        Rows += codes.Length;
        return _translated.AsSpan(0, codes.Length);
    }

    /// <summary>Group numbers in the order of reports: by value (numerically when all values are numbers), missing last.</summary>
    public int[] Sorted()
    {
        int[] order = [.. Enumerable.Range(0, Count)];
        if (Columns.Count == 1)
        {
            string?[] values = [.. order.Select(g => GroupKey.Values(_keys[g], 1)[0])];
            double[] numbers = new double[Count];
            bool numeric = true;
            for (int g = 0; g < Count && numeric; g++)
            {
                numeric = values[g] is null || ValueText.TryNumber(Encoding.UTF8.GetBytes(values[g]!), out numbers[g]);
            }

            Array.Sort(order, (a, b) =>
            {
                if (values[a] is null || values[b] is null)
                {
                    return (values[a] is null).CompareTo(values[b] is null);
                }

                int byNumber = numeric ? numbers[a].CompareTo(numbers[b]) : 0;
                return byNumber != 0 ? byNumber : _keys[a].SequenceCompareTo(_keys[b]) is var c && !numeric ? CompareText(values[a]!, values[b]!) : c;
            });
        }
        else
        {
            Array.Sort(order, (a, b) =>
            {
                string?[] x = GroupKey.Values(_keys[a], Columns.Count);
                string?[] y = GroupKey.Values(_keys[b], Columns.Count);
                for (int c = 0; c < x.Length; c++)
                {
                    int by = x[c] is null || y[c] is null ? (x[c] is null).CompareTo(y[c] is null) : CompareText(x[c]!, y[c]!);
                    if (by != 0)
                    {
                        return by;
                    }
                }

                return 0;
            });
        }

        return order;
    }

    /// <summary>Writes keys, counts and codes, for shard states.</summary>
    public void Save(BinaryWriter to)
    {
        to.Write(Count);
        for (int g = 0; g < Count; g++)
        {
            to.Write7BitEncodedInt(_keys[g].Length);
            to.Write(_keys[g]);
            to.Write(_counts[g]);
        }

        to.Write(Rows);
        Codes.Save(to);
    }

    /// <summary>Adds the state of the rows that come next.</summary>
    public void MergeSaved(BinaryReader from)
    {
        int count = from.ReadInt32();
        var translated = new List<int>();
        for (int g = 0; g < count; g++)
        {
            int group = _keys.Add(from.ReadBytes(from.Read7BitEncodedInt()));
            translated.Add(group);
            if (_counts.Length < _keys.Count)
            {
                Array.Resize(ref _counts, Math.Max(_keys.Count, _counts.Length * 2));
            }

            _counts[group] += from.ReadInt64();
        }

        Rows += from.ReadInt64();
        Codes.AppendSaved(from, [.. translated]);
    }

    /// <summary>Adds the counts of another table of the same columns; codes of rows are not taken over.</summary>
    public void Merge(GroupTable later)
    {
        for (int g = 0; g < later.Count; g++)
        {
            int group = _keys.Add(later.Key(g));
            if (_counts.Length < _keys.Count)
            {
                Array.Resize(ref _counts, Math.Max(_keys.Count, _counts.Length * 2));
            }

            _counts[group] += later.RowsOf(g);
        }

        Rows += later.Rows;
    }

    public void Dispose() => Codes.Dispose();

    private static int CompareText(string a, string b) =>
        Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b));
}
