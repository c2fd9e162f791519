using Curate.Core.Errors;
using Curate.Core.Options;

namespace Curate.Core.Mix;

/// <summary>The most that a source may give: a number, a quantile of the sizes of all sources, or their mean plus so many standard deviations.</summary>
public readonly record struct SourceCapRule
{
    private enum Form
    {
        Fixed,
        Quantile,
        Deviations,
    }

    private readonly Form _form;
    private readonly double _value;

    private SourceCapRule(Form form, double value)
    {
        _form = form;
        _value = value;
    }

    /// <summary>Reads <c>N</c>, <c>quantile=Q</c> or <c>sd=Z</c>.</summary>
    /// <exception cref="CurateException">The text is of another form.</exception>
    internal static SourceCapRule Parse(string text)
    {
        double value = 0;
        if (NumberText.TryWhole(text, out long rows) && rows >= 0)
        {
            return new SourceCapRule(Form.Fixed, rows);
        }

        if (text.StartsWith("quantile=", StringComparison.Ordinal) && NumberText.TryFraction(text.AsSpan(9), out value) && value is >= 0 and <= 1)
        {
            return new SourceCapRule(Form.Quantile, value);
        }

        if (!text.StartsWith("sd=", StringComparison.Ordinal) || !NumberText.TryNumber(text.AsSpan(3), out value) || !double.IsFinite(value))
        {
            Fail.Usage($"--cap takes N, quantile=Q (0 to 1) or sd=Z, not {Fail.Show(text)}.");
        }

        return new SourceCapRule(Form.Deviations, value);
    }

    /// <summary>The cap for sources of these sizes; quantiles lie between neighbours, deviations are those of all sources (divided by n).</summary>
    public double Of(IReadOnlyList<double> sizes)
    {
        if (_form == Form.Fixed || sizes.Count == 0)
        {
            return _value;
        }

        if (_form == Form.Quantile)
        {
            double[] sorted = [.. sizes.Order()];
            double at = _value * (sorted.Length - 1);
            int low = (int)Math.Floor(at);
            int high = Math.Min(low + 1, sorted.Length - 1);
            return Math.Floor(sorted[low] + ((at - low) * (sorted[high] - sorted[low])));
        }

        double mean = sizes.Sum() / sizes.Count;
        double squares = 0;
        foreach (double size in sizes)
        {
            squares += (size - mean) * (size - mean);
        }

        return Math.Max(0, Math.Floor(mean + (_value * Math.Sqrt(squares / sizes.Count))));
    }
}
