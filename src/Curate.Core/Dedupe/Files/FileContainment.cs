using Curate.Core.Data;
using Curate.Core.Hashing;
using Curate.Core.Running;

namespace Curate.Core.Dedupe.Files;

/// <summary>
/// Which tables of a folder are contained in others, and which can go (R2D2, Shah et al. 2023): columns by name, then rows, missing values and ranges, then
/// sketches, then a sample of rows, then all rows as often as they occur. Only the last step decides; the others turn pairs away.
/// </summary>
/// <remarks>
/// One pass over each table, one over a container for each set of columns that is looked for in it, and one over both tables of each pair that is left. Memory:
/// 3 KB a column, 40 bytes a sampled row, and for one pair at a time 32 bytes a row of both tables and 16 a row of the smaller one, spilled to scratch beyond the
/// budget.
/// </remarks>
/// <param name="tables">The tables, in the order in which equal ones stay.</param>
/// <param name="options">What is asked for.</param>
/// <param name="context">The run.</param>
public sealed class FileContainment(IReadOnlyList<LakeTable> tables, FilesOptions options, RunContext context)
{
    private readonly PassRunner _passes = new(context);
    private readonly List<TableSketch> _sketches = [];

    /// <summary>Finds what is contained in what.</summary>
    public FilesResult Run()
    {
        foreach (LakeTable table in tables)
        {
            using IRecordSource source = table.Open();
            string[] names = [.. source.Schema.Fields.Select(static f => f.Name)];
            _sketches.Add(_passes.Summarise(source, RowHashes.Request(names), "sketch " + table.Name, () => new TableSketch(names, options.Sample)));
        }

        var counts = new FilesCounts { Pairs = (long)tables.Count * (tables.Count - 1) };
        List<(int Inner, int Outer)> pairs = Sampled(Proposed(counts), counts);
        var found = new List<Containment>();
        foreach ((int inner, int outer) in pairs)
        {
            context.Ct.ThrowIfCancellationRequested();
            if (Compare(inner, outer) is { } containment)
            {
                found.Add(containment);
            }
        }

        counts.Contained = found.Count;
        return new FilesResult(tables, [.. _sketches.Select(static s => s.Rows)], [.. _sketches.Select(static s => s.Names)], found, counts, options);
    }

    /// <summary>Pairs that columns, counts, ranges and sketches leave.</summary>
    private List<(int Inner, int Outer)> Proposed(FilesCounts counts)
    {
        var pairs = new List<(int, int)>();
        for (int inner = 0; inner < tables.Count; inner++)
        {
            TableSketch small = _sketches[inner];
            for (int outer = 0; outer < tables.Count; outer++)
            {
                TableSketch large = _sketches[outer];

                // A table without columns says nothing, and one without rows is in everything.
                if (inner == outer || small.Names.Count == 0 || small.Rows == 0 || small.PlacesIn(large) is not { } places)
                {
                    continue;
                }

                counts.Columns++;
                bool fits = small.Rows <= large.Rows;
                for (int c = 0; fits && c < places.Length; c++)
                {
                    fits = small.Columns[c].FitsInto(large.Columns[places[c]]);
                }

                if (!fits)
                {
                    continue;
                }

                counts.Ranges++;
                bool may = true;
                for (int c = 0; may && c < places.Length; c++)
                {
                    may = small.Columns[c].MayBeIn(large.Columns[places[c]]);
                }

                if (may)
                {
                    counts.Sketches++;
                    pairs.Add((inner, outer));
                }
            }
        }

        return pairs;
    }

    /// <summary>Pairs all of whose sampled rows are there: one pass over each container for each list of columns.</summary>
    private List<(int Inner, int Outer)> Sampled(List<(int Inner, int Outer)> pairs, FilesCounts counts)
    {
        var left = new List<(int, int)>();
        foreach (IGrouping<(int Outer, string Columns), (int Inner, int Outer)> group in pairs.GroupBy(p => (p.Outer, string.Join('\0', _sketches[p.Inner].Names))))
        {
            int[] inners = [.. group.Select(static p => p.Inner)];
            var missing = new HashSet<ulong>[inners.Length];
            for (int i = 0; i < inners.Length; i++)
            {
                missing[i] = [.. _sketches[inners[i]].Sample];
            }

            HashSet<ulong> wanted = [.. missing.SelectMany(static m => m)];
            IReadOnlyList<string> columns = _sketches[inners[0]].Names;
            using IRecordSource source = tables[group.Key.Outer].Open();
            _passes.Run<RowHashes>(source, RowHashes.Request(columns), "look for sampled rows in " + tables[group.Key.Outer].Name, (batch, spent) => RowHashes.Of(batch, columns.Count, spent), (batch, part) =>
            {
                for (int row = 0; row < batch.Count; row++)
                {
                    if (wanted.Contains(part.Rows[row].Low))
                    {
                        foreach (HashSet<ulong> of in missing)
                        {
                            of.Remove(part.Rows[row].Low);
                        }
                    }
                }
            });
            for (int i = 0; i < inners.Length; i++)
            {
                if (missing[i].Count == 0)
                {
                    left.Add((inners[i], group.Key.Outer));
                }
            }
        }

        counts.Samples = left.Count;
        left.Sort();
        return left;
    }

    /// <summary>Whether all rows of one table stand in another, each at least as often, and how.</summary>
    private Containment? Compare(int inner, int outer)
    {
        IReadOnlyList<string> columns = _sketches[inner].Names;
        long length = _sketches[inner].Rows;
        using var rows = new SortedRuns<KeyEntry>(context, spill: false);
        ulong whole = 0;
        Hash128 first = default;
        Read(inner, columns, (hash, row) =>
        {
            first = row == 0 ? hash : first;
            whole = RowSequence.Append(whole, hash);
            rows.Add(KeyEntry.Of(hash, 0, row, other: false));
        });
        ulong power = RowSequence.Power(length);
        ulong sequence = 0;
        long start = -1;
        using var beginnings = new OpenBeginnings(context, length);
        Read(outer, columns, (hash, row) =>
        {
            rows.Add(KeyEntry.Of(hash, 0, row, other: true));
            if (start < 0 && hash == first)
            {
                beginnings.Add(row, sequence);
            }

            sequence = RowSequence.Append(sequence, hash);
            if (beginnings.TryEnd(row, out OpenBeginnings.Beginning oldest) && start < 0 && RowSequence.Between(sequence, oldest.Before, power) == whole)
            {
                start = oldest.Row;
            }
        });
        rows.Seal();
        if (!Contained(rows))
        {
            return null;
        }

        bool all = _sketches[outer].Rows == length;
        return start >= 0 ? new Containment(inner, outer, all ? Relation.AllRows : Relation.RunOfRows, start)
            : new Containment(inner, outer, all ? Relation.AnotherOrder : Relation.SomeRows, -1);
    }

    private static bool Contained(SortedRuns<KeyEntry> rows)
    {
        KeyEntry[] buffer = [];
        for (int partition = 0; partition < SortedRuns<KeyEntry>.Partitions; partition++)
        {
            ReadOnlySpan<KeyEntry> entries = rows.Sorted(partition, ref buffer);
            for (int start = 0; start < entries.Length;)
            {
                int end = start;
                int own = 0;
                for (; end < entries.Length && entries[end].Hash == entries[start].Hash; end++)
                {
                    own += entries[end].IsOther ? 0 : 1;
                }

                if (own > end - start - own)
                {
                    return false;
                }

                start = end;
            }
        }

        return true;
    }

    private void Read(int table, IReadOnlyList<string> columns, Action<Hash128, long> each)
    {
        using IRecordSource source = tables[table].Open();
        _passes.Run<RowHashes>(source, RowHashes.Request(columns), "compare rows of " + tables[table].Name, (batch, spent) => RowHashes.Of(batch, columns.Count, spent), (batch, part) =>
        {
            for (int row = 0; row < batch.Count; row++)
            {
                each(part.Rows[row], batch.FirstRow + row);
            }
        });
    }
}
