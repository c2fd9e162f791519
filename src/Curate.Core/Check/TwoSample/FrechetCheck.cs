using Curate.Core.Numerics.Linear;
using Curate.Core.Options;
using Curate.Core.Randomness;
using Curate.Core.Running;
using Curate.Core.Statistics;
using static Curate.Core.Profile.Alerts.AlertList;

namespace Curate.Core.Check.TwoSample;

/// <summary>Frechet distance between embedded datasets, never without its size-matched null, extrapolated to infinite size.</summary>
public static class FrechetCheck
{
    public const string Name = "frechet-distance";

    private static readonly CheckCode s_shift = new("frechet-shift", Severity.Error, "Means or covariances of two sets of vectors differ")
    {
        Why = "The Frechet distance is the usual number for how far a set of images or texts lies from another by its embeddings; of finite files most of it can be their size.",
        Formula = "Frechet distance extrapolated to infinite size (with fewer than 10 rows a dimension: less the mean of the null), over the total variance of the reference, above --max-frechet, and p of the size-matched null at most --alpha",
        Advice = "Compare label shares first (they move embeddings too), look at rows of each file that lie farthest from the other, and learn from rows of both.",
        Option = "max-frechet",
    };

    public static CheckEntry<FrechetOptions> Entry { get; } = new(Name, "Frechet distance of two sets of vectors beside what files of these sizes show without any difference, and extrapolated to infinite size.")
    {
        Memory = "8 d bytes a sampled row, and 16 d bytes a sampled row and worker",
        Passes = "2 a dataset; one more where rows are not known",
        Needs = "another dataset (--against FILE)",
        Source = "Dowson and Landau 1982; Chong and Forsyth 2020, section 3; Slijepcevic et al. 2022",
        Usage = "curate check penguins.csv --against penguins.csv --with frechet-distance",
        Codes = [s_shift],
        Defaults = new FrechetOptions(),
        Options =
        [
            TwoSampleOptions.SampleSpec<FrechetOptions>(),
            OptionSpec<FrechetOptions>.Whole("max-components", "Longer vectors are compared in their largest principal components.", static (o, v) => o with { Components = (int)v }, 64, 1, 4096),
            OptionSpec<FrechetOptions>.Number("max-frechet", "Largest extrapolated distance over the reference's variance that passes; 0.04 is every column moved by 0.2 of its deviation.", static (o, v) => o with { MaxFrechet = v }, 0.04, 0),
        ],
        Run = Run,
        Example = static _ => new FrechetOptions { Sample = 60, Components = 3 },
        ExampleReadsOther = true,
    };

    private static CheckResult Run(FrechetOptions options, CheckInputs inputs)
    {
        SampledFiles files = SampledFiles.OfAll(inputs, options.Sample);
        if (files.Sample is not { } sample)
        {
            return CheckResult.NotMeasurable(Name, files.Reason!);
        }

        (IReadOnlyList<Matrix> parts, double held) = Components(sample, options.Components, inputs.Context);
        var table = new ReportTable("frechet", "Frechet distance", ["against", "distance", "by", "low", "high", "relative", "relative_low", "relative_high", "plain", "null_mean", "null_deviation", "nulls_above", "p", "adjusted_p", "dimensions", "variance_held"]);
        var curve = new ReportTable("sizes", "Distance by size", ["against", "rows", "rows_of_other", "distance"]);
        FrechetEstimate[] all = [.. inputs.Others.Select((_, o) => FrechetEstimate.Of(parts[0], parts[o + 1], inputs.Permutations, inputs.Context.Draw(Name).For((ulong)o), inputs.Context))];
        double[] adjusted = MultipleTests.BenjaminiHochberg([.. all.Select(static e => e.PValue)]);
        var findings = new List<Finding>();
        for (int o = 0; o < all.Length; o++)
        {
            FrechetEstimate found = all[o];
            string other = inputs.OtherNames[o];

            // Deviations of the null that the plain distance lies above its mean.
            double above = found.NullDeviation > 0 ? (found.Raw - found.NullMean) / found.NullDeviation : 0;
            table.Add(other, found.Distance.Value, found.IsExtrapolated ? "extrapolation" : "null", found.Distance.Low, found.Distance.High, found.Relative.Value, found.Relative.Low, found.Relative.High,
                found.Raw, found.NullMean, found.NullDeviation, above, found.PValue, adjusted[o], (long)parts[0].Columns, held);
            foreach ((int first, int second, double distance) in found.Curve)
            {
                curve.Add(other, (long)first, (long)second, distance);
            }

            if (found.Relative.Value > options.MaxFrechet && adjusted[o] <= inputs.Alpha)
            {
                findings.Add(s_shift.Found($"Vectors of {inputs.MainName} and {other} differ: Frechet distance {Number(found.Raw)} at these sizes, where files without a difference show {Number(found.NullMean)} +- {Number(found.NullDeviation)}; "
                    + $"{Number(found.Distance.Value)} {(found.IsExtrapolated ? "extrapolated to infinite size" : "without what the sizes add")}, {Percent(found.Relative.Value)} of the variance of {other} (p = {Number(adjusted[o])}).") with
                {
                    CheckedRows = sample.Parts[0].Rows + sample.Parts[o + 1].Rows,
                    Statistic = found.Distance.Value,
                    StatisticName = "Frechet distance without what the sizes add",
                    Effect = found.Relative.Value,
                    EffectLow = found.Relative.Low,
                    EffectHigh = found.Relative.High,
                    EffectName = "distance over the reference's variance",
                    PValue = found.PValue,
                    AdjustedPValue = adjusted[o],
                    Threshold = options.MaxFrechet,
                });
            }
        }

        return CheckResult.Of(Name, findings, [table, curve, .. LabelCounts.ShareTables(inputs), sample.RowTable([inputs.MainName, .. inputs.OtherNames]), .. sample.LeftOutTable()]);
    }

    /// <summary>The samples in their largest principal components, where they have more columns, and the share of variance that those hold.</summary>
    private static (IReadOnlyList<Matrix> Parts, double Held) Components(FeatureSample sample, int components, RunContext run)
    {
        int columns = sample.Names.Count;
        if (columns <= components)
        {
            return (sample.Parts, 1);
        }

        var pooled = new Matrix(sample.Parts.Sum(static p => p.Rows), columns);
        int at = 0;
        foreach (Matrix part in sample.Parts)
        {
            part.Values.CopyTo(pooled.Values, at);
            at += part.Values.Length;
        }

        PcaModel model = Pca.Fit(pooled, components, run);
        double held = 0;
        foreach (double variance in model.Variances)
        {
            held += variance;
        }

        return ([.. sample.Parts.Select(p => model.Transform(p, whiten: false, run))], model.TotalVariance > 0 ? held / model.TotalVariance : 1);
    }
}
