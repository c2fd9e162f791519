using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Curate.Core.Data;

namespace Curate.Core.Profile.Columns;

/// <summary>Values of a profile as people read them: texts as they stand, numbers in shortest form, moments in ISO 8601.</summary>
internal static class ValueDisplay
{
    private const int MostCharacters = 200;
    private const long DayMicros = 86_400_000_000;

    /// <summary>A value as text, whole.</summary>
    public static string Full(ValueForm form, ReadOnlySpan<byte> value)
    {
        switch (form)
        {
            case ValueForm.Json:
                byte[] room = [];
                return Encoding.UTF8.GetString(JsonStrings.Content(value, ref room));
            case ValueForm.Bytes:
                return Convert.ToBase64String(value);
            case ValueForm.Whole:
                return BinaryPrimitives.ReadInt64LittleEndian(value).ToString(CultureInfo.InvariantCulture);
            case ValueForm.Number:
                return ShortestNumber.Text(BinaryPrimitives.ReadDoubleLittleEndian(value));
            case ValueForm.Moment:
                return Moment(BinaryPrimitives.ReadInt64LittleEndian(value));
            case ValueForm.Vector:
                var shown = new StringBuilder("[");
                for (int i = 0; i < value.Length; i += 4)
                {
                    shown.Append(i == 0 ? "" : ", ").Append(ShortestNumber.Text(BinaryPrimitives.ReadSingleLittleEndian(value[i..])));
                }

                return shown.Append(']').ToString();
            default:
                return Encoding.UTF8.GetString(value);
        }
    }

    /// <summary>A value as text, cut to what a report shows.</summary>
    public static string Short(ValueForm form, ReadOnlySpan<byte> value)
    {
        string full = Full(form, value);
        if (full.Length <= MostCharacters)
        {
            return full;
        }

        int cut = char.IsHighSurrogate(full[MostCharacters - 2]) ? MostCharacters - 2 : MostCharacters - 1;
        return full[..cut] + "…";
    }

    /// <summary>Microseconds since 1970 as a day, or as a moment where it has a time of day.</summary>
    public static string Moment(long micros)
    {
        long ticks = micros is > -62135596800000000 and < 253402300800000000 ? micros * 10 : micros < 0 ? -621355968000000000 : 2534023007999999999;
        DateTime at = DateTime.UnixEpoch.AddTicks(ticks);
        string format = micros % DayMicros == 0 ? "yyyy-MM-dd" : micros % 1_000_000 == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";
        return at.ToString(format, CultureInfo.InvariantCulture);
    }

    /// <summary>The number that a value is, or NaN.</summary>
    public static double Number(ValueForm form, ReadOnlySpan<byte> value) => form switch
    {
        ValueForm.Whole => BinaryPrimitives.ReadInt64LittleEndian(value),
        ValueForm.Number => BinaryPrimitives.ReadDoubleLittleEndian(value),
        ValueForm.Moment => BinaryPrimitives.ReadInt64LittleEndian(value),
        ValueForm.Text or ValueForm.Json => OfText(value),
        _ => double.NaN,
    };

    private static double OfText(ReadOnlySpan<byte> value)
    {
        if (value.Length > 0 && NumberScan.TryAny(value, out double number, out _, out _, out _))
        {
            return number == 0 ? 0 : number;
        }

        if (value.Length >= 12 && value[0] == '"')
        {
            value = value[1..^1];
        }

        return MomentText.TryTime(value, out long micros) ? micros : double.NaN;
    }
}
