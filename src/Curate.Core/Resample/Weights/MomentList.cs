using Curate.Core.Errors;
using Curate.Core.Options;

namespace Curate.Core.Resample.Weights;

/// <summary>Makes the moments of a table: of named targets, or those that other rows have.</summary>
internal static class MomentList
{
    /// <summary>Moments of named targets.</summary>
    /// <param name="targets">What is asked for.</param>
    /// <param name="table">The rows.</param>
    /// <param name="rows">Those of them that are weighed.</param>
    /// <param name="tolerance">In deviations, for targets without one.</param>
    /// <exception cref="CurateException">A column that is none, a level without rows, or a variance without its mean.</exception>
    public static List<Moment> Named(IReadOnlyList<MomentTarget> targets, CovariateTable table, int[] rows, double tolerance)
    {
        bool IsColumn(string name) => NumberOf(table, name) >= 0 || CategoryOf(table, name) >= 0;
        var parts = targets.Select(t => (Target: t, Parts: t.Parts(IsColumn))).ToList();
        double Given(string form, string column, string by) =>
            parts.Find(p => p.Parts.Form == form && p.Parts.Column == column).Target?.Value ?? MissingTarget(by, form == "mean" ? column : $"{form}({column})");

        var moments = new List<Moment>();
        foreach ((MomentTarget target, (string form, string column, string? other)) in parts)
        {
            if (moments.Exists(m => m.Name == target.Name))
            {
                Fail.Usage($"Two targets are given for {Fail.Show(target.Name)}.");
            }

            double[] values;
            double wanted = target.Value;
            double unit = 1;
            switch (form)
            {
                case "share":
                    int category = CategoryOf(table, column);
                    int level = Array.IndexOf(table.Levels[category], other!.Length == 0 ? null : other);
                    if (level < 0 && wanted > 0)
                    {
                        Fail.With(ErrorCodes.Infeasible, $"{target.Name} is to be {NumberText.Of(wanted)}, and no row has {Fail.Show(other)} in the column {Fail.Show(column)}.",
                            "Leave the target out, or check the spelling of the level.");
                    }

                    values = [.. rows.Select(r => table.Code(r, category) == level ? 1.0 : 0)];
                    break;
                case "mean":
                    values = Numbers(table, rows, NumberOf(table, column));
                    break;
                case "corr":
                    double mean = Given("mean", column, target.Name);
                    double otherMean = Given("mean", other!, target.Name);
                    unit = Math.Sqrt(Given("var", column, target.Name) * Given("var", other!, target.Name));
                    wanted *= unit;
                    values = Product(Numbers(table, rows, NumberOf(table, column)), mean, Numbers(table, rows, NumberOf(table, other!)), otherMean);
                    break;
                default:
                    values = Power(Numbers(table, rows, NumberOf(table, column)), Given("mean", column, target.Name), form == "var" ? 2 : 3);
                    break;
            }

            moments.Add(new Moment(target.Name, values, wanted, target.Tolerance * unit ?? (tolerance * Spread(values)), unit));
        }

        return moments;
    }

    /// <summary>The moments that other rows have, for the rows that are weighed.</summary>
    /// <param name="table">The table of the rows that are weighed.</param>
    /// <param name="rows">Which they are.</param>
    /// <param name="like">The table of the rows that they shall be like; the same or another.</param>
    /// <param name="likeRows">Which they are; not empty.</param>
    /// <param name="options">Which moments.</param>
    /// <exception cref="CurateException">A level that only the other rows have.</exception>
    public static List<Moment> Like(CovariateTable table, int[] rows, CovariateTable like, int[] likeRows, MomentOptions options)
    {
        double[] likeWeights = WeightPlan.MeanOne([.. likeRows.Select(like.Base)]);
        var moments = new List<Moment>();
        var columns = new List<(string Name, double[] Own, double Mean, double[] Like)>();
        for (int p = 0; p < table.Width; p++)
        {
            string name = table.NumberName(p);
            double[] own = Numbers(table, rows, p);
            double[] others = Numbers(like, likeRows, p);
            double mean = MomentFit.Mean(others, likeWeights);
            columns.Add((name, own, mean, others));
            Add(name, own, others);
            for (int power = 2; power <= options.Moments; power++)
            {
                Add(power == 2 ? $"var({name})" : $"m3({name})", Power(own, mean, power), Power(others, mean, power));
            }
        }

        for (int a = 0; a < columns.Count && options.Correlations; a++)
        {
            for (int b = a + 1; b < columns.Count; b++)
            {
                double[] others = Product(columns[a].Like, columns[a].Mean, columns[b].Like, columns[b].Mean);
                double unit = Math.Sqrt(MomentFit.Mean(Power(columns[a].Like, columns[a].Mean, 2), likeWeights) * MomentFit.Mean(Power(columns[b].Like, columns[b].Mean, 2), likeWeights));
                Add($"corr({columns[a].Name}:{columns[b].Name})", Product(columns[a].Own, columns[a].Mean, columns[b].Own, columns[b].Mean), others, unit > 0 ? unit : 1);
            }
        }

        for (int c = 0; c < table.Levels.Length; c++)
        {
            string?[] levels = [.. table.Levels[c].Concat(like.Levels[c]).Distinct()];
            for (int l = 0; l < levels.Length; l++)
            {
                int own = Array.IndexOf(table.Levels[c], levels[l]);
                int other = Array.IndexOf(like.Levels[c], levels[l]);
                Add($"{table.Columns.Categories[c]}={levels[l] ?? "(missing)"}", [.. rows.Select(r => own >= 0 && table.Code(r, c) == own ? 1.0 : 0)],
                    [.. likeRows.Select(r => other >= 0 && like.Code(r, c) == other ? 1.0 : 0)], implied: l == levels.Length - 1 && options.Tolerance == 0);
            }
        }

        return moments;

        void Add(string name, double[] own, double[] others, double unit = 1, bool implied = false) =>
            moments.Add(new Moment(name, own, MomentFit.Mean(others, likeWeights), options.Tolerance * Spread(own), unit, implied));
    }

    private static double[] Numbers(CovariateTable table, int[] rows, int number) => [.. rows.Select(r => table.Number(r, number))];

    private static double[] Power(double[] values, double mean, int power) =>
        Array.ConvertAll(values, v => power == 2 ? (v - mean) * (v - mean) : (v - mean) * (v - mean) * (v - mean));

    private static double[] Product(double[] a, double meanA, double[] b, double meanB) => [.. a.Select((v, i) => (v - meanA) * (b[i] - meanB))];

    private static double Spread(double[] values)
    {
        double[] ones = Array.ConvertAll(values, static _ => 1.0);
        double mean = MomentFit.Mean(values, ones);
        return Math.Sqrt(MomentFit.Mean(Power(values, mean, 2), ones));
    }

    private static int NumberOf(CovariateTable table, string name) => table.Columns.Numbers.ToList().FindIndex(f => f.Name == name);

    private static int CategoryOf(CovariateTable table, string name) => table.Columns.Categories.ToList().IndexOf(name);

    private static double MissingTarget(string name, string needed)
    {
        Fail.Usage($"The target {name} needs a target for {Fail.Show(needed)}, too: it is taken around that.", $"Add {needed}=VALUE.");
        return 0;
    }
}
