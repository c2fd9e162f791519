using System.Globalization;
using Curate.Core.Data;

namespace Curate.Core.Running.Plans;

/// <summary>A numeric column of made-up rows, or a vector column: how computed numbers become values of it.</summary>
/// <param name="Name">The column.</param>
/// <param name="Kind">Whole, number, decimal, flag, date, time or vector.</param>
public sealed record SyntheticColumn(string Name, ColumnKind Kind)
{
    /// <summary>Values are float32.</summary>
    public bool IsSingle { get; init; }

    /// <summary>Digits behind the point of a decimal.</summary>
    public int Scale { get; init; }

    /// <summary>Length of the vectors of a vector column; 1 for all others.</summary>
    public int Dimension { get; init; } = 1;

    /// <summary>Fractions of whole-number columns stay instead of being rounded to the nearest whole number, halves to even.</summary>
    public bool KeepsFractions { get; init; }

    /// <summary>The value for computed numbers, <see cref="Dimension"/> of them.</summary>
    public CellValue Value(ReadOnlySpan<double> numbers) => Kind switch
    {
        ColumnKind.Whole when !KeepsFractions => CellValue.OfWhole(Nearest(numbers[0])),
        ColumnKind.Flag => CellValue.OfFlag(numbers[0] >= 0.5),
        ColumnKind.Time => new CellValue(Kind) { Whole = Nearest(numbers[0]) },
        ColumnKind.Date => new CellValue(Kind) { Whole = Nearest(numbers[0] / 86_400_000_000) * 86_400_000_000 },
        ColumnKind.Decimal => new CellValue(Kind) { Bytes = Utf8(numbers[0].ToString("F" + Scale.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)) },
        ColumnKind.Vector => new CellValue(Kind) { Bytes = Utf8(Text(numbers)) },
        _ => CellValue.OfNumber(IsSingle ? (float)numbers[0] : numbers[0]),
    };

    internal void Save(BinaryWriter to)
    {
        to.Write(Name);
        to.Write((byte)Kind);
        to.Write(IsSingle);
        to.Write(Scale);
        to.Write(Dimension);
        to.Write(KeepsFractions);
    }

    internal static SyntheticColumn Load(BinaryReader from) => new(from.ReadString(), (ColumnKind)from.ReadByte())
    {
        IsSingle = from.ReadBoolean(),
        Scale = from.ReadInt32(),
        Dimension = from.ReadInt32(),
        KeepsFractions = from.ReadBoolean(),
    };

    /// <summary>Conversion saturates, so that a number just beyond 64 bits stays at the end of their range.</summary>
    private static long Nearest(double value) => (long)Math.Round(value, MidpointRounding.ToEven);

    private static string Text(ReadOnlySpan<double> numbers)
    {
        var text = new System.Text.StringBuilder("[");
        for (int i = 0; i < numbers.Length; i++)
        {
            text.Append(i == 0 ? "" : ",").Append(ShortestNumber.Text((float)numbers[i]));
        }

        return text.Append(']').ToString();
    }

    private static byte[] Utf8(string text) => System.Text.Encoding.UTF8.GetBytes(text);
}
