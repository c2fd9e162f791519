using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Grouping;
using Curate.Core.Numerics.Clustering;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Options;
using Curate.Core.Randomness;
using Curate.Core.Resample.Features;
using Curate.Core.Running;

namespace Curate.Core.Resample.Clusters;

/// <summary>The subclasses of classes, found or read, and the subclass of every row. Rows without a label or a feature are in none.</summary>
internal sealed class SubclassCells
{
    private SubclassCells(CellRows cells, int[] classOf, IReadOnlyList<string> names)
    {
        Cells = cells;
        ClassOf = classOf;
        Classes = names;
        Counts = new long[names.Count];
        for (int c = 0; c < classOf.Length; c++)
        {
            Counts[classOf[c]] += cells.Sizes[c];
        }
    }

    /// <summary>The subclass of every row, named <c>class/number</c>. A plan that is made takes them over.</summary>
    public CellRows Cells { get; }

    /// <summary>The class of each subclass.</summary>
    public int[] ClassOf { get; }

    /// <summary>Classes in sorted order.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Their rows.</summary>
    public long[] Counts { get; }

    /// <summary>Rows that stay as they are, by what they lack.</summary>
    public required IReadOnlyList<(string Name, long Rows)> SetAside { get; init; }

    /// <summary>What rows were compared by; null for ready clusters.</summary>
    public ReportTable? Features { get; private init; }

    /// <summary>Finds subclasses: k-means in every class that has more rows than a subclass is to have.</summary>
    public static SubclassCells Find(PassRunner passes, IRecordSource source, SubclassOptions options, RunContext run)
    {
        using LabelledTable table = LabelledTable.Read(passes, source, options, run);
        ClusterOptionSpecs.CheckEmbedding(options, table.Columns);
        CheckClasses(table.Names);
        long size = options.SubclassSize ?? Math.Max(options.MinSize, table.Counts.Min());
        SeededDraw draw = run.Draw("subclass-balance");
        using MemoryLease lease = run.Memory.Lease(8L * table.Count, "The subclasses of the rows");
        var cellOf = new int[table.Count];
        var names = new List<string>();
        var classOf = new List<int>();
        for (int c = 0; c < table.ClassCount; c++)
        {
            int first = names.Count;
            int[] rows = table.RowsOf(c);
            int[] labels = Split(table.Store, rows, size, options, draw.For((ulong)c), run, out int count);
            for (int i = 0; i < rows.Length; i++)
            {
                cellOf[rows[i]] = first + labels[i];
            }

            for (int i = 0; i < count; i++)
            {
                names.Add(table.Names[c] + "/" + NumberText.Of(i));
                classOf.Add(c);
            }
        }

        var cells = new CellRows(run, names);
        int next = 0;
        for (long row = 0; row < table.InputRows; row++)
        {
            cells.Add(next < table.Count && table.RowOf(next) == row ? cellOf[next++] : -1);
        }

        return new SubclassCells(cells, [.. classOf], table.Names)
        {
            SetAside = [("(missing, kept as it is)", table.UnlabelledRows), ("(missing feature, kept as it is)", table.IncompleteRows)],
            Features = FeatureReport.Features(table, options),
        };
    }

    /// <summary>Reads ready clusters: a subclass is what one class has in common with one cluster. A missing cluster counts as one.</summary>
    public static SubclassCells Read(PassRunner passes, IRecordSource source, SubclassOptions options, RunContext run)
    {
        using var groups = GroupTable.Read(passes, source, [options.Label, .. options.ClusterIds], "read clusters", run);
        string?[][] values = [.. Enumerable.Range(0, groups.Count).Select(g => GroupKey.Values(groups.Key(g), groups.Columns.Count))];
        string[] classes = Sorted(values.Select(static v => v[0]).OfType<string>());
        CheckClasses(classes);
        var place = classes.Select(static (name, c) => (name, c)).ToDictionary(static p => p.name, static p => p.c, StringComparer.Ordinal);
        int[] order = [.. groups.Sorted().Where(g => values[g][0] is not null).OrderBy(g => place[values[g][0]!])];
        var cellOf = new int[groups.Count];
        Array.Fill(cellOf, -1);
        for (int i = 0; i < order.Length; i++)
        {
            cellOf[order[i]] = i;
        }

        var cells = new CellRows(run, [.. order.Select(g => string.Join('/', values[g].Select(static v => v ?? "(missing)")))]);
        for (long row = 0; row < groups.Rows; row++)
        {
            cells.Add(cellOf[groups.Codes[row]]);
        }

        return new SubclassCells(cells, [.. order.Select(g => place[values[g][0]!])], classes) { SetAside = [("(missing, kept as it is)", cells.Unplaced)] };
    }

    /// <summary>The subclass of each row of a class, numbered from 0 without gaps.</summary>
    private static int[] Split(VectorStore store, int[] rows, long size, SubclassOptions options, SeededDraw draw, RunContext run, out int count)
    {
        int clusters = (int)((rows.Length + size - 1) / size);
        count = 1;
        if (clusters == 1)
        {
            return new int[rows.Length];
        }

        using VectorStore own = store.Gather(rows, run);
        using KMeansResult fit = KMeans.Fit(own, options.Fit with { Clusters = clusters, Balanced = !options.Unequal }, draw, run);
        var place = new int[clusters];
        count = 0;
        for (int c = 0; c < clusters; c++)
        {
            place[c] = fit.Sizes[c] > 0 ? count++ : -1;
        }

        return Array.ConvertAll(fit.Labels, label => place[label]);
    }

    private static string[] Sorted(IEnumerable<string> names)
    {
        string[] distinct = [.. names.Distinct(StringComparer.Ordinal)];
        bool numeric = Array.TrueForAll(distinct, static n => NumberText.TryNumber(n, out _));
        return [.. distinct.OrderBy(n => numeric && NumberText.TryNumber(n, out double number) ? number : 0).ThenBy(static n => n, StringComparer.Ordinal)];
    }

    private static void CheckClasses(IReadOnlyList<string> names)
    {
        if (names.Count < 2)
        {
            Fail.With(ErrorCodes.Infeasible, names.Count == 0
                ? "There is no class to balance: every row lacks its label or a feature, or there are no rows."
                : $"There is only one class, {Fail.Show(names[0])}; balancing needs two or more.", "Check --label.");
        }
    }
}
