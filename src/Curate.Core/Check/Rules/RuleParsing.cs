using Curate.Core.Data;
using Curate.Core.Options;

namespace Curate.Core.Check.Rules;

/// <summary>Values of rules and of rows as numbers and instants.</summary>
internal static class RuleParsing
{
    /// <summary>A number, whole ones beyond 2^53 as the nearest double.</summary>
    public static bool TryNumber(ReadOnlySpan<byte> text, out double value)
    {
        if (ValueText.TryNumber(text, out value))
        {
            return true;
        }

        bool isWhole = ValueText.TryWhole(text, out long whole);
        value = whole;
        return isWhole;
    }

    /// <summary>Microseconds of a date or a time.</summary>
    public static bool TryInstant(ReadOnlySpan<byte> text, out long micros) => MomentText.TryDate(text, out micros) || MomentText.TryTime(text, out micros);

    /// <summary>A number, or an instant in microseconds, which a double holds exactly for 285 years around 1970.</summary>
    public static bool TryMeasure(ReadOnlySpan<byte> text, out double value)
    {
        if (TryNumber(text, out value))
        {
            return true;
        }

        bool isInstant = TryInstant(text, out long micros);
        value = micros;
        return isInstant;
    }

    /// <summary>Microseconds of 45s, 30m, 12h, 7d, 2w.</summary>
    public static bool TrySpan(string text, out long micros)
    {
        micros = 0;
        double unit = text.Length < 2 ? 0 : text[^1] switch { 's' => 1e6, 'm' => 60e6, 'h' => 3600e6, 'd' => 86400e6, 'w' => 7 * 86400e6, _ => 0 };
        if (unit == 0 || !NumberText.TryNumber(text.AsSpan(0, text.Length - 1), out double amount) || !(amount >= 0) || amount * unit > 9e18)
        {
            return false;
        }

        micros = (long)(amount * unit);
        return true;
    }

    /// <summary><c>A..B</c>, <c>A..</c>, <c>..B</c> or <c>A</c>, each a number or a share with %.</summary>
    public static bool TryRange(string text, out double low, out double high)
    {
        low = double.NegativeInfinity;
        high = double.PositiveInfinity;
        int dots = text.IndexOf("..", StringComparison.Ordinal);
        if (dots < 0)
        {
            bool is1 = TryEnd(text, out low);
            high = low;
            return is1;
        }

        string first = text[..dots].Trim();
        string last = text[(dots + 2)..].Trim();
        return (first.Length > 0 || last.Length > 0) && (first.Length == 0 || TryEnd(first, out low)) && (last.Length == 0 || TryEnd(last, out high)) && low <= high;
    }

    private static bool TryEnd(string text, out double value) => text.EndsWith('%') ? NumberText.TryFraction(text, out value) : NumberText.TryNumber(text, out value);
}
