namespace Curate.Core.Text.Tokens.Splitting;

/// <summary>
/// A <see cref="KnownPattern"/> without a regular expression: what its alternatives match, in their order, on UTF-8. Every byte is part of a match. O(n), but
/// for runs of upper-case letters in o200k, whose end is looked for twice.
/// </summary>
internal sealed class PatternMatcher(KnownPattern pattern) : IMatcher
{
    private const uint LetterOrNumber = CharacterClasses.Letter | CharacterClasses.Number;

    /// <summary>What stands before the lower-case part of a word in o200k.</summary>
    private const uint Head = CharacterClasses.Upper | CharacterClasses.Title | CharacterClasses.OtherLetters | CharacterClasses.Mark;

    private const uint Tail = CharacterClasses.Lower | CharacterClasses.OtherLetters | CharacterClasses.Mark;

    private readonly bool _isGpt2 = pattern == KnownPattern.Gpt2;
    private readonly bool _isO200k = pattern == KnownPattern.O200k;
    private readonly int _mostDigits = pattern == KnownPattern.Gpt2 ? int.MaxValue : pattern == KnownPattern.Qwen2 ? 1 : 3;

    public void FindAll(ReadOnlySpan<byte> text, int offset, List<PieceRange> matches)
    {
        for (int at = 0; at < text.Length;)
        {
            int end = End(text, at);
            matches.Add(new PieceRange(offset + at, offset + end));
            at = end;
        }
    }

    /// <summary>Where the match that begins at an index ends.</summary>
    private int End(ReadOnlySpan<byte> text, int at)
    {
        int point = Utf8Points.Read(text, at, out int width);
        int next = at + width;
        int end;
        if (!_isO200k && point == '\'' && (end = Contraction(text, at, anyCase: !_isGpt2)) > at)
        {
            return end;
        }

        bool isSpace = CharacterClasses.IsSpace(point);
        if (CharacterClasses.Is(point, CharacterClasses.Number))
        {
            return Run(text, next, CharacterClasses.Number, _mostDigits - 1);
        }

        end = _isO200k ? CasedWord(text, at, point, next) : Word(text, point, next);
        if (end > at)
        {
            return end;
        }

        if (_isGpt2 && point == ' ' && next < text.Length && CharacterClasses.Is(Utf8Points.Read(text, next, out _), CharacterClasses.Number))
        {
            return Run(text, next, CharacterClasses.Number, int.MaxValue);
        }

        if (!isSpace)
        {
            return Signs(text, next);
        }

        if (point == ' ' && next < text.Length && IsSign(Utf8Points.Read(text, next, out int after)))
        {
            return Signs(text, next + after);
        }

        return Spaces(text, at);
    }

    /// <summary><c> ?\p{L}+</c>, or with any other character before the letters but a line end or a digit.</summary>
    private int Word(ReadOnlySpan<byte> text, int point, int next)
    {
        if (CharacterClasses.Is(point, CharacterClasses.Letter))
        {
            return Run(text, next, CharacterClasses.Letter, int.MaxValue);
        }

        bool leads = _isGpt2 ? point == ' ' : point is not ('\r' or '\n');
        return leads && next < text.Length && CharacterClasses.Is(Utf8Points.Read(text, next, out int width), CharacterClasses.Letter)
            ? Run(text, next + width, CharacterClasses.Letter, int.MaxValue) : -1;
    }

    /// <summary>The two word alternatives of o200k: a word that ends in lower case, else one in upper case, each with or without a character before it.</summary>
    private static int CasedWord(ReadOnlySpan<byte> text, int at, int point, int next)
    {
        bool leads = point is not ('\r' or '\n') && !CharacterClasses.Is(point, LetterOrNumber);
        int end = leads ? LowerWord(text, next) : -1;
        if (end < 0)
        {
            end = LowerWord(text, at);
        }

        if (end < 0)
        {
            int from = leads ? next : at;
            int heads = Run(text, from, Head, int.MaxValue);
            end = heads > from ? Run(text, heads, Tail, int.MaxValue) : -1;
        }

        return end < 0 ? -1 : Contraction(text, end, anyCase: true);
    }

    /// <summary>The longest head that leaves a tail, and that tail; -1 where there is none.</summary>
    private static int LowerWord(ReadOnlySpan<byte> text, int at)
    {
        // The last character of the head run that may be a tail, too, and where it ends.
        int shared = -1;
        while (at < text.Length)
        {
            int point = Utf8Points.Read(text, at, out int width);
            if (!CharacterClasses.Is(point, Head))
            {
                if (CharacterClasses.Is(point, Tail))
                {
                    return Run(text, at + width, Tail, int.MaxValue);
                }

                break;
            }

            at += width;
            shared = CharacterClasses.Is(point, Tail) ? at : shared;
        }

        return shared;
    }

    /// <summary><c>'s|'t|'re|'ve|'m|'ll|'d</c>, in any case where the pattern says so; the index itself where none stands there.</summary>
    private static int Contraction(ReadOnlySpan<byte> text, int at, bool anyCase)
    {
        if (at + 1 >= text.Length || text[at] != '\'')
        {
            return at;
        }

        int first = Folded(text[at + 1], anyCase);
        if (first is 's' or 't' or 'm' or 'd')
        {
            return at + 2;
        }

        // The long s folds to s, too.
        if (anyCase && at + 2 < text.Length && text[at + 1] == 0xC5 && text[at + 2] == 0xBF)
        {
            return at + 3;
        }

        if (at + 2 < text.Length)
        {
            int second = Folded(text[at + 2], anyCase);
            if ((first == 'r' && second == 'e') || (first == 'v' && second == 'e') || (first == 'l' && second == 'l'))
            {
                return at + 3;
            }
        }

        return at;
    }

    private static int Folded(byte b, bool anyCase) => anyCase && b is >= (byte)'A' and <= (byte)'Z' ? b | 0x20 : b;

    /// <summary>What is no space, letter or digit, and line ends behind it where the pattern takes them.</summary>
    private int Signs(ReadOnlySpan<byte> text, int at)
    {
        while (at < text.Length && IsSign(Utf8Points.Read(text, at, out int width)))
        {
            at += width;
        }

        while (!_isGpt2 && at < text.Length && (text[at] is (byte)'\r' or (byte)'\n' || (_isO200k && text[at] == '/')))
        {
            at++;
        }

        return at;
    }

    private static bool IsSign(int point) => !CharacterClasses.Is(point, LetterOrNumber) && !CharacterClasses.IsSpace(point);

    /// <summary>
    /// A run of white space: up to its last line end, where the pattern knows lines; else all of it at the end of the text; else all but the last character, which
    /// goes with what follows, unless it is the only one.
    /// </summary>
    private int Spaces(ReadOnlySpan<byte> text, int at)
    {
        int start = at;
        int last = at;
        int line = -1;
        while (at < text.Length)
        {
            int point = Utf8Points.Read(text, at, out int width);
            if (!CharacterClasses.IsSpace(point))
            {
                break;
            }

            last = at;
            at += width;
            line = point is '\r' or '\n' ? at : line;
        }

        return !_isGpt2 && line >= 0 ? line : at == text.Length || last == start ? at : last;
    }

    private static int Run(ReadOnlySpan<byte> text, int at, uint categories, int most)
    {
        while (most > 0 && at < text.Length && CharacterClasses.Is(Utf8Points.Read(text, at, out int width), categories))
        {
            at += width;
            most--;
        }

        return at;
    }
}
