using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Numerics;

namespace Curate.Core.Dedupe;

/// <summary>
/// Which of several equal rows stays: a total order. Each row gets a rank, the lowest stays, and equal ranks are decided by the row
/// number, so the choice never depends on threads or shards.
/// </summary>
/// <param name="Kind">first, last, longest, shortest, max, min or prefer.</param>
/// <param name="Column">The column of max, min and prefer; of longest and shortest the text column, or null for the whole row.</param>
/// <param name="Values">The values of prefer, best first.</param>
public sealed record KeepRule(string Kind, string? Column, IReadOnlyList<string> Values)
{
    public static KeepRule First { get; } = new("first", null, []);

    /// <summary>True when row numbers alone decide.</summary>
    public bool IsFirst => Kind == "first";

    /// <summary>The rule needs the length of whole rows.</summary>
    public bool ReadsRow => Kind is "longest" or "shortest" && Column is null;

    /// <summary>Reads <c>first</c>, <c>last</c>, <c>longest</c>, <c>longest:COL</c>, <c>max:COL</c>, <c>min:COL</c>, <c>prefer:COL=a,b</c>.</summary>
    /// <param name="text">The rule.</param>
    /// <param name="others">Words that the option takes besides, for the message: <c>hard, easy, </c>.</param>
    public static KeepRule Parse(string text, string others = "")
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        string kind = colon < 0 ? text : text[..colon];
        string? rest = colon < 0 ? null : text[(colon + 1)..];
        switch (kind)
        {
            case "first" or "last" when rest is null:
                return new KeepRule(kind, null, []);
            case "longest" or "shortest" when rest is not "":
                return new KeepRule(kind, rest, []);
            case "max" or "min" when !string.IsNullOrEmpty(rest):
                return new KeepRule(kind, rest, []);
            case "prefer" when rest is not null && rest.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals && equals < rest.Length - 1:
                return new KeepRule(kind, rest[..equals], rest[(equals + 1)..].Split(','));
            default:
                Fail.Usage($"--keep takes {others}first, last, longest, shortest, max:COL, min:COL or prefer:COL=a,b, not {Fail.Show(text)}.");
                return null!;
        }
    }

    /// <summary>The rank of a row; lower stays. A value that is missing or cannot be compared ranks last.</summary>
    /// <param name="row">Row number.</param>
    /// <param name="rowBytes">Length of the whole row, where it counts.</param>
    /// <param name="value">Text of <see cref="Column"/>.</param>
    /// <param name="isNull">That text is missing.</param>
    public ulong Rank(long row, int rowBytes, ReadOnlySpan<byte> value, bool isNull)
    {
        int length = Column is null ? rowBytes : isNull ? -1 : Characters(value);
        return Kind switch
        {
            "first" => 0,
            "last" => ulong.MaxValue - (ulong)row,
            "longest" => (ulong)(int.MaxValue - length),
            "shortest" => length < 0 ? ulong.MaxValue : (ulong)length,
            "max" => isNull || !TryOrder(value, out ulong high) ? ulong.MaxValue : ulong.MaxValue - high - 1,
            "min" => isNull || !TryOrder(value, out ulong low) ? ulong.MaxValue : low,
            _ => isNull ? ulong.MaxValue : (ulong)Preference(value),
        };
    }

    private static int Characters(ReadOnlySpan<byte> utf8)
    {
        int count = 0;
        foreach (byte b in utf8)
        {
            count += (b & 0xC0) != 0x80 ? 1 : 0;
        }

        return count;
    }

    /// <summary>Numbers and ISO dates and times as integers of the same order.</summary>
    private static bool TryOrder(ReadOnlySpan<byte> text, out ulong order)
    {
        order = 0;
        if (ValueText.TryWhole(text, out long whole))
        {
            // Whole numbers beyond 2^53 would meet in a double; their order within equal doubles does not matter to anyone but must not vary.
            order = OrderedBits.Of(whole);
            return true;
        }

        if (ValueText.TryNumber(text, out double number) && !double.IsNaN(number))
        {
            order = OrderedBits.Of(number);
            return true;
        }

        if (MomentText.TryTime(text, out long micros))
        {
            order = OrderedBits.Of(micros);
            return true;
        }

        return false;
    }

    private int Preference(ReadOnlySpan<byte> value)
    {
        for (int i = 0; i < Values.Count; i++)
        {
            if (value.SequenceEqual(System.Text.Encoding.UTF8.GetBytes(Values[i])))
            {
                return i;
            }
        }

        return Values.Count;
    }
}
