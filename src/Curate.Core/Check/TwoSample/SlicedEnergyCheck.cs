using Curate.Core.Options;
using Curate.Core.Randomness;
using Curate.Core.Running;
using Curate.Core.Statistics;
using static Curate.Core.Profile.Alerts.AlertList;

namespace Curate.Core.Check.TwoSample;

/// <summary>Energy distance between the dataset and others by random projections, with a permutation test and each column's part.</summary>
public static class SlicedEnergyCheck
{
    public const string Name = "sliced-energy-distance";

    private const int MostColumns = 30;

    private static readonly CheckCode s_shift = new("energy-shift", Severity.Error, "Rows of two datasets are distributed differently")
    {
        Why = "A model that learned from one of the files meets rows in the other that are rarer or absent among those it learned from; the energy distance sees any difference of distributions, not only of means.",
        Formula = "energy coefficient (2 E|X - Y| - E|X - X'| - E|Y - Y'|) / (2 E|X - Y|), without bias, above --max-energy, and p at most --alpha",
        Advice = "Look at the columns with the largest part, find out whether the source or a processing step changed, and learn from rows of both files or weigh rows (curate resample --method density-ratio-weight).",
        Option = "max-energy",
    };

    public static CheckEntry<SlicedEnergyOptions> Entry { get; } = new(Name, "Energy distance of two datasets over all columns together, by random projections, with a permutation test and the part of each column.")
    {
        Memory = "8 d + 599 bytes a sampled row",
        Passes = "2 a dataset; one more where rows are not known",
        Needs = "another dataset (--against FILE)",
        Source = "Szekely and Rizzo 2013; Hertrich et al. 2024, proposition 1",
        Usage = "curate check penguins.csv --against penguins.csv --with sliced-energy-distance",
        Codes = [s_shift],
        Defaults = new SlicedEnergyOptions(),
        Options =
        [
            TwoSampleOptions.SampleSpec<SlicedEnergyOptions>(),
            OptionSpec<SlicedEnergyOptions>.Whole("directions", "Random directions that rows are projected on.", static (o, v) => o with { Directions = (int)v }, 100, 2, 100_000),
            OptionSpec<SlicedEnergyOptions>.Number("max-energy", "Largest energy coefficient that passes; 0.01 is one column moved by 0.2 of its deviation.", static (o, v) => o with { MaxEnergy = v }, 0.01, 0, 1),
        ],
        Run = Run,
        Example = static _ => new SlicedEnergyOptions { Sample = 100, Directions = 5 },
        ExampleReadsOther = true,
    };

    private static CheckResult Run(SlicedEnergyOptions options, CheckInputs inputs)
    {
        SampledFiles files = SampledFiles.OfAll(inputs, options.Sample);
        if (files.Sample is not { } sample)
        {
            return CheckResult.NotMeasurable(Name, files.Reason!);
        }

        var table = new ReportTable("energy", "Energy distance", ["against", "distance", "plain", "null_mean", "direction_error", "coefficient", "low", "high", "p", "adjusted_p"]);
        var parts = new ReportTable("columns", "Each column alone", ["against", "column", "coefficient", "p", "adjusted_p"]);
        SlicedEnergy[] all = [.. inputs.Others.Select((_, o) =>
            SlicedEnergy.Of(sample.Parts[0], sample.Parts[o + 1], options.Directions, inputs.Permutations, inputs.Context.Draw(Name).For((ulong)o), inputs.Context))];
        double[] adjusted = MultipleTests.BenjaminiHochberg([.. all.Select(static e => e.PValue)]);
        var findings = new List<Finding>();
        for (int o = 0; o < all.Length; o++)
        {
            SlicedEnergy found = all[o];
            string other = inputs.OtherNames[o];
            table.Add(other, found.Distance, found.Raw, found.NullMean, found.DirectionError, found.Coefficient.Value, found.Coefficient.Low, found.Coefficient.High, found.PValue, adjusted[o]);
            double[] columnP = MultipleTests.BenjaminiHochberg(found.ColumnPValues);
            int[] order = [.. Enumerable.Range(0, columnP.Length).OrderByDescending(c => found.Columns[c]).ThenBy(static c => c)];
            foreach (int c in order.Take(MostColumns))
            {
                parts.Add(other, sample.Names[c], found.Columns[c], found.ColumnPValues[c], columnP[c]);
            }

            if (found.Coefficient.Value > options.MaxEnergy && adjusted[o] <= inputs.Alpha)
            {
                findings.Add(s_shift.Found($"Rows of {inputs.MainName} and {other} are distributed differently: energy distance {Number(found.Raw)}, where files of one distribution and of these sizes show {Number(found.NullMean)}; "
                    + $"{Number(found.Coefficient.Value)} of the distance between rows of both files (p = {Number(adjusted[o])}). The largest part has '{sample.Names[order[0]]}'.") with
                {
                    Column = sample.Names[order[0]],
                    CheckedRows = sample.Parts[0].Rows + sample.Parts[o + 1].Rows,
                    Statistic = found.Distance,
                    StatisticName = "energy distance",
                    Effect = found.Coefficient.Value,
                    EffectLow = found.Coefficient.Low,
                    EffectHigh = found.Coefficient.High,
                    EffectName = "energy coefficient",
                    PValue = found.PValue,
                    AdjustedPValue = adjusted[o],
                    Threshold = options.MaxEnergy,
                });
            }
        }

        return CheckResult.Of(Name, findings, [table, parts, sample.RowTable([inputs.MainName, .. inputs.OtherNames]), .. sample.LeftOutTable()]);
    }
}
