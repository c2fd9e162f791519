using System.Text;

namespace Curate.Cli.Reports;

/// <summary>The signs that bars and little histograms are drawn with.</summary>
internal sealed class Glyphs
{
    private readonly string _levels;
    private readonly string _eighths;

    private Glyphs(string levels, string eighths, char full, char whisker, string ellipsis, string dot, char rule)
    {
        _levels = levels;
        _eighths = eighths;
        Full = full;
        Whisker = whisker;
        Ellipsis = ellipsis;
        Dot = dot;
        Rule = rule;
    }

    /// <summary>Block elements.</summary>
    public static Glyphs Blocks { get; } = new("▁▂▃▄▅▆▇█", "▏▎▍▌▋▊▉", '█', '─', "…", "·", '─');

    /// <summary>ASCII alone, for terminals and locales that show nothing else.</summary>
    public static Glyphs Ascii { get; } = new("_.,:-=+#", "", '#', '-', "...", "-", '-');

    public char Full { get; }

    /// <summary>How far the upper end of an interval reaches beyond a bar.</summary>
    public char Whisker { get; }

    public string Ellipsis { get; }

    public string Dot { get; }

    public char Rule { get; }

    /// <summary>A bar of <paramref name="share"/> (0 to 1) of <paramref name="width"/> cells; anything above 0 shows at least its smallest sign.</summary>
    public string Bar(double share, int width)
    {
        if (!(share > 0) || width <= 0)
        {
            return "";
        }

        double cells = Math.Min(1, share) * width;
        if (_eighths.Length == 0)
        {
            return new string(Full, Math.Max(1, (int)Math.Round(cells)));
        }

        int eighths = Math.Max(1, (int)Math.Round(cells * 8));
        string full = new(Full, eighths / 8);
        return eighths % 8 == 0 ? full : full + _eighths[eighths % 8 - 1];
    }

    /// <summary>One sign per height, relative to the largest; a blank for 0.</summary>
    public string Spark(IReadOnlyList<double> heights)
    {
        double most = 0;
        foreach (double height in heights)
        {
            most = Math.Max(most, height);
        }

        var line = new StringBuilder(heights.Count);
        foreach (double height in heights)
        {
            int level = most > 0 ? (int)Math.Ceiling(height / most * _levels.Length) : 0;
            line.Append(level <= 0 ? ' ' : _levels[Math.Min(level, _levels.Length) - 1]);
        }

        return line.ToString();
    }

    /// <summary>At most <paramref name="most"/> heights: neighbours are added together.</summary>
    public static double[] Squeeze(IReadOnlyList<double> heights, int most)
    {
        int count = Math.Min(most, heights.Count);
        var squeezed = new double[count];
        for (int i = 0; i < heights.Count; i++)
        {
            squeezed[(int)((long)i * count / heights.Count)] += heights[i];
        }

        return squeezed;
    }
}
