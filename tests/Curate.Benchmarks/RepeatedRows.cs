using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Curate.TestKit;

namespace Curate.Benchmarks;

/// <summary>
/// The table that dedupe is measured on: ten columns, about 150 bytes a row, where one row in five repeats an earlier row byte for byte.
/// A row is a pure function of the seed and its number, so nothing but the numbers of the repeated rows is held (4 bytes a row).
/// </summary>
public static class RepeatedRows
{
    private const double RepeatShare = 0.2;
    private const int LargestRow = 512;

    private static readonly string[] s_categories =
        ["books", "music", "garden", "kitchen", "sports", "toys", "health", "beauty", "office", "pets", "grocery", "outdoor", "baby", "tools", "shoes"];

    private static readonly string[] s_labels = ["negative", "neutral", "positive"];

    private static readonly string[] s_words =
    [
        "good", "very", "small", "price", "arrived", "late", "but", "works", "as", "described", "the", "colour", "is", "not", "what", "I",
        "expected", "would", "buy", "again", "broken", "after", "two", "weeks", "fits", "well", "café", "size", "cheap", "sturdy",
    ];

    /// <summary>Writes the table; the same rows and seed give the same bytes.</summary>
    public static void Write(string path, int rows, ulong seed)
    {
        int[] source = Sources(rows, seed);
        using FileStream file = new(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1);
        byte[] buffer = new byte[1 << 20];
        int end = Encoding.UTF8.GetBytes("id,category,price,score,quantity,day,note,active,url,label\n", buffer);
        foreach (int row in source)
        {
            if (buffer.Length - end < LargestRow)
            {
                file.Write(buffer, 0, end);
                end = 0;
            }

            end += Row(buffer.AsSpan(end), row, new SplitMix64(seed * 0x9E3779B97F4A7C15 + (ulong)row));
        }

        file.Write(buffer, 0, end);
    }

    /// <summary>For each row the number of the row whose content it has: its own, or that of an earlier one anywhere before it.</summary>
    private static int[] Sources(int rows, ulong seed)
    {
        SplitMix64 draws = new(~seed);
        int[] source = new int[rows];
        for (int row = 0; row < rows; row++)
        {
            source[row] = row > 0 && draws.Chance(RepeatShare) ? source[draws.Below(row)] : row;
        }

        return source;
    }

    private static int Row(Span<byte> to, int row, SplitMix64 draws)
    {
        Writer line = new(to);
        line.Whole(100_000 + row);
        line.Field();
        line.Text(draws.Pick(s_categories));
        line.Field();
        line.Whole(draws.Below(900) + 1);
        line.Byte('.');
        line.Whole(draws.Below(90) + 10);
        line.Field();
        line.Text("0.");
        line.Whole(draws.Below(9_000_000) + 1_000_000);
        line.Field();
        line.Whole(draws.Below(5000));
        line.Field();
        line.Text(new DateOnly(2015, 1, 1).AddDays(draws.Below(3650)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        line.Field();
        Note(ref line, draws);
        line.Field();
        line.Text(draws.Chance(0.7) ? "true" : "false");
        line.Field();
        line.Text("https://shop.example.com/");
        line.Text(draws.Pick(s_categories));
        line.Text("/item-");
        line.Whole(draws.Below(100_000_000));
        line.Field();
        line.Text(draws.Pick(s_labels));
        line.Byte('\n');
        return line.Length;
    }

    // 24 to 66 bytes; one in ten holds a comma and is therefore quoted.
    private static void Note(ref Writer line, SplitMix64 draws)
    {
        bool quoted = draws.Chance(0.1);
        int wanted = 24 + draws.Below(34);
        int start = line.Length;
        if (quoted)
        {
            line.Text("\"so, ");
        }

        line.Text(draws.Pick(s_words));
        while (line.Length - start < wanted)
        {
            line.Byte(' ');
            line.Text(draws.Pick(s_words));
        }

        if (quoted)
        {
            line.Byte('"');
        }
    }

    private ref struct Writer(Span<byte> to)
    {
        private readonly Span<byte> _to = to;

        public int Length { get; private set; }

        public void Field() => Byte(',');

        public void Byte(char value) => _to[Length++] = (byte)value;

        public void Text(string text) => Length += Encoding.UTF8.GetBytes(text, _to[Length..]);

        public void Whole(int value)
        {
            Utf8Formatter.TryFormat(value, _to[Length..], out int count);
            Length += count;
        }
    }
}
