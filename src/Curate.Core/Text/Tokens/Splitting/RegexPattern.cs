using System.Globalization;
using System.Text;

namespace Curate.Core.Text.Tokens.Splitting;

/// <summary>
/// A pattern in the syntax of Oniguruma, checked and rewritten for this runtime: what both mean alike passes, possessive quantifiers become atomic groups, and
/// whatever the two engines know differently is refused by name.
/// </summary>
internal sealed class RegexPattern
{
    /// <summary>A character that a pattern sees in the place of enclosed letters beyond the first plane, which are of a word.</summary>
    public const char EnclosedLetter = '\u24B6';

    /// <summary>What Oniguruma takes for a character of a word, some digits of Latin-1 among them.</summary>
    private const string WordClass = @"\p{L}\p{M}\p{Nd}\p{Nl}\p{Pc}\u24B6-\u24E9\u00B2\u00B3\u00B9\u00BC-\u00BE";

    private readonly string _pattern;
    private readonly StringBuilder _out = new();
    private readonly List<(int First, int Last)> _named = [];
    private readonly Stack<(int Start, bool AnyCase)> _groups = new();
    private bool _anyCase;
    private int _at;

    // Where the atom before a quantifier begins in the output; -1 = there is none.
    private int _atom = -1;

    private RegexPattern(string pattern) => _pattern = pattern;

    public string Regex => _out.ToString();

    /// <exception cref="FormatException">Something is not supported; the message says what.</exception>
    public static RegexPattern Translate(string pattern)
    {
        var translated = new RegexPattern(pattern);
        translated.Run();
        return translated;
    }

    /// <summary>A literal or a range of the pattern holds a character.</summary>
    public bool Names(char c) => _named.Exists(r => c >= r.First && c <= r.Last);

    private void Run()
    {
        while (_at < _pattern.Length)
        {
            char c = _pattern[_at];
            switch (c)
            {
                case '\\':
                    _atom = _out.Length;
                    Escape(inClass: false);
                    break;
                case '[':
                    _atom = _out.Length;
                    Class();
                    break;
                case '(':
                    Open();
                    break;
                case ')':
                    if (_groups.Count == 0)
                    {
                        throw new FormatException("a closing parenthesis has no opening one");
                    }

                    Take();
                    (_atom, _anyCase) = _groups.Pop();
                    break;
                case '|':
                    Take();
                    _atom = -1;
                    break;
                case '^' or '$':
                    // Oniguruma means lines, others the text.
                    throw new FormatException($"'{c}' is not supported");
                case '*' or '+' or '?' or '{':
                    Quantifier(c);
                    break;
                case '.':
                    _atom = _out.Length;
                    Take();
                    break;
                default:
                    _atom = _out.Length;
                    Literal(inClass: false);
                    break;
            }
        }

        if (_groups.Count > 0)
        {
            throw new FormatException("a parenthesis is not closed");
        }
    }

    private void Take() => _out.Append(_pattern[_at++]);

    private void Literal(bool inClass)
    {
        char c = _pattern[_at];
        if (char.IsSurrogate(c))
        {
            throw new FormatException("characters beyond U+FFFF are not supported in a pattern");
        }

        Name(c, c);

        // Two letters of ASCII have a third form, which this runtime's engine may not know.
        string? third = !_anyCase ? null : c is 's' or 'S' ? "sS\u017F" : c is 'k' or 'K' ? "kK\u212A" : null;
        _out.Append(third is null ? c.ToString() : inClass ? third : $"[{third}]");
        _at++;
    }

    private void Name(int first, int last)
    {
        _named.Add((first, last));
        if (first < 0x80)
        {
            // Without case a range names its letters in the other case, too.
            _named.Add((char.ToUpperInvariant((char)first), char.ToUpperInvariant((char)Math.Min(last, 0x7F))));
            _named.Add((char.ToLowerInvariant((char)first), char.ToLowerInvariant((char)Math.Min(last, 0x7F))));
        }
    }

    private void Open()
    {
        int start = _out.Length;
        string rest = _pattern[_at..];
        foreach (string opening in (ReadOnlySpan<string>)["(?:", "(?i:", "(?=", "(?!", "(?<=", "(?<!", "(?>"])
        {
            if (rest.StartsWith(opening, StringComparison.Ordinal))
            {
                _out.Append(opening);
                _at += opening.Length;
                _groups.Push((start, _anyCase));
                _anyCase |= opening == "(?i:";
                _atom = -1;
                return;
            }
        }

        if (rest.StartsWith("(?", StringComparison.Ordinal))
        {
            throw new FormatException($"the group '{rest[..Math.Min(4, rest.Length)]}' is not supported");
        }

        _out.Append("(?:");
        _at++;
        _groups.Push((start, _anyCase));
        _atom = -1;
    }

    private void Quantifier(char c)
    {
        if (_atom < 0)
        {
            throw new FormatException($"the quantifier '{c}' has nothing before it");
        }

        int end = _at + 1;
        if (c == '{')
        {
            end = _pattern.IndexOf('}', _at) + 1;
            if (end == 0 || _pattern[_at] != '{' || !_pattern[(_at + 1)..(end - 1)].All(static d => char.IsAsciiDigit(d) || d == ',') || !char.IsAsciiDigit(_pattern[_at + 1]))
            {
                throw new FormatException("a '{' that begins no quantifier {N}, {N,} or {N,M} is not supported");
            }
        }

        _out.Append(_pattern, _at, end - _at);
        _at = end;
        if (_at < _pattern.Length && _pattern[_at] == '?')
        {
            Take();
        }
        else if (_at < _pattern.Length && _pattern[_at] == '+')
        {
            if (c == '{')
            {
                // Oniguruma repeats the repeat; other engines take it for a possessive one.
                throw new FormatException("'+' behind '{...}' is not supported");
            }

            _at++;
            _out.Insert(_atom, "(?>").Append(')');
        }

        // A quantifier of a quantifier would be read otherwise here.
        if (_at < _pattern.Length && (_pattern[_at] is '*' or '+' or '?' or '{'))
        {
            throw new FormatException("a quantifier of a quantifier is not supported");
        }

        _atom = -1;
    }

    private void Class()
    {
        Take();
        if (_at < _pattern.Length && _pattern[_at] == '^')
        {
            Take();
        }

        bool isFirst = true;
        int last = -1;
        while (true)
        {
            if (_at >= _pattern.Length)
            {
                throw new FormatException("a '[' is not closed");
            }

            char c = _pattern[_at];
            if (c == ']' && !isFirst)
            {
                Take();
                return;
            }

            if (c == '[' || (c == '&' && _at + 1 < _pattern.Length && _pattern[_at + 1] == '&'))
            {
                throw new FormatException("a class within a class is not supported");
            }

            if (c == '-' && last >= 0 && _at + 1 < _pattern.Length && _pattern[_at + 1] != ']')
            {
                Take();
                int to = ClassMember();
                if (_anyCase)
                {
                    throw new FormatException("a range where case is ignored is not supported");
                }

                if (to < last)
                {
                    throw new FormatException("the ends of a range are the wrong way round, or one is a class");
                }

                Name(last, to);
                last = -1;
            }
            else
            {
                last = ClassMember();
            }

            isFirst = false;
        }
    }

    /// <summary>One character of a class, or a class in it, for which it gives -1.</summary>
    private int ClassMember()
    {
        if (_pattern[_at] == '\\')
        {
            return Escape(inClass: true);
        }

        char c = _pattern[_at];
        if (c is '-' or '[' or ']' or '^')
        {
            // Written as an escape, so that it can mean nothing else.
            Name(c, c);
            _out.Append('\\').Append(c);
            _at++;
            return c;
        }

        Literal(inClass: true);
        return c;
    }

    /// <summary>An escape; the character that it stands for, or -1 for a class.</summary>
    private int Escape(bool inClass)
    {
        if (_at + 1 >= _pattern.Length)
        {
            throw new FormatException("the pattern ends in a backslash");
        }

        char c = _pattern[_at + 1];
        switch (c)
        {
            case 's' or 'S' or 'd' or 'D':
                _out.Append('\\').Append(c);
                _at += 2;
                return -1;
            case 'w' when inClass:
                _out.Append(WordClass);
                _at += 2;
                return -1;
            case 'w' or 'W' when !inClass:
                _out.Append(c == 'w' ? "[" : "[^").Append(WordClass).Append(']');
                _at += 2;
                return -1;
            case 'p' or 'P':
                Property(c);
                return -1;
            case 'r' or 'n' or 't' or 'f' or 'v':
                int control = c switch { 'r' => '\r', 'n' => '\n', 't' => '\t', 'f' => '\f', _ => '\v' };
                Name(control, control);
                _out.Append('\\').Append(c);
                _at += 2;
                return control;
            case 'u' or 'x':
                return Hexadecimal(c);
            default:
                if (char.IsAsciiLetterOrDigit(c) || char.IsSurrogate(c))
                {
                    throw new FormatException($"the escape '\\{c}' is not supported");
                }

                Name(c, c);
                if (c < 0x80)
                {
                    _out.Append('\\');
                }

                _out.Append(c);
                _at += 2;
                return c;
        }
    }

    private int Hexadecimal(char kind)
    {
        int from = _at + 2;
        int to = from + (kind == 'u' ? 4 : 2);
        int next = to;
        if (kind == 'x' && from < _pattern.Length && _pattern[from] == '{')
        {
            from++;
            to = Math.Max(from, _pattern.IndexOf('}', from));
            next = to + 1;
        }

        if (to > _pattern.Length || !int.TryParse(_pattern.AsSpan(from, to - from), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int point)
            || point is > 0xFFFF or (>= 0xD800 and <= 0xDFFF))
        {
            throw new FormatException($"the escape '\\{kind}' is followed by no code point up to FFFF");
        }

        Name(point, point);
        _out.Append(@"\u").Append(point.ToString("X4", CultureInfo.InvariantCulture));
        _at = next;
        return point;
    }

    private void Property(char kind)
    {
        int end = _pattern.IndexOf('}', _at);
        if (_at + 2 >= _pattern.Length || _pattern[_at + 2] != '{' || end < 0)
        {
            throw new FormatException($"'\\{kind}' is followed by no {{name}}");
        }

        string name = _pattern[(_at + 3)..end];
        bool negated = kind == 'P';
        if (name.StartsWith('^'))
        {
            negated = !negated;
            name = name[1..];
        }

        string category = name.ToUpperInvariant() switch
        {
            "LETTER" => "L",
            "NUMBER" => "N",
            "PUNCTUATION" => "P",
            "MARK" => "M",
            "SYMBOL" => "S",
            "SEPARATOR" => "Z",
            _ => name,
        };
        string[] known =
        [
            "L", "Lu", "Ll", "Lt", "Lm", "Lo", "M", "Mn", "Mc", "Me", "N", "Nd", "Nl", "No", "P", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "S", "Sm", "Sc", "Sk", "So",
            "Z", "Zs", "Zl", "Zp", "C", "Cc", "Cf", "Cs", "Co", "Cn",
        ];
        if (!known.Contains(category, StringComparer.Ordinal))
        {
            throw new FormatException($"the property '\\{kind}{{{name}}}' is not supported; general categories are");
        }

        _out.Append(negated ? @"\P{" : @"\p{").Append(category).Append('}');
        _at = end + 1;
    }
}
