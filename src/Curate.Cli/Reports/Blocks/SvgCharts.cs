using System.Globalization;
using System.Net;
using System.Text;
using Curate.Core.Profile.Report;

namespace Curate.Cli.Reports.Blocks;

/// <summary>
/// Drawings as inline SVG. Colours come from the style sheet of the page by class, so that they follow light, dark and print; sizes are
/// relative, so that they follow narrow windows. Coordinates have one decimal: a page of many columns stays small.
/// </summary>
internal static class SvgCharts
{
    private const int LongestName = 24;

    public static void Append(StringBuilder page, Chart chart)
    {
        switch (chart)
        {
            case HistogramChart histogram:
                Histogram(page, histogram);
                break;
            case LorenzChart lorenz:
                Lorenz(page, lorenz);
                break;
            case HeatMapChart map:
                HeatMap(page, map);
                break;
        }
    }

    /// <summary>A little histogram for a table cell: one path.</summary>
    public static void Spark(StringBuilder page, IReadOnlyList<double> heights)
    {
        if (heights.Count == 0)
        {
            return;
        }

        double most = heights.Max();
        page.Append(CultureInfo.InvariantCulture, $"<svg class=\"spark\" viewBox=\"0 0 {heights.Count * 4} 40\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><path d=\"");
        var outline = new Outline(page, 40);
        for (int i = 0; i < heights.Count; i++)
        {
            outline.Step(i * 4, i * 4 + 4, most > 0 ? heights[i] / most : 0);
        }

        page.Append("\"/></svg>");
    }

    /// <summary>A bar with its interval for a table cell.</summary>
    public static void Bar(StringBuilder page, Bar bar)
    {
        page.Append(CultureInfo.InvariantCulture, $"<svg class=\"bar\" aria-hidden=\"true\"><rect width=\"{Percent(bar.Value)}\"/>");
        if (bar.High > bar.Low)
        {
            page.Append(CultureInfo.InvariantCulture, $"<rect class=\"w\" x=\"{Percent(bar.Low)}\" width=\"{Percent(bar.High - Math.Max(0, bar.Low))}\"/>");
        }

        page.Append("</svg>");
    }

    private static void Histogram(StringBuilder page, HistogramChart chart)
    {
        const double Width = 480;
        const double Height = 90;
        IReadOnlyList<HistogramBin> bins = chart.Bins;
        double first = bins[0].Low;
        double span = bins[^1].High - first;
        bool even = !(span > 0) || !double.IsFinite(span) || bins.All(b => Math.Abs((b.High - b.Low) * bins.Count - span) <= 1e-6 * span);

        // Bins of one width show counts; others show counts over width, so that areas stay comparable.
        double[] heights = [.. bins.Select(b => even ? b.Count : b.High > b.Low ? b.Count / (b.High - b.Low) : 0)];
        double most = heights.Max();
        Open(page, chart.Title, 0, 0, Width, Height + 18, "hist");
        page.Append("<path class=\"f\" d=\"");
        var outline = new Outline(page, (int)Height);
        for (int i = 0; i < bins.Count; i++)
        {
            double from = even ? Width * i / bins.Count : Width * (bins[i].Low - first) / span;
            double to = even ? Width * (i + 1) / bins.Count : Width * (bins[i].High - first) / span;
            outline.Step((int)Math.Round(from), (int)Math.Round(to), most > 0 ? heights[i] / most : 0);
        }

        page.Append(CultureInfo.InvariantCulture, $"\"/><path class=\"a\" d=\"M0 {Height}H{Width}\"/>");
        page.Append(CultureInfo.InvariantCulture, $"<text x=\"0\" y=\"{Height + 14}\">{Encode(Short(chart.First, 30))}</text><text x=\"{Width}\" y=\"{Height + 14}\" text-anchor=\"end\">{Encode(Short(chart.Last, 30))}</text></svg>\n");
    }

    private static void Lorenz(StringBuilder page, LorenzChart chart)
    {
        const double Side = 220;
        Open(page, chart.Title, -48, -6, Side + 68, Side + 40, "lorenz");
        page.Append(CultureInfo.InvariantCulture, $"<path class=\"a\" d=\"M0 0V{Side}H{Side}\"/><path class=\"d\" d=\"M0 {Side}L{Side} 0\"/><path class=\"l\" d=\"");
        var line = new StringBuilder();
        char step = 'M';
        foreach (LorenzPoint point in Thinned(chart.Points, 400))
        {
            line.Append(step).Append(Text(Side * point.Classes)).Append(' ').Append(Text(Side - Side * point.Rows));
            step = 'L';
        }

        page.Append(line).Append("\"/><path class=\"s\" d=\"").Append(line).Append(CultureInfo.InvariantCulture, $"L{Side} 0L0 {Side}Z\"/>");
        page.Append(CultureInfo.InvariantCulture, $"<text x=\"{Side / 2}\" y=\"{Side + 28}\" text-anchor=\"middle\">share of classes, smallest first</text>");
        page.Append(CultureInfo.InvariantCulture, $"<text transform=\"translate(-38 {Side / 2}) rotate(-90)\" text-anchor=\"middle\">share of rows</text>");
        foreach (double at in (ReadOnlySpan<double>)[0, 0.5, 1])
        {
            page.Append(CultureInfo.InvariantCulture, $"<text x=\"{Side * at}\" y=\"{Side + 13}\" text-anchor=\"middle\">{100 * at}%</text>");
            if (at > 0)
            {
                page.Append(CultureInfo.InvariantCulture, $"<text x=\"-4\" y=\"{Side - Side * at + 4}\" text-anchor=\"end\">{100 * at}%</text>");
            }
        }

        page.Append("</svg>\n");
    }

    private static void HeatMap(StringBuilder page, HeatMapChart map)
    {
        bool texts = map.Texts is not null;
        double cell = texts ? 52 : map.Columns.Count > 60 ? 8 : 14;
        double high = texts ? 24 : cell;
        double left = 8 + 6.6 * Math.Min(LongestName, map.Rows.Max(static r => r.Length));
        double top = 10 + 4.9 * Math.Min(LongestName, map.Columns.Max(static c => c.Length));
        double right = 5.2 * Math.Min(LongestName, map.Columns[^1].Length);
        Open(page, map.Title, 0, 0, left + cell * map.Columns.Count + right, top + high * map.Rows.Count + 4, "map",
            Math.Max(260, left + cell * map.Columns.Count + right));

        // With shades alone a name is written for each row and column that leaves it room to be read.
        int every = (int)Math.Ceiling(11 / (texts ? 24 : cell));
        for (int c = 0; c < map.Columns.Count; c += every)
        {
            double x = left + cell * (c + 0.5);
            page.Append(CultureInfo.InvariantCulture, $"<text transform=\"translate({Text(x + 3)} {Text(top - 5)}) rotate(-45)\">{Encode(Short(map.Columns[c], LongestName))}</text>");
        }

        for (int r = 0; r < map.Rows.Count; r++)
        {
            page.Append(CultureInfo.InvariantCulture, $"<g transform=\"translate(0 {Text(top + high * r)})\">");
            if (r % every == 0)
            {
                page.Append(CultureInfo.InvariantCulture, $"<text x=\"{Text(left - 5)}\" y=\"{Text(high / 2 + 4)}\" text-anchor=\"end\">{Encode(Short(map.Rows[r], LongestName))}</text>");
            }

            for (int c = 0; c < map.Columns.Count; c++)
            {
                double shade = map.Shades[r][c];
                if (double.IsNaN(shade))
                {
                    continue;
                }

                // Shades stop at 0.55, so that figures in a cell keep their contrast with any of them, in light and in dark.
                string kind = shade < 0 ? "m" : "p";
                page.Append(CultureInfo.InvariantCulture, $"<rect class=\"{kind}\" x=\"{Text(left + cell * c)}\" width=\"{Text(cell - 1)}\" height=\"{Text(high - 1)}\" fill-opacity=\"{Text2(0.03 + (texts ? 0.52 : 0.97) * Math.Min(1, Math.Abs(shade)))}\"");
                if (texts)
                {
                    page.Append(CultureInfo.InvariantCulture, $"/><text x=\"{Text(left + cell * (c + 0.5))}\" y=\"{Text(high / 2 + 4)}\" text-anchor=\"middle\">{Encode(map.Texts![r][c])}</text>");
                }
                else if (map.Rows.Count * map.Columns.Count <= 2500)
                {
                    page.Append(CultureInfo.InvariantCulture, $"><title>{Encode(Short(map.Rows[r], LongestName))}, {Encode(Short(map.Columns[c], LongestName))}: {Figures.Measure(shade)}</title></rect>");
                }
                else
                {
                    page.Append("/>");
                }
            }

            page.Append("</g>");
        }

        page.Append("</svg>\n");
    }

    private static void Open(StringBuilder page, string title, double x, double y, double width, double height, string kind, double? most = null)
    {
        page.Append(CultureInfo.InvariantCulture, $"<svg class=\"{kind}\" viewBox=\"{Text(x)} {Text(y)} {Text(width)} {Text(height)}\" role=\"img\"");
        if (most is { } widest)
        {
            page.Append(CultureInfo.InvariantCulture, $" style=\"width:{Text(widest)}px\"");
        }

        page.Append("><title>").Append(Encode(title)).Append("</title>");
    }

    /// <summary>The outline of bars that stand side by side: one path in whole units, so that a page of many columns stays small.</summary>
    private readonly struct Outline(StringBuilder path, int bottom)
    {
        public void Step(int from, int to, double height)
        {
            int high = height > 0 ? Math.Max(1, (int)Math.Round(height * bottom)) : 0;
            if (high > 0 && to > from)
            {
                path.Append(CultureInfo.InvariantCulture, $"M{from} {bottom}V{bottom - high}H{to}V{bottom}");
            }
        }
    }

    private static IEnumerable<LorenzPoint> Thinned(IReadOnlyList<LorenzPoint> points, int most)
    {
        for (int i = 0; i < points.Count; i++)
        {
            // A curve of more points than the drawing has steps keeps evenly spaced ones and both ends.
            if (points.Count <= most || i == 0 || i == points.Count - 1 || (long)i * most / points.Count != (long)(i - 1) * most / points.Count)
            {
                yield return points[i];
            }
        }
    }

    private static string Short(string name, int most) => DisplayText.Cut(DisplayText.Clean(name), most, "…");

    private static string Text(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    private static string Percent(double share) => Text(100 * Math.Clamp(share, 0, 1)) + "%";

    private static string Text2(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
