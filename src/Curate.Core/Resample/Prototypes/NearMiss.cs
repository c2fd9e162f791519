using Curate.Core.Methods;
using Curate.Core.Numerics.Neighbours;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Options;
using Curate.Core.Resample.Features;
using Curate.Core.Running;

namespace Curate.Core.Resample.Prototypes;

/// <summary>
/// NearMiss: of each class that shrinks stay the rows that are closest to the smallest class, by the sum of distances to its n nearest rows (version 1) or
/// its n farthest (version 2); version 3 first takes the rows of the class that are among the m nearest of some row of the smallest class, and keeps of
/// those the ones with the largest sum to their n nearest. Equal sums: the lower row stays.
/// </summary>
/// <remarks>
/// I. Mani and I. Zhang 2003, "kNN approach to unbalanced data distributions: a case study involving information extraction". O(rows x smallest x d). Version
/// 3 may keep fewer rows than asked for.
/// </remarks>
internal sealed class NearMiss(NearMissOptions options, RunContext context) : FeaturePlanner(options, context)
{
    public const string Reason = "near-miss";

    public static MethodEntry Entry { get; } = new MethodEntry<NearMissOptions>(
        "resample", "near-miss", "Keeps of each class the rows closest to the smallest class.", MethodTraits.KeepsOrder | MethodTraits.Subset | MethodTraits.InMemory)
    {
        Memory = "4 (features + 1) bytes a row, copies of the vectors of two classes, 24 bytes for each neighbour",
        Passes = "3, and one more where kinds are inferred",
        Source = "I. Mani and I. Zhang 2003",
        DropReasons = [Reason],
        Usage = "curate resample wine.csv --method near-miss --label class --scale standard -o smaller.csv",
        Defaults = new NearMissOptions(),
        Options =
        [
            .. FeatureOptionSpecs.Of<NearMissOptions>(FeatureOptionSpecs.CountsHelp),
            OptionSpec<NearMissOptions>.Choice("version", "Closest by the nearest rows of the smallest class (1), by its farthest (2), or spread among the neighbours of its rows (3).",
                ["1", "2", "3"], (o, v) => o with { Version = v[0] - '0' }, "1"),
            OptionSpec<NearMissOptions>.Whole("n-neighbors", "Rows of the smallest class whose distances are summed.", (o, v) => o with { Neighbours = (int)v }, 3, min: 1, max: 10_000),
            OptionSpec<NearMissOptions>.Whole("n-neighbors-ver3", "Version 3: rows of a class that each row of the smallest class nominates.",
                (o, v) => o with { Nominated = (int)v }, 3, min: 1, max: 10_000),
        ],
        Resolved = static o => o.Version == 3 ? new Dictionary<string, string?>() : new Dictionary<string, string?> { ["n-neighbors-ver3"] = null },
        Start = static (options, request) => MethodStart.With(new NearMiss(FeatureOptionSpecs.Resolve(options, request), request.Context)),
        Example = static table => table.Classes < 2 ? null : new NearMissOptions { Label = table.Label, Features = [table.Number], Missing = MissingValues.Mean },
    };

    protected override RowPlan Decide(LabelledTable table)
    {
        var targeted = new TargetedRows(table, options.To);
        using VectorStore all = table.Store.Gather(table.RowsOf(table.Smallest), Context);
        using DistinctRows? distinct = options.Duplicates == DuplicatePolicy.Collapse ? DistinctRows.Of(all, Context) : null;
        VectorStore smallest = distinct?.Store ?? all;
        targeted.Choose((_, rows, count) =>
        {
            using VectorStore own = table.Store.Gather(rows, Context);
            return options.Version switch
            {
                1 => Take(NearestSums(own, smallest, table.Rule), count, largest: false),
                2 => Take(FarthestRows.Sums(own, smallest, options.Neighbours, table.Rule, Context), count, largest: false),
                _ => Spread(own, smallest, table.Rule, count),
            };
        });
        return targeted.Plan(Reason, options);
    }

    private int[] Spread(VectorStore own, VectorStore smallest, DistanceRule rule, int count)
    {
        var nominated = new bool[own.Count];
        using (NeighbourGraph graph = NeighbourSearch.Between(smallest, own, options.Nominated, rule, Context))
        {
            for (int row = 0; row < graph.Count; row++)
            {
                foreach (int place in graph.Neighbours(row))
                {
                    nominated[place] = true;
                }
            }
        }

        int[] places = [.. Enumerable.Range(0, own.Count).Where(place => nominated[place])];
        using VectorStore chosen = own.Gather(places, Context);
        return Array.ConvertAll(Take(NearestSums(chosen, smallest, rule), count, largest: true), i => places[i]);
    }

    private double[] NearestSums(VectorStore queries, VectorStore smallest, DistanceRule rule)
    {
        using NeighbourGraph graph = NeighbourSearch.Between(queries, smallest, options.Neighbours, rule, Context);
        var sums = new double[queries.Count];
        for (int row = 0; row < sums.Length; row++)
        {
            foreach (double distance in graph.Distances(row))
            {
                sums[row] += distance;
            }
        }

        return sums;
    }

    private static int[] Take(double[] sums, int count, bool largest)
    {
        int[] order = [.. Enumerable.Range(0, sums.Length)];
        order.AsSpan().Sort((a, b) => sums[a] != sums[b] ? (sums[a] < sums[b]) != largest ? -1 : 1 : a.CompareTo(b));
        return order[..Math.Min(count, order.Length)];
    }
}
