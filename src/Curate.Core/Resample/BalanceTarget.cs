using System.Globalization;
using Curate.Core.Errors;
using Curate.Core.Options;

namespace Curate.Core.Resample;

/// <summary>
/// A value of <c>--to</c>: which counts the classes shall have. The first six forms mean what they mean in imbalanced-learn.
/// </summary>
/// <param name="Form">auto, majority, minority, not-minority, not-majority, all, equal, ratio, power, share or count.</param>
/// <param name="Value">R of ratio, Q of power.</param>
/// <param name="PerClass">Class and value of share and count.</param>
public sealed record BalanceTarget(string Form, double Value, IReadOnlyList<KeyValuePair<string, double>> PerClass)
{
    private static readonly string[] s_plain = ["auto", "majority", "minority", "not-minority", "not-majority", "all", "equal"];

    public static BalanceTarget Auto { get; } = new("auto", 0, []);

    public static BalanceTarget Parse(string text)
    {
        if (s_plain.Contains(text, StringComparer.Ordinal))
        {
            return new BalanceTarget(text, 0, []);
        }

        if (text.StartsWith("ratio=", StringComparison.Ordinal) && NumberText.TryFraction(text.AsSpan(6), out double ratio) && ratio is > 0 and <= 1)
        {
            return new BalanceTarget("ratio", ratio, []);
        }

        if (text.StartsWith("power=", StringComparison.Ordinal) && NumberText.TryNumber(text.AsSpan(6), out double power) && power is >= 0 and <= 1)
        {
            return new BalanceTarget("power", power, []);
        }

        bool share = text.StartsWith("share:", StringComparison.Ordinal);
        if (share || text.StartsWith("count:", StringComparison.Ordinal))
        {
            return new BalanceTarget(text[..5], 0, ParseClasses(text[6..], share));
        }

        string? nearest = NameSuggestions.Nearest(text, s_plain);
        Fail.Usage($"--to takes {string.Join(", ", s_plain)}, ratio=R, power=Q, share:CLASS=S,... or count:CLASS=N,..., not {Fail.Show(text)}.",
            nearest is null ? "R is above 0 and at most 1; Q is 0 to 1." : $"Did you mean {nearest}?");
        return Auto;
    }

    public override string ToString() => Form switch
    {
        "ratio" or "power" => Form + "=" + NumberText.Of(Value),
        "share" or "count" => Form + ":" + string.Join(",", PerClass.Select(static p => p.Key + "=" + NumberText.Of(p.Value))),
        _ => Form,
    };

    private static List<KeyValuePair<string, double>> ParseClasses(string list, bool share)
    {
        var classes = new List<KeyValuePair<string, double>>();
        double sum = 0;
        foreach (string item in list.Split(','))
        {
            // The last equals sign splits, so that a class may hold one.
            int equals = item.LastIndexOf('=');
            double value = 0;
            long count = 0;
            bool good = equals > 0 && (share ? NumberText.TryFraction(item.AsSpan(equals + 1), out value) && value is > 0 and < 1
                : NumberText.TryWhole(item.AsSpan(equals + 1), out count) && count >= 0);
            if (!good)
            {
                Fail.Usage($"--to {(share ? "share" : "count")} takes CLASS={(share ? "SHARE" : "COUNT")} pairs, not {Fail.Show(item)}.",
                    share ? "A share is above 0 and below 1: share:positive=0.3 or share:positive=30%." : "A count is a whole number: count:positive=500.");
            }

            string name = item[..equals];
            if (classes.Exists(c => c.Key == name))
            {
                Fail.Usage($"--to names the class {Fail.Show(name)} twice.");
            }

            classes.Add(new(name, share ? value : count));
            sum += value;
        }

        if (share && sum > 1 + 1e-9)
        {
            Fail.Usage($"The shares of --to add up to {NumberText.Of(sum)}, more than 1.");
        }

        return classes;
    }
}
