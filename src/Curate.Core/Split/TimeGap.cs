using Curate.Core.Errors;
using Curate.Core.Options;

namespace Curate.Core.Split;

/// <summary>A distance on a time axis.</summary>
/// <param name="Amount">Microseconds where <paramref name="IsTime"/>, else the unit of the column.</param>
/// <param name="IsTime">It was given with a unit of time.</param>
public readonly record struct TimeGap(double Amount, bool IsTime)
{
    public static TimeGap None { get; } = new(0, false);

    /// <summary>Reads <c>7d</c>, <c>12h</c>, <c>30m</c>, <c>45s</c>, <c>2w</c>, or a plain number for columns of numbers.</summary>
    public static TimeGap Parse(string text)
    {
        double unit = text.Length == 0 ? 0 : text[^1] switch
        {
            's' => 1e6,
            'm' => 60e6,
            'h' => 3600e6,
            'd' => 86400e6,
            'w' => 7 * 86400e6,
            _ => 0,
        };
        if (NumberText.TryNumber(unit > 0 ? text.AsSpan(0, text.Length - 1) : text, out double amount) && amount >= 0)
        {
            return new TimeGap(unit > 0 ? amount * unit : amount, unit > 0);
        }

        Fail.Usage($"--gap takes a time such as 7d, 12h, 30m, 45s or 2w, or a number for a column of numbers, not {Fail.Show(text)}.");
        return None;
    }
}
