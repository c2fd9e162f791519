using System.Buffers;
using System.Text;
using Curate.Core.Dedupe.Lines;

namespace Curate.Core.Select.Rules;

/// <summary>
/// Finds the lines that <see cref="LineRules"/> cut, as byte ranges: a line goes with its line feed, the last one with the line feed before it, so that a text
/// that was cut once is not cut again. Blank lines stay.
/// </summary>
/// <param name="rules">The rules.</param>
internal sealed class LineCutter(LineRules rules)
{
    private readonly LowerText _lower = new();

    /// <summary>What is cut from the text that was read last; <see cref="CutRow.Units"/> are lines.</summary>
    public CutRow Cut { get; } = new();

    /// <summary>Lines cut by the rule that they broke first, in the order of <see cref="LineRules.Names"/>.</summary>
    public long[] ByRule { get; } = new long[LineRules.Names.Count];

    /// <summary>Whether a line is left that is not blank.</summary>
    public bool AnythingLeft { get; private set; }

    /// <summary>Reads a text.</summary>
    public void Read(ReadOnlySpan<byte> text)
    {
        Cut.Begin(0);
        Array.Clear(ByRule);
        AnythingLeft = !rules.Any;
        if (!rules.Any)
        {
            return;
        }

        ReadOnlySpan<byte> lower = rules.Without.Count > 0 ? _lower.Of(text) : default;
        bool blank = true;
        int kept = 0;
        for (int start = 0; start < text.Length;)
        {
            int feed = text[start..].IndexOf((byte)'\n');
            int end = feed < 0 ? text.Length : start + feed;
            int next = feed < 0 ? text.Length : end + 1;
            ReadOnlySpan<byte> line = text[start..end].Trim(" \t\r\f\v"u8);
            int broken = line.IsEmpty ? -1 : Broken(line, lower.IsEmpty ? default : lower[start..end]);
            blank &= line.IsEmpty;
            if (broken >= 0)
            {
                ByRule[broken]++;
                Cut.Units++;
                Cut.Add(start, next);
            }
            else
            {
                kept = next;
                AnythingLeft |= !line.IsEmpty;
            }

            start = next;
        }

        // The last line has no line feed of its own: what ends the line before it goes, too.
        if (Cut.Ranges.Count > 0 && Cut.Ranges[^1].To == text.Length && text[^1] != '\n' && kept > 0)
        {
            (int from, int to) = Cut.Ranges[^1];
            Cut.Ranges[^1] = (from - (from > 1 && text[from - 2] == '\r' ? 2 : 1), to);
        }

        foreach ((int from, int to) in Cut.Ranges)
        {
            Cut.Bytes += to - from;
        }

        // A text of blank lines lost nothing: rules for texts say what becomes of it.
        AnythingLeft |= blank;
    }

    /// <summary>The rule that a line breaks, or -1.</summary>
    private int Broken(ReadOnlySpan<byte> line, ReadOnlySpan<byte> lower)
    {
        if (rules.MaxWord > 0 || rules.MinWords > 0)
        {
            (long words, long longest) = Words(line);
            if (rules.MaxWord > 0 && longest > rules.MaxWord)
            {
                return 0;
            }

            if (rules.Terminal && !(LineEnds.IsTerminal(line) && !LineEnds.IsEllipsis(line)))
            {
                return 1;
            }

            if (words < rules.MinWords)
            {
                return 2;
            }
        }
        else if (rules.Terminal && !(LineEnds.IsTerminal(line) && !LineEnds.IsEllipsis(line)))
        {
            return 1;
        }

        foreach (byte[] phrase in rules.Without)
        {
            if (lower.IndexOf(phrase) >= 0)
            {
                return 3;
            }
        }

        return -1;
    }

    /// <summary>Words as the rules for texts count them, and characters of the longest token.</summary>
    private static (long Words, long Longest) Words(ReadOnlySpan<byte> line)
    {
        long words = 0;
        long longest = 0;
        long length = 0;
        int seen = 0;
        for (int at = 0; at < line.Length;)
        {
            byte b = line[at];
            int sort;
            if (b < 0x80)
            {
                sort = CharacterClass.Ascii[b];
                at++;
            }
            else
            {
                sort = Rune.DecodeFromUtf8(line[at..], out Rune rune, out int used) == OperationStatus.Done ? CharacterClass.Of(rune.Value) : CharacterClass.Symbol;
                at += used;
            }

            bool space = (sort & CharacterClass.Space) != 0;
            bool single = (sort & CharacterClass.Unspaced) != 0;
            if (space || single)
            {
                words += (seen & (CharacterClass.Letter | CharacterClass.Digit)) != 0 ? 1 : 0;
                words += single ? 1 : 0;
                longest = Math.Max(longest, length);
                length = 0;
                seen = 0;
                continue;
            }

            seen |= sort;
            length++;
        }

        words += (seen & (CharacterClass.Letter | CharacterClass.Digit)) != 0 ? 1 : 0;
        return (words, Math.Max(longest, length));
    }
}
