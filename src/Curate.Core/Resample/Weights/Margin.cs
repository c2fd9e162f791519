using Curate.Core.Errors;
using Curate.Core.Options;

namespace Curate.Core.Resample.Weights;

/// <summary>Shares that the levels of one column, or of several columns together, shall have.</summary>
/// <param name="Columns">The columns.</param>
/// <param name="Levels">Different levels with their shares, which sum to 1.</param>
internal sealed record Margin(IReadOnlyList<string> Columns, IReadOnlyList<MarginLevel> Levels)
{
    private const double Rounding = 1e-6;

    /// <summary>The columns as messages and reports show them.</summary>
    public string Name => string.Join(", ", Columns);

    /// <summary>Targets as shares, the sum of counts where they are counts, else null.</summary>
    /// <exception cref="CurateException">They are shares and do not sum to 1, or a level comes twice.</exception>
    public (Margin Shares, double? Total) AsShares()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (MarginLevel level in Levels)
        {
            if (!seen.Add(KeyOf(level.Values)))
            {
                Fail.Usage($"The margin of {Fail.Show(Name)} gives two targets for {Fail.Show(level.Name)}.");
            }
        }

        double sum = Levels.Sum(static l => l.Target);
        bool counts = Levels.Any(static l => l.Target > 1);
        if (!counts && Math.Abs(sum - 1) > Rounding)
        {
            Fail.With(ErrorCodes.Infeasible, $"The targets of the margin of {Fail.Show(Name)} sum to {NumberText.Of(sum)}; shares sum to 1.",
                "Correct the shares, or give counts, of which one is above 1.");
        }

        return (this with { Levels = [.. Levels.Select(l => l with { Target = l.Target / sum })] }, counts ? sum : null);
    }

    /// <summary>All margins as shares.</summary>
    /// <exception cref="CurateException">As <see cref="AsShares"/>; counts of different margins have different sums; a set of columns comes twice.</exception>
    public static IReadOnlyList<Margin> Normalised(IReadOnlyList<Margin> margins)
    {
        var shares = new List<Margin>();
        (string Name, double Sum)? counted = null;
        foreach (Margin margin in margins)
        {
            (Margin own, double? total) = margin.AsShares();
            if (shares.Exists(m => m.Name == own.Name))
            {
                Fail.Usage($"The margin of {Fail.Show(own.Name)} is given twice.");
            }

            if (total is { } sum && counted is { } other && Math.Abs(sum - other.Sum) > Rounding * Math.Max(sum, other.Sum))
            {
                Fail.With(ErrorCodes.Infeasible, $"The counts of the margin of {Fail.Show(own.Name)} sum to {NumberText.Of(sum)} and those of {Fail.Show(other.Name)} to {NumberText.Of(other.Sum)}; "
                    + "both describe the same rows.", "Correct the counts, or give shares.");
            }

            counted ??= total is { } first ? (own.Name, first) : null;
            shares.Add(own);
        }

        return shares;
    }

    /// <summary>Values as one text that no other values have.</summary>
    internal static string KeyOf(IEnumerable<string?> values) =>
        string.Concat(values.Select(static v => v is null ? "-" : NumberText.Of(v.Length) + ":" + v));
}
