using System.Globalization;
using System.Text;
using Curate.Core.Text;

namespace Curate.Core.Tests.Text;

/// <summary>A line of normalisation.txt: a text and its forms C and D as Python gives them.</summary>
internal sealed record NormalisationCase(int Line, string Text, string Composed, string Decomposed)
{
    public static IReadOnlyList<NormalisationCase> All { get; } = ReadAll();

    /// <summary>The fixture's first line, which names its Unicode version.</summary>
    public static string Header
    {
        get
        {
            using StreamReader reader = Open();
            return reader.ReadLine()!;
        }
    }

    /// <summary>Code points in hexadecimal, as failures show them.</summary>
    public static string Show(string text)
    {
        var shown = new StringBuilder();
        for (int at = 0; at < text.Length;)
        {
            int point = CanonicalComposition.ReadPoint(text, at, out int width);
            shown.Append(CultureInfo.InvariantCulture, $"{point:X} ");
            at += width;
        }

        return shown.ToString().TrimEnd();
    }

    private static List<NormalisationCase> ReadAll()
    {
        var cases = new List<NormalisationCase>();
        using StreamReader reader = Open();
        int number = 0;
        while (reader.ReadLine() is { } line)
        {
            number++;
            if (!line.StartsWith('#'))
            {
                string[] parts = line.Split(';');
                string text = Parse(parts[0]);
                cases.Add(new(number, text, parts[1] == "=" ? text : Parse(parts[1]), parts[2] == "=" ? text : Parse(parts[2])));
            }
        }

        return cases;
    }

    private static StreamReader Open() => new(typeof(NormalisationCase).Assembly.GetManifestResourceStream("normalisation.txt")!);

    private static string Parse(string points)
    {
        var text = new StringBuilder();
        foreach (string part in points.Split(' '))
        {
            int point = int.Parse(part, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (point < 0x10000)
            {
                text.Append((char)point);
            }
            else
            {
                text.Append(char.ConvertFromUtf32(point));
            }
        }

        return text.ToString();
    }
}
