namespace Curate.Core.Text.Tokens.Files;

/// <summary>
/// Reads a number as the reference implementation does: the digits as one whole number, rounded, then divided by a power of ten, rounded again. That can miss the
/// nearest number by a last bit, and scores of tokens that tie otherwise are told apart by it.
/// </summary>
internal static class ReferenceNumber
{
    private const int MostPower = 308;

    /// <param name="text">A number of valid JSON.</param>
    public static double Read(string text)
    {
        int at = text[0] == '-' ? 1 : 0;
        ulong digits = 0;
        int exponent = 0;
        bool isFull = false;
        bool isFraction = false;
        for (; at < text.Length && (text[at] is '.' or (>= '0' and <= '9')); at++)
        {
            if (text[at] == '.')
            {
                isFraction = true;
                continue;
            }

            ulong digit = (ulong)(text[at] - '0');
            isFull |= digits > (ulong.MaxValue - digit) / 10;
            if (isFull)
            {
                // Digits that do not fit are dropped.
                exponent += isFraction ? 0 : 1;
                continue;
            }

            digits = (digits * 10) + digit;
            exponent -= isFraction ? 1 : 0;
        }

        if (at < text.Length)
        {
            exponent += Exponent(text.AsSpan(at + 1));
        }

        double value = Scaled(digits, exponent);
        return text[0] == '-' ? -value : value;
    }

    private static int Exponent(ReadOnlySpan<char> text)
    {
        int value = 0;
        foreach (char c in text)
        {
            value = char.IsAsciiDigit(c) ? Math.Min((value * 10) + c - '0', 100_000) : value;
        }

        return text[0] == '-' ? -value : value;
    }

    private static double Scaled(double value, int exponent)
    {
        while (value != 0 && !double.IsInfinity(value))
        {
            if (Math.Abs(exponent) <= MostPower)
            {
                return exponent >= 0 ? value * PowersOfTen.Of(exponent) : value / PowersOfTen.Of(-exponent);
            }

            value = exponent > 0 ? double.PositiveInfinity : value / 1e308;
            exponent += 308;
        }

        return value;
    }

    /// <summary>10 to whole powers, each the nearest double.</summary>
    private static class PowersOfTen
    {
        private static readonly double[] s_powers =
            [.. Enumerable.Range(0, MostPower + 1).Select(static n => double.Parse("1e" + n.ToString(System.Globalization.CultureInfo.InvariantCulture), System.Globalization.CultureInfo.InvariantCulture))];

        public static double Of(int exponent) => s_powers[exponent];
    }
}
