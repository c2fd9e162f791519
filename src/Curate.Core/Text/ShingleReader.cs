using System.Numerics;
using System.Runtime.CompilerServices;
using Curate.Core.Hashing;

namespace Curate.Core.Text;

/// <summary>
/// The shingles of a text: every run of a fixed number of tokens as a 64-bit hash, in text order with repeats. A text with fewer tokens is
/// one shingle, all of it; a text without tokens has none. O(bytes) whatever the size of shingles (a rolling polynomial over token
/// hashes), memory of a block. Use: <see cref="Begin"/>, then for each text of the row <see cref="Open"/> and <see cref="Read"/> until it gives none, then <see cref="Finish"/>.
/// </summary>
public sealed class ShingleReader
{
    /// <summary>Shingles that <see cref="Read"/> delivers at most at a time.</summary>
    public const int Block = 1024;

    private const ulong Step = 0xD6E8FEB86659FD93UL;
    private const ulong Short = 0xA24BAED4963EE407UL;
    private readonly TokenReader _tokens;
    private readonly ulong[] _window;
    private readonly ulong[] _block = new ulong[Block];
    private readonly ulong _leaving;
    private ulong _rolling;
    private ulong _high;
    private ulong _low;
    private int _at;
    private int _lastTokens;

    /// <param name="folding">What is taken out of texts.</param>
    /// <param name="unit">What a token is.</param>
    /// <param name="size">Tokens of a shingle, from 1.</param>
    public ShingleReader(TextFolding folding, ShingleUnit unit, int size)
        : this(new FoldTable(folding), unit, size)
    {
    }

    internal ShingleReader(FoldTable table, ShingleUnit unit, int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        _tokens = new TokenReader(table, unit);
        _window = new ulong[size];
        _leaving = 1;
        for (int i = 0; i < size; i++)
        {
            _leaving *= Step;
        }
    }

    /// <summary>Tokens read so far.</summary>
    public long Tokens { get; private set; }

    /// <summary>Tokens that are single characters of a script without spaces.</summary>
    public long Unspaced => _tokens.Unspaced;

    /// <summary>Byte sequences that are not UTF-8.</summary>
    public long Damaged => _tokens.Damaged;

    /// <summary>The last tokens, as many as a shingle has, are all the same: longer texts may then have no other shingle.</summary>
    public bool IsUniform => !_window.AsSpan().ContainsAnyExcept(_window[0]);

    /// <summary>A hash of the folded token sequence: equal for texts that are equal after folding, for others with a chance of about 2^-100.</summary>
    public Hash128 Fingerprint => new Hash128(_high, _low).Then(new Hash128((ulong)Tokens, 0));

    /// <summary>The hashes of the tokens that the last <see cref="Read"/> took in.</summary>
    public ReadOnlySpan<ulong> LastTokens => _block.AsSpan(0, _lastTokens);

    /// <summary>Starts a row.</summary>
    /// <param name="texts">Receives the folded tokens, for explanations.</param>
    public void Begin(List<string>? texts = null)
    {
        _tokens.Begin(texts);
        Tokens = 0;
        _rolling = 0;
        _high = 0x9E3779B97F4A7C15UL;
        _low = 0xC2B2AE3D27D4EB4FUL;
        _at = 0;
        Array.Clear(_window);
    }

    /// <summary>The next text of the row. Shingles run across texts as across words.</summary>
    public void Open() => _tokens.Open();

    /// <summary>The next shingles of the text that was opened.</summary>
    /// <param name="text">That text.</param>
    /// <param name="into">At least <see cref="Block"/> places.</param>
    /// <param name="more">False when the text is used up.</param>
    /// <returns>How many; may be 0 while there is more.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Read(ReadOnlySpan<byte> text, Span<ulong> into, out bool more)
    {
        int tokens = _tokens.Read(text, _block);
        _lastTokens = tokens;
        more = tokens > 0;
        ulong rolling = _rolling;
        ulong high = _high;
        ulong low = _low;
        int at = _at;
        int count = 0;
        long seen = Tokens;
        ulong[] window = _window;
        foreach (ulong token in _block.AsSpan(0, tokens))
        {
            rolling = (rolling * Step) + token - (window[at] * _leaving);
            window[at] = token;
            at = at + 1 == window.Length ? 0 : at + 1;
            high = (BitOperations.RotateLeft(high, 29) ^ token) * 0x9FB21C651E98DF25UL;
            low = ((low ^ BitOperations.RotateLeft(token, 32)) * 0xA0761D6478BD642FUL) + (low >> 31);
            if (++seen >= window.Length)
            {
                into[count++] = Finished(rolling);
            }
        }

        _rolling = rolling;
        _high = high;
        _low = low;
        _at = at;
        Tokens = seen;
        return count;
    }

    /// <summary>Ends the row: true when it is shorter than one shingle and <paramref name="shingle"/> stands for all of it.</summary>
    public bool Finish(out ulong shingle)
    {
        shingle = Finished(_rolling ^ (Short * (ulong)Tokens));
        return Tokens > 0 && Tokens < _window.Length;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Finished(ulong rolling) => Hash128.Fold(rolling ^ 0x8EBC6AF09C88C6E3UL, 0x589965CC75374CC3UL ^ BitOperations.RotateLeft(rolling, 23));
}
