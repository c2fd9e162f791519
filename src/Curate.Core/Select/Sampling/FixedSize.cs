using Curate.Core.Errors;
using Curate.Core.Numerics;
using Curate.Core.Options;
using Curate.Core.Randomness.Designs;

namespace Curate.Core.Select.Sampling;

/// <summary>Inclusion probabilities in proportion to sizes, with rows that are certain because they must be in.</summary>
internal static class FixedSize
{
    /// <summary>The chance of every row; they sum to <see cref="Stratum.Count"/>.</summary>
    /// <exception cref="CurateException">Fewer rows have a size above 0 than are to be drawn.</exception>
    public static double[] Inclusion(Stratum stratum, ReadOnlySpan<double> sizes)
    {
        var open = new List<int>();
        int possible = 0;
        for (int i = 0; i < stratum.Rows.Length; i++)
        {
            if (!stratum.Must[i])
            {
                open.Add(i);
                possible += sizes[i] > 0 ? 1 : 0;
            }
        }

        long left = stratum.Count - (stratum.Rows.Length - open.Count);
        if (left > possible)
        {
            Fail.With(ErrorCodes.Infeasible, $"{NumberText.Of(left)} rows are to be drawn{(stratum.Name == "all" ? "" : $" of group {stratum.Name}")}, and {NumberText.Of(possible)} have a chance: the size of the others is 0.", "Ask for fewer rows.");
        }

        var of = new double[open.Count];
        for (int i = 0; i < of.Length; i++)
        {
            of[i] = sizes[open[i]];
        }

        double[] chances = InclusionProbabilities.Proportional(of, left);
        var all = new double[stratum.Rows.Length];
        Array.Fill(all, 1);
        for (int i = 0; i < of.Length; i++)
        {
            all[open[i]] = chances[i];
        }

        return all;
    }

    /// <summary>The exact sum, rounded once.</summary>
    public static double Sum(ReadOnlySpan<double> values)
    {
        var sum = new ExactSum();
        sum.Add(values);
        return sum.ToDouble();
    }

    /// <summary>Figures that tell how unequal the chances are.</summary>
    public static (string Name, object? Value)[] Figures(double[] inclusion) =>
    [
        ("certain", (long)inclusion.Count(static p => p >= 1)),
        ("least_chance", inclusion.Length == 0 ? null : inclusion.Min()),
        ("most_chance", inclusion.Length == 0 ? null : inclusion.Max()),
    ];
}
