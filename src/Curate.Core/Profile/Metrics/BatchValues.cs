using System.Buffers.Text;
using System.Globalization;
using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Hashing;

namespace Curate.Core.Profile.Metrics;

/// <summary>Classes and scores of the rows of a batch, whatever kind their columns were read as.</summary>
internal static class BatchValues
{
    /// <summary>The number of each row's class in <paramref name="names"/>, -1 for a null.</summary>
    public static void Classes(Column column, string name, TextIndex names, Span<int> codes)
    {
        Span<byte> buffer = stackalloc byte[40];
        int used;
        switch (column)
        {
            case TextColumn text:
                for (int row = 0; row < codes.Length; row++)
                {
                    codes[row] = text.IsNull(row) ? -1 : names.Add(text[row]);
                }

                break;
            case WholeColumn whole:
                for (int row = 0; row < codes.Length; row++)
                {
                    Utf8Formatter.TryFormat(whole[row], buffer, out used);
                    codes[row] = whole.IsNull(row) ? -1 : names.Add(buffer[..used]);
                }

                break;
            case NumberColumn number:
                for (int row = 0; row < codes.Length; row++)
                {
                    number[row].TryFormat(buffer, out used, "R", CultureInfo.InvariantCulture);
                    codes[row] = number.IsNull(row) ? -1 : names.Add(buffer[..used]);
                }

                break;
            case FlagColumn flag:
                for (int row = 0; row < codes.Length; row++)
                {
                    codes[row] = flag.IsNull(row) ? -1 : names.Add(flag[row] ? "true"u8 : "false"u8);
                }

                break;
            default:
                Fail.With(ErrorCodes.BadValue, $"Column '{name}' holds {ValueText.NameOf(column.Kind)} values, not classes.", "Name a text, whole, number or flag column, or read it as text with --types.");
                break;
        }
    }

    /// <summary>The number of each row; NaN for a null or a text that is no number.</summary>
    public static void Scores(Column column, string name, Span<double> values)
    {
        switch (column)
        {
            case NumberColumn number:
                for (int row = 0; row < values.Length; row++)
                {
                    values[row] = number.IsNull(row) ? double.NaN : number[row];
                }

                break;
            case WholeColumn whole:
                for (int row = 0; row < values.Length; row++)
                {
                    values[row] = whole.IsNull(row) ? double.NaN : whole[row];
                }

                break;
            case TextColumn text:
                for (int row = 0; row < values.Length; row++)
                {
                    values[row] = !text.IsNull(row) && ValueText.TryNumber(text[row], out double value) ? value : double.NaN;
                }

                break;
            default:
                Fail.With(ErrorCodes.BadValue, $"Column '{name}' holds {ValueText.NameOf(column.Kind)} values, not scores.", "Name a column of numbers with --probability.");
                break;
        }
    }
}
