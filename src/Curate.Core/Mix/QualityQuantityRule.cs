using Curate.Core.Errors;
using Curate.Core.Numerics;
using Curate.Core.Running;

namespace Curate.Core.Mix;

/// <summary>
/// The number of best sources whose pool promises the least error at the planned size. A pool of K sources that holds P rows and is seen
/// n rows long has log error b(1) ln(a n(1)) + sum over later epochs of b(j) ln(n(j) / n(j-1)), where n(j) = min(j P, n), and
/// b(j) is the mean utility of its sources halved every K tau epochs: a larger pool repeats later and wears out later.
/// </summary>
internal sealed class QualityQuantityRule(MixOptions options) : IMixRule
{
    public MixTarget Decide(SourceSizes sizes, int[] groups)
    {
        int[] best = [.. options.Best.Select(name => Array.IndexOf(sizes.Of("best", [new NamedNumber(name, 1)], 0), 1))];
        if (best.Distinct().Count() != best.Length)
        {
            Fail.Usage("--best names a source twice.");
        }

        double[] utility = sizes.Of("utility", options.Utility, 0);
        double planned = options.Stop switch { MixStop.Budget => options.Amount, MixStop.Epochs => options.Amount * sizes.Total, _ => sizes.Total };
        var table = new ReportTable("choices", "Choices", ["best_sources", "size", "epochs", "predicted_log_error", "note"]);
        int chosen = 0;
        double least = double.PositiveInfinity;
        double pool = 0;
        double sum = 0;
        var errors = new List<(double Pool, double Error)>();
        for (int k = 0; k < best.Length; k++)
        {
            pool += sizes.Sizes[best[k]];
            sum += utility[best[k]];
            double error = pool > 0 ? LogError(planned, pool, sum / (k + 1), options.HalfLife * (k + 1)) : double.PositiveInfinity;
            errors.Add((pool, error));
            if (error < least)
            {
                (least, chosen) = (error, k + 1);
            }
        }

        for (int k = 0; k < errors.Count; k++)
        {
            (double size, double error) = errors[k];
            table.Add((long)(k + 1), size, size > 0 ? planned / size : 0.0, double.IsFinite(error) ? error : null, k + 1 == chosen ? "chosen" : null);
        }

        var weights = new double[sizes.Count];
        for (int k = 0; k < chosen; k++)
        {
            weights[best[k]] = sizes.Sizes[best[k]];
        }

        return MixTarget.Of(weights) with { Total = planned, Tables = [table] };
    }

    private double LogError(double planned, double pool, double utility, double halfLife)
    {
        double seen = Math.Min(pool, planned);
        double error = seen > 0 ? -utility * PortableMath.Log(options.Scale * seen) : 0;
        double decay = PortableMath.Pow(0.5, 1 / halfLife);
        double worth = utility;
        for (long epoch = 2; seen < planned && worth > 1e-12 * utility; epoch++)
        {
            worth *= decay;
            double next = Math.Min(epoch * pool, planned);
            error -= worth * PortableMath.Log(next / seen);
            seen = next;
        }

        return error;
    }
}
