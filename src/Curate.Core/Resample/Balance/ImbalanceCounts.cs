using Curate.Core.Errors;
using Curate.Core.Numerics;
using Curate.Core.Options;
using Curate.Core.Randomness;

namespace Curate.Core.Resample.Balance;

/// <summary>
/// Class counts of a chosen imbalance. With K classes ranked 0 to K - 1, the largest first, and H rows of the largest, class r has floor(H s(r)) rows:
/// exponential s = R^(-r / (K - 1)) (Cui et al. 2019, section 5.1), linear s = 1 - (1 - 1/R) r / (K - 1), step s = 1/R for the last round(mu K) classes and 1 for the others (Buda et
/// al. 2018, section 3.1), uniform s = 1.
/// </summary>
internal static class ImbalanceCounts
{
    /// <summary>The counts.</summary>
    /// <param name="options">Shape and what belongs to it.</param>
    /// <param name="names">Classes in sorted order.</param>
    /// <param name="counts">Their rows.</param>
    /// <exception cref="CurateException">Fewer than two classes, a class that is unknown, too small, or left without a row.</exception>
    public static long[] Of(ImbalanceOptions options, IReadOnlyList<string> names, IReadOnlyList<long> counts)
    {
        if (names.Count < 2)
        {
            Fail.With(ErrorCodes.Infeasible, names.Count == 0
                ? "There is no class: every label is missing, or there are no rows."
                : $"There is only one class, {Fail.Show(names[0])}; an imbalance needs two or more.", "Check --label.");
        }

        double[] shares = Shares(options, names);
        long head = options.Head ?? Most(shares, counts);
        var result = new long[names.Count];
        for (int c = 0; c < result.Length; c++)
        {
            result[c] = Rows(head, shares[c]);
            if (result[c] > counts[c])
            {
                Fail.With(ErrorCodes.Infeasible, $"Class {Fail.Show(names[c])} has {NumberText.Of(counts[c])} rows, fewer than the {NumberText.Of(result[c])} that its place asks for.",
                    $"Lower --head to {NumberText.Of(Most(shares, counts))} or less, or leave it out; --class-order puts large classes first.");
            }

            if (result[c] == 0 && shares[c] > 0)
            {
                Fail.With(ErrorCodes.Infeasible, $"Class {Fail.Show(names[c])} would be left without a row: {NumberText.Of(head)} rows of the largest class times {NumberText.Of(shares[c])}.",
                    "Lower --imbalance-factor, or raise --head where the classes allow it.");
            }
        }

        return result;
    }

    /// <summary>Rows of each class over rows of the largest.</summary>
    private static double[] Shares(ImbalanceOptions options, IReadOnlyList<string> names)
    {
        int k = names.Count;
        var shares = new double[k];
        if (options.Shape == "ratios")
        {
            Array.Fill(shares, 1);
            foreach ((string name, double ratio) in options.Ratios)
            {
                shares[Place(names, name, "--ratios")] = ratio;
            }

            return shares;
        }

        int[] order = Order(options, names);
        double factor = options.Factor ?? MakeImbalance.DefaultFactor;
        long small = (long)Math.Round(LargestRemainders.Snapped((options.MinorityShare ?? MakeImbalance.DefaultMinorityShare) * k), MidpointRounding.ToEven);
        if (options.Shape == "step" && (small == 0 || small == k))
        {
            Fail.With(ErrorCodes.Infeasible, $"--minority-share {NumberText.Of(options.MinorityShare ?? MakeImbalance.DefaultMinorityShare)} of {NumberText.Of(k)} classes is {(small == 0 ? "none" : "all")} of them.",
                "Some classes, and not all, have to be small.");
        }

        for (int rank = 0; rank < k; rank++)
        {
            double way = (double)rank / (k - 1);
            shares[order[rank]] = options.Shape switch
            {
                "exponential" => 1 / PortableMath.Pow(factor, way),
                "linear" => 1 - ((1 - (1 / factor)) * way),
                "step" => rank >= k - small ? 1 / factor : 1,
                _ => 1,
            };
        }

        return shares;
    }

    private static int[] Order(ImbalanceOptions options, IReadOnlyList<string> names)
    {
        int[] order = [.. Enumerable.Range(0, names.Count)];
        if (options.Order.Count > 0)
        {
            order = [.. options.Order.Select(name => Place(names, name, "--class-order"))];
            foreach (string name in names)
            {
                if (!options.Order.Contains(name, StringComparer.Ordinal))
                {
                    Fail.With(ErrorCodes.Infeasible, $"--class-order leaves out the class {Fail.Show(name)}.", "Name every class, the largest first.");
                }
            }
        }

        if (options.Backward)
        {
            Array.Reverse(order);
        }

        return order;
    }

    private static int Place(IReadOnlyList<string> names, string name, string option)
    {
        for (int c = 0; c < names.Count; c++)
        {
            if (names[c] == name)
            {
                return c;
            }
        }

        string? nearest = NameSuggestions.Nearest(name, names);
        Fail.With(ErrorCodes.Infeasible, $"{option} names the class {Fail.Show(name)}, which the data does not have." + (nearest is null ? "" : $" Did you mean {Fail.Show(nearest)}?"),
            "Classes: " + string.Join(", ", names.Take(20).Select(static n => Fail.Show(n))) + (names.Count > 20 ? ", ..." : "") + ".");
        return -1;
    }

    /// <summary>The most rows of the largest class for which every class has enough.</summary>
    private static long Most(double[] shares, IReadOnlyList<long> counts)
    {
        double most = double.PositiveInfinity;
        for (int c = 0; c < shares.Length; c++)
        {
            most = shares[c] > 0 ? Math.Min(most, (counts[c] + 1) / shares[c]) : most;
        }

        long head = double.IsInfinity(most) ? 0 : (long)Math.Ceiling(most);
        while (head > 0 && shares.Where((s, c) => Rows(head, s) > counts[c]).Any())
        {
            head--;
        }

        return head;
    }

    private static long Rows(long head, double share) => (long)Math.Floor(LargestRemainders.Snapped(head * share));
}
