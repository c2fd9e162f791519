using System.Globalization;
using Curate.Core.Data;

namespace Curate.Core.Resample.Features;

/// <summary>Computed numbers as values of the columns that they belong to.</summary>
public static class FeatureValue
{
    /// <summary>
    /// A value of a column's kind: whole numbers, dates (midnight) and times are rounded, halves to even; a flag is true from 0.5 on; decimals keep the
    /// column's digits; other numbers have the shortest text that reads back as the same float32, the precision that features have.
    /// </summary>
    /// <param name="column">A column of numbers, flags, dates or times.</param>
    /// <param name="value">What was computed, in the column's own unit.</param>
    public static CellValue Of(Field column, double value) => column.Kind switch
    {
        ColumnKind.Whole => CellValue.OfWhole((long)Math.Round(value)),
        ColumnKind.Flag => CellValue.OfFlag(value >= 0.5),
        ColumnKind.Time => new CellValue(ColumnKind.Time) { Whole = (long)Math.Round(value) },
        ColumnKind.Date => new CellValue(ColumnKind.Date) { Whole = (long)Math.Round(value / TimeSpan.MicrosecondsPerDay) * TimeSpan.MicrosecondsPerDay },
        ColumnKind.Decimal => CellValue.OfText(Math.Round((decimal)value, Math.Min(28, column.Scale)).ToString("F" + column.Scale.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)),
        _ => CellValue.OfNumber(Shortest((float)value)),
    };

    /// <summary>The double with the shortest decimal digits of a float32.</summary>
    private static double Shortest(float value) => double.Parse(ShortestNumber.Text(value), NumberStyles.Float, CultureInfo.InvariantCulture);
}
