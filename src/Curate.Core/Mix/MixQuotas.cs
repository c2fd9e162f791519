using Curate.Core.Errors;
using Curate.Core.Options;
using Curate.Core.Randomness;

namespace Curate.Core.Mix;

/// <summary>How much of each source a mixture takes: budget, shares and repeats brought together. O(n^2) at worst for n sources.</summary>
internal sealed class MixQuotas
{
    private MixQuotas(double[] shares, double total, double[] amounts, bool[] isDry)
    {
        Shares = shares;
        Total = total;
        Amounts = amounts;
        IsDry = isDry;
    }

    /// <summary>Shares that were asked for, over all phases.</summary>
    public double[] Shares { get; }

    /// <summary>The size that was asked for, in the unit.</summary>
    public double Total { get; }

    /// <summary>What each source gives, in the unit; whole numbers but for costs.</summary>
    public double[] Amounts { get; }

    /// <summary>Sources that cannot give what their share asks for.</summary>
    public bool[] IsDry { get; }

    /// <exception cref="CurateException">Nothing can be taken: no weights, or a source with a share that has no rows.</exception>
    public static MixQuotas Of(MixOptions options, MixTarget target, SourceSizes sizes)
    {
        int n = sizes.Count;
        var shares = new double[n];
        foreach (MixTarget.Phase phase in target.Phases)
        {
            double[] own = phase.Shares();
            for (int i = 0; i < n; i++)
            {
                shares[i] += phase.Fraction * own[i];
            }
        }

        MixStop stop = options.Stop ?? target.Stop;
        for (int i = 0; i < n; i++)
        {
            if (shares[i] > 0 && sizes.Sizes[i] == 0)
            {
                Fail.With(ErrorCodes.Infeasible, $"The source {Fail.Show(sizes.Names[i])} has a share and no {Word(options.Unit)}.", $"Give it the share 0: {sizes.Names[i]}=0.");
            }
        }

        if (sizes.Total > 0 && shares.All(static s => s == 0))
        {
            Fail.With(ErrorCodes.Infeasible, "No source with rows has a share above 0.", "Raise a share.");
        }

        double repeats = options.MaxRepeat ?? (stop == MixStop.FirstExhausted && (options.Stop is not null || target.Total is null) ? 1 : double.PositiveInfinity);
        var limits = new double[n];
        for (int i = 0; i < n; i++)
        {
            double most = sizes.Sizes[i] == 0 ? 0 : repeats * sizes.Sizes[i];
            most = options.Unit == MixUnit.Cost || double.IsInfinity(most) ? most : Math.Floor(LargestRemainders.Snapped(most));
            limits[i] = Math.Min(most, target.Limits?[i] ?? double.PositiveInfinity);
        }

        double total = target.Total is { } fixedTotal && options.Stop is null ? fixedTotal : SizeOf(stop, options, shares, limits, sizes);
        if (options.Unit != MixUnit.Cost)
        {
            total = Math.Floor(LargestRemainders.Snapped(total));
        }

        if (total > EarliestDeadline.MostRows)
        {
            Fail.Usage($"A mixture of {NumberText.Of(total)} {Word(options.Unit)} is too large: at most {NumberText.Of(EarliestDeadline.MostRows)}.", "Lower the budget.");
        }

        if (options.WhenDry == WhenDry.Shrink)
        {
            for (int i = 0; i < n; i++)
            {
                total = shares[i] > 0 && shares[i] * total > limits[i] ? Math.Min(total, limits[i] / shares[i]) : total;
            }
        }

        var dry = new bool[n];
        for (int i = 0; i < n; i++)
        {
            dry[i] = LargestRemainders.Snapped(shares[i] * total) > limits[i];
        }

        double[] amounts = Fill(total, shares, limits, options.WhenDry == WhenDry.Leave, options.Unit == MixUnit.Cost);
        return new MixQuotas(shares, total, amounts, dry);
    }

    /// <summary>What a unit is called in reports.</summary>
    public static string Word(MixUnit unit) => unit switch { MixUnit.Bytes => "bytes", MixUnit.Tokens => "tokens", MixUnit.Cost => "cost", _ => "rows" };

    private static double SizeOf(MixStop stop, MixOptions options, double[] shares, double[] limits, SourceSizes sizes)
    {
        switch (stop)
        {
            case MixStop.Budget:
                return options.Amount;
            case MixStop.Epochs:
                return options.Amount * sizes.Total;
            default:
                double size = stop == MixStop.FirstExhausted ? double.PositiveInfinity : 0;
                for (int i = 0; i < shares.Length; i++)
                {
                    if (shares[i] > 0)
                    {
                        size = stop == MixStop.FirstExhausted ? Math.Min(size, limits[i] / shares[i]) : Math.Max(size, sizes.Sizes[i] / shares[i]);
                    }
                }

                return double.IsInfinity(size) ? 0 : size;
        }
    }

    /// <summary>Shares the total out: a source that reaches its limit stays there, and the others get the rest in proportion to their shares.</summary>
    internal static double[] Fill(double total, double[] shares, double[] limits, bool leaves, bool isReal)
    {
        int n = shares.Length;
        var amounts = new double[n];
        var open = new bool[n];
        for (int i = 0; i < n; i++)
        {
            open[i] = shares[i] > 0;
        }

        double left = total;
        while (true)
        {
            double sum = 0;
            for (int i = 0; i < n; i++)
            {
                sum += open[i] ? shares[i] : 0;
            }

            if (sum == 0)
            {
                return amounts;
            }

            bool any = false;
            double rate = left / sum;
            for (int i = 0; i < n; i++)
            {
                if (open[i] && LargestRemainders.Snapped(shares[i] * rate) > limits[i])
                {
                    open[i] = false;
                    any = true;
                    amounts[i] = limits[i];
                    left -= leaves ? shares[i] * rate : limits[i];
                }
            }

            if (any)
            {
                continue;
            }

            double[] weights = [.. shares.Select((s, i) => open[i] ? s : 0)];
            long[]? whole = isReal ? null : LargestRemainders.Share((long)Math.Floor(LargestRemainders.Snapped(left)), weights);
            for (int i = 0; i < n; i++)
            {
                if (open[i])
                {
                    amounts[i] = whole is null ? shares[i] * rate : whole[i];
                }
            }

            return amounts;
        }
    }
}
