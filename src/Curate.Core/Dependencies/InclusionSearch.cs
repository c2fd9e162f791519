using Curate.Core.Hashing;
using Curate.Core.Running;

namespace Curate.Core.Dependencies;

/// <summary>
/// Finds inclusion dependencies: columns all, or almost all, of whose values occur in another column, of the same table or of another one. All distinct values are
/// sorted by their hash, so that each value meets the columns that have it (as SPIDER merges sorted value lists; Bauckmann et al. 2006).
/// </summary>
/// <remarks>O(v log v) for v distinct values of all columns, and a step for each pair of columns that share a value. Memory: 24 bytes a distinct value.</remarks>
internal static class InclusionSearch
{
    private const int MostMissing = 5;

    /// <summary>Columns with fewer values are in many others by chance.</summary>
    public const int LeastDistinct = 3;

    /// <param name="table">The table.</param>
    /// <param name="other">Another one, or null.</param>
    /// <param name="error">Largest share of values that the other column may lack.</param>
    /// <param name="most">Entries to return.</param>
    /// <param name="context">The run.</param>
    /// <param name="count">How many there are in all.</param>
    public static List<Inclusion> Of(CodedTable table, CodedTable? other, double error, int most, RunContext context, out long count)
    {
        int own = table.Columns.Count;
        int all = own + (other?.Columns.Count ?? 0);
        ValueDictionary Values(int column) => column < own ? table.Dictionaries[column] : other!.Dictionaries[column - own];
        long entries = 0;
        for (int c = 0; c < all; c++)
        {
            entries += Values(c).Count;
        }

        using MemoryLease lease = context.Memory.Lease(24 * entries, "Comparing the values of columns (--dependencies)");
        var sorted = new (Hash128 Hash, int Column, int Code)[entries];
        long[] distinct = new long[all];
        int at = 0;
        for (int c = 0; c < all; c++)
        {
            ValueDictionary values = Values(c);
            for (int code = 0; code < values.Count; code++)
            {
                if (!values.IsMissing(code))
                {
                    sorted[at++] = (Hash128.Of(values.Key(code)), c, code);
                    distinct[c]++;
                }
            }
        }

        Span<(Hash128 Hash, int Column, int Code)> filled = sorted.AsSpan(0, at);
        filled.Sort(static (a, b) => a.Hash.CompareTo(b.Hash) is not 0 and int h ? h : a.Column.CompareTo(b.Column));
        long[] shared = new long[own * all];
        ForValues(filled, (columns) =>
        {
            foreach ((_, int a, _) in columns)
            {
                for (int i = 0; a < own && i < columns.Length; i++)
                {
                    shared[(a * all) + columns[i].Column]++;
                }
            }
        }, context);

        var pairs = new List<(int A, int B, long Shared)>();
        for (int a = 0; a < own; a++)
        {
            for (int b = 0; b < all; b++)
            {
                long both = shared[(a * all) + b];
                if (a != b && distinct[a] >= LeastDistinct && both > 0 && distinct[a] - both <= error * distinct[a])
                {
                    pairs.Add((a, b, both));
                }
            }
        }

        count = pairs.Count;
        (int A, int B, long Shared)[] listed =
            [.. pairs.OrderBy(p => p.B < own).ThenByDescending(p => (double)p.Shared / distinct[p.A]).ThenByDescending(static p => p.Shared).ThenBy(static p => p.A).ThenBy(static p => p.B).Take(most)];
        Dictionary<int, long[]> counts = listed.Select(static p => p.A).Distinct().ToDictionary(static a => a, a => Counts(table, a));
        var lacking = new List<(long Rows, int Code)>[listed.Length];
        for (int i = 0; i < listed.Length; i++)
        {
            lacking[i] = [];
        }

        int[] incomplete = [.. Enumerable.Range(0, listed.Length).Where(i => listed[i].Shared < distinct[listed[i].A])];
        ForValues(filled, columns =>
        {
            foreach (int i in incomplete)
            {
                int code = Code(columns, listed[i].A);
                if (code >= 0 && Code(columns, listed[i].B) < 0)
                {
                    lacking[i].Add((counts[listed[i].A][code], code));
                }
            }
        }, context);

        return
        [
            .. listed.Select((p, i) => new Inclusion
            {
                Column = table.Columns[p.A],
                In = p.B < own ? table.Columns[p.B] : other!.Columns[p.B - own],
                IsOther = p.B >= own,
                Distinct = distinct[p.A],
                Shared = p.Shared,
                Rows = lacking[i].Sum(static l => l.Rows),
                Missing = [.. lacking[i].OrderByDescending(static l => l.Rows).ThenBy(static l => l.Code).Take(MostMissing).Select(l => table.Dictionaries[p.A].Text(l.Code)!)],
            }),
        ];
    }

    private delegate void ValueAction(ReadOnlySpan<(Hash128 Hash, int Column, int Code)> columns);

    private static void ForValues(ReadOnlySpan<(Hash128 Hash, int Column, int Code)> sorted, ValueAction action, RunContext context)
    {
        for (int from = 0; from < sorted.Length;)
        {
            if ((from & 0xFFF) == 0)
            {
                context.Ct.ThrowIfCancellationRequested();
            }

            int to = from + 1;
            while (to < sorted.Length && sorted[to].Hash == sorted[from].Hash)
            {
                to++;
            }

            action(sorted[from..to]);
            from = to;
        }
    }

    private static int Code(ReadOnlySpan<(Hash128 Hash, int Column, int Code)> columns, int column)
    {
        foreach ((_, int at, int code) in columns)
        {
            if (at == column)
            {
                return code;
            }
        }

        return -1;
    }

    private static long[] Counts(CodedTable table, int column)
    {
        long[] counts = new long[table.Dictionaries[column].Count];
        foreach (int code in table.Codes(column))
        {
            counts[code]++;
        }

        return counts;
    }
}
