using System.Text;
using Curate.Cli.Reports.Card;

namespace Curate.Cli.Reports.Blocks;

/// <summary>Blocks as Markdown with tables (as GitHub and GitLab show it); values from data can neither format nor link nor call anybody.</summary>
internal sealed class MarkdownWriter
{
    private const int BarCells = 10;

    private readonly StringBuilder _text = new();

    public static string Write(string title, IReadOnlyList<Block> blocks)
    {
        var writer = new MarkdownWriter();
        writer._text.Append("# ").Append(Escaped(title)).Append('\n');
        writer.Blocks(blocks, null);
        return writer._text.ToString();
    }

    /// <summary>A text in which no sign means anything to Markdown or HTML.</summary>
    public static string Escaped(string text)
    {
        string clean = DisplayText.Clean(text);
        var escaped = new StringBuilder(clean.Length + 8);
        for (int i = 0; i < clean.Length; i++)
        {
            char c = clean[i];
            bool inWord = c == '_' && i > 0 && i + 1 < clean.Length && char.IsAsciiLetterOrDigit(clean[i - 1]) && char.IsAsciiLetterOrDigit(clean[i + 1]);
            switch (c)
            {
                case '&':
                    escaped.Append("&amp;");
                    break;
                case '<':
                    escaped.Append("&lt;");
                    break;
                case '>':
                    escaped.Append("&gt;");
                    break;
                case '@':
                    escaped.Append("&#64;");
                    break;
                case '\\' or '|' or '`' or '*' or '[' or ']' or '#' or '~':
                case '_' when !inWord:
                    escaped.Append('\\').Append(c);
                    break;
                default:
                    escaped.Append(c);
                    break;
            }
        }

        return escaped.Replace("://", ":&#47;&#47;").ToString();
    }

    private void Blocks(IReadOnlyList<Block> blocks, string? caption)
    {
        foreach (Block block in blocks)
        {
            switch (block)
            {
                case HeadingBlock heading:
                    _text.Append('\n').Append('#', heading.Level).Append(' ').Append(Escaped(heading.Text)).Append('\n');
                    if (heading.Note.Length > 0)
                    {
                        _text.Append('\n').Append(Escaped(heading.Note)).Append('\n');
                    }

                    caption = heading.Text;
                    break;
                case TextBlock sentence:
                    _text.Append('\n').Append(Escaped(sentence.Text)).Append('\n');
                    break;
                case FactsBlock facts:
                    _text.Append('\n').AppendJoin(" · ", facts.Facts.Select(static f => $"{Escaped(f.Name)} **{Escaped(f.Value)}**")).Append('\n');
                    break;
                case TableBlock table:
                    if (table.Caption != caption)
                    {
                        _text.Append("\n**").Append(Escaped(table.Caption)).Append("**\n");
                    }

                    Table(table);
                    break;
                case CommandBlock command:
                    Command(command);
                    break;
                case AnswerBlock answer:
                    // What people wrote stands as they wrote it.
                    _text.Append('\n').Append(CardAnswers.Opening(answer.Name)).Append("\n\n").Append(answer.Answer ?? CardAnswers.BlankOf(answer.Question)).Append("\n\n").Append(CardAnswers.Closing).Append('\n');
                    break;
                case FoldBlock fold:
                    _text.Append("\n<details><summary>").Append(Escaped(fold.Title)).Append(" (").Append(Escaped(fold.Note)).Append(")</summary>\n");
                    Blocks(fold.Blocks, null);
                    _text.Append("\n</details>\n");
                    break;
            }
        }
    }

    private void Command(CommandBlock command)
    {
        _text.Append('\n').Append(Escaped(command.Why)).Append('\n');
        string fence = "```";
        while (command.Command.Contains(fence, StringComparison.Ordinal))
        {
            fence += "`";
        }

        _text.Append('\n').Append(fence).Append("sh\n").Append(DisplayText.Clean(command.Command)).Append('\n').Append(fence).Append('\n');
    }

    private void Table(TableBlock table)
    {
        if (table.Rows.Count > 0)
        {
            _text.Append("\n|");
            foreach (TableColumn column in table.Columns)
            {
                _text.Append(' ').Append(Escaped(column.Header)).Append(" |");
            }

            _text.Append("\n|");
            foreach (TableColumn column in table.Columns)
            {
                _text.Append(column.Right ? "---:|" : "---|");
            }

            _text.Append('\n');
            foreach (IReadOnlyList<Cell> row in table.Rows)
            {
                _text.Append('|');
                foreach (Cell cell in row)
                {
                    string text = cell.Bar is { } bar ? Glyphs.Blocks.Bar(bar.Value, BarCells)
                        : cell.Spark is { } heights ? Glyphs.Blocks.Spark(heights).Replace(' ', '\u2003').TrimEnd() : Escaped(cell.Text);
                    _text.Append(' ').Append(text).Append(text.Length > 0 ? " |" : "|");
                }

                _text.Append('\n');
            }
        }

        if (table.More is { } more)
        {
            _text.Append('\n').Append(Escaped(more)).Append('\n');
        }
    }
}
