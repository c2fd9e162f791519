using System.Buffers;

namespace Curate.Core.Text.Tokens;

/// <summary>Finds added tokens: the leftmost, the longest of those that begin there, without overlap. O(n) for texts that hold none of their first bytes.</summary>
internal sealed class AddedTokens
{
    private readonly ByteTrie _trie = new();
    private readonly IReadOnlyList<AddedToken> _tokens;
    private readonly SearchValues<byte> _firstBytes;

    /// <param name="tokens">None empty.</param>
    public AddedTokens(IReadOnlyList<AddedToken> tokens)
    {
        _tokens = tokens;
        for (int i = 0; i < tokens.Count; i++)
        {
            _trie.Set(tokens[i].Content, i);
        }

        _firstBytes = SearchValues.Create([.. tokens.Select(static t => t.Content[0]).Distinct()]);
    }

    public bool IsEmpty => _tokens.Count == 0;

    /// <summary>The next token from an index on.</summary>
    /// <param name="text">Valid UTF-8.</param>
    /// <param name="at">Where to look from; behind the match afterwards.</param>
    /// <param name="from">Where what was found before ends: white space is not taken from it.</param>
    /// <param name="found">The token, with the white space that it takes.</param>
    public bool Next(ReadOnlySpan<byte> text, ref int at, int from, out PieceRange found)
    {
        while (at < text.Length)
        {
            int skip = text[at..].IndexOfAny(_firstBytes);
            if (skip < 0)
            {
                break;
            }

            at += skip;
            int length = _trie.Longest(text[at..], out int token);
            if (length == 0)
            {
                at++;
                continue;
            }

            int start = at;
            at += length;
            AddedToken added = _tokens[token];
            if (added.SingleWord && (IsWordBefore(text, start) || IsWordAt(text, at)))
            {
                continue;
            }

            int end = at;
            while (added.LeftStrip && start > from && IsSpaceBefore(text, start, out int before))
            {
                start = before;
            }

            while (added.RightStrip && end < text.Length && CharacterClasses.IsSpace(Utf8Points.Read(text, end, out int width)))
            {
                end += width;
            }

            found = new PieceRange(start, end);
            return true;
        }

        found = default;
        return false;
    }

    private static bool IsWordBefore(ReadOnlySpan<byte> text, int at) => at > 0 && CharacterClasses.IsWord(Utf8Points.Read(text, Utf8Points.Before(text, at), out _));

    private static bool IsWordAt(ReadOnlySpan<byte> text, int at) => at < text.Length && CharacterClasses.IsWord(Utf8Points.Read(text, at, out _));

    private static bool IsSpaceBefore(ReadOnlySpan<byte> text, int at, out int before)
    {
        before = Utf8Points.Before(text, at);
        return CharacterClasses.IsSpace(Utf8Points.Read(text, before, out _));
    }
}
