using System.Text;

namespace Curate.Cli.Reports.Blocks;

/// <summary>Blocks as lines of text for a terminal of any width.</summary>
internal sealed class TerminalWriter(TerminalStyle style)
{
    private const string Indent = "  ";

    private readonly StringBuilder _text = new();

    public static string Write(IReadOnlyList<Block> blocks, TerminalStyle style)
    {
        var writer = new TerminalWriter(style);
        writer.Blocks(blocks);
        return writer._text.ToString();
    }

    private void Blocks(IReadOnlyList<Block> blocks)
    {
        string? caption = null;
        foreach (Block block in blocks)
        {
            switch (block)
            {
                case HeadingBlock heading:
                    Heading(heading);
                    caption = heading.Text;
                    break;
                case TextBlock sentence:
                    Lines(sentence.Text, sentence.Tone, Indent, Indent);
                    break;
                case FactsBlock facts:
                    Facts(facts);
                    break;
                case TableBlock table:
                    if (table.Caption != caption)
                    {
                        Lines(table.Caption, Tone.Strong, Indent, Indent);
                    }

                    Table(table);
                    break;
                case CommandBlock command:
                    Lines(command.Why, Tone.Plain, Indent, Indent);

                    // A command is pasted, so it is never folded.
                    _text.Append(Indent).Append(Indent).Append(Coloured(DisplayText.Clean(command.Command), Tone.Strong)).Append('\n');
                    break;
                case ChartBlock { Chart: HistogramChart histogram }:
                    Histogram(histogram);
                    break;
                case FoldBlock fold:
                    string title = DisplayText.Cut(DisplayText.Clean(fold.Title), style.Width - 2 - DisplayText.Width(fold.Note), style.Glyphs.Ellipsis);
                    _text.Append('\n').Append(Coloured(title, Tone.Strong)).Append(Indent).Append(Coloured(DisplayText.Clean(fold.Note), Tone.Soft)).Append('\n');
                    Blocks(fold.Blocks);
                    break;
            }
        }
    }

    private void Heading(HeadingBlock heading)
    {
        string title = DisplayText.Cut(DisplayText.Clean(heading.Text), style.Width, style.Glyphs.Ellipsis);
        _text.Append('\n').Append(Coloured(title, Tone.Strong));
        if (heading.Note.Length > 0)
        {
            string note = DisplayText.Clean(heading.Note);
            bool fits = DisplayText.Width(title) + 2 + DisplayText.Width(note) <= style.Width;
            _text.Append(fits ? "  " : "\n" + Indent).Append(Coloured(note, Tone.Soft));
        }

        _text.Append('\n');
    }

    /// <summary>A text folded to the width.</summary>
    private void Lines(string text, Tone tone, string first, string others)
    {
        List<string> lines = DisplayText.Fold(DisplayText.Clean(text), style.Width - others.Length);
        for (int i = 0; i < lines.Count; i++)
        {
            _text.Append(i == 0 ? first : others).Append(Coloured(lines[i], tone)).Append('\n');
        }
    }

    /// <summary>Pairs side by side, as many as fit in a line.</summary>
    private void Facts(FactsBlock facts)
    {
        int used = 0;
        foreach ((string name, string value) in facts.Facts)
        {
            string cleanName = DisplayText.Clean(name);
            string cleanValue = DisplayText.Clean(value);
            int cells = DisplayText.Width(cleanName) + 1 + DisplayText.Width(cleanValue);
            if (used > 0 && used + 3 + cells > style.Width)
            {
                _text.Append('\n');
                used = 0;
            }

            _text.Append(used == 0 ? Indent : "   ");
            used += used == 0 ? Indent.Length : 3;
            if (used == Indent.Length && used + cells > style.Width)
            {
                _text.Append(Coloured(cleanName, Tone.Soft)).Append('\n');
                foreach (string line in DisplayText.Fold(cleanValue, style.Width - 2 * Indent.Length))
                {
                    _text.Append(Indent).Append(Indent).Append(line).Append('\n');
                }

                used = 0;
                continue;
            }

            _text.Append(Coloured(cleanName, Tone.Soft)).Append(' ').Append(cleanValue);
            used += cells;
        }

        if (used > 0)
        {
            _text.Append('\n');
        }
    }

    private void Histogram(HistogramChart chart)
    {
        string first = DisplayText.Clean(chart.First);
        string last = DisplayText.Clean(chart.Last);
        int room = Math.Min(60, style.Width - Indent.Length - DisplayText.Width(first) - DisplayText.Width(last) - 2);
        if (room < 4)
        {
            return;
        }

        string line = style.Glyphs.Spark(Glyphs.Squeeze([.. chart.Bins.Select(static b => (double)b.Count)], room));
        _text.Append(Indent).Append(Coloured(first, Tone.Soft)).Append(' ').Append(Bars(line)).Append(' ').Append(Coloured(last, Tone.Soft)).Append('\n');
    }

    private void Table(TableBlock table)
    {
        if (table.Rows.Count > 0)
        {
            var layout = new TableLayout(table, style, Indent.Length);
            foreach ((int[] columns, int[] widths) in layout.Pieces)
            {
                Piece(table, layout, columns, widths);
            }
        }

        if (table.More is { } more)
        {
            Lines(more, Tone.Soft, Indent, Indent);
        }
    }

    private void Piece(TableBlock table, TableLayout layout, int[] columns, int[] widths)
    {
        if (table.Columns.Any(static c => c.Header.Length > 0))
        {
            Row(columns.Length, i => Coloured(Fitted(DisplayText.Clean(table.Columns[columns[i]].Header), widths[i], table.Columns[columns[i]].Right), Tone.Soft));
        }

        for (int r = 0; r < table.Rows.Count; r++)
        {
            IReadOnlyList<Cell> row = table.Rows[r];
            var folded = new List<string>?[columns.Length];
            int lines = 1;
            for (int i = 0; i < columns.Length; i++)
            {
                if (table.Columns[columns[i]].Fit == Fit.Fold)
                {
                    folded[i] = DisplayText.Fold(layout.Text(r, columns[i]), widths[i]);
                    lines = Math.Max(lines, folded[i]!.Count);
                }
            }

            for (int l = 0; l < lines; l++)
            {
                Row(columns.Length, i =>
                {
                    Cell cell = row[columns[i]];
                    TableColumn column = table.Columns[columns[i]];
                    string text = folded[i] is { } several ? l < several.Count ? several[l] : "" : l > 0 ? "" : layout.Text(r, columns[i]);
                    return l == 0 && cell.Bar is { } bar ? Bar(bar, widths[i])
                        : l == 0 && cell.Spark is { } heights ? Bars(DisplayText.Pad(style.Glyphs.Spark(Glyphs.Squeeze(heights, widths[i])), widths[i], right: false))
                        : Coloured(Fitted(text, widths[i], column.Right), cell.Tone);
                });
            }
        }
    }

    private void Row(int count, Func<int, string> cell)
    {
        int start = _text.Length;
        _text.Append(Indent);
        for (int i = 0; i < count; i++)
        {
            _text.Append(i == 0 ? "" : TableLayout.Gap).Append(cell(i));
        }

        while (_text.Length > start && _text[^1] == ' ')
        {
            _text.Length--;
        }

        _text.Append('\n');
    }

    /// <summary>A bar with, beyond it, a line up to the upper end of its interval.</summary>
    private string Bar(Bar bar, int width)
    {
        string drawn = style.Glyphs.Bar(bar.Value, width);
        int reach = (int)Math.Round(Math.Min(1, bar.High) * width);
        string whisker = bar.High > bar.Value && reach > drawn.Length ? new string(style.Glyphs.Whisker, reach - drawn.Length) : "";
        return Bars(drawn) + Coloured(whisker, Tone.Soft) + new string(' ', Math.Max(0, width - drawn.Length - whisker.Length));
    }

    private string Fitted(string text, int width, bool right) => DisplayText.Pad(DisplayText.Cut(text, width, style.Glyphs.Ellipsis), width, right);

    private string Bars(string text) => style.Colour && text.Length > 0 ? $"\x1b[36m{text}\x1b[0m" : text;

    /// <summary>The text in the colour of its tone; the spaces around it stay outside, so that lines can be trimmed.</summary>
    private string Coloured(string text, Tone tone)
    {
        string? code = tone switch
        {
            Tone.Soft => "2",
            Tone.Strong => "1",
            Tone.Good => "32",
            Tone.Warning => "33",
            Tone.Bad => "1;31",
            _ => null,
        };
        string words = text.Trim(' ');
        if (code is null || !style.Colour || words.Length == 0)
        {
            return text;
        }

        int at = text.IndexOf(words[0], StringComparison.Ordinal);
        return $"{text[..at]}\x1b[{code}m{words}\x1b[0m{text[(at + words.Length)..]}";
    }
}
