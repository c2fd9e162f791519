using Curate.Core.Numerics;
using Curate.Core.Numerics.Learners;
using Curate.Core.Numerics.Linear;
using Curate.Core.Running;

namespace Curate.Core.Mix.Laws;

/// <summary>Fits forms to losses, with every run foretold by laws that have not seen it. The fits are independent and run side by side.</summary>
internal static class LawFits
{
    /// <summary>All forms, the simplest first: of equal errors the first counts.</summary>
    public static IReadOnlyList<IMixtureLaw> Laws { get; } = [new LogLinearLaw(), new ExponentialLaw(), new QuadraticLaw(), new BoostedTreeLaw(), new AverageLaw()];

    /// <summary>The fits by loss and law; null where a law cannot be fitted to a loss.</summary>
    public static LawFit?[][] Of(MixtureRuns runs, IReadOnlyList<IMixtureLaw> laws, Folds folds, RunContext run)
    {
        int parts = folds.Count + 1;
        int[][] outside = [.. Enumerable.Range(0, folds.Count).Select(folds.Outside)];
        var fitted = new IFittedLaw?[runs.Losses.Length * laws.Count * parts];
        Workers.ForBlocks(run.Workers, fitted.Length, task =>
        {
            (int pair, int part) = Math.DivRem(task, parts);
            (int loss, int law) = Math.DivRem(pair, laws.Count);
            double[] losses = runs.Losses[loss];
            if (laws[law].Refusal(runs.Sources, losses) is not null)
            {
                return;
            }

            fitted[task] = part == folds.Count ? laws[law].Fit(runs.Shares, losses, run)
                : laws[law].Fit(runs.Shares.Take(outside[part]), [.. outside[part].Select(i => losses[i])], run);
        }, run.Ct);

        return [.. Enumerable.Range(0, runs.Losses.Length).Select(loss => laws.Select((law, l) =>
        {
            IFittedLaw?[] own = fitted[(((loss * laws.Count) + l) * parts)..][..parts];
            return own[0] is null ? null : Judged(law.Name, own!, runs, loss, folds, run);
        }).ToArray())];
    }

    /// <summary>The root of the mean of squared differences.</summary>
    public static double RootMeanSquare(ReadOnlySpan<double> foretold, ReadOnlySpan<double> measured)
    {
        var sum = new ExactSum();
        for (int i = 0; i < measured.Length; i++)
        {
            sum.AddSquare(foretold[i] - measured[i]);
        }

        return Math.Sqrt(sum.ToDouble() / Math.Max(1, measured.Length));
    }

    private static LawFit Judged(string name, IFittedLaw[] own, MixtureRuns runs, int loss, Folds folds, RunContext run)
    {
        var foretold = new double[runs.Count];
        for (int f = 0; f < folds.Count; f++)
        {
            int[] inside = folds.Inside(f);
            var values = new double[inside.Length];
            own[f].Predict(runs.Shares.Take(inside), values, run);
            for (int i = 0; i < inside.Length; i++)
            {
                foretold[inside[i]] = values[i];
            }
        }

        return new LawFit(name, own[^1], own[..^1], foretold, RootMeanSquare(foretold, runs.Losses[loss]));
    }
}
