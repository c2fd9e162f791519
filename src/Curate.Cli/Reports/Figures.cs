using System.Globalization;
using Curate.Core.Options;
using Curate.Core.Profile.Report;

namespace Curate.Cli.Reports;

/// <summary>Figures of reports as people read them: the same text on every platform, rounded for the eye. Exact values stand in JSON.</summary>
internal static class Figures
{
    /// <summary>What stands for a figure that is not defined.</summary>
    public const string None = "-";

    /// <summary>A count with thousands apart: <c>1,234,567</c>.</summary>
    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>
    /// A share as per cent with two or three digits: <c>44.2%</c>, <c>0.31%</c>. Only nothing is shown as 0% and only everything as 100%.
    /// </summary>
    public static string Share(double share)
    {
        if (!double.IsFinite(share))
        {
            return None;
        }

        double percent = 100 * share;
        return Math.Abs(percent) switch
        {
            0 => "0%",
            100 => "100%",
            < 0.01 => percent < 0 ? "-<0.01%" : "<0.01%",
            < 1 => Fixed(percent, "0.00") + "%",
            > 99.9 and < 100 => percent > 99.99 ? ">99.99%" : Fixed(percent, "0.00") + "%",
            _ => Fixed(percent, "0.0") + "%",
        };
    }

    /// <summary>A share without decimals where it can do without: <c>44%</c>, <c>0.3%</c>.</summary>
    public static string ShortShare(double share) => share is >= 0.0095 and <= 0.9949 ? Fixed(100 * share, "0") + "%" : share >= 1 ? "100%" : Share(share);

    /// <summary>A difference of shares in percentage points, with its sign.</summary>
    public static string Points(double share) => !double.IsFinite(share) ? None : Math.Abs(share) < 0.0005 ? "0.0 pp" : (share > 0 ? "+" : "") + Fixed(100 * share, "0.0#") + " pp";

    /// <summary>A number to five significant digits, whole ones below 10^9 in full.</summary>
    public static string Number(double value)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? None : value > 0 ? "inf" : "-inf";
        }

        double size = Math.Abs(value);
        if (value == Math.Floor(value) && size < 1e9)
        {
            return ((long)value).ToString(size < 10_000 ? "0" : "N0", CultureInfo.InvariantCulture);
        }

        return size switch
        {
            < 1e-3 or >= 1e9 => value.ToString("0.####e0", CultureInfo.InvariantCulture),
            >= 1e5 => value.ToString("N0", CultureInfo.InvariantCulture),
            >= 1e4 => value.ToString("N1", CultureInfo.InvariantCulture),
            >= 1000 => Fixed(value, "0.#"),
            >= 100 => Fixed(value, "0.##"),
            >= 10 => Fixed(value, "0.###"),
            >= 1 => Fixed(value, "0.####"),
            >= 0.1 => Fixed(value, "0.#####"),
            _ => Fixed(value, "0.######"),
        };
    }

    /// <summary>A measure with three decimals: <c>0.812</c>.</summary>
    public static string Measure(double value) => double.IsFinite(value)
        ? Math.Abs(value) >= 1000 ? Number(value) : value != 0 && Math.Abs(value) < 0.0005 ? value.ToString("0.#e0", CultureInfo.InvariantCulture) : Fixed(value, "0.000")
        : Number(value);

    public static string Measure(double? value) => value is { } given ? Measure(given) : None;

    /// <summary>The ends of an interval: <c>0.790 to 0.834</c>; empty where there are none.</summary>
    public static string Ends(Interval interval) => double.IsFinite(interval.Low) && double.IsFinite(interval.High)
        ? Measure(interval.Low) + " to " + Measure(interval.High)
        : "";

    /// <summary>A measure with its interval behind it.</summary>
    public static string Measure(Interval interval) => Ends(interval) is { Length: > 0 } ends ? $"{Measure(interval.Value)} ({ends})" : Measure(interval.Value);

    /// <summary>A ratio to one: <c>2.24 : 1</c>.</summary>
    public static string Ratio(double ratio) => double.IsFinite(ratio) ? Number(Math.Round(ratio, ratio < 100 ? 2 : 0)) + " : 1" : None;

    /// <summary>An exact figure plainly, an estimate with a tilde.</summary>
    public static string Estimate(Estimate estimate) => (estimate.IsExact ? "" : "~") + Count((long)Math.Round(estimate.Value));

    /// <summary>An estimate with its bounds.</summary>
    public static string EstimateWithBounds(Estimate estimate) => estimate.IsExact
        ? Count((long)Math.Round(estimate.Value)) + " (exact)"
        : string.Create(CultureInfo.InvariantCulture, $"{Estimate(estimate)} ({estimate.Low:N0} to {estimate.High:N0})");

    /// <summary><c>1 row</c>, <c>2 rows</c>.</summary>
    public static string Of(long count, string one, string? many = null) => Count(count) + " " + (count == 1 ? one : many ?? one + "s");

    public static string Bytes(long bytes) => NumberText.Size(bytes);

    private static string Fixed(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture) is "-0" ? "0" : value.ToString(format, CultureInfo.InvariantCulture);
}
