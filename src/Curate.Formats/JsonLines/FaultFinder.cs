using System.Globalization;
using Curate.Core.Errors;

namespace Curate.Formats.JsonLines;

/// <summary>
/// Says in words why a line that the tokeniser refused is not one JSON object. Runs on refused lines only; time O(bytes), memory one bit
/// per level, without recursion.
/// </summary>
internal static class FaultFinder
{
    private const string CutShort = "the line ends inside the object";

    /// <summary>The first fault of <paramref name="line"/>.</summary>
    public static LineFault Find(ReadOnlySpan<byte> line)
    {
        int at = Scan(line, out string what);
        bool atEnd = at >= line.TrimEnd(JsonText.Blanks).Length;
        return new(ErrorCodes.MalformedJson, at, atEnd ? $"{CutShort}: {what}" : what, atEnd ? LineFault.PrettyHint : null);
    }

    /// <summary>The fault of a line whose value is not an object.</summary>
    public static LineFault NotAnObject(ReadOnlySpan<byte> line, bool firstRecord)
    {
        int at = line.Length - line.TrimStart(JsonText.Blanks).Length;
        if (line[at] == '[')
        {
            return firstRecord
                ? new(ErrorCodes.MalformedJson, at, "the file holds a JSON array, expected one JSON object per line", LineFault.ArrayHint)
                : new(ErrorCodes.MalformedJson, at, "expected an object, found an array");
        }

        string found = line[at] switch
        {
            (byte)'"' => "a string",
            (byte)'t' or (byte)'f' or (byte)'n' => "a literal",
            (byte)'-' or (>= (byte)'0' and <= (byte)'9') => "a number",
            _ => Found(line, at),
        };
        return new(ErrorCodes.MalformedJson, at, $"expected an object, found {found}");
    }

    // Returns where the fault is; the levels of nesting are true for objects and false for arrays.
    private static int Scan(ReadOnlySpan<byte> line, out string what)
    {
        var levels = new Stack<bool>();
        var expect = Expect.Value;
        int at = 0;
        while (true)
        {
            while (at < line.Length && JsonText.IsBlank(line[at]))
            {
                at++;
            }

            if (at == line.Length && expect == Expect.Nothing)
            {
                what = "it is not one JSON object";
                return at;
            }

            byte b = at < line.Length ? line[at] : (byte)0;
            bool fits = at < line.Length && expect switch
            {
                Expect.Nothing => false,
                Expect.Colon => b == ':',
                Expect.FirstName => b is (byte)'"' or (byte)'}',
                Expect.Name => b == '"',
                Expect.Comma => b == ',' || b == (levels.Peek() ? '}' : ']'),
                Expect.FirstValue when b == ']' => true,
                _ => b is (byte)'{' or (byte)'[' or (byte)'"' or (byte)'-' or (byte)'t' or (byte)'f' or (byte)'n' || (uint)(b - '0') <= 9,
            };
            if (!fits)
            {
                what = at < line.Length
                    ? $"expected {Named(expect, levels)}, found {Found(line, at)}"
                    : $"expected {Named(expect, levels)}";
                return at;
            }

            switch (b)
            {
                case (byte)':':
                    expect = Expect.Value;
                    at++;
                    break;
                case (byte)',':
                    expect = levels.Peek() ? Expect.Name : Expect.Value;
                    at++;
                    break;
                case (byte)'{' or (byte)'[':
                    if (levels.Count == LineParser.MaxDepth)
                    {
                        what = string.Create(CultureInfo.InvariantCulture, $"values are nested deeper than {LineParser.MaxDepth} levels");
                        return at;
                    }

                    levels.Push(b == '{');
                    expect = b == '{' ? Expect.FirstName : Expect.FirstValue;
                    at++;
                    break;
                case (byte)'}' or (byte)']':
                    levels.Pop();
                    expect = levels.Count == 0 ? Expect.Nothing : Expect.Comma;
                    at++;
                    break;
                default:
                    bool isName = expect is Expect.Name or Expect.FirstName;
                    int end = b == '"' ? String(line, at, out what) : Scalar(line, at, out what);
                    if (what.Length != 0)
                    {
                        return end;
                    }

                    at = end;
                    expect = isName ? Expect.Colon : levels.Count == 0 ? Expect.Nothing : Expect.Comma;
                    break;
            }
        }
    }

    // The end of the string, or the place of its fault.
    private static int String(ReadOnlySpan<byte> line, int start, out string what)
    {
        what = "";
        for (int i = start + 1; i < line.Length; i++)
        {
            byte b = line[i];
            if (b == '"')
            {
                return i + 1;
            }

            if (b < 0x20)
            {
                what = string.Create(CultureInfo.InvariantCulture, $"a string holds the control character 0x{b:x2}, expected it escaped as \\u{b:x4}");
                return i;
            }

            if (b != '\\')
            {
                continue;
            }

            int next = i + 1;
            if (next < line.Length && line[next] == 'u')
            {
                for (int k = 1; k <= 4; k++)
                {
                    if (next + k < line.Length && !char.IsAsciiHexDigit((char)line[next + k]))
                    {
                        what = "expected four hexadecimal digits behind \\u";
                        return next + k;
                    }
                }
            }
            else if (next < line.Length && !"\"\\/bfnrt"u8.Contains(line[next]))
            {
                what = $"unknown escape {Found(line, next)} behind a backslash, expected one of \" \\ / b f n r t u";
                return next;
            }

            i = next;
        }

        what = "a string is not closed";
        return line.Length;
    }

    private static int Scalar(ReadOnlySpan<byte> line, int start, out string what)
    {
        ReadOnlySpan<byte> rest = line[start..];
        int length = rest.IndexOfAny(",]}: \t\r\n"u8);
        ReadOnlySpan<byte> word = length < 0 ? rest : rest[..length];
        bool good = word.SequenceEqual("true"u8) || word.SequenceEqual("false"u8) || word.SequenceEqual("null"u8) || JsonText.IsNumber(word);
        what = good ? "" : $"{Fail.Show(word)} is not a JSON value, expected an object, an array, a string, a number, true, false or null";
        return good ? start + word.Length : start;
    }

    private static string Found(ReadOnlySpan<byte> line, int at) => Fail.Show(line.Slice(at, 1));

    private static string Named(Expect expect, Stack<bool> levels) => expect switch
    {
        Expect.Nothing => "the end of the line behind the object",
        Expect.Colon => "':' behind the key",
        Expect.FirstName => "a key in double quotes, or '}'",
        Expect.Name => "a key in double quotes",
        Expect.Comma => levels.Peek() ? "',' or '}'" : "',' or ']'",
        _ => "a value",
    };

    private enum Expect
    {
        Value,
        FirstValue,
        FirstName,
        Name,
        Colon,
        Comma,
        Nothing,
    }
}
