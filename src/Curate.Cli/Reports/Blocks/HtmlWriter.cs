using System.Globalization;
using System.Net;
using System.Text;

namespace Curate.Cli.Reports.Blocks;

/// <summary>
/// Blocks as one self-contained HTML page: no scripts, no network, drawings as inline SVG; readable in light, dark and print, in narrow windows
/// and by screen readers. Every text from data is encoded.
/// </summary>
internal sealed class HtmlWriter
{
    private readonly StringBuilder _page = new();
    private int _section;

    /// <param name="title">Title of the page.</param>
    /// <param name="footer">Small print at its end.</param>
    /// <param name="blocks">What it shows.</param>
    public static string Write(string title, string footer, IReadOnlyList<Block> blocks)
    {
        var writer = new HtmlWriter();
        StringBuilder page = writer._page;
        page.Append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">");
        page.Append("<meta name=\"color-scheme\" content=\"light dark\"><title>").Append(Encode(title)).Append("</title><style>").Append(HtmlStyle.Sheet).Append("</style></head>\n<body><main>\n");
        page.Append("<h1>").Append(Encode(title)).Append("</h1>\n");
        writer.Contents(blocks);
        writer.Blocks(blocks, null);
        page.Append("</main><footer><p>").Append(Encode(footer)).Append("</p></footer></body></html>\n");
        return page.ToString();
    }

    /// <summary>Links to the parts, for pages that have several.</summary>
    private void Contents(IReadOnlyList<Block> blocks)
    {
        string[] titles = [.. blocks.OfType<HeadingBlock>().Where(static h => h.Level == 2).Select(static h => h.Text)];
        if (titles.Length < 3)
        {
            return;
        }

        _page.Append("<nav aria-label=\"Parts of this report\"><ul>");
        for (int i = 0; i < titles.Length; i++)
        {
            _page.Append(CultureInfo.InvariantCulture, $"<li><a href=\"#part{i + 1}\">{Encode(titles[i])}</a></li>");
        }

        _page.Append("</ul></nav>\n");
    }

    private void Blocks(IReadOnlyList<Block> blocks, string? caption)
    {
        foreach (Block block in blocks)
        {
            switch (block)
            {
                case HeadingBlock heading:
                    string anchor = heading.Level == 2 ? string.Create(CultureInfo.InvariantCulture, $" id=\"part{++_section}\"") : "";
                    _page.Append(CultureInfo.InvariantCulture, $"<h{heading.Level}{anchor}>{Encode(heading.Text)}");
                    _page.Append(heading.Note.Length > 0 ? $" <small>{Encode(heading.Note)}</small>" : "").Append(CultureInfo.InvariantCulture, $"</h{heading.Level}>\n");
                    caption = heading.Text;
                    break;
                case TextBlock sentence:
                    _page.Append("<p").Append(Class(sentence.Tone)).Append('>').Append(Encode(sentence.Text)).Append("</p>\n");
                    break;
                case FactsBlock facts:
                    Facts(facts);
                    break;
                case TableBlock table:
                    Table(table, table.Caption == caption);
                    break;
                case CommandBlock command:
                    _page.Append("<p>").Append(Encode(command.Why)).Append("</p><pre><code>").Append(Encode(command.Command)).Append("</code></pre>\n");
                    break;
                case ChartBlock chart:
                    _page.Append("<figure>");
                    SvgCharts.Append(_page, chart.Chart);
                    _page.Append("<figcaption>").Append(Encode(chart.Chart.Title)).Append("</figcaption></figure>\n");
                    break;
                case AnswerBlock { Answer: { } written }:
                    foreach (string paragraph in written.Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
                    {
                        _page.Append("<p>").Append(Encode(paragraph.Trim('\n')).Replace("\n", "<br>\n", StringComparison.Ordinal)).Append("</p>\n");
                    }

                    break;
                case AnswerBlock blank:
                    _page.Append("<p class=\"warn\">To be written: ").Append(Encode(blank.Question)).Append("</p>\n");
                    break;
                case FoldBlock fold:
                    _page.Append("<details><summary>").Append(Encode(fold.Title)).Append(" <small>").Append(Encode(fold.Note)).Append("</small></summary>\n");
                    Blocks(fold.Blocks, null);
                    _page.Append("</details>\n");
                    break;
            }
        }
    }

    private void Facts(FactsBlock facts)
    {
        _page.Append("<dl>");
        foreach ((string name, string value) in facts.Facts)
        {
            _page.Append("<div><dt>").Append(Encode(name)).Append("</dt><dd>").Append(Encode(value)).Append("</dd></div>");
        }

        _page.Append("</dl>\n");
    }

    private void Table(TableBlock table, bool hideCaption)
    {
        if (table.Rows.Count > 0)
        {
            // Wide tables scroll, and what scrolls takes the focus, so that a keyboard can do it.
            _page.Append("<div class=\"scroll\" tabindex=\"0\"><table").Append(table.Columns.Any(static c => c.Fit == Fit.Fold) ? " class=\"list\">" : ">");
            _page.Append(hideCaption ? "<caption class=\"hidden\">" : "<caption>").Append(Encode(table.Caption)).Append("</caption><thead><tr>");
            foreach (TableColumn column in table.Columns)
            {
                string kind = Kinds(column.Right ? "n" : "", column.Optional >= 3 ? "o" : "");
                _page.Append(column.Header.Length > 0 ? $"<th scope=\"col\"{kind}>{Encode(column.Header)}</th>" : "<td></td>");
            }

            _page.Append("</tr></thead><tbody>\n");
            bool named = table.Columns.Count > 1 && !table.Columns[0].Right;
            foreach (IReadOnlyList<Cell> row in table.Rows)
            {
                _page.Append("<tr>");
                for (int c = 0; c < row.Count; c++)
                {
                    Cell(row[c], table.Columns[c], named && c == 0);
                }

                _page.Append("</tr>\n");
            }

            _page.Append("</tbody></table></div>\n");
        }

        if (table.More is { } more)
        {
            _page.Append("<p class=\"soft\">").Append(Encode(more)).Append("</p>\n");
        }
    }

    private void Cell(Cell cell, TableColumn column, bool isName)
    {
        string kind = Kinds(column.Right ? "n" : "", column.IsBar ? "b" : "", column.IsSpark ? "k" : "", column.Optional >= 3 ? "o" : "",
            column.Fit == Fit.Fold || column.Comfort > 0 ? "t" : "", Name(cell.Tone));
        _page.Append(isName ? "<th scope=\"row\"" : "<td").Append(kind).Append('>');
        if (cell.Bar is { } bar)
        {
            SvgCharts.Bar(_page, bar);
        }
        else if (cell.Spark is { } heights)
        {
            SvgCharts.Spark(_page, heights);
        }
        else
        {
            _page.Append(Encode(cell.Text));
        }

        _page.Append(isName ? "</th>" : "</td>");
    }

    private static string Class(Tone tone) => Kinds(Name(tone));

    private static string Kinds(params ReadOnlySpan<string> names)
    {
        string all = "";
        foreach (string name in names)
        {
            all += name.Length == 0 ? "" : all.Length == 0 ? name : " " + name;
        }

        return all.Length == 0 ? "" : $" class=\"{all}\"";
    }

    private static string Name(Tone tone) => tone switch
    {
        Tone.Soft => "soft",
        Tone.Strong => "strong",
        Tone.Good => "good",
        Tone.Warning => "warn",
        Tone.Bad => "bad",
        _ => "",
    };

    private static string Encode(string text) => WebUtility.HtmlEncode(DisplayText.Clean(text));
}
