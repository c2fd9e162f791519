using Curate.Core.Numerics.Vectors;
using Curate.Core.Options;
using Curate.Core.Randomness;
using Curate.Core.Running;
using static Curate.Core.Profile.Alerts.AlertList;

namespace Curate.Core.Check.TwoSample;

/// <summary>Whether rows near in the file (or in time) are more alike than chance.</summary>
public static class NeighbourOrderCheck
{
    public const string Name = "knn-non-iid";

    private const int Stretches = 10;
    private const int MostRows = 10;

    private static readonly CheckCode s_order = new("row-order", Severity.Warning, "Rows that are alike lie near each other in their order")
    {
        Why = "Rows that follow each other share something (a batch, a day, a source, a sensor that drifts), so rows are not independent draws of one distribution: a random split leaks between neighbours, and the first rows do not stand for the last.",
        Formula = "Kolmogorov-Smirnov distance between the gaps of neighbours and of all pairs of rows, less its mean over permutations, above --max-order, and p at most --alpha",
        Advice = "Find what changes along the file; split by time or by group (curate split --group) rather than at random, and shuffle before training (curate shuffle). A file sorted by its label shows this by design: pass --label to see what is left within classes.",
        Option = "max-order",
    };

    public static CheckEntry<NeighbourOrderOptions> Entry { get; } = new(Name, "Whether rows near in the file or in time are more alike than chance: drift, change points, rows that depend on each other.")
    {
        Memory = "(8 + 4) d + 24 k + 32 bytes a sampled row",
        Passes = "2; one more where rows are not known",
        Source = "Cummings, Snorrason and Mueller 2023, section 3",
        Usage = "curate check wine.csv --with knn-non-iid",
        Codes = [s_order],
        Defaults = new NeighbourOrderOptions(),
        Options =
        [
            TwoSampleOptions.SampleSpec<NeighbourOrderOptions>(),
            OptionSpec<NeighbourOrderOptions>.Whole("k-neighbors", "Neighbours of a row.", static (o, v) => o with { KNeighbors = (int)v }, 10, 1, 1000),
            OptionSpec<NeighbourOrderOptions>.Number("max-order", "Largest distance, less what chance shows, that passes.", static (o, v) => o with { MaxOrder = v }, 0.03, 0, 1),
        ],
        Run = Run,
        Example = static _ => new NeighbourOrderOptions { Sample = 200, KNeighbors = 3 },
        ExampleRoles = static table => new CheckRoles { Label = table.Label },
    };

    private static CheckResult Run(NeighbourOrderOptions options, CheckInputs inputs)
    {
        SampledFiles files = SampledFiles.OfMain(inputs, options.Sample);
        if (files.Sample is not { } sample)
        {
            return CheckResult.NotMeasurable(Name, files.Reason!);
        }

        SeededDraw draw = inputs.Context.Draw(Name);
        int[] order = OrderOf(sample, draw.For("time"u8));
        using VectorStore store = ClassifierTest.StoreOf(sample.Parts[0], order, inputs.Context);
        int[]? classes = sample.Labels is { } labels ? Array.ConvertAll(order, i => labels[i]) : null;
        NeighbourOrder found = NeighbourOrder.Of(store, options.KNeighbors, classes, inputs.Permutations, draw, inputs.Context);
        var table = new ReportTable("order", "Neighbours in the order of rows", ["statistic", "null_mean", "excess", "low", "high", "p", "p_within_classes"]);
        table.Add(found.Raw, found.NullMean, found.Excess.Value, found.Excess.Low, found.Excess.High, found.PValue, found.WithinClassPValue);
        var findings = new List<Finding>();
        if (found.Excess.Value > options.MaxOrder && found.PValue <= inputs.Alpha)
        {
            bool byLabel = found.WithinClassPValue > inputs.Alpha;
            findings.Add(s_order.Found($"Rows near in {(inputs.Roles.Time is { } time ? $"time ('{time}')" : "the file")} are more alike than chance: the gaps to their {NumberText.Of(options.KNeighbors)} nearest rows lie {Number(found.Raw)} from those of all pairs, "
                + $"where shuffled rows show {Number(found.NullMean)} (p = {Number(found.PValue)}).{(byLabel ? $" Within classes of '{inputs.Roles.Label}' nothing is left of it (p = {Number(found.WithinClassPValue!.Value)}): the file is in the order of its labels." : "")}") with
            {
                CheckedRows = store.Count,
                Statistic = found.Raw,
                StatisticName = "Kolmogorov-Smirnov distance",
                Effect = found.Excess.Value,
                EffectLow = found.Excess.Low,
                EffectHigh = found.Excess.High,
                EffectName = "distance less that of shuffled rows",
                PValue = found.PValue,
                AdjustedPValue = found.PValue,
                Threshold = options.MaxOrder,
            });
        }

        return CheckResult.Of(Name, findings, [table, StretchTable(sample, order, found), RowTable(sample, order, found), sample.RowTable([inputs.MainName]), .. sample.LeftOutTable()]);
    }

    /// <summary>Sampled rows in file order, or by time: rows without one last, those of equal time at random.</summary>
    private static int[] OrderOf(FeatureSample sample, SeededDraw draw)
    {
        int[] order = [.. Enumerable.Range(0, sample.Parts[0].Rows)];
        if (sample.Times is { } times)
        {
            Array.Sort(order, (a, b) =>
            {
                int by = double.IsNaN(times[a]).CompareTo(double.IsNaN(times[b]));
                by = by != 0 || double.IsNaN(times[a]) ? by : times[a].CompareTo(times[b]);
                by = by != 0 ? by : draw.Bits(0, a).CompareTo(draw.Bits(0, b));
                return by != 0 ? by : a.CompareTo(b);
            });
        }

        return order;
    }

    /// <summary>Where along the order neighbours are near: the mean closeness of each tenth.</summary>
    private static ReportTable StretchTable(FeatureSample sample, int[] order, NeighbourOrder found)
    {
        var table = new ReportTable("stretches", "Closeness of neighbours by tenths of the order", ["from_row", "to_row", "closeness"]);
        for (int t = 0; t < Stretches; t++)
        {
            int from = (int)((long)order.Length * t / Stretches);
            int to = (int)((long)order.Length * (t + 1) / Stretches);
            double sum = 0;
            for (int i = from; i < to; i++)
            {
                sum += found.Closeness[i];
            }

            if (to > from)
            {
                table.Add(sample.Rows[0][order[from]] + 1, sample.Rows[0][order[to - 1]] + 1, sum / (to - from));
            }
        }

        return table;
    }

    /// <summary>Rows whose neighbours are nearest to them in the order.</summary>
    private static ReportTable RowTable(FeatureSample sample, int[] order, NeighbourOrder found)
    {
        var table = new ReportTable("rows", "Rows with the nearest neighbours in the order", ["row", "closeness"]);
        foreach (int i in Enumerable.Range(0, order.Length).OrderByDescending(i => found.Closeness[i]).ThenBy(static i => i).Take(MostRows))
        {
            table.Add(sample.Rows[0][order[i]] + 1, found.Closeness[i]);
        }

        return table;
    }
}
