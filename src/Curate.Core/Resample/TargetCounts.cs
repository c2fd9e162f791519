using Curate.Core.Errors;
using Curate.Core.Options;
using Curate.Core.Randomness;

namespace Curate.Core.Resample;

/// <summary>
/// Turns <c>--to</c> into a count for each class. Classes come in sorted order; where several are smallest or largest, the first one is
/// meant, so every method agrees on which class that is. Products are snapped to the whole number they should be before they are
/// rounded half to even, so <c>ratio=0.29</c> of 100 is 29.
/// </summary>
public static class TargetCounts
{
    /// <param name="target">The request.</param>
    /// <param name="mode">Which way counts may move.</param>
    /// <param name="names">Classes in sorted order.</param>
    /// <param name="counts">Their rows.</param>
    /// <param name="rows">With <see cref="BalanceMode.Both"/>: rows that are shared out by equal, power and share; null for as many as there are.</param>
    /// <exception cref="CurateException">The target cannot be met, names an unknown class, or means nothing in this mode.</exception>
    public static long[] Of(BalanceTarget target, BalanceMode mode, IReadOnlyList<string> names, IReadOnlyList<long> counts, long? rows = null)
    {
        int k = names.Count;
        if (k < 2 && target.Form is not "count")
        {
            Fail.With(ErrorCodes.Infeasible, k == 0
                ? "There is no class to balance: every label is missing, or there are no rows."
                : $"There is only one class, {Fail.Show(names[0])}; balancing needs two or more.", "Check --label.");
        }

        long[] result = [.. counts];
        int largest = 0;
        int smallest = 0;
        long total = 0;
        for (int c = 0; c < k; c++)
        {
            largest = counts[c] > counts[largest] ? c : largest;
            smallest = counts[c] < counts[smallest] ? c : smallest;
            total += counts[c];
        }

        total = rows ?? total;
        long most = k == 0 ? 0 : counts[largest];
        long least = k == 0 ? 0 : counts[smallest];
        string form = target.Form == "auto" ? mode switch { BalanceMode.Over => "not-majority", BalanceMode.Under => "not-minority", _ => "equal" } : target.Form;
        long edge = mode == BalanceMode.Under ? least : most;
        switch (form)
        {
            case "minority" when mode == BalanceMode.Over:
                result[smallest] = most;
                break;
            case "majority" when mode == BalanceMode.Under:
                result[largest] = least;
                break;
            case "minority" or "majority" when mode != BalanceMode.Both:
                Fail.Usage($"--to {form} means nothing for a method that only {(mode == BalanceMode.Over ? "adds" : "removes")} rows.",
                    $"Use --to {(mode == BalanceMode.Over ? "minority" : "majority")}.");
                break;
            case "equal" when mode == BalanceMode.Both:
                result = LargestRemainders.Share(total, [.. Enumerable.Repeat(1.0, k)]);
                break;
            case "minority":
                result[smallest] = most;
                break;
            case "majority":
                result[largest] = least;
                break;
            case "not-minority" or "not-majority" or "all" or "equal":
                for (int c = 0; c < k; c++)
                {
                    bool excepted = (form == "not-minority" && c == smallest) || (form == "not-majority" && c == largest);
                    result[c] = excepted ? counts[c] : edge;
                }

                break;
            case "ratio":
                for (int c = 0; c < k; c++)
                {
                    result[c] = mode == BalanceMode.Under
                        ? Math.Min(counts[c], Rounded(least / target.Value))
                        : Math.Max(counts[c], Rounded(most * target.Value));
                }

                break;
            case "power":
                result = Power(target.Value, mode, counts, edge, total);
                break;
            case "share":
                result = Shares(target, mode, names, counts, total);
                break;
            case "count":
                foreach ((string name, double count) in target.PerClass)
                {
                    result[IndexOf(names, name)] = (long)count;
                }

                break;
        }

        Check(mode, names, counts, result);
        return result;
    }

    private static long[] Power(double q, BalanceMode mode, IReadOnlyList<long> counts, long edge, long total)
    {
        // Counts in proportion to N^q; over anchors the largest class, under the smallest, both the total.
        double[] weights = [.. counts.Select(n => PowerOf(n, q))];
        if (mode == BalanceMode.Both)
        {
            return LargestRemainders.Share(total, weights);
        }

        double anchor = PowerOf(edge, q);
        return [.. weights.Select((w, c) => mode == BalanceMode.Over
            ? Math.Max(counts[c], Rounded(edge * (w / anchor)))
            : Math.Min(counts[c], Rounded(edge * (w / anchor))))];
    }

    private static long[] Shares(BalanceTarget target, BalanceMode mode, IReadOnlyList<string> names, IReadOnlyList<long> counts, long total)
    {
        var shares = new double[counts.Count];
        double named = 0;
        long unnamed = counts.Sum();
        var isNamed = new bool[counts.Count];
        foreach ((string name, double share) in target.PerClass)
        {
            int c = IndexOf(names, name);
            shares[c] = share;
            isNamed[c] = true;
            named += share;
            unnamed -= counts[c];
        }

        if (unnamed > 0 && named > 1 - 1e-12)
        {
            Fail.With(ErrorCodes.Infeasible, "The shares of --to add up to 1 and leave nothing for the classes that are not named.", "Name every class, or lower the shares.");
        }

        if (unnamed == 0 && Math.Abs(named - 1) > 1e-9)
        {
            Fail.With(ErrorCodes.Infeasible, $"Every class is named, and the shares of --to add up to {NumberText.Of(named)} instead of 1.");
        }

        // Classes that are not named keep their proportions among themselves.
        for (int c = 0; c < shares.Length; c++)
        {
            shares[c] = isNamed[c] ? shares[c] : (1 - named) * counts[c] / unnamed;
        }

        double size = mode == BalanceMode.Both ? total : mode == BalanceMode.Over ? 0 : double.PositiveInfinity;
        for (int c = 0; c < shares.Length && mode != BalanceMode.Both; c++)
        {
            size = mode == BalanceMode.Over ? Math.Max(size, counts[c] / shares[c]) : Math.Min(size, counts[c] / shares[c]);
        }

        long rows = mode == BalanceMode.Under ? (long)Math.Floor(size + 1e-9) : (long)Math.Ceiling(size - 1e-9);
        long[] result = LargestRemainders.Share(rows, shares);
        for (int c = 0; c < result.Length; c++)
        {
            // The class that fixed the total may come out one off by rounding; it neither loses nor gains.
            result[c] = mode switch { BalanceMode.Over => Math.Max(result[c], counts[c]), BalanceMode.Under => Math.Min(result[c], counts[c]), _ => result[c] };
        }

        return result;
    }

    private static void Check(BalanceMode mode, IReadOnlyList<string> names, IReadOnlyList<long> counts, long[] result)
    {
        for (int c = 0; c < result.Length; c++)
        {
            if (mode == BalanceMode.Over && result[c] < counts[c])
            {
                Fail.With(ErrorCodes.Infeasible, $"Class {Fail.Show(names[c])} has {NumberText.Of(counts[c])} rows, more than the {NumberText.Of(result[c])} asked for, and this method only adds rows.",
                    "Use --method random or random-under.");
            }

            if (mode == BalanceMode.Under && result[c] > counts[c])
            {
                Fail.With(ErrorCodes.Infeasible, $"Class {Fail.Show(names[c])} has {NumberText.Of(counts[c])} rows, fewer than the {NumberText.Of(result[c])} asked for, and this method only removes rows.",
                    "Use --method random or random-over.");
            }
        }
    }

    private static int IndexOf(IReadOnlyList<string> names, string name)
    {
        int found = -1;
        for (int c = 0; c < names.Count; c++)
        {
            if (names[c] == name && found >= 0)
            {
                Fail.With(ErrorCodes.Infeasible, $"--to names {Fail.Show(name)}, and two classes read so: a value of several columns holds a slash.", "Replace the slash in the values, or use a form of --to that names no class.");
            }

            found = names[c] == name ? c : found;
        }

        if (found >= 0)
        {
            return found;
        }

        string? nearest = NameSuggestions.Nearest(name, names);
        Fail.With(ErrorCodes.Infeasible, $"--to names the class {Fail.Show(name)}, which the data does not have." + (nearest is null ? "" : $" Did you mean {Fail.Show(nearest)}?"),
            "Classes: " + string.Join(", ", names.Take(20).Select(static n => Fail.Show(n))) + (names.Count > 20 ? ", ..." : "") + ".");
        return -1;
    }

    /// <summary>n to the power q by repeated square roots and products, exact enough to round and the same on every platform.</summary>
    private static double PowerOf(long n, double q)
    {
        double result = 1;
        double root = n;
        double rest = q;
        if (rest >= 1)
        {
            return n;
        }

        for (int bit = 0; bit < 52 && rest > 0; bit++)
        {
            root = Math.Sqrt(root);
            rest *= 2;
            if (rest >= 1)
            {
                result *= root;
                rest -= 1;
            }
        }

        return result;
    }

    private static long Rounded(double exact)
    {
        double nearest = Math.Round(exact);
        return (long)(Math.Abs(exact - nearest) < 1e-9 * Math.Max(1, nearest) ? nearest : Math.Round(exact, MidpointRounding.ToEven));
    }
}
