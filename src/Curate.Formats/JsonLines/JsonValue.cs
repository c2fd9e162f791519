using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;
using Curate.Core.Data;
using Curate.Formats.Files;

namespace Curate.Formats.JsonLines;

/// <summary>Writes typed values as JSON. Numbers are the shortest text that reads back as the same value, on every culture.</summary>
internal static class JsonValue
{
    /// <summary>Appends the value of a row, which may be null.</summary>
    /// <param name="to">Where to.</param>
    /// <param name="column">The values.</param>
    /// <param name="row">Which of them.</param>
    /// <param name="field">Says what texts stand for, and whether numbers came as float32.</param>
    public static void Append(ByteBuffer to, Column column, int row, Field field)
    {
        if (column.IsNull(row))
        {
            to.Append("null"u8);
            return;
        }

        switch (column.Kind)
        {
            case ColumnKind.Text:
                AppendText(to, ((TextColumn)column)[row], field.Kind);
                break;
            case ColumnKind.Json:
                AppendJson(to, ((TextColumn)column)[row]);
                break;
            case ColumnKind.Bytes:
                AppendBase64(to, ((TextColumn)column)[row]);
                break;
            case ColumnKind.Whole:
                AppendWhole(to, ((WholeColumn)column)[row]);
                break;
            case ColumnKind.Number when field.IsSingle:
                AppendSingle(to, (float)((NumberColumn)column)[row]);
                break;
            case ColumnKind.Number:
                AppendDouble(to, ((NumberColumn)column)[row]);
                break;
            case ColumnKind.Flag:
                to.Append(((FlagColumn)column)[row] ? "true"u8 : "false"u8);
                break;
            case ColumnKind.Date or ColumnKind.Time:
                JsonDigits.AppendTime(to, ((TimeColumn)column)[row], column.Kind == ColumnKind.Date);
                break;
            case ColumnKind.Decimal:
                ValueWriter.AppendDecimal(to, (DecimalColumn)column, row);
                break;
            default:
                AppendVector(to, ((VectorColumn)column)[row]);
                break;
        }
    }

    /// <summary>Appends the value of an edit; <paramref name="kind"/> is the kind of its column, where known.</summary>
    public static void Append(ByteBuffer to, in CellValue value, ColumnKind? kind)
    {
        if (value.IsNull)
        {
            to.Append("null"u8);
            return;
        }

        switch (value.Kind)
        {
            case ColumnKind.Text:
                AppendText(to, value.Bytes, kind);
                break;
            case ColumnKind.Json:
                AppendJson(to, value.Bytes);
                break;
            case ColumnKind.Bytes:
                AppendBase64(to, value.Bytes);
                break;
            case ColumnKind.Whole:
                AppendWhole(to, value.Whole);
                break;
            case ColumnKind.Number:
                AppendDouble(to, value.Number);
                break;
            case ColumnKind.Flag:
                to.Append(value.Whole != 0 ? "true"u8 : "false"u8);
                break;
            case ColumnKind.Date or ColumnKind.Time:
                JsonDigits.AppendTime(to, value.Whole, value.Kind == ColumnKind.Date);
                break;
            default:
                // Decimals and vectors come as text.
                AppendText(to, value.Bytes, value.Kind);
                break;
        }
    }

    /// <summary>
    /// Appends a text as what its column is known to hold: numbers and flags become JSON numbers and literals with the digits they have,
    /// vectors and JSON stay as they are where they are JSON. Everything else is a string, <c>NaN</c> and <c>inf</c> too, for which JSON
    /// has no numbers.
    /// </summary>
    public static void AppendText(ByteBuffer to, ReadOnlySpan<byte> text, ColumnKind? kind)
    {
        switch (kind)
        {
            case ColumnKind.Whole or ColumnKind.Number or ColumnKind.Decimal when TryAppendNumber(to, text.Trim((byte)' ')):
                return;
            case ColumnKind.Flag when ValueText.TryFlag(text, out bool flag):
                to.Append(flag ? "true"u8 : "false"u8);
                return;
            case ColumnKind.Vector or ColumnKind.Json when IsJson(text):
                AppendJson(to, text);
                return;
            default:
                JsonQuotes.Append(to, text);
                return;
        }
    }

    /// <summary>Appends JSON as it stands; line ends, which JSON allows between tokens only, become spaces.</summary>
    public static void AppendJson(ByteBuffer to, ReadOnlySpan<byte> json)
    {
        Span<byte> place = to.Take(json.Length);
        json.CopyTo(place);
        if (place.ContainsAny((byte)'\n', (byte)'\r'))
        {
            place.Replace((byte)'\n', (byte)' ');
            place.Replace((byte)'\r', (byte)' ');
        }
    }

    private static bool TryAppendNumber(ByteBuffer to, ReadOnlySpan<byte> text)
    {
        if (JsonText.IsNumber(text))
        {
            to.Append(text);
            return true;
        }

        // The text grammar allows .5 and 5., where JSON wants a digit on both sides of the point.
        int dot = text.IndexOf((byte)'.');
        if (dot < 0 || !ValueText.TryNumber(text, out _))
        {
            return false;
        }

        to.Append(text[..dot]);
        if (dot == 0 || text[dot - 1] == '-')
        {
            to.Append((byte)'0');
        }

        to.Append((byte)'.');
        ReadOnlySpan<byte> rest = text[(dot + 1)..];
        if (rest.Length == 0 || (uint)(rest[0] - '0') > 9)
        {
            to.Append((byte)'0');
        }

        to.Append(rest);
        return true;
    }

    private static bool IsJson(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = LineParser.MaxDepth - 1 });
        try
        {
            while (reader.Read())
            {
            }

            return JsonText.LoneSurrogate(text) < 0;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static void AppendWhole(ByteBuffer to, long value)
    {
        Span<byte> place = to.Take(20);
        Utf8Formatter.TryFormat(value, place, out int used);
        to.Shrink(20 - used);
    }

    private static void AppendDouble(ByteBuffer to, double value)
    {
        if (!double.IsFinite(value))
        {
            AppendNamed(to, value);
            return;
        }

        to.Shrink(ShortestNumber.MostBytes - ShortestNumber.Write(value, to.Take(ShortestNumber.MostBytes)));
    }

    private static void AppendSingle(ByteBuffer to, float value)
    {
        if (!float.IsFinite(value))
        {
            AppendNamed(to, value);
            return;
        }

        to.Shrink(ShortestNumber.MostBytes - ShortestNumber.Write(value, to.Take(ShortestNumber.MostBytes)));
    }

    private static void AppendNamed(ByteBuffer to, double value) =>
        to.Append(double.IsNaN(value) ? "\"NaN\""u8 : value > 0 ? "\"inf\""u8 : "\"-inf\""u8);

    private static void AppendBase64(ByteBuffer to, ReadOnlySpan<byte> bytes)
    {
        to.Append((byte)'"');
        Span<byte> place = to.Take(Base64.GetMaxEncodedToUtf8Length(bytes.Length));
        Base64.EncodeToUtf8(bytes, place, out _, out int written);
        to.Shrink(place.Length - written);
        to.Append((byte)'"');
    }

    private static void AppendVector(ByteBuffer to, ReadOnlySpan<float> values)
    {
        to.Append((byte)'[');
        for (int i = 0; i < values.Length; i++)
        {
            if (i > 0)
            {
                to.Append((byte)',');
            }

            AppendSingle(to, values[i]);
        }

        to.Append((byte)']');
    }
}
