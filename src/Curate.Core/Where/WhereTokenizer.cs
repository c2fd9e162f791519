using System.Text;

namespace Curate.Core.Where;

/// <summary>Cuts an expression into tokens.</summary>
internal static class WhereTokenizer
{
    /// <summary>The tokens of <paramref name="text"/>, the last one being <see cref="WhereTokenKind.End"/>.</summary>
    public static List<WhereToken> Tokens(string text)
    {
        var tokens = new List<WhereToken>();
        int i = 0;
        while (true)
        {
            while (i < text.Length && char.IsWhiteSpace(text[i]))
            {
                i++;
            }

            if (i == text.Length)
            {
                tokens.Add(new(WhereTokenKind.End, "", i));
                return tokens;
            }

            tokens.Add(Next(text, ref i));
        }
    }

    private static WhereToken Next(string text, ref int i)
    {
        int start = i;
        char c = text[i];
        if (c is '\'' or '"' or '`')
        {
            string inner = Quoted(text, ref i);
            return new(c == '\'' ? WhereTokenKind.Text : WhereTokenKind.QuotedName, inner, start);
        }

        if (char.IsLetter(c) || c == '_' || char.IsSurrogate(c))
        {
            while (i < text.Length && (char.IsLetterOrDigit(text[i]) || text[i] is '_' or '.' || char.IsSurrogate(text[i])))
            {
                i++;
            }

            return new(WhereTokenKind.Word, text[start..i], start);
        }

        bool negative = c == '-';
        int digits = negative ? i + 1 : i;
        int point = digits < text.Length && text[digits] == '.' ? digits + 1 : digits;
        if (point < text.Length && char.IsAsciiDigit(text[point]))
        {
            i = digits;
            while (i < text.Length && (char.IsAsciiLetterOrDigit(text[i]) || text[i] is '.' or '_'
                || (text[i] is '+' or '-' && text[i - 1] is 'e' or 'E')))
            {
                i++;
            }

            return new(WhereTokenKind.Number, text[start..i], start);
        }

        foreach (string sign in (ReadOnlySpan<string>)["==", "!=", "<>", "<=", ">=", "=", "<", ">", "(", ")", ","])
        {
            if (string.CompareOrdinal(text, i, sign, 0, sign.Length) == 0)
            {
                i += sign.Length;
                return new(WhereTokenKind.Sign, sign, start);
            }
        }

        WhereFault.Throw(text, start, c is '&' or '|' or '!'
            ? $"expected a name, a value or an operator, found '{c}'; write and, or, not"
            : $"expected a name, a value or an operator, found '{c}'");
        return default;
    }

    private static string Quoted(string text, ref int i)
    {
        int start = i;
        char quote = text[i++];
        var inner = new StringBuilder();
        while (i < text.Length)
        {
            if (text[i] == quote)
            {
                if (i + 1 < text.Length && text[i + 1] == quote)
                {
                    i++;
                }
                else
                {
                    i++;
                    return inner.ToString();
                }
            }

            inner.Append(text[i++]);
        }

        WhereFault.Throw(text, start, $"this {quote} is not closed");
        return "";
    }
}
