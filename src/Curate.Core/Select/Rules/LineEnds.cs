using System.Buffers;
using System.Text;

namespace Curate.Core.Select.Rules;

/// <summary>How lines begin and end, for the rules of C4, Gopher and FineWeb.</summary>
internal static class LineEnds
{
    private const string Terminals = ".!?\"'\u201D\u2019\u00BB\u3002\uFF01\uFF1F\uFF0E\uFF61\u300D\u300F\u061F\u06D4\u0964\u0965\u1362\u17D4\u104B\u0589";
    private const string Bullets = "\u2022\u2023\u25B6\u25C0\u25E6\u25A0\u25A1\u25AA\u25AB\u2013\u2043-*";

    /// <summary>Whether a trimmed line ends as sentences do.</summary>
    public static bool IsTerminal(ReadOnlySpan<byte> line) => line.Length > 0 && (line[^1] < 0x80 ? Terminals.Contains((char)line[^1]) : Last(line) is { } last && Contains(Terminals, last));

    /// <summary>Whether a trimmed line ends with three dots or the character that stands for them.</summary>
    public static bool IsEllipsis(ReadOnlySpan<byte> line) => line.EndsWith("..."u8) || line.EndsWith("…"u8);

    /// <summary>Whether a trimmed line begins with a bullet, and goes on with white space or another character than a letter.</summary>
    public static bool IsBullet(ReadOnlySpan<byte> line)
    {
        if (Rune.DecodeFromUtf8(line, out Rune first, out int used) != OperationStatus.Done || !Contains(Bullets, first))
        {
            return false;
        }

        // A hyphen or asterisk is a bullet only before a space: -5 and *bold* are none.
        return first.Value is not ('-' or '*' or 0x2013) || used == line.Length || line[used] is (byte)' ' or (byte)'\t';
    }

    private static Rune? Last(ReadOnlySpan<byte> line) => Rune.DecodeLastFromUtf8(line, out Rune last, out _) == OperationStatus.Done ? last : null;

    private static bool Contains(string characters, Rune rune) => rune.IsBmp && characters.Contains((char)rune.Value);
}
