using System.Text;

namespace Curate.Core.Where;

/// <summary>
/// A <c>like</c> pattern: <c>%</c> stands for any run of characters, <c>_</c> for one (a code point), a backslash takes the next sign
/// as it is. Ignoring case folds each code point by simple upper-casing, without a culture.
/// </summary>
/// <remarks>Matching takes O(text x pattern) at worst and no memory; patterns of one literal with % at the ends search the bytes instead.</remarks>
internal sealed class LikePattern
{
    private const int Any = -1;
    private const int One = -2;

    private readonly int[] _parts;
    private readonly bool _ignoreCase;
    private readonly byte[]? _literal;
    private readonly bool _openStart;
    private readonly bool _openEnd;

    public LikePattern(string pattern, bool ignoreCase)
    {
        _ignoreCase = ignoreCase;
        var parts = new List<int>();
        bool escaped = false;
        foreach (Rune rune in pattern.EnumerateRunes())
        {
            if (!escaped && rune.Value == '\\')
            {
                escaped = true;
                continue;
            }

            int part = escaped ? rune.Value : rune.Value switch
            {
                '%' => Any,
                '_' => One,
                _ => rune.Value,
            };
            escaped = false;
            if (part != Any || parts.Count == 0 || parts[^1] != Any)
            {
                parts.Add(part >= 0 && ignoreCase ? Fold(new Rune(part)) : part);
            }
        }

        if (escaped)
        {
            parts.Add('\\');
        }

        _parts = [.. parts];
        _openStart = parts.Count > 0 && parts[0] == Any;
        _openEnd = parts.Count > 0 && parts[^1] == Any;
        List<int> middle = parts.GetRange(_openStart ? 1 : 0, Math.Max(0, parts.Count - (_openStart ? 1 : 0) - (_openEnd ? 1 : 0)));
        if (!ignoreCase && middle.TrueForAll(part => part >= 0))
        {
            _literal = Encoding.UTF8.GetBytes(string.Concat(middle.Select(part => new Rune(part).ToString())));
        }
    }

    public bool Matches(ReadOnlySpan<byte> text)
    {
        if (_literal is not null)
        {
            return (_openStart, _openEnd) switch
            {
                (false, false) => text.SequenceEqual(_literal),
                (false, true) => text.StartsWith(_literal),
                (true, false) => text.EndsWith(_literal),
                _ => text.IndexOf(_literal) >= 0,
            };
        }

        // Greedy with one point to return to: a later % makes every earlier choice final.
        int p = 0;
        int retryPart = -1;
        ReadOnlySpan<byte> rest = text;
        ReadOnlySpan<byte> retry = default;
        while (true)
        {
            if (p < _parts.Length && _parts[p] == Any)
            {
                retryPart = ++p;
                retry = rest;
                continue;
            }

            if (rest.IsEmpty)
            {
                // With no text left no retry can do better: retries only leave less text for the same parts.
                return p == _parts.Length;
            }

            if (p < _parts.Length && Takes(_parts[p], rest, out int used))
            {
                rest = rest[used..];
                p++;
                continue;
            }

            if (retryPart < 0)
            {
                return false;
            }

            Rune.DecodeFromUtf8(retry, out _, out int skip);
            retry = retry[skip..];
            rest = retry;
            p = retryPart;
        }
    }

    private bool Takes(int part, ReadOnlySpan<byte> text, out int used)
    {
        Rune.DecodeFromUtf8(text, out Rune rune, out used);
        return part == One || part == (_ignoreCase ? Fold(rune) : rune.Value);
    }

    private static int Fold(Rune rune) => rune.IsAscii ? (rune.Value is >= 'a' and <= 'z' ? rune.Value - 32 : rune.Value) : Rune.ToUpperInvariant(rune).Value;
}
